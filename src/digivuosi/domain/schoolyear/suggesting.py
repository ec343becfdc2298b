"""A sensible default calendar of a Finnish municipality, for a provider to start from."""

from __future__ import annotations

from datetime import date

from digivuosi.domain.schoolyear.days import DAY, WEEK, SchoolDays
from digivuosi.domain.schoolyear.law import (
    EARLIEST_START,
    LATEST_START,
    SATURDAY,
    legal_last_school_day,
    required_school_days,
)
from digivuosi.domain.schoolyear.parts import (
    AUTUMN_BREAK,
    CHRISTMAS,
    WINTER_BREAK,
    Break,
    OwnDate,
    QuietWeek,
    monday_of,
)
from digivuosi.domain.texts import Text

USUAL_START = (8, 11)
CHRISTMAS_STARTS = (19, 20, 21, 22)
"""Days of December on which the Christmas break begins."""
ASSESSMENT = Text.of(fi="Arviointi ja todistukset", sv="Bedömning och betyg", en="Assessment and school reports")


def suggested_days(starts: int, autumn_break_week: int, winter_break_week: int) -> SchoolDays:
    """Return the calendar whose number of school days is nearest to what the law asks.

    Among those that fit, the one that looks most like the calendars that municipalities make: school starts from
    Tuesday to Thursday about 11 August, and Christmas begins on a Saturday.
    """
    candidates = [
        _bare_year(starts, first, christmas, (autumn_break_week, winter_break_week))
        for first in _possible_starts(starts)
        for christmas in (date(starts, 12, day) for day in CHRISTMAS_STARTS)
    ]
    return _dressed(min(candidates, key=_oddness))


def _possible_starts(starts: int) -> list[date]:
    first, last = date(starts, *EARLIEST_START), date(starts, *LATEST_START)
    days = (first + n * DAY for n in range((last - first).days + 1))
    return [day for day in days if day.isoweekday() < SATURDAY]


def _bare_year(starts: int, first: date, christmas: date, break_weeks: tuple[int, int]) -> SchoolDays:
    autumn, winter = break_weeks
    return SchoolDays(
        starts=starts,
        first_school_day=first,
        last_school_day=legal_last_school_day(starts),
        breaks=(
            _break_week(AUTUMN_BREAK, starts, autumn),
            Break(CHRISTMAS, christmas, date(starts + 1, 1, 6)),
            _break_week(WINTER_BREAK, starts + 1, winter),
        ),
    )


def _break_week(key: str, year: int, week: int) -> Break:
    return Break(key, date.fromisocalendar(year, week, 1), date.fromisocalendar(year, week, 7))


def _oddness(year: SchoolDays) -> tuple[int, bool, bool, int]:
    off_by = abs(len(year.school_days) - required_school_days(year.starts))
    begins_midweek = year.first_school_day.isoweekday() in (2, 3, 4)
    christmas = next(item for item in year.breaks if item.key == CHRISTMAS)
    from_usual = abs((year.first_school_day - date(year.starts, *USUAL_START)).days)
    return off_by, not begins_midweek, christmas.first.isoweekday() != SATURDAY, from_usual


def _dressed(year: SchoolDays) -> SchoolDays:
    """Add what does not change the number of school days: planning days, quiet weeks, own dates."""
    return SchoolDays(
        starts=year.starts,
        first_school_day=year.first_school_day,
        last_school_day=year.last_school_day,
        breaks=year.breaks,
        in_service_days=_two_days_before(year),
        quiet_weeks=_assessment_weeks(year),
        own_dates=suggested_own_dates(year),
    )


def _two_days_before(year: SchoolDays) -> tuple[date, ...]:
    day, found = year.first_school_day, list[date]()
    while len(found) < 2:
        day -= DAY
        if year.is_working_day(day):
            found.append(day)
    return tuple(reversed(found))


def _assessment_weeks(year: SchoolDays) -> tuple[QuietWeek, ...]:
    """The second to last school week of each term, when marks are given."""
    christmas = next(item for item in year.breaks if item.key == CHRISTMAS)
    ends = (year.previous_school_day(christmas.first), year.last_school_day)
    mondays = [monday_of(end) - WEEK for end in ends if end]
    return tuple(QuietWeek(f"{monday:%G-W%V}", ASSESSMENT) for monday in mondays)


def suggested_own_dates(year: SchoolDays) -> tuple[OwnDate, ...]:
    """Return the own dates that the starter toolkit names, where they usually are."""
    spring = year.starts + 1
    # The second day of the second week of the second month, a week belonging to the month of its Thursday: so it
    # was on 9.2.2021, 8.2.2022, 7.2.2023, 6.2.2024, 11.2.2025 and 10.2.2026.
    safer_internet = monday_of(date(spring, 2, 4)) + WEEK + DAY
    code_week = next(
        monday
        for monday in (date.fromisocalendar(year.starts, week, 1) for week in (42, 43))
        if year.break_on(monday) is None or monday.isocalendar().week == 43
    )
    return (
        _own("code-week", code_week, 5, Text.of(fi="Koodausviikko", sv="Kodveckan", en="Code Week")),
        _own(
            "hour-of-code",
            # The week of Grace Hopper's birthday, 9 December.
            monday_of(date(year.starts, 12, 9)),
            5,
            Text.of(fi="Koodaustunti", sv="Kodtimmen", en="Hour of Code"),
        ),
        _own(
            "media-literacy-week",
            monday_of(safer_internet),
            7,
            Text.of(fi="Mediataitoviikko", sv="Mediekunskapsveckan", en="Media Literacy Week"),
        ),
        _own(
            "safer-internet-day",
            safer_internet,
            1,
            Text.of(fi="Turvallisemman internetin päivä", sv="Dagen för ett säkrare internet", en="Safer Internet Day"),
        ),
    )


def _own(key: str, first: date, days: int, name: Text) -> OwnDate:
    return OwnDate(key, first, first + (days - 1) * DAY, name)
