"""A school year as twelve months of days, for the calendar page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext as _

from digivuosi.apps.look import dates
from digivuosi.domain.schoolyear.calendar import SchoolYear, monday_of


@dataclass(frozen=True)
class Cell:
    """A day of the grid; `kind` decides the mark, `words` say it."""

    day: date | None
    kind: str = ""
    words: str = ""

    @property
    def classes(self) -> str:
        return " ".join(f"day-{kind}" for kind in self.kind.split())


@dataclass(frozen=True)
class WeekRow:
    number: int
    is_quiet: bool
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Month:
    name: str
    weeks: tuple[WeekRow, ...]
    school_days: int


def months_of(year: SchoolYear, language: str) -> list[Month]:
    """August to July."""
    firsts = [date(year.starts + (month < 8), month, 1) for month in (8, 9, 10, 11, 12, 1, 2, 3, 4, 5, 6, 7)]
    kinds = _kinds(year, language)
    return [_month(first, year, kinds, language) for first in firsts]


def _month(first: date, year: SchoolYear, kinds: dict[date, tuple[str, str]], language: str) -> Month:
    weeks, monday = [], monday_of(first)
    while monday <= _last_of(first):
        days = (monday + timedelta(days=n) for n in range(7))
        cells = tuple(_cell(day, year, kinds) if day.month == first.month else Cell(None) for day in days)
        weeks.append(WeekRow(monday.isocalendar().week, year.is_quiet(monday), cells))
        monday += timedelta(days=7)
    name = f"{dates.month_name(first.month, language)} {first.year}"
    counted = sum(1 for day in year.school_days if (day.year, day.month) == (first.year, first.month))
    return Month(name[:1].upper() + name[1:], tuple(weeks), counted)


def _last_of(first: date) -> date:
    return (first.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)


def _cell(day: date, year: SchoolYear, kinds: dict[date, tuple[str, str]]) -> Cell:
    if day in kinds:
        return Cell(day, *kinds[day])
    if year.is_school_day(day):
        return Cell(day, "school")
    return Cell(day, "free")


def _kinds(year: SchoolYear, language: str) -> dict[date, tuple[str, str]]:
    """Days that are more than a usual day; what comes later wins."""
    kinds: dict[date, tuple[str, str]] = {}
    for own in year.own_dates:
        for day in _days(own.first, own.last):
            kinds[day] = ("own" if year.is_school_day(day) else "free", own.name.get(language) or own.key)
    for day in year.in_service_days:
        kinds[day] = ("in-service", _("In-service day"))
    for day in year.school_saturdays:
        kinds[day] = ("school saturday", _("School on a Saturday"))
    for pause in year.breaks:
        for day in _days(pause.first, pause.last):
            kinds[day] = ("break", pause.name.get(language))
    for off in year.days_off:
        kinds[off.day] = ("off", off.name.get(language) or _("Day off"))
    for day, name in year.public_holidays.items():
        kinds[day] = ("break holiday" if year.break_on(day) else "holiday", name.get(language))
    for day, words in ((year.first_school_day, _("First school day")), (year.last_school_day, _("Last school day"))):
        kinds[day] = ("school edge", words)
    return kinds


def _days(first: date, last: date) -> list[date]:
    return [first + timedelta(days=n) for n in range(max(0, min((last - first).days, 400)) + 1)]


def lists_of(year: SchoolYear, language: str) -> list[tuple[Any, list[tuple[str, str]]]]:
    """The same in words: for those who would rather read, and for screen readers."""
    span = dates.span
    return [
        (_("Breaks"), [(b.name.get(language), span(b.first, b.last, language, year=True)) for b in year.breaks]),
        (_("Days off"), [(o.name.get(language), dates.full(o.day, language)) for o in year.days_off]),
        (_("School on Saturdays"), [("", dates.full(day, language)) for day in year.school_saturdays]),
        (_("In-service days"), [("", dates.full(day, language)) for day in year.in_service_days]),
        (
            _("Quiet weeks"),
            [
                (q.reason.get(language), f"{dates.week(q.monday, language)} {q.monday.isocalendar().year}")
                for q in year.quiet_weeks
            ],
        ),
        (
            _("Own dates"),
            [(o.name.get(language) or o.key, span(o.first, o.last, language, year=True)) for o in year.own_dates],
        ),
    ]
