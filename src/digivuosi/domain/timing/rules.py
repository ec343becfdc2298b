"""The rules R1–R7 of docs/timing.md, one function each: what a plan breaks, in words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from digivuosi.domain.texts import Text
from digivuosi.domain.timing import rule_words as words
from digivuosi.domain.timing.plan import Plan, capacity, days_by_week, hundredths
from digivuosi.domain.timing.problem import Item
from digivuosi.domain.timing.saying import Sentence, audience, group, item, person, say, school, week_number


class Rule(StrEnum):
    WINDOW = "R1"
    ORDER = "R2"
    HOURS = "R3"
    ONE_AT_A_TIME = "R4"
    QUIET = "R5"
    NEW = "R6"
    TOGETHER = "R7"

    @property
    def text(self) -> Text:
        """The rule itself in a sentence."""
        return words.RULES[self.value]


@dataclass(frozen=True, slots=True)
class Broken:
    """One place where a plan breaks a rule. `items` are ids; the one that should move stands first."""

    rule: Rule
    items: tuple[str, ...]
    sentence: Sentence
    person: str | None = None
    school: str | None = None
    week: str | None = None

    @property
    def text(self) -> Text:
        """In words, everything by its id; `sentence.told(names)` says names."""
        return self.sentence.told()


Rules = Callable[[Plan], Iterator[Broken]]


def window(plan: Plan) -> Iterator[Broken]:
    """R1: inside the window, on school days."""
    for number, one in enumerate(plan.grid.problem.items):
        sentence = _outside(plan, number, one)
        if sentence is not None:
            yield Broken(Rule.WINDOW, (one.id,), sentence, school=one.school)


def _outside(plan: Plan, number: int, one: Item) -> Sentence | None:
    grid, day = plan.grid, plan.day[number]
    if day is None:
        return say(words.NO_DAY, item=item(one.id))
    if day not in grid.day_number:
        return say(words.NO_SCHOOL, item=item(one.id), day=day)
    start = plan.start[number]
    if start is None:
        return say(words.YEAR_ENDS, item=item(one.id), day=day, days=one.days, last=grid.days[-1])
    if one.window.earliest is not None and day < one.window.earliest:
        return say(words.TOO_EARLY, item=item(one.id), day=day, earliest=one.window.earliest)
    end = grid.days[plan.end(number, start)]
    if one.window.latest is not None and end > one.window.latest:
        return say(words.TOO_LATE, item=item(one.id), end=end, latest=one.window.latest)
    return None


def order(plan: Plan) -> Iterator[Broken]:
    """R2: it starts at the earliest on the first school day after the other's last day, plus the gap."""
    grid = plan.grid
    for number, start in plan.placed():
        one = grid.problem.items[number]
        for before, (other, gap) in zip(one.after, grid.places[number].after, strict=True):
            ready = plan.start[other]
            if ready is None:
                continue
            end = plan.end(other, ready)
            if start < end + 1 + gap:
                facts = {"item": item(one.id), "before": item(before.item), "day": grid.days[start]}
                said = words.GAP if gap else words.ORDER
                sentence = say(said, **facts, end=grid.days[end], gap=gap)
                yield Broken(Rule.ORDER, (one.id, before.item), sentence, school=one.school)


def hours(plan: Plan) -> Iterator[Broken]:
    """R3: a person's hours in a week are at most its share of `hours_per_week`; none in an absent week."""
    grid = plan.grid
    for (who, week), needed in sorted(plan.hours.items()):
        has = capacity(grid, who, week)
        if hundredths(needed) <= hundredths(has):
            continue
        one, name = grid.problem.people[who], grid.weeks[week]
        busy = tuple(grid.problem.items[number].id for number in plan.at[who, week])
        absent = name in one.absent_weeks
        facts = {"person": person(one.id), "week": week_number(name), "items": item(*busy)}
        sentence = say(words.ABSENT if absent else words.HOURS, **facts, needed=needed, has=has)
        yield Broken(Rule.HOURS, busy, sentence, person=one.id, week=name)


def one_at_a_time(plan: Plan) -> Iterator[Broken]:
    """R4: a person with `one_at_a_time` has no two items on one day, whatever their hours.

    Told once for each item that starts before an earlier one has ended.
    """
    grid = plan.grid
    careful = {number for number, who in enumerate(grid.problem.people) if who.one_at_a_time}
    taken: dict[int, list[tuple[int, int, int]]] = defaultdict(list)
    for number, start in plan.placed():
        for who, _ in grid.places[number].work:
            if who in careful:
                taken[who].append((start, plan.end(number, start), number))
    for who, spans in sorted(taken.items()):
        spans.sort()
        last_end, last_number = spans[0][1], spans[0][2]
        for start, end, number in spans[1:]:
            if start <= last_end:
                ids = (grid.problem.items[number].id, grid.problem.items[last_number].id)
                one = grid.problem.people[who].id
                facts = {"person": person(one), "item": item(ids[0]), "other": item(ids[1])}
                sentence = say(words.TWO_AT_A_TIME, **facts, day=grid.days[start])
                yield Broken(Rule.ONE_AT_A_TIME, ids, sentence, person=one, week=grid.weeks[grid.week[start]])
            if end >= last_end:
                last_end, last_number = end, number


def quiet(plan: Plan) -> Iterator[Broken]:
    """R5: an item with `avoid_quiet` touches no quiet week of its school."""
    grid = plan.grid
    for number, start in plan.placed():
        one = grid.problem.items[number]
        if not one.avoid_quiet or one.school is None:
            continue
        hushed = grid.quiet(one.school)
        for week, _ in days_by_week(grid, start, one.days):
            name = grid.weeks[week]
            if name in hushed:
                sentence = say(words.QUIET, item=item(one.id), week=week_number(name))
                yield Broken(Rule.QUIET, (one.id,), sentence, school=one.school, week=name)


def new(plan: Plan) -> Iterator[Broken]:
    """R6: at a school, at most `new_per_week` items that are new for a target group start in one week."""
    grid = plan.grid
    begun: dict[tuple[str, str, int], list[str]] = defaultdict(list)
    for number, start in plan.placed():
        one = grid.problem.items[number]
        if one.school is not None and one.new_for is not None and one.new_for in grid.problem.new_per_week:
            begun[one.school, one.new_for, grid.week[start]].append(one.id)
    for (where, whom, week), ids in sorted(begun.items()):
        most = grid.problem.new_per_week[whom]
        if len(ids) > most:
            name = grid.weeks[week]
            facts = {"school": school(where), "audience": audience(whom), "items": item(*ids)}
            sentence = say(words.NEW, **facts, week=week_number(name), count=len(ids), most=most)
            yield Broken(Rule.NEW, tuple(ids), sentence, school=where, week=name)


def together(plan: Plan) -> Iterator[Broken]:
    """R7: `together` items start on the same day; a pinned item starts where it is pinned."""
    groups: dict[str, dict[date, list[str]]] = defaultdict(lambda: defaultdict(list))
    for number, one in enumerate(plan.grid.problem.items):
        day = plan.day[number]
        if day is None:
            continue
        if one.together is not None:
            groups[one.together][day].append(one.id)
        if one.pinned is not None and day != one.pinned:
            sentence = say(words.PINNED, item=item(one.id), day=day, pinned=one.pinned)
            yield Broken(Rule.TOGETHER, (one.id,), sentence, school=one.school)
    for name, days in sorted(groups.items()):
        if len(days) > 1:
            # The day that most of them share is the one that the others should come to.
            usual = max(days, key=lambda day: (len(days[day]), -day.toordinal()))
            strays = tuple(one for day in sorted(days) if day != usual for one in days[day])
            sentence = say(words.TOGETHER, group=group(name), items=item(*strays), day=usual)
            yield Broken(Rule.TOGETHER, strays, sentence)


ALL: dict[Rule, Rules] = {
    Rule.WINDOW: window,
    Rule.ORDER: order,
    Rule.HOURS: hours,
    Rule.ONE_AT_A_TIME: one_at_a_time,
    Rule.QUIET: quiet,
    Rule.NEW: new,
    Rule.TOGETHER: together,
}
