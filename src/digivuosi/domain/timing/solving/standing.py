"""A plan that stands while it is improved: where every block is, what all of them do together, and what it costs."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from math import inf

from digivuosi.domain.timing.blocks import Blocks, Choice
from digivuosi.domain.timing.grid import Grid
from digivuosi.domain.timing.parts import Part, Surroundings, part_of
from digivuosi.domain.timing.problem import Problem


class Standing:
    def __init__(self, problem: Problem) -> None:
        self.grid = Grid(problem)
        self.blocks = Blocks(self.grid)
        self.lengths = sorted({place.days for place in self.grid.places})
        self.starts = [-1] * len(self.blocks.members)
        """Of each block: its start, -1 where it has no place."""
        self.cost = 0.0
        """Points of the wishes over all blocks that have a place."""
        self._choices: list[Choice | None] = [None] * len(self.starts)
        self._around = Surroundings.empty()
        """What all placed blocks do together; it follows `starts`, since adding it up takes long in a large city."""

    def missing(self) -> tuple[str, ...]:
        items = self.grid.problem.items
        return tuple(items[m].id for n, day in enumerate(self.starts) if day < 0 for m in self.blocks.members[n])

    def plan(self) -> dict[str, date]:
        """The starts as they are now, in the order of the problem."""
        items = self.grid.problem.items
        places = {
            items[member].id: self.grid.days[day]
            for members, day in zip(self.blocks.members, self.starts, strict=True)
            for member in members
            if day >= 0
        }
        return {item.id: places[item.id] for item in items if item.id in places}

    def part(self, free: Sequence[int]) -> Part:
        """The part in which `free` may move and all else stays as it is now."""
        return part_of(self.blocks, free, self._choices, self.starts, self._around)

    def move(self, starts: Iterable[tuple[int, int]]) -> None:
        """Put blocks on their starts (-1: nowhere)."""
        for number, day in starts:
            if self.starts[number] != day:
                self._around.put(self._choices[number], -1)
                self.starts[number], self._choices[number] = day, self._choice(number, day)
                self._around.put(self._choices[number])

    def _choice(self, number: int, day: int) -> Choice | None:
        """What a start means; None where the block may not start."""
        starts = self.blocks.starts[number]
        place = bisect_left(starts, day)
        return self.blocks.choices[number][place] if place < len(starts) and starts[place] == day else None

    def _as_it_is(self, numbers: Sequence[int]) -> Part:
        """These blocks alone, each with the start that it has."""
        only = {number: (self.starts[number],) for number in numbers}
        return part_of(self.blocks, numbers, [None] * len(self.starts), self.starts, None, only)

    def whole_cost(self) -> float:
        """The cost added up anew."""
        part = self._as_it_is([number for number, day in enumerate(self.starts) if day >= 0])
        at = part.at(self.starts)
        return part.cost(at) if at is not None else inf

    def take(self, days: Mapping[str, int]) -> None:
        """Put every item on its day, by id; those that are not named have no place."""
        items = self.grid.problem.items
        self.move((number, days.get(items[m[0]].id, -1)) for number, m in enumerate(self.blocks.members))
        self.cost = self.whole_cost()

    def valid(self) -> bool:
        """Whether the plan has a place for every item and keeps every rule."""
        part = self._as_it_is(range(len(self.starts)))
        at = part.at(self.starts)
        return at is not None and part.keeps_rules(at)

    def merge(self, starts: Mapping[int, int]) -> bool:
        """Put blocks there if that still fits and is better, as what was found beside other work may not be any more;
        whether it was done."""
        moved = {number: (day, self.starts[number]) for number, day in starts.items() if day != self.starts[number]}
        if not moved:
            return True
        part = part_of(self.blocks, moved, self._choices, self.starts, self._around, moved)
        new = list(self.starts)
        for number, (day, _now) in moved.items():
            new[number] = day
        at, before = part.at(new), part.at(self.starts)
        if at is None or not part.keeps_rules(at):
            return False
        if before is not None and part.cost(at) >= part.cost(before) - 1e-9:
            return False
        self.move((number, day) for number, (day, _now) in moved.items())
        self.cost = self.cost + part.cost(at) - part.cost(before) if before is not None else self.whole_cost()
        return True
