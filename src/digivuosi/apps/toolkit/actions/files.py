"""The files of materials: kept once by their content, named by drafts and editions."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import PurePosixPath

from django.db import transaction
from django.db.models.functions import Length
from django.utils.translation import gettext_lazy as _
from django_scopes import scope

from digivuosi.apps.people.models import User
from digivuosi.apps.schools.events import record
from digivuosi.apps.schools.models import Provider
from digivuosi.apps.toolkit.actions.drafts import MOST_ITEMS, Opened, open_draft, refuse_stale, words_of
from digivuosi.apps.toolkit.actions.refusing import Refused
from digivuosi.apps.toolkit.models import Draft, MaterialFile
from digivuosi.domain.toolkit.checks.materials import ALLOWED
from digivuosi.domain.toolkit.documents import item_document
from digivuosi.domain.toolkit.package import with_hashes
from digivuosi.domain.toolkit.positions import text_problem
from digivuosi.domain.toolkit.sources import MAX_MATERIAL, MAX_TEXT, MAX_TOTAL, TEXT_SUFFIXES
from digivuosi.domain.toolkit.toolkit import Material


def save_material(
    *, by: User, provider: Provider, material: Material, content: Mapping[str, bytes], version: int | None
) -> Draft:
    """Save a material with the files given for it (bytes by path in the package); `version` None adds a new one.

    Files that are not given stay as they were.
    """
    with transaction.atomic(), scope(provider=provider):
        draft = open_draft(provider)
        before = draft.toolkit.material(material.key)
        if version is None and before is not None:
            raise Refused(_("The key “%(key)s” is in use already.") % {"key": material.key})
        if version is None and len(draft.toolkit.materials) >= MOST_ITEMS:
            raise Refused(_("There is no room for more."))
        if version is not None:
            if before is None:
                raise Refused(_("It is not in the draft any more."))
            refuse_stale(draft.row, "materials", material.key, version, mine=material, theirs=before)
        if set(content) - set(material.files(draft.toolkit.languages)):
            raise Refused(_("The file does not belong to this material."))
        draft.row.files = {**draft.row.files, **keep_files(provider, content)}
        draft.put("materials", material.key, material)
        _hash_again(draft, provider)
        _refuse_too_much(draft, provider)
        saved = draft.toolkit.material(material.key)
        if saved == before:
            return draft.row
        record(
            by=by,
            provider=provider,
            verb="draft.material",
            about=("materials", material.key),
            title=words_of(material.title, provider.language),
            before=item_document(before) if before else None,
            after=item_document(saved),
        )
        return draft.save(by, f"materials/{material.key}")


def keep_files(provider: Provider, content: Mapping[str, bytes]) -> dict[str, str]:
    """Keep the bytes that are not kept yet; return the hash of each path."""
    for path, held in content.items():
        _refuse_file(path, held)
    hashes = {path: hashlib.sha256(held).hexdigest() for path, held in content.items()}
    rows = MaterialFile.objects.filter(provider=provider, path__in=list(hashes))
    kept = set(rows.values_list("path", "content_hash"))
    for path, found in hashes.items():
        if (path, found) not in kept:
            MaterialFile(provider=provider, path=path, content_hash=found, content=content[path]).save()
    return hashes


def _refuse_file(path: str, content: bytes) -> None:
    suffix = PurePosixPath(path).suffix.lower()
    if suffix not in ALLOWED:
        raise Refused(_("Files of this kind are not taken: %(kind)s.") % {"kind": suffix or path})
    if len(content) > (MAX_TEXT if suffix in TEXT_SUFFIXES else MAX_MATERIAL):
        raise Refused(_("The file is too large."))
    if suffix in TEXT_SUFFIXES and text_problem(content, path):
        raise Refused(_("The file is not plain text in UTF-8."))


def _hash_again(draft: Opened, provider: Provider) -> None:
    """The content hash of an edition covers its files, by the hashes in the document."""
    rows = MaterialFile.objects.filter(provider=provider, content_hash__in=set(draft.row.files.values()))
    found = {(row.path, row.content_hash): bytes(row.content) for row in rows}
    held = {path: found[path, sha] for path, sha in draft.row.files.items() if (path, sha) in found}
    draft.toolkit = with_hashes(draft.toolkit, held)


def _refuse_too_much(draft: Opened, provider: Provider) -> None:
    """A toolkit that would not fit into a package could not be taken out any more."""
    named = {path for one in draft.toolkit.materials for path in one.files(draft.toolkit.languages)}
    hashes = {sha for path, sha in draft.row.files.items() if path in named}
    rows = MaterialFile.objects.filter(provider=provider, content_hash__in=hashes)
    if sum(rows.annotate(size=Length("content")).values_list("size", flat=True)) > MAX_TOTAL * 0.9:
        raise Refused(_("The files of a toolkit are together at most 18 megabytes."))
