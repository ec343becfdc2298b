"""The days of a school year: which of them have school, and counting along them."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date, timedelta
from functools import cached_property

from digivuosi.domain.schoolyear.law import SATURDAY, public_holidays
from digivuosi.domain.schoolyear.parts import (
    CHRISTMAS,
    Break,
    DayOff,
    OwnDate,
    QuietWeek,
    Week,
    monday_of,
)
from digivuosi.domain.texts import Text

DAY = timedelta(days=1)
WEEK = timedelta(days=7)


@dataclass(frozen=True)
class SchoolDays:
    """A provider's school year from 1 August to 31 July, as values and counts.

    Everything computed is kept, since a page asks the same questions of the same year thousands of times; that
    is why the hash is computed once as well.
    """

    starts: int
    """The calendar year of the autumn term."""
    first_school_day: date
    last_school_day: date
    breaks: tuple[Break, ...] = ()
    days_off: tuple[DayOff, ...] = ()
    school_saturdays: tuple[date, ...] = ()
    in_service_days: tuple[date, ...] = ()
    """Days on which teachers plan without pupils."""
    quiet_weeks: tuple[QuietWeek, ...] = ()
    own_dates: tuple[OwnDate, ...] = ()

    def __post_init__(self) -> None:
        """Put every list in order, so that two calendars that say the same are equal."""
        in_order = {
            "breaks": tuple(sorted(self.breaks, key=lambda item: (item.first, item.key))),
            "days_off": tuple(sorted(self.days_off, key=lambda off: (off.day, off.name.versions))),
            "school_saturdays": tuple(sorted(self.school_saturdays)),
            "in_service_days": tuple(sorted(self.in_service_days)),
            "quiet_weeks": tuple(sorted(self.quiet_weeks, key=lambda quiet: (quiet.week, quiet.reason.versions))),
            "own_dates": tuple(
                sorted(self.own_dates, key=lambda own: (own.first, own.last, own.key, own.name.versions))
            ),
        }
        for name, items in in_order.items():
            object.__setattr__(self, name, items)

    def __hash__(self) -> int:
        return self._hash

    @cached_property
    def _hash(self) -> int:
        return hash(tuple(getattr(self, field.name) for field in fields(SchoolDays)))

    # --- the whole year -------------------------------------------------------------------------------------

    @property
    def first_day(self) -> date:
        return date(self.starts, 8, 1)

    @property
    def last_day(self) -> date:
        return date(self.starts + 1, 7, 31)

    @property
    def name(self) -> str:
        """As people write it: 2026–2027."""
        return f"{self.starts}–{self.starts + 1}"

    def __contains__(self, day: object) -> bool:
        return isinstance(day, date) and self.first_day <= day <= self.last_day

    @property
    def public_holidays(self) -> Mapping[date, Text]:
        return public_holidays(self.starts)

    # --- days with school -----------------------------------------------------------------------------------

    @cached_property
    def school_days(self) -> tuple[date, ...]:
        """All days with school, in order."""
        free = {off.day for off in self.days_off} | set(self.public_holidays)
        saturdays = set(self.school_saturdays)
        # The first and the last school day have school whatever weekday they are: the last one is a Saturday.
        ends = {self.first_school_day, self.last_school_day}
        first = max(self.first_school_day, self.first_day)
        length = (min(self.last_school_day, self.last_day) - first).days + 1
        days = (first + n * DAY for n in range(max(length, 0)))
        return tuple(
            day
            for day in days
            if (day.isoweekday() < SATURDAY or day in saturdays or day in ends)
            and day not in free
            and self.break_on(day) is None
        )

    @cached_property
    def _with_school(self) -> frozenset[date]:
        return frozenset(self.school_days)

    def is_school_day(self, day: date) -> bool:
        return day in self._with_school

    def is_working_day(self, day: date) -> bool:
        """Tell whether it is Monday to Friday and no public holiday, school or not."""
        return day.isoweekday() < SATURDAY and day not in self.public_holidays

    def school_days_between(self, first: date, last: date) -> tuple[date, ...]:
        """Return the days with school from `first` to `last`, both counted in."""
        days = self.school_days
        return days[bisect_left(days, first) : bisect_right(days, last)]

    def next_school_day(self, day: date) -> date | None:
        """Return the first day with school after `day`, if the year still has one."""
        return self._school_day(bisect_right(self.school_days, day))

    def previous_school_day(self, day: date) -> date | None:
        """Return the last day with school before `day`, if the year has one."""
        return self._school_day(bisect_left(self.school_days, day) - 1)

    def school_day_from(self, day: date) -> date | None:
        """Return `day` itself when it has school, else the next day that does."""
        return self._school_day(bisect_left(self.school_days, day))

    def school_day_until(self, day: date) -> date | None:
        """Return `day` itself when it has school, else the previous day that does."""
        return self._school_day(bisect_right(self.school_days, day) - 1)

    def shift_school_days(self, day: date, count: int) -> date | None:
        """Return the `count`-th school day after `day`, or before it when negative; None when the year ends first."""
        if count == 0:
            return day
        if count > 0:
            return self._school_day(bisect_right(self.school_days, day) + count - 1)
        return self._school_day(bisect_left(self.school_days, day) + count)

    def end_of(self, first: date, days: int) -> date:
        """Return the last day of something that lasts `days` school days and begins on `first`.

        What begins on a day without school (accounts in July, planning before the pupils come) is counted in
        working days, Monday to Friday, because its time was chosen outside school on purpose. After the last school day
        working days are counted too. Nothing goes past 31 July.
        """
        counts = self.is_school_day if self.is_school_day(first) else self.is_working_day
        day = first
        left = days - 1 if counts(first) else days
        while left > 0 and day < self.last_day:
            day += DAY
            if counts(day) or (day > self.last_school_day and self.is_working_day(day)):
                left -= 1
        return day

    def _school_day(self, index: int) -> date | None:
        return self.school_days[index] if 0 <= index < len(self.school_days) else None

    # --- weeks ----------------------------------------------------------------------------------------------

    @cached_property
    def weeks(self) -> tuple[Week, ...]:
        """The ISO weeks of the school year, 31 to 52 or 53 and then 1 to 30, with none in two years."""
        monday = date.fromisocalendar(self.starts, 31, 1)
        end = date.fromisocalendar(self.starts + 1, 31, 1)
        mondays = (monday + n * WEEK for n in range((end - monday).days // 7))
        return tuple(self._week(monday) for monday in mondays)

    def _week(self, monday: date) -> Week:
        year, number, _ = monday.isocalendar()
        sunday = monday + 6 * DAY
        return Week(year, number, monday, sunday, len(self.school_days_between(monday, sunday)))

    @cached_property
    def school_weeks(self) -> tuple[Week, ...]:
        """The weeks that have at least one day with school."""
        return tuple(week for week in self.weeks if week.school_days)

    @cached_property
    def _by_monday(self) -> dict[date, Week]:
        return {week.monday: week for week in self.weeks}

    def week_of(self, day: date) -> Week:
        """Return the week of a day.

        A few days at the ends of the year belong to a week of the neighbouring school year; they get the first
        or the last week of this one.
        """
        found = self._by_monday.get(monday_of(day))
        if found is not None:
            return found
        return self.weeks[0] if day < self.weeks[0].monday else self.weeks[-1]

    def week_numbered(self, number: int) -> Week | None:
        """Return the ISO week of this number; None where there is none, as week 53 in most years."""
        return self._by_number.get(number)

    @cached_property
    def _by_number(self) -> dict[int, Week]:
        return {week.number: week for week in self.weeks}

    def is_school_week(self, monday: date) -> bool:
        """Tell whether the week has any day with school."""
        week = self._by_monday.get(monday_of(monday))
        return week is not None and week.school_days > 0

    # --- breaks, quiet weeks, own dates ------------------------------------------------------------------------

    def break_of(self, key: str) -> Break | None:
        return next((item for item in self.breaks if item.key == key), None)

    def break_on(self, day: date) -> Break | None:
        return next((item for item in self.breaks if item.first <= day <= item.last), None)

    def own_dates_of(self, key: str) -> tuple[OwnDate, ...]:
        """Return the own dates with this key; one key may stand for several, such as two statistics days."""
        return tuple(own for own in self.own_dates if own.key == key)

    @cached_property
    def _quiet_by_monday(self) -> dict[date, QuietWeek]:
        return {quiet.monday: quiet for quiet in self.quiet_weeks}

    def quiet_week_on(self, day: date) -> QuietWeek | None:
        return self._quiet_by_monday.get(monday_of(day))

    def is_quiet(self, day: date) -> bool:
        return monday_of(day) in self._quiet_by_monday

    @cached_property
    def spring_start(self) -> date | None:
        """The first school day after Christmas; of January where the calendar has no Christmas break."""
        christmas = self.break_of(CHRISTMAS)
        return self.next_school_day(christmas.last if christmas else date(self.starts, 12, 31))

    @cached_property
    def opening_in_service_days(self) -> tuple[date, ...]:
        """The in-service days before the pupils come."""
        return tuple(day for day in self.in_service_days if day < self.first_school_day)
