"""Better plans and lower bounds: valid, never worse than what was there, honest against every plan there is."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from functools import cache
from math import inf
from random import Random
from typing import Any

import pytest

from digivuosi.domain.timing.cities import Progress, Solved, gap_of, solve_city
from digivuosi.domain.timing.generating import generate, generate_with_plan
from digivuosi.domain.timing.grid import Grid
from digivuosi.domain.timing.judging import judge
from digivuosi.domain.timing.problem import After, Item, Person, Problem, School, Window, Work
from digivuosi.domain.timing.proposing import propose
from digivuosi.domain.timing.solving import city as running
from digivuosi.domain.timing.solving import crew as crewing
from digivuosi.domain.timing.solving.outlook import Outlook
from digivuosi.domain.timing.solving.proving import Answer
from tests.timings import school_days

WORK = 2.0
"""Units of the solver's own work: enough for small problems, the same on every machine."""


def tiny(seed: int) -> Problem:
    """Two schools with a mentor, a training together and an order; few starts, so that all plans can be looked at."""
    dice = Random(seed)  # noqa: S311 - the same every time
    days = school_days(3)
    people = (
        Person("mentor", 30, one_at_a_time=True),
        Person("a/tutor", dice.choice((2.0, 3.0))),
        Person(
            "b/tutor", dice.choice((2.0, 3.3)), absent_weeks=frozenset(dice.sample(["2026-W34"], dice.randint(0, 1)))
        ),
    )

    def item(name: str, school: str, **more: Any) -> Item:
        first = dice.randint(0, 4)
        wished = dice.randint(first, first + 4)
        return replace(
            Item(
                id=f"{school}/{name}",
                days=dice.choice((1, 1, 3)),
                school=school,
                work=(Work(f"{school}/tutor", dice.choice((0.5, 1.1, 1.7))),),
                window=Window(days[first], days[first + 4]),
                recommended=Window(days[wished], days[min(wished + 2, first + 4)]),
                stands=days[dice.randint(0, 9)] if dice.random() < 0.5 else None,
            ),
            **more,
        )

    def visit(school: str) -> Item:
        return item("visit", school, days=1, round="autumn", work=(Work("mentor", 6.0), Work(f"{school}/tutor", 0.5)))

    items = (
        visit("a"),
        visit("b"),
        item("x", "a", new_for="teachers"),
        item("y", "a", new_for="teachers", after=(After("a/visit"),) if seed % 2 else ()),
        item("x", "b"),
    )
    return Problem(days, items, people, (School("a", 0.9), School("b", 0.2)), {"teachers": 1})


@cache
def best_cost(seed: int) -> float | None:
    """The least that any plan of a tiny problem costs, by the judge alone; None when every plan breaks a rule.

    All plans are looked at, but for those that begin with what breaks a rule: no rule is mended by one item more.
    """
    problem = tiny(seed)
    grids = [Grid(replace(problem, items=problem.items[:count])) for count in range(len(problem.items) + 1)]

    def costs(starts: dict[str, date]) -> Iterator[float]:
        found = judge(grids[len(starts)], starts)
        if found.cost is None:
            return
        if len(starts) == len(problem.items):
            yield found.cost
            return
        item = problem.items[len(starts)]
        for day in problem.days:
            if item.window.earliest <= day <= item.window.latest:  # type: ignore[operator]
                yield from costs({**starts, item.id: day})

    return min(costs({}), default=None)


def in_shares(monkeypatch: pytest.MonkeyPatch) -> None:
    """Take even a small problem apart, as a city is."""
    monkeypatch.setattr(running, "FREE_TOGETHER", 0)


@pytest.mark.parametrize("seed", [0, 4, 7, 11])
def test_tiny_problems_are_solved_to_the_very_best(seed: int) -> None:
    problem = tiny(seed)
    best = best_cost(seed)
    found = solve_city(problem, seconds=60, deterministic=WORK)
    assert best is not None
    assert found.missing == ()
    assert found.cost == pytest.approx(best, abs=0.01)
    assert found.proven


@pytest.mark.parametrize(("seed", "together"), [(0, 40), (4, 1), (7, 1), (11, 40)])
def test_the_bound_of_shares_is_never_above_the_best_plan(
    seed: int, together: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    in_shares(monkeypatch)
    monkeypatch.setattr(running, "BOUND_TOGETHER", together)
    problem = tiny(seed)
    best = best_cost(seed)
    found = solve_city(problem, seconds=60, deterministic=WORK)
    assert best is not None
    assert found.bound is not None
    assert found.bound <= best + 1e-6
    assert found.cost >= best - 0.01
    assert judge(Grid(problem), found.starts).valid


@pytest.mark.parametrize("apart", [True, False])
def test_without_any_plan_something_is_missing(apart: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    if apart:
        in_shares(monkeypatch)
    found = solve_city(tiny(2), seconds=60, deterministic=0.2)
    assert best_cost(2) is None
    assert found.missing
    assert not found.proven


@pytest.mark.parametrize("together", [40, 1])
def test_prices_raise_the_bound_of_shares(together: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Looked at together, or school by school with prices for waiting, as in a large city."""
    in_shares(monkeypatch)
    monkeypatch.setattr(running, "BOUND_TOGETHER", together)
    problem = generate(schools=3, measures=10, seed=3)
    priced = solve_city(problem, seconds=60, deterministic=0.1)
    monkeypatch.setattr(crewing, "look_out", lambda *_arguments: Outlook({}))
    apart = solve_city(problem, seconds=60, deterministic=0.1)
    assert apart.bound is not None
    assert priced.bound is not None
    assert priced.bound > apart.bound
    assert priced.bound <= min(priced.cost, apart.cost)


def test_a_school_is_proven_and_the_plan_keeps_every_rule() -> None:
    problem = generate(measures=30, seed=5)
    grid = Grid(problem)
    instant = propose(grid, restarts=1)
    found = solve_city(problem, seconds=60, deterministic=20)
    verdict = judge(grid, found.starts)
    assert verdict.valid
    assert verdict.cost == pytest.approx(found.cost, abs=0.01)
    assert found.proven
    assert found.gap == pytest.approx(0.0, abs=1e-6)
    assert found.cost <= instant.cost + 0.01


@pytest.mark.parametrize("apart", [True, False])
def test_it_is_never_worse_than_where_it_starts(apart: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    if apart:
        in_shares(monkeypatch)
    problem = generate(schools=2, measures=14, seed=1)
    good = solve_city(problem, seconds=60, deterministic=0.5)
    again = solve_city(problem, seconds=60, deterministic=0.01, seed=9, start=good.starts)
    assert again.cost <= good.cost + 1e-6
    assert judge(Grid(problem), again.starts).valid


def test_a_start_that_breaks_a_rule_is_not_taken() -> None:
    problem, plan = generate_with_plan(measures=15, seed=2)
    first = problem.items[0]
    broken = {**plan, first.id: problem.days[-1]}
    found = solve_city(problem, seconds=60, deterministic=0.5, start=broken)
    assert judge(Grid(problem), found.starts).valid


@pytest.mark.parametrize("apart", [True, False])
def test_the_same_seed_and_work_give_the_same_plan(apart: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    if apart:
        in_shares(monkeypatch)
    problem = generate(schools=2, measures=16, seed=4)

    def run() -> Solved:
        return solve_city(problem, seconds=60, seed=7, deterministic=0.3)

    assert run() == run()


@pytest.mark.parametrize("workers", [1, 2])
def test_stopped_at_once_it_has_the_instant_plan(workers: int) -> None:
    problem = generate(schools=4, measures=45, seed=1)
    heard: list[Progress] = []
    found = solve_city(problem, seconds=60, workers=workers, told=heard.append, stopped=lambda: bool(heard))
    assert judge(Grid(problem), found.starts).valid
    assert heard[0].phase == "instant"
    assert heard[-1].phase == "done"
    assert heard[-1].seconds < 30


def once_bounded(heard: list[Progress]) -> Callable[[], bool]:
    return lambda: any(progress.bound is not None for progress in heard)


def test_two_processes_improve_a_city_and_stop_when_told(monkeypatch: pytest.MonkeyPatch) -> None:
    in_shares(monkeypatch)
    problem = generate(schools=2, measures=16, seed=4)
    heard: list[Progress] = []
    found = solve_city(problem, seconds=120, workers=2, told=heard.append, stopped=once_bounded(heard))
    assert judge(Grid(problem), found.starts).valid
    assert found.bound is not None
    assert found.bound <= found.cost
    costs = [progress.cost for progress in heard if progress.cost is not None]
    bounds = [progress.bound for progress in heard if progress.bound is not None]
    assert costs == sorted(costs, reverse=True)
    assert bounds == sorted(bounds)
    assert heard[-1].seconds < 110


def test_items_without_any_place_are_named() -> None:
    problem = generate(measures=12, seed=0)
    first = problem.items[-1]
    closed = replace(first, window=Window(problem.days[5], problem.days[4]), pinned=None)
    found = solve_city(replace(problem, items=(*problem.items[:-1], closed)), seconds=60, deterministic=0.2)
    assert first.id in found.missing
    assert found.gap is None
    assert not found.proven


def test_the_gap_is_a_share_of_the_cost() -> None:
    assert gap_of(200.0, 150.0) == 0.25
    assert gap_of(0.0, 0.0) == 0.0
    assert gap_of(None, 3.0) is None
    assert gap_of(100.0, None) is None


def test_the_module_loads_no_solver() -> None:
    """A web process may import it: OR-Tools would take half a second and 90 MB."""
    code = (
        "import sys, digivuosi.domain.timing.cities;"
        "print(any(name.split('.')[0] in ('ortools', 'highspy', 'numpy') for name in sys.modules))"
    )
    seen = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert seen.stdout.strip() == "False"


def test_what_has_no_plan_yet_is_not_proven_by_any_bound() -> None:
    """Such a part is searched on; once it was taken to be proven, since infinity is close to every bound."""
    assert not Answer(None, inf, 5.0).proven
    assert Answer(None, 5.0, 5.0).proven
