"""How far the schools are with the newest edition, and what they have answered."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from digivuosi.apps.look import clock
from digivuosi.apps.schools.access import AccessRequest, Permission, for_provider
from digivuosi.apps.schools.queries import school_year_now
from digivuosi.apps.sharing import actions
from digivuosi.apps.sharing.queries.updates import answers_in, updates_of
from digivuosi.apps.sharing.views.places import address, crumbs


@for_provider(Permission.EDIT_TOOLKIT)
@require_safe
def schools(request: AccessRequest) -> HttpResponse:
    """The page: the update that is going on, those before it, and the answers of the year."""
    actions.take_up_again()
    provider = request.access.provider
    updates = updates_of(provider)
    year = school_year_now(clock.today())
    context = {
        "update": updates[0] if updates else None,
        "updates": updates,
        "answers": answers_in(provider, year),
        "progress_url": address(request, "schools_progress"),
        "crumbs": crumbs(request, _("The schools and the newest edition")),
    }
    return render(request, "sharing/schools.html", context)


@for_provider(Permission.EDIT_TOOLKIT)
@require_safe
def progress(request: AccessRequest) -> HttpResponse:
    """The part of the page that is asked again and again; an update whose worker is gone is taken up by it."""
    actions.take_up_again()
    updates = updates_of(request.access.provider)
    update = updates[0] if updates else None
    context = {"update": update, "progress_url": address(request, "schools_progress")}
    response = render(request, "sharing/progress.html", context)
    if update is not None and not update.is_open and getattr(request, "htmx", False):
        # The page is shown anew, with what came of it.
        response["HX-Refresh"] = "true"
    return response
