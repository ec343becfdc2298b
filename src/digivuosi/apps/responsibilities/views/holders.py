"""Who holds which role at a school this year, and who helps."""

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
from digivuosi.apps.look.languages import current
from digivuosi.apps.look.parts import Tab
from digivuosi.apps.look.telling import refuse, tell
from digivuosi.apps.responsibilities import actions, helping, queries
from digivuosi.apps.responsibilities.forms import NameForm
from digivuosi.apps.responsibilities.labels import as_heading, kinds_at
from digivuosi.apps.schools.access import AccessRequest, Permission, for_school
from digivuosi.apps.schools.queries import asked_year, coordinators_of, members_of, school_year_now, years_offered


@dataclass(frozen=True)
class Role:
    """A kind of role as the page shows it."""

    kind: str
    label: Any
    holders: list[Any]
    form: NameForm | None


def _address(request: AccessRequest, name: str, year: int, **more: object) -> str:
    access = request.access
    url = reverse(
        f"responsibilities:{name}", kwargs={"provider": access.provider.slug, "school": access.here.slug, **more}
    )
    return f"{url}?year={year}"


def _may_name(request: AccessRequest, kind: str) -> bool:
    """A principal names the school's own people; mentors are given by the coordinator."""
    if not request.access.allows(Permission.MANAGE_SCHOOL):
        return False
    return kind != "mentor" or request.access.is_coordinator


@for_school(Permission.SEE_SCHOOL)
@require_safe
def holders(request: AccessRequest) -> HttpResponse:
    """Roles with their holders; what is vacant is said first thing."""
    access, year = request.access, asked_year(request)
    return _page(
        request, year, NameForm(members=_members(request)) if access.allows(Permission.MANAGE_SCHOOL) else None
    )


def _members(request: AccessRequest) -> list[Any]:
    return members_of(request.access.here)


def _page(request: AccessRequest, year: int, form: NameForm | None, wrong: str = "", status: int = 200) -> HttpResponse:
    access = request.access
    held = queries.holders_of(access.here, year)
    labels = queries.role_labels(access.provider)
    expected = kinds_at(is_administration=access.here.is_administration)
    kinds = [*expected, *(kind for kind in labels if kind in held and kind not in expected)]
    empty = NameForm(members=list(form.members.values())) if form is not None and wrong else form
    roles = [
        Role(
            kind,
            as_heading(labels[kind]),
            held.get(kind, []),
            (form if kind == wrong else empty) if _may_name(request, kind) else None,
        )
        for kind in kinds
    ]
    others = [(kind, labels[kind]) for kind in labels if kind not in kinds and kind != "teachers"]
    context = {
        "roles": roles,
        "others": others if form is not None and access.is_coordinator else [],
        "year": year,
        "year_name": school_year(year),
        "tabs": [Tab(school_year(y), _address(request, "holders", y), y == year) for y in years_offered()[1:]],
        "may_manage": access.allows(Permission.MANAGE_SCHOOL),
        "copy_url": _address(request, "copy", year),
        "is_empty": not held,
        "last_year_name": school_year(year - 1),
        "name_url": _address(request, "name", year),
    }
    return render(request, "responsibilities/holders.html", context, status=status)


@require_POST
@for_school(Permission.MANAGE_SCHOOL)
def name(request: AccessRequest) -> HttpResponse:
    """Name a person for a role, or change the hours."""
    year, kind = asked_year(request), request.POST.get("kind", "")
    if kind not in queries.DEFAULT_LABELS or not _may_name(request, kind):
        raise Http404
    form = NameForm(request.POST, members=_members(request))
    if not form.is_valid():
        return _page(request, year, form, kind, 422)
    written = form.cleaned_data
    actions.name_holder(
        by=request.access.user,
        school=request.access.here,
        year=year,
        kind=kind,
        user=written["user"],
        hours_per_week=written["hours_per_week"],
    )
    label = queries.role_label(request.access.provider, kind, current())
    tell(request, _("%(name)s: %(role)s.") % {"name": written["user"], "role": label})
    return redirect(_address(request, "holders", year))


@require_POST
@for_school(Permission.MANAGE_SCHOOL)
def remove(request: AccessRequest, pk: int) -> HttpResponse:
    """Take a role from a person."""
    holder = queries.holder_of(request.access.here, pk)
    if holder is None or not _may_name(request, holder.kind):
        raise Http404
    year, who = holder.year, str(holder.user)
    actions.remove_holder(by=request.access.user, holder=holder)
    tell(request, _("%(name)s no longer has the role.") % {"name": who})
    return redirect(_address(request, "holders", year))


@require_POST
@for_school(Permission.MANAGE_SCHOOL)
def copy(request: AccessRequest) -> HttpResponse:
    """The same people as last year."""
    year = asked_year(request)
    named = actions.copy_holders(by=request.access.user, school=request.access.here, from_year=year - 1, to_year=year)
    if named:
        tell(request, _("Named as last year: %(count)s.") % {"count": len(named)})
    else:
        refuse(request, _("Last year nobody was named who is still here."))
    return redirect(_address(request, "holders", year))


@for_school(Permission.SEE_SCHOOL)
@require_safe
def helpers(request: AccessRequest) -> HttpResponse:
    """Who helps me: by what I need, not by title."""
    access = request.access
    year = school_year_now(clock.today())
    held = queries.holders_of(access.here, year)
    people = {kind: [holder.user for holder in rows] for kind, rows in held.items()}
    if not people.get("coordinator"):
        people["coordinator"] = coordinators_of(access.provider)
    found = helping.helpers(people, queries.role_labels(access.provider))
    return render(request, "responsibilities/helpers.html", {"helpers": found})
