"""What Finnish law says of a school year: public holidays, the last school day, the number of school days.

Basic Education Act, section 23: 190 working days, less Independence Day, Epiphany and May Day where they fall on
another day than Saturday or Sunday. Basic Education Decree, section 7: the work ends on the last weekday (Saturday
counted) of week 22.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from types import MappingProxyType

import holidays

from digivuosi.domain.texts import Text

SATURDAY = 6
"""As ISO weeks number it."""
_LANGUAGES = {"fi": "fi", "sv": "sv_FI", "en": "en_US"}
EARLIEST_START = (8, 6)
LATEST_START = (8, 17)
"""Between these days providers let school begin; earlier and later ones are unusual, not forbidden."""
FIRST_YEAR = 1990
LAST_YEAR = 2098


def year_of_school(day: date) -> int:
    """Return the calendar year in which the school year of `day` starts."""
    return day.year if day.month >= 8 else day.year - 1


def legal_last_school_day(starts: int) -> date:
    """Return the last weekday, Saturday counted, of ISO week 22 of the spring term."""
    return date.fromisocalendar(starts + 1, 22, SATURDAY)


def required_school_days(starts: int) -> int:
    """Return how many school days the law asks of the school year that starts in `starts`."""
    spared = (date(starts, 12, 6), date(starts + 1, 1, 6), date(starts + 1, 5, 1))
    return 190 - sum(day.isoweekday() < SATURDAY for day in spared)


@lru_cache(maxsize=64)
def public_holidays(starts: int) -> Mapping[date, Text]:
    """Return the Finnish public holidays from 1 August to 31 July, each with its name in fi, sv and en."""
    years = (starts, starts + 1)
    names: dict[date, dict[str, str]] = {}
    for language, code in _LANGUAGES.items():
        for day, name in holidays.country_holidays("FI", years=years, language=code).items():
            if year_of_school(day) == starts:
                names.setdefault(day, {})[language] = name
    return MappingProxyType({day: Text.from_mapping(names[day]) for day in sorted(names)})
