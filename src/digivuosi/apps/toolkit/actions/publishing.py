"""Publishing: the draft becomes an edition that never changes."""

from __future__ import annotations

import re
from dataclasses import replace

from django.db import transaction
from django.db.models import Max
from django_scopes import scope

from digivuosi.apps.look import clock
from digivuosi.apps.people.models import User
from digivuosi.apps.schools.events import record
from digivuosi.apps.schools.models import Provider
from digivuosi.apps.toolkit.actions.drafting import unpublished
from digivuosi.apps.toolkit.models import Draft, Edition
from digivuosi.domain.texts import Text
from digivuosi.domain.toolkit.checking import check_toolkit, suggested_calendars
from digivuosi.domain.toolkit.documents import content_hash, from_document, to_document

NAME = re.compile(r"[0-9A-Za-zÅÄÖåäö][0-9A-Za-zÅÄÖåäö .\-]{0,39}")


class NotPublished(Exception):
    """The draft was not published; `text` says why, and the draft is as it was."""

    def __init__(self, text: Text) -> None:
        super().__init__(text.get("en"))
        self.text = text


@transaction.atomic
def publish(*, by: User, provider: Provider, name: str, notes: str = "") -> Edition:
    """Freeze the draft as an edition; raises NotPublished for mistakes in it, a taken name or nothing new."""
    name = name.strip()
    with scope(provider=provider):
        draft = Draft.objects.select_for_update().get(provider=provider)
        toolkit = from_document(draft.document)
        _refuse_name(provider, name)
        if not unpublished(provider, toolkit):
            raise NotPublished(
                Text.of(
                    fi="Luonnoksessa ei ole muutoksia edelliseen julkaisuun.",
                    sv="Utkastet har inga ändringar jämfört med föregående utgåva.",
                    en="The draft has no changes since the last edition.",
                )
            )
        toolkit = replace(toolkit, edition=name, _by_key={})
        errors = [f for f in check_toolkit(toolkit, suggested_calendars(clock.today().year)) if f.is_error]
        if errors:
            words = Text.of(
                fi="Luonnoksessa on {count} virhettä; ensimmäinen: {first}",
                sv="Utkastet har {count} fel; det första: {first}",
                en="The draft has {count} mistakes; the first: {first}",
            )
            raise NotPublished(words.filled(count=len(errors), first=errors[0].message))
        latest = Edition.objects.filter(provider=provider).aggregate(Max("number"))["number__max"] or 0
        edition = Edition.objects.create(
            provider=provider,
            number=latest + 1,
            name=name,
            document=to_document(toolkit),
            content_hash=content_hash(toolkit),
            notes=notes.strip()[:4000],
            published_at=clock.now(),
            published_by=by,
        )
        record(
            by=by,
            provider=provider,
            verb="edition.published",
            about=edition,
            title=name,
            after={"number": edition.number, "content_hash": edition.content_hash},
        )
    return edition


def _refuse_name(provider: Provider, name: str) -> None:
    if not NAME.fullmatch(name):
        raise NotPublished(
            Text.of(
                fi="Anna julkaisulle lyhyt nimi, esimerkiksi 2026-2.",
                sv="Ge utgåvan ett kort namn, till exempel 2026-2.",
                en="Give the edition a short name, for example 2026-2.",
            )
        )
    if Edition.objects.filter(provider=provider, name=name).exists():
        words = Text.of(
            fi="Julkaisu ”{name}” on jo olemassa.",
            sv="Utgåvan ”{name}” finns redan.",
            en="The edition “{name}” exists already.",
        )
        raise NotPublished(words.filled(name=name))
