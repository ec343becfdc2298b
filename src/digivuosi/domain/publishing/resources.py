"""What the world is told about a toolkit and its parts: one shape, written as JSON-LD, Dublin Core and LRMI.

Sources: Dublin Core Metadata Terms (DCMI, 2020), LRMI terms (DCMI), schema.org LearningResource.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from datetime import datetime
from enum import StrEnum
from typing import TypeVar

from digivuosi.domain.texts import Text
from digivuosi.domain.toolkit.toolkit import Lineage, Material, MaterialKind, Measure, Toolkit

_SPDX = re.compile(r"[A-Za-z0-9.+-]{1,60}")
_CREATIVE = re.compile(r"CC-(BY(?:-NC)?(?:-SA|-ND)?)-(\d\.\d)", re.IGNORECASE)
SHOWN_FORMATS = {
    "md": "text/markdown",
    "txt": "text/plain",
    "csv": "text/csv",
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "odt": "application/vnd.oasis.opendocument.text",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "odp": "application/vnd.oasis.opendocument.presentation",
    "png": "image/png",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "webp": "image/webp",
}
ZIP = "application/zip"
T = TypeVar("T", Measure, Material)


class ResourceKind(StrEnum):
    TOOLKIT = "toolkit"
    MEASURE = "measure"
    MATERIAL = "material"


TYPES = {
    ResourceKind.TOOLKIT: Text.of(fi="työkalupaketti", sv="verktygslåda", en="toolkit"),
    ResourceKind.MEASURE: Text.of(fi="toimintamalli", sv="verksamhetsmodell", en="practice"),
    ResourceKind.MATERIAL: Text.of(fi="opas", sv="guide", en="guide"),
}
"""Kind of learning resource, in words for people (lrmi:learningResourceType)."""


@dataclass(frozen=True)
class Places:
    """Where the parts of a toolkit are on the web; each function takes a key and returns a whole address."""

    toolkit: str
    measure: Callable[[str], str]
    material: Callable[[str], str]


@dataclass(frozen=True)
class Resource:
    """One thing that others can find and use."""

    kind: ResourceKind
    key: str
    """Empty for the toolkit itself."""
    address: str
    title: Text
    description: Text
    publisher: str
    authors: tuple[str, ...]
    licence: str
    """Address of the licence, or its name where it has none."""
    languages: tuple[str, ...]
    subjects: tuple[Text, ...] = ()
    audiences: tuple[Text, ...] = ()
    formats: tuple[str, ...] = ()
    """Media types."""
    version: str = ""
    part_of: str = ""
    parts: tuple[str, ...] = ()
    based_on: tuple[Lineage, ...] = ()
    uses: tuple[str, ...] = ()
    """Addresses of the materials that help to do it."""
    published: datetime | None = None

    @property
    def fingerprint(self) -> str:
        """SHA-256 of all that is told, but for its date, and for the version of a part: an edition that left it as it
        was makes nothing new of it. Ask with places that give keys, since a server that moves changes nothing either.
        """
        told = {**asdict(self), "published": ""}
        if self.kind is not ResourceKind.TOOLKIT:
            told["version"] = ""
        return hashlib.sha256(repr(sorted(told.items())).encode()).hexdigest()


def licence_address(licence: str) -> str:
    """Return where a licence can be read, from its SPDX name: `CC-BY-4.0` → creativecommons.org; else the words."""
    if licence.upper() == "CC0-1.0":
        return "https://creativecommons.org/publicdomain/zero/1.0/"
    if found := _CREATIVE.fullmatch(licence):
        return f"https://creativecommons.org/licenses/{found[1].lower()}/{found[2]}/"
    return f"https://spdx.org/licenses/{licence}.html" if _SPDX.fullmatch(licence) else licence


def resources_of(toolkit: Toolkit, places: Places, published: datetime | None = None) -> Iterator[Resource]:
    """Give the toolkit itself, then its measures and its materials, by key."""
    yield toolkit_resource(toolkit, places, published)
    for measure in sorted(toolkit.measures, key=lambda one: one.key):
        yield measure_resource(toolkit, measure, places, published)
    for material in sorted(toolkit.materials, key=lambda one: one.key):
        yield material_resource(toolkit, material, places, published)


def resource_of(
    toolkit: Toolkit, kind: ResourceKind, key: str, places: Places, published: datetime | None = None
) -> Resource | None:
    """Return one of them, or None when the toolkit has no such part."""
    if kind is ResourceKind.TOOLKIT:
        return toolkit_resource(toolkit, places, published) if not key else None
    if kind is ResourceKind.MEASURE:
        measure = toolkit.measure(key)
        return measure_resource(toolkit, measure, places, published) if measure else None
    material = toolkit.material(key)
    return material_resource(toolkit, material, places, published) if material else None


def toolkit_resource(toolkit: Toolkit, places: Places, published: datetime | None = None) -> Resource:
    return Resource(
        kind=ResourceKind.TOOLKIT,
        key="",
        address=places.toolkit,
        title=toolkit.title,
        description=toolkit.description,
        subjects=tuple(theme.title for theme in toolkit.themes),
        audiences=tuple(audience.title for audience in toolkit.audiences),
        formats=("text/html", ZIP),
        parts=tuple(places.measure(one.key) for one in toolkit.measures),
        version=toolkit.edition,
        publisher=toolkit.publisher,
        authors=_authors(toolkit),
        licence=licence_address(toolkit.licence),
        languages=toolkit.languages,
        based_on=toolkit.lineage,
        published=published,
    )


def measure_resource(toolkit: Toolkit, measure: Measure, places: Places, published: datetime | None = None) -> Resource:
    theme = toolkit.theme(measure.theme)
    audiences = [toolkit.audience(key) for key in measure.audiences]
    needs = [toolkit.need(key) for key in measure.needs]
    return Resource(
        kind=ResourceKind.MEASURE,
        key=measure.key,
        address=places.measure(measure.key),
        title=measure.title,
        description=measure.purpose,
        subjects=tuple(one.title for one in (theme, *needs) if one),
        audiences=tuple(one.title for one in audiences if one),
        formats=("text/html",),
        uses=tuple(places.material(key) for key in measure.materials if toolkit.material(key)),
        version=toolkit.edition,
        part_of=places.toolkit,
        publisher=toolkit.publisher,
        authors=_authors(toolkit),
        licence=licence_address(toolkit.licence),
        languages=_spoken(measure.title, toolkit),
        based_on=toolkit.lineage,
        published=published,
    )


def material_resource(
    toolkit: Toolkit, material: Material, places: Places, published: datetime | None = None
) -> Resource:
    """A file of the toolkit is under its licence; of what lies elsewhere only the link is ours."""
    users = [one for one in toolkit.measures if material.key in one.materials]
    keys = sorted({key for one in users for key in one.audiences})
    is_file = material.kind is MaterialKind.FILE
    suffix = material.path.rpartition(".")[2].lower()
    return Resource(
        kind=ResourceKind.MATERIAL,
        key=material.key,
        address=places.material(material.key),
        title=material.title,
        description=Text(),
        subjects=tuple(one.title for one in sorted(users, key=lambda one: one.key)),
        audiences=tuple(one.title for key in keys if (one := toolkit.audience(key))),
        formats=(SHOWN_FORMATS.get(suffix, "application/octet-stream"),) if is_file else (),
        version=toolkit.edition,
        part_of=places.toolkit,
        publisher=toolkit.publisher if is_file else "",
        authors=_authors(toolkit) if is_file else (),
        licence=licence_address(toolkit.licence) if is_file else "",
        languages=(material.language,) if material.language else _spoken(material.title, toolkit),
        based_on=toolkit.lineage if is_file else (),
        published=published,
    )


def _authors(toolkit: Toolkit) -> tuple[str, ...]:
    return toolkit.authors or (toolkit.publisher,)


def _spoken(title: Text, toolkit: Toolkit) -> tuple[str, ...]:
    """The languages a part is really in, the toolkit's own first."""
    there = [language for language in toolkit.languages if language in title.languages]
    return tuple(there) or (toolkit.language,)
