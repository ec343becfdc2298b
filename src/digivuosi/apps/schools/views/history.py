"""What has been done, by whom, and taking it back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from digivuosi.apps.look.dates import full
from digivuosi.apps.look.telling import refuse, tell
from digivuosi.apps.schools import queries
from digivuosi.apps.schools.access import AccessRequest, Permission, for_provider, for_school
from digivuosi.apps.schools.actions import Refused
from digivuosi.apps.schools.undoing import details_of, way_back, words_of

A_PAGE = 50


@dataclass(frozen=True)
class Told:
    """An event as the page tells it."""

    day: str
    time: str
    iso: str
    who: str
    what: Any
    about: str
    place: str
    undo_url: str
    is_undone: bool


def _address(request: AccessRequest, name: str, **more: object) -> str:
    access = request.access
    if access.school is not None:
        slugs = {"provider": access.provider.slug, "school": access.school.slug}
        return reverse(f"schools:{name}", kwargs={**slugs, **more})
    return reverse(f"schools:provider_{name}", kwargs={"provider": access.provider.slug, **more})


def _page(request: AccessRequest) -> HttpResponse:
    access = request.access
    given = request.GET.get("before", "")
    before = int(given) if given.isascii() and given.isdecimal() and len(given) < 15 else None
    events = queries.events_of(access.provider, access.school, before=before, count=A_PAGE + 1)
    shown, older = events[:A_PAGE], len(events) > A_PAGE
    names = queries.names_here(access.provider, (_user_of(event) for event in shown if _user_of(event)))
    told = [_told(request, event, names) for event in shown]
    context = {
        "told": told,
        "older": f"?before={shown[-1].pk}" if older else "",
        "is_first": before is None,
        "by_provider": access.school is None,
    }
    return render(request, "schools/history.html", context)


def _user_of(event: Any) -> int:
    for state in (event.after, event.before):
        if isinstance(state, dict) and isinstance(state.get("user"), int):
            return int(state["user"])
    return 0


def _told(request: AccessRequest, event: Any, names: dict[int, str]) -> Told:
    at = localtime(event.at)
    can = way_back(event, request.access) is not None
    return Told(
        day=full(at.date()),
        time=f"{at:%H.%M}",
        iso=at.isoformat(timespec="minutes"),
        who=str(event.by) if event.by else _("the program"),
        what=words_of(event.verb),
        about=", ".join(filter(None, (event.about_title or names.get(_user_of(event), ""), details_of(event)))),
        place=str(event.school) if event.school else "",
        undo_url=_address(request, "undo", pk=event.pk) if can else "",
        is_undone=getattr(event, "undone_by", None) is not None,
    )


def _undo(request: AccessRequest, pk: int) -> HttpResponse:
    event = queries.event_of(request.access.provider, pk, request.access.school)
    undo = way_back(event, request.access) if event is not None else None
    if event is None or undo is None:
        raise Http404
    try:
        undo(by=request.access.user, event=event)
    except Refused as refused:
        refuse(request, str(refused.words))
    else:
        tell(request, _("It is as it was before."))
    return redirect(_address(request, "history"))


@for_school(Permission.PLAN_YEAR)
@require_safe
def history(request: AccessRequest) -> HttpResponse:
    return _page(request)


@for_provider(Permission.MANAGE_PROVIDER)
@require_safe
def provider_history(request: AccessRequest) -> HttpResponse:
    return _page(request)


@require_POST
@for_school(Permission.PLAN_YEAR)
def undo(request: AccessRequest, pk: int) -> HttpResponse:
    return _undo(request, pk)


@require_POST
@for_provider(Permission.MANAGE_PROVIDER)
def provider_undo(request: AccessRequest, pk: int) -> HttpResponse:
    return _undo(request, pk)
