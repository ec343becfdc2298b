"""The provider's rounds: which surveys there are, opening and closing, how many have answered where."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from digivuosi.apps.look import clock
from digivuosi.apps.look.languages import current
from digivuosi.apps.look.parts import Crumb, part_or_page
from digivuosi.apps.look.telling import refuse, tell
from digivuosi.apps.needs.actions import rounds as actions
from digivuosi.apps.needs.actions.reminding import remind
from digivuosi.apps.needs.forms import EndForm, OpenForm
from digivuosi.apps.needs.queries.questions import survey_of, surveys_offered
from digivuosi.apps.needs.queries.rounds import is_open, is_over, rounds_of, running_round, schools_asked
from digivuosi.apps.needs.views.addresses import of_provider, provider_crumbs, round_or_404
from digivuosi.apps.people.addresses import origin_of
from digivuosi.apps.schools.access import AccessRequest, Permission, for_provider
from digivuosi.apps.schools.actions import Refused
from digivuosi.apps.schools.queries import calendar_of, school_year_now
from digivuosi.domain.schoolyear.rules import Unresolvable, resolve_window
from digivuosi.domain.toolkit.surveys import Survey

USUAL_DAYS = 13
"""A round is usually open for two weeks."""


@dataclass(frozen=True)
class ShownRound:
    round: Any
    survey: Survey
    state: str
    """open, coming or over."""
    url: str
    summary_url: str


@dataclass(frozen=True)
class Proposed:
    """A survey with the days that its window gives this year."""

    survey: Survey
    first: date | None
    last: date | None
    url: str
    """Empty while a round of it is open."""


def state_of(one: Any, today: date) -> str:
    if is_over(one, today):
        return "over"
    return "open" if is_open(one, today) else "coming"


@for_provider(Permission.OVERSEE_SCHOOLS)
@require_safe
def rounds(request: AccessRequest) -> HttpResponse:
    """The surveys of the toolkit and the rounds so far."""
    today, access = clock.today(), request.access
    shown = [_shown(request, one, today) for one in rounds_of(access.provider)]
    running = {one.round.survey_key for one in shown if one.round.closed_on is None}
    context = {
        "rounds": shown,
        "surveys": [
            _proposed(request, survey, today, survey.key in running) for survey in surveys_offered(access.provider)
        ],
        "may_open": access.allows(Permission.MANAGE_PROVIDER),
        "outside_url": of_provider(request, "outside"),
    }
    return render(request, "needs/rounds.html", context)


def _shown(request: AccessRequest, one: Any, today: date) -> ShownRound:
    address = of_provider(request, "round", round=one.pk)
    return ShownRound(one, survey_of(one), state_of(one, today), address, of_provider(request, "summary", round=one.pk))


def _proposed(request: AccessRequest, survey: Survey, today: date, is_running: bool) -> Proposed:
    first, last = proposed_days(request, survey, today)
    url = "" if is_running else of_provider(request, "open", survey=survey.key)
    return Proposed(survey, first, last, url)


def proposed_days(request: AccessRequest, survey: Survey, today: date) -> tuple[date | None, date | None]:
    """The window's days in this school year, or in the next one when they have gone by."""
    starts = school_year_now(today)
    for year in (starts, starts + 1):
        try:
            found = resolve_window(survey.window.start, survey.window.end, calendar_of(request.access.provider, year))
        except Unresolvable:
            continue
        if found.last >= today:
            return found.first, found.last
    return None, None


@for_provider(Permission.MANAGE_PROVIDER)
@require_http_methods(["GET", "HEAD", "POST"])
def open_survey(request: AccessRequest, survey: str) -> HttpResponse:
    """Choose days and schools for a survey, and open it."""
    access, today = request.access, clock.today()
    offered = next((one for one in surveys_offered(access.provider) if one.key == survey), None)
    if offered is None:
        raise Http404
    schools = [school for school in access.schools() if not school.is_administration]
    first, last = proposed_days(request, offered, today)
    opens = max(first or today, today)
    days = {"opens": opens, "closes": min(opens + timedelta(days=USUAL_DAYS), max(last or opens, opens))}
    names = [(school.pk, school.name) for school in schools]
    everywhere = [str(school.pk) for school in schools]
    form = OpenForm(request.POST or None, schools=names, initial={**days, "schools": everywhere})
    running = running_round(access.provider, survey)
    if request.method == "POST" and form.is_valid():
        chosen = [school for school in schools if str(school.pk) in form.cleaned_data["schools"]]
        try:
            one = actions.open_round(by=access.user, provider=access.provider, survey_key=survey, schools=chosen,
                                     opens=form.cleaned_data["opens"], closes=form.cleaned_data["closes"])  # fmt: skip
        except Refused as no:
            form.add_error(None, str(no.words))
        else:
            tell(request, _("The survey is set. Each school finds its code and its links on its own page of needs."))
            return redirect(of_provider(request, "round", round=one.pk))
    context = {
        "survey": offered,
        "form": form,
        "running": running,
        "running_url": of_provider(request, "round", round=running.pk) if running else "",
        "first": first,
        "last": last,
        "crumbs": provider_crumbs(request, Crumb(offered.title)),
    }
    return render(request, "needs/open.html", context, status=422 if form.errors else 200)


@for_provider(Permission.OVERSEE_SCHOOLS)
@require_safe
def round_page(request: AccessRequest, round: int) -> HttpResponse:
    """One round: its days, and how many have answered at each school."""
    return _round_page(request, round_or_404(request, round))


def _round_page(request: AccessRequest, one: Any, form: EndForm | None = None, status: int = 200) -> HttpResponse:
    today, access = clock.today(), request.access
    survey, state = survey_of(one), state_of(one, today)
    may = access.allows(Permission.MANAGE_PROVIDER)
    context = {
        "round": one,
        "survey": survey,
        "state": state,
        "schools": schools_asked(one),
        "may_change": may,
        "end_form": form or (EndForm(opens=one.opens, initial={"closes": one.closes}) if may else None),
        "crumbs": provider_crumbs(request, Crumb(survey.title)),
    }
    return render(request, part_or_page(request, "needs/round.html", "counts"), context, status=status)


@for_provider(Permission.MANAGE_PROVIDER)
@require_POST
def change_end(request: AccessRequest, round: int) -> HttpResponse:
    """Give more time, or less."""
    one = round_or_404(request, round)
    form = EndForm(request.POST, opens=one.opens)
    if not form.is_valid():
        return _round_page(request, one, form, 422)
    try:
        actions.change_end(by=request.access.user, one=one, closes=form.cleaned_data["closes"])
    except Refused as no:
        refuse(request, str(no.words))
    else:
        tell(request, _("The last day is changed."))
    return redirect(of_provider(request, "round", round=one.pk))


@for_provider(Permission.MANAGE_PROVIDER)
@require_http_methods(["GET", "HEAD", "POST"])
def close(request: AccessRequest, round: int) -> HttpResponse:
    """Close a round, after asking: it cannot be opened again, since results would then change by single answers."""
    one = round_or_404(request, round)
    here = of_provider(request, "round", round=one.pk)
    if request.method == "POST":
        actions.close_round(by=request.access.user, one=one)
        tell(request, _("The round is closed. The schools see their summaries now."))
        return redirect(here)
    context = {
        "title": _("Close this round: %(survey)s?") % {"survey": survey_of(one).title.get(current())},
        "text": _(
            "No more answers are taken, unfinished ones are removed, and the schools see their summaries. "
            "This cannot be taken back."
        ),
        "label": _("Close the round"),
        "cancel_url": here,
        "danger": True,
    }
    return render(request, "look/confirm.html", context)


@for_provider(Permission.MANAGE_PROVIDER)
@require_POST
def remind_schools(request: AccessRequest, round: int) -> HttpResponse:
    """Mail everyone who holds a role that reminds, at every school of the round; never those who have not answered."""
    one = round_or_404(request, round)
    try:
        count = remind(by=request.access.user, one=one, origin=origin_of(request))
    except Refused as no:
        refuse(request, str(no.words))
    else:
        words = ngettext("%(count)d person gets a reminder.", "%(count)d people get a reminder.", count)
        tell(request, words % {"count": count})
    return redirect(of_provider(request, "round", round=one.pk))
