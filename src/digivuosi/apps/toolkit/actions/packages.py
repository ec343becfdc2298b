"""A whole package in: the first draft, and a draft that another package replaces."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from django_scopes import scope

from digivuosi.apps.look import clock
from digivuosi.apps.people.models import User
from digivuosi.apps.schools.events import record
from digivuosi.apps.schools.models import Event, Provider
from digivuosi.apps.toolkit.actions.drafts import open_draft, words_of
from digivuosi.apps.toolkit.actions.files import keep_files
from digivuosi.apps.toolkit.actions.refusing import Refused, StaleDraft
from digivuosi.apps.toolkit.models import Draft, PackageUpload
from digivuosi.domain.toolkit.documents import content_hash, from_document, to_document
from digivuosi.domain.toolkit.package import Package
from digivuosi.domain.toolkit.sources import MAX_ZIP
from digivuosi.domain.toolkit.toolkit import KEY_PATTERN, Lineage, Toolkit

FIRST_EDITION = "draft"
"""What the edition is called in a draft that has never been published."""


def start_from(*, by: User, provider: Provider, package: Package) -> Draft:
    """Make the provider's draft of a package; raises Refused when there is a draft already."""
    with transaction.atomic(), scope(provider=provider):
        if Draft.objects.filter(provider=provider).exists():
            raise Refused(_("There is a draft already."))
        toolkit = own_copy(package.toolkit, provider)
        row = Draft(
            provider=provider,
            document=to_document(toolkit),
            files=keep_files(provider, package.materials),
            changed_at=clock.now(),
            changed_by=by,
        )
        row.save()
        record(
            by=by,
            provider=provider,
            verb="draft.start",
            about=row,
            title=words_of(toolkit.title, provider.language),
            after={"from": package.toolkit.id, "edition": package.toolkit.edition, "hash": content_hash(toolkit)},
        )
    return row


def import_package(*, by: User, provider: Provider, package: Package, version: int) -> Draft:
    """Put a package in the draft's place. Raises StaleDraft when the draft was changed after `version`.

    The draft that was there is kept in the log, so that it can be brought back.
    """
    with transaction.atomic(), scope(provider=provider):
        replaced = replace_draft(
            by=by, provider=provider, toolkit=package.toolkit, files=package.materials, version=version
        )
        toolkit, saved = replaced.toolkit, replaced.row
        record(
            by=by,
            provider=provider,
            verb="draft.import",
            about=saved,
            title=words_of(toolkit.title, provider.language),
            before=replaced.before,
            after={"hash": content_hash(toolkit)},
        )
        PackageUpload.objects.filter(provider=provider, by=by).delete()
        return saved


@dataclass(frozen=True)
class Replaced:
    """A draft in whose place another toolkit was put."""

    row: Draft
    toolkit: Toolkit
    before: dict[str, Any]
    """Document and files as they were, for the log."""


def replace_draft(
    *, by: User, provider: Provider, toolkit: Toolkit, files: Mapping[str, bytes], version: int
) -> Replaced:
    """Put a toolkit with its files in the draft's place; whoever calls it, in a transaction, tells the log why.

    Raises StaleDraft when the draft was changed after `version`.
    """
    draft = open_draft(provider)
    own = replace(own_copy(toolkit, provider), edition=draft.toolkit.edition)
    if draft.row.version != version:
        theirs = draft.row
        raise StaleDraft(mine=own, theirs=draft.toolkit, version=theirs.version, by=theirs.changed_by)
    before = {"document": draft.row.document, "files": draft.row.files}
    draft.toolkit = own
    draft.row.files = keep_files(provider, files)
    return Replaced(draft.save(by, "*"), own, before)


def bring_back(*, by: User, provider: Provider, before: Mapping[str, Any], became: str) -> Draft:
    """Bring back a draft as the log keeps it; raises Refused when what took its place (a hash) has changed since."""
    draft = open_draft(provider)
    if content_hash(draft.toolkit) != became or "document" not in before:
        raise Refused(_("It has been changed since, so it cannot be taken back."))
    draft.toolkit, draft.row.files = from_document(before["document"]), before["files"]
    return draft.save(by, "*")


def undo_import(*, by: User, event: Event) -> None:
    """Bring back the draft that a package has replaced, if it has not been changed since."""
    provider, before = event.provider, event.before or {}
    with transaction.atomic(), scope(provider=provider):
        saved = bring_back(by=by, provider=provider, before=before, became=(event.after or {}).get("hash", ""))
        record(
            by=by,
            provider=provider,
            verb="draft.import.undo",
            about=saved,
            title=event.about_title,
            before=event.after,
            after={"hash": content_hash(from_document(saved.document))},
            undoes=event,
        )


def keep_upload(*, by: User, provider: Provider, name: str, content: bytes) -> PackageUpload:
    """Keep a package that was sent until its sender has looked at it; an older one of theirs goes."""
    if len(content) > MAX_ZIP:
        raise Refused(_("The file is too large."))
    with transaction.atomic(), scope(provider=provider):
        PackageUpload.objects.filter(sent_at__lt=clock.now() - PackageUpload.LIVES).delete()
        PackageUpload.objects.filter(provider=provider, by=by).delete()
        upload = PackageUpload(provider=provider, by=by, name=name[:100], content=content, sent_at=clock.now())
        upload.save()
    return upload


def forget_upload(*, by: User, provider: Provider) -> None:
    """Leave the draft as it is; the package that was sent goes."""
    with transaction.atomic(), scope(provider=provider):
        PackageUpload.objects.filter(provider=provider, by=by).delete()


def own_copy(toolkit: Toolkit, provider: Provider) -> Toolkit:
    """The provider's own toolkit made of somebody's; a copy remembers where it came from."""
    own_id = provider.slug[:60] if KEY_PATTERN.fullmatch(provider.slug[:60]) else "toolkit"
    if toolkit.id == own_id:
        return toolkit
    source = Lineage(toolkit.id, toolkit.edition, content_hash(toolkit), toolkit.publisher)
    lineage = (*(line for line in toolkit.lineage if line.id != own_id), source)
    return replace(toolkit, id=own_id, edition=FIRST_EDITION, publisher=provider.name, lineage=lineage, _by_key={})
