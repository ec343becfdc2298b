"""The search's sums are the judge's, whatever is lifted and laid; what starts cost is known beforehand."""

from __future__ import annotations

from math import inf
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digivuosi.domain.timing import improving
from digivuosi.domain.timing.blocks import Blocks
from digivuosi.domain.timing.generating import generate, generate_with_plan
from digivuosi.domain.timing.grid import Grid
from digivuosi.domain.timing.improving import Improver
from digivuosi.domain.timing.judging import judge
from digivuosi.domain.timing.problem import Problem
from digivuosi.domain.timing.searching import HEAVY, Search
from tests.timings import random_problem


def starts_of(search: Search) -> dict[str, object]:
    grid = search.blocks.grid
    return {
        grid.problem.items[member].id: grid.days[day]
        for number, day in enumerate(search.day)
        if day >= 0
        for member in search.blocks.members[number]
    }


def agrees(search: Search) -> None:
    """What the search says of a whole plan is what the judge says."""
    verdict = judge(search.blocks.grid, starts_of(search))  # type: ignore[arg-type]
    if min(search.at) < 0:
        return
    assert verdict.valid == (search.cost < HEAVY)
    if verdict.valid:
        assert verdict.cost == pytest.approx(search.cost, abs=0.011)


def wander(problem: Problem, seed: int, changes: int) -> Search:
    search = Search(Blocks(Grid(problem)), seed)
    search.place_in_order()
    improver = Improver(search)
    for _ in range(changes):
        if search.free:
            improver.change(100.0)
    return search


@pytest.mark.parametrize("seed", range(3))
def test_the_cost_of_a_year_is_the_judges(seed: int) -> None:
    for changes in (0, 50, 400):
        agrees(wander(generate(seed=seed), seed, changes))


@pytest.mark.parametrize("seed", range(2))
def test_the_cost_of_a_city_is_the_judges(seed: int) -> None:
    problem, plan = generate_with_plan(schools=4, measures=20, seed=seed)
    agrees(wander(problem, seed, 300))
    blocks = Blocks(Grid(problem))
    search = Search(blocks)
    number = blocks.grid.day_number
    for block, members in enumerate(blocks.members):
        start = number[plan[problem.items[members[0]].id]]
        search.lay(block, blocks.starts[block].index(start))
    agrees(search)
    assert search.cost < HEAVY


@given(st.integers(min_value=0, max_value=10**6))
def test_the_cost_of_anything_is_the_judges(seed: int) -> None:
    agrees(wander(random_problem(seed, items=8), seed, 40))


@given(st.integers(min_value=0, max_value=10**6))
def test_lifting_and_laying_leave_nothing_behind(seed: int) -> None:
    search = wander(random_problem(seed, items=8), seed, 10)
    cost, at, load = search.cost, list(search.at), list(search.load)
    random = Random(seed)  # noqa: S311 - an order to try, nothing secret
    laid = [number for number, choice in enumerate(at) if choice >= 0]
    for number in random.sample(laid, len(laid)):
        search.lift(number)
    assert search.cost == pytest.approx(0, abs=1e-6)
    assert search.load == pytest.approx([0.0] * len(load), abs=1e-9)
    search.restore(at)
    assert search.at == at
    assert search.cost == pytest.approx(cost, abs=1e-6)
    assert search.load == pytest.approx(load, abs=1e-9)


@given(st.integers(min_value=0, max_value=10**6))
def test_orders_are_never_broken(seed: int) -> None:
    search = wander(random_problem(seed, items=10), seed, 60)
    for number, befores in enumerate(search.blocks.before):
        for before, distance in befores:
            if search.day[number] >= 0 and search.day[before] >= 0:
                assert search.day[number] >= search.day[before] + distance


def test_a_refused_change_changes_nothing() -> None:
    search = wander(generate(seed=3), 3, 200)
    improver = Improver(search)
    for _ in range(300):
        before = (search.cost, list(search.at), dict(search.busy), list(search.begun))
        if not improver.change(0.01):
            assert (search.cost, search.at, search.begun) == (before[0], before[1], before[3])
            assert {key: count for key, count in search.busy.items() if count} == {
                key: count for key, count in before[2].items() if count
            }


@pytest.mark.parametrize(("until", "changes", "done"), [(40_000.0, 640, 640), (21.0, 640, 320), (inf, 100, 100)])
def test_it_cools_by_the_clock_and_ends_cold_however_fast_the_machine_is(
    monkeypatch: pytest.MonkeyPatch, until: float, changes: int, done: int
) -> None:
    """Whether time or changes run out first: the heat falls from the hottest to about the coolest."""
    search = Search(Blocks(Grid(generate(schools=1, measures=20, seed=1))), 0)
    search.place_in_order()
    improver, heats, clock = Improver(search), list[float](), iter(range(10_000_000))
    monkeypatch.setattr(improver, "change", heats.append)
    monkeypatch.setattr(improving, "perf_counter", lambda: float(next(clock)))
    # The clock ticks once for every look at it, which is every 16 changes.
    improver.improve(changes, hottest=10.0, coolest=0.1, until=until)
    assert heats == sorted(heats, reverse=True)
    assert heats[0] > 5
    assert heats[-1] < 0.2
    assert len(heats) == done
