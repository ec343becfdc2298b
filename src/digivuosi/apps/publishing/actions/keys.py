"""The signing key: made when it is first needed, and handed over to a new one."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from django_scopes import scope

from digivuosi.apps.look import clock
from digivuosi.apps.people.models import User
from digivuosi.apps.publishing.actions.editions import open_missing, sign_all
from digivuosi.apps.publishing.models import OpenToolkit, PublisherKey
from digivuosi.apps.publishing.sealing import CannotOpen, seal, unseal
from digivuosi.apps.schools.actions import Refused
from digivuosi.apps.schools.events import record
from digivuosi.apps.schools.models import Provider
from digivuosi.domain.toolkit.signing import MOST_KEYS, KeyStatement, Signed, SigningKey, sign, time_text


class KeyLost(Exception):
    """The key in use cannot be opened: the server's secret key is another one than it was."""


def key_in_use(provider: Provider) -> SigningKey:
    """The provider's signing key, made now when it has none; call it in a transaction, in its scope. Raises KeyLost."""
    row = PublisherKey.objects.filter(provider=provider, retired_at=None).first()
    if row is None:
        key = SigningKey.new()
        _kept(provider, key, number=1, voucher=None)
        return key
    try:
        return unseal(row.sealed)
    except CannotOpen:
        raise KeyLost from None


def replace_key(*, by: User, provider: Provider) -> PublisherKey:
    """Put a new key in the place of the one in use, which vouches for it and is then destroyed; all is signed anew.

    A key that cannot be opened cannot vouch: the new one then begins anew, and readers have to be told. Raises Refused.
    """
    with transaction.atomic(), scope(provider=provider):
        place = OpenToolkit.objects.select_for_update().filter(provider=provider).first()
        old = PublisherKey.objects.select_for_update().filter(provider=provider, retired_at=None).first()
        if place is None or old is None:
            raise Refused(_("There is no key yet: it is made when the toolkit is opened to others."))
        if old.number >= MOST_KEYS:
            raise Refused(_("There have been too many keys already."))
        new = SigningKey.new()
        voucher = _vouched(old, new, place.address)
        old.sealed, old.retired_at = b"", clock.now()
        old.save()
        row = _kept(provider, new, number=old.number + 1, voucher=voucher)
        sign_all(provider, place.address, new)
        if place.is_open:
            open_missing(provider, place.address, new)
        place.changed_at = clock.now()
        place.save()
        record(
            by=by,
            provider=provider,
            verb="publishing.key",
            about=row,
            title=new.public.id,
            before={"key": old.public_key},
            after={"key": row.public_key, "vouched": voucher is not None},
        )
    return row


def _vouched(old: PublisherKey, new: SigningKey, address: str) -> Signed | None:
    try:
        key = unseal(old.sealed)
    except CannotOpen:
        return None
    said = KeyStatement(address, new.public.to_text(), time_text(clock.now()), key.public.id)
    return sign(said, key)


def _kept(provider: Provider, key: SigningKey, *, number: int, voucher: Signed | None) -> PublisherKey:
    row = PublisherKey(
        provider=provider,
        number=number,
        public_key=key.public.to_text(),
        sealed=seal(key),
        made_at=clock.now(),
        voucher=voucher.to_document() if voucher else None,
    )
    row.save()
    return row
