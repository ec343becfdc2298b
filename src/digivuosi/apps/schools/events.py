"""The log: every write is an event with the state before and after."""

from __future__ import annotations

from typing import Any

from digivuosi.apps.people.models import User
from digivuosi.apps.schools.models import Event, Provider, School


def record(
    *,
    by: User | None,
    provider: Provider,
    verb: str,
    about: Any,
    school: School | None = None,
    title: str = "",
    before: Any = None,
    after: Any = None,
    undoes: Event | None = None,
) -> Event:
    """Write one event; call it inside the transaction of the write that it tells of.

    `about` is the row written, or a (kind, id) pair for a part of a document.
    """
    kind, identity = about if isinstance(about, tuple) else (about._meta.model_name, about.pk)
    return Event.objects.create(
        by=by,
        provider=provider,
        school=school,
        verb=verb,
        about_kind=kind,
        about_id=str(identity),
        about_title=title[:300],
        before=before,
        after=after,
        undoes=undoes,
    )
