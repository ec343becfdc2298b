"""Each wish W1–W4 alone: the points by hand."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from fractions import Fraction

import pytest

from digivuosi.domain.timing import wishes
from digivuosi.domain.timing.grid import Grid
from digivuosi.domain.timing.judging import judge
from digivuosi.domain.timing.plan import Plan
from digivuosi.domain.timing.problem import Item, Person, Problem, School, Window, Work
from digivuosi.domain.timing.wishes import Points, Wish
from tests.timings import school_days

MON, TUE, WED, THU, FRI = (date(2026, 8, day) for day in range(17, 22))
SATURDAY, NEXT_MON = date(2026, 8, 22), date(2026, 8, 24)
DAYS = school_days(8, without=("2026-W36",))
WEEK_35, WEEK_37 = date(2026, 8, 24), date(2026, 9, 7)


def points_of(
    wish: Callable[[Plan], Iterator[Points]],
    starts: Mapping[str, date],
    *items: Item,
    people: tuple[Person, ...] = (),
    schools: tuple[School, ...] = (),
) -> list[tuple[str, Fraction]]:
    problem = Problem(DAYS, items, people, schools)
    return [(one.item or one.person or "", one.points) for one in wish(Plan(Grid(problem), starts))]


@pytest.mark.parametrize(
    ("start", "days", "points"),
    [(TUE, 2, 0), (MON, 2, 10), (WED, 3, 20), (MON, 5, 30), (FRI, 1, 20), (SATURDAY, 1, 0)],
)
def test_w1_counts_school_days_from_the_start_and_to_the_end(start: date, days: int, points: int) -> None:
    item = Item("x", days, recommended=Window(TUE, WED))
    assert sum(cost for _, cost in points_of(wishes.recommended, {"x": start}, item)) == points


def test_w1_counts_the_way_also_when_all_of_it_is_early() -> None:
    item = Item("x", 2, recommended=Window(FRI))
    assert points_of(wishes.recommended, {"x": MON}, item) == [("x", 40)]
    # Days of a break are no school days: from Friday of week 35 to Monday of week 37 is one.
    item = Item("x", recommended=Window(latest=date(2026, 8, 28)))
    assert points_of(wishes.recommended, {"x": WEEK_37}, item) == [("x", 10)]


@pytest.mark.parametrize(
    ("stands", "start", "points"),
    [(MON, MON, 0), (MON, TUE, 6), (TUE, MON, 6), (FRI, NEXT_MON, 6), (SATURDAY, NEXT_MON, 5), (SATURDAY, FRI, 6)],
)
def test_w2_counts_the_move_and_its_days(stands: date, start: date, points: int) -> None:
    found = points_of(wishes.stands, {"x": start}, Item("x", stands=stands))
    assert sum(cost for _, cost in found) == points


def test_w2_costs_nothing_for_what_stands_nowhere() -> None:
    assert points_of(wishes.stands, {"x": MON}, Item("x")) == []


def test_w3_counts_the_fullest_week_and_hours_above_seventy_per_cent() -> None:
    tutor = Person("t", 4)
    items = (Item("a", work=(Work("t", 3),)), Item("b", work=(Work("t", 1.5),)))
    # Week 34: 3 hours of 4, 0.2 above 2.8. Week 35: 1.5 hours.
    assert points_of(wishes.load, {"a": MON, "b": NEXT_MON}, *items, people=(tutor,)) == [("t", 60 + 2)]
    assert points_of(wishes.load, {"a": MON, "b": FRI}, *items, people=(tutor,)) == [("t", 90 + 17)]


def test_w3_takes_the_capacity_of_a_short_and_of_an_absent_week() -> None:
    item = Item("a", work=(Work("t", 1),))
    # Three school days of five give 2.4 hours, 70 % of which are 1.68.
    first = date(2026, 8, 12)
    item = Item("a", work=(Work("t", 2),))
    assert points_of(wishes.load, {"a": first}, item, people=(Person("t", 4),)) == [("t", 40 + Fraction("3.2"))]
    away = Person("t", 4, absent_weeks=frozenset({"2026-W33"}))
    assert points_of(wishes.load, {"a": first}, item, people=(away,)) == [("t", 40 + 20)]


def test_w4_counts_pairs_in_which_the_greater_need_waits_by_calendar_weeks() -> None:
    schools = (School("low", 0.2), School("mid", 0.5), School("high", 0.8), School("same", 0.8))
    visits = {one.id: Item(one.id, school=one.id, round="autumn") for one in schools}

    def cost(**starts: date) -> Fraction:
        found = points_of(wishes.equity, starts, *(visits[key] for key in starts), schools=schools)
        return sum((points for _, points in found), Fraction(0))

    assert cost(high=WEEK_35, low=WEEK_37) == 0
    # From week 35 to week 37 are two weeks, though there is no school in week 36.
    assert cost(low=WEEK_35, high=WEEK_37) == 2 * Fraction("0.6") * 2
    assert cost(low=MON, high=FRI) == 0
    assert cost(high=WEEK_35, same=WEEK_37) == 0
    three = cost(low=MON, mid=WEEK_35, high=WEEK_37)
    assert three == 2 * (Fraction("0.3") * 1 + Fraction("0.6") * 3 + Fraction("0.3") * 2)


def test_w4_compares_within_a_round_and_with_a_school_only() -> None:
    schools = (School("low", 0), School("high", 1))
    items = (
        Item("a", school="low", round="autumn"),
        Item("b", school="high", round="spring"),
        Item("c", round="autumn"),
    )
    assert points_of(wishes.equity, {"a": MON, "b": WEEK_37, "c": WEEK_37}, *items, schools=schools) == []


def test_a_cost_is_rounded_once_at_the_end() -> None:
    tutors = tuple(Person(f"t{n}", 100) for n in range(3))
    items = tuple(Item(f"i{n}", 3, work=(Work(f"t{n}", 0.0005),)) for n in range(3))
    verdict = judge(Grid(Problem(DAYS, items, tutors)), {item.id: MON for item in items})
    # Three times 20 × 0.0005: each alone would round to 0.01, all together are 0.03.
    assert verdict.cost == 0.03
    assert verdict.points[Wish.LOAD] == pytest.approx(0.03)


@pytest.mark.parametrize("wish", Wish)
def test_each_wish_has_its_function_and_its_sentence(wish: Wish) -> None:
    assert wish.text.languages == ("en", "fi", "sv")
    assert (wishes.ALL[wish].__doc__ or "").startswith(f"{wish.value}: ")
