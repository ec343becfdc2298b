"""Asking for a proposal for all schools: what may move, and how many things that is."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from digivuosi.apps.look import clock, dates
from digivuosi.apps.look.languages import current
from digivuosi.apps.look.parts import Crumb
from digivuosi.apps.look.telling import refuse
from digivuosi.apps.schools.access import AccessRequest, Permission, for_provider
from digivuosi.apps.schools.actions import Refused
from digivuosi.apps.schools.queries import asked_year
from digivuosi.apps.timing import actions
from digivuosi.apps.timing.forms import CityForm
from digivuosi.apps.timing.queries.problems import problem_of_provider
from digivuosi.apps.timing.queries.runs import runs_of
from digivuosi.apps.timing.queries.situations import Situation
from digivuosi.apps.timing.queries.what import Choice
from digivuosi.apps.timing.views.proposing import RunLine, when_in_words
from digivuosi.apps.timing.views.provider import address


@for_provider(Permission.MANAGE_PROVIDER)
@require_http_methods(["GET", "HEAD", "POST"])
def city_ask(request: AccessRequest) -> HttpResponse:
    """Choose what may move; the background works on it."""
    year, access = asked_year(request), request.access
    situation = problem_of_provider(access.provider, year, clock.today())
    form = city_form(situation, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            run = actions.ask_for_provider(by=access.user, provider=access.provider, year=year, what=form.what())
        except Refused as no:
            refuse(request, str(no.words))
        else:
            return redirect(address(request, "provider_run", run=run.pk))
    context = {
        "form": form,
        "year_name": dates.school_year(year),
        "crumbs": [Crumb(_("Timing at all schools"), address(request, "city", year)), Crumb(_("Make a proposal"))],
        "movable": len(situation.movable),
        "count": count_in_words(situation, form),
        "count_url": address(request, "city_count", year),
    }
    return render(request, "timing/city_ask.html", context, status=422 if form.is_bound else 200)


@for_provider(Permission.MANAGE_PROVIDER)
@require_safe
def city_count(request: AccessRequest) -> HttpResponse:
    """How many things the choice is: a part of the page, asked at each change."""
    situation = problem_of_provider(request.access.provider, asked_year(request), clock.today())
    words = count_in_words(situation, city_form(situation, request.GET))
    return render(request, "timing/city_count.html", {"count": words})


def city_form(situation: Situation, data: Any) -> CityForm:
    """The form; each choice says how many things may move by it."""
    language = current()
    movable = [situation.items[item] for item in situation.movable]
    visits = sum(_is_visit(situation, item) for item in situation.movable)
    measures, schools = Counter(one.measure.key for one in movable), Counter(one.school.slug for one in movable)
    titles = {one.measure.key: one.title.get(language, one.toolkit.language) for one in movable}
    names = {one.school.slug: one.school.name for one in movable}
    kinds = [
        (Choice.ROUNDS.value, _numbered(_("Only the mentors' visits"), visits)),
        (Choice.ALL.value, _numbered(_("Everything that is open"), len(movable))),
        (Choice.PICKED.value, _("The measures and schools that I choose")),
    ]
    return CityForm(
        data,
        initial={"kind": Choice.ROUNDS.value, "keeps": True},
        kinds=kinds,
        measures=[
            (key, _numbered(titles[key], measures[key])) for key in sorted(titles, key=lambda k: titles[k].casefold())
        ],
        schools=[
            (slug, _numbered(names[slug], schools[slug])) for slug in sorted(names, key=lambda s: names[s].casefold())
        ],
    )


def count_in_words(situation: Situation, form: CityForm) -> str:
    """How many things may move by what the form says now; of a fresh form, by what it begins with."""
    if form.is_bound and not form.is_valid():
        return _("Choose at least one measure or school.")
    if form.is_bound:
        what = form.what()
        count = sum(what.allows(situation.candidate(item)) for item in situation.movable)
    else:
        count = sum(_is_visit(situation, item) for item in situation.movable)
    return ngettext("%(count)s thing may move.", "%(count)s things may move.", count) % {"count": count}


def run_lines(request: AccessRequest, year: int) -> list[RunLine]:
    """The proposals of before, the newest first."""
    return [
        RunLine(
            address(request, "provider_run", run=run.pk),
            _("%(when)s, %(who)s")
            % {"when": when_in_words(run.asked_at), "who": str(run.by) if run.by else _("unknown")},
            str(run.get_state_display()) if run.is_open else (_("taken") if run.taken else ""),
        )
        for run in runs_of(request.access.provider, None, year)
    ]


def _is_visit(situation: Situation, item: str) -> bool:
    return situation.candidate(item).is_visit


def _numbered(words: str, count: int) -> str:
    """`Vain mentorien käynnit (14)`."""
    return f"{words} ({count})"
