"""The calendar of a school year: look, change by a form, change as text."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from digivuosi.apps.look import clock
from digivuosi.apps.look.dates import school_year, weekday
from digivuosi.apps.look.languages import current
from digivuosi.apps.look.parts import Fact, Tab
from digivuosi.apps.look.telling import tell
from digivuosi.apps.schools import actions, queries
from digivuosi.apps.schools.access import AccessRequest, Permission, for_provider
from digivuosi.apps.schools.forms.calendars import CalendarFileForm, CalendarForms, StartYearForm
from digivuosi.apps.schools.month_grid import lists_of, months_of
from digivuosi.domain.schoolyear.calendar import SchoolYear, required_school_days, suggested_year
from digivuosi.domain.schoolyear.files import write_calendar


def _address(request: AccessRequest, name: str, starts: int) -> str:
    url = reverse(f"schools:{name}", kwargs={"provider": request.access.provider.slug})
    return f"{url}?year={starts}"


def _context(request: AccessRequest, year: SchoolYear, page: str) -> dict[str, Any]:
    saved = queries.saved_years(request.access.provider)
    return {
        "year": year,
        "year_name": school_year(year.starts),
        "warnings": [text.get(current()) for text in year.warnings()],
        "is_saved": year.starts in saved,
        "may_edit": request.access.allows(Permission.MANAGE_PROVIDER),
        "tabs": [
            Tab(school_year(starts), _address(request, page, starts), starts == year.starts)
            for starts in queries.years_offered()
        ],
        "edit_url": _address(request, "calendar_edit", year.starts),
        "text_url": _address(request, "calendar_text", year.starts),
        "file_url": _address(request, "calendar_file", year.starts),
        "back_url": _address(request, "calendar", year.starts),
    }


@for_provider(Permission.SEE_PROVIDER)
@require_safe
def calendar(request: AccessRequest) -> HttpResponse:
    """The year in months and in words, for everyone."""
    starts = queries.asked_year(request)
    year = queries.calendar_of(request.access.provider, starts)
    language = current()
    context = {
        **_context(request, year, "calendar"),
        "months": months_of(year, language),
        "lists": [(title, rows) for title, rows in lists_of(year, language) if rows],
        "today": clock.today(),
        "weekdays": [weekday(number, language) for number in range(7)],
        "facts": [
            Fact(_("School days"), len(year.school_days)),
            Fact(_("Asked by law"), required_school_days(starts)),
        ],
    }
    return render(request, "schools/calendar.html", context)


@for_provider(Permission.MANAGE_PROVIDER)
@require_http_methods(["GET", "HEAD", "POST"])
def calendar_edit(request: AccessRequest) -> HttpResponse:
    """Change the dates. Opening with `autumn` and `winter` begins from the usual calendar with those breaks."""
    provider, starts = request.access.provider, queries.asked_year(request)
    start = StartYearForm(request.GET if "winter" in request.GET else None)
    stored = queries.calendar_of(provider, starts)
    if start.is_bound and start.is_valid() and request.method == "GET":
        chosen = start.cleaned_data
        shown = suggested_year(starts, int(chosen["autumn"]), int(chosen["winter"]))
        forms = CalendarForms(shown, current(), based_on=stored)
    else:
        forms = CalendarForms(stored, current(), request.POST or None)
    if request.method == "POST":
        year = forms.read()
        if year is not None and forms.has_moved():
            forms.problems.append(_("Somebody has changed the calendar meanwhile. Open the page again and redo yours."))
        elif year is not None:
            return _saved(request, year)
    context = {**_context(request, stored, "calendar_edit"), "forms": forms, "start": start}
    return render(request, "schools/calendar_edit.html", context, status=422 if request.method == "POST" else 200)


@for_provider(Permission.MANAGE_PROVIDER)
@require_http_methods(["GET", "HEAD", "POST"])
def calendar_text(request: AccessRequest) -> HttpResponse:
    """The calendar as YAML: paste, upload."""
    starts = queries.asked_year(request)
    stored = queries.calendar_of(request.access.provider, starts)
    form = CalendarFileForm(request.POST or None, request.FILES or None, initial={"text": write_calendar(stored)})
    if request.method == "POST" and form.is_valid():
        year = form.read(current())
        if year is not None:
            if year.starts in queries.years_offered():
                return _saved(request, year)
            form.add_error(None, _("The calendar is of the school year %(year)s.") % {"year": school_year(year.starts)})
    context = {**_context(request, stored, "calendar_text"), "form": form}
    return render(request, "schools/calendar_text.html", context, status=422 if form.errors else 200)


def _saved(request: AccessRequest, year: SchoolYear) -> HttpResponse:
    actions.save_calendar(by=request.access.user, provider=request.access.provider, year=year)
    tell(request, _("The calendar %(year)s is saved.") % {"year": school_year(year.starts)})
    return redirect(_address(request, "calendar", year.starts))


@for_provider(Permission.SEE_PROVIDER)
@require_safe
def calendar_file(request: AccessRequest) -> HttpResponse:
    """The calendar as a YAML file."""
    year = queries.calendar_of(request.access.provider, queries.asked_year(request))
    response = HttpResponse(write_calendar(year), content_type="application/yaml; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="calendar-{year.starts}-{year.starts + 1}.yaml"'
    return response
