"""The instant proposal: list scheduling and local search in pure Python, without a solver, fit for a page."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from digivuosi.domain.timing.blocks import Blocks
from digivuosi.domain.timing.grid import Grid
from digivuosi.domain.timing.improving import Improver
from digivuosi.domain.timing.searching import HEAVY, Search

CHANGES = 40
"""Changes tried for each block that has a choice, in a search of a given number of restarts."""
MOST_CHANGES = 400
"""The same at the most: a longer search begins anew."""
TRIAL = 64
"""Changes from which the speed of the machine is told."""


@dataclass(frozen=True)
class Proposal:
    """What came out of a search."""

    starts: dict[str, date]
    """Items that no day could be found for are missing."""
    cost: float
    """Points of the wishes (docs/timing.md); only meaningful when `missing` is empty."""
    missing: tuple[str, ...]
    """Ids of the items that could not be placed without breaking a rule."""
    restarts: int


def propose(
    grid: Grid,
    *,
    seconds: float = 0.1,
    seed: int = 0,
    restarts: int | None = None,
    fixed: Mapping[str, date] | None = None,
    blocks: Blocks | None = None,
    stopped: Callable[[], bool] = lambda: False,
) -> Proposal:
    """Propose a start for every item; only starts that keep every rule R1–R7 are proposed.

    With `restarts` given the answer depends on the problem and `seed` alone (and not on the machine's speed);
    otherwise it searches for about `seconds`. `fixed` holds items where they are, by id. `blocks` saves making them
    anew for whoever has them already (then `fixed` is not looked at).
    """
    begun = time.perf_counter()
    if blocks is None:
        blocks = Blocks(grid, {name: grid.day_number[day] for name, day in (fixed or {}).items()})
    run = _restarts(blocks, seed, restarts, stopped) if restarts else _timed(blocks, seed, begun + seconds, stopped)
    search, count = run
    missing = _without_a_place(search)
    places = {
        grid.problem.items[member].id: grid.days[day]
        for number, day in enumerate(search.day)
        if day >= 0
        for member in blocks.members[number]
    }
    # In the order of the problem, whatever order the blocks had.
    starts = {item.id: places[item.id] for item in grid.problem.items if item.id in places}
    return Proposal(starts, round(search.cost, 2), missing, count)


def _restarts(blocks: Blocks, seed: int, restarts: int, stopped: Callable[[], bool]) -> tuple[Search, int]:
    best: Search | None = None
    count = 0
    for number in range(restarts):
        search = _begun(blocks, f"{seed}/{number}")
        Improver(search).improve(CHANGES * len(search.free), stopped=stopped)
        best = search if best is None or search.cost < best.cost else best
        count += 1
        if stopped():
            break
    assert best is not None  # noqa: S101 - at least one restart
    return best, count


def _timed(blocks: Blocks, seed: int, until: float, stopped: Callable[[], bool]) -> tuple[Search, int]:
    """Searches whose cooling fits the time that is left; one search is better than several short ones."""
    best: Search | None = None
    count = 0
    while best is None or (time.perf_counter() < until and not stopped()):
        search = _begun(blocks, f"{seed}/{count}")
        improver = Improver(search)
        before = time.perf_counter()
        improver.improve(TRIAL)
        now = time.perf_counter()
        left, long = until - now, MOST_CHANGES * len(search.free) * (now - before) / TRIAL
        # Two halves are better than a long search and a short rest.
        span = left if left <= long else left / 2 if left < 2 * long else long
        improver.improve(MOST_CHANGES * len(search.free), until=now + span, stopped=stopped)
        best = search if best is None or search.cost < best.cost else best
        count += 1
        if not search.free:
            break
    return best, count


def _begun(blocks: Blocks, seed: str) -> Search:
    search = Search(blocks, seed)
    search.place_in_order()
    return search


def _without_a_place(search: Search) -> tuple[str, ...]:
    """Take off what breaks a rule, the fewest that are found; return the ids of all items without a place."""
    while search.cost >= HEAVY:
        laid = [number for number, choice in enumerate(search.at) if choice >= 0]
        # What has only one place stays as long as something else can give way.
        breaking = search.breaking(number for number in search.free if search.at[number] >= 0)
        breaking = breaking or search.breaking(laid)
        if not breaking:
            break
        worst = max(breaking, key=lambda number: _weight(search, number))
        search.lift(worst)
    items = search.blocks.grid.problem.items
    left = [number for number, choice in enumerate(search.at) if choice < 0]
    return tuple(items[member].id for number in left for member in search.blocks.members[number])


def _weight(search: Search, number: int) -> float:
    choice = search.at[number]
    search.lift(number)
    price = search.price(number, choice)
    search.lay(number, choice)
    return price
