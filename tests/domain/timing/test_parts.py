"""Parts and their rows: costs as the judge counts, cuts that no plan breaks, annealing that never makes it worse."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

import pytest

from digivuosi.domain.timing.annealing import annealed
from digivuosi.domain.timing.blocks import Blocks
from digivuosi.domain.timing.generating import generate_with_plan
from digivuosi.domain.timing.grid import Grid
from digivuosi.domain.timing.judging import judge
from digivuosi.domain.timing.parts import Part, Surroundings, part_of
from digivuosi.domain.timing.problem import Problem
from digivuosi.domain.timing.proposing import propose
from digivuosi.domain.timing.solving.covers import Covers
from digivuosi.domain.timing.solving.matrix import Matrix, matrix_of, values_of
from digivuosi.domain.timing.solving.relaxing import tightened


def numbers(blocks: Blocks, plan: Mapping[str, date]) -> list[int]:
    items, grid = blocks.grid.problem.items, blocks.grid
    return [grid.day_number[plan[items[members[0]].id]] for members in blocks.members]


def whole(problem: Problem) -> tuple[Blocks, Part]:
    blocks = Blocks(Grid(problem))
    count = len(blocks.members)
    return blocks, part_of(blocks, range(count), [None] * count, [-1] * count)


def school(blocks: Blocks, starts: Sequence[int], name: str) -> Part:
    """The part of one school, all else as it is."""
    items = blocks.grid.problem.items
    free = [n for n, ms in enumerate(blocks.members) if all(items[m].school == name for m in ms)]
    plan = [blocks.choices[n][blocks.starts[n].index(day)] for n, day in enumerate(starts)]
    return part_of(blocks, free, plan, starts)


def lengths(problem: Problem) -> list[int]:
    return [item.days for item in problem.items]


@pytest.mark.parametrize("seed", range(3))
def test_a_part_of_everything_costs_what_the_judge_counts(seed: int) -> None:
    problem, plan = generate_with_plan(schools=2, measures=20, seed=seed)
    blocks, part = whole(problem)
    at = part.at(numbers(blocks, plan))
    assert at is not None
    assert part.keeps_rules(at)
    assert part.cost(at) == pytest.approx(judge(Grid(problem), plan).cost, abs=0.01)


@pytest.mark.parametrize("seed", range(3))
def test_a_part_from_sums_that_are_kept_is_the_same_part(seed: int) -> None:
    problem, hidden = generate_with_plan(schools=2, measures=20, seed=seed)
    blocks = Blocks(Grid(problem))
    starts = numbers(blocks, hidden)
    plan = [blocks.choices[n][blocks.starts[n].index(day)] for n, day in enumerate(starts)]
    around = Surroundings.of(plan)
    for free in (range(0, len(plan), 3), range(len(plan)), ()):
        anew, kept = part_of(blocks, free, plan, starts), part_of(blocks, free, plan, starts, around)
        assert [[o.start for o in options] for options in kept.options] == [
            [o.start for o in options] for options in anew.options
        ]
        assert [slot.base for slot in kept.slots] == pytest.approx([slot.base for slot in anew.slots], abs=1e-9)
        assert (kept.most, kept.pairs, kept.orders) == (anew.most, anew.pairs, anew.orders)
        assert kept.floors == pytest.approx(anew.floors, abs=1e-9)
        now = part_of(blocks, free, plan, starts, around, {number: (starts[number],) for number in free})
        at, here = anew.at(starts), now.at(starts)
        assert at is not None
        assert here is not None
        assert now.cost(here) == pytest.approx(anew.cost(at))
        assert all(len(options) == 1 for options in now.options)


@pytest.mark.parametrize("seed", range(3))
def test_what_a_school_saves_is_what_the_plan_saves(seed: int) -> None:
    problem, plan = generate_with_plan(schools=2, measures=20, seed=seed)
    grid = Grid(problem)
    blocks = Blocks(grid)
    starts = numbers(blocks, plan)
    part = school(blocks, starts, "s001")
    before = part.at(starts)
    assert before is not None
    after = annealed(part, before, 40)
    moved = dict(plan)
    for number, options, place in zip(part.blocks, part.options, after, strict=True):
        for member in blocks.members[number]:
            moved[problem.items[member].id] = grid.days[options[place].start]
    old, new = judge(grid, plan), judge(grid, moved)
    assert new.valid
    assert old.cost is not None
    assert new.cost is not None
    assert part.cost(after) < part.cost(before)
    assert old.cost - new.cost == pytest.approx(part.cost(before) - part.cost(after), abs=0.02)


def test_annealing_is_the_same_for_the_same_seed_and_never_worse() -> None:
    problem = generate_with_plan(measures=30, seed=3)[0]
    blocks, part = whole(problem)
    known = part.at(numbers(blocks, propose(blocks.grid, restarts=1).starts))
    assert known is not None
    assert part.cost(annealed(part, known, 5, seed=1)) <= part.cost(known)
    assert annealed(part, known, 10, seed=1) == annealed(part, known, 10, seed=1)


def breaks(matrix: Matrix, values: Sequence[float]) -> int:
    """How many rows the values break."""
    sums = [
        (low, high, sum(values[v] * f for v, f in zip(variables, factors, strict=True)))
        for low, high, variables, factors in matrix.rows
    ]
    return sum((low is not None and total < low) or (high is not None and total > high) for low, high, total in sums)


@pytest.mark.parametrize(
    "seed", [0, 1, *(pytest.param(n, marks=pytest.mark.thorough("two years made the same way")) for n in (2, 3))]
)
def test_no_cut_and_no_row_forbids_a_plan(seed: int) -> None:
    problem, plan = generate_with_plan(measures=40, seed=seed)
    blocks, part = whole(problem)
    matrix = matrix_of(part, lengths(problem))
    rows = len(matrix.rows)
    tightened(matrix, part, 60)
    assert len(matrix.rows) > rows
    plans = [plan, *(propose(blocks.grid, restarts=1, seed=n).starts for n in range(3))]
    for one in plans:
        at = part.at(numbers(blocks, one))
        assert at is not None
        values = values_of(matrix, part, at)
        assert breaks(matrix, values) == 0
        assert sum(c * v for c, v in zip(matrix.costs, values, strict=True)) == pytest.approx(
            part.cost(at) * matrix.point, abs=1.0
        )


def test_cuts_raise_the_bound_and_leave_it_below_every_plan() -> None:
    problem = generate_with_plan(measures=60, seed=4)[0]
    blocks, part = whole(problem)
    matrix = matrix_of(part, lengths(problem))
    plain = tightened(matrix, part, 60, rounds=1)
    cut = tightened(matrix, part, 60)
    known = part.at(numbers(blocks, propose(blocks.grid, restarts=2).starts))
    assert plain is not None
    assert cut is not None
    assert known is not None
    assert plain.bound * 1.02 < cut.bound <= part.cost(known)
    assert not Covers(matrix, part).broken([0.0] * len(matrix.lows))
