"""One person's answers while they are written: from a form, from where they were kept, and as they are stored."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from digivuosi.apps.needs.models import Answer, SchoolRound, Unfinished
from digivuosi.apps.people.secrets import hash_of
from digivuosi.domain.needs.answering import AnswerSheet, SheetProblem, read_sheet
from digivuosi.domain.toolkit.toolkit import Toolkit

STEP, TEXT = "s-", "t-"
"""How the fields of a statement begin in the form."""


class Fields(Protocol):
    """A form as it was sent."""

    def items(self) -> Any: ...
    def getlist(self, name: str) -> Sequence[Any]: ...


def read_form(posted: Fields, questions: Toolkit, survey: str, *, partial: bool) -> AnswerSheet:
    """The sheet of a sent form; raises SheetProblem in words. A partial one is saved on the way and may be empty."""
    answers = {name[2:]: str(value) for name, value in posted.items() if name.startswith((STEP, TEXT))}
    return read_sheet(questions, survey, posted.getlist("branch"), answers, partial=partial)


def document_of(sheet: AnswerSheet) -> dict[str, Any]:
    """An unfinished sheet as it is kept, free texts too."""
    return {**counted_of(sheet), "texts": dict(sheet.texts)}


def counted_of(sheet: AnswerSheet) -> dict[str, Any]:
    """What is stored among the answers: no free texts, they stand apart."""
    return {"branches": list(sheet.branches), "steps": dict(sheet.steps)}


def sheet_in(survey: str, values: Mapping[str, Any]) -> AnswerSheet:
    """A stored sheet again."""
    return AnswerSheet(
        survey,
        tuple(values.get("branches", ())),
        tuple(sorted(values.get("steps", {}).items())),
        tuple(sorted(values.get("texts", {}).items())),
    )


def kept_sheet(asked: SchoolRound, secret: str, questions: Toolkit) -> tuple[AnswerSheet, bool]:
    """What this browser has written so far, and whether it has sent."""
    survey = asked.round.survey_key
    rows = Unfinished.objects.with_scopes_disabled()  # type: ignore[attr-defined]
    row = rows.filter(asked=asked, secret_hash=hash_of(secret)).first() if secret else None
    if row is None:
        return AnswerSheet(survey), False
    kept = row.values
    answers = {**kept.get("steps", {}), **kept.get("texts", {})}
    try:
        return read_sheet(questions, survey, kept.get("branches", ()), answers, partial=True), row.is_sent
    except SheetProblem:
        return AnswerSheet(survey), row.is_sent


def sheets_of(rows: Sequence[Answer], survey: str) -> list[tuple[str, AnswerSheet]]:
    """The stored answers with the unit of each, which is its school."""
    return [(str(row.school_id), sheet_in(survey, row.values)) for row in rows]
