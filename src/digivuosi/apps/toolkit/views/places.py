"""Addresses of a toolkit's pages: the current one, an older edition, or the draft being looked at."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import Http404
from django.urls import NoReverseMatch, reverse

from digivuosi.apps.look.parts import Crumb
from digivuosi.apps.schools.access import AccessRequest
from digivuosi.apps.toolkit.queries.sources import Source, SourceKind, draft_source

_NAMES = {SourceKind.CURRENT: "", SourceKind.EDITION: "edition_", SourceKind.DRAFT: "draft_"}
_PREVIEW = {"measure": "preview", "material": "material", "material_file": "material_file", "toolkit": "toolkit"}


@dataclass(frozen=True)
class Places:
    """Where the parts of one source are."""

    source: Source

    def address(self, name: str, **more: Any) -> str:
        kwargs = {"provider": self.source.provider.slug, **more}
        if self.source.kind is SourceKind.EDITION and self.source.edition:
            kwargs["edition"] = self.source.edition.name
        if self.source.kind is SourceKind.DRAFT:
            name = _PREVIEW[name]
        return reverse(f"toolkit:{_NAMES[self.source.kind]}{name}", kwargs=kwargs)

    @property
    def front(self) -> str:
        return self.address("toolkit")

    def measure(self, key: str) -> str:
        return self.address("measure", key=key)

    def material(self, key: str) -> str:
        return self.address("material", key=key)

    def file(self, key: str, language: str = "") -> str:
        url = self.address("material_file", key=key)
        return f"{url}?language={language}" if language else url

    def crumbs(self, *more: Crumb) -> list[Crumb]:
        return [Crumb(self.source.toolkit.title, self.front), *more]


def address(request: AccessRequest, name: str, **more: Any) -> str:
    """The address of a page of this app for this provider."""
    return reverse(f"toolkit:{name}", kwargs={"provider": request.access.provider.slug, **more})


def school_address(request: AccessRequest, name: str, **more: Any) -> str:
    """The address of a page of the school; upper apps are asked by name, and may be left out."""
    slugs = {"provider": request.access.provider.slug, "school": request.access.here.slug}
    try:
        return reverse(name, kwargs={**slugs, **more})
    except NoReverseMatch:
        return reverse("schools:overview", kwargs={"provider": slugs["provider"]})


def the_draft(request: AccessRequest) -> Source:
    """The draft, or 404."""
    source = draft_source(request.access.provider)
    if source is None:
        raise Http404
    return source
