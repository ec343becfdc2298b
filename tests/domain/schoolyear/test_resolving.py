"""Rules of time against real calendars: which dates they give, and what is said when they cannot."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import assume, given

from digivuosi.domain.schoolyear.calendar import Break, DayOff, OwnDate, SchoolYear, suggested_year
from digivuosi.domain.schoolyear.rules import (
    Resolved,
    RuleError,
    Unresolvable,
    parse_rule,
    resolve,
    resolve_window,
)
from digivuosi.domain.texts import LANGUAGES
from tests.domain.schoolyear.strategies import calendars, lasting_rules, rules, starts, suggested_years

YEAR = suggested_year(2026, 42, 10)


def span(found: Resolved) -> tuple[str, str]:
    return found.first.isoformat(), found.last.isoformat()


def why(rule: str, year: SchoolYear = YEAR) -> str:
    with pytest.raises(Unresolvable) as caught:
        resolve(rule, year)
    assert set(caught.value.text.languages) == set(LANGUAGES)
    return caught.value.text.get("fi")


def test_a_week_that_is_a_break_moves_and_says_so() -> None:
    found = resolve("week 42", YEAR)
    assert span(found) == ("2026-10-19", "2026-10-23")
    assert [note.get("fi") for note in found.notes] == [
        "Ajalla ma 12.10.2026 – su 18.10.2026 ei ole koulua; siirretty: ma 19.10.2026 – pe 23.10.2026."
    ]
    assert span(resolve("week 42", suggested_year(2026, 43, 10))) == ("2026-10-12", "2026-10-16")


def test_a_stretch_moves_only_to_days_after_it() -> None:
    # Ascension Day and the Friday after it are free; the Monday of the same week is behind.
    year = replace(
        YEAR,
        days_off=(DayOff(date(2027, 5, 7)),),
        own_dates=(OwnDate("fair", date(2027, 5, 6), date(2027, 5, 7)),),
    )
    assert span(resolve("fair", year)) == ("2027-05-10", "2027-05-14")


def test_a_single_day_moves_the_way_its_last_step_went() -> None:
    assert span(resolve("20 september", YEAR)) == ("2026-09-21", "2026-09-21")
    assert span(resolve("21 september - 1 day", YEAR)) == ("2026-09-18", "2026-09-18")
    assert span(resolve("school-end + 1 week", YEAR)) == ("2027-06-05", "2027-06-05")
    assert (
        resolve("20 september", YEAR).notes[0].get("sv") == "sö 20.9.2026 är ingen skoldag; flyttad till må 21.9.2026."
    )


def test_steps_count_from_the_edge_they_leave() -> None:
    assert span(resolve("autumn-break + 1 week any day", YEAR)) == ("2026-10-25", "2026-10-25")
    assert span(resolve("autumn-break - 1 week any day", YEAR)) == ("2026-10-05", "2026-10-05")
    assert span(resolve("after autumn-break + 2 school-days", YEAR)) == ("2026-10-21", "2026-10-21")
    assert span(resolve("2026-12-31 + 2 months any day", YEAR)) == ("2027-02-28", "2027-02-28")


def test_weeks_beside_a_christmas_that_begins_midweek() -> None:
    christmas = Break("christmas", date(2026, 12, 22), date(2027, 1, 5))
    year = replace(YEAR, breaks=(YEAR.breaks[0], christmas, YEAR.breaks[2]))
    assert span(resolve("week 1 before christmas", year)) == ("2026-12-14", "2026-12-18")
    assert span(resolve("week 1 after christmas", year)) == ("2027-01-11", "2027-01-15")
    assert span(resolve("spring-start", year)) == ("2027-01-07", "2027-01-07")


def test_june_of_a_year_when_school_ends_in_may() -> None:
    year = suggested_year(2025)
    assert year.last_school_day == date(2026, 5, 30)
    assert span(resolve("june", year)) == ("2026-05-18", "2026-05-30")
    assert span(resolve("early june", year)) == ("2026-05-25", "2026-05-30")
    assert span(resolve_window("may", "june", year)) == ("2026-05-04", "2026-05-30")


def test_a_year_without_week_53_or_leap_day_uses_the_day_beside() -> None:
    year = suggested_year(2027)
    assert "ei ole viikkoa 53" in resolve("week 53", year).notes[0].get("fi")
    assert span(resolve("29 february any day", year)) == ("2028-02-29", "2028-02-29")
    assert span(resolve("29 february any day", YEAR)) == ("2027-02-28", "2027-02-28")


def test_what_cannot_be_met_says_why() -> None:
    assert why("july").endswith("Lisää sääntöön ”any day”, jos päivä saa olla koulutyön ulkopuolella.")
    assert "ei ole koulua" in why("week 30")
    assert "ei ole koulua" in why("first week of july")
    assert "ei ole omaa päivää ”poetry-day”" in why("poetry-day + 1 week")
    assert "ei ole omaa päivää ”poetry-day”" in why("week 1 after poetry-day")
    assert "puuttuu kohta ”christmas”" in why("before christmas", replace(YEAR, breaks=()))
    assert "ei ole suunnittelupäiviä" in why("in-service", replace(YEAR, in_service_days=()))
    assert "vain 12" in why("week 20 after winter-break")
    assert "Koulupäivät loppuvat kesken" in why("school-end + 1 school-day")
    assert "ei ole koulupäivää siinä kohdassa" in why("before school-start")
    assert "ulkopuolelle" in why("2031-02-09 any day")
    assert "ulkopuolelle" in why("school-end + 6 months any day")


def test_without_a_christmas_break_spring_starts_in_january() -> None:
    assert span(resolve("spring-start", replace(YEAR, breaks=()))) == ("2027-01-04", "2027-01-04")


def test_a_calendar_without_any_school_day_is_no_crash() -> None:
    year = replace(YEAR, breaks=(Break("christmas", date(2026, 8, 1), date(2027, 7, 31)),))
    assert year.school_days == ()
    for rule in ("school-start", "october", "week 1 after school-start", "last 2 weeks", "spring-start", "week 40"):
        assert why(rule, year)


@pytest.mark.parametrize(
    ("start", "end", "found"),
    [
        ("october", "october", ("2026-10-01", "2026-10-30")),
        ("week 42", "week 42", ("2026-10-19", "2026-10-23")),
        ("week 41", "week 42", ("2026-10-05", "2026-10-09")),
        ("school-start - 2 weeks any day", "school-start + 2 weeks", ("2026-08-01", "2026-08-25")),
        ("in-service", "school-start", ("2026-08-07", "2026-08-11")),
        ("august", "31 december any day", ("2026-08-11", "2026-12-31")),
        ("august", "31 december", ("2026-08-11", "2026-12-18")),
        ("19 december", "6 january", ("2027-01-07", "2027-01-15")),
        ("may any day", "year-end any day", ("2027-05-01", "2027-07-31")),
        ("may", "year-end", ("2027-05-03", "2027-06-05")),
        ("safer-internet-day", "media-literacy-week", ("2027-02-09", "2027-02-12")),
    ],
)
def test_windows(start: str, end: str, found: tuple[str, str]) -> None:
    assert span(resolve_window(start, end, YEAR)) == found


@pytest.mark.parametrize(
    ("start", "end", "words"),
    [
        ("november", "october", "Aikaikkuna päättyy (la 31.10.2026) ennen kuin alkaa (su 1.11.2026)."),
        ("july", "july", "ei ole koulua"),
        ("early july", "late july", "ei ole koulua"),
        ("july any day", "late july", "ei ole koulua"),
        ("2028-02-01", "2028-03-01", "ulkopuolelle"),
    ],
)
def test_windows_that_cannot_be_met(start: str, end: str, words: str) -> None:
    with pytest.raises(Unresolvable) as caught:
        resolve_window(start, end, YEAR)
    assert words in caught.value.text.get("fi")


def test_words_that_are_no_rule_raise_for_windows_too() -> None:
    with pytest.raises(RuleError):
        resolve_window("october", "when ever", YEAR)


@given(rules, calendars())
def test_dates_have_school_unless_the_rule_says_otherwise(rule: str, year: SchoolYear) -> None:
    parsed = parse_rule(rule)
    try:
        found = resolve(parsed, year)
    except Unresolvable:
        return
    assert year.first_day <= found.first <= found.last <= year.last_day
    if not parsed.any_day and rule != "in-service":
        assert year.is_school_day(found.first)
        assert year.is_school_day(found.last)
    assert not any("{" in text for note in found.notes for _, text in note)


@given(rules, rules, calendars())
def test_windows_have_school_at_their_ends_unless_a_rule_says_otherwise(start: str, end: str, year: SchoolYear) -> None:
    try:
        found = resolve_window(start, end, year)
    except Unresolvable:
        return
    assert year.first_day <= found.first <= found.last <= year.last_day
    if not parse_rule(start).any_day and start != "in-service":
        assert year.is_school_day(found.first)
    if not parse_rule(end).any_day and end != "in-service":
        assert year.is_school_day(found.last)


@given(lasting_rules, suggested_years, starts)
def test_the_calendar_of_any_other_year_resolves_the_same_rules(rule: str, year: SchoolYear, other: int) -> None:
    resolve(rule, year)
    resolve(rule, suggested_year(year.starts + 1))
    resolve(rule, suggested_year(other))


@given(rules, suggested_years)
def test_any_day_never_makes_a_rule_harder(rule: str, year: SchoolYear) -> None:
    assume(not parse_rule(rule).any_day)
    try:
        resolve(rule, year)
    except Unresolvable:
        return
    assert resolve(f"{rule} any day", year)
