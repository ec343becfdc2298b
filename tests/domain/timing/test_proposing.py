"""The instant proposal: valid by the judge, the same for the same seed, honest about what it could not place."""

from __future__ import annotations

from dataclasses import replace
from itertools import product
from math import prod

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from digivuosi.domain.timing.generating import generate
from digivuosi.domain.timing.grid import Grid
from digivuosi.domain.timing.judging import judge
from digivuosi.domain.timing.problem import After, Item, Person, Problem, Window, Work
from digivuosi.domain.timing.proposing import propose
from tests.timings import random_problem, school_days


@pytest.mark.parametrize(
    "seed", [0, 1, 2, *(pytest.param(n, marks=pytest.mark.thorough("three years made the same way")) for n in (3, 4))]
)
def test_a_crowded_year_gets_a_valid_plan(seed: int) -> None:
    grid = Grid(generate(seed=seed))
    proposal = propose(grid, restarts=1, seed=seed)
    verdict = judge(grid, proposal.starts)
    assert proposal.missing == ()
    assert verdict.broken == ()
    assert verdict.cost == pytest.approx(proposal.cost, abs=0.011)


def test_a_small_city_gets_a_valid_plan() -> None:
    grid = Grid(generate(schools=6, measures=30, seed=1))
    proposal = propose(grid, restarts=1)
    assert proposal.missing == ()
    assert judge(grid, proposal.starts).broken == ()


def test_the_same_seed_gives_the_same_plan() -> None:
    grid = Grid(generate(measures=30, seed=2))
    first, again, other = (propose(grid, restarts=2, seed=seed) for seed in (4, 4, 5))
    assert first == again
    assert first.restarts == 2
    assert other.starts != first.starts


def test_more_search_is_not_worse() -> None:
    grid = Grid(generate(measures=30, seed=4))
    assert propose(grid, restarts=3, seed=1).cost <= propose(grid, restarts=1, seed=1).cost


def test_time_is_kept_and_a_stop_is_heard() -> None:
    grid = Grid(generate(seed=4))
    asked = 0

    def stopped() -> bool:
        nonlocal asked
        asked += 1
        return asked > 2

    proposal = propose(grid, seconds=3600.0, stopped=stopped)
    assert proposal.missing == ()
    assert judge(grid, proposal.starts).broken == ()


@given(st.integers(min_value=0, max_value=10**6))
def test_what_is_proposed_breaks_no_rule(seed: int) -> None:
    problem = random_problem(seed, items=8)
    grid = Grid(problem)
    proposal = propose(grid, restarts=1, seed=seed)
    assert set(proposal.starts) | set(proposal.missing) == {item.id for item in problem.items}
    assert not set(proposal.starts) & set(proposal.missing)
    missing = set(proposal.missing)
    items = tuple(
        replace(item, after=tuple(after for after in item.after if after.item not in missing))
        for item in problem.items
        if item.id not in missing
    )
    assert judge(Grid(replace(problem, items=items)), proposal.starts).broken == ()


def best_by_trying_all(problem: Problem) -> float | None:
    grid = Grid(problem)
    names = [item.id for item in problem.items]
    costs = [
        verdict.cost
        for days in product(*(grid.allowed[number] for number in range(len(names))))
        if (verdict := judge(grid, dict(zip(names, (grid.days[day] for day in days), strict=True)))).cost is not None
    ]
    return min(costs, default=None)


@given(st.integers(min_value=0, max_value=10**6))
def test_of_few_items_the_best_plan_is_found(seed: int) -> None:
    problem = random_problem(seed, items=3)
    problem = replace(problem, days=problem.days[:12])
    sizes = [len(allowed) for allowed in Grid(problem).allowed]
    assume(all(sizes))
    assume(prod(sizes) <= 120)
    best = best_by_trying_all(problem)
    proposal = propose(Grid(problem), restarts=3, seed=seed)
    if best is None:
        assert proposal.missing
    else:
        assert proposal.missing == ()
        assert proposal.cost == pytest.approx(best, abs=0.011)


def test_what_is_held_stays() -> None:
    problem = generate(measures=30, seed=6)
    grid = Grid(problem)
    first = propose(grid, restarts=1, seed=1)
    held = {name: first.starts[name] for name in list(first.starts)[::2]}
    second = propose(grid, restarts=1, seed=9, fixed=held)
    assert {name: second.starts[name] for name in held} == held
    assert judge(grid, second.starts).broken == ()


def test_what_has_no_place_is_missing_and_the_rest_is_placed() -> None:
    days = school_days()
    busy = Person("tutor", 2.0)
    week = Window(days[0], days[4])
    items = tuple(Item(f"m{n}", 1, work=(Work("tutor", 2.0),), window=week) for n in range(3))
    later = Item("later", 1, after=(After("m0"),))
    nowhere = Item("nowhere", 9, window=week)
    grid = Grid(Problem(days, (*items, later, nowhere), (busy,)))
    proposal = propose(grid, restarts=1)
    assert "nowhere" in proposal.missing
    assert len(proposal.missing) == 3
    assert "later" in proposal.starts


def test_a_circle_is_missing() -> None:
    days = school_days()
    circle = (Item("a", after=(After("b"),)), Item("b", after=(After("a"),)))
    proposal = propose(Grid(Problem(days, (*circle, Item("c")))), restarts=1)
    assert set(proposal.missing) == {"a", "b"}
    assert set(proposal.starts) == {"c"}


def test_nothing_to_place_is_no_error() -> None:
    assert propose(Grid(Problem(school_days(), ())), restarts=1).starts == {}
