"""One part to the proven optimum with CP-SAT, or as far as the time goes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from math import ceil, floor, inf, isfinite
from threading import Event, Thread
from time import monotonic

from ortools.sat.python import cp_model

from digivuosi.domain.timing.parts import Part
from digivuosi.domain.timing.solving.matrix import Matrix, matrix_of, values_of
from digivuosi.domain.timing.solving.relaxing import tightened, without_hopeless

SMALLEST_GAIN = 1e-4
"""Points that count as equal: a plan is proven when none can be better by more."""

ASKED_EVERY = 0.1
"""Seconds between two questions whether to stop."""


@dataclass(frozen=True)
class Limits:
    seconds: float = 60.0
    deterministic: float | None = None
    """CP-SAT's own count of its work, instead of seconds: with one worker the answer is then always the same."""
    workers: int = 1
    seed: int = 0


@dataclass(frozen=True)
class Answer:
    starts: dict[int, int] | None
    """Start of each free block by its number in the whole; None when nothing better than what was known was found."""
    cost: float
    """Points of the part with these starts, or of what was known (infinite when nothing was)."""
    bound: float
    """Points that no plan of the part can be below; infinite when there is no plan."""

    @property
    def proven(self) -> bool:
        # Where no plan is known yet there is nothing to prove, and any bound is close enough to infinity.
        return isfinite(self.cost) and self.cost - self.bound <= max(SMALLEST_GAIN, 1e-6 * abs(self.cost))


def improve(
    part: Part,
    lengths: Sequence[int],
    known: Sequence[int] | None,
    limits: Limits,
    *,
    told: Callable[[float, float], None] = lambda _cost, _bound: None,
    stopped: Callable[[], bool] = lambda: False,
) -> Answer:
    """Look for a plan of the part that is better than `known` (an option for each block), and bound it from below.

    `told` gets cost and bound whenever one of them is better; `stopped` is asked ten times a second.
    """
    ends = monotonic() + limits.seconds
    if known is not None and not part.keeps_rules(known):
        known = None
    best = part.cost(known) if known is not None else inf
    if not part.open:
        return Answer(None, best, best)
    known_starts = None if known is None else [o[p].start for o, p in zip(part.options, known, strict=True)]
    matrix, bound = matrix_of(part, lengths), -inf
    for _ in range(2):
        # Options that the relaxation shows to be hopeless only slow the search down.
        found = tightened(matrix, part, ends - monotonic() if limits.deterministic is None else limits.seconds)
        if found is None:
            break
        bound = max(bound, min(best, found.bound))
        told(best, bound)
        if best - bound <= SMALLEST_GAIN or known is None or stopped():
            break
        left = without_hopeless(part, found, best)
        if not left.open:
            return Answer(None, best, best)
        fewer = sum(map(len, left.options)) < 0.9 * sum(map(len, part.options))
        part, matrix = left, matrix_of(left, lengths)
        if not fewer:
            break
    answer = Answer(None, best, bound)
    if stopped() or answer.proven or (limits.deterministic is None and monotonic() >= ends):
        return answer
    hint = None if known_starts is None else _places(part, known_starts)
    seconds = limits.seconds if limits.deterministic is not None else max(0.05, ends - monotonic())
    return _search(part, matrix, hint, answer, replace(limits, seconds=seconds), told, stopped)


def _places(part: Part, starts: Sequence[int]) -> list[int] | None:
    """Where the known plan is among the options that are left; it may have lost one when it is the best itself."""
    places = []
    for options, start in zip(part.options, starts, strict=True):
        place = next((p for p, option in enumerate(options) if option.start == start), None)
        if place is None:
            return None
        places.append(place)
    return places


@dataclass
class _Told(cp_model.CpSolverSolutionCallback):
    """Hears of better plans and bounds, and tells of them."""

    point: int
    best: float
    bound: float
    told: Callable[[float, float], None]

    def __post_init__(self) -> None:
        super().__init__()

    def on_solution_callback(self) -> None:
        self.best = min(self.best, self.objective_value / self.point)
        self.hear(self.best_objective_bound)

    def hear(self, bound: float) -> None:
        self.bound = max(self.bound, min(self.best, bound / self.point))
        self.told(self.best, self.bound)


def _model(matrix: Matrix, hint: Sequence[int] | None, best: float) -> tuple[cp_model.CpModel, list[cp_model.IntVar]]:
    model = cp_model.CpModel()
    variables = [model.new_int_var(low, high, "") for low, high in zip(matrix.lows, matrix.highs, strict=True)]
    for low, high, numbers, factors in matrix.rows:
        row = cp_model.LinearExpr.weighted_sum([variables[n] for n in numbers], list(factors))
        if low == high and low is not None:
            model.add(row == low)
        else:
            model.add_linear_constraint(
                row,
                cp_model.INT32_MIN * 1024 if low is None else low,
                cp_model.INT32_MAX * 1024 if high is None else high,
            )
    objective = cp_model.LinearExpr.weighted_sum(variables, matrix.costs)
    model.minimize(objective)
    if hint is not None:
        for variable, value in zip(variables, hint, strict=True):
            model.add_hint(variable, value)
    elif best < inf:
        model.add(objective <= ceil(best * matrix.point))
    return model, variables


def _watch(solver: cp_model.CpSolver, stopped: Callable[[], bool], over: Event) -> None:
    while not over.wait(ASKED_EVERY):
        if stopped():
            solver.stop_search()


def _search(
    part: Part,
    matrix: Matrix,
    hint: Sequence[int] | None,
    known: Answer,
    limits: Limits,
    told: Callable[[float, float], None],
    stopped: Callable[[], bool],
) -> Answer:
    values = None if hint is None else values_of(matrix, part, hint)
    model, variables = _model(matrix, values, known.cost)
    solver = cp_model.CpSolver()
    set_up = solver.parameters
    set_up.num_workers, set_up.random_seed, set_up.linearization_level = limits.workers, limits.seed, 2
    set_up.max_time_in_seconds = limits.seconds
    # Probing and a look for symmetries cost more than they bring: two thirds of the time to proof without them.
    set_up.cp_model_probing_level, set_up.symmetry_level = 0, 0
    if limits.deterministic is not None:
        set_up.max_deterministic_time, set_up.max_time_in_seconds = limits.deterministic, 1e6
    hears = _Told(matrix.point, known.cost, known.bound, told)
    solver.best_bound_callback = hears.hear
    over = Event()
    watcher = Thread(target=_watch, args=(solver, stopped, over), daemon=True)
    watcher.start()
    try:
        status = solver.solve(model, hears)
    finally:
        over.set()
        watcher.join()
    if status == cp_model.INFEASIBLE:
        return Answer(None, known.cost, known.cost)
    lowest = floor(solver.best_objective_bound + 0.5) if status == cp_model.OPTIMAL else solver.best_objective_bound
    bound = lowest / matrix.point - matrix.error
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return Answer(None, known.cost, max(known.bound, min(known.cost, bound)))
    at = [
        next(place for place, variable in enumerate(choices) if solver.value(variables[variable]))
        for choices in matrix.choices
    ]
    cost = part.cost(at)
    if status == cp_model.OPTIMAL and cost - bound <= 0.01 + matrix.error:
        # The objective is the cost with each number rounded down; what it differs by is no gap.
        bound = min(cost, bound)
    starts = {number: o[p].start for number, o, p in zip(part.blocks, part.options, at, strict=True)}
    if cost >= known.cost - 1e-9:
        return Answer(None, known.cost, max(known.bound, min(known.cost, bound)))
    return Answer(starts, cost, max(known.bound, min(cost, bound)))
