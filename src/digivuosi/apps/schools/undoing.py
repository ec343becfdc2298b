"""Which events can be taken back, and what each verb is called; each app tells of its own verbs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from digivuosi.apps.people.models import User
from digivuosi.apps.schools.access import Access, Permission
from digivuosi.apps.schools.models import Event


class Undo(Protocol):
    """Takes an event back; records an event of its own with `undoes`. Raises Refused when it is too late."""

    def __call__(self, *, by: User, event: Event) -> object: ...


@dataclass(frozen=True)
class _Way:
    undo: Undo
    permission: Permission


_ways: dict[str, _Way] = {}
_words: dict[str, Any] = {}
_details: dict[str, Callable[[Event], str]] = {}


def register(verb_prefix: str, undo: Undo, permission: Permission = Permission.PLAN_YEAR) -> None:
    """Events whose verb begins so can be taken back by those with the permission."""
    _ways[verb_prefix] = _Way(undo, permission)


def register_verbs(words: Mapping[str, Any]) -> None:
    """Tell what verbs are called in the history: {"school.add": _("added the school")}."""
    _words.update(words)


def register_details(verb_prefix: str, details: Callable[[Event], str]) -> None:
    """Tell more of the events whose verb begins so, such as which role was given."""
    _details[verb_prefix] = details


def details_of(event: Event) -> str:
    """What more there is to tell of an event."""
    return next((details(event) for prefix, details in _details.items() if event.verb.startswith(prefix)), "")


def words_of(verb: str) -> Any:
    """What the verb is called; the longest known beginning, else the verb itself."""
    known = [key for key in _words if verb == key or verb.startswith(key + ".")]
    return _words[max(known, key=len)] if known else verb


def way_back(event: Event, access: Access) -> Undo | None:
    """How this person could take the event back now; None when they may not, or it has been done."""
    if getattr(event, "undone_by", None) is not None or event.undoes_id is not None:
        return None
    found = [prefix for prefix in _ways if event.verb.startswith(prefix)]
    if not found:
        return None
    way = _ways[max(found, key=len)]
    return way.undo if access.allows(way.permission) else None
