"""The toolkit: by target group, by theme, by month, with search and filters."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from digivuosi.apps.look.dates import month_name, school_year
from digivuosi.apps.look.languages import current
from digivuosi.apps.look.parts import Tab
from digivuosi.apps.schools.access import AccessRequest, Permission, for_provider
from digivuosi.apps.schools.queries import asked_year, calendar_of
from digivuosi.apps.toolkit.forms.listing import ListForm
from digivuosi.apps.toolkit.queries import editions_of, lines
from digivuosi.apps.toolkit.queries.sources import Source, current_source, draft_source, edition_source, find
from digivuosi.apps.toolkit.views.places import Places, address

AUDIENCE, THEME, MONTH = "audience", "theme", "month"


@for_provider(Permission.SEE_PROVIDER)
@require_safe
def toolkit(request: AccessRequest) -> HttpResponse:
    """The current edition."""
    source = current_source(request.access.provider)
    if source is None:
        may_edit = request.access.allows(Permission.EDIT_TOOLKIT)
        has_draft = may_edit and draft_source(request.access.provider) is not None
        context = {"may_edit": may_edit, "has_draft": has_draft, "draft_url": address(request, "draft")}
        return render(request, "toolkit/none.html", context)
    return toolkit_page(request, source)


@for_provider(Permission.SEE_PROVIDER)
@require_safe
def edition_toolkit(request: AccessRequest, edition: str) -> HttpResponse:
    """An edition as it was published."""
    source = edition_source(request.access.provider, edition)
    if source is None:
        raise Http404
    return toolkit_page(request, source)


@for_provider(Permission.EDIT_TOOLKIT)
@require_safe
def draft_toolkit(request: AccessRequest) -> HttpResponse:
    """The draft as readers would see it."""
    source = draft_source(request.access.provider)
    if source is None:
        raise Http404
    return toolkit_page(request, source)


def toolkit_page(request: AccessRequest, source: Source) -> HttpResponse:
    provider, places = request.access.provider, Places(source)
    names = lines.role_names(provider, source.toolkit)
    form = ListForm({**request.GET.dict(), "by": _asked_by(request)}, names)
    starts = asked_year(request)
    query = form.asked("q")
    found = find(source, query, current()) if query else list(source.toolkit.measures)
    shown = lines.lines_of((m for m in found if form.fits(m)), names, calendar_of(provider, starts))
    by = _asked_by(request)
    groups = [] if query else _groups(by, lines.in_order(shown), source)
    context: dict[str, Any] = {
        "source": source,
        "toolkit": source.toolkit,
        "own_language": source.language,
        "places": places,
        "form": form,
        "query": query,
        "by": by,
        "tabs": _tabs(request, by),
        "chips": _chips(request, form),
        "groups": [(group, _title(group, by)) for group in groups],
        "hits": shown if query else [],
        "count": len(shown),
        "year_name": school_year(starts),
        "edition": source.edition,
        "editions_url": address(request, "editions"),
        "matrix_url": address(request, "matrix"),
        "is_newest": source.edition is None or editions_of(provider)[0].pk == source.edition.pk,
        "may_edit": request.access.allows(Permission.EDIT_TOOLKIT),
    }
    part = "#list" if request.htmx and request.htmx.target == "toolkit-list" else ""  # type: ignore[attr-defined]
    return render(request, f"toolkit/toolkit.html{part}", context)


def _asked_by(request: AccessRequest) -> str:
    asked = request.GET.get("by", "")
    return asked if asked in (THEME, MONTH) else AUDIENCE


def _groups(by: str, shown: list[lines.Line], source: Source) -> list[lines.Group]:
    if by == MONTH:
        return lines.by_month(shown)
    if by == THEME:
        return lines.by_theme(shown, source.toolkit)
    return lines.by_audience(shown, source.toolkit, current())


def _title(group: lines.Group, by: str) -> Any:
    if by == MONTH:
        number = int(group.key)
        return (
            _("Not this school year") if number == lines.NOT_THIS_YEAR else month_name(number, current()).capitalize()
        )
    return group.title or _("Others")


def _with(request: AccessRequest, **changes: str) -> str:
    """This address with other questions; empty ones go."""
    asked = request.GET.copy()
    for name, value in changes.items():
        asked.pop(name, None)
        if value:
            asked[name] = value
    kept = asked.urlencode()
    return f"{request.path}?{kept}" if kept else request.path


def _tabs(request: AccessRequest, by: str) -> list[Tab]:
    views = ((AUDIENCE, _("By target group")), (THEME, _("By theme")), (MONTH, _("By month")))
    return [Tab(title, _with(request, by="" if key == AUDIENCE else key), key == by) for key, title in views]


def _chips(request: AccessRequest, form: ListForm) -> Iterable[tuple[Any, str]]:
    return [(words, _with(request, **{name: ""})) for name, words in form.chips()]
