"""Dates in words, in Python: Django's date filter costs a page of sixty rows more than half its time.

Finnish writes `6.–17.10.`, Finland-Swedish `6–17.10`, English `6–17 Oct`.
"""

from __future__ import annotations

from datetime import date
from functools import cache

from babel.dates import get_day_names, get_month_names

from digivuosi.apps.look.languages import current

_WEEK = {"fi": "vk", "sv": "v.", "en": "wk"}
_LOCALE = {"fi": "fi", "sv": "sv_FI", "en": "en_GB"}
NOBREAK = "\u00a0"


@cache
def month_name(month: int, language: str) -> str:
    """`lokakuu`, `oktober`, `October`: the month by itself."""
    return str(get_month_names("wide", "stand-alone", _LOCALE[language])[month])


@cache
def short_month(month: int, language: str) -> str:
    """`loka`, `okt.`, `Oct`: for narrow headings."""
    if language == "en":
        return month_name(month, "en")[:3]
    return str(get_month_names("abbreviated", "stand-alone", _LOCALE[language])[month])


@cache
def weekday(day_of_week: int, language: str) -> str:
    """`ti`, `tis`, `Tue` for 1 (0 is Monday)."""
    return str(get_day_names("abbreviated", "stand-alone", _LOCALE[language])[day_of_week]).rstrip(".")


def short(day: date, language: str = "") -> str:
    """`6.10.`, `6.10`, `6 Oct`."""
    return _day(day, language or current())


def with_weekday(day: date, language: str = "") -> str:
    """`ti 6.10.`, `tis 6.10`, `Tue 6 Oct`."""
    language = language or current()
    return f"{weekday(day.weekday(), language)}{NOBREAK}{_day(day, language)}"


def full(day: date, language: str = "") -> str:
    """`6.10.2026`, `6.10.2026`, `6 Oct 2026`."""
    language = language or current()
    if language == "en":
        return f"{_day(day, 'en')}{NOBREAK}{day.year}"
    return f"{day.day}.{day.month}.{day.year}"


def long(day: date, language: str = "") -> str:
    """`6. lokakuuta 2026`, `6 oktober 2026`, `6 October 2026`."""
    language = language or current()
    month = get_month_names("wide", "format", _LOCALE[language])[day.month]
    dot = "." if language == "fi" else ""
    return f"{day.day}{dot}{NOBREAK}{month} {day.year}"


def span(first: date, last: date, language: str = "", *, year: bool = False) -> str:
    """`6.–17.10.`, `28.9.–9.10.`, one day as itself; with `year`, the year is told too."""
    language = language or current()
    show = full if year else short
    if first == last:
        return show(first, language)
    if (first.year, first.month) == (last.year, last.month):
        dot = "." if language == "fi" else ""
        return f"{first.day}{dot}–{show(last, language)}"
    begin = short if year and first.year == last.year else show
    gap = " " if language == "en" else ""
    return f"{begin(first, language)}{gap}–{gap}{show(last, language)}"


def week(day: date, language: str = "") -> str:
    """The ISO week of a day: `vk 42`, `v. 42`, `wk 42`."""
    return f"{_WEEK[language or current()]}{NOBREAK}{day.isocalendar().week}"


def weeks(first: date, last: date, language: str = "") -> str:
    """The ISO weeks of a span: `vk 42–43`, or one week."""
    start, end = first.isocalendar(), last.isocalendar()
    if (start.year, start.week) == (end.year, end.week):
        return week(first, language)
    return f"{week(first, language)}–{end.week}"


def school_year(starts: int) -> str:
    """`2026–2027`: a school year by the calendar year it starts in."""
    return f"{starts}–{starts + 1}"


def _day(day: date, language: str) -> str:
    if language == "en":
        return f"{day.day}{NOBREAK}{short_month(day.month, 'en')}"
    return f"{day.day}.{day.month}." if language == "fi" else f"{day.day}.{day.month}"
