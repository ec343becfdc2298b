"""Days and angles: there and back, in order, breaks narrower."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digivuosi.domain.schoolyear.calendar import suggested_year
from digivuosi.domain.wheel.geometry import SEAM, at, dial, free_parts

YEARS = [suggested_year(starts) for starts in (2025, 2026, 2027)]
years = st.sampled_from(YEARS)
offsets = st.integers(0, 364)


@given(years, offsets)
def test_the_day_at_a_days_angle_is_that_day(year: object, offset: int) -> None:
    turn = dial(year)  # type: ignore[arg-type]
    day = turn.first + timedelta(days=offset)
    assert turn.day(turn.middle(day)) == day
    assert turn.day(turn.start(day)) == day


@given(years, offsets, offsets)
def test_later_days_stand_further_clockwise(year: object, one: int, other: int) -> None:
    turn = dial(year)  # type: ignore[arg-type]
    first, second = sorted((one, other))
    start = turn.start(turn.first + timedelta(days=first))
    assert start <= turn.start(turn.first + timedelta(days=second))
    assert start < turn.end(turn.first + timedelta(days=second))


@given(years, st.floats(0, 360))
def test_every_angle_has_a_day_of_the_year(year: object, angle: float) -> None:
    turn = dial(year)  # type: ignore[arg-type]
    assert turn.first <= turn.day(angle) <= turn.first + timedelta(days=turn.days - 1)


def test_the_year_fills_the_circle_but_for_the_seam() -> None:
    turn = dial(YEARS[1])
    assert turn.edges[0] == SEAM / 2
    assert turn.edges[-1] == pytest.approx(360 - SEAM / 2)


def test_a_week_without_school_is_narrower() -> None:
    turn = dial(YEARS[1])

    def width(monday: date) -> float:
        return turn.end(monday + timedelta(days=6)) - turn.start(monday)

    assert width(date(2026, 10, 12)) == pytest.approx(width(date(2026, 10, 5)) / 2)


def test_days_outside_the_year_are_held_to_its_ends() -> None:
    turn = dial(YEARS[1])
    assert turn.start(date(2020, 1, 1)) == turn.edges[0]
    assert turn.end(date(2030, 1, 1)) == turn.edges[-1]


def test_the_top_is_up() -> None:
    assert at(0, 10) == pytest.approx((0, -10))
    assert at(90, 10) == pytest.approx((10, 0))


@given(st.lists(st.tuples(st.floats(0, 100), st.floats(0, 20)), max_size=8))
def test_free_parts_keep_clear_of_what_is_taken(spans: list[tuple[float, float]]) -> None:
    taken = [(low, low + size) for low, size in spans]
    for low, high in free_parts(10, 90, taken):
        assert 10 <= low < high <= 90
        assert all(end <= low or start >= high or start == end for start, end in taken)
