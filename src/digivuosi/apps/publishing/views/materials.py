"""Materials of an open toolkit: Markdown is read on a page, every file can be saved."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.views.decorators.http import require_safe
from django_scopes import scope

from digivuosi.apps.look.languages import NAMES
from digivuosi.apps.look.parts import Crumb
from digivuosi.apps.publishing.views.answering import MINUTES, Reading, open_page, the_opened
from digivuosi.apps.schools.access import for_anyone
from digivuosi.apps.toolkit.queries.sources import file_of, languages_of
from digivuosi.apps.toolkit.views.materials import facts_of, file_answer, markdown_of
from digivuosi.domain.toolkit.toolkit import Material, MaterialKind


@for_anyone
@require_safe
def material(request: HttpRequest, provider: str, key: str) -> HttpResponseBase:
    """A file as a page; a link or video leads straight to its address."""
    there = the_opened(provider)
    found = there.toolkit.material(key)
    if found is None:
        raise Http404
    if found.kind is not MaterialKind.FILE:
        return redirect(found.address)
    return open_page(request, there, "publishing/open/material.html", lambda reading: _told(reading, found))


@for_anyone
@require_safe
def file(request: HttpRequest, provider: str, key: str) -> HttpResponseBase:
    """The file itself, always to be saved."""
    found = the_opened(provider)
    with scope(provider=found.provider):
        response = file_answer(request, found.source, key)
    response["Cache-Control"] = f"public, max-age={MINUTES * 60}"
    return response


def _told(reading: Reading, found: Material) -> dict[str, Any]:
    source, places = reading.found.source, reading.places
    held, spoken = file_of(source, found.key, reading.language), languages_of(source, found.key)
    heading, words = markdown_of(held)
    users = [one for one in source.toolkit.measures if found.key in one.materials]
    return {
        "material": found,
        "held": held,
        "heading": heading,
        "text": words,
        "in_languages": [(NAMES.get(one, one), places.file(found.key, one), one) for one in spoken],
        "file_url": places.file(found.key, held.language if held and spoken else ""),
        "facts": [] if words is not None or held is None else facts_of(held),
        "users": [(one, places.address("measure", key=one.key)) for one in users],
        "crumbs": [Crumb(source.toolkit.title, places.front), Crumb(found.title)],
    }
