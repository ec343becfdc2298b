"""Fitting: what stands fast always has a plan, rules among the movable stay, and nothing is cut that could fit."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from digivuosi.domain.timing.fitting import Cut, fit
from digivuosi.domain.timing.generating import generate, generate_with_plan
from digivuosi.domain.timing.grid import Grid
from digivuosi.domain.timing.judging import judge
from digivuosi.domain.timing.problem import After, Item, Person, Problem, School, Window, Work

MONDAY = date(2026, 10, 5)
DAYS = tuple(MONDAY + timedelta(days=7 * week + day) for week in range(6) for day in range(5))


def problem(*items: Item, people: tuple[Person, ...] = (), **more: object) -> Problem:
    return Problem(days=DAYS, items=items, people=people, schools=(School("s"),), **more)  # type: ignore[arg-type]


@given(st.integers(0, 10_000))
def test_whatever_stands_fast_has_a_plan(seed: int) -> None:
    """The law: pin everything anywhere, breaking any rule, and the fitted problem's own plan is valid."""
    made = generate(schools=2, measures=12, seed=seed)
    random = Random(seed)  # noqa: S311 - made-up plans, no secrets
    items = tuple(replace(item, stands=random.choice(made.days), pinned=None, together=None) for item in made.items)
    whole = replace(made, items=items)
    fitted = fit(whole, {item.id for item in items})
    starts = {item.id: item.stands for item in items if item.stands is not None}
    verdict = judge(Grid(fitted.problem), starts)
    assert verdict.valid, [one.text.get("en") for one in verdict.broken]


@given(st.integers(0, 10_000))
def test_a_year_that_has_a_plan_is_left_as_it_is(seed: int) -> None:
    made, plan = generate_with_plan(schools=1, measures=20, seed=seed)
    fitted = fit(made, set())
    assert fitted.cuts == ()
    assert judge(Grid(fitted.problem), plan).valid
    assert fitted.problem == made


def test_hours_beyond_the_week_are_cut_and_told() -> None:
    """Two things stand in a week of two hours; the first keeps its hours, the second what is left."""
    tutor = Person("tutor", 2.0)
    first = Item("a", days=1, work=(Work("tutor", 1.5),), stands=DAYS[0])
    second = Item("b", days=2, work=(Work("tutor", 1.5),), stands=DAYS[1])
    fitted = fit(problem(first, second, people=(tutor,)), {"a", "b"})
    assert fitted.cuts == (Cut("b", "tutor", 1.5, 0.5),)
    assert [item.work for item in fitted.problem.items] == [(Work("tutor", 1.5),), (Work("tutor", 0.5),)]


def test_an_item_that_no_week_could_hold_keeps_what_fits_at_best() -> None:
    """Eight hours in five days, two hours a week: at best over a weekend, in two weeks."""
    handing_out = Item("a", days=5, work=(Work("technical", 8.0),), window=Window(DAYS[0], DAYS[14]))
    fitted = fit(problem(handing_out, people=(Person("technical", 2.0),)), set())
    (cut,) = fitted.cuts
    assert cut.fits == 3.33
    starts = {"a": DAYS[2]}
    assert judge(Grid(fitted.problem), starts).valid


def test_who_is_away_the_whole_time_is_no_matter_of_hours() -> None:
    away = Person("tutor", 2.0, absent_weeks=frozenset(f"2026-W{week}" for week in range(41, 47)))
    item = Item("a", work=(Work("tutor", 1.0),))
    fitted = fit(problem(item, people=(away,)), set())
    assert fitted.cuts == ()
    assert fitted.problem.items == (item,)


def test_what_may_move_still_comes_before_what_stands_if_it_can() -> None:
    before = Item("before", days=2, window=Window(DAYS[0], DAYS[9]))
    late = Item("late", days=2, window=Window(DAYS[8], DAYS[20]))
    fast = Item("fast", stands=DAYS[5], after=(After("before"), After("late")))
    fitted = fit(problem(before, late, fast), {"fast"})
    assert fitted.problem.items[2].after == (After("before"),)


def test_two_visits_on_one_day_are_one_too_many() -> None:
    mentor = Person("mentor", 12.0, one_at_a_time=True)
    visits = [Item(name, work=(Work("mentor", 3.0),), stands=DAYS[0]) for name in ("a", "b")]
    fitted = fit(problem(*visits, people=(mentor,)), {"a", "b"})
    assert fitted.cuts == (Cut("b", "mentor", 3.0, 0.0),)
    assert fitted.problem.items[1].work == ()


def test_quiet_weeks_that_leave_no_day_are_not_asked_of_an_item() -> None:
    item = Item("a", school="s", avoid_quiet=True, window=Window(DAYS[0], DAYS[4]))
    whole = replace(problem(item), schools=(School("s", quiet_weeks=frozenset({"2026-W41"})),))
    assert not fit(whole, set()).problem.items[0].avoid_quiet
    wider = replace(whole, items=(replace(item, window=Window(DAYS[0], DAYS[9])),))
    assert fit(wider, set()).problem.items[0].avoid_quiet
