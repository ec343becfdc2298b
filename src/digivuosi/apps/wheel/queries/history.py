"""What was done to a placement, by whom and when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from digivuosi.apps.schools.models import Event
from digivuosi.apps.wheel.models import Placement

COUNT = 30


@dataclass(frozen=True)
class Change:
    """One event of a placement, with what differs before and after it."""

    event: Event
    fields: tuple[str, ...]
    """Which of first, last, status, note and holders it changed."""
    is_undone: bool

    def before(self, name: str) -> Any:
        return _value(name, self.event.before)

    def after(self, name: str) -> Any:
        return _value(name, self.event.after)


def changes_of(placement: Placement) -> list[Change]:
    """The newest changes of a placement, the newest first."""
    rows = Event.objects.filter(
        school=placement.school, about_kind="placement", about_id=str(placement.pk)
    ).select_related("by", "undone_by")
    return [
        Change(event, _fields(event), getattr(event, "undone_by", None) is not None)
        for event in rows.order_by("-pk")[:COUNT]
    ]


def _fields(event: Event) -> tuple[str, ...]:
    before, after = event.before or {}, event.after or {}
    return tuple(name for name in ("first", "last", "status", "note", "holders") if before.get(name) != after.get(name))


def _value(name: str, state: Any) -> Any:
    value = (state or {}).get(name)
    return date.fromisoformat(value) if name in ("first", "last") and value else value
