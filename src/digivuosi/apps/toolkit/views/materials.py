"""Materials: Markdown is read on a page, everything can be downloaded."""

from __future__ import annotations

from pathlib import PurePosixPath

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotModified
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header, quote_etag
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from digivuosi.apps.look.languages import NAMES, current
from digivuosi.apps.look.parts import Crumb, Fact
from digivuosi.apps.schools.access import AccessRequest, Permission, for_provider
from digivuosi.apps.toolkit.queries.sources import (
    FileFound,
    Source,
    current_source,
    edition_source,
    file_of,
    languages_of,
)
from digivuosi.apps.toolkit.views.places import Places, the_draft
from digivuosi.domain.texts import Text
from digivuosi.domain.toolkit.toolkit import Material, MaterialKind

TYPES = {
    ".md": "text/markdown; charset=utf-8",
    ".txt": "text/plain; charset=utf-8",
    ".csv": "text/csv; charset=utf-8",
    ".pdf": "application/pdf",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    ".odt": "application/vnd.oasis.opendocument.text",
    ".ods": "application/vnd.oasis.opendocument.spreadsheet",
    ".odp": "application/vnd.oasis.opendocument.presentation",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".webp": "image/webp",
}
"""What a package may hold; anything else is sent as plain bytes."""


@for_provider(Permission.SEE_PROVIDER)
@require_safe
def material(request: AccessRequest, key: str) -> HttpResponse:
    return _page(request, current_source(request.access.provider), key)


@for_provider(Permission.SEE_PROVIDER)
@require_safe
def edition_material(request: AccessRequest, edition: str, key: str) -> HttpResponse:
    return _page(request, edition_source(request.access.provider, edition), key)


@for_provider(Permission.EDIT_TOOLKIT)
@require_safe
def draft_material(request: AccessRequest, key: str) -> HttpResponse:
    return _page(request, the_draft(request), key)


@for_provider(Permission.SEE_PROVIDER)
@require_safe
def material_file(request: AccessRequest, key: str) -> HttpResponse:
    return file_answer(request, current_source(request.access.provider), key)


@for_provider(Permission.SEE_PROVIDER)
@require_safe
def edition_material_file(request: AccessRequest, edition: str, key: str) -> HttpResponse:
    return file_answer(request, edition_source(request.access.provider, edition), key)


@for_provider(Permission.EDIT_TOOLKIT)
@require_safe
def draft_material_file(request: AccessRequest, key: str) -> HttpResponse:
    return file_answer(request, the_draft(request), key)


def _page(request: AccessRequest, source: Source | None, key: str) -> HttpResponse:
    """Markdown as a page, other files with what they are; a link or video leads straight to its address."""
    source, found = _found(source, key)
    if found.kind is not MaterialKind.FILE:
        return redirect(found.address)
    held = file_of(source, key, _asked_language(request))
    places, spoken = Places(source), languages_of(source, key)
    heading, words = markdown_of(held)
    context = {
        "source": source,
        "material": found,
        "own_language": source.language,
        "crumbs": places.crumbs(Crumb(found.title)),
        "held": held,
        "heading": heading,
        "text": words,
        "spoken": [
            (NAMES.get(one, one), f"?language={one}", one, bool(held and held.language == one)) for one in spoken
        ],
        "file_url": places.file(key, held.language if held and spoken else ""),
        "facts": [] if words is not None or held is None else facts_of(held),
        "users": [(one, places.measure(one.key)) for one in source.toolkit.measures if key in one.materials],
    }
    return render(request, "toolkit/material.html", context)


def markdown_of(held: FileFound | None) -> tuple[Text | None, Text | None]:
    """The first heading and the rest of a Markdown file under its language, so that the page can say when it is not
    the reader's. The heading stands right below the page's own, where rendered Markdown has none."""
    if held is None or PurePosixPath(held.path).suffix.lower() != ".md":
        return None, None
    words = held.content.decode("utf-8", errors="replace").removeprefix("\N{BYTE ORDER MARK}").strip()
    language, heading = held.language or current(), None
    if words.startswith("# "):
        first, _newline, words = words.partition("\n")
        heading = Text.of(**{language: first[2:]})
    return heading, Text.of(**{language: words})


def facts_of(held: FileFound) -> list[Fact]:
    """What a file is, for one that no page can show."""
    kind = PurePosixPath(held.path).suffix.lstrip(".").upper()
    return [Fact(_("Kind of file"), kind), Fact(_("Size"), _size(len(held.content)))]


def _size(count: int) -> str:
    if count < 1_000_000:
        return f"{max(1, round(count / 1000))}\N{NO-BREAK SPACE}kB"
    words = f"{count / 1_000_000:.1f}"
    return f"{words if current() == 'en' else words.replace('.', ',')}\N{NO-BREAK SPACE}MB"


def file_answer(request: HttpRequest, source: Source | None, key: str) -> HttpResponse:
    """The file itself, always to be saved: whatever it holds, it never runs as a page of this site."""
    source, found = _found(source, key)
    held = file_of(source, key, _asked_language(request)) if found.kind is MaterialKind.FILE else None
    if held is None:
        raise Http404
    etag = quote_etag(held.content_hash)
    if request.headers.get("If-None-Match") == etag:
        return HttpResponseNotModified(headers={"ETag": etag})
    name = PurePosixPath(held.path).name
    return HttpResponse(
        held.content,
        content_type=TYPES.get(PurePosixPath(name).suffix.lower(), "application/octet-stream"),
        headers={
            "Content-Disposition": content_disposition_header(True, name) or "attachment",
            "X-Content-Type-Options": "nosniff",
            "Cache-Control": "private, no-cache",
            "ETag": etag,
        },
    )


def _found(source: Source | None, key: str) -> tuple[Source, Material]:
    found = source.toolkit.material(key) if source else None
    if source is None or found is None:
        raise Http404
    return source, found


def _asked_language(request: HttpRequest) -> str:
    asked = request.GET.get("language", "")
    return asked if asked.replace("-", "").isalnum() and len(asked) <= 12 else current()
