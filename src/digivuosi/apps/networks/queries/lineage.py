"""Who has copied from whom, as far as they let it be told."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django_scopes import scope, scopes_disabled

from digivuosi.apps.networks.models import LineageConsent
from digivuosi.apps.networks.queries.suggestions import takes_suggestions
from digivuosi.apps.schools.models import Provider
from digivuosi.apps.sharing.models import Fork

MOST_SHOWN = 1_000


@dataclass(frozen=True)
class Copy:
    """A provider that has copied, and those that have copied from it."""

    provider: Provider
    edition: str
    """Which edition of its source it has taken in last."""
    made_at: datetime
    copies: tuple[Copy, ...] = ()

    @property
    def count(self) -> int:
        return 1 + sum(one.count for one in self.copies)


def consent_of(provider: Provider) -> LineageConsent:
    """What a provider has chosen; nothing is told before it has."""
    with scope(provider=provider):
        return LineageConsent.objects.filter(provider=provider).first() or LineageConsent(provider=provider)


def copies_of(provider: Provider) -> tuple[Copy, ...]:
    """Those on this server that copied from a provider and tell it, each with those that copied from it in turn.

    One that does not tell is left out, and so is the branch behind it.
    """
    with scopes_disabled():
        telling = set(LineageConsent.objects.filter(tells=True).values_list("provider_id", flat=True))
        rows = Fork.objects.filter(provider__in=telling, source__isnull=False).select_related("provider")
        found = list(rows.defer("base", "base_files").order_by("made_at")[:MOST_SHOWN])
    by_source: dict[int, list[Fork]] = {}
    for fork in found:
        by_source.setdefault(fork.source_id or 0, []).append(fork)
    return _below(provider.pk, by_source, frozenset({provider.pk}))


def _below(pk: int, by_source: dict[int, list[Fork]], seen: frozenset[int]) -> tuple[Copy, ...]:
    """Two that copied from each other would go round for ever: each stands once on a way."""
    return tuple(
        Copy(
            fork.provider,
            fork.edition,
            fork.made_at,
            _below(fork.provider_id, by_source, seen | {fork.provider_id}),
        )
        for fork in by_source.get(pk, ())
        if fork.provider_id not in seen
    )


def public_copies(slug: str) -> tuple[Provider, tuple[Copy, ...]] | None:
    """The public map of a provider whose toolkit is open and who shows it; None when there is none to see."""
    provider = takes_suggestions(slug)
    if provider is None or not consent_of(provider).shows:
        return None
    return provider, copies_of(provider)
