"""Conflicts that quick proofs do not see: CP-SAT with one assumption for each demand names those in conflict.

Only items near the trouble are looked at, since a conflict among some is a conflict of all. One worker, a fixed seed
and a deterministic limit: the same problem gets the same answer everywhere.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from datetime import date
from functools import partial
from typing import Any

from digivuosi.domain.timing.demands import Demand, Kind, smallest
from digivuosi.domain.timing.grid import Grid
from digivuosi.domain.timing.plan import days_by_week
from digivuosi.domain.timing.refuting import ROUNDED, Ties

EFFORT = 1.5
"""Deterministic seconds for finding the first conflict."""
EFFORT_AGAIN = 0.3
"""Deterministic seconds for each question while it is made smaller."""
MOST_ITEMS = 400
PARTS = 1_000_000
"""Hours are whole numbers in the model: millionths."""


def core(grid: Grid, missing: Collection[int]) -> Sequence[Demand] | None:
    """Return demands in conflict around some items (of a small problem: all items), or None when none is found."""
    ties = Ties(grid)
    for items in _ever_more(ties, missing):
        found = _Model(ties, items, ties.demands(items)).conflict(EFFORT)
        if found:
            return smallest(found, partial(_fails, ties, items))
    return None


def _fails(ties: Ties, items: Collection[int], demands: Sequence[Demand]) -> bool:
    return bool(_Model(ties, items, demands).conflict(EFFORT_AGAIN))


def _ever_more(ties: Ties, missing: Collection[int]) -> Iterator[Collection[int]]:
    """Yield the surroundings of some items, from near to far: their people's work, their schools, all of it."""
    grid = ties.grid
    count = len(grid.places)
    items, seen = set(missing), 0
    for _ in range(4 if missing else 0):
        items |= ties.near(items, steps=2)
        people = {who for number in items for who, _ in grid.places[number].work}
        items |= {number for who in people for number, _ in ties.workers[who]}
        if len(items) > MOST_ITEMS:
            break
        if len(items) > seen:
            seen = len(items)
            yield sorted(items)
    if seen < count <= MOST_ITEMS:
        yield range(count)


def feasible(grid: Grid, effort: float = EFFORT) -> dict[str, date]:
    """Return some plan that keeps every rule of a small problem; empty when none is found within `effort`."""
    ties = Ties(grid)
    if len(grid.places) > MOST_ITEMS:
        return {}
    return _Model(ties, range(len(grid.places)), ties.demands(range(len(grid.places))), slack=0.0).plan(effort)


class _Model:
    """The rules of some items, each under the assumption of its demand.

    A demand that is not kept is no constraint at all; an item whose window is not kept is left out.
    """

    def __init__(
        self, ties: Ties, items: Collection[int], demands: Sequence[Demand], *, slack: float = ROUNDED
    ) -> None:
        from ortools.sat.python import cp_model

        self.ties, self.grid, self.slack = ties, ties.grid, slack
        self.model: Any = cp_model.CpModel()
        self.literals: dict[Demand, Any] = {demand: self.model.new_bool_var("") for demand in demands}
        self.starts: dict[int, dict[int, Any]] = {}
        self.begun: dict[int, dict[int, Any]] = {}
        for number in items:
            if Demand(Kind.WINDOW, self.grid.problem.items[number].id) in self.literals:
                self._place(number)
        self._orders()
        self._groups()
        self._hours()
        self._days()
        self._new()

    def conflict(self, effort: float) -> list[Demand]:
        """Return demands that cannot hold together; none when they can, or when `effort` is too little to know."""
        from ortools.sat.python import cp_model

        self.model.add_assumptions(list(self.literals.values()))
        solver = self._solver(effort)
        if solver.solve(self.model) != cp_model.INFEASIBLE:
            return []
        by_index = {literal.index: demand for demand, literal in self.literals.items()}
        core = [by_index[index] for index in solver.sufficient_assumptions_for_infeasibility()]
        # Without assumptions in its proof the solver names none: then all of them are suspects.
        return core or list(self.literals)

    def plan(self, effort: float) -> dict[str, date]:
        """Return starts that meet every demand; none when none are found."""
        from ortools.sat.python import cp_model

        for literal in self.literals.values():
            self.model.add(literal == 1)
        solver = self._solver(effort)
        if solver.solve(self.model) not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            return {}
        problem = self.grid.problem
        return {
            problem.items[number].id: problem.days[start]
            for number, starts in self.starts.items()
            for start, chosen in starts.items()
            if solver.boolean_value(chosen)
        }

    def _solver(self, effort: float) -> Any:
        from ortools.sat.python import cp_model

        solver: Any = cp_model.CpSolver()
        solver.parameters.num_workers = 1
        solver.parameters.random_seed = 1
        solver.parameters.max_deterministic_time = effort
        # Conflicts are a matter of clauses; without these they are found in half the time.
        solver.parameters.linearization_level = 0
        solver.parameters.symmetry_level = 0
        solver.parameters.cp_model_probing_level = 0
        return solver

    def _place(self, number: int) -> None:
        """One start inside the window; those off the pin or in quiet weeks only when these are not kept."""
        grid, item = self.grid, self.grid.problem.items[number]
        first, last = grid.bounds(item.window)
        last = min(last, len(grid.days) - 1) - item.days + 1
        starts = {start: self.model.new_bool_var("") for start in range(max(first, 0), last + 1)}
        self.starts[number] = starts
        self.model.add_at_most_one(starts.values())
        self.model.add_bool_or([*starts.values(), ~self.literals[Demand(Kind.WINDOW, item.id)]])
        pin = self.literals.get(Demand(Kind.PIN, item.id))
        if pin is not None:
            pinned = grid.day_number.get(item.pinned) if item.pinned is not None else None
            for start, literal in starts.items():
                if start != pinned:
                    self.model.add_implication(literal, ~pin)
        quiet = self.literals.get(Demand(Kind.QUIET, item.id))
        if quiet is not None:
            hushed = grid.quiet(item.school)
            for start, literal in starts.items():
                if any(grid.weeks[week] in hushed for week, _ in days_by_week(grid, start, item.days)):
                    self.model.add_implication(literal, ~quiet)

    def _orders(self) -> None:
        """Who has started by a day follows only who had started so long before that it has ended."""
        for number in self.starts:
            for other, gap, order in self.ties.before.get(number, ()):
                if order not in self.literals or other not in self.starts:
                    continue
                distance = self.grid.places[other].days + gap
                # One that is left out, its window not being kept, holds nobody up.
                out = ~self.literals[Demand(Kind.WINDOW, self.grid.problem.items[other].id)]
                for start, begun in self._begun(number).items():
                    known = self._begun(other)
                    last = next(reversed(known), -1)
                    if start - distance >= last:
                        break
                    ready = known.get(start - distance)
                    self.model.add_bool_or([~begun, *([] if ready is None else [ready]), ~self.literals[order], out])

    def _begun(self, number: int) -> dict[int, Any]:
        """For each start of an item, whether it has begun by then."""
        if number not in self.begun:
            found: dict[int, Any] = {}
            before: Any = 0
            for start, chosen in self.starts[number].items():
                found[start] = self.model.new_bool_var("")
                self.model.add(found[start] == before + chosen)
                before = found[start]
            self.begun[number] = found
        return self.begun[number]

    def _groups(self) -> None:
        for name, members in self.ties.groups.items():
            literal = self.literals.get(Demand(Kind.TOGETHER, name))
            if literal is None:
                continue
            days = [self.model.new_bool_var("") for _ in self.grid.days]
            self.model.add_at_most_one(days)
            for number in members:
                for start, chosen in self.starts.get(number, {}).items():
                    self.model.add_bool_or([~chosen, days[start], ~literal])

    def _hours(self) -> None:
        grid = self.grid
        for who, works in self.ties.workers.items():
            literal = self.literals.get(Demand(Kind.HOURS, grid.problem.people[who].id))
            if literal is None:
                continue
            terms: dict[int, list[Any]] = defaultdict(list)
            for number, hours in works:
                days = grid.places[number].days
                for start, chosen in self.starts.get(number, {}).items():
                    for week, count in days_by_week(grid, start, days):
                        terms[week].append(round(hours / days * count * PARTS) * chosen)
            for week, needed in terms.items():
                # With the usual slack only what no rounding of hours could save is a conflict.
                has = round((grid.capacity[who][week] + self.slack) * PARTS)
                self.model.add(sum(needed) <= has).only_enforce_if(literal)

    def _days(self) -> None:
        grid = self.grid
        for who, works in self.ties.workers.items():
            literal = self.literals.get(Demand(Kind.ONE, grid.problem.people[who].id))
            if literal is None:
                continue
            taken: dict[int, list[Any]] = defaultdict(list)
            for number, _ in works:
                for start, chosen in self.starts.get(number, {}).items():
                    for day in range(start, start + grid.places[number].days):
                        taken[day].append(chosen)
            for chosen_ones in taken.values():
                self.model.add(sum(chosen_ones) <= 1).only_enforce_if(literal)

    def _new(self) -> None:
        grid = self.grid
        for (school, audience), newcomers in self.ties.newcomers.items():
            literal = self.literals.get(Demand(Kind.NEW, school, audience))
            if literal is None:
                continue
            begun: dict[int, list[Any]] = defaultdict(list)
            for number in newcomers:
                for start, chosen in self.starts.get(number, {}).items():
                    begun[grid.week[start]].append(chosen)
            for chosen_ones in begun.values():
                most = grid.problem.new_per_week[audience]
                self.model.add(sum(chosen_ones) <= most).only_enforce_if(literal)
