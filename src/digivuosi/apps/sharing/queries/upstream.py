"""The toolkits that can be copied or taken in, wherever they lie, all in one form."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field

from django.db import models
from django_scopes import scope, scopes_disabled

from digivuosi.apps.publishing.models import OpenToolkit
from digivuosi.apps.schools.models import Provider
from digivuosi.apps.sharing.models import Fork, Incoming, SharedToolkit, SourceKind
from digivuosi.apps.subscribing.models import FetchedEdition, Subscription
from digivuosi.apps.subscribing.queries import fetched_edition, fetched_editions
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
    """On this server."""
    subscription: Subscription | None = None
    """To another server."""

    @property
    def address(self) -> str:
        return self.subscription.address if self.subscription else ""

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
        shared = SharedToolkit.objects.values("provider")
        public = OpenToolkit.objects.filter(is_open=True).values("provider")
        rows = Provider.objects.filter(models.Q(pk__in=shared) | models.Q(pk__in=public)).order_by("name")
        providers = [provider for provider in rows if provider != but]
        newest: dict[int, Edition] = {}
        for edition in Edition.objects.filter(provider__in=providers).defer("document", "files").order_by("number"):
            newest[edition.provider_id] = edition
    return [Open(provider, newest[provider.pk]) for provider in providers if provider.pk in newest]


def is_open(provider: Provider) -> bool:
    """Whether others on this server may copy the provider's toolkit: shared with them, or open to the world."""
    with scope(provider=provider):
        shared = SharedToolkit.objects.filter(provider=provider).exists()
        return shared or OpenToolkit.objects.filter(provider=provider, is_open=True).exists()


def from_provider(slug: str) -> Upstream | None:
    """The newest edition of a provider that lets others copy it."""
    provider = Provider.objects.filter(slug=slug).first()
    return _newest_of(provider) if provider is not None and is_open(provider) else None


def from_package(package: Package) -> Upstream:
    """A package that was read from a file, as something to copy or to take in."""
    return Upstream(SourceKind.FILE, package.toolkit, content_hash(package.toolkit), package.materials)


def from_fetched(provider: Provider, pk: int) -> Upstream | None:
    """An edition that has come from another server and was verified there and then."""
    edition = fetched_edition(provider, pk)
    return _fetched(edition) if edition is not None else None


def fetched_to_copy(provider: Provider) -> list[FetchedEdition]:
    """The newest edition of each toolkit that has come from other servers."""
    newest: dict[tuple[int, str], FetchedEdition] = {}
    for edition in fetched_editions(provider):
        newest.setdefault((edition.subscription_id, edition.toolkit_id), edition)
    return list(newest.values())


def incoming_of(provider: Provider) -> Incoming | None:
    """The package that was sent to be copied or taken in."""
    with scope(provider=provider):
        return Incoming.objects.filter(provider=provider).first()


def package_of_incoming(row: Incoming) -> Package:
    """Read a package that was found sound when it came."""
    return _read(bytes(row.content))


def upstream_of(fork: Fork) -> Upstream | None:
    """The newest edition of what a copy came from, as far as this server knows it; None when there is none."""
    if fork.kind == SourceKind.SERVER:
        # Whoever has been copied once goes on being heard of, unless it has closed its toolkit since.
        return _newest_of(fork.source) if fork.source is not None and is_open(fork.source) else None
    if fork.kind == SourceKind.ADDRESS:
        edition = _newest_fetched(fork)
        return from_fetched(fork.provider, edition.pk) if edition else None
    row = incoming_of(fork.provider)
    return from_package(package_of_incoming(row)) if row else None


def newest_hash(fork: Fork) -> str:
    """What the newest edition of the source is called by its content, without reading it; empty when none is known."""
    if fork.kind == SourceKind.SERVER:
        edition = current_edition(fork.source) if fork.source is not None and is_open(fork.source) else None
        return edition.content_hash if edition else ""
    if fork.kind == SourceKind.ADDRESS:
        fetched = _newest_fetched(fork)
        return fetched.content_hash if fetched else ""
    row = incoming_of(fork.provider)
    return row.content_hash if row else ""


def base_of(fork: Fork, toolkit: Toolkit) -> Side:
    """The base of the next merge, with its files."""
    return side_with(toolkit, bytes_of(fork.provider, dict(fork.base_files)))


def _newest_fetched(fork: Fork) -> FetchedEdition | None:
    """The newest edition of the copy's own source; another toolkit at the same address is not it."""
    with scope(provider=fork.provider):
        rows = FetchedEdition.objects.filter(subscription=fork.subscription_id, toolkit_id=fork.toolkit_id)
        return rows.defer("package").order_by("-number").first()


def _fetched(edition: FetchedEdition) -> Upstream:
    with scope(provider=edition.provider_id):
        package = _read(bytes(edition.package))
    return Upstream(
        SourceKind.ADDRESS,
        package.toolkit,
        content_hash(package.toolkit),
        package.materials,
        subscription=edition.subscription,
    )


def _read(content: bytes) -> Package:
    name = hashlib.sha256(content).hexdigest()
    return _packages.get(name) or _packages.put(name, read_package(content))


def _newest_of(provider: Provider) -> Upstream | None:
    found = current_source(provider)
    if found is None:
        return None
    package = package_in(found)
    return Upstream(SourceKind.SERVER, found.toolkit, found.content_hash, package.materials, source=provider)
