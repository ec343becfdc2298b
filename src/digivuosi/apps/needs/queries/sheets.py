"""One person's answers while they are written, read from a form or from where they were kept."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from digivuosi.apps.needs.models import LONGEST_WORDS, SchoolRound, Unfinished
from digivuosi.apps.people.secrets import hash_of
from digivuosi.domain.toolkit.surveys import StatementKind
from digivuosi.domain.toolkit.toolkit import Toolkit

UNKNOWN = 0
"""The value of "I cannot say"."""


class Fields(Protocol):
    """A form as it was sent."""

    def get(self, name: str, default: str = ...) -> Any: ...
    def getlist(self, name: str) -> Sequence[Any]: ...


@dataclass(frozen=True)
class Sheet:
    """What one person has filled in. Only what the survey knows is in it."""

    branches: tuple[str, ...] = ()
    """Grades and subjects of theirs."""
    steps: Mapping[str, int] = field(default_factory=dict)
    """By statement: the step of its scale from 1, or UNKNOWN."""
    texts: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_empty(self) -> bool:
        return not self.steps and not self.texts

    def counted(self) -> dict[str, Any]:
        """What is stored of it among the answers: no free texts, they stand apart."""
        return {"branches": list(self.branches), "steps": dict(self.steps)}

    def to_document(self) -> dict[str, Any]:
        return {**self.counted(), "texts": dict(self.texts)}


def read_form(posted: Fields, questions: Toolkit) -> Sheet:
    """The sheet of a sent form; what is not of this survey, or no step of its scale, is left out."""
    branches = [branch.key for branch in questions.branches if branch.key in posted.getlist("branch")]
    steps = {key: posted.get(f"s-{key}", "") for key in _scaled(questions)}
    texts = {key: posted.get(f"t-{key}", "") for key in _texts(questions)}
    return _clean(branches, steps, texts, questions)


def kept_sheet(asked: SchoolRound, secret: str, questions: Toolkit) -> tuple[Sheet, bool]:
    """What this browser has written so far, and whether it has sent."""
    rows = Unfinished.objects.with_scopes_disabled()  # type: ignore[attr-defined]
    row = rows.filter(asked=asked, secret_hash=hash_of(secret)).first() if secret else None
    if row is None:
        return Sheet(), False
    values = row.values
    kept = _clean(values.get("branches", ()), values.get("steps", {}), values.get("texts", {}), questions)
    return kept, row.is_sent


def _clean(
    branches: Sequence[str], steps: Mapping[str, Any], texts: Mapping[str, Any], questions: Toolkit
) -> Sheet:
    known = {branch.key for branch in questions.branches}
    scaled, written = _scaled(questions), _texts(questions)
    return Sheet(
        branches=tuple(key for key in branches if key in known),
        steps={
            key: int(value)
            for key, value in steps.items()
            if key in scaled and str(value).isascii() and str(value).isdecimal() and int(str(value)[:3]) <= scaled[key]
        },
        texts={
            key: words
            for key, value in texts.items()
            if key in written and (words := str(value).replace("\0", "").strip()[:LONGEST_WORDS])
        },
    )


def _scaled(questions: Toolkit) -> dict[str, int]:
    """By statement of a scale: its highest step."""
    scales = {scale.key: len(scale.steps) for scale in questions.scales}
    return {
        one.key: scales[one.scale]
        for one in questions.statements
        if one.kind is StatementKind.SCALE and one.scale in scales
    }


def _texts(questions: Toolkit) -> set[str]:
    return {one.key for one in questions.statements if one.kind is StatementKind.FREE_TEXT}
