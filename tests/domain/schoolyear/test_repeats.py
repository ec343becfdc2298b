"""How often a measure comes back in a year, and in which years."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given

from digivuosi.domain.schoolyear.calendar import OwnDate, SchoolYear, suggested_year
from digivuosi.domain.schoolyear.rules import (
    Repeat,
    RepeatKind,
    RuleError,
    Unresolvable,
    occurrences,
    parse_repeat,
    parse_rule,
    print_repeat,
    resolve_window,
)
from tests.domain.schoolyear.strategies import calendars, repeats, rules

YEAR = suggested_year(2026, 42, 10)


@given(repeats)
def test_the_written_form_is_read_back(repeat: str) -> None:
    assert str(parse_repeat(repeat)) == repeat


@pytest.mark.parametrize("written", ["", "every N years", "weekly", "every 0 years", "every 99 years", "x" * 999])
def test_unknown_repeats_say_what_can_be_written(written: str) -> None:
    with pytest.raises(RuleError) as caught:
        parse_repeat(written)
    assert "every 2 years" in caught.value.text.get("fi")


@pytest.mark.parametrize(
    ("repeat", "fi", "sv", "en"),
    [
        ("every year", "joka vuosi", "varje år", "every year"),
        ("monthly", "kuukausittain", "varje månad", "monthly"),
        ("each term", "kerran lukukaudessa", "varje termin", "each term"),
        ("every 2 years", "kahden vuoden välein", "vart annat år", "every 2 years"),
        ("every 3 years", "kolmen vuoden välein", "vart tredje år", "every 3 years"),
        ("every 7 years", "7 vuoden välein", "vart 7:e år", "every 7 years"),
        ("every 1 year", "joka vuosi", "varje år", "every year"),
        ("own dates", "vuoden omina päivinä", "på årets egna datum", "on the year's own dates"),
        ("once", "kerran", "en gång", "once"),
    ],
)
def test_repeats_are_said_as_people_say_them(repeat: str, fi: str, sv: str, en: str) -> None:
    assert [print_repeat(repeat, language) for language in ("fi", "sv", "en")] == [fi, sv, en]


def months_of(repeat: str, *window: str, year: SchoolYear = YEAR) -> list[tuple[str, str]]:
    start, end = window
    return [(str(one.first), str(one.last)) for one in occurrences(repeat, (start, end), year)]


def test_monthly_gives_each_month_its_school_days() -> None:
    found = months_of("monthly", "september", "may")
    assert len(found) == 9
    assert found[3] == ("2026-12-01", "2026-12-18")
    assert found[4] == ("2027-01-07", "2027-01-29")
    assert months_of("monthly", "july any day", "july any day") == [("2027-07-01", "2027-07-31")]
    assert len(months_of("monthly", "year-start any day", "year-end any day")) == 12


def test_each_term_gives_one_time_in_each_that_the_window_meets() -> None:
    assert months_of("each term", "september", "february") == [
        ("2026-09-01", "2026-12-18"),
        ("2027-01-07", "2027-02-26"),
    ]
    assert months_of("each term", "october", "october") == [("2026-10-01", "2026-10-30")]


def test_every_nth_year_counts_from_the_last_time() -> None:
    every_third = Repeat(RepeatKind.EVERY_N_YEARS, 3)
    assert [starts for starts in range(2026, 2033) if every_third.is_due(starts)] == [2028, 2031]
    assert not every_third.is_due(2026, last_done=2024)
    assert every_third.is_due(2027, last_done=2024)
    assert every_third.is_due(2029, last_done=2024), "late is still due"
    assert every_third.is_due(2024, last_done=2024), "the year in which it was done keeps it"
    assert occurrences("every 3 years", ("april", "april"), YEAR) == ()
    assert len(occurrences("every 2 years", ("april", "april"), YEAR)) == 1


def test_once_is_once() -> None:
    assert len(occurrences("once", ("may", "may"), YEAR)) == 1
    assert len(occurrences("once", ("may", "may"), YEAR, last_done=2026)) == 1
    assert occurrences("once", ("may", "may"), YEAR, last_done=2025) == ()


def test_own_dates_give_one_time_for_each() -> None:
    days = (date(2026, 9, 21), date(2027, 1, 20))
    year = replace(YEAR, own_dates=tuple(OwnDate("statistics-day", day, day) for day in days))
    assert months_of("own dates", "statistics-day - 1 week", "statistics-day", year=year) == [
        ("2026-09-14", "2026-09-21"),
        ("2027-01-13", "2027-01-20"),
    ]
    assert months_of("own dates", "safer-internet-day", "media-literacy-week") == [("2027-02-09", "2027-02-12")]


def test_own_dates_need_an_own_date() -> None:
    with pytest.raises(Unresolvable, match="names one of the calendar's own dates"):
        occurrences("own dates", ("october", "october"), YEAR)
    with pytest.raises(Unresolvable, match="no own date “poetry-day”"):
        occurrences("own dates", ("poetry-day", "poetry-day"), YEAR)


@given(repeats, rules, rules, calendars())
def test_times_lie_inside_the_window_and_follow_one_another(
    repeat: str, start: str, end: str, year: SchoolYear
) -> None:
    try:
        whole = resolve_window(start, end, year)
        found = occurrences(repeat, (start, end), year)
    except Unresolvable:
        return
    for before, after in pairwise(found):
        assert before.first <= after.first
    if repeat == "own dates":
        return
    both_free = all(parse_rule(rule).any_day for rule in (start, end))
    for one in found:
        assert whole.first <= one.first <= one.last <= whole.last
        assert both_free or year.is_school_day(one.first) or one.first == whole.first
        assert both_free or year.is_school_day(one.last) or one.last == whole.last
