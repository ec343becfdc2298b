"""Editions made public: the package kept byte for byte, and the statement about it signed."""

from __future__ import annotations

import hashlib
from dataclasses import replace

from digivuosi.apps.publishing.models import OpenEdition
from digivuosi.apps.schools.models import Provider
from digivuosi.apps.toolkit.models import Edition
from digivuosi.apps.toolkit.queries import toolkit_in
from digivuosi.apps.toolkit.queries.sources import package_in, source_of
from digivuosi.domain.publishing.news import news_of
from digivuosi.domain.toolkit.package import write_zip
from digivuosi.domain.toolkit.signing import EditionStatement, Signed, SigningKey, sign, time_text

MOST_AT_ONCE = 20
"""How many editions become public when a toolkit is opened: the newest ones. Each takes its package to be made."""


def open_missing(provider: Provider, address: str, key: SigningKey) -> None:
    """Make the newest editions public that are not yet; call it in a transaction, in the provider's scope."""
    rows = Edition.objects.filter(provider=provider).order_by("-number")[: MOST_AT_ONCE + 1]
    newest = list(reversed(rows))
    there = set(OpenEdition.objects.filter(edition__in=newest).values_list("edition_id", flat=True))
    for before, edition in zip([None, *newest], newest, strict=False):
        is_wanted = edition.pk not in there and (before is not None or len(newest) <= MOST_AT_ONCE)
        if is_wanted:
            _open(provider, edition, before, address, key)


def sign_all(provider: Provider, address: str, key: SigningKey) -> None:
    """Sign what is public anew, with this key and under this address; what it says is otherwise the same."""
    for row in OpenEdition.objects.filter(provider=provider).defer("package"):
        said = EditionStatement.from_bytes(Signed.from_document(row.signed).statement)
        row.signed = sign(replace(said, publisher=address, key=key.public.id), key).to_document()
        row.save(update_fields=["signed"])


def _open(provider: Provider, edition: Edition, before: Edition | None, address: str, key: SigningKey) -> None:
    source = source_of(edition)
    package = write_zip(package_in(source))
    statement = EditionStatement(
        publisher=address,
        toolkit=source.toolkit.id,
        edition=edition.name,
        number=edition.number,
        content_hash=edition.content_hash,
        package_sha256=hashlib.sha256(package).hexdigest(),
        package_bytes=len(package),
        published=time_text(edition.published_at),
        key=key.public.id,
    )
    row = OpenEdition(
        provider=provider,
        edition=edition,
        package=package,
        package_sha256=statement.package_sha256,
        package_bytes=len(package),
        signed=sign(statement, key).to_document(),
        changes=news_of(toolkit_in(before) if before else None, source.toolkit).to_document(),
    )
    row.save()
