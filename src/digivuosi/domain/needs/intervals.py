"""The interval of a difference between two groups of answers: the one module that knows the statistics library.

SciPy takes 0.9 s and 41 MB to load, so it is imported when an interval is asked for, not when a page is opened.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from math import sqrt

LEVEL = 0.95
"""Of the intervals: nineteen in twenty hold the true difference."""


@dataclass(frozen=True)
class Sample:
    """What a mean was made of: on the scale from 0 to 100, like the mean itself."""

    mean: float
    spread: float
    """Standard deviation of a sample."""
    answers: float
    """How many answers it counts as; see `summarising.AreaFigure`."""
    step: float = 25.0
    """Distance between two steps of the scale."""

    @property
    def error(self) -> float:
        """The variance of the mean.

        An answer on a scale is rounded to a step, so the spread is never less than that of rounding (step / √12):
        five people on one step are not exact.
        """
        return max(self.spread**2, self.step**2 / 12) / self.answers


def difference(before: Sample, after: Sample) -> tuple[float, float]:
    """Return the interval of `after` − `before` by Welch's t (unequal spreads); both need two answers or more."""
    errors = before.error, after.error
    both = sum(errors)
    freedom = both**2 / (errors[0] ** 2 / (before.answers - 1) + errors[1] ** 2 / (after.answers - 1))
    half = _quantile(round(freedom, 2)) * sqrt(both)
    middle = after.mean - before.mean
    return middle - half, middle + half


@cache
def _quantile(freedom: float) -> float:
    from scipy.special import stdtrit

    return float(stdtrit(freedom, (1 + LEVEL) / 2))
