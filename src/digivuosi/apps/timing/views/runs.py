"""One proposal: its alternatives beside today's plan, taking it whole or in part, and the search for a better one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST, require_safe

from digivuosi.apps.look import clock, dates
from digivuosi.apps.look.languages import current
from digivuosi.apps.look.parts import Crumb, Tab
from digivuosi.apps.look.telling import refuse, tell, warn
from digivuosi.apps.schools.access import AccessRequest, Permission, for_school
from digivuosi.apps.schools.actions import Refused
from digivuosi.apps.timing import actions
from digivuosi.apps.timing.forms import TakeForm
from digivuosi.apps.timing.queries.loads import load_table
from digivuosi.apps.timing.queries.problems import problem_of_school
from digivuosi.apps.timing.queries.proposals import Moving, Shown, proposal_wheel, shown_plan
from digivuosi.apps.timing.queries.runs import Plan, plans_of, run_of
from digivuosi.apps.timing.queries.situations import Situation
from digivuosi.apps.timing.queries.what import What
from digivuosi.apps.timing.views import words
from digivuosi.apps.timing.views.hours import address
from digivuosi.apps.timing.views.loads import shown_table
from digivuosi.apps.timing.views.progress import progress_of, progress_part
from digivuosi.apps.timing.views.proposing import cuts_in_words, past_in_words, when_in_words
from digivuosi.domain.timing.alternatives import figures_of

NAMES = {
    "calm": gettext_lazy("Calmest weeks"),
    "recommended": gettext_lazy("Closest to the recommended times"),
    "few": gettext_lazy("Fewest changes"),
    "best": gettext_lazy("Searched longer"),
    "balanced": gettext_lazy("All in balance"),
}
MOST_NAMED = 3


@dataclass(frozen=True)
class ShownMove:
    """A move in words."""

    item: str
    title: Any
    theme: Any
    was: str
    to: str
    reasons: tuple[Any, ...]
    is_changed: bool
    is_taken: bool
    label: str


@dataclass(frozen=True)
class ShownPlan:
    """A row of the comparison: what a proposal is like in figures."""

    title: str
    url: str
    is_current: bool
    moves: int
    outside: str
    over: int
    missing: int


@for_school(Permission.PLAN_YEAR)
@require_safe
def run(request: AccessRequest, run: int) -> HttpResponse:
    """The alternatives of a proposal, and the moves of the one that is looked at."""
    found = _run(request, run)
    actions.take_up_again()
    found.refresh_from_db()
    situation = problem_of_school(request.access.here, found.year, clock.today(), What.from_document(found.what))
    plans = plans_of(found)
    wanted = request.GET.get("plan", "")
    plan = next((one for one in plans if one.name == wanted), plans[0] if plans else None)
    context: dict[str, Any] = {
        "run": found,
        "when": when_in_words(found.asked_at),
        "year_name": dates.school_year(found.year),
        "crumbs": [
            Crumb(_("Propose a timing"), address(request, "propose", found.year)),
            Crumb(_("Proposal")),
        ],
        "progress": progress_of(found, request),
        "past": past_in_words(situation),
        "cuts": cuts_in_words(situation),
        "better_url": address(request, "better", run=found.pk),
        "take_url": address(request, "take", run=found.pk),
        "again_url": address(request, "propose", found.year),
    }
    if plan is not None:
        context |= _plan_context(request, situation, found, plans, plan)
    return render(request, "timing/run.html", context)


@require_POST
@for_school(Permission.PLAN_YEAR)
def take(request: AccessRequest, run: int) -> HttpResponse:
    """Take all moves of a plan, or those that are ticked."""
    found = _run(request, run)
    plans = {plan.name: plan for plan in plans_of(found)}
    plan = plans.get(request.POST.get("plan", ""))
    if plan is None:
        raise Http404
    back = f"{address(request, 'run', run=found.pk)}?plan={plan.name}"
    form = TakeForm(request.POST, items=plan.starts)
    if not form.is_valid() or not form.cleaned_data["items"]:
        refuse(request, _("Nothing was chosen, and nothing was changed."))
        return redirect(back)
    taken = actions.take_moves(by=request.access.user, run=found, plan=plan, items=form.cleaned_data["items"])
    _tell(request, found, taken, back)
    return redirect(back)


@require_POST
@for_school(Permission.PLAN_YEAR)
def better(request: AccessRequest, run: int) -> HttpResponse:
    """Let the background look for a better plan."""
    found = _run(request, run)
    try:
        actions.ask_for_better(by=request.access.user, run=found)
    except Refused as no:
        refuse(request, str(no.words))
    return redirect(f"{address(request, 'run', run=found.pk)}?plan=best")


@require_POST
@for_school(Permission.PLAN_YEAR)
def stop(request: AccessRequest, run: int) -> HttpResponse:
    """End the search with the best so far."""
    found = _run(request, run)
    actions.stop(by=request.access.user, run=found)
    tell(request, _("The search stops. The best that was found is kept."))
    return redirect(f"{address(request, 'run', run=found.pk)}?plan=best")


@for_school(Permission.PLAN_YEAR)
@require_safe
def progress(request: AccessRequest, run: int) -> HttpResponse:
    """How far the search is: a part of the page, asked again and again."""
    return progress_part(request, _run(request, run))


def _run(request: AccessRequest, pk: int) -> Any:
    found = run_of(request.access.provider, pk, request.access.here)
    if found is None:
        raise Http404
    return found


def _plan_context(
    request: AccessRequest, situation: Situation, run: Any, plans: list[Plan], plan: Plan
) -> dict[str, Any]:
    shown = {one.name: shown_plan(situation, run, one) for one in plans}
    here = shown[plan.name]
    tables = [(_("now"), load_table(situation)), (_("proposal"), load_table(situation, here.starts))]
    return {
        "plan": plan,
        "plan_title": title_of(plan),
        "tabs": [
            Tab(title_of(one), f"{address(request, 'run', run=run.pk)}?plan={one.name}", one is plan) for one in plans
        ],
        "plans": [
            _today(situation),
            *(_compared(request, situation, run, one, shown[one.name], one is plan) for one in plans),
        ],
        "moves": [_move(move) for move in here.moves],
        "may_take": any(not move.is_changed for move in here.moves),
        "homeless": [(one.stood.title, one.reasons) for one in here.homeless],
        "staying": here.staying,
        "wheel": proposal_wheel(situation, here, current()) if here.moves else "",
        "table": shown_table(tables),
    }


def title_of(plan: Plan) -> str:
    """What a plan cares most about; of one that is best in several, all of them."""
    if plan.name == "best":
        return str(NAMES["best"])
    return ", ".join(
        str(NAMES[care]) if number == 0 else str(NAMES[care]).lower() for number, care in enumerate(plan.cares)
    )


def _compared(
    request: AccessRequest, situation: Situation, run: Any, plan: Plan, shown: Shown, is_current: bool
) -> ShownPlan:
    return ShownPlan(
        title=title_of(plan),
        url=f"{address(request, 'run', run=run.pk)}?plan={plan.name}",
        is_current=is_current,
        moves=len(shown.moves),
        outside=words.number(float(plan.figures.get("outside", 0))),
        over=_over(load_table(situation, shown.starts)),
        missing=len(shown.homeless),
    )


def _today(situation: Situation) -> ShownPlan:
    """Today's plan by the same figures."""
    figures = figures_of(situation.grid, situation.now)
    return ShownPlan(_("Today's plan"), "", False, 0, str(figures.outside), _over(load_table(situation)), 0)


def _over(table: Any) -> int:
    return sum(len(row.over) for row in table.rows)


def _move(move: Moving) -> ShownMove:
    title = move.stood.title.get(current(), move.stood.toolkit.language)
    was = f"{dates.span(move.stood.first, move.stood.last)} ({dates.weeks(move.stood.first, move.stood.last)})"
    to = f"{dates.span(move.to.first, move.to.last)} ({dates.weeks(move.to.first, move.to.last)})"
    is_taken = (move.stood.first, move.stood.last) == (move.to.first, move.to.last)
    return ShownMove(
        move.item,
        move.stood.title,
        move.theme,
        was,
        to,
        move.reasons,
        move.is_changed,
        is_taken,
        f"{title}: {was} → {to}",
    )


def _tell(request: AccessRequest, run: Any, taken: Any, back: str) -> None:
    if taken.moved:
        told = ngettext("%(count)s measure was moved.", "%(count)s measures were moved.", len(taken.moved))
        undo = reverse(
            "wheel:undo",
            kwargs={
                "provider": request.access.provider.slug,
                "school": request.access.here.slug,
                "event": taken.events[0].pk,
            },
        )
        tell(request, told % {"count": len(taken.moved)}, undo=f"{undo}?next={back}")
    if taken.kept:
        kept = ngettext(
            "%(count)s measure was kept where it is: someone has changed it since the proposal was made.",
            "%(count)s measures were kept where they are: someone has changed them since the proposal was made.",
            len(taken.kept),
        )
        warn(request, kept % {"count": len(taken.kept)})
