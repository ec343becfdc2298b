"""Alternatives: each is the best of all found in what its name says, and every one keeps every rule."""

from __future__ import annotations

import pytest

from digivuosi.domain.timing.alternatives import Alternative, Care, EmphasisedGrid, alternatives, figures_of
from digivuosi.domain.timing.generating import generate
from digivuosi.domain.timing.grid import Grid
from digivuosi.domain.timing.judging import judge
from digivuosi.domain.timing.problem import Problem

SEEDS = (1, 2, pytest.param(3, marks=pytest.mark.thorough("two years made the same way")))


def best_in(found: list[Alternative], care: Care) -> Alternative:
    (one,) = [one for one in found if care in one.cares]
    return one


@pytest.fixture(scope="module", params=SEEDS)
def year(request: pytest.FixtureRequest) -> tuple[Problem, list[Alternative]]:
    problem = generate(schools=1, measures=30, seed=request.param)
    return problem, alternatives(problem, seconds=1.0, seed=7, restarts=2)


def test_each_is_what_it_says(year: tuple[Problem, list[Alternative]]) -> None:
    _problem, found = year
    assert 1 <= len(found) <= 3
    calm, near, few = (best_in(found, care) for care in (Care.CALM, Care.RECOMMENDED, Care.FEW))
    assert calm.figures.load == min(one.figures.load for one in found)
    assert near.figures.outside == min(one.figures.outside for one in found)
    assert few.figures.moved == min(one.figures.moved for one in found)
    assert len({tuple(sorted(one.starts.items())) for one in found}) == len(found)


def test_every_one_keeps_the_rules_and_its_figures_are_the_judges(year: tuple[Problem, list[Alternative]]) -> None:
    problem, found = year
    grid = Grid(problem)
    for one in found:
        assert one.missing == ()
        verdict = judge(grid, one.starts)
        assert verdict.valid
        assert one.figures.cost == pytest.approx(verdict.cost, abs=0.02)
        assert one.figures == figures_of(grid, one.starts)


def test_the_same_seed_gives_the_same_alternatives() -> None:
    problem = generate(schools=1, measures=12, seed=4)
    assert alternatives(problem, seconds=1.0, seed=3, restarts=1) == alternatives(
        problem, seconds=1.0, seed=3, restarts=1
    )


def test_weights_scale_the_points_of_an_item() -> None:
    problem = generate(schools=1, measures=12, seed=4)
    plain, same, heavy = (
        Grid(problem),
        EmphasisedGrid(problem, recommended=1.0, stands=1.0),
        EmphasisedGrid(problem, recommended=10.0, stands=10.0),
    )
    costs = [(number, start) for number in range(len(problem.items)) for start in plain.allowed[number]]
    assert costs
    for number, start in costs:
        assert same.own_cost(number, start) == plain.own_cost(number, start)
        assert heavy.own_cost(number, start) == 10 * plain.own_cost(number, start)
