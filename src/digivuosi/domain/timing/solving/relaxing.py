"""The linear relaxation of a part: a lower bound within a tenth of a second, and starts that no better plan can use."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from math import inf
from time import monotonic

from ortools.linear_solver import linear_solver_pb2, pywraplp

from digivuosi.domain.timing.parts import Part, narrowed
from digivuosi.domain.timing.solving.covers import Covers
from digivuosi.domain.timing.solving.matrix import Matrix, Row, matrix_of

ROUNDS = 12
"""Of cuts at the most."""
WORTH = 2e-4
"""Share of the bound that a round has to bring for another one."""


@dataclass(frozen=True)
class Relaxed:
    bound: float
    """Points that no choice of options can be below."""
    extra: list[list[float]]
    """Of each option: points that a plan with it costs above `bound` at least."""
    values: Sequence[float]
    """Of each variable."""


def relaxed(matrix: Matrix, seconds: float = 60.0) -> Relaxed | None:
    """Solve the relaxation; None when it has no solution or the time was not enough.

    The bound is computed anew from the dual values, by Lagrange, so that it holds whatever the solver's tolerances.
    """
    # Filling the message is many times faster than naming each factor to the solver.
    model = linear_solver_pb2.MPModelProto()
    for low, high, cost in zip(matrix.lows, matrix.highs, matrix.costs, strict=True):
        model.variable.add(lower_bound=low, upper_bound=high, objective_coefficient=cost)
    for least, most, numbers, factors in matrix.rows:
        model.constraint.add(
            lower_bound=-inf if least is None else least,
            upper_bound=inf if most is None else most,
            var_index=numbers,
            coefficient=factors,
        )
    solver = pywraplp.Solver.CreateSolver("GLOP")
    solver.LoadModelFromProto(model)
    solver.SetTimeLimit(max(50, int(seconds * 1000)))
    if solver.Solve() != pywraplp.Solver.OPTIMAL:
        return None
    result = linear_solver_pb2.MPSolutionResponse()
    solver.FillSolutionResponseProto(result)
    bound, left = _lagrange(matrix, result.dual_value)
    return Relaxed(
        bound / matrix.point - matrix.error,
        [[max(0.0, left[variable]) / matrix.point for variable in choices] for choices in matrix.choices],
        result.variable_value,
    )


def tightened(matrix: Matrix, part: Part, seconds: float, rounds: int = ROUNDS) -> Relaxed | None:
    """Solve the relaxation and cut off what it breaks, as long as that lifts the bound; `matrix` gets the rows."""
    ends, covers, best = monotonic() + seconds, Covers(matrix, part), None
    for number in range(rounds):
        found = relaxed(matrix, ends - monotonic())
        if found is None or (best is not None and found.bound < best.bound + WORTH * abs(best.bound)):
            return found or best
        best = found
        if number == rounds - 1:
            break
        rows = covers.broken(found.values)
        if not rows or monotonic() >= ends:
            break
        matrix.rows += rows
    return best


@dataclass(frozen=True)
class Priced:
    """The relaxation of a share, for setting prices: see `shares`."""

    bound: float
    extra: dict[tuple[int, int], float]
    """Of (block, start): points that it costs above the bound at least; only what is above nothing."""
    cuts: list[Row]
    """Rows that were added, for the next time."""


def priced(part: Part, lengths: Sequence[int], blocks: Collection[int], cuts: Sequence[Row], seconds: float) -> Priced:
    """Relax a share and say what its starts of `blocks` cost it. `cuts` are those of an earlier call.

    A share with rounds of visits is large, and cuts bring it next to nothing.
    """
    matrix = matrix_of(part, lengths)
    count = len(matrix.rows)
    matrix.rows += cuts
    found = tightened(matrix, part, seconds, 1 if part.pairs else ROUNDS) if part.open else None
    if found is None:
        return Priced(-inf, {}, list(cuts))
    extra = {
        (number, option.start): points
        for number, options, extras in zip(part.blocks, part.options, found.extra, strict=True)
        if number in blocks
        for option, points in zip(options, extras, strict=True)
        if points > 1e-6
    }
    return Priced(found.bound, extra, matrix.rows[count:])


def _lagrange(matrix: Matrix, duals: Sequence[float]) -> tuple[float, list[float]]:
    """The bound that any dual values prove, and what is left of the costs."""
    bound, left = 0.0, [float(cost) for cost in matrix.costs]
    for dual, (low, high, numbers, factors) in zip(duals, matrix.rows, strict=True):
        side = low if dual > 0 else high
        if side is None or not dual:
            continue
        bound += dual * side
        for number, factor in zip(numbers, factors, strict=True):
            left[number] -= dual * factor
    for low, high, cost in zip(matrix.lows, matrix.highs, left, strict=True):
        bound += cost * (low if cost > 0 else high)
    return bound, left


def without_hopeless(part: Part, found: Relaxed, best: float) -> Part:
    """Drop the options with which no plan costs less than `best`."""
    room = best - found.bound + 1e-6
    return narrowed(
        part.keeping(
            [
                [option for option, extra in zip(options, extras, strict=True) if extra <= room]
                for options, extras in zip(part.options, found.extra, strict=True)
            ]
        )
    )
