from __future__ import annotations

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from digivuosi.apps.look.parts import part_or_page
from digivuosi.apps.look.telling import tell
from digivuosi.apps.people.demo import demo_people
from digivuosi.apps.people.queries import person_of
from digivuosi.apps.schools.access import (
    AccessRequest,
    Permission,
    for_anyone,
    for_provider,
    for_signed_in,
)
from digivuosi.apps.schools.actions import Refused
from digivuosi.apps.schools.queries import asked_year
from digivuosi.apps.start import queries
from digivuosi.apps.start.actions import begin
from digivuosi.apps.start.forms import StartForm
from digivuosi.apps.wheel.actions import fill_wheels


@for_anyone
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Where one's own work is; for someone signed out, what this is."""
    person = person_of(request)
    if person is None:
        people = demo_people()
        return render(request, "start/welcome.html", {"people": people})
    homes = queries.homes_of(person)
    if len(homes) == 1:
        only = homes[0]
        if only.is_coordinator or len(only.schools) > 1:
            return redirect("schools:overview", provider=only.provider.slug)
        if only.schools:
            return redirect("wheel:now", provider=only.provider.slug, school=only.schools[0].slug)
    return render(request, "start/homes.html", {"homes": homes, "may_start": settings.OPEN_START})


@for_anyone
@require_safe
def health(request: HttpRequest) -> JsonResponse:
    """For whoever watches the server: it and its database answer; nothing more is told."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return JsonResponse({"ok": True})


@for_signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Tell of a new municipality; the answer shows how it was understood, and the second press makes it."""
    if not settings.OPEN_START:
        raise PermissionDenied
    person = person_of(request)
    assert person is not None  # noqa: S101  (for_signed_in)
    form = StartForm(request.POST or None, initial={"language": get_language()})
    if request.method != "POST" or "change" in request.POST:
        form = StartForm(initial=request.POST.dict() if request.method == "POST" else form.initial)
        return render(request, "start/new.html", {"form": form})
    if not form.is_valid():
        return render(request, "start/new.html", {"form": form}, status=422)
    beginning = form.beginning()
    if "sure" not in request.POST:
        context = {"form": form, "beginning": beginning, "warnings": beginning.calendar.warnings()}
        return render(request, "start/review.html", context)
    try:
        provider = begin(by=person, beginning=beginning)
    except Refused as problem:
        form.add_error("source", str(problem.words))
        return render(request, "start/new.html", {"form": form}, status=422)
    if not beginning.begins_at_once:
        tell(request, _("The municipality is started. Now bring the toolkit."))
        return redirect("sharing:copy", provider=provider.slug)
    starts = beginning.calendar.starts
    fill_wheels.enqueue(provider.pk, person.pk, starts)
    address = reverse("start:ready", kwargs={"provider": provider.slug})
    return redirect(f"{address}?year={starts}")


@for_provider(Permission.MANAGE_PROVIDER)
@require_safe
def ready(request: AccessRequest) -> HttpResponse:
    """How far the new municipality is, and what to do next; the page can be left."""
    starts = asked_year(request)
    filling = queries.filling_of(request.access.provider, starts)
    context = {"filling": filling, "year": starts, "year_words": str(starts)}
    return render(request, part_or_page(request, "start/ready.html", "progress"), context)


@for_provider(Permission.MANAGE_PROVIDER)
@require_POST
def fill(request: AccessRequest) -> HttpResponse:
    """Go on filling the wheels, when the background was interrupted or schools were added."""
    starts = asked_year(request)
    fill_wheels.enqueue(request.access.provider.pk, request.access.user.pk, starts)
    tell(request, _("The recommended measures are being placed. What stands already is left as it is."))
    address = reverse("start:ready", kwargs={"provider": request.access.provider.slug})
    return redirect(f"{address}?year={starts}")
