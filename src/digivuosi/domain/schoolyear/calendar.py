"""The school year of a provider, as everybody outside this folder uses it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from functools import cached_property, lru_cache

from digivuosi.domain.schoolyear import checking
from digivuosi.domain.schoolyear.days import SchoolDays
from digivuosi.domain.schoolyear.law import (
    legal_last_school_day,
    public_holidays,
    required_school_days,
    year_of_school,
)
from digivuosi.domain.schoolyear.parts import Break, DayOff, OwnDate, QuietWeek, Week, monday_of
from digivuosi.domain.schoolyear.problems import CalendarProblem, Problem
from digivuosi.domain.schoolyear.reading import read_document
from digivuosi.domain.schoolyear.suggesting import suggested_days
from digivuosi.domain.texts import Text

__all__ = [
    "Break",
    "CalendarProblem",
    "DayOff",
    "OwnDate",
    "Problem",
    "QuietWeek",
    "SchoolYear",
    "Week",
    "legal_last_school_day",
    "monday_of",
    "public_holidays",
    "required_school_days",
    "suggested_year",
    "year_of_school",
]


@dataclass(frozen=True)
class SchoolYear(SchoolDays):
    """A provider's calendar of one school year; the days and their counting are in `SchoolDays`."""

    # A dataclass would make a slow hash of its own here.
    __hash__ = SchoolDays.__hash__

    def warnings(self) -> tuple[Text, ...]:
        """Return what is unusual or against the law, in words; nothing of it is forbidden."""
        return self._warnings

    @cached_property
    def _warnings(self) -> tuple[Text, ...]:
        return checking.warnings(self)

    def to_document(self) -> dict[str, object]:
        """Return the calendar as plain JSON values, which `from_document` reads."""
        return {
            "school_year": f"{self.starts}-{self.starts + 1}",
            "first_school_day": self.first_school_day.isoformat(),
            "last_school_day": self.last_school_day.isoformat(),
            "breaks": {item.key: _span(item.first, item.last) for item in self.breaks},
            "days_off": [{"day": off.day.isoformat(), "name": off.name.to_document()} for off in self.days_off],
            "school_saturdays": [day.isoformat() for day in self.school_saturdays],
            "in_service_days": [day.isoformat() for day in self.in_service_days],
            "quiet_weeks": [{"week": quiet.week, "reason": quiet.reason.to_document()} for quiet in self.quiet_weeks],
            "own_dates": [
                {"key": own.key, **_span(own.first, own.last), "name": own.name.to_document()} for own in self.own_dates
            ],
        }

    @classmethod
    def from_document(cls, document: Mapping[str, object]) -> SchoolYear:
        """Read what `to_document` wrote; raises CalendarProblem with everything that is wrong with it."""
        return cls._of(read_document(document))

    @classmethod
    def _of(cls, days: SchoolDays) -> SchoolYear:
        return cls(**{field.name: getattr(days, field.name) for field in fields(SchoolDays)})


def _span(first: date, last: date) -> dict[str, str]:
    return {"first": first.isoformat(), "last": last.isoformat()}


@lru_cache(maxsize=128)
def suggested_year(starts: int, autumn_break_week: int = 42, winter_break_week: int = 9) -> SchoolYear:
    """Return a sensible calendar of a Finnish municipality, for a provider to change.

    Its number of school days is what the law asks, with Christmas from 19–22 December to Epiphany and school
    starting between 6 and 17 August.
    """
    return SchoolYear._of(suggested_days(starts, autumn_break_week, winter_break_week))
