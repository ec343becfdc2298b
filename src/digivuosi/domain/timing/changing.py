"""Changes of a problem that make room: each as a sentence and a new problem."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from fractions import Fraction

from digivuosi.domain.schoolyear.dates import span_text
from digivuosi.domain.timing import conflict_words as words
from digivuosi.domain.timing.grid import Grid
from digivuosi.domain.timing.problem import Item, Person, Problem, Starts, Window
from digivuosi.domain.timing.saying import Sentence, audience, exact, group, item, person, say, school
from digivuosi.domain.timing.stopping import weeks_text

WEEKS_BESIDE = (1, 2, 4, 8)
"""How many weeks beside others something may be moved to, the fewest first."""
Solve = Callable[[Grid], Starts]
"""A search for a plan; items that it found no day for are missing in it."""


@dataclass(frozen=True)
class Change:
    """A change and the problem after it."""

    sentence: Sentence
    problem: Problem


def widened(problem: Problem, key: str, *, earlier: int = 0, later: int = 0) -> Change | None:
    """Widen an item's window by school days on a side; None when the year has no such days or the side is open."""
    one = _item(problem, key)
    days = problem.days
    earliest, latest = one.window.earliest, one.window.latest
    if (earlier and earliest is None) or (later and latest is None):
        return None
    if earlier and earliest is not None:
        before = [day for day in days if day < earliest]
        if not before:
            return None
        earliest = before[-earlier] if earlier <= len(before) else before[0]
    if later and latest is not None:
        after = [day for day in days if day > latest]
        if not after:
            return None
        latest = after[later - 1] if later <= len(after) else after[-1]
    span = span_text(earliest or days[0], latest or days[-1])
    changed = _with_items(problem, [replace(one, window=Window(earliest, latest))])
    return Change(say(words.WIDEN, item=item(key), span=span), changed)


def moved(problem: Problem, keys: Collection[str], first: int, last: int) -> Change:
    """Give items the window from one school day of the year to another."""
    window = Window(problem.days[first], problem.days[last])
    wanted = set(keys)
    changed = _with_items(problem, [replace(one, window=window) for one in problem.items if one.id in wanted])
    span = span_text(problem.days[first], problem.days[last])
    if len(keys) == 1:
        return Change(say(words.MOVE_ITEM, item=item(*keys), span=span), changed)
    return Change(say(words.MOVE_ITEMS, items=item(*keys), count=len(keys), span=span), changed)


def given(problem: Problem, schools: Collection[str], giver: str, taker: str) -> Change:
    """Let one person take over all the work of another at some schools."""
    facts = {"schools": school(*schools), "person": person(taker), "giver": person(giver)}
    text = words.GIVE_SCHOOL if len(schools) == 1 else words.GIVE_SCHOOLS
    wanted = set(schools)
    changed = _worked_by(problem, taker, giver, lambda one: one.school in wanted)
    return Change(say(text, **facts, count=len(schools)), changed)


def handed_over(problem: Problem, keys: Collection[str], giver: str, taker: str) -> Change:
    """Let one person take over another's work in some items."""
    facts = {"items": item(*keys), "person": person(taker), "giver": person(giver)}
    text = words.STAND_IN_ONCE if len(keys) == 1 else words.STAND_IN
    wanted = set(keys)
    changed = _worked_by(problem, taker, giver, lambda one: one.id in wanted)
    return Change(say(text, **facts, count=len(keys)), changed)


def covered(grid: Grid, key: str, first: int, last: int) -> Change:
    """Find somebody with the same hours in place of a person for some absent weeks, the last one included."""
    weeks = range(first, last + 1)
    back = {grid.weeks[week] for week in weeks}
    people = tuple(
        replace(one, absent_weeks=one.absent_weeks - back) if one.id == key else one for one in grid.problem.people
    )
    sentence = say(words.COVER, person=person(key), weeks=weeks_text(grid, weeks))
    return Change(sentence, replace(grid.problem, people=people))


def dropped(problem: Problem, keys: Collection[str]) -> Change:
    """Leave items out; what waited for them waits no more."""
    unwanted = set(keys)
    text = words.LEAVE_OUT_ONE if len(keys) == 1 else words.LEAVE_OUT
    sentence = say(text, items=item(*keys), count=len(keys))
    return Change(sentence, part_of(problem, lambda one: one.id not in unwanted))


def with_hours(problem: Problem, key: str, hours: float) -> Change:
    """Give a person more hours a week."""
    now = next(one.hours_per_week for one in problem.people if one.id == key)
    people = tuple(replace(one, hours_per_week=hours) if one.id == key else one for one in problem.people)
    sentence = say(words.MORE_HOURS, person=person(key), hours=exact(hours), now=exact(now))
    return Change(sentence, replace(problem, people=people))


def unpinned(problem: Problem, key: str) -> Change:
    """Give up an agreed start."""
    one = _item(problem, key)
    return Change(
        say(words.UNPIN, item=item(key), day=one.pinned or ""), _with_items(problem, [replace(one, pinned=None)])
    )


def let_into_quiet_weeks(problem: Problem, key: str) -> Change:
    """Allow an item in quiet weeks."""
    one = replace(_item(problem, key), avoid_quiet=False)
    return Change(say(words.ALLOW_QUIET, item=item(key)), _with_items(problem, [one]))


def with_more_new(problem: Problem, key: str, most: int) -> Change:
    """Allow more that is new for a target group in a week."""
    sentence = say(words.MORE_NEW, audience=audience(key), most=most, now=problem.new_per_week[key])
    return Change(sentence, replace(problem, new_per_week={**problem.new_per_week, key: most}))


def not_after(problem: Problem, key: str, before: str) -> Change:
    """Give up an order."""
    one = _item(problem, key)
    changed = replace(one, after=tuple(after for after in one.after if after.item != before))
    return Change(say(words.NOT_AFTER, item=item(key), before=item(before)), _with_items(problem, [changed]))


def apart(problem: Problem, key: str) -> Change:
    """Let an item start on another day than its group."""
    one = _item(problem, key)
    sentence = say(words.APART, item=item(key), group=group(one.together or ""))
    return Change(sentence, _with_items(problem, [replace(one, together=None)]))


def both(first: Change, second: Change) -> Change:
    """One change after another; the second was made of the problem after the first."""
    return Change(say(words.AND, first=first.sentence, second=second.sentence), second.problem)


def part_of(problem: Problem, wanted: Callable[[Item], bool]) -> Problem:
    """Return only some items of a problem, with the orders among them."""
    kept = {one.id for one in problem.items if wanted(one)}
    items = (one for one in problem.items if one.id in kept)
    return replace(
        problem,
        items=tuple(replace(one, after=tuple(after for after in one.after if after.item in kept)) for one in items),
    )


def kept_in_place(problem: Problem, starts: Starts, free: Collection[str]) -> Problem:
    """Return the problem with everything pinned where it is, but for the items in `free`, by id."""
    items = (
        one if one.id in free or one.id not in starts else replace(one, pinned=starts[one.id]) for one in problem.items
    )
    return replace(problem, items=tuple(items))


def half_hours_up(hours: float) -> float:
    """Round hours up to half an hour: nobody is paid for 2.37 hours a week."""
    return float(-((-exact(hours) * 2) // 1) * Fraction(1, 2))


def weeks_beside(grid: Grid, first: int, last: int, days: int) -> Iterator[tuple[int, int]]:
    """Yield spans of at least so many school days, as first and last day, beside the weeks from `first` to `last`: one
    week after them, then one before, then ever more weeks."""
    ends = [day + count for day, count in zip(grid.first_of_week, grid.days_in_week, strict=True)]
    for weeks in WEEKS_BESIDE:
        after = (last + 1, min(last + weeks, len(ends) - 1))
        before = (max(0, first - weeks), first - 1)
        for begin, end in (after, before):
            if 0 <= begin <= end and ends[end] - grid.first_of_week[begin] >= days:
                yield grid.first_of_week[begin], ends[end] - 1


def workplaces(problem: Problem) -> dict[str, set[str]]:
    """Return the schools that each person works at, by id."""
    found: dict[str, set[str]] = {}
    for one in problem.items:
        for work in one.work:
            if one.school is not None:
                found.setdefault(work.person, set()).add(one.school)
    return found


def takers(problem: Problem, giver: Person) -> list[str]:
    """Return the ids of who could take over work of a person, those first who have the fewest hours of work to do.

    That is who works at several schools, in the same manner (`one_at_a_time`), and has no part in any item together
    with the person: it would then be theirs twice.
    """
    schools = workplaces(problem)
    hours: dict[str, float] = {}
    beside: set[str] = set()
    for one in problem.items:
        people = {work.person for work in one.work}
        beside |= people if giver.id in people else set()
        for work in one.work:
            hours[work.person] = hours.get(work.person, 0.0) + work.hours
    fitting = [
        one.id
        for one in problem.people
        if one.id not in beside | {giver.id}
        and one.one_at_a_time == giver.one_at_a_time
        and len(schools.get(one.id, ())) > 1
    ]
    return sorted(fitting, key=lambda key: (hours[key], key))


def _worked_by(problem: Problem, taker: str, giver: str, wanted: Callable[[Item], bool]) -> Problem:
    """Give one person's work in some items to another."""
    return _with_items(
        problem,
        [
            replace(one, work=tuple(replace(work, person=taker) if work.person == giver else work for work in one.work))
            for one in problem.items
            if wanted(one)
        ],
    )


def _item(problem: Problem, key: str) -> Item:
    return next(one for one in problem.items if one.id == key)


def _with_items(problem: Problem, changed: Iterable[Item]) -> Problem:
    by_id = {one.id: one for one in changed}
    return replace(problem, items=tuple(by_id.get(one.id, one) for one in problem.items))
