"""Where measures go by themselves, and how they move."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digivuosi.domain.schoolyear.calendar import SchoolYear, suggested_year
from digivuosi.domain.schoolyear.parts import AUTUMN_BREAK
from digivuosi.domain.schoolyear.rules import Unresolvable
from digivuosi.domain.texts import Text
from digivuosi.domain.toolkit.toolkit import Measure, Span
from digivuosi.domain.wheel.placing import (
    length_of,
    may_stand_on_any_day,
    moved,
    placed_at,
    places_for,
    recommended_of,
    window_of,
)

YEAR = suggested_year(2026)
MONTHS = ("september", "october", "november", "january", "march", "may")
SCHOOL_DAYS = st.sampled_from(YEAR.school_days)


def measure(window: tuple[str, str] = ("september", "may"), **more: Any) -> Measure:
    return Measure(
        key="kysely", title=Text.of(fi="Kysely"), purpose=Text(), theme="needs", window=Span(*window), **more
    )


ANYWHERE = measure(("year-start any day", "year-end any day"))


# --- default places ------------------------------------------------------------------------------------------------


def test_the_default_place_is_the_recommended_time() -> None:
    wished = measure(days=5, recommended_time=Span("week 45", "week 46"))
    (place,) = places_for(wished, YEAR)
    assert (place.first, place.last) == (date(2026, 11, 2), date(2026, 11, 6))
    assert recommended_of(wished, YEAR).first == place.first


def test_without_a_recommended_time_it_is_the_beginning_of_the_window() -> None:
    (place,) = places_for(measure(("week 45", "week 47"), days=3), YEAR)
    assert (place.first, place.last) == (date(2026, 11, 2), date(2026, 11, 4))


def test_a_recommended_time_outside_the_window_is_not_followed() -> None:
    (place,) = places_for(measure(("march", "april"), recommended_time=Span("october", "october")), YEAR)
    assert place.first == window_of(measure(("march", "april")), YEAR).first


def test_a_recommended_date_that_the_calendar_lacks_leaves_the_window() -> None:
    (place,) = places_for(measure(("october", "october"), recommended_time=Span("theme-week", "theme-week")), YEAR)
    assert place.first == date(2026, 10, 1)


def test_what_would_pass_the_end_of_the_window_begins_earlier() -> None:
    late = measure(("week 45", "week 46"), days=8, recommended_time=Span("week 46", "week 46"))
    (place,) = places_for(late, YEAR)
    assert place.last == date(2026, 11, 13)
    assert length_of(place.first, place.last, YEAR) == 8


def test_a_window_that_cannot_be_met_says_why() -> None:
    with pytest.raises(Unresolvable):
        places_for(measure(("no-such-day", "no-such-day")), YEAR)


def test_every_month_has_a_place_of_its_own() -> None:
    places = places_for(measure(("september", "november"), repeat="monthly"), YEAR)
    assert [(place.occurrence, place.first.month) for place in places] == [(1, 9), (2, 10), (3, 11)]


def test_nothing_in_a_year_that_is_not_its_turn() -> None:
    years = [
        starts for starts in range(2024, 2028) if places_for(measure(repeat="every 2 years"), suggested_year(starts))
    ]
    assert years == [2024, 2026]


@pytest.mark.parametrize(
    ("window", "day"),
    [
        (("2026-08-01 any day", "2026-08-10 any day"), date(2026, 8, 3)),  # a Saturday, so on Monday
        (("2026-12-06 any day", "2026-12-09 any day"), date(2026, 12, 7)),  # Independence Day is a Sunday
        (("2027-03-25 any day", "2027-03-29 any day"), date(2027, 3, 25)),
        (("2027-03-26 any day", "2027-03-30 any day"), date(2027, 3, 30)),  # Good Friday to Easter Monday
        (("2026-12-25 any day", "2026-12-27 any day"), date(2026, 12, 25)),  # no working day at all: as it is
    ],
)
def test_any_day_still_means_a_working_day(window: tuple[str, str], day: date) -> None:
    (place,) = places_for(measure(window), YEAR)
    assert place.first == day


@given(st.sampled_from(MONTHS), st.integers(1, 15), st.integers(2024, 2030))
def test_a_default_place_is_on_school_days_inside_its_window(month: str, days: int, starts: int) -> None:
    year = suggested_year(starts)
    asked = measure((month, month), days=days)
    (place,) = places_for(asked, year)
    window = window_of(asked, year)
    assert year.is_school_day(place.first)
    assert window.first <= place.first <= place.last
    if len(year.school_days_between(window.first, window.last)) >= days:
        assert place.last <= window.last
        assert length_of(place.first, place.last, year) == days


@given(SCHOOL_DAYS, st.integers(1, 10))
def test_what_is_taken_later_does_not_begin_before_that_while_there_is_room(since: date, days: int) -> None:
    asked = measure(("week 36", "week 50"), days=days, recommended_time=Span("week 40", "week 41"))
    (usual,), (late,), window = places_for(asked, YEAR), places_for(asked, YEAR, since), window_of(asked, YEAR)
    assert length_of(late.first, late.last, YEAR) == days
    assert window.first <= late.first <= late.last <= window.last
    if since <= usual.first or YEAR.end_of(since, days) > window.last:
        assert late == usual
    else:
        assert late.first == since


# --- moving --------------------------------------------------------------------------------------------------------


def test_a_week_later_is_the_same_weekday() -> None:
    place = moved(date(2026, 9, 9), date(2026, 9, 10), 1, measure(), YEAR)
    assert (place.first, place.last) == (date(2026, 9, 16), date(2026, 9, 17))


def test_a_week_passes_the_break_and_comes_back() -> None:
    pause = YEAR.break_of(AUTUMN_BREAK)
    assert pause is not None
    before = pause.first - timedelta(days=pause.first.weekday() + 4)  # the Thursday before
    there = moved(before, before, 1, measure(), YEAR)
    assert there.first == before + timedelta(days=14)
    assert moved(there.first, there.last, -1, measure(), YEAR).first == before


def test_what_may_stand_on_any_day_moves_into_the_break() -> None:
    place = moved(date(2026, 10, 8), date(2026, 10, 8), 1, ANYWHERE, YEAR)
    assert may_stand_on_any_day(ANYWHERE)
    assert place.first == date(2026, 10, 15)


def test_a_holiday_in_the_week_shifts_to_the_nearest_school_day() -> None:
    good_friday = date(2027, 3, 26)
    place = moved(good_friday - timedelta(days=7), good_friday - timedelta(days=7), 1, measure(), YEAR)
    assert place.first == good_friday - timedelta(days=1)


@pytest.mark.parametrize("weeks", [-60, -1])
def test_it_stays_where_the_year_begins(weeks: int) -> None:
    first = YEAR.first_school_day
    assert moved(first, first, weeks, measure(), YEAR).first == first


@pytest.mark.parametrize("asked", [measure(), ANYWHERE])
def test_it_stays_where_the_year_ends(asked: Measure) -> None:
    last = YEAR.last_school_day if asked is not ANYWHERE else YEAR.last_day
    assert moved(last, last, 1, asked, YEAR).last == last


def test_it_is_not_cut_by_the_end_of_the_year() -> None:
    first, last = date(2027, 7, 12), date(2027, 7, 30)
    assert moved(first, last, 1, ANYWHERE, YEAR).first == first


@given(SCHOOL_DAYS, st.integers(1, 20), st.integers(-50, 50))
def test_moving_keeps_the_length_and_stays_on_school_days(first: date, days: int, weeks: int) -> None:
    last = YEAR.end_of(first, days)
    length = length_of(first, last, YEAR)
    place = moved(first, last, weeks, measure(), YEAR)
    assert YEAR.is_school_day(place.first)
    assert place.last in YEAR
    assert length_of(place.first, place.last, YEAR) == length


@given(SCHOOL_DAYS, st.integers(1, 10))
def test_the_length_is_what_the_calendar_counts(first: date, days: int) -> None:
    last = YEAR.end_of(first, days)
    if last < YEAR.last_day:
        assert length_of(first, last, YEAR) == days


@pytest.mark.parametrize(
    ("day", "found"),
    [
        (date(2026, 10, 10), date(2026, 10, 19)),  # a Saturday before the break: after it
        (date(2020, 1, 1), YEAR.first_school_day),
        (date(2030, 1, 1), YEAR.school_days[-1]),
    ],
)
def test_a_day_without_school_becomes_the_nearest_one(day: date, found: date) -> None:
    assert placed_at(day, 1, measure(), YEAR).first == found


def test_looking_back_finds_the_day_before() -> None:
    assert placed_at(date(2026, 10, 14), 1, measure(), YEAR, back=True).first == date(2026, 10, 9)


def test_a_year_without_school_has_no_place() -> None:
    empty = SchoolYear(starts=2026, first_school_day=date(2026, 8, 2), last_school_day=date(2026, 8, 1))
    assert empty.school_days == ()
    with pytest.raises(Unresolvable, match="no school days"):
        placed_at(date(2026, 10, 14), 1, measure(), empty)
