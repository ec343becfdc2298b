"""Networks: a provider makes one, invites others, and each accepts or leaves by itself."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from django_scopes import scope, scopes_disabled

from digivuosi.apps.look import clock
from digivuosi.apps.networks.models import Network, NetworkMember
from digivuosi.apps.people.models import User
from digivuosi.apps.schools.actions import Refused
from digivuosi.apps.schools.events import record
from digivuosi.apps.schools.models import Provider

MOST_NETWORKS = 30
"""Of one provider."""
MOST_MEMBERS = 400
"""There are 309 providers."""
MOST_INVITED = 50
"""That have not answered, in one network."""


def make_network(*, by: User, provider: Provider, name: str, description: str = "") -> Network:
    """Make a network with its maker as the first member."""
    with transaction.atomic(), scope(provider=provider):
        if NetworkMember.objects.filter(provider=provider).count() >= MOST_NETWORKS:
            raise Refused(_("You are in as many networks as there is room for."))
        network = Network(name=name.strip(), description=description.strip(), made_at=clock.now())
        network.full_clean()
        network.save()
        NetworkMember(network=network, provider=provider, joined_at=clock.now()).save()
        record(by=by, provider=provider, verb="network.make", about=network, title=network.name)
    return network


def invite_provider(*, by: User, provider: Provider, network: Network, slug: str) -> NetworkMember:
    """Invite another provider by its address word; only members may. Raises Refused."""
    _member(provider, network)
    invited = Provider.objects.filter(slug=slug.strip().strip("/").lower()).first()
    if invited is None:
        raise Refused(_("There is no municipality with that address on this server."))
    with transaction.atomic(), scopes_disabled():
        rows = NetworkMember.objects.filter(network=network)
        if rows.filter(provider=invited).exists():
            raise Refused(_("It is in the network already, or has been invited."))
        if rows.count() >= MOST_MEMBERS or rows.filter(joined_at=None).count() >= MOST_INVITED:
            raise Refused(_("There is no room for more invitations now."))
    with transaction.atomic():
        with scope(provider=invited):
            row = NetworkMember(network=network, provider=invited, invited_by=provider)
            row.save()
            about = {"by": provider.slug}
            record(by=None, provider=invited, verb="network.invited", about=network, title=network.name, after=about)
        with scope(provider=provider):
            after = {"invited": invited.slug}
            record(by=by, provider=provider, verb="network.invite", about=network, title=network.name, after=after)
    return row


def accept_invitation(*, by: User, provider: Provider, network: Network) -> None:
    """Join a network that has invited."""
    with transaction.atomic(), scope(provider=provider):
        waiting = NetworkMember.objects.filter(provider=provider, network=network, joined_at=None)
        if not waiting.update(joined_at=clock.now()):
            raise Refused(_("There is no invitation to this network any more."))
        record(by=by, provider=provider, verb="network.join", about=network, title=network.name)


def leave_network(*, by: User, provider: Provider, network: Network) -> None:
    """Leave a network, or decline its invitation; a network that nobody is in any more is gone."""
    with transaction.atomic():
        with scope(provider=provider):
            count, _by_kind = NetworkMember.objects.filter(provider=provider, network=network).delete()
            if not count:
                raise Refused(_("You are not in this network."))
            record(by=by, provider=provider, verb="network.leave", about=network, title=network.name)
        with scopes_disabled():
            if not NetworkMember.objects.filter(network=network, joined_at__isnull=False).exists():
                network.delete()


def _member(provider: Provider, network: Network) -> None:
    with scope(provider=provider):
        rows = NetworkMember.objects.filter(provider=provider, network=network, joined_at__isnull=False)
        if not rows.exists():
            raise Refused(_("You are not in this network."))
