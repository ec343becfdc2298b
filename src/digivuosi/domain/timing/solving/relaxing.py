"""The linear relaxation of a part: a lower bound within a tenth of a second, and starts that no better plan can use."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate, chain
from math import inf
from time import monotonic

import highspy
import numpy as np
import numpy.typing as npt

from digivuosi.domain.timing.parts import Part, narrowed
from digivuosi.domain.timing.solving.covers import Covers
from digivuosi.domain.timing.solving.matrix import Matrix, Row

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
    duals: Sequence[float]
    """Of each row that was looked at."""


class _Quiet(highspy.Highs):
    """The solver without a word on standard output: it greets from its constructor, before it can be told not to."""

    def enableCallbacks(self) -> None:  # noqa: N802 - the solver's name
        self.setOptionValue("output_flag", False)
        super().enableCallbacks()  # type: ignore[no-untyped-call]


class _Relaxation:
    """A matrix before the solver. It is kept from one round of cuts to the next, which makes the next ten times as
    fast as the first."""

    def __init__(self, matrix: Matrix) -> None:
        self.matrix, self.rows = matrix, 0
        self.costs = np.array(matrix.costs, dtype=float)
        self.lows, self.highs = np.array(matrix.lows, dtype=float), np.array(matrix.highs, dtype=float)
        self.solver = _Quiet()  # type: ignore[no-untyped-call]
        self.solver.setOptionValue("threads", 1)
        model = highspy.HighsLp()
        model.num_col_, model.num_row_ = len(matrix.costs), 0
        model.col_cost_, model.col_lower_, model.col_upper_ = self.costs, self.lows, self.highs
        self.solver.passModel(model)

    def solve(self, seconds: float) -> Relaxed | None:
        """Solve it with the rows that the matrix has by now; None without a solution, or when time was not enough.

        The bound is computed anew from the dual values, by Lagrange, so that it holds whatever the solver's
        tolerances.
        """
        self._add(self.matrix.rows[self.rows :])
        self.solver.setOptionValue("time_limit", self.solver.getRunTime() + max(0.05, seconds))
        self.solver.run()
        if self.solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            return None
        solution = self.solver.getSolution()
        bound, left = self._lagrange(np.array(solution.row_dual))
        matrix = self.matrix
        return Relaxed(
            bound / matrix.point - matrix.error,
            [(np.maximum(0.0, left[variables]) / matrix.point).tolist() for variables in matrix.choices],
            list(solution.col_value),
            list(solution.row_dual),
        )

    def _add(self, rows: Sequence[Row]) -> None:
        if not rows:
            return
        counts = [len(numbers) for _low, _high, numbers, _factors in rows]
        self.solver.addRows(
            len(rows),
            np.array([-inf if row[0] is None else row[0] for row in rows], dtype=float),
            np.array([inf if row[1] is None else row[1] for row in rows], dtype=float),
            sum(counts),
            np.array([0, *accumulate(counts[:-1])], dtype=np.int32),
            np.fromiter(chain.from_iterable(row[2] for row in rows), dtype=np.int32),
            np.fromiter(chain.from_iterable(row[3] for row in rows), dtype=float),
        )
        self.rows += len(rows)

    def _lagrange(self, duals: npt.NDArray[np.float64]) -> tuple[float, npt.NDArray[np.float64]]:
        """The bound that any dual values prove, and what is left of the costs."""
        bound, left = 0.0, self.costs.copy()
        for dual, (low, high, numbers, factors) in zip(duals.tolist(), self.matrix.rows, strict=True):
            side = low if dual > 0 else high
            if side is None or not dual:
                continue
            bound += dual * side
            np.subtract.at(left, numbers, dual * np.array(factors, dtype=float))
        return bound + float(np.where(left > 0, left * self.lows, left * self.highs).sum()), left


def tightened(matrix: Matrix, part: Part, seconds: float, rounds: int = ROUNDS) -> Relaxed | None:
    """Solve the relaxation and cut off what it breaks, as long as that lifts the bound; `matrix` gets the rows."""
    ends, relaxation, best = monotonic() + seconds, _Relaxation(matrix), None
    covers = Covers(matrix, part) if rounds > 1 else None
    for number in range(rounds):
        found = relaxation.solve(ends - monotonic())
        if found is None or (best is not None and found.bound < best.bound + WORTH * abs(best.bound)):
            return found or best
        best = found
        if covers is None or number == rounds - 1:
            break
        rows = covers.broken(found.values)
        if not rows or monotonic() >= ends:
            break
        matrix.rows += rows
    return best


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
