"""What a respondent is asked, and what becomes of an answer: checked, bounded, and without anything of who gave it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from digivuosi.domain.texts import Text
from digivuosi.domain.toolkit.surveys import Branch, BranchKind, Statement, StatementKind, Survey, SurveyPart
from digivuosi.domain.toolkit.toolkit import Toolkit

UNKNOWN = 0
"""Stands for “cannot say” in the place of a step."""
LONGEST_TEXT = 1_000
"""Letters of one free text; more would invite stories about people."""
MOST_FIELDS = 500
"""Of one sheet, before anything else is looked at."""
MOST_BRANCHES = 40

NO_SURVEY = Text.of(
    fi="tätä kyselyä ei ole työkalupaketissa",
    sv="den här enkäten finns inte i verktygslådan",
    en="this survey is not in the toolkit",
)
NO_STEP = Text.of(
    fi="valitse jokin asteikon vaihtoehdoista",
    sv="välj något av skalans alternativ",
    en="choose one of the steps of the scale",
)
TOO_LONG = Text.of(
    fi="teksti on liian pitkä: enintään {limit} merkkiä",
    sv="texten är för lång: högst {limit} tecken",
    en="the text is too long: at most {limit} letters",
)
NO_BRANCH = Text.of(
    fi="tätä luokka-astetta tai ainetta ei ole kyselyssä",
    sv="den här årskursen eller det här ämnet finns inte i enkäten",
    en="this grade or subject is not in the survey",
)
TOO_MUCH = Text.of(fi="vastauksia on liikaa", sv="det finns för många svar", en="there are too many answers")
EMPTY = Text.of(
    fi="vastaa ainakin yhteen väittämään",
    sv="svara på minst ett påstående",
    en="answer at least one statement",
)


@dataclass(frozen=True)
class Choice:
    """Branches of one kind that a survey asks the respondent to choose from."""

    kind: BranchKind
    branches: tuple[Branch, ...]


@dataclass(frozen=True)
class AnswerSheet:
    """One respondent's answers. It says nothing of who or when, and nothing in it is unique to a person."""

    survey: str
    branches: tuple[str, ...] = ()
    """Keys of the grades and subjects that the respondent chose, sorted."""
    steps: tuple[tuple[str, int], ...] = ()
    """Statement and step (from 1; 0 for “cannot say”), sorted by statement; what was passed by is not there."""
    texts: tuple[tuple[str, str], ...] = ()
    """Statement and words, sorted by statement."""


@dataclass(frozen=True)
class Fault:
    """What is wrong with one field of a sheet; `field` is a statement's or a branch's key, or empty."""

    field: str
    message: Text


class SheetProblem(Exception):
    """The answers were not taken in; the faults say why."""

    def __init__(self, faults: Iterable[Fault], kept: AnswerSheet | None = None) -> None:
        self.faults = tuple(faults)
        self.kept = kept
        """What was right in them, and too long words as they were: to be filled in again, never to be stored."""
        super().__init__("; ".join(f"{fault.field}: {fault.message.get('en')}" for fault in self.faults))


def choices(toolkit: Toolkit, survey: str) -> tuple[Choice, ...]:
    """Return what a respondent of the survey may choose from, grades first; empty when it does not branch."""
    named: set[str] = set()
    for part in toolkit.survey_parts(survey):
        named.update(part.section.branches)
        for statement in part.statements:
            named.update(statement.branches)
    found = [branch for branch in toolkit.branches if branch.key in named]
    by_kind = (
        Choice(kind, tuple(sorted((one for one in found if one.kind is kind), key=lambda one: (one.place, one.key))))
        for kind in BranchKind
    )
    return tuple(choice for choice in by_kind if choice.branches)


def asked(toolkit: Toolkit, survey: str, branches: Iterable[str]) -> tuple[SurveyPart, ...]:
    """Return the sections and statements that a respondent with these grades and subjects is asked, in order.

    A section of which nothing is left is left out. Unknown branches are passed by.
    """
    chosen = frozenset(branches)
    found = []
    for part in toolkit.survey_parts(survey):
        if not is_for(toolkit, part.section.branches, chosen):
            continue
        statements = tuple(one for one in part.statements if is_for(toolkit, one.branches, chosen))
        if statements:
            found.append(SurveyPart(part.section, statements))
    return tuple(found)


def is_for(toolkit: Toolkit, named: Iterable[str], chosen: frozenset[str]) -> bool:
    """Whether at least one of each kind of the named branches has been chosen."""
    by_kind: dict[BranchKind, bool] = {}
    for key in named:
        branch = toolkit.branch(key)
        if branch is not None:
            by_kind[branch.kind] = by_kind.get(branch.kind, False) or key in chosen
    return all(by_kind.values())


def read_sheet(
    toolkit: Toolkit, survey: str, branches: Iterable[str], answers: Mapping[str, object], *, partial: bool = False
) -> AnswerSheet:
    """Check a respondent's answers and return the sheet; raises SheetProblem with everything that is wrong.

    `answers` are by statement: the number of a step as a number or in words (0: cannot say), words for a free text;
    empty ones count as passed by. An answer to what is not asked of these branches is left out, since a respondent
    may have changed the grade after answering. A `partial` sheet may be empty: it is saved on the way.
    """
    found = toolkit.survey(survey)
    if found is None:
        raise SheetProblem([Fault("", NO_SURVEY)])
    chosen = sorted({str(key) for key in branches})
    if len(answers) > MOST_FIELDS or len(chosen) > MOST_BRANCHES:
        raise SheetProblem([Fault("", TOO_MUCH)])
    reading = _Reading(toolkit, found)
    steps, texts = reading.answers(chosen, answers)
    if not steps and not texts and not partial and not reading.faults:
        reading.faults.append(Fault("", EMPTY))
    right = tuple(key for key in chosen if key in reading.known)
    sheet = AnswerSheet(survey, right, tuple(sorted(steps)), tuple(sorted(texts)))
    if reading.faults:
        raise SheetProblem(reading.faults, sheet)
    return sheet


class _Reading:
    """One sheet under way, with what is wrong with it."""

    def __init__(self, toolkit: Toolkit, survey: Survey) -> None:
        self.toolkit, self.survey = toolkit, survey
        self.faults: list[Fault] = []
        self.known = {branch.key for choice in choices(toolkit, survey.key) for branch in choice.branches}

    def answers(
        self, chosen: list[str], answers: Mapping[str, object]
    ) -> tuple[list[tuple[str, int]], list[tuple[str, str]]]:
        self.faults.extend(Fault(key[:60], NO_BRANCH) for key in chosen if key not in self.known)
        steps: list[tuple[str, int]] = []
        texts: list[tuple[str, str]] = []
        for statement in statements(asked(self.toolkit, self.survey.key, chosen)):
            value = answers.get(statement.key)
            if value is None or str(value).strip() == "":
                continue
            if statement.kind is StatementKind.FREE_TEXT:
                texts.extend(self._words(statement.key, str(value)))
            else:
                steps.extend(self._step(statement.key, statement.scale, value))
        return steps, texts

    def _words(self, key: str, value: str) -> Iterator[tuple[str, str]]:
        words = "".join(letter for letter in value.replace("\r\n", "\n") if letter.isprintable() or letter in "\n\t")
        if len(words) > LONGEST_TEXT:
            self.faults.append(Fault(key, TOO_LONG.filled(limit=LONGEST_TEXT)))
        if words.strip():
            yield key, words.strip()

    def _step(self, key: str, scale_key: str, value: object) -> Iterator[tuple[str, int]]:
        scale = self.toolkit.scale(scale_key)
        allowed = {} if scale is None else {str(number): number for number in range(1, len(scale.steps) + 1)}
        if scale is not None and scale.unknown:
            allowed[str(UNKNOWN)] = UNKNOWN
        number = allowed.get(str(value).strip())
        if number is None:
            self.faults.append(Fault(key, NO_STEP))
        else:
            yield key, number


def statements(parts: Iterable[SurveyPart]) -> Iterator[Statement]:
    """Give the statements of some sections, in order."""
    for part in parts:
        yield from part.statements
