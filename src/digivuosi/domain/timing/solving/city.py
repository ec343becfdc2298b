"""One run for a city: the instant plan, then groups and schools one by one, and a lower bound beside it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from itertools import zip_longest
from math import inf, isfinite
from time import monotonic

from digivuosi.domain.timing.cities import DONE, IMPROVING, INSTANT, Progress, Solved, gap_of
from digivuosi.domain.timing.parts import Part
from digivuosi.domain.timing.problem import Problem
from digivuosi.domain.timing.proposing import Proposal, propose
from digivuosi.domain.timing.solving.crew import Crew, Found, Task
from digivuosi.domain.timing.solving.outlook import TIES, Outlook
from digivuosi.domain.timing.solving.proving import SMALLEST_GAIN, Limits, improve
from digivuosi.domain.timing.solving.shares import Shares
from digivuosi.domain.timing.solving.standing import Standing
from digivuosi.domain.timing.solving.waiting import waiting_prices

INSTANT_SECONDS = 0.055
"""For each school, from the beginning to the instant plan; never more than INSTANT_SHARE of the time."""
INSTANT_SHARE = 0.3
SHORTEST, LONGEST = 4.0, 30.0
"""Seconds of one task of the solver."""
LONGER, LONGER_TAKES = 3, 1.0
"""Restarts of the instant search before a school is proven, and the seconds that these may take."""
FREE_TOGETHER = 160
"""Blocks up to which a problem is one part, searched as a whole."""
BOUND_TOGETHER, MOVED_TOGETHER = 40, 40
"""Schools at the most that are relaxed together, and that the instant search's changes go through together."""
CHANGES, MOST_CHANGES = 40, 600
"""Of the instant search for each block: in the first pass where no clock counts, and ever."""
CHANGE_SECONDS = 0.007
"""For each block in the first pass; each pass takes three times as long as the one before."""
CHANGES_SHARE = 0.9
"""Share of the time that is left for one such pass, at the most."""
LEAST_CHANGE_SECONDS = 2e-3
"""For each block: with less time the changes would only warm up a plan that is cool."""
OUTLOOK_SHARE = 0.5
"""Share of the time that is left which the outlook of all groups may take."""


class City(Standing):
    def __init__(
        self, problem: Problem, *, seconds: float, seed: int, workers: int, deterministic: float | None
    ) -> None:
        self.begun = monotonic()
        super().__init__(problem)
        self.seconds, self.seed, self.deterministic = seconds, seed, deterministic
        self.workers = 1 if deterministic is not None else max(1, workers)
        self.bounds: list[float] = []
        """Lower bounds of the schools' shares, and last of the ties' share."""
        self.phase = INSTANT
        self.told: Callable[[Progress], None] = lambda _progress: None
        self._halted: Callable[[], bool] = lambda: False

    @property
    def left(self) -> float:
        """Seconds that are left."""
        return self.begun + self.seconds - monotonic()

    def stopped(self) -> bool:
        return self._halted() or (self.deterministic is None and self.left <= 0)

    def bound(self) -> float | None:
        total = sum(self.bounds, 0.0) if self.bounds else -inf
        return total if isfinite(total) else None

    def tell(self) -> None:
        whole = not any(day < 0 for day in self.starts)
        cost, bound = (self.cost if whole else None), self.bound()
        seconds = monotonic() - self.begun
        missing = len(self.missing())
        self.told(Progress(cost, bound, gap_of(cost, bound), missing, seconds, self.phase, self.plan))

    # --- the beginning --------------------------------------------------------------------------------------

    def _start(self, start: Mapping[str, date] | None) -> None:
        self._begin(start)
        self.tell()
        self.phase = IMPROVING

    def _begin(self, start: Mapping[str, date] | None) -> None:
        """The instant plan, or `start` when that is better."""
        schools = len(self.grid.problem.schools) or 1
        seconds = min(INSTANT_SECONDS * schools, INSTANT_SHARE * self.seconds) - (monotonic() - self.begun)
        restarts = None if self.deterministic is None else 1
        found = self._instant(max(0.1, seconds), self.seed, restarts)
        while found.missing and restarts is None and not self.stopped() and self.left > self.seconds / 2:
            # A crowded year on a slow machine: what follows needs a place for every item, so this comes first.
            seconds = min(2 * max(0.5, seconds), self.left / 2)
            again = self._instant(seconds, self.seed + 1, restarts)
            found = min(found, again, key=lambda one: (len(one.missing), one.cost))
        self.take({name: self.grid.day_number[day] for name, day in found.starts.items()})
        if start is None:
            return
        instant, cost = list(self.starts), self.cost
        whole = all(day >= 0 for day in instant)
        self.take({name: self.grid.day_number.get(day, -1) for name, day in start.items()})
        if not self.valid() or (whole and cost <= self.cost):
            self.move(enumerate(instant))
            self.cost = cost

    def _instant(self, seconds: float, seed: int, restarts: int | None) -> Proposal:
        grid, blocks = self.grid, self.blocks
        return propose(grid, seconds=seconds, seed=seed, restarts=restarts, blocks=blocks, stopped=self._halted)

    # --- the run --------------------------------------------------------------------------------------------

    def solve(
        self, told: Callable[[Progress], None], stopped: Callable[[], bool], start: Mapping[str, date] | None
    ) -> Solved:
        self.told, self._halted = told, stopped
        if len(self.starts) <= FREE_TOGETHER:
            self._start(start)
            if not self.stopped():
                self._search_longer()
                self._solve_whole()
        else:
            # The crew gets ready while the instant plan is made.
            with Crew(self.workers, self.lengths, self.stopped) as crew:
                self._start(start)
                if not self.stopped():
                    self._solve_shares(crew)
        self.phase = DONE
        self.tell()
        missing, bound, cost = self.missing(), self.bound(), self.whole_cost()
        proven = not missing and bound is not None and cost - bound <= max(SMALLEST_GAIN, 1e-6 * cost)
        return Solved(self.plan(), cost, None if bound is None else min(cost, bound), missing, proven)

    def _limits(self, seconds: float, *, workers: int = 1, seed: int = 0) -> Limits:
        return Limits(seconds, self.deterministic, workers=workers, seed=self.seed + seed)

    def _search_longer(self) -> None:
        """A better plan shows more starts to be hopeless, which spares the proof more time than this takes."""
        if self.left < 2 * LONGER_TAKES and self.deterministic is None:
            return
        found = self._instant(0.0, self.seed + 1, LONGER)
        if not found.missing and (self.missing() or found.cost < self.cost - SMALLEST_GAIN):
            self.take({name: self.grid.day_number[day] for name, day in found.starts.items()})
            self.tell()

    def _solve_whole(self) -> None:
        part = self.part(range(len(self.starts)))
        known = part.at(self.starts) if not self.missing() else None

        def told(cost: float, bound: float) -> None:
            self.bounds = [bound]
            self.cost = min(self.cost, cost) if known is not None else cost
            self.tell()

        limits = self._limits(max(0.05, self.left), workers=self.workers)
        answer = improve(part, self.lengths, known, limits, told=told, stopped=self.stopped)
        self.bounds = [answer.bound]
        self.move((answer.starts or {}).items())
        self.cost = self.whole_cost()

    def _solve_shares(self, crew: Crew) -> None:
        self.shares = Shares.of(self.blocks)
        self.bounds = [-inf] * (len(self.shares.schools) + 1)
        self.outlooks = 0
        self.is_large = len(self.shares.schools) > BOUND_TOGETHER
        for task, found in crew.done(self._tasks()):
            self._hear(task, found)
            self.tell()

    def _hear(self, task: Task, found: Found) -> None:
        if isinstance(found, Outlook):
            self.outlooks += 1
            self.shares.prices |= found.prices
            for school, bound in found.bounds.items():
                if school != TIES:
                    self.bounds[school] = bound
            # The ties' share is bounded group by group; none of them can cost less than nothing.
            self.bounds[-1] = max(0.0, self.bounds[-1]) + found.bounds.get(TIES, 0.0)
        elif task.share is not None:
            if task.outlooks == self.outlooks:
                self.bounds[task.share] = max(self.bounds[task.share], found.bound)
        elif found.starts is not None and not self.merge(found.starts):
            self._merge_by_school(found.starts)

    def _merge_by_school(self, starts: Mapping[int, int]) -> None:
        """Where another task has changed what it meets, what was found for single schools may still fit."""
        for numbers in self.shares.schools:
            mine = {number: starts[number] for number in numbers if number in starts}
            if mine:
                self.merge(mine)

    # --- tasks ----------------------------------------------------------------------------------------------

    def _tasks(self) -> Iterator[Task]:
        """What each group can reach and a first pass of changes; then bounds and schools, the widest gap first, and
        again, ever more slowly."""
        everything = [list(range(len(self.shares.schools)))]
        groups = self.shares.groups(MOVED_TOGETHER)
        outlooks = self._outlooks(groups if self.is_large else everything)
        shortest, count = SHORTEST, 1
        if self.is_large:
            yield from outlooks
        for change, outlook in zip_longest(self._changes(groups, 0), outlooks):
            yield from (task for task in (change, outlook) if task is not None)
        while not self.stopped():
            yield from self._changes(groups, count)
            order = self._by_gap()
            if not order:
                return
            each = max(shortest, min(LONGEST, self.left * self.workers / (2.5 * len(order))))
            for number in order:
                yield self._share(number, each)
            for number in order:
                if number < len(self.shares.schools):
                    yield self._school(number, each)
            if self.deterministic is not None:
                return
            shortest, count = shortest * 2, count + 1

    def _outlooks(self, groups: Sequence[Sequence[int]]) -> Iterator[Task]:
        waits = waiting_prices(self.blocks, self.shares.movers, self.stopped) if self.is_large else None
        for schools in groups:
            part, inside = self.shares.group(schools, waits), {TIES, *schools}
            homes = {n: tuple(home for home in self.shares.homes[n] if home in inside) for n in part.blocks}
            yield Task(part, None, self._limits(max(SHORTEST, OUTLOOK_SHARE * self.left)), homes=homes)

    def _changes(self, groups: Sequence[Sequence[int]], count: int) -> Iterator[Task]:
        """The instant search's changes for each group, all else as it is; what several groups have together stays."""
        share, blocks = CHANGES_SHARE * self.left * self.workers / len(groups), len(self.starts) / len(groups)
        if self.deterministic is None and share < LEAST_CHANGE_SECONDS * blocks:
            return
        wanted = CHANGE_SECONDS * blocks * 3**count
        # One long pass is better than two of which the second has to be short.
        each = wanted if share > 2 * wanted else share
        changes = MOST_CHANGES if self.deterministic is None else CHANGES
        for schools in groups:
            free = self.shares.own(schools)
            if any(self.starts[n] < 0 for n in free):
                # What has no place yet, only the solver may find one for.
                yield from (self._school(n, SHORTEST) for n in schools if self._lacks(n))
                continue
            limits = self._limits(min(each, max(0.1, self.left)), seed=1000 * count)
            yield self._changing(free, limits, changes)

    def _lacks(self, school: int) -> bool:
        return any(self.starts[number] < 0 for number in self.shares.schools[school])

    def _by_gap(self) -> list[int]:
        """Shares that are not proven, those first that cost most above their bound; not the ties of a large city, which
        are too many for a search."""
        gaps = []
        for number, bound in enumerate(self.bounds[:-1] if self.is_large else self.bounds):
            if self.stopped():
                return []
            part = self._share_of(number)
            at = part.at(self.starts)
            gaps.append(part.cost(at) - bound if at is not None else inf)
        return sorted((n for n, gap in enumerate(gaps) if gap > SMALLEST_GAIN), key=lambda n: -gaps[n])

    def _share_of(self, number: int) -> Part:
        return self.shares.ties() if number == len(self.bounds) - 1 else self.shares.school(number)

    def _share(self, number: int, seconds: float) -> Task:
        part = self._share_of(number)
        known, limits = part.at(self.starts), self._limits(seconds)
        return Task(part, known, limits, share=number, outlooks=self.outlooks)

    def _school(self, number: int, seconds: float) -> Task:
        """A school with its visits; what several schools have together stays."""
        return self._changing(self.shares.own([number]), self._limits(seconds))

    def _changing(self, free: Sequence[int], limits: Limits, changes: int = 0) -> Task:
        part = self.part(free)
        known = part.at(self.starts) if all(self.starts[n] >= 0 for n in free) else None
        return Task(part, known, limits, changes)
