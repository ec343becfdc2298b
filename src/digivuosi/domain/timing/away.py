"""Changes for an absence that leaves somebody's work no day at all: it waits, or somebody else does it.

A conflict names one such item, but who is away from a visit is away from many. So these changes are about all of them
together, as people would decide it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from digivuosi.domain.timing.blocks import Blocks
from digivuosi.domain.timing.changing import Change, covered, handed_over, moved, takers, weeks_beside
from digivuosi.domain.timing.grid import Grid
from digivuosi.domain.timing.problem import Item, Person, Problem


def left_without_a_day(problem: Problem, key: str) -> tuple[str, ...]:
    """Return the ids of what a person has a part in and no day is open for, though one would be without the absence.

    Orders are not looked at: what merely waits for such an item is not among them.
    """
    mine = [
        replace(one, after=(), together=None)
        for one in problem.items
        if any(work.person == key and work.hours for work in one.work)
    ]
    people = tuple(replace(one, absent_weeks=frozenset()) if one.id == key else one for one in problem.people)
    as_it_is = _open(replace(problem, items=tuple(mine)))
    without = _open(replace(problem, items=tuple(mine), people=people))
    return tuple(one.id for one in mine if not as_it_is[one.id] and without[one.id])


def _open(problem: Problem) -> dict[str, bool]:
    """Whether each item has an open start, by id."""
    blocks = Blocks(Grid(problem))
    return {
        problem.items[member].id: bool(starts)
        for members, starts in zip(blocks.members, blocks.starts, strict=True)
        for member in members
    }


def around_an_absence(problem: Problem, key: str) -> Iterator[Iterator[Change]]:
    """Yield kinds of changes for what a person's absence leaves no day for, the gentlest kind first."""
    away = next(one for one in problem.people if one.id == key)
    keys = left_without_a_day(problem, key) if away.absent_weeks else ()
    if not keys:
        return
    grid, by_id = Grid(problem), {one.id: one for one in problem.items}
    absence = _absence(grid, away, [grid.items[key] for key in keys])
    yield _beside(grid, absence, [by_id[key] for key in keys])
    for taker in takers(problem, away):
        yield iter([handed_over(problem, keys, key, taker)])
    yield iter([covered(grid, key, *absence)])


def _beside(grid: Grid, absence: tuple[int, int], items: Sequence[Item]) -> Iterator[Change]:
    """Into ever more weeks after the absence, else before it; what people agreed or do together is not moved."""
    if any(one.pinned is not None or one.together is not None for one in items):
        return
    for first, last in weeks_beside(grid, *absence, max(one.days for one in items)):
        yield moved(grid.problem, [one.id for one in items], first, last)


def _absence(grid: Grid, away: Person, items: Sequence[int]) -> tuple[int, int]:
    """First and last of the absent weeks on end that shut out most of the items (without its absence none would be)."""
    spans: list[tuple[int, int]] = []
    for week, name in enumerate(grid.weeks):
        if name in away.absent_weeks:
            goes_on = spans and spans[-1][1] == week - 1
            spans[-1:] = [(spans[-1][0], week)] if goes_on else [*spans[-1:], (week, week)]

    def shut(span: tuple[int, int]) -> int:
        return sum(span[0] <= grid.week[start] <= span[1] for item in items for start in grid.allowed[item])

    return max(spans, key=shut)
