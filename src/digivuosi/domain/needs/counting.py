"""How many gave which answer: distributions by unit, group and statement.

A unit is what answers together: a school, or several small schools that were joined before the round opened. A group
is the respondent's grade, so that every answer is in exactly one group. What is counted here is not for anybody's eyes:
`hiding.release` says what of it may be shown.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import sqrt

from digivuosi.domain.needs.answering import UNKNOWN, AnswerSheet
from digivuosi.domain.toolkit.surveys import BranchKind
from digivuosi.domain.toolkit.toolkit import Toolkit

SEVERAL = "several"
"""The group of those who chose more than one grade."""
NO_GROUP = "none"
"""The group of those who chose no grade, and of surveys that do not ask."""

Cell = tuple[str, str, str]
"""Unit, group, statement."""


@dataclass(frozen=True)
class Distribution:
    """How many chose each step, from the worst to the best, and how many could not say."""

    counts: tuple[int, ...]
    unknown: int = 0

    @property
    def answers(self) -> int:
        """Answers on the scale; who could not say is not among them."""
        return sum(self.counts)

    @property
    def mean(self) -> float | None:
        """The mean on a scale from 0 (everybody on the worst step) to 100 (everybody on the best)."""
        if not self.answers:
            return None
        return sum(number * value for number, value in zip(self.counts, scores(len(self.counts)), strict=True)) / (
            self.answers
        )

    @property
    def spread(self) -> float | None:
        """The standard deviation of a sample, on the same scale; None for fewer than two answers."""
        mean = self.mean
        if mean is None or self.answers < 2:
            return None
        squares = (n * (value - mean) ** 2 for n, value in zip(self.counts, scores(len(self.counts)), strict=True))
        return sqrt(sum(squares) / (self.answers - 1))

    @property
    def is_alike(self) -> bool:
        """Whether everybody gave the same answer."""
        return self.answers > 0 and max(self.counts) == self.answers

    def __add__(self, other: Distribution) -> Distribution:
        counts = tuple(one + another for one, another in zip(self.counts, other.counts, strict=True))
        return Distribution(counts, self.unknown + other.unknown)


def scores(steps: int) -> tuple[float, ...]:
    """Return the value of each step on the scale from 0 to 100, so that scales of different lengths compare."""
    return tuple(100 * number / (steps - 1) for number in range(steps))


def total(distributions: Iterable[Distribution]) -> Distribution | None:
    """Return the sum; None of nothing."""
    found: Distribution | None = None
    for one in distributions:
        found = one if found is None else found + one
    return found


@dataclass(frozen=True)
class Counts:
    """One round of one survey, counted."""

    survey: str
    steps: Mapping[str, int]
    """Every counted statement of the survey, with how many steps its scale has."""
    cells: Mapping[Cell, Distribution]
    """Only cells that somebody answered."""
    sheets: Mapping[str, int]
    """Sheets by unit."""

    @property
    def units(self) -> tuple[str, ...]:
        return tuple(sorted(self.sheets))


def group_of(toolkit: Toolkit, sheet: AnswerSheet) -> str:
    """Return the group of a sheet: its one grade, `several` or `none`."""
    grades = []
    for key in sheet.branches:
        branch = toolkit.branch(key)
        if branch is not None and branch.kind is BranchKind.GRADE:
            grades.append(key)
    if len(grades) == 1:
        return grades[0]
    return SEVERAL if grades else NO_GROUP


def steps_of(toolkit: Toolkit, survey: str) -> dict[str, int]:
    """Return the counted statements of a survey with the lengths of their scales, in the order they are asked."""
    found = {}
    for part in toolkit.survey_parts(survey):
        for statement in part.statements:
            scale = toolkit.scale(statement.scale)
            if scale is not None and len(scale.steps) > 1:
                found[statement.key] = len(scale.steps)
    return found


def count(toolkit: Toolkit, survey: str, answers: Iterable[tuple[str, AnswerSheet]]) -> Counts:
    """Count sheets, given with the unit of each; what the survey does not hold is passed by."""
    steps = steps_of(toolkit, survey)
    found: dict[Cell, list[int]] = {}
    sheets: dict[str, int] = {}
    for unit, sheet in answers:
        sheets[unit] = sheets.get(unit, 0) + 1
        group = group_of(toolkit, sheet)
        for statement, step in sheet.steps:
            length = steps.get(statement)
            if length is None or not UNKNOWN <= step <= length:
                continue
            cell = (unit, group, statement)
            if cell not in found:
                found[cell] = [0] * (length + 1)
            found[cell][step] += 1
    return Counts(survey, steps, {cell: distribution(counted) for cell, counted in found.items()}, sheets)


def distribution(counted: Sequence[int]) -> Distribution:
    """Return the distribution of counts that begin with those who could not say."""
    return Distribution(tuple(counted[1:]), counted[0])
