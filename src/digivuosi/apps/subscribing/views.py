"""The coordinator's page of sources on other servers."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from digivuosi.apps.look.languages import current
from digivuosi.apps.look.telling import refuse, tell
from digivuosi.apps.schools.access import AccessRequest, Permission, for_provider
from digivuosi.apps.schools.actions import Refused
from digivuosi.apps.subscribing import actions, queries
from digivuosi.apps.subscribing.actions.following import key_id
from digivuosi.apps.subscribing.forms import AddressForm
from digivuosi.domain.texts import Text


@for_provider(Permission.EDIT_TOOLKIT)
@require_http_methods(["GET", "HEAD", "POST"])
def sources(request: AccessRequest) -> HttpResponse:
    """What is followed on other servers, when it was looked at and what came; another address can be added."""
    access = request.access
    form = AddressForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.follow_address(by=access.user, provider=access.provider, address=form.cleaned_data["address"])
        except Refused as problem:
            form.add_error("address", str(problem.words))
        else:
            tell(request, _("The address is followed now, and is being looked at."))
            return redirect("subscribing:sources", provider=access.provider.slug)
    rows = [_shown(row) for row in queries.subscriptions_of(access.provider)]
    context = {"form": form, "rows": rows, "is_busy": any(row["row"].is_busy for row in rows)}
    part = "#list" if request.headers.get("HX-Target") == "sources" else ""
    return render(request, f"subscribing/sources.html{part}", context, status=422 if form.errors else 200)


@for_provider(Permission.EDIT_TOOLKIT)
@require_POST
def look_now(request: AccessRequest, source: int) -> HttpResponse:
    try:
        actions.look_now(by=request.access.user, subscription=_asked(request, source))
    except Refused as problem:
        refuse(request, str(problem.words))
    else:
        tell(request, _("The source is being looked at."))
    return redirect("subscribing:sources", provider=request.access.provider.slug)


@for_provider(Permission.EDIT_TOOLKIT)
@require_http_methods(["GET", "HEAD", "POST"])
def stop(request: AccessRequest, source: int) -> HttpResponse:
    row = _asked(request, source)
    if request.method == "POST":
        actions.stop_following(by=request.access.user, subscription=row)
        tell(request, _("You follow %(source)s no more. Your own toolkit stays as it is.") % {"source": row})
        return redirect("subscribing:sources", provider=request.access.provider.slug)
    return render(request, "subscribing/stop.html", {"row": row})


@for_provider(Permission.EDIT_TOOLKIT)
@require_POST
def trust_key(request: AccessRequest, source: int) -> HttpResponse:
    """Trust a new key whose letters the coordinator has compared with the publisher."""
    try:
        actions.trust_offered_key(
            by=request.access.user, subscription=_asked(request, source), key=request.POST.get("key", "")[:40]
        )
    except Refused as problem:
        refuse(request, str(problem.words))
    else:
        tell(request, _("The new key is trusted from now on. The source is being looked at."))
    return redirect("subscribing:sources", provider=request.access.provider.slug)


def _asked(request: AccessRequest, pk: int) -> Any:
    row = queries.subscription_in(request.access.provider, pk)
    if row is None:
        raise Http404
    return row


def _shown(row: Any) -> dict[str, Any]:
    return {
        "row": row,
        "came": row.came,
        "problem": Text.from_document(row.problem.get("words")).get(current()) if row.problem else "",
        "key": key_id(row.trusted_key),
        "offered": key_id(row.offered_key),
    }
