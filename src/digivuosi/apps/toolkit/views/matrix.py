"""The responsibility matrix: who does what on three levels, and what is one's own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from digivuosi.apps.look.dates import school_year
from digivuosi.apps.look.languages import current
from digivuosi.apps.look.parts import Tab
from digivuosi.apps.schools.access import AccessRequest, Permission, for_provider
from digivuosi.apps.schools.queries import asked_year
from digivuosi.apps.toolkit.forms.listing import LEVELS
from digivuosi.apps.toolkit.queries.lines import RoleNames, role_names
from digivuosi.apps.toolkit.queries.sources import Source, current_source
from digivuosi.apps.toolkit.queries.vacancies import Vacancy, vacancies
from digivuosi.apps.toolkit.views.places import Places, address
from digivuosi.domain.texts import Text
from digivuosi.domain.toolkit.matrix import DUTIES, Cell, Column, Mark, Matrix, Row, responsibility_matrix
from digivuosi.domain.toolkit.toolkit import Duty, Level, Responsibility


@dataclass(frozen=True)
class Head:
    """An actor at the top of a column."""

    key: str
    title: Text
    level: Level
    url: str
    vacancy: Vacancy | None


@dataclass(frozen=True)
class Line:
    """An area with its cells of the levels shown, and what is missing or double in it."""

    about: str
    title: Text
    cells: list[tuple[Head, Cell]]
    marks: list[Mark]


@dataclass(frozen=True)
class Mine:
    """What one actor has to do in one area."""

    title: Text
    about: str
    statements: list[tuple[Responsibility, list[Any]]]
    """Each with the measures that it belongs to."""


@for_provider(Permission.SEE_PROVIDER)
@require_safe
def matrix(request: AccessRequest) -> HttpResponse:
    source = current_source(request.access.provider)
    if source is None:
        nothing = {"may_edit": request.access.allows(Permission.EDIT_TOOLKIT), "draft_url": address(request, "draft")}
        return render(request, "toolkit/matrix_none.html", nothing)
    whole = responsibility_matrix(source.toolkit)
    names, starts = role_names(request.access.provider, source.toolkit), asked_year(request)
    empty = vacancies(source.toolkit, request.access.schools(), starts)
    heads = {(c.level, c.actor): _head(request, c, names, empty) for c in whole.columns}
    level, actor = _asked(request, whole)
    actors = list({head.key: head for head in heads.values()}.values())
    context: dict[str, Any] = {
        "source": source,
        "places": Places(source),
        "own_language": source.language,
        "year_name": school_year(starts),
        "duties": [(duty.value, DUTIES[duty]) for duty in Duty],
        "tabs": _tabs(request, level, actor),
        "actors": actors,
        "vacant": [(head, head.vacancy) for head in actors if head.vacancy and level in (None, head.level)],
        "actor": next((head for head in heads.values() if head.key == actor), None),
        "level": level,
    }
    if actor:
        context["mine"] = _mine(source, actor)
    else:
        context.update(_table(whole, heads, level))
    return render(request, "toolkit/matrix.html", context)


def _asked(request: AccessRequest, whole: Matrix) -> tuple[Level | None, str]:
    asked_level, asked_actor = request.GET.get("level", ""), request.GET.get("actor", "")
    level = Level(asked_level) if asked_level in set(Level) else None
    actor = asked_actor if asked_actor in {column.actor for column in whole.columns} else ""
    return level, actor


def _head(request: AccessRequest, column: Column, names: RoleNames, empty: dict[str, Vacancy]) -> Head:
    title = names.named(column.actor) if names.toolkit.role(column.actor) else column.title
    url = f"{address(request, 'matrix')}?actor={column.actor}"
    return Head(column.actor, title, column.level, url, empty.get(column.actor))


def _tabs(request: AccessRequest, level: Level | None, actor: str) -> list[Tab]:
    here = address(request, "matrix")
    found = [Tab(_("All at a glance"), here, level is None and not actor)]
    return [*found, *(Tab(words, f"{here}?level={key}", key is level and not actor) for key, words in LEVELS.items())]


def _table(whole: Matrix, heads: dict[tuple[Level, str], Head], level: Level | None) -> dict[str, Any]:
    shown = [one for one in Level if one in (level or one, level) and whole.columns_of(one)]
    columns = {one: [heads[c.level, c.actor] for c in whole.columns_of(one)] for one in shown}
    rows = [_line(row, heads, level) for row in whole.rows]
    kept = [line for line in rows if level is None or any(cell.statements for _, cell in line.cells) or line.marks]
    of_actors = [mark for mark in whole.marks if not mark.about and (level is None or mark.level is level)]
    return {
        "columns": [(LEVELS[one], columns[one]) for one in shown],
        "heads": [head for one in shown for head in columns[one]],
        "lines": kept,
        "gaps": [mark for line in kept for mark in line.marks if mark.is_gap] + of_actors,
        "overlaps": [mark for line in kept for mark in line.marks if not mark.is_gap],
    }


def _line(row: Row, heads: dict[tuple[Level, str], Head], level: Level | None) -> Line:
    cells = [
        (heads[cell.column.level, cell.column.actor], cell)
        for cell in row.cells
        if level is None or cell.column.level is level
    ]
    # What a wider community is not asked to do is no gap: pupils and homes take part where it is natural.
    marks = [
        mark
        for mark in row.marks
        if (level is None or mark.level in (level, None)) and not (mark.is_gap and mark.level is Level.COMMUNITY)
    ]
    return Line(row.about, row.title, cells, marks)


def _mine(source: Source, actor: str) -> list[Mine]:
    toolkit = source.toolkit
    own = [one for one in toolkit.responsibilities if one.actor == actor]
    duties = list(Duty)
    found = []
    for area in toolkit.areas:
        here = sorted((one for one in own if one.about == area.key), key=lambda one: duties.index(one.duty))
        if here:
            pairs = [(one, [m for key in one.measures if (m := toolkit.measure(key))]) for one in here]
            found.append(Mine(area.title, area.key, pairs))
    return sorted(found, key=lambda mine: mine.title.get(current(), toolkit.language).casefold())
