"""Real years break rules already: what does not move may overfill a week, and a week's paid hours may be fewer than
one measure asks. Such a problem would have no plan at all. Fitting makes it one that has: what stands fast is taken as
it is, and hours that can never fit are cut to what does. What was cut is told, so that a page can say it openly.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field, replace
from math import floor

from digivuosi.domain.timing.grid import Grid
from digivuosi.domain.timing.problem import After, Item, Problem, Window, Work


@dataclass(frozen=True)
class Cut:
    """An item that asks more hours of a person than there are in its weeks."""

    item: str
    person: str
    hours: float
    """What it asks for the whole item."""
    fits: float
    """What was left of it."""


@dataclass(frozen=True)
class Fitted:
    problem: Problem
    cuts: tuple[Cut, ...]


@dataclass
class _Taken:
    """What the items that stand fast have used so far."""

    hours: dict[tuple[int, int], float] = field(default_factory=lambda: defaultdict(float))
    """By person and week."""
    days: set[tuple[int, int]] = field(default_factory=set)
    """Person and day, for those who are at one place at a time."""
    new: dict[tuple[str | None, str, int], int] = field(default_factory=lambda: defaultdict(int))
    """By school, target group and week."""


def fit(problem: Problem, fixed: Collection[str]) -> Fitted:
    """Return the problem with the items `fixed` pinned where they stand, fit to have a plan.

    Every fixed item must stand on a school day of the problem. Rules that fixed items break among themselves are not
    asked of them: they lose their window, quiet weeks and order among themselves, and hours beyond what their weeks
    hold. An item that may move keeps its rules, but not quiet weeks that would leave it no day, nor hours that no start
    could hold.
    """
    grid = Grid(problem)
    taken = _Taken()
    cuts: list[Cut] = []
    standing = sorted((item for item in problem.items if item.id in fixed), key=lambda item: (item.stands, item.id))
    done: dict[str, Item] = {}
    for item in standing:
        done[item.id] = replace(_fast(item, grid, taken, cuts), after=_orders(item, grid, fixed))
    for item in problem.items:
        if item.id not in done:
            done[item.id] = _free(item, grid, cuts)
    return Fitted(replace(problem, items=tuple(done[item.id] for item in problem.items)), tuple(cuts))


def _fast(item: Item, grid: Grid, taken: _Taken, cuts: list[Cut]) -> Item:
    assert item.stands is not None  # noqa: S101  (said above)
    start = grid.day_number[item.stands]
    days = range(start, min(start + item.days, len(grid.days)))
    limit = grid.problem.new_per_week.get(item.new_for or "")
    key = (item.school, item.new_for or "", grid.week[start])
    is_new = item.new_for is not None and (limit is None or taken.new[key] < limit)
    if is_new:
        taken.new[key] += 1
    return replace(
        item,
        days=len(days),
        work=tuple(work for part in item.work if (work := _standing_work(item, part, days, grid, taken, cuts))),
        window=Window(),
        avoid_quiet=False,
        new_for=item.new_for if is_new else None,
        together=None,
        pinned=item.stands,
    )


def _orders(item: Item, grid: Grid, fixed: Collection[str]) -> tuple[After, ...]:
    """What must still come before an item that stands fast: what may move, and can be done before it."""
    assert item.stands is not None  # noqa: S101  (said above)
    start = grid.day_number[item.stands]
    kept = []
    for after in item.after:
        number = grid.items[after.item]
        earliest = next(iter(grid.allowed[number]), None)
        if after.item in fixed or earliest is None:
            continue
        if earliest + grid.places[number].days + after.gap_days <= start:
            kept.append(after)
    return tuple(kept)


def _standing_work(item: Item, part: Work, days: range, grid: Grid, taken: _Taken, cuts: list[Cut]) -> Work | None:
    person = grid.people[part.person]
    if grid.problem.people[person].one_at_a_time:
        if any((person, day) in taken.days for day in days):
            cuts.append(Cut(item.id, part.person, part.hours, 0.0))
            return None
        taken.days |= {(person, day) for day in days}
    each = part.hours / len(days)
    share = 1.0
    for week, count in _by_week(days, grid).items():
        room = max(0.0, grid.capacity[person][week] - taken.hours[person, week])
        share = min(share, room / (each * count)) if each else share
    hours = _down(part.hours * share) if share < 1 else part.hours
    for week, count in _by_week(days, grid).items():
        taken.hours[person, week] += hours / len(days) * count
    if hours < part.hours:
        cuts.append(Cut(item.id, part.person, part.hours, hours))
    return replace(part, hours=hours) if hours else None


def _free(item: Item, grid: Grid, cuts: list[Cut]) -> Item:
    number = grid.items[item.id]
    starts = grid.allowed[number]
    if not starts and item.avoid_quiet:
        item = replace(item, avoid_quiet=False)
        place = grid.places[number]
        starts = tuple(range(place.first, place.last + 1))
    work = []
    for part in item.work:
        hours = _most(item, part, starts, grid)
        if 0 < hours < part.hours:
            cuts.append(Cut(item.id, part.person, part.hours, hours))
            work.append(replace(part, hours=hours))
        else:
            # Nothing at all fits: the person is away the whole time. That is no matter of hours, so it stands.
            work.append(part)
    return replace(item, work=tuple(work))


def _most(item: Item, part: Work, starts: tuple[int, ...], grid: Grid) -> float:
    """The most hours of a person that some start of the item could hold, if nothing else were done."""
    person, best = grid.people[part.person], 0.0
    each = part.hours / item.days
    for start in starts:
        days = range(start, start + item.days)
        share = min(
            (grid.capacity[person][week] / (each * count) for week, count in _by_week(days, grid).items() if each),
            default=1.0,
        )
        if share >= 1:
            return part.hours
        best = max(best, share)
    return _down(part.hours * best)


def _by_week(days: range, grid: Grid) -> dict[int, int]:
    found: dict[int, int] = defaultdict(int)
    for day in days:
        found[grid.week[day]] += 1
    return found


def _down(hours: float) -> float:
    """Hours count to 0.01; rounded down, so that they surely fit."""
    return floor(hours * 100 + 1e-9) / 100
