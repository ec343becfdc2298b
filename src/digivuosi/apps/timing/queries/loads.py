"""Hours by role and week, as a table: today's plan, or two plans side by side."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from digivuosi.apps.responsibilities.labels import as_heading
from digivuosi.apps.timing.queries.capacity import MENTOR
from digivuosi.apps.timing.queries.making import ROOM
from digivuosi.apps.timing.queries.situations import Situation
from digivuosi.domain.schoolyear.parts import monday_of_written_week
from digivuosi.domain.texts import Text

STEPS = (0.25, 0.5, 0.7, 1.0)
"""Shares of a week's hours at which the next shade begins; above the last one the week is overfull."""


@dataclass(frozen=True)
class Cell:
    """One role's week."""

    hours: float
    capacity: float

    @property
    def is_over(self) -> bool:
        return self.hours > self.capacity + ROOM

    @property
    def step(self) -> int:
        """From 0 (nothing) to 5 (overfull)."""
        if self.hours <= 0:
            return 0
        if self.is_over:
            return len(STEPS) + 1
        return 1 + next(number for number, most in enumerate(STEPS) if self.hours <= most * self.capacity + ROOM)


@dataclass(frozen=True)
class Row:
    """A role's weeks; of a role with several holders their hours together."""

    kind: str
    label: Text
    cells: list[Cell]

    @property
    def over(self) -> list[int]:
        """Indexes of the overfull weeks."""
        return [number for number, cell in enumerate(self.cells) if cell.is_over]

    @property
    def highest(self) -> float:
        return max((cell.hours for cell in self.cells), default=0.0)


@dataclass(frozen=True)
class LoadTable:
    weeks: list[date]
    """Mondays of the weeks that have school."""
    quiet: list[bool]
    rows: list[Row]


def load_table(situation: Situation, starts: Mapping[str, date] | None = None) -> LoadTable:
    """The hours of a plan (today's when None) by role and week; a mentor's are those of all their schools."""
    grid = situation.whole_grid
    loads = situation.loads(starts)
    weeks = [monday_of_written_week(week) for week in grid.weeks]
    quiet = situation.capacity.quiet_weeks(situation.school) if situation.school else {}
    by_kind: dict[str, list[int]] = defaultdict(list)
    known = {person.id: number for number, person in enumerate(grid.problem.people)}
    for doer in situation.doers.found.values():
        if doer.id in known:
            by_kind[doer.kind].append(known[doer.id])
    rows = []
    for kind, people in by_kind.items():
        cells = [
            Cell(
                round(sum(loads[person][week] for person in people), 2),
                round(sum(grid.capacity[person][week] for person in people), 2),
            )
            for week in range(len(weeks))
        ]
        rows.append(Row(kind, as_heading(situation.labels[kind]), cells))
    rows.sort(key=lambda row: row.kind == MENTOR)
    return LoadTable(weeks, [week in quiet for week in grid.weeks], rows)


@dataclass(frozen=True)
class Busy:
    """How full one person's weeks are while an item is done."""

    name: Text
    cells: list[tuple[date, Cell]]


def busy_with(situation: Situation, item: str) -> list[Busy]:
    """For the people of one item: their hours in its weeks, everything counted."""
    grid = situation.whole_grid
    if item not in grid.items:
        return []
    loads = situation.loads()
    one = grid.problem.items[grid.items[item]]
    first = grid.at_or_after(one.stands) if one.stands else 0
    weeks = dict.fromkeys(grid.week[day] for day in range(first, min(first + one.days, len(grid.days))))
    return [
        Busy(
            situation.person_name(grid.problem.people[person].id),
            [
                (
                    monday_of_written_week(grid.weeks[week]),
                    Cell(round(loads[person][week], 2), round(grid.capacity[person][week], 2)),
                )
                for week in weeks
            ],
        )
        for person, _hours in grid.places[grid.items[item]].work
    ]
