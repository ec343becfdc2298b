from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django_scopes import scope

from digivuosi.apps.feeds.models import FeedAddress
from digivuosi.apps.look import clock
from digivuosi.apps.people.models import User
from digivuosi.apps.people.secrets import hash_of, new_secret
from digivuosi.apps.schools.events import record
from digivuosi.apps.schools.models import School

READ_NOTED_EVERY = timedelta(hours=1)


@transaction.atomic
def make_address(*, by: User, school: School, scope: str, kind: str, language: str) -> tuple[FeedAddress, str]:
    """Make a secret address; return it and its secret, which cannot be shown again."""
    token = new_secret()
    address = FeedAddress.objects.create(
        school=school, scope=scope, kind=kind, user=by, language=language, token_hash=hash_of(token)
    )
    record(
        by=by,
        provider=school.provider,
        school=school,
        verb="feed.made",
        about=("feedaddress", address.pk),
        after={"scope": scope, "kind": kind, "language": language},
    )
    return address, token


@transaction.atomic
def revoke(*, by: User, address: FeedAddress) -> None:
    """Close an address for good: calendars that read it get nothing more."""
    if address.revoked_at is not None:
        return
    address.revoked_at = clock.now()
    address.save()
    record(
        by=by,
        provider=address.school.provider,
        school=address.school,
        verb="feed.revoked",
        about=("feedaddress", address.pk),
        before={"scope": address.scope, "kind": address.kind, "language": address.language},
    )


def note_reading(*, address: FeedAddress) -> None:
    """Remember that the address is in use; seldom, since calendars ask often and a write is dear."""
    now = clock.now()
    if address.read_at is None or now - address.read_at > READ_NOTED_EVERY:
        with scope(school=address.school):
            FeedAddress.objects.filter(pk=address.pk).update(read_at=now)
