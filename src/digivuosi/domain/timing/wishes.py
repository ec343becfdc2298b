"""The wishes W1–W4 of docs/timing.md, one function each: points with their reasons; fewer are better."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from math import lcm

from digivuosi.domain.texts import Text
from digivuosi.domain.timing import rule_words as words
from digivuosi.domain.timing.grid import (
    CROWDED,
    CROWDED_HOUR,
    HIGHEST_WEEK,
    MOVED,
    MOVED_BY_A_DAY,
    OUTSIDE,
    WAITING,
    Place,
)
from digivuosi.domain.timing.plan import Plan, capacity
from digivuosi.domain.timing.saying import Sentence, exact, item, person, say, week_number


class Wish(StrEnum):
    RECOMMENDED = "W1"
    STANDS = "W2"
    LOAD = "W3"
    EQUITY = "W4"

    @property
    def text(self) -> Text:
        """The wish itself in a sentence."""
        return words.WISHES[self.value]


@dataclass(frozen=True, slots=True)
class Points:
    """What one item or person costs, and why."""

    wish: Wish
    points: Fraction
    sentence: Sentence
    item: str | None = None
    person: str | None = None

    @property
    def text(self) -> Text:
        """In words, everything by its id."""
        return self.sentence.told()


def recommended(plan: Plan) -> Iterator[Points]:
    """W1: points for each school day from the start to the recommended time, and from its end to the end."""
    for number, start in plan.placed():
        days = days_outside(plan.grid.places[number], start)
        if days:
            key = plan.grid.problem.items[number].id
            yield Points(Wish.RECOMMENDED, Fraction(OUTSIDE * days), say(words.OUTSIDE, item=item(key), days=days), key)


def days_outside(place: Place, start: int) -> int:
    """School days outside the recommended time: from the start to its first one, and from its last one to the end."""
    if place.recommended is None:
        return 0
    first, last = place.recommended
    return max(0, first - start) + max(0, start + place.days - 1 - last)


def points_of_move(place: Place, start: int) -> int:
    """Points for leaving the place where the item stands today."""
    if place.stands is None or (place.stays and place.stands == start):
        return 0
    return MOVED + MOVED_BY_A_DAY * abs(start - place.stands)


def stands(plan: Plan) -> Iterator[Points]:
    """W2: points for each item that leaves its place, and for each school day of its way."""
    for number, start in plan.placed():
        one, place = plan.grid.problem.items[number], plan.grid.places[number]
        points = points_of_move(place, start)
        if not points or place.stands is None:
            continue
        days = abs(start - place.stands)
        facts = {"item": item(one.id), "stands": one.stands or "", "day": plan.grid.days[start]}
        sentence = say(words.MOVED if place.stays else words.STOOD_WITHOUT_SCHOOL, **facts, days=days)
        yield Points(Wish.STANDS, Fraction(points), sentence, one.id)


def load(plan: Plan) -> Iterator[Points]:
    """W3: for each person, points for the hours of the fullest week and for hours above 70 % of a week's capacity."""
    grid, crowded = plan.grid, exact(CROWDED)
    peak: dict[int, tuple[Fraction, int]] = {}
    over: dict[int, Fraction] = defaultdict(Fraction)
    for (who, week), hours in plan.hours.items():
        # Of two equally full weeks the first is named.
        peak[who] = max(peak.get(who, (Fraction(0), 0)), (hours, -week))
        over[who] += max(Fraction(0), hours - crowded * capacity(grid, who, week))
    for who, (hours, week) in sorted(peak.items()):
        key = grid.problem.people[who].id
        facts = {"person": person(key), "week": week_number(grid.weeks[-week]), "peak": hours, "over": over[who]}
        sentence = say(words.CROWDED if over[who] else words.PEAK, **facts)
        yield Points(Wish.LOAD, HIGHEST_WEEK * hours + CROWDED_HOUR * over[who], sentence, person=key)


def equity(plan: Plan) -> Iterator[Points]:
    """W4: in a round, points for each pair of visits of which the school in greater need has the later one.

    A pair costs 2 × difference in need × weeks between, by calendar weeks from Monday to Monday. Visits are taken from
    the least need up, so that all those taken before have less (equal needs add nothing); what a visit costs is the
    sum over the weeks before its own, which keeps a round of 2,000 schools quick.
    """
    grid = plan.grid
    needs = [exact(school.need) for school in grid.problem.schools]
    scale = lcm(*(need.denominator for need in needs))
    whole = [int(need * scale) for need in needs]
    rounds: dict[str, list[tuple[int, int, str]]] = defaultdict(list)
    for number, start in plan.placed():
        one = grid.problem.items[number]
        if one.round is not None and one.school is not None:
            need = whole[grid.schools[one.school]]
            rounds[one.round].append((need, grid.mondays[grid.week[start]], one.id))
    for name in sorted(rounds):
        seen: dict[int, tuple[int, int]] = {}
        for need, monday, key in sorted(rounds[name]):
            cost = count = 0
            for earlier, (visits, sum_of_needs) in seen.items():
                less = need * visits - sum_of_needs
                if earlier < monday and less:
                    cost += less * (monday - earlier)
                    count += visits
            visits, sum_of_needs = seen.get(monday, (0, 0))
            seen[monday] = visits + 1, sum_of_needs + need
            if cost:
                sentence = say(words.WAITS, item=item(key), count=count)
                yield Points(Wish.EQUITY, Fraction(WAITING * cost, scale), sentence, key)


ALL: dict[Wish, Callable[[Plan], Iterator[Points]]] = {
    Wish.RECOMMENDED: recommended,
    Wish.STANDS: stands,
    Wish.LOAD: load,
    Wish.EQUITY: equity,
}
