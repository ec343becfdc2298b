"""Ways out of a conflict: changes that people can decide on, each checked by solving the changed problem."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice

from digivuosi.domain.timing.away import around_an_absence
from digivuosi.domain.timing.changing import (
    Change,
    Solve,
    apart,
    both,
    dropped,
    given,
    half_hours_up,
    let_into_quiet_weeks,
    moved,
    not_after,
    part_of,
    takers,
    unpinned,
    weeks_beside,
    widened,
    with_hours,
    with_more_new,
    workplaces,
)
from digivuosi.domain.timing.conflicts import Conflict, Core, find_conflict
from digivuosi.domain.timing.demands import Demand, Kind
from digivuosi.domain.timing.grid import Grid
from digivuosi.domain.timing.judging import judge
from digivuosi.domain.timing.problem import Item, Problem, Starts
from digivuosi.domain.timing.refuting import Refutation
from digivuosi.domain.timing.saying import Sentence

MOST_WAYS = 3
MOST_CONFLICTS = 12
"""A way out may be several changes, when there are several conflicts."""
MOST_UNSEEN = 2
"""So many of those may be such that only a solver sees them: each takes a second to find."""
MOST_STEPS = 16
"""How far one kind of change is driven before another one is tried."""
MOST_TRIES = 3
"""So often a kind of change may look right and still not solve the problem."""
DAYS = (1, 2, 3, 5, 8, 12, 20, 40)
MOST_OF_A_KIND = 4
SHARES = (1.1, 1.25, 1.5, 2.0, 3.0)


@dataclass(frozen=True)
class Way:
    """A way out: what to change, the problem after it, and a plan for it that breaks no rule."""

    sentence: Sentence
    problem: Problem
    starts: Starts


def ways_out(
    problem: Problem,
    conflict: Conflict,
    solve: Solve,
    *,
    plan: Starts,
    most: int = MOST_WAYS,
    core: Core | None = None,
    stopped: Callable[[], bool] = lambda: False,
) -> Iterator[Way]:
    """Yield up to `most` ways out of a conflict, of different kinds, as each is found and checked.

    `plan` is the best that was found for the problem as it is: starts by item id, without what has no day.
    `core` finds conflicts behind the first one that the quick proofs do not see (`find_conflict`).
    """
    found = 0
    search = _Search(solve, core, stopped)
    for changes in _kinds(problem, conflict):
        if found >= most or stopped():
            return
        way = _first_that_works(changes, conflict, search)
        if way is not None:
            found += 1
            yield way
    if found < most and not stopped():
        way = _without_the_rest(problem, plan)
        if way is not None:
            yield way


def _without_the_rest(problem: Problem, plan: Starts) -> Way | None:
    """When little else helps: leave out what the search found no day for."""
    missing = [one.id for one in problem.items if one.id not in plan]
    if not missing or len(missing) == len(problem.items):
        return None
    change = dropped(problem, missing)
    return Way(change.sentence, change.problem, plan) if judge(Grid(change.problem), plan).valid else None


@dataclass(frozen=True)
class _Search:
    """How a changed problem is looked at."""

    solve: Solve
    core: Core | None
    stopped: Callable[[], bool]

    def plan_or_conflict(self, grid: Grid) -> tuple[Starts | None, Conflict | None]:
        """Return a plan that keeps every rule, or what is known to be in its way."""
        conflict = find_conflict(grid)
        if conflict is not None:
            return None, conflict
        starts = self.solve(grid)
        if judge(grid, starts).valid:
            return starts, None
        missing = [item.id for item in grid.problem.items if item.id not in starts]
        return None, find_conflict(grid, self.core, missing) if self.core is not None else None


def _first_that_works(changes: Iterator[Change], conflict: Conflict, search: _Search) -> Way | None:
    """Return the mildest change of a kind after which there is a plan."""
    enough = (
        change for change in islice(changes, MOST_STEPS) if not _still_in_conflict(change.problem, conflict, search)
    )
    for change in islice(enough, MOST_TRIES):
        way = _to_the_end(change, conflict, search)
        if way is not None or search.stopped():
            return way
    return None


def _to_the_end(change: Change, conflict: Conflict, search: _Search) -> Way | None:
    """Solve the changed problem; as long as there is another conflict behind, add the mildest change that ends it."""
    met = [conflict]
    for _ in range(MOST_CONFLICTS):
        if search.stopped():
            return None
        starts, another = search.plan_or_conflict(Grid(change.problem))
        if starts is not None:
            return Way(change.sentence, change.problem, starts)
        if another is None or any(_again(one, another) for one in met):
            return None
        met.append(another)
        if sum(one.refutation is None for one in met[1:]) > MOST_UNSEEN:
            return None
        more = _ending(change.problem, another, search)
        if more is None:
            return None
        change = both(change, more)
    return None


def _again(one: Conflict, another: Conflict) -> bool:
    """Whether a conflict has come back; with another interval it has only moved on."""
    before, after = one.refutation, another.refutation
    moved_on = before is not None and after is not None and (before.first, before.last) != (after.first, after.last)
    return set(one.demands) <= set(another.demands) and not moved_on


def _ending(problem: Problem, conflict: Conflict, search: _Search) -> Change | None:
    """Return the first change, from the gentlest kind on, that ends a conflict."""
    for changes in _kinds(problem, conflict):
        for change in islice(changes, MOST_STEPS):
            if search.stopped():
                return None
            if not _still_in_conflict(change.problem, conflict, search):
                return change
    return None


def _still_in_conflict(problem: Problem, conflict: Conflict, search: _Search) -> bool:
    """Whether the part of a problem that a conflict is about still has it: what is too little ends here."""
    figures = conflict.refutation
    items = {problem.items[number].id for number in figures.items} if figures is not None else set()
    items |= {one.subject for one in conflict.demands} | {one.other for one in conflict.demands}
    about = {one.subject for one in conflict.demands if one.kind in (Kind.HOURS, Kind.ONE)}
    near = part_of(problem, lambda one: one.id in items or any(work.person in about for work in one.work))
    found = find_conflict(Grid(near))
    if found is not None:
        return _same(conflict, found)
    if figures is not None or search.core is None or not near.items:
        return False
    return bool(search.core(Grid(part_of(problem, lambda one: one.id in items)), ()))


def _same(conflict: Conflict, another: Conflict) -> bool:
    """Whether the conflict after a change is still the one before it: then the change was too little."""
    before, after = conflict.refutation, another.refutation
    if before is not None and after is not None:
        overlap = before.first <= after.last and after.first <= before.last
        return (before.kind, before.subject, before.other) == (after.kind, after.subject, after.other) and overlap
    # Who is in one conflict over an item may be in another over the next one, and an item in one over somebody else.
    return all(
        bool(mine & set(another.demands))
        for mine in (
            {demand for demand in conflict.demands if demand.kind in _OF_PEOPLE},
            {demand for demand in conflict.demands if demand.kind not in _OF_PEOPLE},
        )
        if mine
    )


_OF_PEOPLE = (Kind.HOURS, Kind.ONE, Kind.NEW)


# --- which changes could help --------------------------------------------------------------------------------


def _kinds(problem: Problem, conflict: Conflict) -> Iterator[Iterator[Change]]:
    """Yield kinds of changes, the gentlest kind first; each from its mildest change on."""
    figures = conflict.refutation
    if figures is not None:
        yield _moves(problem, figures)
        if figures.kind in (Kind.HOURS, Kind.ONE):
            yield from _gifts(problem, figures)
        if figures.kind is Kind.HOURS and figures.has > 0:
            yield _hours_for(problem, figures)
    else:
        for demand in conflict.demands:
            if demand.kind is Kind.HOURS:
                yield from around_an_absence(problem, demand.subject)
    # One of each kind, then a second of each: ways out should differ.
    for number in range(MOST_OF_A_KIND):
        for kind, changes in _OF_DEMANDS:
            about = [demand for demand in conflict.demands if demand.kind is kind]
            if number < len(about) and (kind is not Kind.HOURS or figures is None):
                yield changes(problem, about[number], conflict)


def _later(problem: Problem, demand: Demand, _conflict: Conflict) -> Iterator[Change]:
    changes = (widened(problem, demand.subject, later=days) for days in DAYS)
    yield from (change for change in changes if change is not None)


def _earlier(problem: Problem, demand: Demand, _conflict: Conflict) -> Iterator[Change]:
    changes = (widened(problem, demand.subject, earlier=days) for days in DAYS)
    yield from (change for change in changes if change is not None)


def _without_pin(problem: Problem, demand: Demand, _conflict: Conflict) -> Iterator[Change]:
    yield unpinned(problem, demand.subject)


def _without_quiet(problem: Problem, demand: Demand, _conflict: Conflict) -> Iterator[Change]:
    yield let_into_quiet_weeks(problem, demand.subject)


def _more_hours(problem: Problem, demand: Demand, _conflict: Conflict) -> Iterator[Change]:
    now = next(one.hours_per_week for one in problem.people if one.id == demand.subject)
    for share in SHARES if now else ():
        yield with_hours(problem, demand.subject, half_hours_up(now * share))


def _more_new(problem: Problem, demand: Demand, _conflict: Conflict) -> Iterator[Change]:
    for more in (1, 2, 3):
        yield with_more_new(problem, demand.other, problem.new_per_week[demand.other] + more)


def _apart(problem: Problem, demand: Demand, conflict: Conflict) -> Iterator[Change]:
    """Part an item that the conflict names from its group, else any of them."""
    members = [one.id for one in problem.items if one.together == demand.subject]
    named = {one.subject for one in conflict.demands}
    for key in [key for key in members if key in named] or members:
        yield apart(problem, key)


def _not_after(problem: Problem, demand: Demand, _conflict: Conflict) -> Iterator[Change]:
    yield not_after(problem, demand.subject, demand.other)


_OF_DEMANDS: tuple[tuple[Kind, Callable[[Problem, Demand, Conflict], Iterator[Change]]], ...] = (
    (Kind.WINDOW, _later),
    (Kind.WINDOW, _earlier),
    (Kind.PIN, _without_pin),
    (Kind.QUIET, _without_quiet),
    (Kind.HOURS, _more_hours),
    (Kind.NEW, _more_new),
    (Kind.TOGETHER, _apart),
    (Kind.ORDER, _not_after),
)
"""From the gentlest kind of change to the one that gives up most."""


def _hours_for(problem: Problem, figures: Refutation) -> Iterator[Change]:
    """Give the hours that the figures ask for, then half an hour more at a time, then much more."""
    now = next(one.hours_per_week for one in problem.people if one.id == figures.subject)
    asked = half_hours_up(now if figures.counted else now * figures.needed / figures.has)
    least = asked + 0.5 if asked <= now else asked
    for hours in (*(least + 0.5 * more for more in range(12)), *(half_hours_up(least * share) for share in SHARES[2:])):
        yield with_hours(problem, figures.subject, hours)


def _amount(problem: Problem, figures: Refutation, item: Item) -> float:
    """How much of an interval an item takes."""
    if figures.kind is Kind.HOURS and not figures.counted:
        return sum(work.hours for work in item.work if work.person == figures.subject)
    return float(item.days) if figures.kind is Kind.ONE else 1.0


def _moves(problem: Problem, figures: Refutation) -> Iterator[Change]:
    """Move the fewest items out of an interval, into ever more weeks after it, else before it."""
    grid = Grid(problem)
    needs = {school.id: school.need for school in problem.schools}
    free = [
        one
        for number in figures.items
        if (one := problem.items[number]).pinned is None and one.together is None and _amount(problem, figures, one)
    ]
    # Those who need it least wait; what nothing else waits for, and what takes most, first.
    followed = {after.item for one in problem.items for after in one.after}
    free.sort(
        key=lambda one: (one.id in followed, needs.get(one.school or "", 0), -_amount(problem, figures, one), one.id)
    )
    chosen: list[str] = []
    excess = figures.needed - figures.has
    for one in free:
        if excess <= 0:
            break
        chosen.append(one.id)
        excess -= _amount(problem, figures, one)
    if excess > 0:
        return
    days = max(one.days for one in free if one.id in chosen)
    weeks = (figures.first, figures.last)
    if figures.kind is Kind.ONE:
        weeks = (grid.week[figures.first], grid.week[figures.last])
    for first, last in weeks_beside(grid, *weeks, days):
        yield moved(problem, chosen, first, last)


def _gifts(problem: Problem, figures: Refutation) -> Iterator[Iterator[Change]]:
    """Give some of the schools of somebody who works at several to each of those who could take them."""
    giver = next(one for one in problem.people if one.id == figures.subject)
    if len(workplaces(problem).get(giver.id, ())) > 1:
        for taker in takers(problem, giver):
            yield _gift(problem, figures, taker)


def _gift(problem: Problem, figures: Refutation, taker: str) -> Iterator[Change]:
    """Give the fewest schools that make enough room, then some more."""
    amounts: dict[str, float] = {}
    for number in figures.items:
        one = problem.items[number]
        if one.school is not None:
            amounts[one.school] = amounts.get(one.school, 0) + _amount(problem, figures, one)
    schools = sorted(amounts, key=lambda key: (-amounts[key], key))
    excess, count = figures.needed - figures.has, 0
    while excess > 0 and count < len(schools):
        excess -= amounts[schools[count]]
        count += 1
    for more in (0, 1, 2, 4):
        if count + more <= len(schools):
            yield given(problem, sorted(schools[: count + more]), figures.subject, taker)
