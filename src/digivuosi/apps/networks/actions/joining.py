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
    """Invite another provider by its name or the word in its addresses; only members may. Raises Refused."""
    _member(provider, network)
    invited = _called(slug)
    if invited is None:
        raise Refused(_("There is no municipality of that name on this server, or several. Write its address."))
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


def _called(words: str) -> Provider | None:
    """The provider whose address or name it is; None when nobody's, or when several have the name."""
    wanted = words.strip().strip("/").casefold()
    found = Provider.objects.filter(slug=wanted).first()
    if found is not None:
        return found
    # Compared here: SQLite folds the case of ASCII letters only.
    named = [one for one in Provider.objects.only("name", "slug") if one.name.casefold() == wanted]
    return named[0] if len(named) == 1 else None


def _member(provider: Provider, network: Network) -> None:
    with scope(provider=provider):
        rows = NetworkMember.objects.filter(provider=provider, network=network, joined_at__isnull=False)
        if not rows.exists():
            raise Refused(_("You are not in this network."))
