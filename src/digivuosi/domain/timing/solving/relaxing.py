"""The linear relaxation of a part: a lower bound within a tenth of a second, and starts that no better plan can use."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from ortools.math_opt.python import mathopt

from digivuosi.domain.timing.parts import Part, narrowed
from digivuosi.domain.timing.solving.matrix import Matrix

INFINITY = float("inf")


@dataclass(frozen=True)
class Relaxed:
    bound: float
    """Points that no choice of options can be below."""
    extra: list[list[float]]
    """Of each option: points that a plan with it costs above `bound` at least."""
    shares: list[list[float]]
    """Of each option: how much of it the relaxation takes, 0 to 1."""


def relaxed(matrix: Matrix, seconds: float = 60.0) -> Relaxed | None:
    """Solve the relaxation; None when it has no solution or the time was not enough.

    The bound is computed anew from the dual values, by Lagrange, so that it holds whatever the solver's tolerances.
    """
    model = mathopt.Model()
    variables = [model.add_variable(lb=low, ub=high) for low, high in zip(matrix.lows, matrix.highs, strict=True)]
    rows = []
    for low, high, numbers, factors in matrix.rows:
        row = model.add_linear_constraint(lb=-INFINITY if low is None else low, ub=INFINITY if high is None else high)
        for number, factor in zip(numbers, factors, strict=True):
            row.set_coefficient(variables[number], factor)
        rows.append(row)
    for variable, cost in zip(variables, matrix.costs, strict=True):
        if cost:
            model.objective.set_linear_coefficient(variable, cost)
    limits = mathopt.SolveParameters(time_limit=timedelta(seconds=max(0.05, seconds)))
    result = mathopt.solve(model, mathopt.SolverType.GLOP, params=limits)
    if not result.has_dual_feasible_solution() or not result.has_primal_feasible_solution():
        return None
    duals = result.dual_values()
    bound, left = _lagrange(matrix, [duals[row] for row in rows])
    taken = result.variable_values()
    return Relaxed(
        bound / matrix.point - matrix.error,
        [[max(0.0, left[variable]) / matrix.point for variable in choices] for choices in matrix.choices],
        [[taken[variables[variable]] for variable in choices] for choices in matrix.choices],
    )


def _lagrange(matrix: Matrix, duals: list[float]) -> tuple[float, list[float]]:
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
