"""Local search over blocks: take one out, look at every start that is open to it, put it where it costs least.

With a temperature above zero the choice is drawn (Gibbs sampling: each start with the probability that its cost has at that
temperature), so the search gets over humps; cooled down it ends in a plan that no single move betters. All costs are
exact differences of the wishes; hours, days and beginnings above the rules cost `HEAVY` points, so a plan may break R3,
R4 or R6 on its way but hardly at its end.
"""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from random import Random

from digivuosi.domain.timing.blocks import ROOM, Blocks
from digivuosi.domain.timing.grid import CROWDED, CROWDED_HOUR, HIGHEST_WEEK

HEAVY = 400.0
"""Points for an hour, a day or a beginning too much; more than any wish is worth."""
NOISE = 1 << 12


class Search:
    """A plan under change. `at` holds each block's choice; -1 where it is not placed."""

    def __init__(self, blocks: Blocks, seed: int = 0) -> None:
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
        """Points of what is placed, with what is heavy."""
        self.own = [[choice.own for choice in choices] for choices in blocks.choices]
        self.hours = [self._by_person(number) for number in range(len(blocks.members))]
        self.monday = [blocks.grid.mondays[week] for week in blocks.grid.week]
        noise = Random(seed)  # noqa: S311
        self.noise = [math.log(-math.log(noise.random() or 0.5)) for _ in range(NOISE)] * 2

    def _by_person(self, number: int) -> list[tuple[tuple[int, tuple[tuple[int, float], ...]], ...]]:
        """Of each start: by person, hours by week. Equal ones are one object, so that they are looked at once."""
        known: dict[object, tuple[tuple[int, tuple[tuple[int, float], ...]], ...]] = {}
        found = []
        for choice in self.blocks.choices[number]:
            if choice.hours not in known:
                people: dict[int, list[tuple[int, float]]] = {}
                for key, hours in choice.hours:
                    people.setdefault(key // self.blocks.weeks, []).append((key, hours))
                known[choice.hours] = tuple((person, tuple(rows)) for person, rows in people.items())
            found.append(known[choice.hours])
        return found

    # --- one block ------------------------------------------------------------------------------------------

    def open_choices(self, number: int) -> range:
        """The choices of a block that the orders with the placed blocks leave open (R2)."""
        day, starts = self.day, self.blocks.starts[number]
        low, high = 0, len(starts)
        for before, distance in self.blocks.before[number]:
            if day[before] >= 0:
                low = max(low, bisect_left(starts, day[before] + distance))
        for later, distance in self.blocks.later[number]:
            if day[later] >= 0:
                high = min(high, bisect_right(starts, day[later] - distance))
        return range(low, high)

    def take_out(self, number: int) -> None:
        """Take a block off the plan; the cost is then without it."""
        choice = self.at[number]
        self._add(number, choice, -1)
        self.at[number] = self.day[number] = -1
        self.cost -= self.price(number, choice)

    def put(self, number: int, choice: int, price: float | None = None) -> None:
        """Place a block; `price` is what `price` answers, when it is known already."""
        self.cost += self.price(number, choice) if price is None else price
        self._add(number, choice, 1)
        self.at[number], self.day[number] = choice, self.blocks.starts[number][choice]

    def _add(self, number: int, choice: int, sign: int) -> None:
        what = self.blocks.choices[number][choice]
        load = self.load
        for key, hours in what.hours:
            load[key] += sign * hours
        for key in what.days:
            self.busy[key] = self.busy.get(key, 0) + sign
        for key in what.new:
            self.begun[key] += sign

    def price(self, number: int, choice: int) -> float:
        """Points that the block brings at this start, while it is not placed."""
        people = self.hours[number][choice]
        price = self.own[number][choice] + self._price_of_hours(people, self._peaks(people))
        return price + self._price_of_rest(number, choice)

    def _peaks(self, people: Sequence[tuple[int, object]]) -> dict[int, float]:
        weeks, load = self.blocks.weeks, self.load
        return {person: max(load[person * weeks : person * weeks + weeks]) for person, _rows in people}

    def _price_of_hours(
        self, people: Sequence[tuple[int, tuple[tuple[int, float], ...]]], peaks: dict[int, float]
    ) -> float:
        load, crowded, capacity = self.load, self.crowded, self.capacity
        price = 0.0
        for person, rows in people:
            peak = highest = peaks[person]
            for key, hours in rows:
                before = load[key]
                after = before + hours
                if after > highest:
                    highest = after
                free = crowded[key] - before
                if hours > free:
                    price += CROWDED_HOUR * (hours - free if free > 0 else hours)
                    free = capacity[key] - before
                    if hours > free:
                        price += HEAVY * (hours - free if free > 0 else hours)
            price += HIGHEST_WEEK * (highest - peak)
        return price

    def _price_of_rest(self, number: int, choice: int) -> float:
        blocks, price = self.blocks, 0.0
        what = blocks.choices[number][choice]
        for key in what.days:
            price += HEAVY * self.busy.get(key, 0)
        for key in what.new:
            price += HEAVY * (self.begun[key] >= blocks.most[key // blocks.weeks])
        if blocks.rounds[number]:
            monday, day = self.monday, self.day
            mine = monday[blocks.starts[number][choice]]
            for other, later, earlier in blocks.rounds[number]:
                if day[other] >= 0:
                    weeks = mine - monday[day[other]]
                    price += later * weeks if weeks > 0 else -earlier * weeks
        return price

    # --- the whole plan -------------------------------------------------------------------------------------

    def place_in_order(self) -> None:
        """List scheduling: blocks with the least room first, each at its cheapest start among what stands already."""
        blocks = self.blocks
        rank = {number: place for place, number in enumerate(blocks.order)}
        free = [number for number in blocks.order if blocks.starts[number] and self.at[number] < 0]
        for number in sorted(free, key=lambda n: (blocks.starts[n][-1], rank[n])):
            self.settle(number, 0.0)

    def settle(self, number: int, heat: float) -> bool:
        """Put an unplaced block where it costs least (drawn, with `heat`); False when the orders leave no start."""
        choices = self.open_choices(number)
        if not choices:
            return False
        own, hours = self.own[number], self.hours[number]
        what = self.blocks.choices[number]
        rest = bool(what[choices[0]].days or what[choices[0]].new or self.blocks.rounds[number])
        peaks = self._peaks(hours[choices[0]])
        shift = int(self.random.random() * NOISE) if heat else 0
        noise, best, chosen, price_of_best = self.noise, math.inf, choices[0], 0.0
        seen, seen_price = None, 0.0
        for choice in choices:
            price = own[choice]
            value = price + heat * noise[shift + (choice & (NOISE - 1))] if heat else price
            if value >= best:
                continue
            people = hours[choice]
            if people is not seen:
                seen, seen_price = people, self._price_of_hours(people, peaks)
            price += seen_price
            value += seen_price
            if value >= best:
                continue
            if rest:
                more = self._price_of_rest(number, choice)
                price += more
                value += more
            if value < best:
                best, chosen, price_of_best = value, choice, price
        self.put(number, chosen, price_of_best)
        return True

    def sweep(self, heat: float, numbers: Sequence[int]) -> None:
        """Take each block out and settle it anew."""
        for number in numbers:
            if self.at[number] >= 0:
                self.take_out(number)
            self.settle(number, heat)

    def anneal(self, sweeps: int, hottest: float = 12.0, coolest: float = 0.4) -> None:
        """Sweep from hot to cold and then without heat."""
        numbers = [number for number, starts in enumerate(self.blocks.starts) if len(starts) > 1]
        ratio = (coolest / hottest) ** (1 / max(1, sweeps - 1))
        heat = hottest
        for _ in range(sweeps):
            self.random.shuffle(numbers)
            self.sweep(heat, numbers)
            heat *= ratio
        before = math.inf
        while self.cost < before - 1e-6:
            before = self.cost
            self.sweep(0.0, numbers)

    def restore(self, at: Sequence[int]) -> None:
        """Bring back a plan by its choices."""
        for number, choice in enumerate(at):
            if self.at[number] != choice:
                if self.at[number] >= 0:
                    self.take_out(number)
        for number, choice in enumerate(at):
            if choice >= 0 and self.at[number] < 0:
                self.put(number, choice)
