"""Local search with exact differences: force a block somewhere, push out what is in the way, settle all of it anew.

The changes are taken by simulated annealing: a worse plan now and then while it is hot, only better ones when cold.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from time import perf_counter

from digivuosi.domain.timing.searching import HEAVY, Search

HOTTEST, COOLEST = 25.0, 1.0
"""Points: what a worse plan may cost more at the beginning and at the end, about."""
LOOK = 128
"""After how many changes it is looked which blocks break a rule."""
ASK = 16
"""After how many it is asked whether to stop, and how far the time has come."""
MENDING = 0.5
"""How often a block that breaks a rule is chosen, while there are any."""
PUSHED = 5
"""How many blocks one change may push out because the orders leave them no day."""
NEAR = 4
"""School days around a block within which its people's other work is near."""


class Improver:
    """Changes to a search's plan."""

    def __init__(self, search: Search, *, most_lifted: int = 5, forced: float = 0.5, drawn: int = 4) -> None:
        self.search = search
        self.most_lifted = most_lifted
        self.forced = forced
        self.drawn = drawn
        blocks = search.blocks
        self.days = [max(blocks.grid.places[member].days for member in members) for members in blocks.members]
        self.is_free = [False] * len(blocks.members)
        for number in search.free:
            self.is_free[number] = True
        self.mates = self._mates()
        """Of each block: free blocks that share a person with it."""
        self.alike = self._alike()
        """Of each block: free blocks that are new for the same people."""
        self.breaking: list[int] = []
        """Blocks that broke a rule when it was last looked."""
        self._before: dict[int, int] = {}
        self._most = math.inf

    def _alike(self) -> list[list[int]]:
        by_counter: dict[int, list[int]] = {}
        search, weeks = self.search, self.search.blocks.weeks
        counters = [{key // weeks for choice in choices[:1] for key in choice.new} for choices in search.blocks.choices]
        for number in search.free:
            for counter in counters[number]:
                by_counter.setdefault(counter, []).append(number)
        return [
            [other for counter in mine for other in by_counter.get(counter, ()) if other != number]
            for number, mine in enumerate(counters)
        ]

    def _mates(self) -> list[list[int]]:
        by_person: dict[int, list[int]] = {}
        for number in self.search.free:
            for person in self.search.people[number]:
                by_person.setdefault(person, []).append(number)
        found = []
        for number, people in enumerate(self.search.people):
            near = dict.fromkeys(other for person in people for other in by_person.get(person, ()))
            near.pop(number, None)
            found.append(list(near))
        return found

    def improve(
        self,
        changes: int,
        *,
        hottest: float = HOTTEST,
        coolest: float = COOLEST,
        until: float = math.inf,
        stopped: Callable[[], bool] = lambda: False,
    ) -> None:
        """Try so many changes and leave the search at the best plan that was seen.

        With `until`, a moment of `time.perf_counter`, it cools as fast as the clock goes and ends then, if the changes
        are not over before.
        """
        search = self.search
        if not search.free:
            return
        best, at = search.cost, list(search.at)
        begun, heat = perf_counter(), hottest
        for number in range(changes):
            if number % ASK == 0:
                done = number / changes
                if until < math.inf:
                    done = max(done, (perf_counter() - begun) / max(1e-6, until - begun))
                if done >= 1 or (number and stopped()):
                    break
                heat = hottest * (coolest / hottest) ** done
            if number % LOOK == 0:
                self.breaking = search.breaking(search.free) if search.cost >= HEAVY else []
            if self.change(heat) and search.cost < best - 1e-9:
                best, at = search.cost, list(search.at)
        search.restore(at)

    def change(self, heat: float) -> bool:
        """Try one change; whether it was taken."""
        search, random = self.search, self.search.random
        before = search.cost
        # Drawn first, so that a change is given up as soon as it costs more: what is still to come only adds.
        self._most = before - heat * math.log(random.random() or 0.5)
        self._before = {}
        number = self._chosen()
        first = search.day[number]
        out: list[int] = []
        self._push(number, out)
        done = True
        if random.random() < self.forced:
            done = self._force(number, out)
            first = search.day[number] if done else first
        if done:
            self._push_mates(number, first, out)
            random.shuffle(out)
            done = self._settle(out)
        if done and search.cost <= self._most:
            return True
        for touched in self._before:
            if search.at[touched] >= 0:
                search.shift(touched, search.at[touched], -1)
        for touched, choice in self._before.items():
            if choice >= 0:
                search.shift(touched, choice, 1)
        search.cost = before
        return False

    def _chosen(self) -> int:
        """A block to change: of a few drawn ones, more often the one that stands worst."""
        search, random = self.search, self.search.random
        free, own, at = search.free, search.own, search.at
        if self.breaking and random.random() < MENDING:
            return self.breaking[int(random.random() * len(self.breaking))]
        number = free[int(random.random() * len(free))]
        for _ in range(int(random.random() * self.drawn)):
            other = free[int(random.random() * len(free))]
            if at[other] >= 0 and own[other][at[other]] > own[number][at[number]]:
                number = other
        return number

    def _push(self, number: int, out: list[int]) -> None:
        search = self.search
        self._before.setdefault(number, search.at[number])
        if search.at[number] >= 0:
            search.lift(number)
        out.append(number)

    def _force(self, number: int, out: list[int]) -> bool:
        """Lay a lifted block on a start of its own choice, pushing out what the orders forbid beside it."""
        search, random = self.search, self.search.random
        own = search.own[number]
        first, second = int(random.random() * len(own)), int(random.random() * len(own))
        choice = first if own[first] <= own[second] else second
        day = search.blocks.starts[number][choice]
        for other, distance in search.blocks.before[number]:
            if search.day[other] >= 0 and search.day[other] + distance > day:
                if not self.is_free[other]:
                    return False
                self._push(other, out)
        for other, distance in search.blocks.later[number]:
            if search.day[other] >= 0 and day + distance > search.day[other]:
                if not self.is_free[other]:
                    return False
                self._push(other, out)
        search.lay(number, choice)
        out.remove(number)
        return self._clear(number, out)

    def _clear(self, number: int, out: list[int]) -> bool:
        """Push out what breaks a rule together with a block that was just laid; False when that cannot be moved."""
        search = self.search
        what = search.blocks.choices[number][search.at[number]]
        for key, _hours in what.hours:
            if search.load[key] > search.capacity[key] and not self._thin_out(number, key, out):
                return False
        for key in what.new:
            full = search.begun[key] > search.blocks.most[key // search.blocks.weeks]
            if full and not self._push_one(number, self.alike[number], "new", key, out):
                return False
        for key in what.days:
            if search.busy[key] > 1 and not self._push_one(number, self.mates[number], "days", key, out):
                return False
        return True

    def _thin_out(self, number: int, key: int, out: list[int]) -> bool:
        """Push out work of a person's week until the rest fits."""
        search = self.search
        uses, at = search.uses, search.at
        there = [mate for mate in self.mates[number] if at[mate] >= 0 and key in uses[mate][at[mate]]]
        while search.load[key] > search.capacity[key]:
            if not there:
                return False
            self._push(there.pop(int(search.random.random() * len(there))), out)
        return True

    def _push_one(self, number: int, others: list[int], what: str, key: int, out: list[int]) -> bool:
        search = self.search
        choices, at = search.blocks.choices, search.at
        there = [other for other in others if at[other] >= 0 and key in getattr(choices[other][at[other]], what)]
        if not there:
            return False
        self._push(there[int(search.random.random() * len(there))], out)
        return True

    def _push_mates(self, number: int, first: int, out: list[int]) -> None:
        """Push out a few things that the same people do at about the same time."""
        search, random = self.search, self.search.random
        count = int(random.random() * self.most_lifted)
        if not count:
            return
        day, days = search.day, self.days
        last = first + days[number] + NEAR
        first -= NEAR
        near = [mate for mate in self.mates[number] if 0 <= day[mate] < last and day[mate] + days[mate] > first]
        while count and near:
            self._push(near.pop(int(random.random() * len(near))), out)
            count -= 1

    def _settle(self, out: list[int]) -> bool:
        search, left = self.search, PUSHED
        while out:
            number = out.pop()
            room = self._most - search.cost
            if room < 0:
                return False
            if search.settle(number, room):
                continue
            left -= 1
            out.append(number)
            if left < 0 or not self._force(number, out):
                return False
        return True
