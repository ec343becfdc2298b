"""Two or three plans that differ in what they care most about, for people to choose between.

The points of docs/timing.md weigh everything together. An alternative is searched with one wish emphasised, and of all
plans found the one that is really best in that respect is shown: what its name says is true by its figures.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from digivuosi.domain.timing.grid import MOVED, MOVED_BY_A_DAY, OUTSIDE, Grid
from digivuosi.domain.timing.judging import judge
from digivuosi.domain.timing.problem import Problem, Starts
from digivuosi.domain.timing.proposing import propose
from digivuosi.domain.timing.replanning import replan
from digivuosi.domain.timing.wishes import Wish


class Care(StrEnum):
    """What an alternative cares most about."""

    BALANCED = "balanced"
    """All wishes as docs/timing.md weighs them; what a longer search improves."""
    CALM = "calm"
    """The load of the weeks (W3)."""
    RECOMMENDED = "recommended"
    """Closeness to the recommended time (W1)."""
    FEW = "few"
    """Few changes to today's plan (W2)."""


@dataclass(frozen=True)
class Figures:
    """What a plan is like, in figures that people understand."""

    cost: float
    """All points of docs/timing.md; of a plan with items missing, of those that are placed."""
    outside: int
    """School days outside the recommended times, over all items."""
    moved: int
    """Items that do not stand where they stand today."""
    load: float
    """Points of W3: for the fullest week of each person and for every hour over 70 % of a week."""


@dataclass(frozen=True)
class Alternative:
    cares: tuple[Care, ...]
    """What it is the best in; one plan may be the best in several."""
    starts: dict[str, date]
    missing: tuple[str, ...]
    """Items that no day could be found for."""
    figures: Figures


class EmphasisedGrid(Grid):
    """A grid whose W1 and W2 weigh otherwise. The load is emphasised by making both of them lighter."""

    def __init__(self, problem: Problem, *, recommended: float, stands: float) -> None:
        super().__init__(problem)
        self._recommended, self._stands = recommended, stands

    def own_cost(self, item: int, start: int) -> int:
        """Points of W1 and W2 for one item, as they weigh here."""
        place = self.places[item]
        cost = 0.0
        if place.recommended is not None:
            first, last = place.recommended
            cost += self._recommended * OUTSIDE * (max(0, first - start) + max(0, start + place.days - 1 - last))
        if place.stands is not None and (start != place.stands or not place.stays):
            cost += self._stands * (MOVED + MOVED_BY_A_DAY * abs(start - place.stands))
        return round(cost)


SEARCHES = 3
"""So many searches a replan usually takes."""
_WEIGHTS = {Care.CALM: (0.2, 0.2), Care.RECOMMENDED: (10.0, 1.0), Care.FEW: (1.0, 40.0)}


def alternatives(problem: Problem, *, seconds: float, seed: int = 0, restarts: int | None = None) -> list[Alternative]:
    """Return one to three plans that differ: the calmest, the closest to the recommended times, the fewest changes.

    Of all that is found, only plans with the fewest missing items count.
    `seconds` is for all searches together. With `restarts` the answer depends on the problem and the seed alone.
    Every plan keeps every rule for the items it places. Plans that are the same are one, with all it is best in.
    """
    grid = Grid(problem)
    grids: list[Grid] = [grid, *(EmphasisedGrid(problem, recommended=r, stands=s) for r, s in _WEIGHTS.values())]
    share = seconds / (len(grids) + 1)
    found = [propose(one, seconds=share, seed=seed, restarts=restarts).starts for one in grids]
    found.append(_kept(problem, seconds=share, seed=seed, restarts=restarts))
    plans = [
        (starts, figures_of(grid, starts), tuple(one.id for one in problem.items if one.id not in starts))
        for starts in found
    ]
    least = min(len(missing) for _starts, _figures, missing in plans)
    plans = [plan for plan in plans if len(plan[2]) == least]
    chosen: list[Alternative] = []
    for care, key in _KEYS.items():
        starts, figures, missing = min(plans, key=lambda plan: key(plan[1]))
        same = next((number for number, one in enumerate(chosen) if one.starts == starts), None)
        if same is None:
            chosen.append(Alternative((care,), starts, missing, figures))
        else:
            chosen[same] = Alternative((*chosen[same].cares, care), starts, missing, figures)
    return chosen


def _kept(problem: Problem, *, seconds: float, seed: int, restarts: int | None) -> dict[str, date]:
    """A plan in which only what must move does."""

    def solve(grid: Grid) -> Starts:
        return propose(grid, seconds=seconds / SEARCHES, seed=seed, restarts=restarts).starts

    return replan(problem, {one.id: one.stands for one in problem.items if one.stands is not None}, solve).starts


def figures_of(grid: Grid, starts: Starts) -> Figures:
    """The figures of a plan by the true points, whatever it was searched by."""
    verdict = judge(grid, starts)
    moved = sum(
        1
        for item in grid.problem.items
        if item.id in starts and item.stands is not None and starts[item.id] != item.stands
    )
    points = verdict.points
    return Figures(
        cost=round(sum(points.values()), 2),
        outside=round(points[Wish.RECOMMENDED] / OUTSIDE),
        moved=moved,
        load=round(points[Wish.LOAD], 2),
    )


_KEYS: dict[Care, Callable[[Figures], tuple[float, ...]]] = {
    Care.CALM: lambda one: (one.load, one.cost),
    Care.RECOMMENDED: lambda one: (one.outside, one.cost),
    Care.FEW: lambda one: (one.moved, one.cost),
}
