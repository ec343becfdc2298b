"""Changes of the draft that go together: made, told in the history and taken back as one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from django_scopes import scope

from digivuosi.apps.people.models import User
from digivuosi.apps.schools.events import record
from digivuosi.apps.schools.models import Event, Provider
from digivuosi.apps.toolkit.actions.drafts import (
    MOST_ITEMS,
    Opened,
    item_from,
    open_draft,
    refuse_stale,
    users_of,
    words_of,
)
from digivuosi.apps.toolkit.actions.refusing import Refused, StaleDraft
from digivuosi.apps.toolkit.models import Draft
from digivuosi.domain.texts import Text
from digivuosi.domain.toolkit.documents import LISTS, item_document
from digivuosi.domain.toolkit.toolkit import Toolkit

Changes = Mapping[tuple[str, str], Any]
"""What an item becomes, by its list and key; None takes it away."""


def change_several(
    *,
    by: User,
    provider: Provider,
    verb: str,
    about: tuple[str, str],
    title: Text,
    changes: Callable[[Toolkit], Changes],
    version: int | None = None,
) -> Draft:
    """Make the changes that `changes` gives for the draft as it is now.

    Raises StaleDraft when an item that they touch was changed after `version`. No version means that they fit whatever
    the draft has become, such as a move by one place.
    """
    with transaction.atomic(), scope(provider=provider):
        draft = open_draft(provider)
        wanted = {name: item for name, item in changes(draft.toolkit).items() if draft.find(*name) != item}
        if not wanted:
            return draft.row
        before = {name: draft.find(*name) for name in wanted}
        if version is not None:
            _refuse_stale(draft, about, version, wanted, before)
        _put(draft, wanted)
        record(
            by=by,
            provider=provider,
            verb=verb,
            about=about,
            title=words_of(title, provider.language)[:300],
            before=_documents(before),
            after=_documents(wanted),
        )
        return draft.save(by, *(f"{kind}/{key}" for kind, key in wanted))


def undo_several(*, by: User, event: Event) -> None:
    """Bring all items back to what they were before the event, if nobody has changed any of them since."""
    provider = event.provider
    with transaction.atomic(), scope(provider=provider):
        draft = open_draft(provider)
        was: dict[str, Any] = event.before or {}
        names = [_name(name) for name in was]
        if _documents({name: draft.find(*name) for name in names}) != event.after:
            raise Refused(_("It has been changed since, so it cannot be taken back."))
        held = {name: was[f"{name[0]}/{name[1]}"] for name in names}
        _put(draft, {name: item_from(draft.toolkit, name[0], one) if one else None for name, one in held.items()})
        record(
            by=by,
            provider=provider,
            verb=f"{event.verb}.undo",
            about=(event.about_kind, event.about_id),
            title=event.about_title,
            before=event.after,
            after=event.before,
            undoes=event,
        )
        draft.save(by, *(f"{kind}/{key}" for kind, key in names))


def _refuse_stale(draft: Opened, about: tuple[str, str], version: int, wanted: Changes, before: Changes) -> None:
    """Refuse when any of the items was changed after `version`; what is compared is the one that it is about."""
    for (kind, key), item in wanted.items():
        try:
            refuse_stale(draft.row, kind, key, version, mine=item, theirs=before[kind, key])
        except StaleDraft as stale:
            theirs = draft.find(*about)
            mine = wanted.get(about, theirs)
            raise StaleDraft(mine=mine, theirs=theirs, version=stale.version, by=stale.by) from stale


def _put(draft: Opened, changes: Changes) -> None:
    """Put all in place; refused when something would then lead nowhere, or there is no room."""
    for (kind, key), item in changes.items():
        draft.put(kind, key, item)
    for (kind, key), item in changes.items():
        if item is None and users_of(draft.toolkit, kind, key):
            raise Refused(_("It cannot be taken away, because something else builds on it."))
    if any(len(getattr(draft.toolkit, kind)) > MOST_ITEMS for kind, _key in changes):
        raise Refused(_("There is no room for more."))


def _documents(items: Changes) -> dict[str, Any]:
    return {
        f"{kind}/{key}": None if item is None else item_document(item) for (kind, key), item in sorted(items.items())
    }


def _name(name: str) -> tuple[str, str]:
    kind, _slash, key = name.partition("/")
    if kind not in LISTS:
        raise Refused(_("It has been changed since, so it cannot be taken back."))
    return kind, key
