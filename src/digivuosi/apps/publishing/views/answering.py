"""How open addresses answer: the same for everyone, so it is made once, tagged, and may be kept by caches."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.cache import get_conditional_response
from django.utils.http import http_date, quote_etag
from django_scopes import scope

from digivuosi.apps.look import clock
from digivuosi.apps.look.context import program_version
from digivuosi.apps.look.dates import school_year
from digivuosi.apps.look.languages import NAMES, current, known
from digivuosi.apps.people.addresses import origin_of
from digivuosi.apps.publishing.queries.opened import Opened, opened
from digivuosi.apps.publishing.queries.pictures import calendar_mark
from digivuosi.apps.publishing.queries.telling import places_on
from digivuosi.apps.publishing.views.places import OpenPlaces
from digivuosi.apps.schools.queries import calendar_of, school_year_now
from digivuosi.apps.toolkit.queries.lines import RoleNames, role_names
from digivuosi.apps.toolkit.queries.toolkits import Kept
from digivuosi.domain.schoolyear.calendar import SchoolYear

MINUTES = 5
"""How long a cache may answer without asking; then it asks, and a 304 costs next to nothing."""
FOREVER = 365 * 24 * 3600
"""For what never changes under its address."""
PAGES = 80
"""How many finished pages a process keeps."""
_pages: Kept[str] = Kept(PAGES)


@dataclass(frozen=True)
class Reading:
    """What an open page is made of."""

    found: Opened
    places: OpenPlaces
    starts: int
    year: SchoolYear
    names: RoleNames
    language: str


Telling = Callable[[Reading], dict[str, Any]]


def the_opened(slug: str) -> Opened:
    """The open toolkit at this address, or 404."""
    found = opened(slug)
    if found is None:
        raise Http404
    return found


def open_page(
    request: HttpRequest, found: Opened, template: str, tell: Telling, *, asked: str = ""
) -> HttpResponseBase:
    """A page of an open toolkit; `asked` is what else the reader chose, `?language=sv` its language."""
    given = request.GET.get("language", "")
    wished = given if given in known() else ""
    language = wished or current()
    with translation.override(language), scope(provider=found.provider):
        starts = school_year_now(clock.today())
        year, names = calendar_of(found.provider, starts), role_names(found.provider, found.toolkit)
        reading = Reading(found, OpenPlaces(found.provider.slug, wished), starts, year, names, language)
        origin = origin_of(request)
        parts = (
            template, request.path, origin, found.version, found.provider.name, calendar_mark(year), repr(names.own),
            language, wished, asked, program_version(),
        )  # fmt: skip
        tag = sha256("\n".join(parts).encode()).hexdigest()[:32]
        content = _pages.get(tag)
        if content is None:
            shown = render_to_string(template, {**_frame(request, reading, origin), **tell(reading)})
            content = _pages.put(tag, shown)
    response = HttpResponse(content)
    response["Content-Language"] = language
    return tagged(request, response, tag)


def tagged(
    request: HttpRequest, response: HttpResponse, tag: str, *, changed: int | None = None, never: bool = False
) -> HttpResponseBase:
    """Answer with a tag, or 304 to who has it; `changed` in seconds since 1970, `never` when it cannot change."""
    etag = quote_etag(tag)
    response["ETag"] = etag
    if changed is not None:
        response["Last-Modified"] = http_date(changed)
    response["Cache-Control"] = f"public, max-age={FOREVER}, immutable" if never else f"public, max-age={MINUTES * 60}"
    # What is open is for anyone, pages of other sites too: nothing here depends on who asks.
    response["Access-Control-Allow-Origin"] = "*"
    answer = get_conditional_response(request, etag, changed, response)
    return answer if answer is not None else response


def _frame(request: HttpRequest, reading: Reading, origin: str) -> dict[str, Any]:
    """What every open page has around it."""
    provider, toolkit = reading.found.provider, reading.found.toolkit
    return {
        "provider": provider,
        "toolkit": toolkit,
        "edition": reading.found.edition,
        "places": reading.places,
        "own_language": toolkit.language,
        "language": reading.language,
        "spoken": [
            (code, NAMES[code], f"{request.path}?language={code}", code == reading.language) for code in known()
        ],
        "canonical": places_on(provider.slug, origin).toolkit.removesuffix(f"/open/{provider.slug}/") + request.path,
        "year_name": school_year(reading.starts),
        "version": program_version(),
    }
