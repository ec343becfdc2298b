"""Which weeks of the year a page of all schools shows: a term, a month or all of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from django.utils.translation import gettext as _

from digivuosi.apps.look import dates
from digivuosi.apps.look.languages import current
from digivuosi.apps.timing.queries.loads import LoadTable

AUTUMN, SPRING, YEAR = "autumn", "spring", "year"
WORKWEEK = timedelta(days=4)


def offered(mondays: Sequence[date]) -> list[tuple[str, str]]:
    """The choices, in words: the terms, the whole year, and each month that has school."""
    months = dict.fromkeys((day.year, day.month) for monday in mondays for day in (monday, monday + WORKWEEK))
    named = [(f"{year}-{month:02d}", dates.month_name(month, current()).capitalize()) for year, month in months]
    return [(AUTUMN, _("Autumn term")), (SPRING, _("Spring term")), (YEAR, _("The whole school year")), *named]


def usual(mondays: Sequence[date], today: date) -> str:
    """The term that is on, or comes next."""
    return SPRING if mondays and mondays[0].year < today.year else AUTUMN


def chosen(mondays: Sequence[date], which: str) -> list[int]:
    """Indexes of the weeks of a choice."""
    if which == YEAR or not mondays:
        return list(range(len(mondays)))
    starts = mondays[0].year
    if which in (AUTUMN, SPRING):
        return [number for number, monday in enumerate(mondays) if (monday.year == starts) == (which == AUTUMN)]
    return [
        number for number, monday in enumerate(mondays) if which in (f"{monday:%Y-%m}", f"{monday + WORKWEEK:%Y-%m}")
    ]


def narrowed(table: LoadTable, weeks: Sequence[int]) -> LoadTable:
    """A table with some of its weeks only."""
    return LoadTable(
        [table.weeks[week] for week in weeks],
        [table.quiet[week] for week in weeks],
        [replace(row, cells=[row.cells[week] for week in weeks]) for row in table.rows],
    )
