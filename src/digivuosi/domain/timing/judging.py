"""The judge: which rules a plan breaks and what it costs. It knows no solver, and what it says counts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from digivuosi.domain.timing import rules, wishes
from digivuosi.domain.timing.grid import Grid
from digivuosi.domain.timing.plan import Plan
from digivuosi.domain.timing.problem import Starts
from digivuosi.domain.timing.rules import Broken
from digivuosi.domain.timing.wishes import Points, Wish


@dataclass(frozen=True)
class Verdict:
    """What the judge says of a plan."""

    broken: tuple[Broken, ...]
    points: dict[Wish, float]
    """Of each wish, not rounded; of a plan that breaks rules, those of what is placed."""
    cost: float | None
    """All points, rounded to 0.01 once at the end; None when a rule is broken."""

    @property
    def valid(self) -> bool:
        """Whether every rule holds."""
        return not self.broken


def judge(grid: Grid, starts: Starts) -> Verdict:
    """Judge a plan. `starts` may lack items (that breaks R1) but must not name others than the problem's."""
    plan = Plan(grid, starts)
    broken = tuple(breaks(plan))
    sums = {wish: sum(one.points for one in points(plan)) for wish, points in wishes.ALL.items()}
    cost = None if broken else float(round(sum(sums.values()), 2))
    return Verdict(broken, {wish: float(total) for wish, total in sums.items()}, cost)


def breaks(plan: Plan) -> Iterator[Broken]:
    """Yield everything that breaks a rule, rule by rule."""
    for rule in rules.ALL.values():
        yield from rule(plan)


def reasons(plan: Plan) -> Iterator[Points]:
    """Yield all points with their reasons, wish by wish."""
    for wish in wishes.ALL.values():
        yield from wish(plan)
