"""What a provider follows on other servers, and what has come from there."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from django_scopes import scope, scopes_disabled

from digivuosi.apps.schools.models import Provider
from digivuosi.apps.subscribing.models import FetchedEdition, Subscription
from digivuosi.domain.toolkit.package import Package, read_package

DESERTED = timedelta(minutes=15)
"""A look takes a few minutes at the most: who has been at it longer has died, and another may take over."""


def subscriptions_of(provider: Provider) -> list[Subscription]:
    """What the provider follows, each with `.came`, the editions that came, the newest first, without their bytes."""
    with scope(provider=provider):
        rows = list(Subscription.objects.filter(provider=provider))
        came: dict[int, list[FetchedEdition]] = {row.pk: [] for row in rows}
        for edition in FetchedEdition.objects.filter(provider=provider).defer("package", "statement"):
            came[edition.subscription_id].append(edition)
    for row in rows:
        row.came = came[row.pk]  # type: ignore[attr-defined]
    return rows


def subscription_in(provider: Provider, pk: int) -> Subscription | None:
    with scope(provider=provider):
        return Subscription.objects.filter(provider=provider, pk=pk).first()


def fetched_editions(provider: Provider) -> list[FetchedEdition]:
    """The editions that came from other servers, the newest of each source first, without their bytes."""
    with scope(provider=provider):
        rows = FetchedEdition.objects.filter(provider=provider).defer("package")
        return list(rows.select_related("subscription"))


def fetched_edition(provider: Provider, pk: int) -> FetchedEdition | None:
    with scope(provider=provider):
        return FetchedEdition.objects.filter(provider=provider, pk=pk).select_related("subscription").first()


def package_of_fetched(edition: FetchedEdition) -> Package:
    """The package of an edition that was verified when it came."""
    with scope(provider=edition.provider_id):
        return read_package(bytes(edition.package))


def due(now: datetime, most: int) -> Sequence[int]:
    """Numbers of the subscriptions of all providers that it is time to look at, the longest waiting first."""
    with scopes_disabled():
        rows = Subscription.objects.filter(next_at__lte=now).exclude(claimed_at__gt=now - DESERTED)
        return list(rows.order_by("next_at").values_list("pk", flat=True)[:most])


def every_subscription() -> Sequence[int]:
    """Numbers of all subscriptions of all providers."""
    with scopes_disabled():
        return list(Subscription.objects.order_by("pk").values_list("pk", flat=True))
