"""A proposal for all schools: how far it is, its moves by mentor or by school, taking it and taking it back."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from digivuosi.apps.look import clock, dates
from digivuosi.apps.look.parts import Crumb
from digivuosi.apps.look.telling import refuse, tell, warn
from digivuosi.apps.schools.access import AccessRequest, Permission, for_provider
from digivuosi.apps.timing import actions
from digivuosi.apps.timing.forms import TakeCityForm
from digivuosi.apps.timing.queries.city_moves import By, CityPlan, steps_standing
from digivuosi.apps.timing.queries.deadlocks import deadlock_in
from digivuosi.apps.timing.queries.problems import problem_of_provider
from digivuosi.apps.timing.queries.runs import plans_of, run_of
from digivuosi.apps.timing.queries.situations import Situation
from digivuosi.apps.timing.queries.what import What
from digivuosi.apps.timing.views.city import seen_mentors
from digivuosi.apps.timing.views.city_moves import ALL, chosen_items, figures, group_tabs, round_tables, shown_groups
from digivuosi.apps.timing.views.progress import progress_of, progress_part
from digivuosi.apps.timing.views.proposing import when_in_words
from digivuosi.apps.timing.views.provider import address

BEST = "best"


@for_provider(Permission.OVERSEE_SCHOOLS)
@require_safe
def provider_run(request: AccessRequest, run: int) -> HttpResponse:
    """How far the search is; when it has ended, what would move and why."""
    found = _run(request, run)
    actions.take_up_again()
    found.refresh_from_db()
    situation = _situation(request, found)
    context: dict[str, Any] = {
        "run": found,
        "when": when_in_words(found.asked_at),
        "year_name": dates.school_year(found.year),
        "crumbs": [Crumb(_("Timing at all schools"), address(request, "city", found.year)), Crumb(_("Proposal"))],
        "progress": progress_of(found, request),
        "has_failed": found.state == "failed",
        "may_manage": request.access.allows(Permission.MANAGE_PROVIDER),
        "city_url": address(request, "city", found.year),
        "deadlock": deadlock_in(situation, found.progress.get("deadlock") or {}),
    }
    plan = _best(found)
    if plan is not None and not found.is_open:
        context |= _plan_context(request, CityPlan(situation, found, plan))
    return render(request, "timing/city_run.html", context)


@for_provider(Permission.OVERSEE_SCHOOLS)
@require_safe
def provider_progress(request: AccessRequest, run: int) -> HttpResponse:
    """How far the search is: a part of the page, asked again and again."""
    return progress_part(request, _run(request, run))


@require_POST
@for_provider(Permission.MANAGE_PROVIDER)
def provider_stop(request: AccessRequest, run: int) -> HttpResponse:
    """End the search with the best so far."""
    found = _run(request, run)
    actions.stop(by=request.access.user, run=found)
    tell(request, _("The search stops. The best that was found is kept."))
    return redirect(address(request, "provider_run", run=found.pk))


@require_POST
@for_provider(Permission.MANAGE_PROVIDER)
def provider_take(request: AccessRequest, run: int) -> HttpResponse:
    """Take all moves, those of a mentor or a school, or those that are ticked."""
    found = _run(request, run)
    plan = _best(found)
    if plan is None:
        raise Http404
    back = address(request, "provider_run", run=found.pk)
    form = TakeCityForm(request.POST, items=plan.starts)
    items: list[str] = []
    if form.is_valid():
        city = CityPlan(_situation(request, found), found, plan)
        items = chosen_items(city, form.cleaned_data["only"], form.cleaned_data["items"], _schools(request))
    if not items:
        refuse(request, _("Nothing was chosen, and nothing was changed."))
        return redirect(back)
    taken = actions.take_moves(by=request.access.user, run=found, plan=plan, items=items)
    _tell(request, found, taken)
    return redirect(back)


@require_POST
@for_provider(Permission.MANAGE_PROVIDER)
def provider_back(request: AccessRequest, run: int, since: int) -> HttpResponse:
    """Take back what was taken from a step on, at every school."""
    found = _run(request, run)
    if since not in found.taken:
        raise Http404
    undone = actions.take_all_back(by=request.access.user, run=found, since=since)
    if undone.schools:
        words = ngettext("Taken back at %(count)s school.", "Taken back at %(count)s schools.", len(undone.schools)) % {
            "count": len(undone.schools)
        }
        tell(request, words)
    elif not undone.kept:
        refuse(request, _("It has been taken back already."))
    if undone.kept:
        names = ", ".join(school.name for school in undone.kept)
        warn(request, _("Changed since, so kept as it is: %(names)s.") % {"names": names})
    return redirect(address(request, "provider_run", run=found.pk))


def _run(request: AccessRequest, pk: int) -> Any:
    found = run_of(request.access.provider, pk, None)
    if found is None:
        raise Http404
    return found


def _best(run: Any) -> Any:
    return next((plan for plan in plans_of(run) if plan.name == BEST), None)


def _situation(request: AccessRequest, run: Any) -> Situation:
    return problem_of_provider(request.access.provider, run.year, clock.today(), What.from_document(run.what))


def _schools(request: AccessRequest) -> set[int]:
    """The schools whose moves the reader sees."""
    return {school.pk for school in request.access.schools()}


def _plan_context(request: AccessRequest, city: CityPlan) -> dict[str, Any]:
    run, schools = city.run, _schools(request)
    here = address(request, "provider_run", run=run.pk)
    by = By.SCHOOL if request.GET.get("by") == By.SCHOOL else By.MENTOR
    groups = shown_groups(city, by, schools, request.GET.get("group", ""), here)
    standing = steps_standing(run)
    return {
        "has_plan": True,
        "by_tabs": group_tabs(by, here),
        "groups": groups,
        "move_count": sum(group.count for group in groups),
        "may_take": any(move.may_take for group in groups for move in group.moves),
        "take_all": ALL,
        "take_url": address(request, "provider_take", run=run.pk),
        "figures": figures(city),
        "peaks": city.peaks(seen_mentors(request)),
        "rounds": round_tables(city, schools),
        "homeless": [(one.title, one.school.name) for one in city.homeless(schools)],
        "standing": len(standing),
        "back_url": address(request, "provider_back", run=run.pk, since=standing[0]) if standing else "",
    }


def _tell(request: AccessRequest, run: Any, taken: Any) -> None:
    if taken.moved:
        told = ngettext("%(count)s measure was moved.", "%(count)s measures were moved.", len(taken.moved))
        since = min(event.pk for event in taken.events)
        undo = address(request, "provider_back", run=run.pk, since=since)
        tell(request, told % {"count": len(taken.moved)}, undo=undo)
    if taken.kept:
        kept = ngettext(
            "%(count)s measure was kept where it is: someone has changed it since the proposal was made.",
            "%(count)s measures were kept where they are: someone has changed them since the proposal was made.",
            len(taken.kept),
        )
        warn(request, kept % {"count": len(taken.kept)})
