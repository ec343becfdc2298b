"""Panels that lower pages fetch by address: what is asked now, why a measure stands in a year, and what became
of the needs beside it."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from digivuosi.apps.look import clock
from digivuosi.apps.look.parts import part_or_page
from digivuosi.apps.needs.queries.asking import audiences_of, is_asked
from digivuosi.apps.needs.queries.followed import followed_outside, followed_why, over_all_schools
from digivuosi.apps.needs.queries.outside import latest_outside_at
from digivuosi.apps.needs.queries.questions import survey_of
from digivuosi.apps.needs.queries.reasons import finding_of
from digivuosi.apps.needs.queries.results import latest_at
from digivuosi.apps.needs.queries.rounds import AskedSchool, is_open, rounds_at
from digivuosi.apps.needs.queries.talks import why_of
from digivuosi.apps.needs.views.addresses import of_school
from digivuosi.apps.schools.access import AccessRequest, Permission, for_provider, for_school
from digivuosi.apps.toolkit.queries import toolkit_for_school, toolkit_of
from digivuosi.apps.wheel.queries import placement_in
from digivuosi.domain.needs.following import TOO_FEW
from digivuosi.domain.texts import Text
from digivuosi.domain.toolkit.surveys import Survey
from digivuosi.domain.toolkit.toolkit import Audience


@dataclass(frozen=True)
class OpenSurvey:
    """A survey that is open at the school, as this person sees it."""

    one: AskedSchool
    survey: Survey
    audience: Audience | None
    is_mine: bool
    answer_url: str
    ask_url: str
    """Where whoever looks after the round sees more of it; empty for others."""


@for_school(Permission.SEE_SCHOOL)
@require_safe
def why(request: AccessRequest, placement: int) -> HttpResponse:
    """Whose need a placed measure answers, how strong it was and when it was measured; what became of it since."""
    school = request.access.here
    found = placement_in(school, placement)
    if found is None:
        raise Http404
    toolkit, given = toolkit_for_school(school), why_of(school, placement)
    if given is not None:
        given.school, given.placement = school, found
    measure = toolkit.measure(found.measure_key) if toolkit else None
    followed = (followed_why(given) or followed_outside(given)) if given else None
    needs = [need for key in (measure.needs if measure else ()) if toolkit and (need := toolkit.need(key))]
    readings = latest_at(school) if needs else []
    context = {
        "reason": Text.from_document(given.reason) if given else None,
        "target": given.target if given else None,
        "followed": followed.words if followed else None,
        "outside": _outside(request, {need.key for need in needs}),
        "needs": [
            (need, [(r.round, r.questions.survey(r.round.survey_key), finding_of(r, need.key)) for r in readings])
            for need in needs
        ],
    }
    return render(request, part_or_page(request, "needs/why.html", "panel"), context)


def _outside(request: AccessRequest, needs: set[str]) -> list[Text]:
    """What other tools have measured of these needs lately, each with its name and day."""
    rows = latest_outside_at(request.access.here) if needs else []
    return [area.words for one in rows for area in one.areas if area.need in needs and area.now is not None]


@for_school(Permission.SEE_SCHOOL)
@require_safe
def open_now(request: AccessRequest) -> HttpResponse:
    """On the school's first page: to those whom an open survey asks, the way to answer without a name; to those who
    look after the round, how many have answered."""
    access, today = request.access, clock.today()
    toolkit = toolkit_of(access.provider)
    audiences = audiences_of(access.user, access.here, access.kinds, today)
    rows = [
        OpenSurvey(
            one=one,
            survey=(survey := survey_of(one.asked.round)),
            audience=toolkit.audience(survey.audience) if toolkit else None,
            is_mine=is_asked(survey.audience, audiences),
            answer_url=reverse("needs:answer", args=[one.asked.code]),
            ask_url=of_school(request, "ask", round=one.asked.round_id) if _looks_after(request) else "",
        )
        for one in rounds_at(access.here)
        if is_open(one.asked.round, today)
    ]
    context = {"rows": [row for row in rows if row.is_mine or row.ask_url]}
    return render(request, part_or_page(request, "needs/open_now.html", "panel"), context)


def _looks_after(request: AccessRequest) -> bool:
    """Whether it is this person's work that the school answers: they see how many have, whoever is asked."""
    allows = request.access.allows
    return allows(Permission.PLAN_YEAR) and (allows(Permission.MANAGE_SCHOOL) or allows(Permission.OVERSEE_SCHOOLS))


@for_provider(Permission.SEE_PROVIDER)
@require_safe
def measure(request: AccessRequest, key: str) -> HttpResponse:
    """What became of the needs beside a measure, over all schools that did it; five schools or more only."""
    toolkit = toolkit_of(request.access.provider)
    found = toolkit.measure(key) if toolkit else None
    if toolkit is None or found is None:
        raise Http404
    rows = over_all_schools(request.access.provider, key)
    context = {
        "measure": found,
        "needs": [need for one in found.needs if (need := toolkit.need(one))],
        "rows": [(need.title if (need := toolkit.need(one.need)) else one.need, one.words) for one in rows],
        "too_few": TOO_FEW,
    }
    return render(request, part_or_page(request, "needs/measure.html", "panel"), context)
