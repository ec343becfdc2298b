"""The source of a copy: it may have moved elsewhere, or the copy may go on alone. The toolkit keeps its lineage."""

from __future__ import annotations

from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _
from django_scopes import scope

from digivuosi.apps.people.models import User
from digivuosi.apps.schools.actions import Refused
from digivuosi.apps.schools.events import record
from digivuosi.apps.schools.models import Event, Provider
from digivuosi.apps.sharing.models import Fork, SourceKind
from digivuosi.apps.sharing.queries.sources import Place, places_of
from digivuosi.apps.subscribing.models import Subscription

WHERE = ("kind", "source_id", "address", "subscription_id")
CHANGED = _("It has been changed since, so it cannot be taken back.")


def move_source(*, by: User, provider: Provider, name: str) -> Fork:
    """Go on hearing of new editions from another place, where the same toolkit is published. Raises Refused.

    `name` is of one of `places_of`: nothing else of the copy changes, what has been answered stays so.
    """
    with transaction.atomic(), scope(provider=provider):
        fork = _held(provider)
        place = next((one for one in places_of(fork) if one.name == name), None)
        if place is None:
            raise Refused(_("The same toolkit has not come from there. Follow the address first, under “Sources”."))
        before = _where(fork)
        _go_to(fork, place)
        fork.version += 1
        fork.save()
        record(
            by=by,
            provider=provider,
            verb="fork.move",
            about=fork,
            title=f"{fork.publisher}: {place.address or place.title}",
            before={"where": before, "fork": fork.version - 1},
            after={"fork": fork.version, "where": _where(fork)},
        )
    return fork


def detach_source(*, by: User, provider: Provider) -> None:
    """Be nobody's copy any more: no further editions are offered. Where the toolkit came from stays in it."""
    with transaction.atomic(), scope(provider=provider):
        fork = _held(provider)
        kept = {field.attname: field.value_from_object(fork) for field in Fork._meta.concrete_fields}
        kept["made_at"] = fork.made_at.isoformat()
        title = f"{fork.publisher} {fork.edition}"
        record(by=by, provider=provider, verb="fork.detach", about=fork, title=title, before={"fork": kept})
        fork.delete()


def undo_move(*, by: User, event: Event) -> None:
    """Hear of new editions from where they came before."""
    provider = event.provider
    with transaction.atomic(), scope(provider=provider):
        fork = Fork.objects.select_for_update().filter(provider=provider, pk=event.about_id).first()
        before: dict[str, Any] = event.before or {}
        after: dict[str, Any] = event.after or {}
        if fork is None or fork.version != after.get("fork") or not _are_there(provider, before.get("where", {})):
            raise Refused(CHANGED)
        for name, value in before["where"].items():
            setattr(fork, name, value)
        # The version too, so that the step before can be taken back next.
        fork.version = before["fork"]
        fork.save()
        record(
            by=by, provider=provider, verb="fork.move.undo", about=fork, title=event.about_title, undoes=event,
            before=after, after=before,
        )  # fmt: skip


def undo_detach(*, by: User, event: Event) -> None:
    """Be a copy again, with everything as it was answered."""
    provider = event.provider
    with transaction.atomic(), scope(provider=provider):
        kept: dict[str, Any] = (event.before or {}).get("fork", {})
        if not kept or Fork.objects.filter(provider=provider).exists():
            raise Refused(CHANGED)
        if not _are_there(provider, kept):
            # Who is followed no more may be followed again: the copy can then be led there.
            kept = {**kept, "source_id": None, "subscription_id": None}
        fork = Fork(**kept)
        try:
            fork.save(force_insert=True)
        except IntegrityError as problem:
            raise Refused(CHANGED) from problem
        record(by=by, provider=provider, verb="fork.detach.undo", about=fork, title=event.about_title, undoes=event)


def _held(provider: Provider) -> Fork:
    fork = Fork.objects.select_for_update().filter(provider=provider).first()
    if fork is None:
        raise Refused(_("The toolkit is nobody's copy."))
    fork.provider = provider
    return fork


def _where(fork: Fork) -> dict[str, Any]:
    return {name: getattr(fork, name) for name in WHERE}


def _go_to(fork: Fork, place: Place) -> None:
    fork.kind = SourceKind.SERVER if place.source is not None else SourceKind.ADDRESS
    fork.source, fork.subscription, fork.address = place.source, place.subscription, place.address


def _are_there(provider: Provider, where: dict[str, Any]) -> bool:
    source, subscription = where.get("source_id"), where.get("subscription_id")
    if source is not None and not Provider.objects.filter(pk=source).exists():
        return False
    return subscription is None or Subscription.objects.filter(provider=provider, pk=subscription).exists()
