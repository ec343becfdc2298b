"""Small values that views hand to components of the base page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

STATUSES = ("planned", "in-progress", "done", "postponed", "cancelled")
THEMES = range(1, 9)


@dataclass(frozen=True)
class Tab:
    """One tab: a link to another view of the same thing."""

    title: Any
    url: str
    current: bool = False
    count: int | None = None
    icon: str = ""


@dataclass(frozen=True)
class Crumb:
    """One step of the way to this page; the last one has no address."""

    title: Any
    url: str = ""


@dataclass(frozen=True)
class Fact:
    """A row of a definition list; `value` may be words, safe HTML or a domain Text."""

    name: Any
    value: Any
