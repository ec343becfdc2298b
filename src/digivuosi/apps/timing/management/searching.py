"""The searches behind `digivuosi timing solve`: the instant one, restart by restart, and the solver's."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from digivuosi.domain.timing.cities import Progress, solve_city
from digivuosi.domain.timing.grid import Grid
from digivuosi.domain.timing.problem import Problem, Starts
from digivuosi.domain.timing.proposing import Proposal, propose
from digivuosi.domain.timing.replanning import replan
from digivuosi.domain.timing.solving.conflicts import feasible

ITEMS_A_SECOND = 150
"""Items that a restart settles in a second, roughly: how many restarts the seconds asked for are worth."""
MOST_WORKERS = 8
CHECKED_A_SECOND = 700
"""The same for a check, which needs any plan and not a good one."""

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
    best: Proposal | None = None

    def asked() -> bool:
        if best is not None:
            told(None if best.missing else best.cost, None, len(best.missing))
        else:
            told(None, None, len(grid.places))
        return stopped()

    for number in range(max(1, round(seconds * ITEMS_A_SECOND / max(1, len(grid.places))))):
        found = propose(grid, seed=seed * 1_000_003 + number, restarts=1, stopped=asked)
        if best is None or (len(found.missing), found.cost) < (len(best.missing), best.cost):
            best = found
        if asked():
            break
    assert best is not None  # noqa: S101 - at least one round
    return Outcome(best.starts, None, best.missing)


def with_solver(problem: Problem, seconds: float, seed: int, told: Told, stopped: Callable[[], bool]) -> Outcome:
    """Search with the solver, school by school in as many processes as the machine has cores."""

    def tell(progress: Progress) -> None:
        told(progress.cost, progress.bound, progress.broken)

    workers = max(1, min(MOST_WORKERS, os.cpu_count() or 1))
    found = solve_city(problem, seconds=seconds, seed=seed, workers=workers, told=tell, stopped=stopped)
    return Outcome(found.starts, found.bound, found.missing)


def for_a_check(partial: Starts, *, solver: bool) -> Callable[[Grid], Starts]:
    """Return the search by which a way out is checked: any plan that keeps the rules will do.

    A way out changes little, so most of the plan that was found without it (`partial`) can stay.
    """

    def search(grid: Grid) -> Starts:
        kept = replan(grid.problem, partial, lambda held: propose(held, restarts=1).starts)
        if not kept.missing:
            return kept.starts
        found = propose(grid, seconds=0.3 + len(grid.places) / CHECKED_A_SECOND)
        return feasible(grid) if found.missing and solver else found.starts

    return search
