"""Measures into a school's year: what the city offers, taking it, and saying no with a reason."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from digivuosi.apps.look import clock, dates
from digivuosi.apps.look.languages import current
from digivuosi.apps.look.telling import refuse, tell
from digivuosi.apps.schools.access import AccessRequest, Permission, for_school
from digivuosi.apps.schools.queries import asked_year, school_year_now, years_offered
from digivuosi.apps.wheel import actions
from digivuosi.apps.wheel.forms import DeclineForm
from digivuosi.apps.wheel.queries.offers import offers_of
from digivuosi.apps.wheel.queries.years import year_of

MOST_AT_ONCE = 500
NAMED = 3
"""So many measures are called by name in a message, more are counted."""


@for_school(Permission.SEE_SCHOOL)
@require_safe
def measures(request: AccessRequest) -> HttpResponse:
    """What the toolkit offers to this year: to take, not possible, declined, and what stands already."""
    return render(request, "wheel/taking/measures.html", _context(request))


@for_school(Permission.PLAN_YEAR)
@require_POST
def take(request: AccessRequest) -> HttpResponse:
    """Take the measures that were chosen, one or many, in one step."""
    keys = [key[:60] for key in request.POST.getlist("measure")[:MOST_AT_ONCE]]
    if not keys:
        refuse(request, _("Nothing was chosen. Tick the measures first."))
        return _answer(request)
    return _take(request, keys)


@for_school(Permission.PLAN_YEAR)
@require_POST
def take_all(request: AccessRequest) -> HttpResponse:
    """Take everything recommended that neither stands in the year nor was declined."""
    year = year_of(request.access.here, asked_year(request))
    keys = offers_of(year, current()).recommended_keys
    if not keys:
        tell(request, _("All recommended measures are in the year already."))
        return _answer(request)
    return _take(request, keys)


@for_school(Permission.PLAN_YEAR)
@require_http_methods(["GET", "HEAD", "POST"])
def decline(request: AccessRequest, key: str) -> HttpResponse:
    """Say no to a measure this year, with a reason; what stands of it leaves the year."""
    access, starts = request.access, asked_year(request)
    year = year_of(access.here, starts)
    measure = next((one for one in year.measures if one.key == key), None)
    if measure is None:
        raise Http404
    form = DeclineForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        event = actions.decline(by=access.user, school=access.here, year=starts, measure_key=key, reason=reason)
        title = measure.title.get(current(), year.toolkit.language)
        tell(request, _("Not this year: %(title)s.") % {"title": title}, undo=_undo_address(request, event.pk))
        return redirect(_address(request))
    context = {
        "form": form,
        "measure": measure,
        "own_language": year.toolkit.language,
        "standing": [one for one in year.placed if one.measure.key == key],
        "measures_url": _address(request),
        "starts": starts,
    }
    return render(request, "wheel/taking/decline.html", context, status=422 if form.errors else 200)


@for_school(Permission.PLAN_YEAR)
@require_POST
def withdraw(request: AccessRequest, key: str) -> HttpResponse:
    """Take a no back: the measure is offered again."""
    access = request.access
    event = actions.withdraw_decline(by=access.user, school=access.here, year=asked_year(request), measure_key=key[:60])
    if event is not None:
        tell(request, _("The no is taken back: the measure is offered again."))
    return _answer(request)


def _take(request: AccessRequest, keys: list[str]) -> HttpResponse:
    access = request.access
    taken = actions.take_chosen(by=access.user, school=access.here, year=asked_year(request), measure_keys=keys)
    if taken.event is not None:
        titles = list(dict.fromkeys(placement.measure_key for placement in taken.placements))
        tell(request, _told(request, titles), undo=_undo_address(request, taken.event.pk))
    elif not taken.refused:
        tell(request, _("It stands in the year already."))
    for words in dict.fromkeys(taken.refused.values()):
        refuse(request, words.get(current()))
    return _answer(request)


def _told(request: AccessRequest, keys: list[str]) -> str:
    if len(keys) > NAMED:
        count = len(keys)
        words = ngettext("%(count)s measure is in the year now.", "%(count)s measures are in the year now.", count)
        return words % {"count": count}
    year = year_of(request.access.here, asked_year(request))
    own = year.toolkit.language
    titles = [m.title.get(current(), own) for key in keys if (m := year.toolkit.measure(key)) is not None]
    return _("In the year now: %(titles)s.") % {"titles": ", ".join(titles)}


def _answer(request: AccessRequest) -> HttpResponse:
    """The changed part of the page, or the whole page again."""
    if getattr(request, "htmx", False):
        return render(request, "wheel/taking/measures.html#offers", _context(request) | {"is_part": True})
    return redirect(_address(request))


def _context(request: AccessRequest) -> dict[str, Any]:
    access, starts = request.access, asked_year(request)
    year = year_of(access.here, starts)
    offers = offers_of(year, current())
    here = {"provider": access.provider.slug, "school": access.here.slug}
    return {
        "year": year,
        "offers": offers,
        "can_plan": access.allows(Permission.PLAN_YEAR),
        "may_set_up": access.allows(Permission.EDIT_TOOLKIT),
        "starts": starts,
        "years": _years(request, starts),
        "year_query": _year_query(starts),
        "recommended_count": len(offers.recommended_keys),
        "own_language": year.toolkit.language,
        "own_new": _found("toolkit:own_new", here),
        "toolkit_url": _found("toolkit:toolkit", {"provider": access.provider.slug}),
        "school_year": dates.school_year(starts),
    }


def _years(request: AccessRequest, starts: int) -> list[tuple[str, str, bool]]:
    path = reverse(
        "wheel:measures",
        kwargs={"provider": request.access.provider.slug, "school": request.access.here.slug},
    )
    near = (year for year in years_offered() if abs(year - starts) <= 1)
    return [(dates.school_year(year), path + _year_query(year), year == starts) for year in near]


def _year_query(starts: int) -> str:
    """The part of an address that names the year, nothing for the current one."""
    return "" if starts == school_year_now(clock.today()) else f"?year={starts}"


def _address(request: AccessRequest) -> str:
    here = {"provider": request.access.provider.slug, "school": request.access.here.slug}
    return reverse("wheel:measures", kwargs=here) + _year_query(asked_year(request))


def _undo_address(request: AccessRequest, event: int) -> str:
    here = {"provider": request.access.provider.slug, "school": request.access.here.slug}
    return _found("wheel:undo", {**here, "event": event})


def _found(name: str, kwargs: dict[str, Any]) -> str:
    """An address of a page that may be missing: then there is no link, and the page stands."""
    try:
        return reverse(name, kwargs=kwargs)
    except NoReverseMatch:
        return ""
