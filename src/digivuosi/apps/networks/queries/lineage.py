"""Who has copied from whom, as far as they let it be told."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django_scopes import scope, scopes_disabled

from digivuosi.apps.networks.models import LineageConsent, RemoteCopy, Shown, ToldCopy
from digivuosi.apps.networks.queries.suggestions import takes_suggestions
from digivuosi.apps.publishing.models import OpenToolkit
from digivuosi.apps.schools.models import Provider
from digivuosi.apps.sharing.models import Fork
from digivuosi.domain.toolkit.lineage_map import LineageMap, Node, nodes_from, place_map, without_rounds
from digivuosi.domain.wheel.wrapping import wrapped

MOST_SHOWN = 1_000


def consent_of(provider: Provider) -> LineageConsent:
    """What a provider has chosen; nothing is told before it has."""
    with scope(provider=provider):
        return LineageConsent.objects.filter(provider=provider).first() or LineageConsent(provider=provider)


def copies_of(provider: Provider) -> tuple[Node, ...]:
    """Those that copied from a provider and tell it, each with those that copied from it in turn.

    On this server, one that does not tell is left out, and so is the branch behind it. On another server, one stands
    here once the publisher has accepted it, with those that its own public list names.
    """
    with scopes_disabled():
        telling = set(LineageConsent.objects.filter(tells=True).values_list("provider_id", flat=True))
        rows = Fork.objects.filter(provider__in=telling, source__isnull=False).select_related("provider")
        forks = list(rows.defer("base", "base_files").order_by("made_at")[:MOST_SHOWN])
        remote = list(RemoteCopy.objects.filter(state=Shown.SHOWN)[:MOST_SHOWN])
        opened = OpenToolkit.objects.filter(is_open=True)
        addresses: dict[int, str] = dict(opened.values_list("provider_id", "address"))
    by_source: dict[int, list[Fork]] = {}
    for fork in forks:
        by_source.setdefault(fork.source_id or 0, []).append(fork)
    there: dict[int, list[RemoteCopy]] = {}
    for copy in remote:
        there.setdefault(copy.provider_id, []).append(copy)
    found = _below(provider.pk, by_source, there, addresses, frozenset({provider.pk}))
    own = addresses.get(provider.pk, "")
    return without_rounds(found, frozenset({own} if own else ()))


def _below(
    pk: int,
    by_source: dict[int, list[Fork]],
    there: dict[int, list[RemoteCopy]],
    addresses: dict[int, str],
    seen: frozenset[int],
) -> tuple[Node, ...]:
    """Two that copied from each other would go round for ever: each stands once on a way."""
    here = [
        Node(
            fork.provider.name,
            fork.edition,
            addresses.get(fork.provider_id, ""),
            _below(fork.provider_id, by_source, there, addresses, seen | {fork.provider_id}),
        )
        for fork in by_source.get(pk, ())
        if fork.provider_id not in seen
    ]
    elsewhere = [Node(copy.name, copy.edition, copy.address, nodes_from(copy.below)) for copy in there.get(pk, ())]
    return (*here, *elsewhere)


def remote_copies_of(provider: Provider) -> list[RemoteCopy]:
    """Copies on other servers that have told of themselves, those that wait for an answer first."""
    with scope(provider=provider):
        rows = list(RemoteCopy.objects.filter(provider=provider)[:MOST_SHOWN])
    return sorted(rows, key=lambda row: row.state != Shown.WAITING)


def is_remote_copy(provider: Provider, pk: int) -> bool:
    """Whether a copy has told of itself to this provider, and has not withdrawn."""
    with scope(provider=provider):
        return RemoteCopy.objects.filter(provider=provider, pk=pk).exists()


def told_by(provider: Provider) -> list[ToldCopy]:
    """What the provider has told to sources on other servers."""
    with scope(provider=provider):
        return list(ToldCopy.objects.filter(provider=provider).order_by("pk"))


def public_copies(slug: str) -> tuple[Provider, tuple[Node, ...]] | None:
    """The public map of a provider whose toolkit is open and who shows it; None when there is none to see."""
    provider = takes_suggestions(slug)
    if provider is None or not consent_of(provider).shows:
        return None
    return provider, copies_of(provider)


def map_of(provider: Provider, nodes: tuple[Node, ...]) -> LineageMap:
    """The map, in the words of the reader's language."""
    return place_map(
        provider.name,
        nodes,
        words=lambda edition: _("has the edition %(edition)s") % {"edition": edition},
        wrap=lambda words, size, room: wrapped(words, room / size),
    )
