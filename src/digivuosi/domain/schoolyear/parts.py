"""The pieces a calendar of a school year is made of, and the keys that rules of time may name."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from digivuosi.domain.texts import Text

AUTUMN_BREAK = "autumn-break"
CHRISTMAS = "christmas"
WINTER_BREAK = "winter-break"
BREAKS = (AUTUMN_BREAK, CHRISTMAS, WINTER_BREAK)
"""The breaks of a Finnish school year, in their order."""

IN_SERVICE = "in-service"
FIXED_POINTS = ("school-start", "school-end", "year-start", "year-end", "spring-start", IN_SERVICE)
TERMS = ("autumn-term", "spring-term", "school-year")
RESERVED_KEYS = frozenset((*BREAKS, *FIXED_POINTS, *TERMS))
"""Words of the rules of time that no own date may take."""

OWN_KEY = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*")
"""How an own date's key is written: words of small letters joined by dashes."""
KEY_LENGTH = 60

NO_TEXT = Text()

BREAK_NAMES = {
    AUTUMN_BREAK: Text.of(fi="syysloma", sv="höstlovet", en="autumn break"),
    CHRISTMAS: Text.of(fi="joululoma", sv="jullovet", en="Christmas break"),
    WINTER_BREAK: Text.of(fi="talviloma", sv="sportlovet", en="winter break"),
}


@dataclass(frozen=True)
class Break:
    """A holiday of many days; weekends at its ends may be counted in or left out."""

    key: str
    first: date
    last: date

    @property
    def name(self) -> Text:
        return BREAK_NAMES.get(self.key, Text.of(en=self.key))


@dataclass(frozen=True)
class DayOff:
    """A single day without school that is no public holiday."""

    day: date
    name: Text = NO_TEXT


@dataclass(frozen=True)
class QuietWeek:
    """A week that schools wish to keep free of development work."""

    week: str
    """As `2026-W50`."""
    reason: Text = NO_TEXT

    @property
    def monday(self) -> date:
        return monday_of_written_week(self.week)


@dataclass(frozen=True)
class OwnDate:
    """A date of this very year, such as the media literacy week; rules refer to it by its key."""

    key: str
    first: date
    last: date
    name: Text = NO_TEXT


@dataclass(frozen=True)
class Week:
    """An ISO week of a school year."""

    year: int
    """The ISO year, which at the turn of the year differs from the calendar's."""
    number: int
    monday: date
    sunday: date
    school_days: int


def key_fits(key: str) -> bool:
    """Tell whether an own date may have this key: well written and no word of the rules."""
    return len(key) <= KEY_LENGTH and OWN_KEY.fullmatch(key) is not None and key not in RESERVED_KEYS


def monday_of(day: date) -> date:
    return day - timedelta(days=day.weekday())


def monday_of_written_week(week: str) -> date:
    """Return the Monday of a week written as `2026-W50`; raise ValueError when it is no week."""
    found = re.fullmatch(r"(\d{4})-W(\d{2})", week)
    if found is None:
        raise ValueError(week)
    return date.fromisocalendar(int(found[1]), int(found[2]), 1)
