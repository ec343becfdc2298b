"""What people write as a time in a table: a date, a week, or a rule of time."""

from __future__ import annotations

import re
from datetime import date, timedelta

from digivuosi.domain.schoolyear.calendar import SchoolYear
from digivuosi.domain.schoolyear.rules import RuleError, Unresolvable, parse_rule, resolve
from digivuosi.domain.texts import Text
from digivuosi.domain.wheel.words import MONTHS

DATE = re.compile(r"(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4}|\d{2})?$")
ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ].*)?$")
WEEK = re.compile(r"(?:week|viikko|viikolla|vko|vk|vecka|v)\.?\s*(\d{1,2})$", re.IGNORECASE)

NO_DATE = Text.of(
    fi="”{words}” ei ole päivä eikä aika. Kirjoita päivä 5.10.2026 tai 2026-10-05, tai viikko 42.",
    sv="”{words}” är inget datum och ingen tid. Skriv ett datum 5.10.2026 eller 2026-10-05, eller vecka 42.",
    en="“{words}” is neither a date nor a time. Write a date 5.10.2026 or 2026-10-05, or week 42.",
)
NO_SUCH_DAY = Text.of(
    fi="Päivää {words} ei ole kalenterissa.",
    sv="Dagen {words} finns inte i kalendern.",
    en="There is no such day as {words}.",
)
NO_SUCH_WEEK = Text.of(
    fi="Lukuvuodessa ei ole viikkoa {words}.",
    sv="Läsåret har ingen vecka {words}.",
    en="The school year has no week {words}.",
)


class TimeProblem(ValueError):
    """A time that cannot be read; `text` says why."""

    def __init__(self, text: Text) -> None:
        super().__init__(text.get("en"))
        self.text = text


def read_time(cell: str, year: SchoolYear) -> tuple[date, date]:
    """Return the first and the last day that the cell means; raises TimeProblem.

    A week is Monday to Friday of that week, school or not: the table says when, and the wheel shows it.
    """
    if found := ISO.match(cell):
        return _day(int(found[1]), int(found[2]), int(found[3]), cell)
    if found := DATE.match(cell):
        return _day(_year_of(found[3], int(found[2]), year), int(found[2]), int(found[1]), cell)
    if found := WEEK.match(cell):
        for week in year.weeks:
            if week.number == int(found[1]):
                return week.monday, week.monday + timedelta(days=4)
        raise TimeProblem(NO_SUCH_WEEK.filled(words=found[1]))
    try:
        resolved = resolve(parse_rule(_month(cell)), year)
    except (RuleError, Unresolvable) as problem:
        known = isinstance(problem, Unresolvable)
        raise TimeProblem(problem.text if known else NO_DATE.filled(words=_short(cell))) from problem
    return resolved.first, resolved.last


def _month(cell: str) -> str:
    """Turn a month's name in Finnish or Swedish into the rule's own."""
    for names in MONTHS.values():
        for number, name in enumerate(names):
            if cell.casefold() in (name.casefold(), f"{name}ssa", f"{name}ta"):
                return MONTHS["en"][number].lower()
    return cell.strip().lower()


def _year_of(written: str | None, month: int, year: SchoolYear) -> int:
    if written:
        return int(written) + (2000 if len(written) == 2 else 0)
    return year.first_day.year if month >= year.first_day.month else year.last_day.year


def _day(year: int, month: int, day: int, words: str) -> tuple[date, date]:
    try:
        found = date(year, month, day)
    except ValueError as problem:
        raise TimeProblem(NO_SUCH_DAY.filled(words=_short(words))) from problem
    return found, found


def _short(words: str) -> str:
    return words if len(words) <= 40 else words[:39] + "…"
