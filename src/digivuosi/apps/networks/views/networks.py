"""Networks: what a provider is in, and what its members have published."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from digivuosi.apps.look.languages import current
from digivuosi.apps.look.parts import Crumb
from digivuosi.apps.look.telling import refuse, tell
from digivuosi.apps.networks.actions import joining
from digivuosi.apps.networks.forms.networks import InviteForm, NetworkForm
from digivuosi.apps.networks.queries import networks as asking
from digivuosi.apps.schools.access import AccessRequest, Permission, for_provider
from digivuosi.apps.schools.actions import Refused


@for_provider(Permission.SEE_PROVIDER)
@require_http_methods(["GET", "HEAD", "POST"])
def networks(request: AccessRequest) -> HttpResponse:
    """The provider's networks and invitations; a coordinator may make a new one."""
    access = request.access
    manages = access.allows(Permission.MANAGE_PROVIDER)
    form = NetworkForm(request.POST if request.method == "POST" and manages else None)
    if form.is_bound and form.is_valid():
        try:
            made = joining.make_network(by=access.user, provider=access.provider, **form.cleaned_data)
        except Refused as problem:
            form.add_error(None, str(problem.words))
        else:
            tell(request, _("The network is there. Invite others to it."))
            return redirect("networks:network", provider=access.provider.slug, network=made.pk)
    context = {"form": form, "manages": manages, "rows": asking.memberships_of(access.provider)}
    return render(request, "networks/networks.html", context, status=422 if form.errors else 200)


@for_provider(Permission.SEE_PROVIDER)
@require_safe
def network(request: AccessRequest, network: int) -> HttpResponse:
    """Who is in a network, and what they have published."""
    return _network(request, network, InviteForm())


@for_provider(Permission.MANAGE_PROVIDER)
@require_POST
def invite(request: AccessRequest, network: int) -> HttpResponse:
    row = _joined(request, network)
    form = InviteForm(request.POST)
    if form.is_valid():
        try:
            joining.invite_provider(
                by=request.access.user, provider=request.access.provider, network=row.network, **form.cleaned_data
            )
        except Refused as problem:
            form.add_error("slug", str(problem.words))
        else:
            tell(request, _("The invitation waits for their coordinator."))
            return redirect("networks:network", provider=request.access.provider.slug, network=network)
    return _network(request, network, form, status=422)


@for_provider(Permission.MANAGE_PROVIDER)
@require_POST
def accept(request: AccessRequest, network: int) -> HttpResponse:
    row = asking.membership_in(request.access.provider, network)
    if row is None:
        raise Http404
    try:
        joining.accept_invitation(by=request.access.user, provider=request.access.provider, network=row.network)
    except Refused as problem:
        refuse(request, str(problem.words))
    else:
        tell(request, _("You are in the network %(name)s now.") % {"name": row.network})
    return redirect("networks:network", provider=request.access.provider.slug, network=network)


@for_provider(Permission.MANAGE_PROVIDER)
@require_http_methods(["GET", "HEAD", "POST"])
def leave(request: AccessRequest, network: int) -> HttpResponse:
    """Leave a network, or decline an invitation to it; asked first, for only a member can call one back."""
    provider = request.access.provider
    row = asking.membership_in(provider, network)
    if row is None:
        raise Http404
    if request.method != "POST":
        crumbs = [*_crumbs(request), Crumb(row.network.name, _address(request, network)), Crumb(_("Leave the network"))]
        context = {"row": row, "is_last": asking.is_last_member(row), "crumbs": crumbs}
        return render(request, "networks/leave.html", context)
    try:
        joining.leave_network(by=request.access.user, provider=provider, network=row.network)
    except Refused as problem:
        refuse(request, str(problem.words))
    else:
        tell(request, _("You are not in the network %(name)s.") % {"name": row.network})
    return redirect("networks:networks", provider=provider.slug)


@for_provider(Permission.SEE_PROVIDER)
@require_safe
def toolkit(request: AccessRequest, network: int, member: str) -> HttpResponse:
    """The published toolkit of another member, to read."""
    row = _joined(request, network)
    found = asking.member_toolkit(row.network, member)
    if found is None:
        raise Http404
    owner, held = found
    own = held.language
    measures = sorted(held.measures, key=lambda one: one.title.get(current(), own).casefold())
    themes = [(theme, [one for one in measures if one.theme == theme.key]) for theme in held.themes]
    crumbs = [*_crumbs(request), Crumb(row.network.name, _address(request, network)), Crumb(owner.name)]
    context = {"owner": owner, "toolkit": held, "themes": themes, "own_language": own, "crumbs": crumbs}
    return render(request, "networks/toolkit.html", context)


def _network(request: AccessRequest, pk: int, form: InviteForm, status: int = 200) -> HttpResponse:
    access = request.access
    row = asking.membership_in(access.provider, pk)
    if row is None:
        raise Http404
    context = {
        "row": row,
        "form": form,
        "manages": access.allows(Permission.MANAGE_PROVIDER),
        "crumbs": [*_crumbs(request), Crumb(row.network.name)],
    }
    if row.joined_at is not None:
        members = asking.members_of(row.network)
        context |= {"members": members, "practices": asking.practices_of(members)}
    return render(request, "networks/network.html", context, status=status)


def _joined(request: AccessRequest, pk: int) -> Any:
    """The membership of whoever is in; one that is only invited sees nothing of the others yet."""
    row = asking.membership_in(request.access.provider, pk)
    if row is None or row.joined_at is None:
        raise Http404
    return row


def _address(request: AccessRequest, pk: int) -> str:
    return reverse("networks:network", kwargs={"provider": request.access.provider.slug, "network": pk})


def _crumbs(request: AccessRequest) -> list[Crumb]:
    return [Crumb(_("Networks"), reverse("networks:networks", kwargs={"provider": request.access.provider.slug}))]
