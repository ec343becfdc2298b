"""A plan under change: blocks are lifted out and laid down, and the cost follows exactly.

Every cost is the exact difference that a block makes to the wishes W1–W4. Hours, days and beginnings above the rules
cost `HEAVY` points, so a plan may break R3, R4 or R6 on its way, but hardly at its end; orders (R2) are never broken.
"""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from random import Random

from digivuosi.domain.timing.blocks import ROOM, Blocks, Choice, Hours
from digivuosi.domain.timing.grid import CROWDED, CROWDED_HOUR, HIGHEST_WEEK

HEAVY = 1_000_000.0
"""Points for breaking a rule once, and for each hour, day or beginning too much: more than a city's wishes together."""
SHUFFLES = 4
"""In how many ways equally cheap starts are put in order."""


class Search:
    """A plan by block. `at` holds each block's choice and `day` its start; -1 where it is not laid."""

    def __init__(self, blocks: Blocks, seed: int | str = 0) -> None:
        self.blocks = blocks
        self.random = Random(f"digivuosi {seed}")  # noqa: S311 - a search, no secrets
        weeks, people = blocks.weeks, len(blocks.grid.problem.people)
        self.capacity = [hours + ROOM for hours in blocks.capacity]
        self.crowded = [hours * CROWDED for hours in blocks.capacity]
        self.load = [0.0] * (weeks * people)
        self.busy: dict[int, int] = {}
        self.begun = [0] * (weeks * len(blocks.most))
        self.at = [-1] * len(blocks.members)
        self.day = [-1] * len(blocks.members)
        self.cost = 0.0
        """Points of what is laid, with what is heavy."""
        self.free = [number for number, starts in enumerate(blocks.starts) if len(starts) > 1]
        """The blocks that have a choice."""
        self.own = [[choice.own for choice in choices] for choices in blocks.choices]
        self.people = [_people(choices, weeks) for choices in blocks.choices]
        self.hours = [[choice.people for choice in choices] for choices in blocks.choices]
        self.uses = [_uses(choices) for choices in blocks.choices]
        self.ranked = [_ranked(own) for own in self.own]
        self.monday = [blocks.grid.mondays[week] for week in blocks.grid.week]
        self.bare = [not blocks.rounds[n] and _is_bare(choices) for n, choices in enumerate(blocks.choices)]
        """Whether nothing but hours and orders ties the block to others."""

    # --- one block ------------------------------------------------------------------------------------------

    def open_choices(self, number: int) -> tuple[int, int]:
        """The choices of a block that the orders with the laid blocks leave open: from, and up to but not with."""
        day, starts = self.day, self.blocks.starts[number]
        low, high = 0, len(starts)
        for before, distance in self.blocks.before[number]:
            if day[before] >= 0:
                low = max(low, bisect_left(starts, day[before] + distance))
        for later, distance in self.blocks.later[number]:
            if day[later] >= 0:
                high = min(high, bisect_right(starts, day[later] - distance))
        return low, high

    def lift(self, number: int) -> None:
        """Take a block out of the plan; the cost is then without it."""
        choice = self.at[number]
        self.shift(number, choice, -1)
        self.cost -= self.price(number, choice)

    def lay(self, number: int, choice: int) -> None:
        """Put a block into the plan."""
        self.cost += self.price(number, choice)
        self.shift(number, choice, 1)

    def shift(self, number: int, choice: int, sign: int) -> None:
        """Put in (1) or take out (-1) without a look at the cost."""
        what = self.blocks.choices[number][choice]
        load = self.load
        for key, hours in what.hours:
            load[key] += sign * hours
        for key in what.days:
            self.busy[key] = self.busy.get(key, 0) + sign
        for key in what.new:
            self.begun[key] += sign
        laid = sign > 0
        self.at[number] = choice if laid else -1
        self.day[number] = self.blocks.starts[number][choice] if laid else -1

    def price(self, number: int, choice: int) -> float:
        """Points that the block brings at this start, while it is not laid."""
        price = self.own[number][choice] + self.price_of_hours(self.hours[number][choice], self._peaks(number))
        return price if self.bare[number] else price + self.price_of_rest(number, choice)

    def _peaks(self, number: int) -> list[float]:
        weeks, load = self.blocks.weeks, self.load
        return [max(load[first : first + weeks]) for first in self.people[number]]

    def price_of_hours(self, people: Hours, peaks: Sequence[float]) -> float:
        """W3 and R3 of the hours that would come, `peaks` being the people's fullest weeks without them."""
        load, crowded, capacity = self.load, self.crowded, self.capacity
        price = 0.0
        for rows, peak in zip(people, peaks, strict=True):
            highest = peak
            for key, hours in rows:
                before = load[key]
                after = before + hours
                if after > highest:  # noqa: PLR1730 - half of all time is spent here, and max() takes thrice as long
                    highest = after
                if after > crowded[key]:
                    free = crowded[key] - before
                    price += CROWDED_HOUR * (hours - free if free > 0.0 else hours)
                    if after > capacity[key]:
                        free = capacity[key] - before
                        # What is broken already is not broken anew.
                        price += HEAVY * (hours - free + 1.0 if free >= 0.0 else hours)
            price += HIGHEST_WEEK * (highest - peak)
        return price

    def price_of_rest(self, number: int, choice: int) -> float:
        """W4, R4 and R6 of a start."""
        blocks, price = self.blocks, 0.0
        what = blocks.choices[number][choice]
        for key in what.days:
            price += HEAVY * self.busy.get(key, 0)
        for place, key in enumerate(what.new):
            before = self.begun[key] + what.new[:place].count(key)
            price += HEAVY * (before >= blocks.most[key // blocks.weeks])
        if blocks.rounds[number]:
            monday, day = self.monday, self.day
            mine = monday[blocks.starts[number][choice]]
            for other, later, earlier in blocks.rounds[number]:
                if day[other] >= 0:
                    weeks = mine - monday[day[other]]
                    price += later * weeks if weeks > 0 else -earlier * weeks
        return price

    def settle(self, number: int, most: float = math.inf) -> bool:
        """Lay a lifted block where it costs least; False when no start that the orders leave costs up to `most`."""
        low, high = self.open_choices(number)
        if low >= high:
            return False
        own, hours, bare = self.own[number], self.hours[number], self.bare[number]
        peaks, price_of_hours = self._peaks(number), self.price_of_hours
        known: dict[int, float] = {}
        best, chosen = most, -1
        for choice in self.ranked[number][int(self.random.random() * SHUFFLES)]:
            price = own[choice]
            if price >= best:
                break
            if choice < low or choice >= high:
                continue
            people = hours[choice]
            more = known.get(id(people))
            if more is None:
                more = known[id(people)] = price_of_hours(people, peaks)
            price += more
            if price < best and not bare:
                price += self.price_of_rest(number, choice)
            if price < best:
                best, chosen = price, choice
        if chosen < 0:
            return False
        self.cost += best
        self.shift(number, chosen, 1)
        return True

    # --- the whole plan -------------------------------------------------------------------------------------

    def place_in_order(self) -> None:
        """List scheduling: blocks that must be done soonest first, each at its cheapest start among what stands."""
        blocks = self.blocks
        rank = {number: place for place, number in enumerate(blocks.order)}
        free = [number for number in blocks.order if blocks.starts[number] and self.at[number] < 0]
        for number in sorted(free, key=lambda n: (blocks.starts[n][-1], rank[n])):
            self.settle(number)

    def breaking(self, numbers: Iterable[int]) -> list[int]:
        """Those of the blocks that have a part in breaking R3, R4 or R6, or that are not laid at all."""
        over = {key for key, load in enumerate(self.load) if load > self.capacity[key]}
        most, weeks = self.blocks.most, self.blocks.weeks
        new = {key for key, count in enumerate(self.begun) if count > most[key // weeks]}
        days = {key for key, count in self.busy.items() if count > 1}
        found = []
        for number in numbers:
            at = self.at[number]
            if at < 0:
                found.append(number)
                continue
            what = self.blocks.choices[number][at]
            fits = over.isdisjoint(self.uses[number][at]) and new.isdisjoint(what.new) and days.isdisjoint(what.days)
            if not fits:
                found.append(number)
        return found

    def restore(self, at: Sequence[int]) -> None:
        """Bring a plan back by its choices."""
        other = [number for number, choice in enumerate(at) if self.at[number] != choice]
        for number in other:
            if self.at[number] >= 0:
                self.lift(number)
        for number in other:
            if at[number] >= 0:
                self.lay(number, at[number])


def _people(choices: Sequence[Choice], weeks: int) -> list[int]:
    """Of each person of a block: the index of their first week."""
    return sorted({key - key % weeks for choice in choices[:1] for key, _hours in choice.hours})


def _uses(choices: Sequence[Choice]) -> list[frozenset[int]]:
    """Of each choice: the weeks of people that it takes hours of."""
    known: dict[int, frozenset[int]] = {}
    for choice in choices:
        if id(choice.hours) not in known:
            known[id(choice.hours)] = frozenset(key for key, _hours in choice.hours)
    return [known[id(choice.hours)] for choice in choices]


def _ranked(own: Sequence[float]) -> list[list[int]]:
    """The choices of a block from the cheapest on; equal ones from the first, from the last, and from the middle."""
    every, middle = range(len(own)), len(own) // 2
    mixed = (every, every[::-1], (*every[middle:], *every[:middle]), (*every[middle::-1], *every[:middle:-1]))
    return [sorted(order, key=own.__getitem__) for order in mixed]


def _is_bare(choices: Sequence[Choice]) -> bool:
    return not choices or not (choices[0].days or choices[0].new)
