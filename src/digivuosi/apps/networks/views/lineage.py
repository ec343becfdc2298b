"""Who has copied the toolkit, as a map and a list; told by those alone who have chosen to tell."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from digivuosi.apps.look.telling import refuse, tell
from digivuosi.apps.networks import posting, remote_copies, telling
from digivuosi.apps.networks.actions.consenting import set_consent
from digivuosi.apps.networks.queries import lineage as asking
from digivuosi.apps.schools.access import AccessRequest, Permission, for_anyone, for_provider
from digivuosi.apps.schools.actions import Refused
from digivuosi.apps.sharing.queries.forks import fork_of
from digivuosi.domain.toolkit.lineage_map import Node, list_of


@for_provider(Permission.MANAGE_PROVIDER)
@require_http_methods(["GET", "HEAD", "POST"])
def copies(request: AccessRequest) -> HttpResponse:
    """The map for the publisher itself, who waits for an answer, and its two choices."""
    provider = request.access.provider
    if request.method == "POST":
        set_consent(
            by=request.access.user, provider=provider, tells="tells" in request.POST, shows="shows" in request.POST
        )
        telling.tell_source(provider, again=True)
        tell(request, _("Your choice was saved."))
        return redirect("networks:copies", provider=provider.slug)
    receiver = posting.receiver_of(fork_of(provider))
    context = {
        **_shown(provider, asking.copies_of(provider)),
        "consent": asking.consent_of(provider),
        "remote": asking.remote_copies_of(provider),
        "told": asking.told_by(provider),
        "receiver": receiver,
        "must_open": bool(receiver) and not posting.own_address(provider),
    }
    return render(request, "networks/copies.html", context)


@for_provider(Permission.MANAGE_PROVIDER)
@require_POST
def answer(request: AccessRequest, copy: int) -> HttpResponse:
    """Put a copy on another server on the map, or hide it."""
    provider, shown = request.access.provider, request.POST.get("verb") == "show"
    if not asking.is_remote_copy(provider, copy):
        raise Http404
    try:
        remote_copies.answer_copy(by=request.access.user, provider=provider, copy=copy, shown=shown)
    except Refused as problem:
        refuse(request, str(problem.words))
    else:
        tell(request, _("It is on the map now.") if shown else _("It is hidden now. Only you see that it has told."))
    return redirect("networks:copies", provider=provider.slug)


@for_anyone
@require_safe
def public(request: HttpRequest, provider: str) -> HttpResponse:
    """The map for anyone, when the publisher shows it."""
    found = asking.public_copies(provider)
    if found is None:
        raise Http404
    owner, nodes = found
    return render(request, "networks/public_copies.html", {"owner": owner, **_shown(owner, nodes)})


@for_anyone
@require_safe
def listed(request: HttpRequest, provider: str) -> HttpResponse:
    """The same for other servers: so the source of the publisher's own toolkit hears of copies of its copy."""
    found = asking.public_copies(provider)
    if found is None:
        raise Http404
    response = JsonResponse(list_of(found[1]), json_dumps_params={"ensure_ascii": False})
    response["Cache-Control"] = "public, max-age=300"
    return response


def _shown(owner: Any, nodes: tuple[Node, ...]) -> dict[str, Any]:
    lineage = asking.map_of(owner, nodes) if nodes else None
    return {"copies": nodes, "count": sum(one.count for one in nodes), "map": lineage}
