"""What a school makes its own: changes of the city's measures, and measures of its own."""

from __future__ import annotations

import json
from dataclasses import replace
from hashlib import sha256
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from digivuosi.apps.look.languages import current
from digivuosi.apps.look.parts import Crumb
from digivuosi.apps.look.telling import refuse, tell
from digivuosi.apps.schools.access import AccessRequest, Permission, for_school
from digivuosi.apps.toolkit import actions
from digivuosi.apps.toolkit.forms.local import LocalForm, OwnForm
from digivuosi.apps.toolkit.forms.writing import renew
from digivuosi.apps.toolkit.queries import local_changes_of, toolkit_of
from digivuosi.apps.toolkit.queries.differences import Difference, measure_differences, value_words
from digivuosi.apps.toolkit.queries.drafts import calendars_for
from digivuosi.apps.toolkit.views.places import school_address
from digivuosi.apps.toolkit.views.times import previews, said_examples
from digivuosi.domain.toolkit.changes import SchoolChanges, changed_measure, is_own
from digivuosi.domain.toolkit.toolkit import Measure, Toolkit

CONFLICT = 409
CITY_FIELDS = (
    "title",
    "purpose",
    "steps",
    "done_when",
    "window",
    "recommended_time",
    "days",
    "responsible",
    "contributing",
)


def _toolkit(request: AccessRequest) -> Toolkit:
    toolkit = toolkit_of(request.access.provider)
    if toolkit is None:
        raise Http404
    return toolkit


def _token(changes: SchoolChanges, key: str) -> str:
    """Tells whether the school's version of a measure is still what the writer saw."""
    document = changes.to_document()
    own = [one for one in document.get("own", []) if one["key"] == key]
    found = [document.get("measures", {}).get(key), own]
    return sha256(json.dumps(found, sort_keys=True).encode()).hexdigest()


@for_school(Permission.PLAN_YEAR)
@require_http_methods(["GET", "HEAD", "POST"])
def local(request: AccessRequest, key: str) -> HttpResponse:
    """Change a measure of the city's for this school only, or return to the city's words."""
    toolkit, school = _toolkit(request), request.access.here
    if is_own(key):
        # Pages link here for whatever measure they show; the school's own one has a form of its own.
        return redirect(school_address(request, "toolkit:own_edit", key=key))
    city = toolkit.measure(key)
    if city is None:
        raise Http404
    changes = local_changes_of(school)
    now = changed_measure(city, changes.of(key))
    if request.method == "POST" and request.POST.get("verb") == "clear":
        return _clear(request, city)
    data = request.POST if request.method == "POST" else None
    years = calendars_for(request.access.provider)
    form = LocalForm(data, toolkit=toolkit, city=city, now=now, seen=_token(changes, key), calendars=years)
    if request.method != "POST":
        return _local_page(request, toolkit, form)
    if not form.is_valid():
        return _local_page(request, toolkit, form, status=422)
    fields = form.changes()
    try:
        if form.cleaned_data["seen"] != _token(changes, key) and changes.of(key) != fields:
            raise actions.StaleDraft(mine=fields, theirs=changes.of(key), version=0, by=None)
        actions.change_locally(by=request.access.user, school=school, key=key, fields=fields, seen=changes.of(key))
    except actions.StaleDraft as stale:
        renew(form, "seen", _token(local_changes_of(school), key))
        theirs, mine = changed_measure(city, stale.theirs), changed_measure(city, fields)
        more = {"stale": stale, "stale_rows": list(measure_differences(theirs, mine, toolkit))}
        return _local_page(request, toolkit, form, status=CONFLICT, more=more)
    except actions.Refused as problem:
        form.add_error(None, str(problem.words))
        return _local_page(request, toolkit, form, status=422)
    tell(request, _("Saved for %(school)s. Other schools keep the city's version.") % {"school": school.name})
    return redirect(school_address(request, "toolkit:local", key=key))


def _clear(request: AccessRequest, city: Measure) -> HttpResponse:
    try:
        actions.clear_local_change(by=request.access.user, school=request.access.here, key=city.key)
    except actions.Refused as problem:
        refuse(request, str(problem.words))
    else:
        tell(request, _("The city's version holds again at this school."))
    return redirect(school_address(request, "toolkit:local", key=city.key))


def _local_page(
    request: AccessRequest, toolkit: Toolkit, form: LocalForm, *, status: int = 200, more: dict[str, Any] | None = None
) -> HttpResponse:
    city, now = form.city, form.now
    calendar = calendars_for(request.access.provider)[:1]
    context = {
        "form": form,
        "city": city,
        "measure": now,
        "is_changed": now != city,
        "changed": _changed(city, now, toolkit),
        "city_words": _city_words(city, toolkit),
        "own_language": toolkit.language,
        "previews": previews([(_("Window"), now.window), (_("Recommended time"), now.recommended_time)], calendar),
        "rules_said": said_examples(),
        "back_url": school_address(request, "wheel:measures"),
        "crumbs": [Crumb(_("Measures"), school_address(request, "wheel:measures")), Crumb(now.title)],
        **(more or {}),
    }
    return render(request, "toolkit/editing/local.html", context, status=status)


def _changed(city: Measure, now: Measure, toolkit: Toolkit) -> list[Difference]:
    return list(measure_differences(city, now, toolkit))


def _city_words(city: Measure, toolkit: Toolkit) -> dict[str, str]:
    """The city's own value of each field, to stand beside what the school writes."""
    return {name: value_words(name, getattr(city, name), toolkit) for name in CITY_FIELDS}


@for_school(Permission.PLAN_YEAR)
@require_http_methods(["GET", "HEAD", "POST"])
def own_new(request: AccessRequest) -> HttpResponse:
    """Add a measure of the school's own."""
    toolkit = _toolkit(request)
    data = request.POST if request.method == "POST" else None
    form = OwnForm(data, toolkit=toolkit, before=None, calendars=calendars_for(request.access.provider))
    if request.method != "POST" or not form.is_valid():
        return _own_page(request, toolkit, form, status=422 if form.is_bound else 200)
    try:
        measure = actions.add_own_measure(by=request.access.user, school=request.access.here, measure=form.measure())
    except actions.Refused as problem:
        form.add_error(None, str(problem.words))
        return _own_page(request, toolkit, form, status=422)
    title = measure.title.get(current())
    tell(request, _("“%(title)s” is among your school's measures. Take it into the year from here.") % {"title": title})
    return redirect(school_address(request, "wheel:measures"))


def _own(request: AccessRequest, key: str) -> tuple[SchoolChanges, Measure]:
    changes = local_changes_of(request.access.here)
    found = next((one for one in changes.own if one.key == key), None)
    if found is None:
        raise Http404
    return changes, found


@for_school(Permission.PLAN_YEAR)
@require_http_methods(["GET", "HEAD", "POST"])
def own_edit(request: AccessRequest, key: str) -> HttpResponse:
    """Change a measure of the school's own."""
    toolkit = _toolkit(request)
    changes, before = _own(request, key)
    data = request.POST if request.method == "POST" else None
    years = calendars_for(request.access.provider)
    form = OwnForm(data, toolkit=toolkit, before=before, seen=_token(changes, key), calendars=years)
    if request.method != "POST" or not form.is_valid():
        return _own_page(request, toolkit, form, status=422 if form.is_bound else 200)
    measure, school = replace(form.measure(), key=key), request.access.here
    try:
        if form.cleaned_data["seen"] != _token(changes, key) and before != measure:
            raise actions.StaleDraft(mine=measure, theirs=before, version=0, by=None)
        actions.change_own_measure(by=request.access.user, school=school, measure=measure, seen=before)
    except actions.StaleDraft as stale:
        renew(form, "seen", _token(local_changes_of(school), key))
        more = {"stale": stale, "stale_rows": list(measure_differences(stale.theirs, measure, toolkit))}
        return _own_page(request, toolkit, form, status=CONFLICT, more=more)
    except actions.Refused as problem:
        form.add_error(None, str(problem.words))
        return _own_page(request, toolkit, form, status=422)
    tell(request, _("“%(title)s” is saved.") % {"title": measure.title.get(current())})
    return redirect(school_address(request, "toolkit:own_edit", key=key))


def _own_page(
    request: AccessRequest, toolkit: Toolkit, form: OwnForm, *, status: int = 200, more: dict[str, Any] | None = None
) -> HttpResponse:
    before = form.before
    here = before.title if before else _("Own measure")
    calendar = calendars_for(request.access.provider)[:1]
    context = {
        "form": form,
        "measure": before,
        "own_language": request.access.provider.language,
        "previews": previews([(_("Window"), before.window)], calendar) if before else [],
        "rules_said": said_examples(),
        "remove_url": school_address(request, "toolkit:own_remove", key=before.key) if before else "",
        "back_url": school_address(request, "wheel:measures"),
        "crumbs": [Crumb(_("Measures"), school_address(request, "wheel:measures")), Crumb(here)],
        **(more or {}),
    }
    return render(request, "toolkit/editing/own.html", context, status=status)


@for_school(Permission.PLAN_YEAR)
@require_http_methods(["GET", "HEAD", "POST"])
def own_remove(request: AccessRequest, key: str) -> HttpResponse:
    """Take a measure of the school's own away, after asking."""
    _changes, found = _own(request, key)
    title = found.title.get(current(), request.access.provider.language)
    if request.method != "POST":
        context = {
            "title": _("Take away “%(title)s”?") % {"title": title},
            "text": _("What stands of it in the year stays there until it is taken off."),
            "label": _("Take it away"),
            "cancel_url": school_address(request, "toolkit:own_edit", key=key),
            "danger": True,
        }
        return render(request, "look/confirm.html", context)
    try:
        actions.remove_own_measure(by=request.access.user, school=request.access.here, key=key)
    except actions.Refused as problem:
        refuse(request, str(problem.words))
    else:
        tell(request, _("“%(title)s” was taken away.") % {"title": title})
    return redirect(school_address(request, "wheel:measures"))
