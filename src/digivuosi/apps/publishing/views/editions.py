"""The open toolkit for programs: feed of editions, packages, statements, keys, metadata."""

from __future__ import annotations

import json
from hashlib import sha256
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.utils import translation
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from digivuosi.apps.look.languages import known
from digivuosi.apps.people.addresses import origin_of
from digivuosi.apps.publishing.feeds import feed_of
from digivuosi.apps.publishing.queries.opened import Opened, keys_told, offered, offered_edition, package_of
from digivuosi.apps.publishing.queries.telling import places_on
from digivuosi.apps.publishing.views.answering import tagged, the_opened
from digivuosi.apps.schools.access import for_anyone
from digivuosi.domain.publishing.linked import linked_all
from digivuosi.domain.publishing.resources import resources_of


@for_anyone
@require_safe
def feed(request: HttpRequest, provider: str) -> HttpResponseBase:
    """The editions as an Atom feed, in the publisher's language or `?language=`."""
    found = the_opened(provider)
    wished, origin = request.GET.get("language", ""), origin_of(request)
    language = wished if wished in known() else found.provider.language
    with translation.override(language):
        content = feed_of(found, offered(found), origin=origin, language=language)
    response = HttpResponse(content, content_type="application/atom+xml; charset=utf-8")
    response["Content-Language"] = language
    return tagged(request, response, _hash(content), changed=_seconds(found))


@for_anyone
@require_safe
def statement(request: HttpRequest, provider: str, edition: str) -> HttpResponseBase:
    """What the publisher has signed about an edition."""
    found = the_opened(provider)
    row = offered_edition(found, edition)
    if row is None:
        raise Http404
    content = row.signed.to_bytes()
    return tagged(request, HttpResponse(content, content_type="application/json"), _hash(content))


@for_anyone
@require_safe
def package(request: HttpRequest, provider: str, edition: str) -> HttpResponseBase:
    """The package of an edition, byte for byte as it was signed."""
    found = the_opened(provider)
    row = offered_edition(found, edition)
    if row is None:
        raise Http404
    name = f"{found.toolkit.id}-{edition}.zip"
    headers = {
        "Content-Disposition": content_disposition_header(True, name) or "attachment",
        "Content-Length": str(row.package_bytes),
        "X-Content-Type-Options": "nosniff",
    }
    if row.package_sha256 in request.headers.get("If-None-Match", "") or request.method == "HEAD":
        # Who has it, or only asks, does not make the database send twenty megabytes.
        empty = HttpResponse(content_type="application/zip", headers=headers)
        return tagged(request, empty, row.package_sha256, never=True)
    content = package_of(found, edition)
    if content is None:
        raise Http404
    response = HttpResponse(content, content_type="application/zip", headers=headers)
    return tagged(request, response, row.package_sha256, never=True)


@for_anyone
@require_safe
def keys(request: HttpRequest, provider: str) -> HttpResponseBase:
    """The publisher's keys, and what older ones say of newer ones."""
    return _document(request, keys_told(the_opened(provider)), "application/json")


@for_anyone
@require_safe
def metadata(request: HttpRequest, provider: str) -> HttpResponseBase:
    """The toolkit, its measures and its materials as JSON-LD."""
    found = the_opened(provider)
    places = places_on(found.provider.slug, origin_of(request))
    told = linked_all(resources_of(found.toolkit, places, found.edition.published_at))
    return _document(request, told, "application/ld+json")


def _document(request: HttpRequest, told: dict[str, Any], kind: str) -> HttpResponseBase:
    content = json.dumps(told, indent=2, ensure_ascii=False).encode()
    return tagged(request, HttpResponse(content, content_type=kind), _hash(content))


def _hash(content: bytes) -> str:
    return sha256(content).hexdigest()[:32]


def _seconds(found: Opened) -> int:
    return int(found.changed_at.timestamp())
