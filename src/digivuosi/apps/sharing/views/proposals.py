"""What the city's new edition proposes to a school, to take or to leave; nothing moves by itself."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from digivuosi.apps.look import clock
from digivuosi.apps.look.languages import current
from digivuosi.apps.look.parts import part_or_page
from digivuosi.apps.look.telling import refuse, tell
from digivuosi.apps.schools.access import AccessRequest, Permission, for_school
from digivuosi.apps.schools.actions import Refused
from digivuosi.apps.schools.queries import school_year_now
from digivuosi.apps.sharing import actions
from digivuosi.apps.sharing.queries.proposals import KINDS, Proposed, asked_of, count_open
from digivuosi.apps.sharing.views.places import is_number
from digivuosi.apps.toolkit.queries import current_edition

MOST = 2_000
"""Proposals that one answer may name."""


@for_school(Permission.SEE_SCHOOL)
@require_safe
def proposals(request: AccessRequest) -> HttpResponse:
    """What is asked this year, and what was answered."""
    access = request.access
    asked = asked_of(access.here, school_year_now(clock.today()), current())
    groups: dict[str, list[Proposed]] = {}
    for one in asked.open:
        groups.setdefault(one.row.kind, []).append(one)
    context = {
        "groups": [(kind, groups[kind]) for kind in KINDS if kind in groups],
        "answered": asked.answered,
        "own_language": asked.toolkit.language if asked.toolkit else access.provider.language,
        "edition": current_edition(access.provider),
        "can_plan": access.allows(Permission.PLAN_YEAR),
    }
    return render(request, "sharing/proposals.html", context)


@for_school(Permission.PLAN_YEAR)
@require_POST
def answer(request: AccessRequest) -> HttpResponse:
    """Take or leave one proposal, those that are ticked, or all."""
    access, verb, year = request.access, request.POST.get("verb", ""), school_year_now(clock.today())
    way, _sep, one = verb.partition("-")
    if one == "all":
        chosen = [found.row.pk for found in asked_of(access.here, year, current()).open]
    else:
        chosen = [int(pk) for pk in ([one] if one else request.POST.getlist("proposal")[:MOST]) if is_number(pk)]
    try:
        if not chosen:
            raise Refused(_("Tick first what you mean."))
        if way == "take":
            count = actions.take_proposals(by=access.user, school=access.here, year=year, proposals=chosen)
            words = ngettext("%(count)s proposal is taken.", "%(count)s proposals are taken.", count)
        elif way == "leave":
            count = actions.leave_proposals(by=access.user, school=access.here, year=year, proposals=chosen)
            words = ngettext(
                "%(count)s proposal is left; it stays as it was.",
                "%(count)s proposals are left; all stays as it was.",
                count,
            )
        else:
            raise Refused(_("Take it, or leave it."))
    except Refused as problem:
        refuse(request, str(problem.words))
    else:
        tell(request, words % {"count": count})
    return redirect(_address(request))


@for_school(Permission.PLAN_YEAR)
@require_POST
def again(request: AccessRequest) -> HttpResponse:
    """Ask again what was left."""
    access, number = request.access, request.POST.get("proposal", "")
    year = school_year_now(clock.today())
    try:
        if not is_number(number):
            raise Refused(_("There is nothing to ask again."))
        actions.reopen_proposal(by=access.user, school=access.here, year=year, proposal=int(number))
    except Refused as problem:
        refuse(request, str(problem.words))
    else:
        tell(request, _("It is asked again."))
    return redirect(_address(request))


@for_school(Permission.PLAN_YEAR)
@require_safe
def panel(request: AccessRequest) -> HttpResponse:
    """On the school's first page: whether the city's new edition proposes something."""
    context = {"count": count_open(request.access.here), "address": _address(request)}
    return render(request, part_or_page(request, "sharing/school_panel.html", "panel"), context)


def _address(request: AccessRequest) -> str:
    access = request.access
    return reverse("sharing:proposals", kwargs={"provider": access.provider.slug, "school": access.here.slug})
