"""The toolkits that pages can show: the current edition, an older one, the draft; each with its files."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum

from django_scopes import scope

from digivuosi.apps.schools.models import Provider
from digivuosi.apps.toolkit.models import Draft, Edition, MaterialFile
from digivuosi.apps.toolkit.queries.toolkits import (
    Kept,
    current_edition,
    draft_of,
    edition_named,
    hashed_in_draft,
    toolkit_in,
)
from digivuosi.domain.toolkit.package import Package, package_of
from digivuosi.domain.toolkit.search import SearchIndex
from digivuosi.domain.toolkit.toolkit import LANGUAGE_PLACE, Measure, Toolkit

SEARCHES = 40
"""Indexes kept in memory: those of the editions in use."""


class SourceKind(StrEnum):
    CURRENT = "current"
    EDITION = "edition"
    DRAFT = "draft"


@dataclass(frozen=True)
class Source:
    """A toolkit with where it comes from."""

    kind: SourceKind
    provider: Provider
    toolkit: Toolkit
    content_hash: str
    files: dict[str, str] = field(repr=False)
    """Hash of each material's file by its path."""
    edition: Edition | None = None
    draft: Draft | None = None

    @property
    def language(self) -> str:
        """The toolkit's own language, the one its texts fall back to."""
        return self.toolkit.language

    @property
    def version(self) -> int:
        return self.draft.version if self.draft else 0


def current_source(provider: Provider) -> Source | None:
    edition = current_edition(provider)
    return _of_edition(edition, SourceKind.CURRENT) if edition else None


def edition_source(provider: Provider, name: str) -> Source | None:
    edition = edition_named(provider, name)
    return _of_edition(edition, SourceKind.EDITION) if edition else None


def draft_source(provider: Provider) -> Source | None:
    draft = draft_of(provider)
    if draft is None:
        return None
    toolkit, its_hash = hashed_in_draft(draft)
    return Source(SourceKind.DRAFT, provider, toolkit, its_hash, draft.files, draft=draft)


def source_of(edition: Edition) -> Source:
    """An edition as it was published."""
    return _of_edition(edition, SourceKind.EDITION)


def _of_edition(edition: Edition, kind: SourceKind) -> Source:
    return Source(kind, edition.provider, toolkit_in(edition), edition.content_hash, edition.files, edition=edition)


def find(source: Source, query: str, language: str) -> list[Measure]:
    """The measures that hold every word of the query, best first."""
    index = _indexes.get(source.content_hash)
    if index is None:
        index = _indexes.put(source.content_hash, SearchIndex(source.toolkit))
    # The index knows the same toolkit; a source may hold another copy of it.
    return [hit.measure for hit in index.find(query, language, limit=200)]


_indexes: Kept[SearchIndex] = Kept(SEARCHES)


@dataclass(frozen=True)
class FileFound:
    """A material's file in the language nearest to the reader's."""

    path: str
    language: str
    """Empty when the file is one for all languages."""
    content_hash: str
    content: bytes = field(repr=False)


def languages_of(source: Source, key: str) -> list[str]:
    """The languages in which a material's file is there; empty when it is one for all."""
    material = source.toolkit.material(key)
    if material is None or LANGUAGE_PLACE not in material.path:
        return []
    paths = dict(zip(source.toolkit.languages, material.files(source.toolkit.languages), strict=False))
    return [language for language, path in paths.items() if path in source.files]


def file_of(source: Source, key: str, language: str) -> FileFound | None:
    """A material's file in the language, else in the toolkit's own, else in any that there is."""
    material = source.toolkit.material(key)
    if material is None or not material.path:
        return None
    spoken = languages_of(source, key)
    chosen = next((one for one in (language, source.language, *spoken) if one in spoken), "")
    path = material.files((chosen or source.language,))[0] if material.files((source.language,)) else ""
    content = bytes_of(source.provider, {path: source.files[path]}).get(path) if path in source.files else None
    if content is None:
        return None
    return FileFound(path, chosen or material.language, source.files[path], content)


def bytes_of(provider: Provider, files: dict[str, str]) -> dict[str, bytes]:
    """The bytes of files by path, as far as they are kept."""
    with scope(provider=provider):
        rows = MaterialFile.objects.filter(provider=provider, path__in=list(files), content_hash__in=files.values())
        return {row.path: bytes(row.content) for row in rows if files[row.path] == row.content_hash}


def package_in(source: Source) -> Package:
    """The whole package of a source, files too."""
    return package_of(source.toolkit, bytes_of(source.provider, _named(source)))


def _named(source: Source) -> dict[str, str]:
    """Only files that a material names: those of a material that was taken away stay behind."""
    named: Iterable[str] = (
        path for material in source.toolkit.materials for path in material.files(source.toolkit.languages)
    )
    return {path: source.files[path] for path in named if path in source.files}
