"""What anyone may read: asked without a tenant, so each question says itself that it wants open things only."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from django_scopes import scope, scopes_disabled

from digivuosi.apps.publishing.models import OpenEdition, OpenToolkit, PublisherKey
from digivuosi.apps.schools.models import Provider
from digivuosi.apps.toolkit.models import Edition
from digivuosi.apps.toolkit.queries.sources import Source, source_of
from digivuosi.domain.texts import Text
from digivuosi.domain.toolkit.signing import PublicKey, Signed
from digivuosi.domain.toolkit.signing_keys import keys_document
from digivuosi.domain.toolkit.toolkit import Toolkit

MOST_EDITIONS = 50
"""How many editions the feed and the page list: the newest ones."""


@dataclass(frozen=True)
class Opened:
    """A toolkit that anyone may read, in its newest open edition."""

    provider: Provider
    row: OpenToolkit
    edition: Edition

    @cached_property
    def source(self) -> Source:
        with scope(provider=self.provider):
            return source_of(self.edition)

    @property
    def toolkit(self) -> Toolkit:
        return self.source.toolkit

    @property
    def changed_at(self) -> datetime:
        return max(self.row.changed_at, self.edition.published_at)

    @property
    def version(self) -> str:
        """A name that changes whenever what is shown does, but for the calendar and the labels of roles."""
        return f"{self.edition.content_hash}/{self.row.changed_at.isoformat()}"


@dataclass(frozen=True)
class Offered:
    """One open edition in a list."""

    name: str
    number: int
    published_at: datetime
    content_hash: str
    notes: str
    news: Text
    package_sha256: str
    package_bytes: int
    signed: Signed


def opened(slug: str) -> Opened | None:
    """The open toolkit of a provider, in two queries; None when it has none."""
    with scopes_disabled():
        row = OpenToolkit.objects.select_related("provider").filter(provider__slug=slug, is_open=True).first()
        if row is None:
            return None
        rows = OpenEdition.objects.filter(provider=row.provider_id).defer("package", "edition__document")
        newest = rows.select_related("edition").order_by("-edition__number").first()
    if newest is None:
        return None
    newest.edition.provider = row.provider
    return Opened(row.provider, row, newest.edition)


def offered(found: Opened) -> list[Offered]:
    """The open editions, the newest first."""
    with scope(provider=found.provider):
        rows = OpenEdition.objects.filter(provider=found.provider).defer("package", "edition__document")
        newest = rows.select_related("edition").order_by("-edition__number")[:MOST_EDITIONS]
        return [_offered(row) for row in newest]


def offered_edition(found: Opened, name: str) -> Offered | None:
    """One open edition by its name."""
    with scope(provider=found.provider):
        rows = OpenEdition.objects.filter(provider=found.provider, edition__name=name)
        row = rows.defer("package", "edition__document").select_related("edition").first()
    return _offered(row) if row else None


def package_of(found: Opened, name: str) -> bytes | None:
    """The bytes of an open edition's package."""
    with scope(provider=found.provider):
        rows = OpenEdition.objects.filter(provider=found.provider, edition__name=name)
        held = rows.values_list("package", flat=True).first()
    return bytes(held) if held is not None else None


def keys_told(found: Opened) -> dict[str, object]:
    """The document of keys, the one in use first."""
    with scope(provider=found.provider):
        rows = list(PublisherKey.objects.filter(provider=found.provider).defer("sealed").order_by("-number"))
    keys = [PublicKey.from_text(row.public_key) for row in rows]
    vouchers = [Signed.from_document(row.voucher) for row in reversed(rows) if row.voucher]
    return keys_document(found.row.address, keys, vouchers)


def _offered(row: OpenEdition) -> Offered:
    edition = row.edition
    return Offered(
        name=edition.name,
        number=edition.number,
        published_at=edition.published_at,
        content_hash=edition.content_hash,
        notes=edition.notes,
        news=Text.from_document(row.changes),
        package_sha256=row.package_sha256,
        package_bytes=row.package_bytes,
        signed=Signed.from_document(row.signed),
    )
