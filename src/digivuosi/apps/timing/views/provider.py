"""Hours in the whole provider: the rule by pupils, mentors' working time, absences, the need of each school."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from digivuosi.apps.look import clock
from digivuosi.apps.look.dates import school_year
from digivuosi.apps.look.languages import current
from digivuosi.apps.look.parts import Tab
from digivuosi.apps.look.telling import refuse, tell
from digivuosi.apps.responsibilities.queries import role_labels
from digivuosi.apps.schools.access import AccessRequest, Permission, for_provider
from digivuosi.apps.schools.actions import Refused
from digivuosi.apps.schools.queries import asked_year, calendar_of, school_year_now, years_offered
from digivuosi.apps.timing import actions
from digivuosi.apps.timing.forms import AbsenceForm, MentorForm, NeedsForm, NewPerWeekForm, rule_rows
from digivuosi.apps.timing.queries.capacity import Capacity, capacity_of
from digivuosi.apps.timing.queries.people import (
    absence_of,
    absences_of,
    mentor_time_of,
    rules_of,
    writable_of_provider,
)
from digivuosi.apps.timing.views import words
from digivuosi.apps.timing.views.hours import shown_absences


def address(request: AccessRequest, name: str, year: int | None = None, **more: object) -> str:
    """An address of this provider in this app, with the year when it is another one."""
    url = reverse(f"timing:{name}", kwargs={"provider": request.access.provider.slug, **more})
    return url if year in (None, school_year_now(clock.today())) else f"{url}?year={year}"


@for_provider(Permission.OVERSEE_SCHOOLS)
@require_safe
def provider_hours(request: AccessRequest) -> HttpResponse:
    """What the timing of all schools counts with."""
    return _page(request, asked_year(request))


@require_POST
@for_provider(Permission.MANAGE_PROVIDER)
def save_rules(request: AccessRequest) -> HttpResponse:
    """The table of paid hours by pupils, and how many new things a week."""
    year, provider = asked_year(request), request.access.provider
    rows = rule_rows(role_labels(provider), current(), request.POST)
    form = NewPerWeekForm(request.POST)
    if not (rows.is_valid() and form.is_valid()):
        return _page(request, year, rows=rows, new_form=form, status=422)
    actions.set_hour_rules(by=request.access.user, provider=provider, rules=rows.rules())
    actions.set_new_per_week(by=request.access.user, provider=provider, new_per_week=form.cleaned_data["new_per_week"])
    tell(request, _("The rules of the hours are saved."))
    return redirect(address(request, "provider_hours", year))


@require_POST
@for_provider(Permission.MANAGE_PROVIDER)
def save_mentor(request: AccessRequest, mentor: int) -> HttpResponse:
    """A mentor's working time in the year."""
    year, provider = asked_year(request), request.access.provider
    capacity = _capacity(request, year)
    user = next((one for one in capacity.mentors() if one.pk == mentor), None)
    if user is None:
        raise Http404
    form = MentorForm(request.POST, calendar=capacity.calendar, prefix=f"mentor-{mentor}")
    if not form.is_valid():
        return _page(request, year, mentor_form=(mentor, form), status=422)
    actions.set_mentor_time(by=request.access.user, provider=provider, user=user, year=year, **form.cleaned_data)
    tell(request, _("The working time of %(name)s is saved.") % {"name": user})
    return redirect(address(request, "provider_hours", year))


@require_POST
@for_provider(Permission.MANAGE_PROVIDER)
def save_needs(request: AccessRequest) -> HttpResponse:
    """How much support each school needs."""
    year = asked_year(request)
    form = NeedsForm(request.POST, schools=_needs(request, _capacity(request, year)))
    if not form.is_valid():
        return _page(request, year, needs_form=form, status=422)
    for school, need in form.needs():
        school.provider = request.access.provider
        actions.set_need(by=request.access.user, school=school, year=year, need=need)
    tell(request, _("The needs of the schools are saved."))
    return redirect(address(request, "provider_hours", year))


@require_POST
@for_provider(Permission.OVERSEE_SCHOOLS)
def add_provider_absence(request: AccessRequest) -> HttpResponse:
    """A mentor or someone of the administration is away."""
    year, access = asked_year(request), request.access
    capacity = _capacity(request, year)
    form = AbsenceForm(request.POST, people=writable_of_provider(access, capacity), calendar=capacity.calendar)
    if not form.is_valid():
        return _page(request, year, absence_form=form, status=422)
    try:
        actions.add_absence(by=access.user, provider=access.provider, **form.cleaned_data)
    except Refused as no:
        refuse(request, str(no.words))
    else:
        tell(request, _("The absence is saved. Proposals do not put work there any more."))
    return redirect(address(request, "provider_hours", year))


@require_POST
@for_provider(Permission.OVERSEE_SCHOOLS)
def remove_provider_absence(request: AccessRequest, absence: int) -> HttpResponse:
    """They are there after all."""
    year, access = asked_year(request), request.access
    found = absence_of(access.provider, absence)
    if found is None or found.user not in writable_of_provider(access, _capacity(request, year)):
        raise Http404
    actions.remove_absence(by=access.user, absence=found)
    tell(request, _("The absence is removed."))
    return redirect(address(request, "provider_hours", year))


def _capacity(request: AccessRequest, year: int) -> Capacity:
    provider = request.access.provider
    return capacity_of(provider, request.access.schools(), year, calendar_of(provider, year))


def _needs(request: AccessRequest, capacity: Capacity) -> list[tuple[Any, int]]:
    schools = [school for school in request.access.schools() if not school.is_administration]
    return [(school, round(capacity.need(school) * 10)) for school in schools]


def _page(
    request: AccessRequest,
    year: int,
    *,
    rows: Any = None,
    new_form: NewPerWeekForm | None = None,
    mentor_form: tuple[int, MentorForm] | None = None,
    needs_form: NeedsForm | None = None,
    absence_form: AbsenceForm | None = None,
    status: int = 200,
) -> HttpResponse:
    access, capacity = request.access, _capacity(request, year)
    people = writable_of_provider(access, capacity)
    labels = role_labels(access.provider)
    may_manage = access.allows(Permission.MANAGE_PROVIDER)
    # Whose absence it is, is told to those who plan with that person.
    seen = people if access.is_coordinator else [user for user in people if user == access.user]
    context = {
        "year": year,
        "year_name": school_year(year),
        "tabs": [Tab(school_year(y), address(request, "provider_hours", y), y == year) for y in years_offered()[1:]],
        "may_manage": may_manage,
        "rules": rules_in_words(capacity, labels),
        "rows": rows if rows is not None else rule_rows(labels, current(), rules=rules_of(capacity)),
        "new_form": new_form or NewPerWeekForm(initial={"new_per_week": capacity.new_per_week}),
        "new_per_week": capacity.new_per_week,
        "rules_url": address(request, "save_rules", year),
        "mentors": [_mentor(request, capacity, user, year, mentor_form, may_manage) for user in capacity.mentors()],
        "needs_form": (needs_form or NeedsForm(schools=_needs(request, capacity))) if may_manage else None,
        "needs_url": address(request, "save_needs", year),
        "absences": shown_absences(absences_of(seen, capacity), {user.pk for user in people}),
        "absence_form": absence_form or (AbsenceForm(people=people, calendar=capacity.calendar) if people else None),
        "absence_url": address(request, "add_provider_absence", year),
    }
    return render(request, "timing/provider_hours.html", context, status=status)


def rules_in_words(capacity: Capacity, labels: Any) -> list[tuple[Any, str, str]]:
    """The table of hours for those who only read it."""
    return [
        (labels[rule.kind], str(rule.from_pupils), words.hours(float(rule.hours)))
        for rule in rules_of(capacity)
        if rule.kind in labels
    ]


def _mentor(
    request: AccessRequest,
    capacity: Capacity,
    user: Any,
    year: int,
    given: tuple[int, MentorForm] | None,
    may_manage: bool,
) -> dict[str, Any]:
    hours = capacity.mentor_hours(user)
    form = given[1] if given and given[0] == user.pk else None
    if form is None and may_manage:
        initial = MentorForm.initial_of(mentor_time_of(capacity, user), hours.value, hours.visits)
        form = MentorForm(initial=initial, calendar=capacity.calendar, prefix=f"mentor-{user.pk}")
    return {
        "user": user,
        "hours": words.hours(hours.value),
        "source": words.mentor_source(hours),
        "form": form,
        "url": address(request, "save_mentor", year, mentor=user.pk),
    }
