"""Which toolkit a provider and its schools have.

A document of 60 measures takes a while to parse, and every page needs it: it is parsed once per content hash and
kept. A school's own changes are small; the toolkit with them is kept for the schools in use.
"""

from __future__ import annotations

import json
from collections import OrderedDict
from collections.abc import Iterable
from hashlib import sha256
from threading import Lock
from typing import Any, Generic, TypeVar

from django_scopes import scope

from digivuosi.apps.look import clock
from digivuosi.apps.people.models import User
from digivuosi.apps.schools.models import Provider, School
from digivuosi.apps.toolkit.models import Draft, Edition, LocalChanges, PackageUpload
from digivuosi.domain.toolkit.changes import SchoolChanges, with_changes
from digivuosi.domain.toolkit.documents import content_hash, from_document
from digivuosi.domain.toolkit.toolkit import Toolkit

KEPT = 200
"""How many parsed toolkits a process keeps; one of 60 measures takes well under a megabyte."""


DRAFTS = 20
"""How many drafts: those that are being written."""


T = TypeVar("T")


class Kept(Generic[T]):
    """Things made of a toolkit, by what names its content; the least recently used goes first."""

    def __init__(self, size: int) -> None:
        self._size, self._lock = size, Lock()
        self._found: OrderedDict[str, T] = OrderedDict()

    def get(self, name: str) -> T | None:
        with self._lock:
            if name in self._found:
                self._found.move_to_end(name)
            return self._found.get(name)

    def put(self, name: str, thing: T) -> T:
        with self._lock:
            self._found[name] = thing
            self._found.move_to_end(name)
            while len(self._found) > self._size:
                self._found.popitem(last=False)
        return thing


_kept: Kept[Toolkit] = Kept(KEPT)
_drafts: Kept[Toolkit] = Kept(DRAFTS)
_draft_hashes: Kept[str] = Kept(DRAFTS)


def editions_of(provider: Provider) -> list[Edition]:
    """All editions, the newest first, without their documents."""
    with scope(provider=provider):
        return list(Edition.objects.filter(provider=provider).defer("document").select_related("published_by"))


def current_edition(provider: Provider) -> Edition | None:
    """The newest edition, without its document (which is read only when it is not kept in memory)."""
    with scope(provider=provider):
        return Edition.objects.filter(provider=provider).defer("document").order_by("-number").first()


def edition_named(provider: Provider, name: str) -> Edition | None:
    with scope(provider=provider):
        return Edition.objects.filter(provider=provider, name=name).defer("document").first()


def toolkit_in(edition: Edition) -> Toolkit:
    """The toolkit of an edition, which never changes."""
    kept = _kept.get(edition.content_hash)
    if kept is None:
        with scope(provider=edition.provider_id):
            kept = _kept.put(edition.content_hash, from_document(edition.document))
    return kept


def toolkit_in_draft(draft: Draft) -> Toolkit:
    """The toolkit of a draft. Kept by all that the draft holds: it is never older than that."""
    return _drafted(_hash(draft.document), draft)


def hashed_in_draft(draft: Draft) -> tuple[Toolkit, str]:
    """The toolkit of a draft, and its content hash."""
    name = _hash(draft.document)
    toolkit = _drafted(name, draft)
    return toolkit, _draft_hashes.get(name) or _draft_hashes.put(name, content_hash(toolkit))


def _drafted(name: str, draft: Draft) -> Toolkit:
    return _drafts.get(name) or _drafts.put(name, from_document(draft.document))


def toolkit_of(provider: Provider) -> Toolkit | None:
    """The toolkit that the provider's schools have now."""
    edition = current_edition(provider)
    return toolkit_in(edition) if edition else None


def toolkit_for_school(school: School) -> Toolkit | None:
    """The provider's toolkit with the school's own changes over it."""
    edition = current_edition(school.provider)
    if edition is None:
        return None
    return _changed(edition, _changes(school), school.provider.language)


def toolkits_for_schools(provider: Provider, schools: Iterable[School]) -> dict[int, Toolkit]:
    """The toolkit of each of many schools by its number, in two queries; empty when the provider has none."""
    edition = current_edition(provider)
    if edition is None:
        return {}
    asked = list(schools)
    with scope(provider=provider, school=asked):
        changes = dict(LocalChanges.objects.values_list("school_id", "document"))
    return {school.pk: _changed(edition, changes.get(school.pk) or {}, provider.language) for school in asked}


def _changed(edition: Edition, changes: dict[str, Any], language: str) -> Toolkit:
    if not changes:
        return toolkit_in(edition)
    name = f"{edition.content_hash}/{_hash(changes)}"
    kept = _kept.get(name)
    if kept is None:
        found = SchoolChanges.from_document(changes, language)
        kept = _kept.put(name, with_changes(toolkit_in(edition), found))
    return kept


def toolkit_version(school: School) -> str:
    """A name that changes whenever the school's toolkit does."""
    edition, changes = current_edition(school.provider), _changes(school)
    return f"{edition.content_hash if edition else ''}/{_hash(changes) if changes else ''}"


def local_changes_of(school: School) -> SchoolChanges:
    """What the school has changed, and its own measures."""
    return SchoolChanges.from_document(_changes(school), school.provider.language)


def draft_of(provider: Provider) -> Draft | None:
    with scope(provider=provider):
        return Draft.objects.filter(provider=provider).select_related("changed_by").first()


def upload_of(provider: Provider, user: User) -> PackageUpload | None:
    """The package that this person has sent and not yet taken, unless it is too old."""
    oldest = clock.now() - PackageUpload.LIVES
    with scope(provider=provider):
        return PackageUpload.objects.filter(provider=provider, by=user, sent_at__gte=oldest).first()


def _changes(school: School) -> dict[str, Any]:
    with scope(provider=school.provider, school=school):
        return LocalChanges.objects.filter(school=school).values_list("document", flat=True).first() or {}


def _hash(document: dict[str, Any]) -> str:
    return sha256(json.dumps(document, sort_keys=True).encode()).hexdigest()
