"""One measure: why first, then who, when and how. The same page for the toolkit in use, an edition and the draft."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from digivuosi.apps.look.dates import school_year
from digivuosi.apps.look.languages import current
from digivuosi.apps.look.parts import Crumb
from digivuosi.apps.responsibilities.labels import as_heading
from digivuosi.apps.schools.access import GRANTS, AccessRequest, Permission, for_provider
from digivuosi.apps.schools.queries import asked_year, calendar_of
from digivuosi.apps.toolkit.forms.listing import LEVELS
from digivuosi.apps.toolkit.queries.lines import RoleNames, places_in, role_names
from digivuosi.apps.toolkit.queries.sources import Source, current_source, edition_source
from digivuosi.apps.toolkit.showing import hours_of, time_of
from digivuosi.apps.toolkit.views.places import Places, address, the_draft
from digivuosi.domain.schoolyear.rules import RuleError, print_repeat
from digivuosi.domain.texts import Text
from digivuosi.domain.toolkit.toolkit import Measure, Part, Toolkit, Year

if TYPE_CHECKING:
    from digivuosi.apps.schools.models import Provider

MOST_SCHOOLS = 4


@dataclass(frozen=True)
class Who:
    """A role's part in the measure."""

    title: Text
    responsible: bool
    hours: str


@dataclass(frozen=True)
class Neighbour:
    """A measure that comes before or after."""

    measure: Measure
    last_year: bool
    gap_days: int


@for_provider(Permission.SEE_PROVIDER)
@require_safe
def measure(request: AccessRequest, key: str) -> HttpResponse:
    return measure_page(request, current_source(request.access.provider), key)


@for_provider(Permission.SEE_PROVIDER)
@require_safe
def edition_measure(request: AccessRequest, edition: str, key: str) -> HttpResponse:
    return measure_page(request, edition_source(request.access.provider, edition), key)


@for_provider(Permission.EDIT_TOOLKIT)
@require_safe
def draft_preview(request: AccessRequest, key: str) -> HttpResponse:
    return measure_page(request, the_draft(request), key)


def measure_page(request: AccessRequest, source: Source | None, key: str) -> HttpResponse:
    found = source.toolkit.measure(key) if source else None
    if source is None or found is None:
        raise Http404
    places = Places(source)
    context = {
        **described(source.toolkit, found, source.provider, asked_year(request)),
        "source": source,
        "places": places,
        "may_edit": request.access.allows(Permission.EDIT_TOOLKIT),
        "edit_url": address(request, "edit_measure", key=key),
        "own_schools": _own_schools(request, key),
        "crumbs": places.crumbs(Crumb(found.title.get(current(), source.language))),
    }
    return render(request, "toolkit/measure.html", context)


def described(toolkit: Toolkit, found: Measure, provider: Provider, starts: int) -> dict[str, Any]:
    """What `toolkit/parts/described.html` says of a measure."""
    year, names = calendar_of(provider, starts), role_names(provider, toolkit)
    length = ngettext("%(days)s school day", "%(days)s school days", found.days) % {"days": found.days}
    return {
        "measure": found,
        "own_language": toolkit.language,
        "theme": toolkit.theme(found.theme),
        "who": [*_who(found.responsible, names, True), *_who(found.contributing, names, False)],
        "audiences": [one.title for one in map(toolkit.audience, found.audiences) if one],
        "levels": [LEVELS[level] for level in found.levels],
        "window": time_of(found.window, year),
        "recommended": time_of(found.recommended_time, year) if found.recommended_time else None,
        "times": places_in(found, year),
        "year_name": school_year(starts),
        "length": length,
        "repeat": _repeat_words(found),
        "materials": [one for one in map(toolkit.material, found.materials) if one],
        "before": list(_before(found, toolkit)),
        "after": list(_following(found, toolkit)),
        "needs": [one for one in map(toolkit.need, found.needs) if one],
    }


def _who(parts: tuple[Part, ...], names: RoleNames, responsible: bool) -> Iterator[Who]:
    for part in parts:
        hours = _("%(hours)s h") % {"hours": hours_of(part.hours)} if part.hours else ""
        yield Who(as_heading(names.named(part.role)), responsible, hours)


def _repeat_words(found: Measure) -> str:
    try:
        return print_repeat(found.repeat, current())
    except RuleError:
        return found.repeat


def _before(found: Measure, toolkit: Toolkit) -> Iterator[Neighbour]:
    for after in found.after:
        if other := toolkit.measure(after.measure):
            yield Neighbour(other, after.of is Year.LAST, after.gap_days)


def _following(found: Measure, toolkit: Toolkit) -> Iterator[Neighbour]:
    for other in toolkit.measures:
        for after in other.after:
            if after.measure == found.key:
                yield Neighbour(other, after.of is Year.LAST, after.gap_days)


def _own_schools(request: AccessRequest, key: str) -> list[tuple[str, str]]:
    """Where the reader may change the measure for a school; whoever has many schools goes by the school's own pages."""
    access = request.access
    may = [one.school for one in access.memberships if one.school and Permission.PLAN_YEAR in GRANTS[one.kind]]
    found = {school.slug: school.name for school in may if school.is_active}
    if len(found) > MOST_SCHOOLS:
        return []
    return [(name, address(request, "local", school=slug, key=key)) for slug, name in found.items()]
