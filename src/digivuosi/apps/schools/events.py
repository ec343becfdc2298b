"""The log: every write is an event with the state before and after."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from digivuosi.apps.people.models import User
from digivuosi.apps.schools.models import Event, Provider, School
from digivuosi.apps.schools.tenant import guard_all


def record(**words: Any) -> Event:
    """Write one event; call it inside the transaction of the write that it tells of. `told` says what it takes."""
    event = told(**words)
    event.save()
    return event


def record_all(events: Iterable[Event]) -> None:
    """Write many events in one go."""
    rows = list(events)
    guard_all(rows)
    Event.objects.bulk_create(rows)


def told(
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
    """An event, not written yet.

    `about` is the row written, or a (kind, id) pair for a part of a document.
    """
    kind, identity = about if isinstance(about, tuple) else (about._meta.model_name, about.pk)
    return Event(
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
