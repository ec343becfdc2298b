"""Panels of upper apps on the provider's front page: found by address and filled by the browser, never imported."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.urls import NoReverseMatch, reverse

from digivuosi.apps.schools.access import Access, Permission


@dataclass(frozen=True)
class Panel:
    """A part of the front page that `url_name` (reversed with `provider`) answers."""

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


def register(*panels: Panel) -> None:
    """Put panels on the front page; call it from AppConfig.ready."""
    for panel in panels:
        _panels[panel.url_name] = panel


def panels_for(access: Access) -> list[PlacedPanel]:
    """The panels that this person may see, in order."""
    allowed = sorted((p for p in _panels.values() if access.allows(p.permission)), key=lambda p: p.order)
    placed = ((panel, _address(panel, access)) for panel in allowed)
    return [PlacedPanel("panel-" + panel.url_name.replace(":", "-"), panel.title, url) for panel, url in placed if url]


def _address(panel: Panel, access: Access) -> str:
    try:
        return reverse(panel.url_name, kwargs={"provider": access.provider.slug})
    except NoReverseMatch:
        return ""
