"""A school's rounds: the code for the wall, links that work once, how many have answered."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from digivuosi.apps.look import clock
from digivuosi.apps.look.parts import Crumb
from digivuosi.apps.look.telling import refuse, tell
from digivuosi.apps.needs.actions import rounds as actions
from digivuosi.apps.needs.forms import ExpectedForm, LinksForm
from digivuosi.apps.needs.queries.questions import survey_of
from digivuosi.apps.needs.queries.rounds import AskedSchool, rounds_at
from digivuosi.apps.needs.views.addresses import asked_or_404, of_school, school_crumbs
from digivuosi.apps.needs.views.outside_lines import outside_lists
from digivuosi.apps.needs.views.rounds import state_of
from digivuosi.apps.people.addresses import absolute, origin_of
from digivuosi.apps.schools.access import AccessRequest, Permission, for_school
from digivuosi.apps.schools.actions import Refused
from digivuosi.domain.toolkit.surveys import Survey


@dataclass(frozen=True)
class ShownAsked:
    one: AskedSchool
    survey: Survey
    state: str
    ask_url: str
    summary_url: str
    talk_url: str


@for_school(Permission.SEE_SCHOOL)
@require_safe
def school_rounds(request: AccessRequest) -> HttpResponse:
    """The surveys that the school is or was asked in."""
    today, access = clock.today(), request.access
    shown = [
        ShownAsked(
            one,
            survey_of(one.asked.round),
            state_of(one.asked.round, today),
            of_school(request, "ask", round=one.asked.round_id),
            of_school(request, "school_summary", round=one.asked.round_id),
            of_school(request, "talk", round=one.asked.round_id),
        )
        for one in rounds_at(access.here)
    ]
    context = {
        "open": [one for one in shown if one.state != "over"],
        "over": [one for one in shown if one.state == "over"],
        "outside": outside_lists(request),
        "may_ask": access.allows(Permission.PLAN_YEAR),
    }
    return render(request, "needs/school_rounds.html", context)


@for_school(Permission.PLAN_YEAR)
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: AccessRequest, round: int) -> HttpResponse:
    """The code for the wall, to print; links made by number are shown on the answer itself, once."""
    one = asked_or_404(request, round)
    form = LinksForm(request.POST or None)
    links: list[str] = []
    if request.method == "POST" and form.is_valid():
        try:
            tokens = actions.make_links(by=request.access.user, asked=one.asked, count=form.cleaned_data["count"])
        except Refused as no:
            form.add_error("count", str(no.words))
        else:
            links = [_whole(request, "answer_by_link", token=token) for token in tokens]
            form = LinksForm()
    response = _page(request, one, form=form, links=links, status=422 if form.errors else 200)
    response["Cache-Control"] = "no-store"
    return response


def _page(
    request: AccessRequest,
    one: AskedSchool,
    *,
    form: LinksForm | None = None,
    links: list[str] | None = None,
    expected: ExpectedForm | None = None,
    status: int = 200,
) -> HttpResponse:
    asked, survey = one.asked, survey_of(one.asked.round)
    context = {
        "one": one,
        "survey": survey,
        "state": state_of(asked.round, clock.today()),
        "address": _whole(request, "answer", code=asked.code),
        "enter_address": _whole(request, "enter"),
        "code": f"{asked.code[:4]} {asked.code[4:]}",
        "links": links or [],
        "links_form": form or LinksForm(),
        "expected_form": expected or ExpectedForm(initial={"expected": asked.expected}),
        "expected_url": of_school(request, "expected", round=asked.round_id),
        "code_url": of_school(request, "code", round=asked.round_id),
        "crumbs": school_crumbs(request, Crumb(survey.title)),
    }
    return render(request, "needs/ask.html", context, status=status)


def _whole(request: AccessRequest, name: str, **kwargs: Any) -> str:
    return absolute(reverse(f"needs:{name}", kwargs=kwargs), origin_of(request))


@for_school(Permission.PLAN_YEAR)
@require_POST
def expected(request: AccessRequest, round: int) -> HttpResponse:
    """How many people are asked here."""
    one, form = asked_or_404(request, round), ExpectedForm(request.POST)
    if not form.is_valid():
        return _page(request, one, expected=form, status=422)
    actions.set_expected(by=request.access.user, asked=one.asked, expected=form.cleaned_data["expected"])
    tell(request, _("The number is saved."))
    return redirect(of_school(request, "ask", round=round))


@for_school(Permission.PLAN_YEAR)
@require_POST
def code(request: AccessRequest, round: int) -> HttpResponse:
    """A new code, when the old one has gone astray."""
    one = asked_or_404(request, round)
    if state_of(one.asked.round, clock.today()) == "over":
        refuse(request, _("The survey is over; its code works no more."))
    else:
        actions.change_code(by=request.access.user, asked=one.asked)
        tell(request, _("There is a new code, and the old one works no more. Print the sheet again."))
    return redirect(of_school(request, "ask", round=round))
