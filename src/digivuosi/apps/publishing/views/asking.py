"""The coordinator's page: what of the toolkit is open to anyone, its addresses, and the key that signs."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from digivuosi.apps.look.parts import Crumb
from digivuosi.apps.look.telling import refuse, tell
from digivuosi.apps.people.addresses import absolute, origin_of
from digivuosi.apps.publishing import actions
from digivuosi.apps.publishing.queries.own import own_keys, own_state
from digivuosi.apps.publishing.queries.telling import public_address
from digivuosi.apps.schools.access import AccessRequest, Permission, for_provider


@for_provider(Permission.MANAGE_PROVIDER)
@require_http_methods(["GET", "HEAD", "POST"])
def publishing(request: AccessRequest) -> HttpResponse:
    """Open the toolkit to anyone or take it back; the addresses to give to others."""
    provider, origin = request.access.provider, origin_of(request)
    address = public_address(provider.slug, origin)
    if request.method == "POST":
        _do(request, address)
        return redirect("publishing:publishing", provider=provider.slug)
    state = own_state(provider)
    context: dict[str, Any] = {
        "state": state,
        "address": address,
        # Without an address of its own the server only knows what it was asked by, which may be any of its names.
        "has_moved": bool(settings.PUBLIC_ADDRESS) and state.is_open and state.address != address,
        "addresses": _addresses(provider.slug, origin) if state.is_open else [],
        "key_url": reverse("publishing:key", kwargs={"provider": provider.slug}),
        "front_url": reverse("publishing:front", kwargs={"provider": provider.slug}),
        "draft_url": reverse("toolkit:draft", kwargs={"provider": provider.slug}),
    }
    return render(request, "publishing/publishing.html", context)


@for_provider(Permission.MANAGE_PROVIDER)
@require_http_methods(["GET", "HEAD", "POST"])
def key(request: AccessRequest) -> HttpResponse:
    """The keys, and putting a new one in the place of the one in use."""
    provider = request.access.provider
    if request.method == "POST":
        try:
            actions.replace_key(by=request.access.user, provider=provider)
        except actions.Refused as problem:
            refuse(request, str(problem.words))
        else:
            tell(request, _("A new key is in use, and every edition is signed with it."))
        return redirect("publishing:key", provider=provider.slug)
    rows = own_keys(provider)
    here = reverse("publishing:publishing", kwargs={"provider": provider.slug})
    context = {
        "keys": rows,
        "in_use": next((one for one in rows if one.retired_at is None), None),
        "crumbs": [Crumb(_("For others"), here), Crumb(_("Signing key"))],
    }
    return render(request, "publishing/key.html", context)


def _do(request: AccessRequest, address: str) -> None:
    by, provider = request.access.user, request.access.provider
    ways: dict[str, tuple[Callable[[], object], str]] = {
        "open": (
            lambda: actions.publish_openly(by=by, provider=provider, address=address),
            _("Anyone can read the toolkit now."),
        ),
        "close": (
            lambda: actions.close_to_world(by=by, provider=provider),
            _("The toolkit is not open to others any more."),
        ),
        "sign": (
            lambda: actions.sign_again(by=by, provider=provider, address=address),
            _("The editions are signed under the new address."),
        ),
    }
    way = ways.get(request.POST.get("verb", ""))
    if way is None:
        return
    try:
        way[0]()
    except actions.Refused as problem:
        refuse(request, str(problem.words))
    else:
        tell(request, way[1])


def _addresses(slug: str, origin: str) -> list[tuple[str, str, str]]:
    """What to give to whom: title, address, words."""

    def of(name: str, **more: str) -> str:
        return absolute(reverse(f"publishing:{name}", kwargs=more), origin)

    return [
        (_("Page for people"), of("front", provider=slug), _("Share it freely: it opens without signing in.")),
        (
            _("Feed of editions"),
            of("feed", provider=slug),
            _("For a municipality that copies the toolkit to another server, and follows it."),
        ),
        (
            _("Harvesting (OAI-PMH)"),
            of("oai"),
            _("For libraries of learning materials. Your own set is %(set)s.") % {"set": f"provider:{slug}"},
        ),
        (_("Metadata (JSON-LD)"), of("metadata", provider=slug), _("For search engines and catalogues.")),
        (_("Keys"), of("keys", provider=slug), _("With these others check that an edition comes from you.")),
    ]
