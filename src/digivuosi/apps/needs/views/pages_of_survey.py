"""A survey as a page shows it: its parts, which of them are this respondent's, and what has been chosen."""

from __future__ import annotations

from dataclasses import dataclass

from digivuosi.domain.needs.answering import UNKNOWN, AnswerSheet, choices, is_for
from digivuosi.domain.texts import Text
from digivuosi.domain.toolkit.surveys import Branch, BranchKind, Section, Statement, StatementKind
from digivuosi.domain.toolkit.toolkit import Toolkit


@dataclass(frozen=True)
class ShownStep:
    value: int
    title: Text
    is_chosen: bool


@dataclass(frozen=True)
class ShownStatement:
    statement: Statement
    number: int
    steps: tuple[ShownStep, ...]
    unknown: ShownStep | None
    words: str
    is_mine: bool
    when: str

    @property
    def is_text(self) -> bool:
        return self.statement.kind is StatementKind.FREE_TEXT


@dataclass(frozen=True)
class ShownPart:
    section: Section
    statements: tuple[ShownStatement, ...]
    is_mine: bool
    when: str
    """Whose part it is, for the script: `grade-1 grade-2|subject-maths`; empty for everyone's."""


@dataclass(frozen=True)
class ShownBranches:
    """The grades or the subjects to choose one's own from."""

    kind: str
    branches: tuple[tuple[Branch, bool], ...]


@dataclass(frozen=True)
class ShownSurvey:
    parts: tuple[ShownPart, ...]
    branches: tuple[ShownBranches, ...]


def shown_parts(questions: Toolkit, survey: str, sheet: AnswerSheet) -> ShownSurvey:
    """The whole survey; what is not this respondent's is there too, and hidden until their grades and subjects say
    otherwise, so that a page once opened needs no connection to show it."""
    chosen, number, parts = frozenset(sheet.branches), 0, []
    for part in questions.survey_parts(survey):
        rows = []
        for one in part.statements:
            number += 1
            rows.append(_statement(one, number, questions, sheet))
        mine = is_for(questions, part.section.branches, chosen)
        parts.append(ShownPart(part.section, tuple(rows), mine, _when(part.section.branches, questions)))
    branches = tuple(
        ShownBranches(choice.kind.value, tuple((branch, branch.key in chosen) for branch in choice.branches))
        for choice in choices(questions, survey)
    )
    return ShownSurvey(tuple(parts), branches)


def _when(branches: tuple[str, ...], questions: Toolkit) -> str:
    """The rule of `is_for` as words for the script: one of each group must be chosen."""
    kinds = {branch.key: branch.kind for branch in questions.branches}
    groups = [[key for key in branches if kinds.get(key) is kind] for kind in BranchKind]
    return "|".join(" ".join(keys) for keys in groups if keys)


def _statement(one: Statement, number: int, questions: Toolkit, sheet: AnswerSheet) -> ShownStatement:
    scale, chosen = questions.scale(one.scale), dict(sheet.steps).get(one.key)
    steps = tuple(
        ShownStep(value, title, chosen == value) for value, title in enumerate(scale.steps if scale else (), 1)
    )
    return ShownStatement(
        statement=one,
        number=number,
        steps=steps,
        unknown=ShownStep(UNKNOWN, scale.unknown, chosen == UNKNOWN) if scale and scale.unknown else None,
        words=dict(sheet.texts).get(one.key, ""),
        is_mine=is_for(questions, one.branches, frozenset(sheet.branches)),
        when=_when(one.branches, questions),
    )
