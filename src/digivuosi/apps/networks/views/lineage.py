"""Who has copied the toolkit, as a nested list; told by those alone who have chosen to tell."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from digivuosi.apps.look.telling import tell
from digivuosi.apps.networks.actions.consenting import set_consent
from digivuosi.apps.networks.queries import lineage as asking
from digivuosi.apps.schools.access import AccessRequest, Permission, for_anyone, for_provider


@for_provider(Permission.MANAGE_PROVIDER)
@require_http_methods(["GET", "HEAD", "POST"])
def copies(request: AccessRequest) -> HttpResponse:
    """The map for the publisher itself, and its two choices."""
    provider = request.access.provider
    if request.method == "POST":
        set_consent(
            by=request.access.user, provider=provider, tells="tells" in request.POST, shows="shows" in request.POST
        )
        tell(request, _("Your choice was saved."))
        return redirect("networks:copies", provider=provider.slug)
    found = asking.copies_of(provider)
    context = {"copies": found, "count": sum(one.count for one in found), "consent": asking.consent_of(provider)}
    return render(request, "networks/copies.html", context)


@for_anyone
@require_safe
def public(request: HttpRequest, provider: str) -> HttpResponse:
    """The map for anyone, when the publisher shows it."""
    found = asking.public_copies(provider)
    if found is None:
        raise Http404
    owner, copied = found
    context = {"owner": owner, "copies": copied, "count": sum(one.count for one in copied)}
    return render(request, "networks/public_copies.html", context)
