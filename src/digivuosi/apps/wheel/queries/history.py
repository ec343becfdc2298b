"""What was done to a placement, by whom and when."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from digivuosi.apps.schools.models import Event
from digivuosi.apps.wheel.models import Moved, Placement

COUNT = 30


@dataclass(frozen=True)
class Change:
    """One event of a placement, with what differs before and after it."""

    event: Event
    fields: tuple[str, ...]
    """Which of first, last, status, note and holders it changed."""
    is_undone: bool
    was: Mapping[str, Any] | None = None
    became: Mapping[str, Any] | None = None
    """The placement's own states, when the event moved many together."""

    @property
    def is_of_many(self) -> bool:
        return self.became is not None

    def before(self, name: str) -> Any:
        return _value(name, self.event.before if self.was is None else self.was)

    def after(self, name: str) -> Any:
        return _value(name, self.event.after if self.became is None else self.became)


def changes_of(placement: Placement) -> list[Change]:
    """The newest changes of a placement, the newest first; moves that were made with those of others too."""
    rows = Event.objects.filter(
        school=placement.school, about_kind="placement", about_id=str(placement.pk)
    ).select_related("by", "undone_by")
    own = [
        Change(event, _fields(event), getattr(event, "undone_by", None) is not None)
        for event in rows.order_by("-pk")[:COUNT]
    ]
    together = Moved.objects.filter(placement=placement).select_related("event__by", "event__undone_by")
    many = [_of_many(link) for link in together.order_by("-pk")[:COUNT]]
    # Undoing all of them is no event of this placement, but it is what undid the move.
    return sorted([*own, *many], key=lambda change: -change.event.pk)[:COUNT]


def _of_many(link: Moved) -> Change:
    was, became = (_state_in(states, link.placement_id) for states in (link.event.before, link.event.after))
    fields = tuple(name for name in ("first", "last") if was.get(name) != became.get(name))
    return Change(link.event, fields, link.undone_by_id is not None, was, became)


def _state_in(states: Any, placement: int) -> Mapping[str, Any]:
    return next((state for state in states or () if state.get("id") == placement), {})


def _fields(event: Event) -> tuple[str, ...]:
    before, after = event.before or {}, event.after or {}
    return tuple(name for name in ("first", "last", "status", "note", "holders") if before.get(name) != after.get(name))


def _value(name: str, state: Any) -> Any:
    value = (state or {}).get(name)
    return date.fromisoformat(value) if name in ("first", "last") and value else value
