"""The instant proposal: list scheduling and local search in pure Python, without a solver, fit for a page."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from digivuosi.domain.timing.grid import Grid


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
    stopped: Callable[[], bool] = lambda: False,
) -> Proposal:
    """Propose a start for every item.

    With `restarts` given the answer depends on `grid` and `seed` alone (and not on the machine's speed);
    otherwise it searches for about `seconds`. Only starts that keep every rule R1–R7 are proposed.
    """
    raise NotImplementedError
