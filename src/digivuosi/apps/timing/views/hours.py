"""Hours at a school: who has how many and why, absences, the school's quiet weeks and new things a week."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from digivuosi.apps.look import clock
from digivuosi.apps.look.dates import school_year
from digivuosi.apps.look.parts import Tab
from digivuosi.apps.look.telling import refuse, tell
from digivuosi.apps.schools.access import AccessRequest, Permission, for_school
from digivuosi.apps.schools.actions import Refused
from digivuosi.apps.schools.queries import asked_year, calendar_of, school_year_now, years_offered
from digivuosi.apps.timing import actions
from digivuosi.apps.timing.forms import AbsenceForm, SchoolForm, quiet_rows
from digivuosi.apps.timing.queries.capacity import Capacity, capacity_of
from digivuosi.apps.timing.queries.people import absence_of, absences_of, people_at, roles_at, writable_at
from digivuosi.apps.timing.views import words


@dataclass(frozen=True)
class ShownHolder:
    name: str
    hours: str
    source: str


@dataclass(frozen=True)
class ShownAbsence:
    pk: int
    name: str
    weeks: str
    kind: str
    may_remove: bool


def address(request: AccessRequest, name: str, year: int | None = None, **more: object) -> str:
    """An address of this school in this app, with the year when it is another one."""
    here = {"provider": request.access.provider.slug, "school": request.access.here.slug}
    url = reverse(f"timing:{name}", kwargs={**here, **more})
    return url if year in (None, school_year_now(clock.today())) else f"{url}?year={year}"


@for_school(Permission.PLAN_YEAR)
@require_safe
def hours(request: AccessRequest) -> HttpResponse:
    """Who has how many hours, who is away, which weeks are quiet."""
    return _page(request, asked_year(request))


@require_POST
@for_school(Permission.PLAN_YEAR)
def save_school(request: AccessRequest) -> HttpResponse:
    """The school's own quiet weeks and number of new things a week."""
    year, school = asked_year(request), request.access.here
    capacity = _capacity(request, year)
    form = SchoolForm(request.POST, usual=capacity.new_per_week)
    rows = quiet_rows(capacity.calendar, request.POST)
    if not (form.is_valid() and rows.is_valid()):
        return _page(request, year, school_form=form, quiet=rows, status=422)
    actions.set_school_timing(
        by=request.access.user,
        school=school,
        year=year,
        new_per_week=form.cleaned_data["new_per_week"],
        quiet_weeks=[row for row in rows.cleaned_data if row.get("week")],
    )
    tell(request, _("The weeks of the school are saved."))
    return redirect(address(request, "hours", year))


@require_POST
@for_school(Permission.PLAN_YEAR)
def add_absence(request: AccessRequest) -> HttpResponse:
    """Someone of the school is away."""
    year, access = asked_year(request), request.access
    capacity = _capacity(request, year)
    form = AbsenceForm(request.POST, people=writable_at(access, capacity), calendar=capacity.calendar)
    if not form.is_valid():
        return _page(request, year, absence_form=form, status=422)
    try:
        actions.add_absence(by=access.user, provider=access.provider, school=access.here, **form.cleaned_data)
    except Refused as no:
        refuse(request, str(no.words))
    else:
        tell(request, _("The absence is saved. Proposals do not put work there any more."))
    return redirect(address(request, "hours", year))


@require_POST
@for_school(Permission.PLAN_YEAR)
def remove_absence(request: AccessRequest, absence: int) -> HttpResponse:
    """Someone is there after all."""
    year, access = asked_year(request), request.access
    found = absence_of(access.provider, absence)
    if found is None or found.user not in writable_at(access, _capacity(request, year)):
        raise Http404
    actions.remove_absence(by=access.user, absence=found, school=access.here)
    tell(request, _("The absence is removed."))
    return redirect(address(request, "hours", year))


def _capacity(request: AccessRequest, year: int) -> Capacity:
    access = request.access
    return capacity_of(access.provider, [access.here], year, calendar_of(access.provider, year))


def _page(
    request: AccessRequest,
    year: int,
    *,
    school_form: SchoolForm | None = None,
    quiet: Any = None,
    absence_form: AbsenceForm | None = None,
    status: int = 200,
) -> HttpResponse:
    access, school = request.access, request.access.here
    capacity = _capacity(request, year)
    people = writable_at(access, capacity)
    timing = capacity.school_timings.get(school.pk)
    own = {row["week"] for row in timing.quiet_weeks} if timing else set()
    context = {
        "roles": [(role, shown_holders(role)) for role in roles_at(school, capacity)],
        "year": year,
        "year_name": school_year(year),
        "tabs": [Tab(school_year(y), address(request, "hours", y), y == year) for y in years_offered()[1:]],
        "absences": shown_absences(absences_of(people_at(school, capacity), capacity), {u.pk for u in people}),
        "absence_form": absence_form or (AbsenceForm(people=people, calendar=capacity.calendar) if people else None),
        "absence_url": address(request, "add_absence", year),
        "school_form": school_form
        or SchoolForm(usual=capacity.new_per_week, initial={"new_per_week": timing.new_per_week if timing else None}),
        "quiet": quiet
        if quiet is not None
        else quiet_rows(capacity.calendar, initial=timing.quiet_weeks if timing else ()),
        "calendar_weeks": [
            (words.weeks(q.week, q.week), q.reason) for q in capacity.calendar.quiet_weeks if q.week not in own
        ],
        "save_url": address(request, "save_school", year),
        "propose_url": address(request, "propose", year),
        "roles_url": reverse(
            "responsibilities:holders", kwargs={"provider": access.provider.slug, "school": school.slug}
        ),
        "may_manage": access.allows(Permission.MANAGE_SCHOOL),
        "has_pupils": school.pupil_count is not None or school.is_administration,
    }
    return render(request, "timing/hours.html", context, status=status)


def shown_holders(role: Any) -> list[ShownHolder]:
    """The holders of a role with their hours in words."""
    return [
        ShownHolder(str(one.user), words.hours(one.mentor.value), words.mentor_source(one.mentor))
        if one.mentor is not None
        else ShownHolder(str(one.user), words.hours(one.hours.value), words.source_of(one.hours))
        for one in role.holders
    ]


def shown_absences(absences: list[Any], may: set[int]) -> list[ShownAbsence]:
    """Absences in words; of those that the reader may remove, so."""
    return [
        ShownAbsence(
            one.pk, str(one.user), words.weeks(one.from_week, one.to_week), one.get_kind_display(), one.user_id in may
        )
        for one in absences
    ]
