"""The provider's front page, and where a person belongs."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from digivuosi.apps.look import clock
from digivuosi.apps.look.parts import part_or_page
from digivuosi.apps.look.telling import tell
from digivuosi.apps.people.queries import signed_in_person
from digivuosi.apps.schools import actions, queries
from digivuosi.apps.schools.access import AccessRequest, Permission, for_provider, for_school, for_signed_in
from digivuosi.apps.schools.forms.schools import ProviderForm, SchoolSettingsForm
from digivuosi.apps.schools.panels import panels_for


@dataclass(frozen=True)
class Place:
    """A school or a provider on a person's list."""

    name: str
    url: str
    rights: list[str]
    provider: str = ""


def year_address(provider: str, school: str) -> str:
    """Where a school's year begins; the page is of an upper app, so it is found by its address."""
    try:
        return reverse("wheel:now", kwargs={"provider": provider, "school": school})
    except NoReverseMatch:
        return reverse("schools:history", kwargs={"provider": provider, "school": school})


@for_provider(Permission.SEE_PROVIDER)
@require_safe
def overview(request: AccessRequest) -> HttpResponse:
    """The schools that the person may see; panels of upper apps; what a new provider still lacks."""
    access = request.access
    provider = access.provider
    schools = [(school, year_address(provider.slug, school.slug)) for school in access.schools()]
    context = {
        "schools": [pair for pair in schools if not pair[0].is_administration],
        "administration": next((pair for pair in schools if pair[0].is_administration), None),
        "panels": panels_for(access),
        "may_manage": access.allows(Permission.MANAGE_PROVIDER),
        "lacking": _lacking(request) if access.allows(Permission.MANAGE_PROVIDER) else [],
    }
    return render(request, "schools/overview.html", context)


def _lacking(request: AccessRequest) -> list[tuple[str, str, str]]:
    """What a coordinator has still to do before the schools can plan: title, why, address."""
    provider = request.access.provider
    here = {"provider": provider.slug}
    found = []
    if not queries.has_calendar(provider, queries.school_year_now(clock.today())):
        found.append(
            (
                _("Check the calendar"),
                _("The usual Finnish calendar is in use until you save your own."),
                reverse("schools:calendar_edit", kwargs=here),
            )
        )
    if not queries.has_schools(provider):
        found.append(
            (
                _("Add the schools"),
                _("One by one, or all from a spreadsheet."),
                reverse("schools:schools", kwargs=here),
            )
        )
    elif not queries.has_others(provider):
        found.append(
            (
                _("Invite the people"),
                _("Principals and digital teams first. A spreadsheet does here too."),
                reverse("schools:people", kwargs=here),
            )
        )
    return found


@for_provider(Permission.MANAGE_PROVIDER)
@require_http_methods(["GET", "HEAD", "POST"])
def provider_settings(request: AccessRequest) -> HttpResponse:
    """What the provider is called, its language and contact."""
    provider = request.access.provider
    form = ProviderForm(request.POST or None, instance=provider)
    if request.method == "POST" and form.is_valid():
        actions.change_provider(by=request.access.user, provider=queries.provider_again(provider), **form.cleaned_data)
        tell(request, _("The settings are saved."))
        return redirect("schools:settings", provider=provider.slug)
    context = {"form": form, "title": _("Settings of the provider")}
    return render(request, "schools/settings.html", context, status=422 if form.errors else 200)


@for_school(Permission.MANAGE_SCHOOL)
@require_http_methods(["GET", "HEAD", "POST"])
def school_settings(request: AccessRequest) -> HttpResponse:
    """A school's name, languages, size, and whether its wheel is public."""
    school = request.access.here
    form = SchoolSettingsForm(request.POST or None, instance=school, provider=request.access.provider)
    if request.method == "POST" and form.is_valid():
        actions.change_school(by=request.access.user, school=queries.school_again(school), **form.cleaned_data)
        tell(request, _("The settings are saved."))
        return redirect("schools:school_settings", provider=request.access.provider.slug, school=school.slug)
    context = {"form": form, "title": _("Settings of the school")}
    return render(request, "schools/settings.html", context, status=422 if form.errors else 200)


@for_signed_in
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """Where a person belongs: a page, and a part for the settings page."""
    user = signed_in_person(request)
    places: dict[str, Place] = {}
    for membership in queries.memberships_of(user):
        provider, school = membership.provider, membership.school
        if school is None:
            url = reverse("schools:overview", kwargs={"provider": provider.slug})
        else:
            url = year_address(provider.slug, school.slug)
        place = places.setdefault(url, Place(str(school or provider), url, [], str(provider) if school else ""))
        place.rights.append(membership.get_kind_display())
    return render(request, part_or_page(request, "schools/mine.html", "places"), {"places": list(places.values())})
