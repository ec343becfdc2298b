"""A plan on its problem's grid: where each item stands, and each person's hours by week, exactly."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from functools import cached_property, lru_cache

from digivuosi.domain.timing.grid import Grid
from digivuosi.domain.timing.problem import Starts
from digivuosi.domain.timing.saying import exact


class Plan:
    """The starts of a plan by index.

    An item without a day, or whose days are not all school days of the year, has `start` None: that breaks R1, and
    the other rules and the wishes leave it out (only R7 compares days as they are written).
    """

    def __init__(self, grid: Grid, starts: Starts) -> None:
        self.grid = grid
        self.day: list[date | None] = [starts.get(item.id) for item in grid.problem.items]
        """Of each item: the day as the plan has it."""
        self.start: list[int | None] = [self._start(number, day) for number, day in enumerate(self.day)]
        """Of each item: the index of that day, when all its days are school days."""

    def _start(self, number: int, day: date | None) -> int | None:
        start = self.grid.day_number.get(day) if day is not None else None
        if start is None or start + self.grid.places[number].days > len(self.grid.days):
            return None
        return start

    def placed(self) -> Iterator[tuple[int, int]]:
        """Yield each item that stands on school days, with its start."""
        for number, start in enumerate(self.start):
            if start is not None:
                yield number, start

    def end(self, number: int, start: int) -> int:
        """The last school day of an item."""
        return start + self.grid.places[number].days - 1

    @cached_property
    def hours(self) -> dict[tuple[int, int], Fraction]:
        """Hours by person and week, of those that have any."""
        found: dict[tuple[int, int], Fraction] = defaultdict(Fraction)
        for number, start in self.placed():
            item = self.grid.problem.items[number]
            if item.work:
                for week, days in days_by_week(self.grid, start, item.days):
                    for work in item.work:
                        found[self.grid.people[work.person], week] += share(work.hours, days, item.days)
        return {place: hours for place, hours in found.items() if hours}

    @cached_property
    def at(self) -> dict[tuple[int, int], list[int]]:
        """The items on which a person works in a week, by person and week, in the order of the problem."""
        found: dict[tuple[int, int], list[int]] = defaultdict(list)
        for number, start in self.placed():
            item = self.grid.problem.items[number]
            for week, _ in days_by_week(self.grid, start, item.days):
                for work in item.work:
                    if work.hours:
                        found[self.grid.people[work.person], week].append(number)
        return dict(found)


def days_by_week(grid: Grid, start: int, days: int) -> Iterator[tuple[int, int]]:
    """Yield each week that school days start … start + days - 1 touch, with how many of them it has."""
    end = start + days
    while start < end:
        week = grid.week[start]
        after = min(end, grid.first_of_week[week] + grid.days_in_week[week])
        yield week, after - start
        start = after


@lru_cache(maxsize=65_536)
def share(hours: float, days: int, of: int) -> Fraction:
    """The hours that fall on `days` days of an item of `of` days."""
    return exact(hours) * days / of


def capacity(grid: Grid, person: int, week: int) -> Fraction:
    """The hours that a person has in a week (R3); none when absent."""
    who = grid.problem.people[person]
    if grid.weeks[week] in who.absent_weeks:
        return Fraction(0)
    return exact(who.hours_per_week) * grid.days_in_week[week] / 5


def hundredths(hours: Fraction) -> int:
    """Hours count to 0.01: a week's sum and its capacity are compared after rounding (half to even)."""
    return round(hours * 100)
