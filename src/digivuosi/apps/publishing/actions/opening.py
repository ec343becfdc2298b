"""The provider's choice that anyone may read its toolkit, and taking it back."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from django_scopes import scope

from digivuosi.apps.look import clock
from digivuosi.apps.people.models import User
from digivuosi.apps.publishing.actions.editions import open_missing, sign_all
from digivuosi.apps.publishing.actions.keys import KeyLost, key_in_use
from digivuosi.apps.publishing.actions.records import forget_records, renew_records
from digivuosi.apps.publishing.models import OpenToolkit
from digivuosi.apps.schools.actions import Refused
from digivuosi.apps.schools.events import record
from digivuosi.apps.schools.models import Provider
from digivuosi.apps.toolkit.models import Edition
from digivuosi.apps.toolkit.queries import toolkit_in

NO_KEY = _("The signing key cannot be opened any more. Take a new key into use first.")


def publish_openly(*, by: User, provider: Provider, address: str) -> OpenToolkit:
    """Let anyone read the toolkit; `address` is the provider's public address, whole.

    Raises Refused when no edition has been published, or when the signing key cannot be opened.
    """
    with transaction.atomic(), scope(provider=provider):
        newest = Edition.objects.filter(provider=provider).order_by("-number").first()
        if newest is None:
            raise Refused(_("Publish an edition first: what anyone may read are published editions."))
        row = _held(provider, address)
        if row.is_open:
            return row
        has_moved, row.address = row.address != address, address
        row.is_open, row.changed_at = True, clock.now()
        try:
            key = key_in_use(provider)
            if has_moved:
                sign_all(provider, address, key)
            open_missing(provider, address, key)
        except KeyLost:
            raise Refused(NO_KEY) from None
        row.save()
        renew_records(provider, toolkit_in(newest), newest.published_at)
        record(by=by, provider=provider, verb="publishing.open", about=row, title=newest.name, after={"open": True})
    return row


def close_to_world(*, by: User, provider: Provider) -> None:
    """Take the toolkit back: its public addresses stop answering, and harvesters hear that it is gone."""
    with transaction.atomic(), scope(provider=provider):
        row = OpenToolkit.objects.select_for_update().filter(provider=provider, is_open=True).first()
        if row is None:
            return
        row.is_open, row.changed_at = False, clock.now()
        row.save()
        forget_records(provider)
        record(by=by, provider=provider, verb="publishing.close", about=row, before={"open": True})


def sign_again(*, by: User, provider: Provider, address: str) -> None:
    """Sign every edition anew under another public address, after the server has moved. Raises Refused."""
    with transaction.atomic(), scope(provider=provider):
        row = OpenToolkit.objects.select_for_update().filter(provider=provider, is_open=True).first()
        if row is None or row.address == address:
            return
        before, row.address, row.changed_at = row.address, address, clock.now()
        try:
            sign_all(provider, address, key_in_use(provider))
        except KeyLost:
            raise Refused(NO_KEY) from None
        row.save()
        record(
            by=by,
            provider=provider,
            verb="publishing.sign",
            about=row,
            before={"address": before},
            after={"address": address},
        )


def _held(provider: Provider, address: str) -> OpenToolkit:
    """The provider's row, held for writing; a new one when there is none."""
    OpenToolkit.objects.get_or_create(provider=provider, defaults={"address": address})
    return OpenToolkit.objects.select_for_update().get(provider=provider)
