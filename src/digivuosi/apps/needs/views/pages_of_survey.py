"""A survey as a page shows it: its parts, which of them are this respondent's, and what has been chosen."""

from __future__ import annotations

from dataclasses import dataclass

from digivuosi.apps.needs.queries.sheets import UNKNOWN, Sheet
from digivuosi.domain.texts import Text
from digivuosi.domain.toolkit.surveys import Branch, BranchKind, Section, Statement, StatementKind, Survey
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

    @property
    def is_answered(self) -> bool:
        return bool(self.words) or any(step.is_chosen for step in (*self.steps, *filter(None, [self.unknown])))


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


def shown_parts(questions: Toolkit, survey: Survey, sheet: Sheet) -> ShownSurvey:
    """The whole survey; what is not this respondent's is there too, and hidden until their grades and subjects say
    otherwise, so that a page once opened needs no connection to show it."""
    kinds = {branch.key: branch.kind for branch in questions.branches}
    sections = sorted((s for s in questions.sections if s.survey == survey.key), key=lambda s: (s.place, s.key))
    number, parts, used = 0, [], set[str]()
    for section in sections:
        rows = []
        used.update(section.branches)
        statements = (one for one in questions.statements if one.section == section.key)
        for one in sorted(statements, key=lambda s: (s.place, s.key)):
            number += 1
            used.update(one.branches)
            rows.append(_statement(one, number, questions, sheet, kinds))
        mine = is_mine(section.branches, sheet.branches, kinds)
        parts.append(ShownPart(section, tuple(rows), mine, _when(section.branches, kinds)))
    return ShownSurvey(tuple(parts), _branches(questions, used, sheet))


def missing_in(survey: ShownSurvey) -> int:
    """How many statements of this respondent's have no answer yet; free texts may stay empty."""
    mine = (one for part in survey.parts if part.is_mine for one in part.statements if one.is_mine)
    return sum(1 for one in mine if not one.is_text and not one.is_answered)


def is_mine(branches: tuple[str, ...], chosen: tuple[str, ...], kinds: dict[str, BranchKind]) -> bool:
    """Of each kind that is named, at least one must be chosen."""
    named = {kinds[key] for key in branches if key in kinds}
    return all(any(key in chosen for key in branches if kinds.get(key) is kind) for kind in named)


def _when(branches: tuple[str, ...], kinds: dict[str, BranchKind]) -> str:
    groups = [[key for key in branches if kinds.get(key) is kind] for kind in BranchKind]
    return "|".join(" ".join(keys) for keys in groups if keys)


def _statement(
    one: Statement, number: int, questions: Toolkit, sheet: Sheet, kinds: dict[str, BranchKind]
) -> ShownStatement:
    scale = next((scale for scale in questions.scales if scale.key == one.scale), None)
    chosen = sheet.steps.get(one.key)
    steps = tuple(
        ShownStep(value, title, chosen == value) for value, title in enumerate(scale.steps if scale else (), 1)
    )
    unknown = ShownStep(UNKNOWN, scale.unknown, chosen == UNKNOWN) if scale and scale.unknown else None
    return ShownStatement(
        one,
        number,
        steps,
        unknown,
        sheet.texts.get(one.key, ""),
        is_mine(one.branches, sheet.branches, kinds),
        _when(one.branches, kinds),
    )


def _branches(questions: Toolkit, used: set[str], sheet: Sheet) -> tuple[ShownBranches, ...]:
    found = []
    for kind in BranchKind:
        rows = [branch for branch in questions.branches if branch.kind is kind and branch.key in used]
        rows.sort(key=lambda branch: (branch.place, branch.key))
        if rows:
            found.append(ShownBranches(kind.value, tuple((row, row.key in sheet.branches) for row in rows)))
    return tuple(found)
