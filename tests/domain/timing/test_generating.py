"""Made-up instances keep their promises: a plan is inside, the numbers are those asked for, a seed tells it all."""

from __future__ import annotations

import pytest

from digivuosi.domain.timing.generating import generate, generate_with_plan
from digivuosi.domain.timing.grid import Grid
from digivuosi.domain.timing.judging import judge


@pytest.mark.parametrize(("schools", "measures", "seed"), [(1, 60, 0), (1, 60, 7), (1, 12, 3), (20, 60, 1), (3, 30, 2)])
def test_the_hidden_plan_keeps_every_rule(schools: int, measures: int, seed: int) -> None:
    problem, plan = generate_with_plan(schools=schools, measures=measures, seed=seed)
    verdict = judge(Grid(problem), plan)
    assert verdict.broken == ()
    assert len(problem.items) == schools * measures
    assert len(problem.schools) == schools


def test_an_instance_has_all_that_makes_timing_hard() -> None:
    problem = generate(schools=35, seed=1)
    assert sum(len(item.after) for item in problem.items) == 35 * 28
    assert sum(person.one_at_a_time for person in problem.people) == 2
    assert {item.round for item in problem.items} == {
        None,
        "autumn-visit",
        "autumn-talk",
        "spring-visit",
        "spring-talk",
    }
    assert {item.together for item in problem.items} == {None, "autumn-training", "spring-training"}
    for name in ("avoid_quiet", "new_for", "pinned", "stands"):
        share = sum(1 for item in problem.items if getattr(item, name)) / len(problem.items)
        assert 0.01 < share < 0.7, name
    used = {person.id: 0.0 for person in problem.people}
    for item in problem.items:
        for work in item.work:
            used[work.person] += work.hours
    capacity = sum(sum(row) for row in Grid(problem).capacity)
    assert 0.2 < sum(used.values()) / capacity < 0.8


def test_a_seed_tells_it_all() -> None:
    assert generate(schools=2, seed=5) == generate(schools=2, seed=5)
    assert generate(schools=2, seed=5) != generate(schools=2, seed=6)


@pytest.mark.parametrize(("schools", "measures"), [(0, 60), (1, 9)])
def test_too_little_is_refused(schools: int, measures: int) -> None:
    with pytest.raises(ValueError, match="at least"):
        generate(schools=schools, measures=measures)
