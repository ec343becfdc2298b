"""The grid in the form that a search wants: what starts together is one block, every start knows what it costs.

Only starts that R1, R5, R7 and the chains of R2 leave open are kept, and that R3 allows when nothing else is there, so
a search has just the orders between blocks, the sums of hours, the days (R4) and the new things of a week (R6) to
look after.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple, TypeVar

from digivuosi.domain.timing.grid import WAITING, Grid, Place, Spread

ROOM = 1e-6
"""Hours that a sum of fractions may be off."""


Flat = tuple[tuple[int, float], ...]
Hours = tuple[Flat, ...]


class Choice(NamedTuple):
    """What one start of a block means; a tuple, since a city has a hundred thousand of them."""

    own: float
    """Points of W1 and W2."""
    people: Hours
    """Of each person: hours by week, with the index `person * weeks + week`. Equal ones are one object."""
    hours: Flat
    """The same in one row."""
    days: tuple[int, ...]
    """Days of people who do one thing at a time: index `person * days + day`."""
    new: tuple[int, ...]
    """Counted things that begin: index `counter * weeks + week`."""


class Blocks:
    """A grid by block: items that start together are one block, every other item is a block of its own."""

    def __init__(self, grid: Grid, fixed: Mapping[str, int] | None = None) -> None:
        """`fixed` says where items are kept, by id: only the others are free to be placed."""
        self.grid = grid
        self.weeks = len(grid.weeks)
        self.members: list[tuple[int, ...]] = []
        """The items of each block."""
        self.block_of = [0] * len(grid.places)
        self._group()
        self.before: list[list[tuple[int, int]]] = [[] for _ in self.members]
        """Blocks that a block follows, with the least distance between their starts."""
        self.later: list[list[tuple[int, int]]] = [[] for _ in self.members]
        self.circle: tuple[int, ...] = ()
        """Blocks that wait for each other for ever, and what waits for them."""
        self._order()
        self.starts = self._starts(fixed or {})
        """The open starts of each block, in order; none where the rules leave none."""
        self.counters: dict[tuple[str, str], int] = {}
        self.most: list[int] = []
        """How many may begin in a week, by counter (R6)."""
        self._count()
        self.choices = [self._choices(number) for number in range(len(self.members))]
        """By block, a choice for each of its open starts."""
        self.capacity = [hours for row in grid.capacity for hours in row]
        self.rounds = self._rounds()
        """By block: the other visits of its rounds, as (block, points for each week that this block comes later,
        points for each week that it comes earlier)."""

    def _group(self) -> None:
        groups: dict[str, list[int]] = defaultdict(list)
        for number, item in enumerate(self.grid.problem.items):
            groups[f"together {item.together}" if item.together else f"item {item.id}"].append(number)
        for members in groups.values():
            for item_number in members:
                self.block_of[item_number] = len(self.members)
            self.members.append(tuple(members))

    def _order(self) -> None:
        least: dict[tuple[int, int], int] = {}
        for number, place in enumerate(self.grid.places):
            for before, gap in place.after:
                pair = (self.block_of[before], self.block_of[number])
                least[pair] = max(least.get(pair, 0), self.grid.places[before].days + gap)
        for (before, number), distance in least.items():
            self.before[number].append((before, distance))
            self.later[before].append((number, distance))
        waiting = [len(before) for before in self.before]
        free = [number for number, count in enumerate(waiting) if not count]
        self.order: list[int] = []
        while free:
            number = free.pop()
            self.order.append(number)
            for later, _distance in self.later[number]:
                waiting[later] -= 1
                if not waiting[later]:
                    free.append(later)
        self.circle = tuple(number for number, count in enumerate(waiting) if count)

    def _starts(self, fixed: Mapping[str, int]) -> list[tuple[int, ...]]:
        grid, found = self.grid, []
        for members in self.members:
            open_starts = set(grid.allowed[members[0]]).intersection(*(grid.allowed[m] for m in members[1:]))
            open_starts = self._bearable(members, open_starts)
            held = {fixed[grid.problem.items[m].id] for m in members if grid.problem.items[m].id in fixed}
            found.append(sorted(open_starts & held if held else open_starts))
        for number in self.circle:
            found[number] = []
        for number in self.order:
            lowest = max((found[b][0] + d if found[b] else len(grid.days) for b, d in self.before[number]), default=0)
            found[number] = found[number][bisect_left(found[number], lowest) :]
        for number in reversed(self.order):
            highest = min((found[b][-1] - d if found[b] else -1 for b, d in self.later[number]), default=len(grid.days))
            found[number] = found[number][: bisect_right(found[number], highest)]
        return [tuple(starts) for starts in found]

    def _bearable(self, members: tuple[int, ...], starts: set[int]) -> set[int]:
        """The starts whose own hours fit into the weeks of their people, and that ask nobody for two things at once."""
        grid = self.grid
        asked = [person for member in members for person, _hours in grid.places[member].work]
        if any(asked.count(person) > 1 and grid.problem.people[person].one_at_a_time for person in set(asked)):
            return set()
        for member in members:
            place = grid.places[member]
            tight = self._tight_weeks(place)
            if tight:
                spreads = grid.spreads(place.days)
                starts = {
                    start
                    for start in starts
                    if all(days <= tight[week] for week, days in spreads[start] if week in tight)
                }
        return starts

    def _tight_weeks(self, place: Place) -> dict[int, float]:
        """The weeks in which someone may have too few hours for the item, with the days that they suffice for."""
        grid, tight = self.grid, dict[int, float]()
        for person, each in place.work:
            if each:
                for week, (hours, days) in enumerate(zip(grid.capacity[person], grid.days_in_week, strict=True)):
                    if each * min(days, place.days) > hours + ROOM:
                        tight[week] = min(tight.get(week, days), (hours + ROOM) / each)
        return tight

    def _count(self) -> None:
        problem = self.grid.problem
        for item in problem.items:
            if item.new_for in problem.new_per_week and item.school is not None:
                key = (item.school, item.new_for or "")
                if key not in self.counters:
                    self.counters[key] = len(self.most)
                    self.most.append(problem.new_per_week[key[1]])

    def _choices(self, number: int) -> tuple[Choice, ...]:
        grid, weeks = self.grid, self.weeks
        items = [(item, grid.places[item], grid.problem.items[item]) for item in self.members[number]]
        alone = [
            (person * len(grid.days), place.days)
            for _i, place, _item in items
            for person, _hours in place.work
            if grid.problem.people[person].one_at_a_time
        ]
        counted = [self.counters.get((item.school or "", item.new_for or "")) for _i, _place, item in items]
        counters = [counter * weeks for counter in counted if counter is not None]
        hours_at = self._hours_at(number)
        starts, week_of_day, own_cost = self.starts[number], grid.week, grid.own_cost
        costs = [float(own_cost(items[0][0], start)) for start in starts]
        for item, _place, _item in items[1:]:
            costs = [cost + own_cost(item, start) for cost, start in zip(costs, starts, strict=True)]
        return tuple(
            Choice(
                cost,
                *hours_at(start),
                tuple([base + day for base, days in alone for day in range(start, start + days)]) if alone else (),
                tuple([counter + week_of_day[start] for counter in counters]) if counters else (),
            )
            for cost, start in zip(costs, starts, strict=True)
        )

    def _hours_at(self, number: int) -> Callable[[int], tuple[Hours, Flat]]:
        """Of a block's start: the hours by person and week, and the same in one row. Equal ones are one object."""
        members = self.members[number]
        places = [self.grid.places[member] for member in members]
        spreads = [self.grid.spreads(place.days) for place in places]
        people = [person for place in places for person, each in place.work if each]
        if len(set(people)) < len(people):
            return _known(lambda start: tuple([each[start] for each in spreads]), lambda ways: self._sums(places, ways))
        works = sorted(
            (person * self.weeks, each, part)
            for part, place in enumerate(places)
            for person, each in place.work
            if each
        )
        if len(members) == 1:
            # Most blocks are so, and this is done for every week of every one.
            work = [(base, each) for base, each, _part in works]
            return _known(spreads[0].__getitem__, lambda spread: _rows([(base, each, spread) for base, each in work]))
        return _known(
            lambda start: tuple([each[start] for each in spreads]),
            lambda ways: _rows([(base, each, ways[part]) for base, each, part in works]),
        )

    def _sums(self, places: Sequence[Place], spreads: Sequence[Spread]) -> tuple[Hours, Flat]:
        """The hours of people who have a part in several items of the block."""
        people: dict[int, dict[int, float]] = {}
        for place, weeks in zip(places, spreads, strict=True):
            for person, each in place.work:
                if each:
                    its = people.setdefault(person, {})
                    for week, days in weeks:
                        key = person * self.weeks + week
                        its[key] = its.get(key, 0.0) + each * days
        grouped = tuple(tuple(sorted(people[person].items())) for person in sorted(people))
        return grouped, tuple(pair for row in grouped for pair in row)

    def _rounds(self) -> list[tuple[tuple[int, float, float], ...]]:
        problem = self.grid.problem
        visits: dict[str, list[tuple[int, float]]] = defaultdict(list)
        for number, item in enumerate(problem.items):
            if item.round and item.school is not None:
                need = problem.schools[self.grid.schools[item.school]].need
                visits[item.round].append((self.block_of[number], need))
        found: list[list[tuple[int, float, float]]] = [[] for _ in self.members]
        for members in visits.values():
            for block, need in members:
                found[block] += [
                    (other, WAITING * max(0.0, need - its), WAITING * max(0.0, its - need))
                    for other, its in members
                    if other != block and its != need
                ]
        return [tuple(others) for others in found]


K = TypeVar("K")


def _known(way: Callable[[int], K], made: Callable[[K], tuple[Hours, Flat]]) -> Callable[[int], tuple[Hours, Flat]]:
    """Return what is made of a start's way over the weeks, made once for each way."""
    known: dict[K, tuple[Hours, Flat]] = {}

    def at(start: int) -> tuple[Hours, Flat]:
        key = way(start)
        found = known.get(key)
        if found is None:
            found = known[key] = made(key)
        return found

    return at


def _rows(works: Sequence[tuple[int, float, Spread]]) -> tuple[Hours, Flat]:
    """Hours of works by different people: (index of the person's first week, hours a day, days by week)."""
    if len(works) == 1:
        base, each, spread = works[0]
        row = tuple([(base + week, each * days) for week, days in spread])
        return (row,), row
    rows = [tuple([(base + week, each * days) for week, days in spread]) for base, each, spread in works]
    return tuple(rows), tuple([pair for row in rows for pair in row])
