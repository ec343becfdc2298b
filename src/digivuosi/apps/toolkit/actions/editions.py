"""Publishing: the draft becomes an edition that nobody can change."""

from __future__ import annotations

import re
from dataclasses import replace

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from django_scopes import scope

from digivuosi.apps.look import clock
from digivuosi.apps.people.models import User
from digivuosi.apps.schools.events import record
from digivuosi.apps.schools.models import Provider
from digivuosi.apps.schools.queries import calendar_of, school_year_now
from digivuosi.apps.toolkit.actions.drafts import open_draft
from digivuosi.apps.toolkit.actions.refusing import NotSound, Refused
from digivuosi.apps.toolkit.models import Edition
from digivuosi.apps.toolkit.signals import edition_published
from digivuosi.domain.toolkit.checking import check_toolkit
from digivuosi.domain.toolkit.documents import content_hash, to_document

NAME = re.compile(r"[0-9A-Za-zÅÄÖåäö][0-9A-Za-zÅÄÖåäö._-]{0,39}")
LONGEST_NOTES = 4_000


def publish(*, by: User, provider: Provider, name: str, notes: str = "") -> Edition:
    """Publish the draft. Raises Refused for a name that is taken or nothing new, NotSound when it has mistakes."""
    if not NAME.fullmatch(name):
        raise Refused(_("Name the edition with letters, digits, dots and dashes, for example 2026-2."))
    with transaction.atomic(), scope(provider=provider):
        draft = open_draft(provider)
        latest = Edition.objects.filter(provider=provider).defer("document").order_by("-number").first()
        if latest and content_hash(replace(draft.toolkit, edition=latest.name)) == latest.content_hash:
            raise Refused(_("Nothing has changed since the edition %(name)s.") % {"name": latest.name})
        if Edition.objects.filter(provider=provider, name=name).exists():
            raise Refused(_("There is an edition %(name)s already. Choose another name.") % {"name": name})
        starts = school_year_now(clock.today())
        calendars = [calendar_of(provider, year) for year in (starts, starts + 1)]
        toolkit = replace(draft.toolkit, edition=name)
        if errors := [finding for finding in check_toolkit(toolkit, calendars) if finding.is_error]:
            raise NotSound(errors)
        edition = Edition(
            provider=provider,
            number=latest.number + 1 if latest else 1,
            name=name,
            document=to_document(toolkit),
            content_hash=content_hash(toolkit),
            files={path: draft.row.files[path] for path in sorted(draft.row.files)},
            notes=notes.strip()[:LONGEST_NOTES],
            published_at=clock.now(),
            published_by=by,
        )
        edition.save()
        draft.toolkit = toolkit
        draft.save(by)
        record(
            by=by,
            provider=provider,
            verb="edition.publish",
            about=edition,
            title=name,
            before={"edition": latest.name, "hash": latest.content_hash} if latest else None,
            after={"edition": name, "hash": edition.content_hash},
        )
        edition_published.send(Edition, edition=edition, by=by)
    return edition
