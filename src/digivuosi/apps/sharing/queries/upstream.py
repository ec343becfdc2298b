"""The toolkits that can be copied or taken in, wherever they lie, all in one form."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field

from django_scopes import scope, scopes_disabled

from digivuosi.apps.schools.models import Provider
from digivuosi.apps.sharing.models import Fork, Incoming, OpenToolkit, SourceKind
from digivuosi.apps.toolkit.models import Edition
from digivuosi.apps.toolkit.queries import current_edition
from digivuosi.apps.toolkit.queries.sources import bytes_of, current_source, package_in
from digivuosi.apps.toolkit.queries.toolkits import Kept
from digivuosi.domain.toolkit.documents import content_hash
from digivuosi.domain.toolkit.merging.places import Side
from digivuosi.domain.toolkit.package import Package, read_package, with_hashes
from digivuosi.domain.toolkit.toolkit import Toolkit

PACKAGES = 20
"""Packages that came from elsewhere, kept in memory when they have been read once."""
_packages: Kept[Package] = Kept(PACKAGES)


@dataclass(frozen=True)
class Upstream:
    """One edition of somebody's toolkit, at hand with its files."""

    kind: SourceKind
    toolkit: Toolkit
    content_hash: str
    files: Mapping[str, bytes] = field(repr=False)
    """The files of its materials, by path."""
    source: Provider | None = None
    address: str = ""

    @property
    def side(self) -> Side:
        return side_with(self.toolkit, self.files)


@dataclass(frozen=True)
class Open:
    """A toolkit on this server that others may copy, with its newest edition."""

    provider: Provider
    edition: Edition


def side_with(toolkit: Toolkit, files: Mapping[str, bytes]) -> Side:
    """A toolkit and its materials' files as a side of a merge."""
    return Side(with_hashes(toolkit, files), dict(files))


def open_toolkits(but: Provider | None = None) -> list[Open]:
    """The toolkits on this server that may be copied, by the provider's name."""
    with scopes_disabled():
        rows = OpenToolkit.objects.select_related("provider").order_by("provider__name")
        providers = [row.provider for row in (rows.exclude(provider=but) if but else rows)]
        newest: dict[int, Edition] = {}
        for edition in Edition.objects.filter(provider__in=providers).defer("document", "files").order_by("number"):
            newest[edition.provider_id] = edition
    return [Open(provider, newest[provider.pk]) for provider in providers if provider.pk in newest]


def is_open(provider: Provider) -> bool:
    """Whether others on this server may copy the provider's toolkit."""
    with scope(provider=provider):
        return OpenToolkit.objects.filter(provider=provider).exists()


def from_provider(slug: str) -> Upstream | None:
    """The newest edition of a provider that lets others copy it."""
    provider = Provider.objects.filter(slug=slug).first()
    return _newest_of(provider) if provider is not None and is_open(provider) else None


def from_package(package: Package, kind: SourceKind = SourceKind.FILE, address: str = "") -> Upstream:
    """A package that was read, as something to copy or to take in."""
    return Upstream(kind, package.toolkit, content_hash(package.toolkit), package.materials, address=address)


def incoming_of(provider: Provider) -> Incoming | None:
    """The package that was sent to be copied or taken in."""
    with scope(provider=provider):
        return Incoming.objects.filter(provider=provider).first()


def package_of_incoming(row: Incoming) -> Package:
    """Read a package that was found sound when it came."""
    content = bytes(row.content)
    name = hashlib.sha256(content).hexdigest()
    return _packages.get(name) or _packages.put(name, read_package(content))


def upstream_of(fork: Fork) -> Upstream | None:
    """The newest edition of what a copy came from, as far as this server knows it; None when there is none."""
    if fork.kind == SourceKind.SERVER:
        # Whoever has been copied once goes on being heard of, unless it has closed its toolkit since.
        return _newest_of(fork.source) if fork.source is not None and is_open(fork.source) else None
    row = incoming_of(fork.provider)
    if row is None:
        return None
    return from_package(package_of_incoming(row))


def newest_hash(fork: Fork) -> str:
    """What the newest edition of the source is called by its content, without reading it; empty when none is known."""
    if fork.kind == SourceKind.SERVER:
        edition = current_edition(fork.source) if fork.source is not None and is_open(fork.source) else None
        return edition.content_hash if edition else ""
    row = incoming_of(fork.provider)
    return row.content_hash if row else ""


def base_of(fork: Fork, toolkit: Toolkit) -> Side:
    """The base of the next merge, with its files."""
    return side_with(toolkit, bytes_of(fork.provider, dict(fork.base_files)))


def _newest_of(provider: Provider) -> Upstream | None:
    found = current_source(provider)
    if found is None:
        return None
    package = package_in(found)
    return Upstream(SourceKind.SERVER, found.toolkit, found.content_hash, package.materials, source=provider)
