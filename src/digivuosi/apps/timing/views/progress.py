"""How far a search in the background is, in words and honest figures."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from digivuosi.apps.schools.access import AccessRequest, Permission
from digivuosi.apps.timing import actions
from digivuosi.apps.timing.views import words


@dataclass(frozen=True)
class Progress:
    """`facts` are words; `url` is where it is asked again; `stop_url` is empty for those who only look on."""

    state: str
    is_open: bool
    seconds: float
    of: int
    facts: list[str]
    url: str
    stop_url: str


def progress_of(run: Any, request: AccessRequest) -> Progress | None:
    """None for a proposal that nobody has asked the background to improve."""
    figures = run.progress
    if not run.is_open and not figures and run.state == "done":
        return None
    may_stop = request.access.allows(Permission.PLAN_YEAR if request.access.school else Permission.MANAGE_PROVIDER)
    slugs = {"provider": request.access.provider.slug}
    prefix = "provider_" if request.access.school is None else ""
    if request.access.school is not None:
        slugs["school"] = request.access.school.slug
    return Progress(
        state=str(run.get_state_display()),
        is_open=run.is_open,
        seconds=float(figures.get("seconds") or 0),
        of=run.seconds,
        facts=facts_of(figures),
        url=reverse(f"timing:{prefix}progress", kwargs={**slugs, "run": run.pk}),
        stop_url=reverse(f"timing:{prefix}stop", kwargs={**slugs, "run": run.pk}) if may_stop else "",
    )


def facts_of(figures: dict[str, Any]) -> list[str]:
    """The best so far, how good any plan could be at best, and what has no day."""
    found = []
    cost, bound = figures.get("cost"), figures.get("bound")
    if figures.get("seconds"):
        found.append(_("%(seconds)s seconds of work") % {"seconds": round(figures["seconds"])})
    if cost is not None:
        found.append(_("the best so far has %(points)s points (fewer is better)") % {"points": words.number(cost)})
    if cost is not None and bound is not None:
        if figures.get("proven"):
            found.append(_("it is proved that no plan can be better"))
        elif cost > 0:
            # Rounded up: the promise must hold.
            percent = ceil(1000 * max(0.0, cost - bound) / cost) / 10
            found.append(_("no plan can be more than %(percent)s %% better") % {"percent": words.number(percent)})
    if figures.get("missing"):
        found.append(_("%(count)s without a day") % {"count": figures["missing"]})
    return found


def progress_part(request: AccessRequest, found: Any) -> HttpResponse:
    """The part of a page that is asked again and again; a search whose worker is gone is taken up by it."""
    if found.is_open:
        actions.take_up_again()
        found.refresh_from_db()
    response = render(request, "timing/progress.html", {"progress": progress_of(found, request), "run": found})
    if not found.is_open and getattr(request, "htmx", False):
        # The page is shown anew, with what was found.
        response["HX-Refresh"] = "true"
    return response
