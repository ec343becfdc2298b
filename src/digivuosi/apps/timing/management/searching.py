"""The searches behind `digivuosi timing solve`: the instant one in rounds, and the solver's."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from math import inf

from digivuosi.domain.timing.grid import Grid
from digivuosi.domain.timing.judging import judge
from digivuosi.domain.timing.problem import Starts
from digivuosi.domain.timing.proposing import propose
from digivuosi.domain.timing.solving.conflicts import feasible

ITEMS_A_SECOND = 600
"""Items that a restart places in a second, roughly: how many restarts the seconds asked for are worth."""
RESTARTS_A_ROUND = 4
RESTARTS_OF_A_CHECK = 4

Told = Callable[[float | None, float | None, int], None]
"""Gets the best cost so far, the lower bound and how many items have no day."""


@dataclass(frozen=True)
class Outcome:
    """What a search found."""

    starts: dict[str, date]
    bound: float | None
    missing: tuple[str, ...]


def without_solver(grid: Grid, seconds: float, seed: int, told: Told, stopped: Callable[[], bool]) -> Outcome:
    """Search in pure Python. How long follows from the problem's size, not from a clock: same seed, same plan.

    Only who stops it gets what was best by then.
    """
    restarts = max(1, round(seconds * ITEMS_A_SECOND / max(1, len(grid.places))))
    best, best_cost = None, inf
    for number in range(-(-restarts // RESTARTS_A_ROUND)):
        count = min(RESTARTS_A_ROUND, restarts - number * RESTARTS_A_ROUND)
        found = propose(grid, seed=seed * 1_000_003 + number, restarts=count, stopped=stopped)
        if best is None or (len(found.missing), found.cost) < (len(best.missing), best_cost):
            best, best_cost = found, found.cost
        told(None if best.missing else best_cost, None, len(best.missing))
        if stopped():
            break
    if best is None:
        return Outcome({}, None, tuple(grid.items))
    return Outcome(best.starts, None, best.missing)


def for_a_check(solver: bool) -> Callable[[Grid], Starts]:
    """Return the search by which a way out is checked: any plan that keeps the rules will do."""

    def search(grid: Grid) -> Starts:
        found = propose(grid, restarts=RESTARTS_OF_A_CHECK)
        if not solver or judge(grid, found.starts).valid:
            return found.starts
        return feasible(grid)

    return search
