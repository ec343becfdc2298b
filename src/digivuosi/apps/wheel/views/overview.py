"""The city's view: which school does each measure when, who declined and why; and how far each school is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from digivuosi.apps.look import clock, dates
from digivuosi.apps.look.languages import current
from digivuosi.apps.look.parts import Tab, part_or_page
from digivuosi.apps.look.templatetags.look import STATUS_NAMES, icon
from digivuosi.apps.schools.access import AccessRequest, Permission, for_provider
from digivuosi.apps.schools.queries import asked_year, school_year_now
from digivuosi.apps.toolkit.queries import toolkit_of
from digivuosi.apps.wheel.forms import OverviewForm
from digivuosi.apps.wheel.queries import oversight
from digivuosi.apps.wheel.queries.oversight import Cell, MeasureRow
from digivuosi.apps.wheel.queries.years import EMPTY_TOOLKIT
from digivuosi.apps.wheel.views.spreadsheet import overview_workbook

if TYPE_CHECKING:
    from digivuosi.apps.schools.models import School

SCHOOLS_ON_PAGE = 25
SCHOOLS_IN_PANEL = 10


@dataclass(frozen=True)
class ShownCell:
    """A cell of the table: a mark, the week, and the same in whole words for those who do not see marks."""

    kind: str
    mark: SafeString | str
    week: str
    words: str


@dataclass(frozen=True)
class ShownRow:
    """A measure of the table with the cells of this page's schools; the counts are of all schools."""

    row: MeasureRow
    late: int
    cells: list[ShownCell]


@for_provider(Permission.OVERSEE_SCHOOLS)
@require_safe
def overview(request: AccessRequest) -> HttpResponse:
    """Measures × schools, or schools × months."""
    starts, schools = asked_year(request), _schools(request)
    toolkit = toolkit_of(request.access.provider)
    by_month = request.GET.get("view") == "months"
    form = OverviewForm(request.GET, toolkit=toolkit or EMPTY_TOOLKIT, year=starts, has_words=not by_month)
    page = Paginator(schools, SCHOOLS_ON_PAGE).get_page(request.GET.get("page"))
    context: dict[str, Any] = {
        "form": form,
        "tabs": _tabs(request, by_month),
        "page": page,
        "schools": list(page),
        "school_count": len(schools),
        "toolkit": toolkit,
        "by_month": by_month,
        "starts": starts,
        "query": _query(request),
        "year_query": _year_query(starts),
        "download": reverse("wheel:overview_table", kwargs={"provider": request.access.provider.slug}),
    }
    if toolkit is not None and by_month:
        rows = oversight.month_rows(toolkit, list(page), starts, theme=form.asked("theme"))
        context |= {
            "month_rows": rows,
            "months": [dates.short_month(month, current()) for month in oversight.MONTHS],
            "top": max((count for row in rows for count in row.counts), default=0),
        }
    elif toolkit is not None:
        context["rows"] = _shown_rows(_rows(request, schools, form, starts), page)
        context["statuses"] = list(STATUS_NAMES)
        context["own_language"] = toolkit.language
    return render(request, part_or_page(request, "wheel/overview/overview.html", "table"), context)


@for_provider(Permission.OVERSEE_SCHOOLS)
@require_safe
def measure(request: AccessRequest, key: str) -> HttpResponse:
    """One measure at every school: when, how it goes, who does it, and why some do not."""
    starts, provider = asked_year(request), request.access.provider
    toolkit = toolkit_of(provider)
    row = oversight.measure_row(toolkit, _schools(request), starts, key) if toolkit else None
    if toolkit is None or row is None:
        raise Http404
    page = Paginator(row.cells, SCHOOLS_ON_PAGE).get_page(request.GET.get("page"))
    context = {
        "row": row,
        "late": row.late_count(clock.today()),
        "parts": oversight.parts_in(row, list(page), provider, starts),
        "page": page,
        "today": clock.today(),
        "starts": starts,
        "school_year": dates.school_year(starts),
        "own_language": toolkit.language,
        "back": reverse("wheel:overview", kwargs={"provider": provider.slug}) + _year_query(starts),
    }
    return render(request, "wheel/overview/measure.html", context)


@for_provider(Permission.OVERSEE_SCHOOLS)
@require_safe
def overview_table(request: AccessRequest) -> HttpResponse:
    """The same table as a spreadsheet, for all schools."""
    starts, schools, provider = asked_year(request), _schools(request), request.access.provider
    toolkit = toolkit_of(provider)
    if toolkit is None:
        raise Http404
    form = OverviewForm(request.GET, toolkit=toolkit, year=starts)
    rows = _rows(request, schools, form, starts)
    content = overview_workbook(rows, schools, provider.name, starts, toolkit.language, clock.today())
    response = HttpResponse(content, content_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
    name = f"digivuosi-{provider.slug}-{dates.school_year(starts).replace('–', '-')}.xlsx"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "private, no-store"
    return response


@for_provider(Permission.OVERSEE_SCHOOLS)
@require_safe
def progress(request: AccessRequest) -> HttpResponse:
    """How far each school is: a panel of the front page, and a page of its own without scripts."""
    starts, schools = school_year_now(clock.today()), _schools(request)
    is_part = bool(getattr(request, "htmx", False))
    rows = oversight.progress_of(request.access.provider, schools, starts, clock.today())
    context = {
        "progress": rows[:SCHOOLS_IN_PANEL] if is_part else rows,
        "hidden": max(0, len(rows) - SCHOOLS_IN_PANEL) if is_part else 0,
        "school_year": dates.school_year(starts),
    }
    return render(request, "wheel/overview/progress.html#panel" if is_part else "wheel/overview/progress.html", context)


def _schools(request: AccessRequest) -> list[School]:
    return [school for school in request.access.schools() if not school.is_administration]


def _rows(request: AccessRequest, schools: list[School], form: OverviewForm, starts: int) -> list[MeasureRow]:
    toolkit = toolkit_of(request.access.provider)
    if toolkit is None:
        return []
    theme, words = form.asked("theme"), form.asked("q")
    return oversight.measure_rows(toolkit, schools, starts, theme=theme, words=words, language=current())


def _shown_rows(rows: list[MeasureRow], page: Page[School]) -> list[ShownRow]:
    """Only the schools of the page get cells; a mark is made once for each kind."""
    today = clock.today()
    marks = {status: icon(f"status-{status}") for status in STATUS_NAMES} | {"declined": icon("cross")}
    first, last = page.start_index() - 1, page.end_index()
    return [
        ShownRow(row, row.late_count(today), [_shown(cell, marks, today) for cell in row.cells[max(first, 0) : last]])
        for row in rows
    ]


def _shown(cell: Cell, marks: dict[str, SafeString], today: date) -> ShownCell:
    state = cell.state
    if not state:
        return ShownCell("none", "–", "", _("not taken"))
    if state == "declined":
        return ShownCell("declined", marks[state], "", _("Declined"))
    late = cell.is_late(today)
    first = cell.placements[0].first
    week, count = first.isocalendar().week, len(cell.placements)
    told = [dates.week(first) if count == 1 else _("%(count)s times") % {"count": count}, str(STATUS_NAMES[state])]
    shown = str(week) if count == 1 else f"{cell.done_count}/{count}"
    return ShownCell(
        "late" if late else state,
        marks[state],
        shown,
        ", ".join([*told, _("late")] if late else told),
    )


def _tabs(request: AccessRequest, by_month: bool) -> list[Tab]:
    path = request.path
    kept = {name: value for name in ("theme", "year") if (value := request.GET.get(name, ""))}
    measures = path + (f"?{urlencode(kept)}" if kept else "")
    months = f"{path}?{urlencode({**kept, 'view': 'months'})}"
    return [
        Tab(_("Measures"), measures, not by_month, icon="measure"),
        Tab(_("Months"), months, by_month, icon="month"),
    ]


def _query(request: AccessRequest) -> str:
    """What the download is asked for: the filters of the page."""
    kept = {name: value for name in ("theme", "q", "year") if (value := request.GET.get(name, ""))}
    return f"?{urlencode(kept)}" if kept else ""


def _year_query(starts: int) -> str:
    return "" if starts == school_year_now(clock.today()) else f"?year={starts}"
