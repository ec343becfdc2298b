"""Hours by role and week, under the wheel and beside a placement: panels that other pages fetch by address."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from digivuosi.apps.look import clock, dates
from digivuosi.apps.look.languages import current
from digivuosi.apps.look.parts import part_or_page
from digivuosi.apps.schools.access import AccessRequest, Permission, for_school
from digivuosi.apps.schools.queries import asked_year
from digivuosi.apps.timing.queries.loads import Cell, LoadTable, Row, busy_with, load_table
from digivuosi.apps.timing.queries.problems import problem_of_school
from digivuosi.apps.timing.queries.standing import item_id
from digivuosi.apps.timing.views import words
from digivuosi.apps.timing.views.hours import address
from digivuosi.apps.wheel.queries import placement_in


@dataclass(frozen=True)
class ShownCell:
    step: int
    shown: str
    words: str
    """The same for those who do not see shades."""


@dataclass(frozen=True)
class ShownRow:
    label: Any
    note: str
    cells: list[ShownCell]


@dataclass(frozen=True)
class ShownTable:
    weeks: list[tuple[int, bool, bool]]
    """Number of the week, whether it is this one, whether it is quiet."""
    rows: list[ShownRow]
    over: list[tuple[Any, str]]
    """Overfull weeks in words, by role."""


@for_school(Permission.SEE_SCHOOL)
@require_safe
def load(request: AccessRequest) -> HttpResponse:
    """The hours of each role in each week of the year."""
    year = asked_year(request)
    situation = problem_of_school(request.access.here, year, clock.today())
    can_plan = request.access.allows(Permission.PLAN_YEAR)
    context = {
        "table": shown_table([("", load_table(situation))]),
        "year_name": dates.school_year(year),
        "hours_url": address(request, "hours", year) if can_plan else "",
        "propose_url": address(request, "propose", year) if can_plan else "",
    }
    return render(request, part_or_page(request, "timing/load.html", "panel"), context)


@for_school(Permission.SEE_SCHOOL)
@require_safe
def placement_load(request: AccessRequest, placement: int) -> HttpResponse:
    """How full the weeks of one placement are for those who do it."""
    school = request.access.here
    found = placement_in(school, placement)
    if found is None:
        raise Http404
    situation = problem_of_school(school, found.year, clock.today())
    busy = busy_with(situation, item_id(school, found.measure_key, found.occurrence))
    context = {
        "people": [
            (one.name, [(dates.week(monday), _cell(cell, monday).words, cell.is_over) for monday, cell in one.cells])
            for one in busy
        ]
    }
    return render(request, part_or_page(request, "timing/placement_load.html", "panel"), context)


def shown_table(tables: list[tuple[str, LoadTable]]) -> ShownTable:
    """Tables in words; with several (each with its note) their rows stand under each other by role."""
    first = tables[0][1]
    this_week = clock.today().isocalendar()[:2]
    weeks = [
        (monday.isocalendar().week, monday.isocalendar()[:2] == this_week, quiet)
        for monday, quiet in zip(first.weeks, first.quiet, strict=True)
    ]
    rows = []
    for number in range(len(first.rows)):
        for note, table in tables:
            one = table.rows[number]
            cells = [_cell(cell, monday) for cell, monday in zip(one.cells, table.weeks, strict=True)]
            rows.append(ShownRow(one.label, note, cells))
    last = tables[-1][1]
    return ShownTable(weeks, rows, [(row.label, _weeks(row, last)) for row in last.rows if row.over])


def _cell(cell: Cell, monday: Any) -> ShownCell:
    # A narrow cell: from ten hours on whole ones are enough for the eye, the words say it exactly.
    shown = words.number(round(cell.hours, 0 if cell.hours >= 9.95 else 1)) if cell.hours else ""
    told = _("%(hours)s of %(capacity)s") % {
        "hours": words.hours(cell.hours),
        "capacity": words.hours(cell.capacity),
    }
    return ShownCell(
        cell.step, shown + ("!" if cell.is_over else ""), told + (f", {_('overfull')}" if cell.is_over else "")
    )


def _weeks(row: Row, table: LoadTable) -> str:
    """`vk 42, 43, 5`."""
    mondays = [table.weeks[number] for number in row.over]
    return ", ".join([dates.week(mondays[0], current()), *(str(day.isocalendar().week) for day in mondays[1:])])
