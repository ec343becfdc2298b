"""A better plan for a city (or one school), with a lower bound: the instant plan, improved while there is time.

Importing this module loads no solver. `solve_city` does; it belongs into the worker and the command.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date

from digivuosi.domain.timing.problem import Problem

INSTANT, IMPROVING, DONE = "instant", "improving", "done"
"""Phases of a run: pure search, group by group and school by school with the solver, the end."""


@dataclass(frozen=True)
class Progress:
    cost: float | None
    """Points of the best plan so far; None while there is no plan for all items."""
    bound: float | None
    """Points that no plan can be below; None while nothing is known."""
    gap: float | None
    """Share of the cost that a better plan could save at the most: (cost - bound) / cost."""
    broken: int
    """Items that have no place yet without breaking a rule."""
    seconds: float
    phase: str
    plan: Callable[[], dict[str, date]] = field(default=dict, repr=False, compare=False)
    """Works out the starts as they are now, for whoever keeps them: a run may be cut off. It keeps every rule; while a
    single school is searched it may still be a step behind `cost`."""


@dataclass(frozen=True)
class Solved:
    starts: dict[str, date]
    """The best plan; it keeps every rule. Items without a place are not in it."""
    cost: float
    """Points of the wishes (docs/timing.md) over all placed items."""
    bound: float | None
    """Points that no plan of all items can be below; None when that was not found out."""
    missing: tuple[str, ...]
    """Ids of the items without a place."""
    proven: bool
    """Whether no plan can be better."""

    @property
    def gap(self) -> float | None:
        """Share of the cost that a better plan could save at the most."""
        return gap_of(self.cost, self.bound) if not self.missing else None


def gap_of(cost: float | None, bound: float | None) -> float | None:
    """Return (cost - bound) / cost, 0 for a cost of 0; None when one of them is not known."""
    if cost is None or bound is None:
        return None
    return max(0.0, cost - bound) / cost if cost else 0.0


def solve_city(
    problem: Problem,
    *,
    seconds: float,
    seed: int = 0,
    workers: int = 2,
    deterministic: float | None = None,
    told: Callable[[Progress], None] = lambda _progress: None,
    stopped: Callable[[], bool] = lambda: False,
    start: Mapping[str, date] | None = None,
) -> Solved:
    """Return the best plan found within about `seconds`, never a worse one than `start` or the instant plan.

    `workers` processes share the schools (one process for `workers=1`); a single school is searched by as many
    threads. `told` hears of progress; `stopped` is asked ten times a second and ends the run with the best so far.
    With `deterministic` (units of the solver's own work for each school, about a second each) the answer depends on
    the arguments alone, whatever the machine's speed: it then takes one worker and no clock.
    """
    from digivuosi.domain.timing.solving.city import City

    city = City(problem, seconds=seconds, seed=seed, workers=workers, deterministic=deterministic)
    return city.solve(told, stopped, start)
