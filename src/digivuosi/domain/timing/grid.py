"""The problem in numbers: days, weeks, people and items by index, so that rules and searches need no dates.

A start is an index into `Problem.days`. `Item` number i of the grid is `problem.items[i]`, and so for people and
schools. Everything here is computed once for a problem and never changed.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from datetime import date

from digivuosi.domain.timing.problem import Item, Problem, Window, week_of

OUTSIDE = 10
"""W1: points for a school day outside the recommended time (docs/timing.md)."""
MOVED, MOVED_BY_A_DAY = 5, 1
"""W2: points for an item that does not stay where it stands, and for each school day of its way."""
HIGHEST_WEEK, CROWDED_HOUR, CROWDED = 20, 10, 0.7
"""W3: points for each hour of a person's fullest week, and for each hour above this share of a week."""
WAITING = 2
"""W4: points for a difference in need of 1 and each week that the school in greater need waits longer."""


Spread = tuple[tuple[int, int], ...]
"""Weeks with the number of days in each."""


@dataclass(frozen=True, slots=True)
class Place:
    """What matters of one item when it is placed alone."""

    days: int
    first: int
    last: int
    """Lowest and highest start that the window, the year and a pin allow (R1, R7); first > last when none does."""
    recommended: tuple[int, int] | None
    """First and last school day of the recommended time."""
    stands: int | None
    """The school day on which it stands today; the next one, when that day has no school."""
    stays: bool
    """Whether it can stay: where it stands is a school day."""
    work: tuple[tuple[int, float], ...]
    """Person and hours on each of its days."""
    after: tuple[tuple[int, int], ...]
    """Items that come before it, with school days to wait besides."""


class Grid:
    """A problem by index."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.days = problem.days
        self.day_number = {day: number for number, day in enumerate(problem.days)}
        self.weeks: list[str] = []
        """The ISO weeks that have school days, in order."""
        self.mondays: list[int] = []
        """Of each week: the number of its Monday, in weeks since the year 1."""
        self.week: list[int] = []
        """Of each day: the index of its week."""
        self._count_weeks()
        self.days_in_week = [0] * len(self.weeks)
        for week in self.week:
            self.days_in_week[week] += 1
        self.first_of_week = [bisect_left(self.week, week) for week in range(len(self.weeks))]
        self.items = {item.id: number for number, item in enumerate(problem.items)}
        self.people = {person.id: number for number, person in enumerate(problem.people)}
        self.schools = {school.id: number for number, school in enumerate(problem.schools)}
        self.capacity = [
            [
                0.0 if name in person.absent_weeks else person.hours_per_week * count / 5
                for name, count in zip(self.weeks, self.days_in_week, strict=True)
            ]
            for person in problem.people
        ]
        """Of each person and week: hours (R3)."""
        self._following: dict[frozenset[str], list[int]] = {}
        self.places = [self._place(item) for item in problem.items]
        self.allowed = [self._allowed(number) for number in range(len(problem.items))]
        """Of each item: the starts that R1, R5 and a pin allow, in order."""
        self._spreads: dict[int, list[Spread]] = {}

    def _count_weeks(self) -> None:
        for day in self.days:
            name = week_of(day)
            if not self.weeks or self.weeks[-1] != name:
                self.weeks.append(name)
                self.mondays.append((day.toordinal() - 1) // 7)
            self.week.append(len(self.weeks) - 1)

    # --- days -----------------------------------------------------------------------------------------------

    def at_or_after(self, day: date) -> int:
        """The first school day from `day` on; `len(days)` when the year has ended."""
        return bisect_left(self.days, day)

    def at_or_before(self, day: date) -> int:
        """The last school day until `day`; -1 when the year has not begun."""
        return bisect_right(self.days, day) - 1

    def spreads(self, days: int) -> list[Spread]:
        """Of each start: how the days of something so long are spread over the weeks."""
        if days not in self._spreads:
            known: dict[Spread, Spread] = {}
            found = []
            for start in range(len(self.days) - days + 1):
                day, end, week = start, start + days, self.week[start]
                spread = []
                while day < end:
                    stop = min(end, self.first_of_week[week] + self.days_in_week[week])
                    spread.append((week, stop - day))
                    day, week = stop, week + 1
                found.append(known.setdefault(tuple(spread), tuple(spread)))
            self._spreads[days] = found
        return self._spreads[days]

    # --- items ----------------------------------------------------------------------------------------------

    def bounds(self, window: Window) -> tuple[int, int]:
        """First and last school day of a window; an open side is the year's own end."""
        first = 0 if window.earliest is None else self.at_or_after(window.earliest)
        last = len(self.days) - 1 if window.latest is None else self.at_or_before(window.latest)
        return first, last

    def quiet(self, school: str | None) -> frozenset[str]:
        """The quiet weeks of a school."""
        return self.problem.schools[self.schools[school]].quiet_weeks if school is not None else frozenset()

    def own_cost(self, item: int, start: int) -> int:
        """Points of W1 and W2 for one item, wherever the others stand."""
        place = self.places[item]
        cost = 0
        if place.recommended is not None:
            first, last = place.recommended
            cost += OUTSIDE * (max(0, first - start) + max(0, start + place.days - 1 - last))
        if place.stands is not None and (start != place.stands or not place.stays):
            cost += MOVED + MOVED_BY_A_DAY * abs(start - place.stands)
        return cost

    def _place(self, item: Item) -> Place:
        first, last = self.bounds(item.window)
        last -= item.days - 1
        if item.pinned is not None:
            pinned = self.day_number.get(item.pinned, -1)
            first, last = (pinned, pinned) if first <= pinned <= last else (0, -1)
        recommended = None
        if item.recommended.earliest is not None or item.recommended.latest is not None:
            recommended = self.bounds(item.recommended)
        stands = None if item.stands is None else min(self.at_or_after(item.stands), len(self.days) - 1)
        return Place(
            days=item.days,
            first=first,
            last=last,
            recommended=recommended,
            stands=stands,
            stays=item.stands in self.day_number,
            work=tuple((self.people[work.person], work.hours / item.days) for work in item.work),
            after=tuple((self.items[after.item], after.gap_days) for after in item.after),
        )

    def _allowed(self, number: int) -> tuple[int, ...]:
        item, place = self.problem.items[number], self.places[number]
        quiet = self.quiet(item.school) if item.avoid_quiet else frozenset()
        free = range(place.first, place.last + 1)
        if not quiet:
            return tuple(free)
        following = self._next_quiet(quiet)
        return tuple(start for start in free if following[start] >= start + place.days)

    def _next_quiet(self, quiet: frozenset[str]) -> list[int]:
        """Of each day: the first day from it on that is in a quiet week; the number of days when there is none."""
        if quiet not in self._following:
            hushed = [name in quiet for name in self.weeks]
            following, after = [0] * len(self.days), len(self.days)
            for day in range(len(self.days) - 1, -1, -1):
                if hushed[self.week[day]]:
                    after = day
                following[day] = after
            self._following[quiet] = following
        return self._following[quiet]
