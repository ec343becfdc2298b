"""Distributions, their means and spreads, and how sheets are counted."""

from __future__ import annotations

from statistics import mean, stdev

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digivuosi.domain.needs.answering import AnswerSheet
from digivuosi.domain.needs.counting import NO_GROUP, SEVERAL, Distribution, count, group_of, scores, total
from digivuosi.domain.toolkit.toolkit import Toolkit
from tests.domain.needs.rounds import TEACHERS

counts = st.lists(st.integers(0, 30), min_size=2, max_size=5).map(tuple)


def written_out(one: Distribution) -> list[float]:
    return [value for number, value in zip(one.counts, scores(len(one.counts)), strict=True) for _ in range(number)]


@given(counts)
def test_mean_and_spread_are_those_of_the_answers(held: tuple[int, ...]) -> None:
    one = Distribution(held)
    answers = written_out(one)
    assert one.mean == (pytest.approx(mean(answers)) if answers else None)
    assert one.spread == (pytest.approx(stdev(answers), abs=1e-9) if len(answers) > 1 else None)
    assert one.is_alike == (len(set(answers)) == 1)


@given(st.lists(st.integers(0, 9), min_size=3, max_size=3), st.lists(st.integers(0, 9), min_size=3, max_size=3))
def test_distributions_add_up(one: list[int], other: list[int]) -> None:
    both = Distribution(tuple(one), 1) + Distribution(tuple(other), 2)
    assert both.answers == sum(one) + sum(other)
    assert both.unknown == 3


def test_the_scale_goes_from_nothing_to_a_hundred() -> None:
    assert Distribution((4, 0, 0)).mean == 0
    assert Distribution((0, 0, 4)).mean == 100
    assert scores(5) == (0, 25, 50, 75, 100)
    assert total([]) is None


@pytest.mark.parametrize(
    ("branches", "group"),
    [
        ((), NO_GROUP),
        (("languages",), NO_GROUP),
        (("grades-7-9", "languages"), "grades-7-9"),
        (("grades-1-2", "grades-3-6"), SEVERAL),
    ],
)
def test_every_sheet_is_in_one_group(starter: Toolkit, branches: tuple[str, ...], group: str) -> None:
    assert group_of(starter, AnswerSheet(TEACHERS, branches)) == group


def test_sheets_are_counted_by_unit_group_and_statement(starter: Toolkit) -> None:
    sheets = [
        ("north", AnswerSheet(TEACHERS, ("grades-1-2",), (("devices-at-hand", 5),))),
        ("north", AnswerSheet(TEACHERS, ("grades-1-2",), (("devices-at-hand", 0), ("gone", 1)))),
        ("south", AnswerSheet(TEACHERS, (), (("devices-at-hand", 9),))),
    ]
    counted = count(starter, TEACHERS, sheets)
    assert counted.cells == {("north", "grades-1-2", "devices-at-hand"): Distribution((0, 0, 0, 0, 1), 1)}
    assert counted.sheets == {"north": 2, "south": 1}
