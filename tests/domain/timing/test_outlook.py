"""Bounds of groups and prices for waiting: below every plan there is, school by school and all together."""

from __future__ import annotations

from functools import cache
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digivuosi.domain.timing.blocks import Blocks
from digivuosi.domain.timing.generating import generate_with_plan
from digivuosi.domain.timing.grid import Grid
from digivuosi.domain.timing.judging import judge
from digivuosi.domain.timing.proposing import propose
from digivuosi.domain.timing.solving.matrix import matrix_of
from digivuosi.domain.timing.solving.outlook import TIES, Outlook, look_out
from digivuosi.domain.timing.solving.relaxing import tightened
from digivuosi.domain.timing.solving.shares import Shares
from digivuosi.domain.timing.solving.waiting import waiting_prices
from digivuosi.domain.timing.wishes import Wish


class Looked:
    """A city of three schools that was looked at as a whole, with its shares priced by that."""

    def __init__(self, seed: int) -> None:
        self.problem, hidden = generate_with_plan(schools=3, measures=14, seed=seed)
        self.grid = Grid(self.problem)
        self.blocks = Blocks(self.grid)
        self.shares = Shares.of(self.blocks)
        self.lengths = [item.days for item in self.problem.items]
        self.part = self.shares.group(range(3))
        self.outlook = look_out(self.part, self.lengths, self.shares.homes, 60)
        self.shares.prices = dict(self.outlook.prices)
        found = propose(self.grid, restarts=1)
        self.plans = [hidden, *([] if found.missing else [found.starts])]

    def starts(self, number: int) -> list[int]:
        items, plan = self.problem.items, self.plans[number]
        return [self.grid.day_number[plan[items[members[0]].id]] for members in self.blocks.members]


looked = cache(Looked)


@pytest.mark.parametrize("seed", range(3))
def test_the_bounds_of_the_shares_add_up_to_the_relaxation_of_the_whole(seed: int) -> None:
    one = looked(seed)
    whole = tightened(matrix_of(one.part, one.lengths), one.part, 60)
    assert whole is not None
    assert sum(one.outlook.bounds.values()) == pytest.approx(whole.bound, abs=0.05)
    assert one.outlook.bounds.keys() == {0, 1, 2, TIES}


@pytest.mark.parametrize("seed", range(3))
def test_no_share_of_a_plan_costs_less_than_its_bound_and_all_shares_cost_what_the_judge_counts(seed: int) -> None:
    one = looked(seed)
    for number, plan in enumerate(one.plans):
        starts, total = one.starts(number), 0.0
        for who in (0, 1, 2, TIES):
            share = one.shares.ties() if who == TIES else one.shares.school(who)
            at = share.at(starts)
            assert at is not None
            assert share.cost(at) >= one.outlook.bounds[who] - 1e-6
            total += share.cost(at)
        assert total == pytest.approx(judge(one.grid, plan).cost, abs=0.02)


@pytest.mark.parametrize("seed", range(3))
def test_groups_apart_bound_the_city_too(seed: int) -> None:
    """School by school, trainings paid in thirds, waiting by prices: less than the whole, and never above a plan."""
    one = looked(seed)
    waits, total = waiting_prices(one.blocks, one.shares.movers), 0.0
    for school in range(3):
        part = one.shares.group([school], waits)
        inside = {TIES, school}
        homes = {number: tuple(h for h in one.shares.homes[number] if h in inside) for number in part.blocks}
        total += sum(look_out(part, one.lengths, homes, 60).bounds.values())
    assert total <= min(judge(one.grid, plan).cost or 0.0 for plan in one.plans) + 1e-6


def test_without_time_nothing_is_found_out() -> None:
    one = looked(0)
    closed = one.part.keeping([(), *one.part.options[1:]])
    assert look_out(closed, one.lengths, one.shares.homes, 60) == Outlook({})


@given(st.integers(0, 2), st.integers(0, 10_000))
def test_prices_for_waiting_are_never_above_what_waiting_costs(seed: int, drawn: int) -> None:
    one, dice = looked(seed), Random(drawn)  # noqa: S311 - the same every time
    waits = priced(seed)
    assert waits
    starts = [dice.choice(starts) for starts in one.blocks.starts]
    mondays = [one.grid.mondays[week] for week in one.grid.week]
    plan = {
        one.problem.items[member].id: one.grid.days[start]
        for members, start in zip(one.blocks.members, starts, strict=True)
        for member in members
    }
    paid = sum(waits.get((number, mondays[start]), 0.0) for number, start in enumerate(starts))
    assert paid <= float(judge(one.grid, plan).points[Wish.EQUITY]) + 1e-3


@cache
def priced(seed: int) -> dict[tuple[int, int], float]:
    one = looked(seed)
    return waiting_prices(one.blocks, one.shares.movers)
