"""Editions: what was published when, what is in it, and the whole of it as a package."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from digivuosi.apps.look import clock
from digivuosi.apps.look.languages import current
from digivuosi.apps.look.parts import Crumb
from digivuosi.apps.schools.access import AccessRequest, Permission, for_provider
from digivuosi.apps.schools.queries import calendar_of, school_year_now
from digivuosi.apps.toolkit.queries import current_edition, editions_of
from digivuosi.apps.toolkit.queries.lines import by_theme, lines_of, role_names
from digivuosi.apps.toolkit.queries.sources import Source, edition_source, package_in
from digivuosi.apps.toolkit.showing import first_sentence
from digivuosi.apps.toolkit.views.places import Places, address
from digivuosi.domain.toolkit.package import write_zip

SHOWN_HASH = 12
"""Letters of a hash that people compare; the whole one stands on the edition's page."""


@for_provider(Permission.SEE_PROVIDER)
@require_safe
def editions(request: AccessRequest) -> HttpResponse:
    rows = [
        (edition, address(request, "edition", edition=edition.name), edition.content_hash[:SHOWN_HASH])
        for edition in editions_of(request.access.provider)
    ]
    crumbs = [Crumb(_("Toolkit"), address(request, "toolkit")), Crumb(_("Editions"))]
    return render(request, "toolkit/reading/editions.html", {"rows": rows, "crumbs": crumbs})


@for_provider(Permission.SEE_PROVIDER)
@require_safe
def edition(request: AccessRequest, edition: str) -> HttpResponse:
    """An edition with its measures in short, to read and to take along."""
    source = _asked(request, edition)
    provider, toolkit, places = source.provider, source.toolkit, Places(source)
    year = calendar_of(provider, school_year_now(clock.today()))
    lines = sorted(
        lines_of(toolkit.measures, role_names(provider, toolkit), year),
        key=lambda line: line.measure.title.get(current(), source.language).casefold(),
    )
    groups = [
        (group, [(one.measure, first_sentence(one.measure.purpose), places.measure(one.measure.key)) for one in held])
        for group, held in ((group, group.lines) for group in by_theme(lines, toolkit))
    ]
    newest = current_edition(provider)
    context = {
        "source": source,
        "own_language": source.language,
        "edition": source.edition,
        "groups": groups,
        "is_current": newest is not None and newest == source.edition,
        "read_url": places.front,
        "zip_url": address(request, "edition_zip", edition=edition),
        "crumbs": [
            Crumb(_("Toolkit"), address(request, "toolkit")),
            Crumb(_("Editions"), address(request, "editions")),
            Crumb(edition),
        ],
    }
    return render(request, "toolkit/reading/edition.html", context)


@for_provider(Permission.SEE_PROVIDER)
@require_safe
def edition_zip(request: AccessRequest, edition: str) -> HttpResponse:
    """The edition as a package that any other municipality can take."""
    source = _asked(request, edition)
    return HttpResponse(
        write_zip(package_in(source)),
        content_type="application/zip",
        headers={
            "Content-Disposition": content_disposition_header(True, f"{source.toolkit.id}-{edition}.zip")
            or "attachment",
            "X-Content-Type-Options": "nosniff",
        },
    )


def _asked(request: AccessRequest, edition: str) -> Source:
    source = edition_source(request.access.provider, edition)
    if source is None:
        raise Http404
    return source
