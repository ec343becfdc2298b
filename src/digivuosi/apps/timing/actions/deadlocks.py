"""When a search finds no day for something: the smallest conflict of rules, and changes that were tried and work."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Sequence
from typing import Any

from digivuosi.apps.timing.queries.deadlocks import names_to_keep
from digivuosi.apps.timing.queries.situations import Situation
from digivuosi.domain.timing.conflicts import find_conflict
from digivuosi.domain.timing.demands import Demand
from digivuosi.domain.timing.grid import Grid
from digivuosi.domain.timing.judging import judge
from digivuosi.domain.timing.problem import Starts
from digivuosi.domain.timing.proposing import propose
from digivuosi.domain.timing.ways_out import ways_out

SECONDS = 60.0
"""How long ways out may be looked for."""
CHECKED_A_SECOND = 700
"""Items that a check of a way out settles in a second, roughly."""
MOST_DETAILS = 8


def deadlock_of(
    situation: Situation, missing: Collection[str], *, plan: Starts, stopped: Callable[[], bool]
) -> dict[str, Any]:
    """Return the conflict and its ways out as a run keeps them, without names of people; empty when none is found.

    `plan` is the best that was found, without what has no day.
    """
    names = names_to_keep(situation)
    conflict = find_conflict(situation.grid, _core, missing)
    if conflict is None:
        return {}
    until = time.monotonic() + SECONDS
    ways = ways_out(
        situation.problem,
        conflict,
        _any_plan,
        plan=plan,
        core=_core,
        stopped=lambda: stopped() or time.monotonic() > until,
    )
    return {
        "conflict": conflict.sentence.told(names).to_document(),
        "details": [one.told(names).to_document() for one in conflict.details[:MOST_DETAILS]],
        "ways": [way.sentence.told(names).to_document() for way in ways],
    }


def _core(grid: Grid, missing: Collection[int]) -> Sequence[Demand] | None:
    """Ask the solver, which is loaded here and now: no page may ever load it."""
    from digivuosi.domain.timing.solving.conflicts import core

    return core(grid, missing)


def _any_plan(grid: Grid) -> Starts:
    """For a check any plan that keeps the rules will do."""
    from digivuosi.domain.timing.solving.conflicts import feasible

    found = propose(grid, seconds=0.3 + len(grid.places) / CHECKED_A_SECOND)
    return found.starts if judge(grid, found.starts).valid else feasible(grid)
