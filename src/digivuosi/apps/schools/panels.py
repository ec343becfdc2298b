"""Panels of upper apps on front pages, of providers and of schools: found by address and filled by the browser, never
imported."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.urls import NoReverseMatch, reverse

from digivuosi.apps.schools.access import Access, Permission


@dataclass(frozen=True)
class Panel:
    """A part of a front page that `url_name` (reversed with `provider`, and `school` for a school's) answers."""

    url_name: str
    title: Any
    order: int
    permission: Permission = Permission.SEE_PROVIDER


@dataclass(frozen=True)
class PlacedPanel:
    """A panel as a page shows it."""

    id: str
    title: Any
    url: str


_panels: dict[str, Panel] = {}
_of_schools: dict[str, Panel] = {}


def register(*panels: Panel) -> None:
    """Put panels on the front page; call it from AppConfig.ready."""
    for panel in panels:
        _panels[panel.url_name] = panel


def register_of_schools(*panels: Panel) -> None:
    """Put panels on every school's front page; call it from AppConfig.ready."""
    for panel in panels:
        _of_schools[panel.url_name] = panel


def panels_for(access: Access) -> list[PlacedPanel]:
    """The panels that this person may see here, in order."""
    here = _panels if access.school is None else _of_schools
    allowed = sorted((p for p in here.values() if access.allows(p.permission)), key=lambda p: p.order)
    placed = ((panel, _address(panel, access)) for panel in allowed)
    return [PlacedPanel("panel-" + panel.url_name.replace(":", "-"), panel.title, url) for panel, url in placed if url]


def _address(panel: Panel, access: Access) -> str:
    try:
        slugs = {"provider": access.provider.slug}
        return reverse(panel.url_name, kwargs={**slugs, "school": access.school.slug} if access.school else slugs)
    except NoReverseMatch:
        return ""
