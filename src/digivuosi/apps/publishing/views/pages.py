"""The open toolkit for people: by target group with its wheel, matrix and materials; one measure; the editions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from digivuosi.apps.look.parts import Crumb
from digivuosi.apps.publishing.queries.opened import offered
from digivuosi.apps.publishing.queries.pictures import picture_of
from digivuosi.apps.publishing.views.answering import Reading, open_page, the_opened
from digivuosi.apps.schools.access import for_anyone
from digivuosi.apps.toolkit.forms.listing import LEVELS
from digivuosi.apps.toolkit.queries import lines
from digivuosi.apps.toolkit.views.measures import described
from digivuosi.domain.publishing.resources import licence_address
from digivuosi.domain.texts import Text
from digivuosi.domain.toolkit.matrix import DUTIES, Cell, responsibility_matrix
from digivuosi.domain.toolkit.toolkit import Duty, Level, Lineage, MaterialKind, Toolkit

RINGS = ("audience", "theme")


@dataclass(frozen=True)
class Actor:
    """An actor of a level, and what it has agreed to do, by area."""

    key: str
    title: Text
    statements: list[tuple[Text, list[Any]]]


@for_anyone
@require_safe
def front(request: HttpRequest, provider: str) -> HttpResponseBase:
    """The whole toolkit at one address; it prints as a booklet."""
    asked = request.GET.get("rings", "")
    rings = asked if asked in RINGS else RINGS[0]
    return open_page(
        request, the_opened(provider), "publishing/open/front.html", lambda reading: _front(reading, rings), asked=rings
    )


@for_anyone
@require_safe
def measure(request: HttpRequest, provider: str, key: str) -> HttpResponseBase:
    """One measure: why, who, when, how and with what."""

    def tell(reading: Reading) -> dict[str, Any]:
        toolkit = reading.found.toolkit
        found = toolkit.measure(key)
        if found is None:
            raise Http404
        words = described(toolkit, found, reading.found.provider, reading.starts)
        return {**words, "crumbs": [_home(reading), Crumb(found.title.get(reading.language, toolkit.language))]}

    return open_page(request, the_opened(provider), "publishing/open/measure.html", tell)


@for_anyone
@require_safe
def editions(request: HttpRequest, provider: str) -> HttpResponseBase:
    """The editions with what was new in each, and what one needs to check them."""

    def tell(reading: Reading) -> dict[str, Any]:
        found, places = reading.found, reading.places
        rows = [
            (
                one,
                places.address("package", edition=one.name),
                places.address("statement", edition=one.name),
                max(1, round(one.package_bytes / 1000)),
            )
            for one in offered(found)
        ]
        return {
            "rows": rows,
            "feed_url": places.address("feed"),
            "keys_url": places.address("keys"),
            "crumbs": [_home(reading), Crumb(_("Editions"))],
        }

    return open_page(request, the_opened(provider), "publishing/open/editions.html", tell)


def _home(reading: Reading) -> Crumb:
    return Crumb(reading.found.toolkit.title, reading.places.front)


def _front(reading: Reading, rings: str) -> dict[str, Any]:
    toolkit, places = reading.found.toolkit, reading.places
    shown = lines.in_order(lines.lines_of(toolkit.measures, reading.names, reading.year))
    content_hash = reading.found.edition.content_hash
    wheel = picture_of(toolkit, content_hash, shown, reading.year, language=reading.language, rings=rings)
    return {
        "groups": [
            (group, group.title or _("Others")) for group in lines.by_audience(shown, toolkit, reading.language)
        ],
        "wheel": wheel,
        "rings": rings,
        "ring_links": [(kind, words, _with_rings(places.front, kind)) for kind, words in _ring_words()],
        "levels": _levels(toolkit, reading.names),
        "duties": [(duty.value, DUTIES[duty]) for duty in Duty],
        "materials": _materials(reading),
        "licence_url": _web(licence_address(toolkit.licence)),
        "lineage": lineage_of(toolkit),
        "count": len(toolkit.measures),
    }


def lineage_of(toolkit: Toolkit) -> list[Lineage]:
    """Where the toolkit came from, the oldest first; each source once, in the edition that was taken in last."""
    last = {(line.id, line.publisher): line for line in toolkit.lineage}
    return list(last.values())


def _ring_words() -> list[tuple[str, Any]]:
    return [("audience", _("By target group")), ("theme", _("By theme"))]


def _with_rings(front: str, kind: str) -> str:
    return f"{front}{'&' if '?' in front else '?'}rings={kind}"


def _levels(toolkit: Toolkit, names: lines.RoleNames) -> list[tuple[str, Any, list[Actor]]]:
    """The matrix by level (its key, its name) and actor, in the words of the statements."""
    whole = responsibility_matrix(toolkit)
    found = []
    for level in Level:
        columns = [(index, column) for index, column in enumerate(whole.columns) if column.level is level]
        actors = [
            Actor(
                f"{level.value}-{column.actor}",
                names.named(column.actor) if toolkit.role(column.actor) else column.title,
                [(row.title, _statements(row.cells[index])) for row in whole.rows if row.cells[index].statements],
            )
            for index, column in columns
        ]
        if any(actor.statements for actor in actors):
            found.append((level.value, LEVELS[level], [actor for actor in actors if actor.statements]))
    return found


def _statements(cell: Cell) -> list[Any]:
    duties = list(Duty)
    return sorted(cell.statements, key=lambda one: duties.index(one.duty))


def _materials(reading: Reading) -> list[tuple[Any, str, str]]:
    """Each material with its address and its kind."""
    toolkit, places = reading.found.toolkit, reading.places
    kinds = {MaterialKind.FILE: "document", MaterialKind.LINK: "link", MaterialKind.VIDEO: "video"}
    rows = sorted(toolkit.materials, key=lambda one: one.title.get(reading.language, toolkit.language).casefold())
    return [(one, places.address("material", key=one.key), kinds[one.kind]) for one in rows]


def _web(address: str) -> str:
    return address if address.startswith("https://") else ""
