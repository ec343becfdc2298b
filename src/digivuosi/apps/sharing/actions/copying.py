"""Copying a toolkit: it becomes the provider's own draft, and where it came from is kept."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from django_scopes import scope

from digivuosi.apps.look import clock
from digivuosi.apps.people.models import User
from digivuosi.apps.responsibilities.actions import set_role_label
from digivuosi.apps.schools.actions import Refused
from digivuosi.apps.schools.events import record
from digivuosi.apps.schools.models import Event, Provider
from digivuosi.apps.schools.queries import school_year_now
from digivuosi.apps.sharing.models import Fork, Incoming
from digivuosi.apps.sharing.queries.forks import fork_of, why_not_copied
from digivuosi.apps.sharing.queries.upstream import Upstream, from_package
from digivuosi.apps.toolkit.actions import bring_back, own_copy, publish, replace_draft, start_from
from digivuosi.apps.toolkit.actions.files import keep_files
from digivuosi.apps.toolkit.models import Edition
from digivuosi.apps.toolkit.queries import draft_of
from digivuosi.apps.toolkit.queries.drafts import next_name
from digivuosi.apps.wheel.actions import fill_wheels
from digivuosi.domain.texts import Text
from digivuosi.domain.toolkit.documents import content_hash, from_document, to_document
from digivuosi.domain.toolkit.package import package_of, read_package
from digivuosi.domain.toolkit.sources import MAX_ZIP


def copy_toolkit(*, by: User, provider: Provider, upstream: Upstream, labels: Mapping[str, Text] | None = None) -> Fork:
    """Make an edition of somebody's toolkit the provider's own draft, with its lineage and what its roles are called
    here. Raises Refused when there is a draft with changes, or a copy, already."""
    theirs = upstream.toolkit
    with transaction.atomic(), scope(provider=provider):
        # The provider's row is the lock: there may be no draft yet.
        Provider.objects.select_for_update().get(pk=provider.pk)
        draft = draft_of(provider)
        if reason := why_not_copied(provider, draft, fork_of(provider)):
            raise Refused(reason)
        if own_copy(theirs, provider) is theirs:
            raise Refused(_("This is a toolkit of your own: it has the same identifier."))
        before: dict[str, Any] | None = None
        if draft is None:
            package = package_of(theirs, upstream.files)
            row = start_from(by=by, provider=provider, package=package)
        else:
            replaced = replace_draft(
                by=by, provider=provider, toolkit=theirs, files=upstream.files, version=draft.version
            )
            row, before = replaced.row, replaced.before
            # The copy itself is no change of one's own.
            row.touched = {}
            row.save()
        fork = _fork(by, provider, upstream)
        fork.save()
        for kind, label in (labels or {}).items():
            set_role_label(by=by, provider=provider, kind=kind, label=label)
        record(
            by=by,
            provider=provider,
            verb="toolkit.copy",
            about=fork,
            title=f"{theirs.publisher} {theirs.edition}",
            before=before,
            after={"hash": content_hash(from_document(row.document)), "fork": fork.version},
        )
        Incoming.objects.filter(provider=provider).delete()
    return fork


def publish_copy(*, by: User, provider: Provider) -> Edition:
    """Publish the copy at once, and have the recommended measures put on every school's wheel."""
    with transaction.atomic():
        edition = publish(by=by, provider=provider, name=next_name(provider))
        fill_wheels.enqueue(provider.pk, by.pk, school_year_now(clock.today()))
    return edition


def undo_copy(*, by: User, event: Event) -> None:
    """Bring back the draft that a copy replaced, if nothing was changed or published since."""
    provider = event.provider
    with transaction.atomic(), scope(provider=provider):
        fork = Fork.objects.select_for_update().filter(provider=provider, pk=event.about_id).first()
        after = event.after or {}
        if fork is None or fork.version != after.get("fork") or not event.before:
            raise Refused(_("It has been changed since, so it cannot be taken back."))
        row = bring_back(by=by, provider=provider, before=event.before, became=after["hash"])
        row.touched = {}
        row.save()
        record(
            by=by,
            provider=provider,
            verb="toolkit.copy.undo",
            about=fork,
            title=event.about_title,
            before=after,
            after={"hash": content_hash(from_document(row.document))},
            undoes=event,
        )
        fork.delete()


def keep_incoming(*, by: User, provider: Provider, name: str, content: bytes) -> Incoming:
    """Keep a sound package, to be copied or to be taken in as the source's next edition; the one before it goes.

    Once there is a copy, only the toolkit that it came from is taken. Raises Refused for another one.
    """
    if len(content) > MAX_ZIP:
        raise Refused(_("The file is too large."))
    upstream = from_package(read_package(content))
    with transaction.atomic(), scope(provider=provider):
        fork = fork_of(provider)
        if fork is not None and fork.toolkit_id != upstream.toolkit.id:
            raise Refused(
                _("This is the toolkit “%(found)s”, and yours was copied from “%(wanted)s”.")
                % {"found": upstream.toolkit.id, "wanted": fork.toolkit_id}
            )
        Incoming.objects.filter(provider=provider).delete()
        row = Incoming(
            provider=provider,
            name=name[:100],
            content=content,
            content_hash=upstream.content_hash,
            sent_at=clock.now(),
            by=by,
        )
        row.save()
    return row


def forget_incoming(*, by: User, provider: Provider) -> None:
    """Leave the package that was sent; nothing else changes."""
    with transaction.atomic(), scope(provider=provider):
        Incoming.objects.filter(provider=provider).delete()


def _fork(by: User, provider: Provider, upstream: Upstream) -> Fork:
    theirs = upstream.toolkit
    return Fork(
        provider=provider,
        kind=upstream.kind,
        source=upstream.source,
        address=upstream.address,
        subscription=upstream.subscription,
        toolkit_id=theirs.id,
        publisher=theirs.publisher[:200],
        licence=theirs.licence[:100],
        authors=list(theirs.authors),
        first_edition=theirs.edition,
        edition=theirs.edition,
        content_hash=upstream.content_hash,
        base=to_document(theirs),
        base_files=keep_files(provider, upstream.files),
        made_at=clock.now(),
        made_by=by,
    )
