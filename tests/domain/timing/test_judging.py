"""The judge against a second one that was written from docs/timing.md, on plans at random; and how fast it is."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digivuosi.domain.timing.grid import Grid
from digivuosi.domain.timing.judging import Verdict, breaks, judge, reasons
from digivuosi.domain.timing.plan import Plan
from digivuosi.domain.timing.problem import Item, Person, Problem, School, Window, Work
from digivuosi.domain.timing.rules import Broken, Rule
from digivuosi.domain.timing.saying import Named
from digivuosi.domain.timing.wishes import Wish
from tests.second_judge import SecondJudge
from tests.timings import random_plan, random_problem, school_days


def place(broken: Broken, problem: Problem) -> object:
    """What a broken rule is about, as the second judge says it."""
    match broken.rule:
        case Rule.WINDOW:
            return broken.items[0]
        case Rule.ORDER:
            return broken.items
        case Rule.HOURS:
            return broken.person, broken.week
        case Rule.ONE_AT_A_TIME:
            return broken.person
        case Rule.QUIET:
            return broken.items[0], broken.week
        case Rule.NEW:
            first = next(item for item in problem.items if item.id == broken.items[0])
            return broken.school, first.new_for, broken.week
        case _:
            group = broken.sentence.facts.get("group")
            return ("together", group.ids[0]) if isinstance(group, Named) else ("pinned", broken.items[0])


def compared(problem: Problem, seed: int) -> Verdict:
    """Judge a random plan twice and hold both against each other."""
    starts = random_plan(problem, seed)
    verdict, second = judge(Grid(problem), starts), SecondJudge(problem, starts)
    found: dict[str, set[object]] = {rule.value: set() for rule in Rule}
    for broken in verdict.broken:
        found[broken.rule.value].add(place(broken, problem))
    assert found == second.broken()
    points = second.points()
    assert verdict.points == {Wish(name): float(value) for name, value in points.items()}
    assert verdict.cost == (None if verdict.broken else float(round(sum(points.values()), 2)))
    return verdict


@pytest.mark.parametrize(
    "seeds",
    [
        range(400),
        pytest.param(range(400, 1000), marks=pytest.mark.thorough("the first 400 plans meet every rule and wish")),
    ],
)
def test_two_judges_agree_on_a_thousand_plans(seeds: range) -> None:
    seen: Counter[str] = Counter()
    for seed in seeds:
        verdict = compared(random_problem(seed // 4), seed)
        seen.update({one.rule.value for one in verdict.broken})
        seen.update(wish.value for wish, points in verdict.points.items() if points)
        seen["valid"] += verdict.valid
    # None of the rules and wishes went untried, and neither did plans that are good.
    assert min(seen[name] for name in (*Rule, *Wish, "valid")) >= 30, seen


@given(st.integers(min_value=0), st.integers(min_value=0))
def test_two_judges_agree_on_any_seed(problem: int, plan: int) -> None:
    compared(random_problem(problem, items=6), plan)


def test_the_order_of_a_file_changes_nothing() -> None:
    for seed in range(50):
        problem = random_problem(seed)
        starts = random_plan(problem, seed)
        turned = replace(problem, items=problem.items[::-1], people=problem.people[::-1], schools=problem.schools[::-1])
        first, second = judge(Grid(problem), starts), judge(Grid(turned), starts)
        assert first.points == second.points
        assert Counter(one.rule for one in first.broken) == Counter(one.rule for one in second.broken)


def test_sums_and_reasons_are_the_same_points() -> None:
    for seed in range(50):
        problem = random_problem(seed, ease=0.9)
        grid, starts = Grid(problem), random_plan(problem, seed)
        verdict, plan = judge(grid, starts), Plan(grid, starts)
        told = dict.fromkeys(Wish, 0.0)
        for one in reasons(plan):
            assert one.points > 0
            told[one.wish] += float(one.points)
        assert told == pytest.approx(verdict.points)
        for one in [*reasons(plan), *breaks(plan)]:
            assert one.text.languages == ("en", "fi", "sv")
            assert "{" not in "".join(words for _, words in one.text)


def test_a_country_of_300_schools_is_judged_in_linear_time() -> None:
    """300 schools with 20 items each, all in two rounds: W4 by pairs would take ten times as long as all the rest."""
    days = school_days(40)
    schools = tuple(School(f"s{n}", n / 300) for n in range(300))
    items = [
        Item(f"s{n}/{m}", 1 + m % 7, f"s{n}", (Work(f"s{n}/t", 0.1),), Window(), Window(days[20]), round=f"r{m % 2}")
        for n in range(300)
        for m in range(20)
    ]
    people = tuple(Person(f"s{n}/t", 30.0) for n in range(300))
    problem = Problem(days, tuple(items), people, schools)
    starts = {item.id: days[(number * 37) % 190] for number, item in enumerate(items)}
    verdict = judge(Grid(problem), starts)
    assert verdict.valid
    assert all(verdict.points[wish] > 0 for wish in (Wish.RECOMMENDED, Wish.LOAD, Wish.EQUITY))
