"""A summary of one round: areas and statements, what changed, what is needed most, and who thinks otherwise.

It is made of released figures alone (hiding.py), for one unit or for the whole provider. Means stand on a scale from 0
to 100, where more is better. There is no comparison of one school with another anywhere.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from math import sqrt

from digivuosi.domain.needs.counting import Distribution, total
from digivuosi.domain.needs.hiding import PROVIDER, WHOLE, Hidden, Release
from digivuosi.domain.needs.intervals import Sample, difference
from digivuosi.domain.toolkit.toolkit import Toolkit

STEADY = 5.0
"""Points within which a difference is called none, when the whole interval lies inside them."""


class Verdict(StrEnum):
    """What can be said of a difference."""

    BETTER = "better"
    WORSE = "worse"
    STEADY = "steady"
    UNSURE = "unsure"
    """The answers are too few or too varied to tell."""


@dataclass(frozen=True)
class Change:
    """A difference of two means in points, with the interval that holds it nineteen times in twenty."""

    before: float
    now: float
    low: float
    high: float

    @property
    def points(self) -> float:
        return self.now - self.before

    @property
    def verdict(self) -> Verdict:
        if self.low > 0:
            return Verdict.BETTER
        if self.high < 0:
            return Verdict.WORSE
        return Verdict.STEADY if self.low > -STEADY and self.high < STEADY else Verdict.UNSURE


@dataclass(frozen=True)
class StatementFigure:
    """A statement's answers, or why they are not shown."""

    statement: str
    distribution: Distribution | None
    hidden: Hidden | None = None
    change: Change | None = None
    """From the last round; None when it was not asked or not shown then."""


@dataclass(frozen=True)
class AreaFigure:
    """A need's statements together.

    One respondent's answers to several statements are not independent, so the area counts as the mean number of
    answers to one statement (`answers`), not as their sum: its interval is wide rather than too narrow.
    """

    need: str
    statements: tuple[StatementFigure, ...]
    mean: float | None
    spread: float | None
    answers: float
    distribution: Distribution | None
    """All answers together, when the scales are of one length."""
    change: Change | None = None
    """From the last round, over the statements that are shown in both."""

    @property
    def is_shown(self) -> bool:
        return self.mean is not None


@dataclass(frozen=True)
class Summary:
    survey: str
    unit: str
    """A unit, or PROVIDER."""
    group: str
    sheets: int
    """How many answered, whatever the group, as far as it may be told; 0 under five."""
    areas: tuple[AreaFigure, ...]
    """In the order of the toolkit's needs; those without a counted statement are left out."""
    leaves_out_sheets: bool = False
    """Whether more answered than `sheets` tells, at schools under five."""

    @property
    def is_shown(self) -> bool:
        """Whether there is anything to show; otherwise the unit gets a discussion sheet."""
        return any(area.is_shown for area in self.areas)

    def area(self, need: str) -> AreaFigure | None:
        return next((area for area in self.areas if area.need == need), None)


def summarise(
    toolkit: Toolkit, released: Release, unit: str = PROVIDER, group: str = WHOLE, last: Release | None = None
) -> Summary:
    """Return the summary of a unit (or of the provider) in one round, with the change from the last one."""
    by_need: dict[str, list[str]] = {}
    for key in released.steps:
        statement = toolkit.statement(key)
        if statement is not None and statement.need:
            by_need.setdefault(statement.need, []).append(key)
    areas = tuple(
        _area(need.key, by_need[need.key], (released, last), unit, group)
        for need in toolkit.needs
        if need.key in by_need
    )
    left_out = unit == PROVIDER and released.leaves_out_sheets
    return Summary(released.survey, unit, group, released.told_sheets(unit), areas, left_out)


Rounds = tuple[Release, Release | None]


def _area(need: str, keys: list[str], rounds: Rounds, unit: str, group: str) -> AreaFigure:
    figures = tuple(_statement(key, rounds, unit, group) for key in keys)
    held = [one.distribution for one in figures if one.distribution is not None]
    sample = sample_of(held)
    lengths = {len(one.counts) for one in held}
    return AreaFigure(
        need,
        figures,
        sample.mean if sample else None,
        sample.spread if sample else None,
        sample.answers if sample else 0,
        total(held) if len(lengths) == 1 else None,
        _area_change(keys, rounds, unit, group),
    )


def _statement(key: str, rounds: Rounds, unit: str, group: str) -> StatementFigure:
    shown = rounds[0].cell(unit, key, group)
    if isinstance(shown, Hidden):
        return StatementFigure(key, None, shown)
    return StatementFigure(key, shown, None, _area_change([key], rounds, unit, group))


def _area_change(keys: Iterable[str], rounds: Rounds, unit: str, group: str) -> Change | None:
    """Compare the same statements in both rounds."""
    now, last = rounds
    if last is None:
        return None
    pairs = [(last.cell(unit, key, group), now.cell(unit, key, group)) for key in keys if key in last.steps]
    both = [(one, two) for one, two in pairs if isinstance(one, Distribution) and isinstance(two, Distribution)]
    return change_between(sample_of([one for one, _ in both]), sample_of([two for _, two in both]))


def change_between(before: Sample | None, after: Sample | None) -> Change | None:
    """Return the difference of two samples; None when one of them is missing."""
    if before is None or after is None:
        return None
    return Change(before.mean, after.mean, *difference(before, after))


def sample_of(distributions: Iterable[Distribution]) -> Sample | None:
    """Return several statements' answers as one sample that counts as one answer from each respondent."""
    held = [one for one in distributions if one.mean is not None and one.answers > 1]
    if not held:
        return None
    number = sum(one.answers for one in held)
    mean = sum((one.mean or 0) * one.answers for one in held) / number
    squares = sum(
        (one.spread or 0) ** 2 * (one.answers - 1) + one.answers * ((one.mean or 0) - mean) ** 2 for one in held
    )
    step = min(100 / (len(one.counts) - 1) for one in held)
    return Sample(mean, sqrt(squares / (number - 1)), number / len(held), step)
