"""Asking for a proposal: what may move, and the proposals of before."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from digivuosi.apps.look import clock, dates
from digivuosi.apps.look.languages import current
from digivuosi.apps.look.telling import refuse
from digivuosi.apps.schools.access import AccessRequest, Permission, for_school
from digivuosi.apps.schools.actions import Refused
from digivuosi.apps.schools.queries import asked_year
from digivuosi.apps.timing import actions
from digivuosi.apps.timing.forms import WhatForm
from digivuosi.apps.timing.queries.problems import problem_of_school
from digivuosi.apps.timing.queries.runs import runs_of
from digivuosi.apps.timing.queries.situations import Situation
from digivuosi.apps.timing.queries.standing import Fast
from digivuosi.apps.timing.views import words
from digivuosi.apps.timing.views.hours import address

WHY_FAST = {
    Fast.BEGUN: gettext_lazy("has begun"),
    Fast.LOCKED: gettext_lazy("locked by people"),
    Fast.SOON: gettext_lazy("begins within a week"),
    Fast.NO_ROOM: gettext_lazy("no room in its time window any more"),
    Fast.DONE: gettext_lazy("done"),
}


@dataclass(frozen=True)
class RunLine:
    """A proposal of before."""

    url: str
    title: str
    state: str


@for_school(Permission.PLAN_YEAR)
@require_http_methods(["GET", "HEAD", "POST"])
def propose(request: AccessRequest) -> HttpResponse:
    """Choose what may move; the proposal itself takes a second."""
    year, access = asked_year(request), request.access
    situation = problem_of_school(access.here, year, clock.today())
    form = _form(situation, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            run = actions.ask_for_school(by=access.user, school=access.here, year=year, what=form.what())
        except Refused as no:
            refuse(request, str(no.words))
        else:
            return redirect(address(request, "run", run=run.pk))
    context = {
        "form": form,
        "year_name": dates.school_year(year),
        "movable": len(situation.movable),
        "fast": fast_in_words(situation),
        "past": past_in_words(situation),
        "cuts": cuts_in_words(situation),
        "vacant": [situation.labels[kind] for _unit, kind in situation.doers.vacant if kind in situation.labels],
        "runs": [
            RunLine(
                address(request, "run", run=run.pk),
                _("%(when)s, %(who)s")
                % {"when": when_in_words(run.asked_at), "who": str(run.by) if run.by else _("unknown")},
                str(run.get_state_display()) if run.is_open else (_("taken") if run.taken else ""),
            )
            for run in runs_of(access.provider, access.here, year)
        ],
        "hours_url": address(request, "hours", year),
    }
    return render(request, "timing/propose.html", context, status=422 if form.is_bound else 200)


def _form(situation: Situation, data: Any) -> WhatForm:
    language = current()
    movable = [situation.items[item] for item in situation.movable]
    themes = {
        theme.key: theme.title.get(language, one.toolkit.language)
        for one in movable
        if (theme := one.toolkit.theme(one.measure.theme)) is not None
    }
    items = [
        (one.id, f"{one.title.get(language, one.toolkit.language)}, {dates.span(one.first, one.last)}")
        for one in movable
    ]
    return WhatForm(data, themes=sorted(themes.items(), key=lambda pair: pair[1].casefold()), items=items)


def when_in_words(moment: Any) -> str:
    """`6.10.2026 klo 14.05` in the reader's own way of dates."""
    local = timezone.localtime(moment)
    return f"{dates.full(local.date())} {local:%H.%M}"


def fast_in_words(situation: Situation) -> list[tuple[Any, str]]:
    """What does not move, and why; not what was only not chosen."""
    return [
        (situation.items[item].title, str(WHY_FAST[why]))
        for item, why in situation.fast.items()
        if why in WHY_FAST and item in situation.own
    ]


def past_in_words(situation: Situation) -> list[tuple[Any, str]]:
    """What was not done in its window, which is over."""
    return [(one.title, dates.span(one.first, one.last)) for one in situation.past]


def cuts_in_words(situation: Situation) -> list[tuple[Any, Any, str]]:
    """Measures of this school that ask more hours than their weeks hold, or a mentor who is elsewhere."""
    own = set(situation.own)
    return [
        (
            situation.items[cut.item].title,
            situation.person_name(cut.person),
            _("is at another school on the same day")
            if situation.doer(cut.person).is_visiting and not cut.fits
            else _("%(hours)s needed, %(fits)s fit") % {"hours": words.hours(cut.hours), "fits": words.hours(cut.fits)},
        )
        for cut in situation.cuts
        if cut.item in own
    ]
