"""One run for a city: the instant plan, then school by school with the solver, and a lower bound beside it."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from itertools import chain
from math import inf, isfinite
from time import monotonic

from digivuosi.domain.timing.blocks import Blocks, Choice
from digivuosi.domain.timing.cities import DONE, IMPROVING, INSTANT, PREPARING, Progress, Solved, gap_of
from digivuosi.domain.timing.grid import Grid
from digivuosi.domain.timing.parts import Part, Surroundings, part_of
from digivuosi.domain.timing.problem import Problem
from digivuosi.domain.timing.proposing import Proposal, propose
from digivuosi.domain.timing.solving.crew import Crew, Task
from digivuosi.domain.timing.solving.matrix import Row
from digivuosi.domain.timing.solving.proving import SMALLEST_GAIN, Answer, Limits, improve
from digivuosi.domain.timing.solving.relaxing import Priced
from digivuosi.domain.timing.solving.shares import Shares

INSTANT_SECONDS = 0.07
"""For each school, from the beginning to the instant plan; never more than INSTANT_SHARE of the time."""
INSTANT_SHARE = 0.3
SHORTEST, LONGEST = 4.0, 30.0
"""Seconds of one task."""
BOUND, SCHOOL, VISITS = "bound", "school", "visits"
"""Kinds of tasks: a share's lower bound; a school's plan, all else as it is; a mentor's visits, all else as it is."""
CHANGES, FEWEST_CHANGES = 80, 10
"""Of the instant search for each block of a school: at the most, and at least."""
CHANGES_SHARE, SECONDS_A_CHANGE = 0.25, 1.3e-4
"""Share of the time for the first such search of all schools, and what a change takes about, to share out the time."""
PREPARING_SHARE, PRICE_ROUNDS, WORTH = 0.3, 6, 1e-3
"""Of the prices: share of the time that is left, rounds at the most, share of the bound that a round must bring."""
LONGER, LONGER_TAKES = 3, 1.0
"""Restarts of the instant search before a school is proven, and the seconds that these may take."""
FREE_TOGETHER = 160
"""Blocks up to which a problem is one part, searched as a whole."""


class City:
    def __init__(
        self, problem: Problem, *, seconds: float, seed: int, workers: int, deterministic: float | None
    ) -> None:
        self.begun = monotonic()
        self.grid = Grid(problem)
        self.blocks = Blocks(self.grid)
        self.seconds, self.seed, self.deterministic = seconds, seed, deterministic
        self.workers = 1 if deterministic is not None else max(1, workers)
        self.lengths = sorted({place.days for place in self.grid.places})
        self.starts = [-1] * len(self.blocks.members)
        self._choices: list[Choice | None] = [None] * len(self.starts)
        self._around = Surroundings.empty()
        """What all placed blocks do together; it follows `starts`, since adding it up takes long in a large city."""
        self.cost = 0.0
        self.bounds: list[float] = []
        """Lower bounds of the schools' shares, and last of the ties' share."""
        self.phase = INSTANT
        self.told: Callable[[Progress], None] = lambda _progress: None
        self._halted: Callable[[], bool] = lambda: False

    # --- the plan -------------------------------------------------------------------------------------------

    @property
    def left(self) -> float:
        """Seconds that are left."""
        return self.begun + self.seconds - monotonic()

    def stopped(self) -> bool:
        return self._halted() or (self.deterministic is None and self.left <= 0)

    def missing(self) -> tuple[str, ...]:
        items = self.grid.problem.items
        return tuple(items[m].id for n, day in enumerate(self.starts) if day < 0 for m in self.blocks.members[n])

    def bound(self) -> float | None:
        total = sum(self.bounds, 0.0) if self.bounds else -inf
        return total if isfinite(total) else None

    def tell(self) -> None:
        whole = not any(day < 0 for day in self.starts)
        cost, bound = (self.cost if whole else None), self.bound()
        seconds = monotonic() - self.begun
        missing = len(self.missing())
        self.told(Progress(cost, bound, gap_of(cost, bound), missing, seconds, self.phase, self.plan))

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

    def _move(self, starts: Iterable[tuple[int, int]]) -> None:
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

    def _whole_cost(self) -> float:
        part = self._as_it_is([number for number, day in enumerate(self.starts) if day >= 0])
        at = part.at(self.starts)
        return part.cost(at) if at is not None else inf

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
        self._take({name: self.grid.day_number[day] for name, day in found.starts.items()})
        if start is None:
            return
        instant, cost = list(self.starts), self.cost
        whole = all(day >= 0 for day in instant)
        self._take({name: self.grid.day_number.get(day, -1) for name, day in start.items()})
        if not self._valid() or (whole and cost <= self.cost):
            self._move(enumerate(instant))
            self.cost = cost

    def _instant(self, seconds: float, seed: int, restarts: int | None) -> Proposal:
        grid, blocks = self.grid, self.blocks
        return propose(grid, seconds=seconds, seed=seed, restarts=restarts, blocks=blocks, stopped=self._halted)

    def _take(self, days: Mapping[str, int]) -> None:
        items = self.grid.problem.items
        self._move((number, days.get(items[m[0]].id, -1)) for number, m in enumerate(self.blocks.members))
        self.cost = self._whole_cost()

    def _valid(self) -> bool:
        """Whether the plan has a place for every item and keeps every rule."""
        part = self._as_it_is(range(len(self.starts)))
        at = part.at(self.starts)
        return at is not None and part.keeps_rules(at)

    # --- the run --------------------------------------------------------------------------------------------

    def solve(
        self, told: Callable[[Progress], None], stopped: Callable[[], bool], start: Mapping[str, date] | None
    ) -> Solved:
        self.told, self._halted = told, stopped
        self._begin(start)
        self.tell()
        self.phase = IMPROVING
        if not self.stopped():
            if len(self.starts) <= FREE_TOGETHER:
                self._search_longer()
                self._solve_whole()
            else:
                self._solve_shares()
        self.phase = DONE
        self.tell()
        missing, bound, cost = self.missing(), self.bound(), self._whole_cost()
        proven = not missing and bound is not None and cost - bound <= max(SMALLEST_GAIN, 1e-6 * cost)
        return Solved(self.plan(), cost, None if bound is None else min(cost, bound), missing, proven)

    def _limits(self, seconds: float, *, search: bool = True, workers: int = 1) -> Limits:
        return Limits(seconds, self.deterministic, search, workers, self.seed)

    def _search_longer(self) -> None:
        """A better plan shows more starts to be hopeless, which spares the proof more time than this takes."""
        if self.left < 2 * LONGER_TAKES and self.deterministic is None:
            return
        found = self._instant(0.0, self.seed + 1, LONGER)
        if not found.missing and (self.missing() or found.cost < self.cost - SMALLEST_GAIN):
            self._take({name: self.grid.day_number[day] for name, day in found.starts.items()})
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
        self._move((answer.starts or {}).items())
        self.cost = self._whole_cost()

    def _solve_shares(self) -> None:
        self.shares = Shares.of(self.blocks)
        self.bounds = [-inf] * (len(self.shares.schools) + 1)
        self.gaps = [inf] * len(self.bounds)
        self.cuts: list[tuple[Row, ...]] = [()] * len(self.bounds)
        with Crew(self.workers, self.lengths, self.stopped) as crew:
            self._bound_and_improve(crew)

    def _bound_and_improve(self, crew: Crew) -> None:
        """Anneal every school once, set prices as long as it pays, then go on with both."""
        self.phase = IMPROVING
        self._run(crew, self._changes(0))
        self.phase, ends, before = PREPARING, self.left * (1 - PREPARING_SHARE), -inf
        for _ in range(PRICE_ROUNDS):
            for side in (range(len(self.shares.schools)), (len(self.shares.schools),)):
                self._run(crew, self._prices(side))
            bound = self.bound() or 0.0
            if self.left < ends or bound < before + WORTH * abs(before):
                break
            before = bound
        self.phase = IMPROVING
        self._run(crew, self._passes())

    def _run(self, crew: Crew, tasks: Iterator[Task]) -> None:
        for task, answer in crew.done(tasks):
            self._hear(task, answer)
            self.tell()

    def _hear(self, task: Task, answer: Answer | Priced) -> None:
        if isinstance(answer, Priced):
            # What was proven with the prices before holds with those of now: they changed by what was left over.
            self.bounds[task.number] = max(self.bounds[task.number], answer.bound)
            self.cuts[task.number] = tuple(answer.cuts)
            self.shares.pay(task.number, answer.extra)
        elif task.kind == BOUND:
            self.bounds[task.number] = max(self.bounds[task.number], answer.bound)
            self.gaps[task.number] = answer.cost - self.bounds[task.number]
        elif answer.starts is not None:
            self._merge(task, answer.starts)

    def _merge(self, task: Task, starts: Mapping[int, int]) -> None:
        """Take over what a task found, if it still fits and still is better: another task may have ended before."""
        moved = {number: (day, self.starts[number]) for number, day in starts.items() if day != self.starts[number]}
        if not moved:
            return
        part = part_of(self.blocks, moved, self._choices, self.starts, self._around, moved)
        new = list(self.starts)
        for number, (day, _now) in moved.items():
            new[number] = day
        at, before = part.at(new), part.at(self.starts)
        if at is None or not part.keeps_rules(at):
            return
        if before is not None and part.cost(at) >= part.cost(before) - 1e-9:
            return
        self._move((number, day) for number, (day, _now) in moved.items())
        self.cost = self.cost + part.cost(at) - part.cost(before) if before is not None else self._whole_cost()

    # --- tasks ----------------------------------------------------------------------------------------------

    def _share(self, number: int, seconds: float, *, search: bool) -> Task:
        part = self.shares.ties() if number == len(self.bounds) - 1 else self.shares.school(number)
        return Task(BOUND, number, part, part.at(self.starts), self._limits(seconds, search=search))

    def _prices(self, numbers: Sequence[int]) -> Iterator[Task]:
        tied = frozenset(self.shares.tied)
        for number in numbers:
            yield replace(
                self._share(number, max(SHORTEST, self.left / 3), search=False),
                prices_for=tied or frozenset((-1,)),
                cuts=self.cuts[number],
            )

    def _passes(self) -> Iterator[Task]:
        """Improve each school's plan, the mentors' visits and the bounds, the widest gap first, ever more slowly."""
        shortest, count = SHORTEST, 1
        while not self.stopped():
            yield from self._changes(count)
            order = self._by_gap()
            if not order:
                return
            each = max(shortest, min(LONGEST, self.left * self.workers / (2.5 * len(order))))
            for number in order:
                yield self._share(number, each, search=True)
            for number in order:
                if number < len(self.shares.schools):
                    yield self._school(number, each)
            for person in sorted(self.shares.movers):
                yield self._visits(person, each)
            if self.deterministic is not None:
                return
            shortest, count = shortest * 2, count + 1

    def _changes(self, count: int) -> Iterator[Task]:
        """The instant search's changes for each school, and for each mentor's visits, all else as it is."""
        tasks = (self._school(number, 0.0) for number in range(len(self.shares.schools)))
        visits = (self._visits(person, 0.0) for person in sorted(self.shares.movers))
        changes = CHANGES
        if self.deterministic is None:
            each = CHANGES_SHARE * self.seconds * self.workers / len(self.starts) / SECONDS_A_CHANGE
            changes = max(FEWEST_CHANGES, min(CHANGES, int(each)))
        for task in chain(tasks, visits):
            limits = replace(task.limits, seed=self.seed + 1000 * count)
            yield replace(task, changes=changes, limits=limits)

    def _by_gap(self) -> list[int]:
        """Shares that are not proven, those first that cost most above their bound."""
        for number, bound in enumerate(self.bounds):
            part = self._share(number, 0.0, search=False).part
            at = part.at(self.starts)
            self.gaps[number] = part.cost(at) - bound if at is not None else inf
        return sorted((n for n, gap in enumerate(self.gaps) if gap > SMALLEST_GAIN), key=lambda n: -self.gaps[n])

    def _visits(self, person: int, seconds: float) -> Task:
        """All visits of one mentor, with the schools as they are."""
        people = {person}
        free = [
            number
            for number in self.shares.tied
            if any(who in people for m in self.blocks.members[number] for who, _h in self.grid.places[m].work)
        ]
        part = self.part(free)
        known = part.at(self.starts) if all(self.starts[n] >= 0 for n in free) else None
        return Task(VISITS, person, part, known, self._limits(seconds))

    def _school(self, number: int, seconds: float) -> Task:
        """A school with its visits; what several schools have together stays."""
        items, members = self.grid.problem.items, self.blocks.members
        free = [n for n in self.shares.schools[number] if len({items[m].school for m in members[n]}) == 1]
        part = self.part(free)
        known = part.at(self.starts) if all(self.starts[n] >= 0 for n in free) else None
        return Task(SCHOOL, number, part, known, self._limits(seconds))
