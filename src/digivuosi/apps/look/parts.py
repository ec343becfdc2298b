"""Small values that views hand to components of the base page, and the choice of a part or the whole of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest

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


def part_or_page(request: HttpRequest, page: str, part: str) -> str:
    """The template to show: only the named part of the page for htmx, which puts it in place, else the whole page."""
    return f"{page}#{part}" if getattr(request, "htmx", False) else page
