"""What a coordinator does with sources on other servers. Nothing here calls them: the background does."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from django_scopes import scope

from digivuosi.apps.look import clock
from digivuosi.apps.people.models import User
from digivuosi.apps.schools.actions import Refused
from digivuosi.apps.schools.events import record
from digivuosi.apps.schools.models import Provider
from digivuosi.apps.subscribing.actions.polling import look_at
from digivuosi.apps.subscribing.addresses import target_of
from digivuosi.apps.subscribing.models import Subscription
from digivuosi.domain.toolkit.signing import PublicKey
from digivuosi.domain.toolkit.signing_problems import SignatureProblem

MOST_SOURCES = 50
SOON = timedelta(seconds=60)
"""How long a look that has been asked for keeps others from asking for the same."""


def follow_address(*, by: User, provider: Provider, address: str) -> Subscription:
    """Follow what is published at an address; the background looks at it at once. Raises Refused."""
    whole = str(target_of(address.strip()))
    with transaction.atomic(), scope(provider=provider):
        if Subscription.objects.filter(provider=provider, address=whole).exists():
            raise Refused(_("You follow this address already."))
        if Subscription.objects.filter(provider=provider).count() >= MOST_SOURCES:
            raise Refused(_("You follow as many sources as there is room for. Stop following one first."))
        row = Subscription(provider=provider, address=whole, made_by=by, made_at=clock.now(), next_at=clock.now())
        row.save()
        record(by=by, provider=provider, verb="source.follow", about=row, title=whole, after={"address": whole})
        look_at.enqueue(row.pk)
    return row


def look_now(*, by: User, subscription: Subscription) -> None:
    """Have the background look at a source now. Raises Refused when it was looked at a moment ago."""
    provider, now = subscription.provider, clock.now()
    with transaction.atomic(), scope(provider=provider):
        row = Subscription.objects.select_for_update().get(pk=subscription.pk)
        if row.is_busy or (row.looked_at is not None and now - row.looked_at < SOON):
            raise Refused(_("It was looked at a moment ago. Wait a minute, then ask again."))
        row.next_at = now
        row.save(update_fields=["next_at"])
        look_at.enqueue(row.pk)


def stop_following(*, by: User, subscription: Subscription) -> None:
    """Follow a source no more: it is not called again, and what came from it goes, if it was not taken into use."""
    provider = subscription.provider
    with transaction.atomic(), scope(provider=provider):
        before = {"address": subscription.address, "publisher": subscription.publisher_name}
        record(by=by, provider=provider, verb="source.stop", about=subscription, title=str(subscription), before=before)
        subscription.delete()


def trust_offered_key(*, by: User, subscription: Subscription, key: str) -> None:
    """Trust a new key that the old one does not vouch for; whoever does it has asked the publisher."""
    provider = subscription.provider
    with transaction.atomic(), scope(provider=provider):
        row = Subscription.objects.select_for_update().get(pk=subscription.pk)
        if not row.offered_key or key != key_id(row.offered_key):
            raise Refused(_("The key has changed again since you looked. Compare it anew."))
        before, row.trusted_key, row.offered_key = key_id(row.trusted_key), row.offered_key, ""
        row.problem, row.etag, row.modified, row.next_at = {}, "", "", clock.now()
        row.save()
        record(
            by=by, provider=provider, verb="source.key", about=row, title=str(row),
            before={"key": before}, after={"key": key},
        )  # fmt: skip
        look_at.enqueue(row.pk)


def key_id(words: str) -> str:
    """What people compare of a key; empty for none."""
    try:
        return PublicKey.from_text(words).id
    except SignatureProblem:
        return ""
