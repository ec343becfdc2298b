"""Counting along the days of a school year, with real Finnish dates of 2026–27 and of other years."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digivuosi.domain.schoolyear.calendar import (
    Break,
    DayOff,
    OwnDate,
    QuietWeek,
    SchoolYear,
    legal_last_school_day,
    public_holidays,
    required_school_days,
    suggested_year,
    year_of_school,
)
from digivuosi.domain.texts import Text
from tests.domain.schoolyear.strategies import calendars, suggested_years

YEAR = suggested_year(2026, 42, 10)


@pytest.mark.parametrize(
    ("starts", "day"),
    [(2024, date(2025, 5, 31)), (2025, date(2026, 5, 30)), (2026, date(2027, 6, 5)), (2027, date(2028, 6, 3))],
)
def test_the_last_school_day_is_the_saturday_of_week_22(starts: int, day: date) -> None:
    assert legal_last_school_day(starts) == day


@pytest.mark.parametrize(("starts", "days"), [(2024, 187), (2025, 188), (2026, 189), (2027, 187), (2028, 188)])
def test_the_law_spares_holidays_on_weekdays(starts: int, days: int) -> None:
    assert required_school_days(starts) == days


def test_public_holidays_have_names_in_three_languages() -> None:
    found = public_holidays(2026)
    assert found[date(2026, 12, 6)] == Text.of(fi="Itsenäisyyspäivä", sv="Självständighetsdagen", en="Independence Day")
    assert found[date(2027, 5, 6)].get("fi") == "Helatorstai"
    assert all(name.languages == ("en", "fi", "sv") for name in found.values())
    assert min(found) >= date(2026, 8, 1)
    assert max(found) <= date(2027, 7, 31)


def test_a_suggested_year_is_what_the_law_asks() -> None:
    assert YEAR.first_school_day == date(2026, 8, 11)
    assert YEAR.last_school_day == date(2027, 6, 5)
    assert len(YEAR.school_days) == 189
    assert YEAR.warnings() == ()
    assert YEAR.break_on(date(2026, 10, 14)) == Break("autumn-break", date(2026, 10, 12), date(2026, 10, 18))
    assert YEAR.break_on(date(2027, 3, 10)) == Break("winter-break", date(2027, 3, 8), date(2027, 3, 14))


@given(suggested_years)
def test_every_suggested_year_stands_without_warnings(year: SchoolYear) -> None:
    assert year.warnings() == ()
    assert len(year.school_days) == required_school_days(year.starts)
    assert date(year.starts, 8, 6) <= year.first_school_day <= date(year.starts, 8, 17)


def test_own_dates_of_a_suggested_year() -> None:
    assert [(own.key, own.first, own.last) for own in YEAR.own_dates] == [
        ("code-week", date(2026, 10, 19), date(2026, 10, 23)),
        ("hour-of-code", date(2026, 12, 7), date(2026, 12, 11)),
        ("media-literacy-week", date(2027, 2, 8), date(2027, 2, 14)),
        ("safer-internet-day", date(2027, 2, 9), date(2027, 2, 9)),
    ]
    assert suggested_year(2026, 43, 8).own_dates[0].first == date(2026, 10, 12)


def municipality(**changes: object) -> SchoolYear:
    """A real calendar: Saturday 19 December has school, autumn and winter breaks from Monday to Friday."""
    year = SchoolYear(
        starts=2026,
        first_school_day=date(2026, 8, 12),
        last_school_day=date(2027, 6, 5),
        breaks=(
            Break("autumn-break", date(2026, 10, 12), date(2026, 10, 16)),
            Break("christmas", date(2026, 12, 20), date(2027, 1, 6)),
            Break("winter-break", date(2027, 3, 1), date(2027, 3, 5)),
        ),
        school_saturdays=(date(2026, 12, 19),),
    )
    return replace(year, **changes)  # type: ignore[arg-type]


def test_a_real_calendar_with_a_saturday_counts_right() -> None:
    assert len(municipality().school_days) == 189
    assert municipality().warnings() == ()
    assert municipality().is_school_day(date(2026, 12, 19))
    assert not municipality().is_school_day(date(2026, 12, 12))


def test_which_days_have_school() -> None:
    assert YEAR.is_school_day(date(2027, 6, 5)), "the last day is a Saturday with school"
    assert not YEAR.is_school_day(date(2027, 5, 29))
    assert not YEAR.is_school_day(date(2027, 5, 6)), "Ascension Day"
    assert not YEAR.is_school_day(date(2026, 10, 14)), "autumn break"
    assert not YEAR.is_school_day(date(2026, 8, 10)), "before the first day"
    off = replace(YEAR, days_off=(DayOff(date(2027, 5, 7)),))
    assert YEAR.is_school_day(date(2027, 5, 7))
    assert not off.is_school_day(date(2027, 5, 7))


def test_neighbouring_school_days() -> None:
    friday = date(2026, 10, 9)
    assert YEAR.next_school_day(friday) == date(2026, 10, 19)
    assert YEAR.previous_school_day(date(2026, 10, 19)) == friday
    assert YEAR.school_day_from(date(2026, 10, 14)) == date(2026, 10, 19)
    assert YEAR.school_day_until(date(2026, 10, 14)) == friday
    assert YEAR.school_day_from(friday) == YEAR.school_day_until(friday) == friday
    assert YEAR.previous_school_day(YEAR.first_school_day) is None
    assert YEAR.next_school_day(YEAR.last_school_day) is None


def test_steps_of_school_days_pass_over_breaks() -> None:
    assert YEAR.shift_school_days(date(2026, 10, 8), 2) == date(2026, 10, 19)
    assert YEAR.shift_school_days(date(2026, 10, 19), -2) == date(2026, 10, 8)
    assert YEAR.shift_school_days(date(2026, 10, 14), 1) == date(2026, 10, 19)
    assert YEAR.shift_school_days(date(2026, 10, 14), -1) == date(2026, 10, 9)
    assert YEAR.shift_school_days(date(2026, 10, 14), 0) == date(2026, 10, 14)
    assert YEAR.shift_school_days(date(2027, 6, 4), 2) is None
    assert YEAR.shift_school_days(date(2026, 8, 11), -1) is None


@pytest.mark.parametrize(
    ("first", "days", "last"),
    [
        (date(2026, 10, 5), 1, date(2026, 10, 5)),
        (date(2026, 10, 5), 5, date(2026, 10, 9)),
        (date(2026, 10, 5), 6, date(2026, 10, 19)),
        (date(2026, 8, 3), 5, date(2026, 8, 7)),  # before school: working days
        (date(2027, 3, 29), 3, date(2027, 4, 1)),  # Easter Monday begins nothing
        (date(2027, 6, 3), 5, date(2027, 6, 8)),  # past the end of school: working days
        (date(2027, 7, 26), 30, date(2027, 7, 31)),  # never past the year
    ],
)
def test_the_end_of_something_that_lasts_some_school_days(first: date, days: int, last: date) -> None:
    assert YEAR.end_of(first, days) == last


@given(calendars(), st.integers(0, 364), st.integers(1, 40))
def test_the_end_never_goes_before_the_start_nor_past_the_year(year: SchoolYear, day: int, days: int) -> None:
    first = year.first_day + timedelta(days=day)
    last = year.end_of(first, days)
    assert first <= last <= year.last_day
    assert year.end_of(first, days + 1) >= last


@given(calendars(), st.integers(0, 364), st.integers(1, 30))
def test_steps_there_and_back(year: SchoolYear, day: int, count: int) -> None:
    start = year.school_days[day % len(year.school_days)]
    there = year.shift_school_days(start, count)
    if there is not None:
        assert year.shift_school_days(there, -count) == start
        assert len(year.school_days_between(start, there)) == count + 1


def test_weeks_of_a_year_with_53() -> None:
    numbers = [week.number for week in YEAR.weeks]
    assert numbers == [*range(31, 54), *range(1, 31)]
    assert [week and week.monday for week in map(YEAR.week_numbered, (53, 1, 54))] == [
        date(2026, 12, 28),
        date(2027, 1, 4),
        None,
    ]
    assert suggested_year(2027).week_numbered(53) is None


def test_week_of_a_day() -> None:
    assert YEAR.week_of(date(2026, 10, 14)).number == 42
    assert YEAR.week_of(date(2026, 10, 14)).school_days == 0
    assert YEAR.week_of(date(2027, 1, 2)) == YEAR.week_of(date(2026, 12, 30))
    # 1 August 2021 is a Sunday of week 30, which belongs to the school year before.
    assert suggested_year(2021).week_of(date(2021, 8, 1)).number == 31
    assert suggested_year(2027).week_of(date(2028, 7, 31)).number == 30


@given(suggested_years)
def test_weeks_follow_one_another_with_no_gap_between_years(year: SchoolYear) -> None:
    mondays = [week.monday for week in year.weeks]
    assert all(after - before == timedelta(days=7) for before, after in pairwise(mondays))
    assert suggested_year(year.starts + 1).weeks[0].monday == mondays[-1] + timedelta(days=7)
    assert sum(week.school_days for week in year.weeks) == len(year.school_days)
    for week in year.weeks:
        assert year.week_numbered(week.number) == week
        assert year.week_of(week.sunday) in (week, year.weeks[-1])


def test_school_weeks_and_quiet_weeks() -> None:
    assert not YEAR.is_school_week(date(2026, 10, 12))
    assert YEAR.is_school_week(date(2026, 10, 21))
    assert not YEAR.is_school_week(date(2026, 8, 3))
    assert YEAR.is_quiet(date(2026, 12, 9))
    assert YEAR.quiet_week_on(date(2026, 12, 9)) == QuietWeek("2026-W50", YEAR.quiet_weeks[0].reason)
    assert not YEAR.is_quiet(date(2026, 12, 14))


def test_order_of_lists_never_matters() -> None:
    one, other = OwnDate("a", date(2026, 9, 1), date(2026, 9, 2)), OwnDate("b", date(2026, 9, 1), date(2026, 9, 2))
    year = replace(YEAR, own_dates=(one, other))
    same = replace(YEAR, own_dates=(other, one), breaks=YEAR.breaks[::-1])
    assert year == same
    assert hash(year) == hash(same)
    assert year != YEAR


def test_the_school_year_of_a_day() -> None:
    assert year_of_school(date(2026, 7, 31)) == 2025
    assert year_of_school(date(2026, 8, 1)) == 2026
    assert date(2027, 7, 31) in YEAR
    assert date(2027, 8, 1) not in YEAR
