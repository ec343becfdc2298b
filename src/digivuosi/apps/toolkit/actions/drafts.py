"""Editing the draft, one item at a time, with an optimistic lock for each."""

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
from digivuosi.apps.toolkit.actions.refusing import Refused, StaleDraft, StillUsed
from digivuosi.apps.toolkit.models import Draft
from digivuosi.apps.toolkit.queries.toolkits import toolkit_in_draft
from digivuosi.apps.toolkit.signals import change_taken_back
from digivuosi.domain.texts import Text
from digivuosi.domain.toolkit import surveys
from digivuosi.domain.toolkit.documents import LISTS, from_document, item_document, to_document
from digivuosi.domain.toolkit.toolkit import Measure, Toolkit

HEAD = "toolkit"
"""The kind of the toolkit's own fields: title, description, licence …"""
HEAD_FIELDS = ("title", "publisher", "languages", "licence", "description", "authors")
MOST_ITEMS = 1_000
"""Of one kind; the package format takes no more."""


@dataclass
class Opened:
    """The draft held for writing, and the toolkit that it says."""

    row: Draft
    toolkit: Toolkit

    def find(self, kind: str, key: str) -> Any:
        return next((item for item in getattr(self.toolkit, kind) if item.key == key), None)

    def put(self, kind: str, key: str, item: Any) -> None:
        """Set, add or (None) take away one item."""
        kept = {one.key: one for one in getattr(self.toolkit, kind) if one.key != key}
        if item is not None:
            kept[item.key] = item
        changed: dict[str, Any] = {kind: tuple(kept[name] for name in sorted(kept)), "_by_key": {}}
        self.toolkit = replace(self.toolkit, **changed)

    def save(self, by: User | None, *touched: str) -> Draft:
        self.row.document = to_document(self.toolkit)
        self.row.version += 1
        changes = dict.fromkeys(touched, self.row.version)
        self.row.touched = changes if "*" in changes else {**self.row.touched, **changes}
        self.row.changed_at, self.row.changed_by = clock.now(), by
        self.row.save()
        return self.row


def open_draft(provider: Provider) -> Opened:
    """Hold the draft for writing; call it in a transaction, in the provider's scope."""
    row = Draft.objects.select_for_update().filter(provider=provider).first()
    if row is None:
        raise Refused(_("There is no draft yet."))
    return Opened(row, toolkit_in_draft(row))


def change_measure(*, by: User, provider: Provider, key: str, measure: Measure, version: int) -> Draft:
    """Save a measure of the draft. Raises StaleDraft when it was changed after `version`."""
    return change_item(by=by, provider=provider, kind="measures", key=key, item=measure, version=version)


def add_measure(*, by: User, provider: Provider, measure: Measure) -> Draft:
    """Add a measure to the draft."""
    return add_item(by=by, provider=provider, kind="measures", item=measure)


def remove_measure(*, by: User, provider: Provider, key: str, version: int) -> Draft:
    """Take a measure out of the draft; raises StillUsed when others come after it."""
    return remove_item(by=by, provider=provider, kind="measures", key=key, version=version)


def change_item(*, by: User, provider: Provider, kind: str, key: str, item: Any, version: int) -> Draft:
    """Save one theme, role, responsibility, measure … of the draft; its key stays."""
    if item.key != key:
        raise Refused(_("The key of an item cannot be changed."))
    with transaction.atomic(), scope(provider=provider):
        draft = open_draft(provider)
        before = draft.find(kind, key)
        refuse_stale(draft.row, kind, key, version, mine=item, theirs=before)
        if before is None:
            raise Refused(_("It is not in the draft any more."))
        if before == item:
            return draft.row
        draft.put(kind, key, item)
        _record(by, provider, "draft.change", kind, item, before=item_document(before), after=item_document(item))
        return draft.save(by, f"{kind}/{key}")


def add_item(*, by: User, provider: Provider, kind: str, item: Any) -> Draft:
    """Add one item to a list of the draft."""
    _known(kind)
    with transaction.atomic(), scope(provider=provider):
        draft = open_draft(provider)
        if draft.find(kind, item.key) is not None:
            raise Refused(_("The key “%(key)s” is in use already.") % {"key": item.key})
        if len(getattr(draft.toolkit, kind)) >= MOST_ITEMS:
            raise Refused(_("There is no room for more."))
        draft.put(kind, item.key, item)
        _record(by, provider, "draft.add", kind, item, after=item_document(item))
        return draft.save(by, f"{kind}/{item.key}")


def remove_item(*, by: User, provider: Provider, kind: str, key: str, version: int) -> Draft:
    """Take one item out of the draft; raises StillUsed while another item needs it."""
    _known(kind)
    with transaction.atomic(), scope(provider=provider):
        draft = open_draft(provider)
        before = draft.find(kind, key)
        if before is None:
            raise Refused(_("It is not in the draft any more."))
        refuse_stale(draft.row, kind, key, version, mine=None, theirs=before)
        users = users_of(draft.toolkit, kind, key)
        if users:
            raise StillUsed(_("It cannot be taken away, because something else builds on it."), users)
        draft.put(kind, key, None)
        touched = [f"{kind}/{key}"]
        if kind == "measures":
            touched += _forget_measure(draft, key)
        _record(by, provider, "draft.remove", kind, before, before=item_document(before))
        return draft.save(by, *touched)


def change_head(*, by: User, provider: Provider, fields: Mapping[str, Any], version: int) -> Draft:
    """Save the toolkit's own fields: title, description, languages, licence …"""
    if unknown := set(fields) - set(HEAD_FIELDS):
        raise TypeError(f"a toolkit's {', '.join(sorted(unknown))} cannot be changed")
    with transaction.atomic(), scope(provider=provider):
        draft = open_draft(provider)
        before = draft.toolkit
        draft.toolkit = replace(before, **fields, _by_key={})
        refuse_stale(draft.row, HEAD, "", version, mine=draft.toolkit, theirs=before)
        if draft.toolkit == before:
            return draft.row
        record(
            by=by,
            provider=provider,
            verb="draft.head",
            about=(HEAD, before.id),
            title=words_of(draft.toolkit.title, before.language),
            before=_head_document(before),
            after=_head_document(draft.toolkit),
        )
        return draft.save(by, f"{HEAD}/")


def users_of(toolkit: Toolkit, kind: str, key: str) -> list[Text]:
    """The titles of what would lead nowhere if the item were gone."""
    found: list[Text] = []
    for measure in toolkit.measures:
        named = {
            "measures": {after.measure for after in measure.after},
            "themes": {measure.theme},
            "roles": {part.role for part in (*measure.responsible, *measure.contributing)},
            "audiences": set(measure.audiences),
            "needs": set(measure.needs),
            "materials": set(measure.materials),
        }
        if key in named.get(kind, ()) and not (kind == "measures" and measure.key == key):
            found.append(measure.title)
    for one in toolkit.responsibilities:
        if (kind == "areas" and one.about == key) or (kind in ("roles", "audiences") and one.actor == key):
            # A role and a target group may have the same key; then the other one still stands.
            other = toolkit.audience(key) if kind == "roles" else toolkit.role(key) if kind == "audiences" else None
            if other is None:
                found.append(one.text)
    return [*found, *surveys.users_of(toolkit, kind, key)]


def refuse_stale(row: Draft, kind: str, key: str, version: int, *, mine: Any, theirs: Any) -> None:
    """Refuse a save of what somebody else has changed after `version`, unless they said just the same."""
    touched = max(row.touched.get(f"{kind}/{key}", 0), row.touched.get("*", 0))
    if touched > version and mine != theirs:
        raise StaleDraft(mine=mine, theirs=theirs, version=row.version, by=row.changed_by)


def words_of(text: Text, language: str) -> str:
    return text.get(language)[:300]


def title_of(item: Any) -> Text:
    """What an item is called; a responsibility is its sentence."""
    title: Text = item.title if hasattr(item, "title") else item.text
    return title


def undo_draft(*, by: User, event: Event) -> None:
    """Bring one item of the draft back to what it was before the event, if nobody has changed it since."""
    provider = event.provider
    with transaction.atomic(), scope(provider=provider):
        draft = open_draft(provider)
        kind, key = event.about_kind, event.about_id
        if kind not in LISTS:
            raise Refused(_("It has been changed since, so it cannot be taken back."))
        now = draft.find(kind, key)
        if (item_document(now) if now is not None else None) != event.after:
            raise Refused(_("It has been changed since, so it cannot be taken back."))
        before = item_from(draft.toolkit, kind, event.before) if event.before else None
        if before is None and users_of(draft.toolkit, kind, key):
            raise Refused(_("It cannot be taken away, because something else builds on it."))
        draft.put(kind, key, before)
        record(
            by=by,
            provider=provider,
            verb=f"{event.verb}.undo",
            about=(kind, key),
            title=event.about_title,
            before=event.after,
            after=event.before,
            undoes=event,
        )
        draft.save(by, f"{kind}/{key}")
        change_taken_back.send(Draft, event=event)


def item_from(toolkit: Toolkit, kind: str, document: Any) -> Any:
    """An item of a list, read from its document."""
    head = {name: value for name, value in to_document(toolkit).items() if name not in LISTS}
    return getattr(from_document({**head, kind: [document]}), kind)[0]


def _forget_measure(draft: Opened, key: str) -> list[str]:
    """Responsibilities and surveys only mention measures; they stay without it."""
    touched = []
    for one in draft.toolkit.responsibilities:
        if key in one.measures:
            draft.put("responsibilities", one.key, replace(one, measures=tuple(m for m in one.measures if m != key)))
            touched.append(f"responsibilities/{one.key}")
    for survey in draft.toolkit.surveys:
        if survey.measure == key:
            draft.put("surveys", survey.key, replace(survey, measure=""))
            touched.append(f"surveys/{survey.key}")
    return touched


def _head_document(toolkit: Toolkit) -> dict[str, Any]:
    return {name: value for name, value in to_document(toolkit).items() if name in HEAD_FIELDS}


def _known(kind: str) -> None:
    if kind not in LISTS:
        raise TypeError(f"a toolkit has no {kind}")


def _record(
    by: User, provider: Provider, verb: str, kind: str, item: Any, *, before: Any = None, after: Any = None
) -> None:
    title = words_of(title_of(item), provider.language)
    record(by=by, provider=provider, verb=verb, about=(kind, item.key), title=title, before=before, after=after)
