"""A month of a school's year as weeks of days, each with what stands in it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from digivuosi.apps.wheel.queries.years import PlacedMeasure
from digivuosi.domain.schoolyear.calendar import SchoolYear
from digivuosi.domain.texts import Text

DAY = timedelta(days=1)


@dataclass(frozen=True)
class MonthDay:
    day: date
    in_month: bool
    is_today: bool
    is_school_day: bool
    name: Text
    """Of a public holiday or a day off, where the day has one."""


@dataclass(frozen=True)
class MonthBar:
    """A piece of a placement inside one week."""

    one: PlacedMeasure
    column: int
    """1 for Monday."""
    span: int
    begins: bool
    ends: bool


@dataclass(frozen=True)
class MonthWeek:
    number: int
    days: tuple[MonthDay, ...]
    bars: tuple[MonthBar, ...]
    pause: Text | None
    """The break that the week is in."""
    quiet: Text | None


def months_of(calendar: SchoolYear) -> list[date]:
    """The twelve months of a school year, by their first day."""
    return [date(calendar.starts + (month > 12), (month - 1) % 12 + 1, 1) for month in range(8, 20)]


def weeks_of_month(
    first: date, placed: Iterable[PlacedMeasure], calendar: SchoolYear, today: date
) -> tuple[MonthWeek, ...]:
    """Lay a month, from the Monday of its first day to the Sunday of its last."""
    shown = list(placed)
    following = (first + 32 * DAY).replace(day=1)
    monday = first - first.weekday() * DAY
    found = []
    while monday < following:
        found.append(_week(monday, first.month, shown, calendar, today))
        monday += 7 * DAY
    return tuple(found)


def _week(monday: date, month: int, shown: list[PlacedMeasure], calendar: SchoolYear, today: date) -> MonthWeek:
    sunday = monday + 6 * DAY
    inside = [one for one in shown if one.first <= sunday and one.last >= monday]
    pauses = [calendar.break_on(monday + n * DAY) for n in range(5)]
    quiet = calendar.quiet_week_on(monday)
    return MonthWeek(
        number=monday.isocalendar().week,
        days=tuple(_day(monday + n * DAY, month, calendar, today) for n in range(7)),
        bars=tuple(_bar(one, monday, sunday) for one in sorted(inside, key=lambda o: (o.first, o.last))),
        pause=next((pause.name for pause in pauses if pause), None),
        quiet=quiet.reason if quiet else None,
    )


def _day(day: date, month: int, calendar: SchoolYear, today: date) -> MonthDay:
    off = next((one.name for one in calendar.days_off if one.day == day), None)
    name = calendar.public_holidays.get(day) or off or Text()
    return MonthDay(day, day.month == month, day == today, calendar.is_school_day(day), name)


def _bar(one: PlacedMeasure, monday: date, sunday: date) -> MonthBar:
    first, last = max(one.first, monday), min(one.last, sunday)
    return MonthBar(one, first.weekday() + 1, (last - first).days + 1, one.first >= monday, one.last <= sunday)
