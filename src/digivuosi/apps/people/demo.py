"""The people of the demo, whom anyone may sign in as by one click; an upper app tells who they are."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.conf import settings

from digivuosi.apps.people.models import User


@dataclass(frozen=True)
class DemoPerson:
    user: User
    title: Any
    """What they are and where, such as "principal, Kivelä school"."""


Finder = Callable[[], list[DemoPerson]]
_finders: dict[str, Finder] = {}


def register(name: str, finder: Finder) -> None:
    """Tell who the people of the demo are; call it from AppConfig.ready."""
    _finders[name] = finder


def demo_people() -> list[DemoPerson]:
    """Whom one may sign in as; nobody on a server that is no demo."""
    if not settings.DEMO:
        return []
    return [person for finder in _finders.values() for person in finder()]


def demo_user(pk: str) -> User | None:
    """The person of the demo with this number; nobody else, ever."""
    return next((person.user for person in demo_people() if str(person.user.pk) == pk), None)
