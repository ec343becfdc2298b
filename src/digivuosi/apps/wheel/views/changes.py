"""Changes of one placement. Each is a plain form's POST; with scripts only a part of the page is shown again."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from digivuosi.apps.look import dates
from digivuosi.apps.look.languages import current
from digivuosi.apps.look.telling import tell
from digivuosi.apps.schools.access import Permission, for_school
from digivuosi.apps.schools.queries import calendar_of, event_of
from digivuosi.apps.wheel import actions
from digivuosi.apps.wheel.forms import DatesForm, GiveForm, NoteForm, StatusForm, WeeksForm
from digivuosi.apps.wheel.queries.people import people_to_give, users_to_give
from digivuosi.apps.wheel.queries.titles import title_of
from digivuosi.apps.wheel.views import answering
from digivuosi.apps.wheel.views.rows import status_name
from digivuosi.apps.wheel.views.showing import Bad, PageRequest, came_from


@for_school(Permission.PLAN_YEAR)
@require_POST
def move(request: PageRequest, placement: int) -> HttpResponse:
    """Move by weeks (`weeks=-1`), or to dates (`first=`, `last=`)."""
    found = answering.placement_or_404(request, placement)
    page = answering.address_at(request, "placement", placement=placement)
    by = request.access.user
    if "weeks" in request.POST:
        weeks = WeeksForm(request.POST)
        if not weeks.is_valid():
            return answering.not_done(request, page, _("Say by how many weeks to move. Nothing was changed."))
        event = actions.move(by=by, placement=found, weeks=weeks.cleaned_data["weeks"])
        if event is None:
            words = _("It cannot be moved further: the school year ends there. Nothing was changed.")
            return answering.not_done(request, page, words)
    else:
        form = DatesForm(
            request.POST,
            calendar=calendar_of(request.access.provider, found.year),
            initial={"first": found.first, "last": found.last},
        )
        if not form.is_valid():
            return answering.not_done(request, page, _("The dates were not saved."), Bad(placement, form))
        event = actions.move_to(by=by, placement=found, **form.cleaned_data)
    words = _("“%(title)s” is now on %(days)s (%(weeks)s).") % {
        "title": title_of(found, current()),
        "days": dates.span(found.first, found.last),
        "weeks": dates.weeks(found.first, found.last),
    }
    return answering.told(request, page, words, event=event, problems=answering.problems_in_words(found))


@for_school(Permission.PLAN_YEAR)
@require_POST
def status(request: PageRequest, placement: int) -> HttpResponse:
    """Say how it goes."""
    found = answering.placement_or_404(request, placement)
    page = answering.address_at(request, "placement", placement=placement)
    form = StatusForm(request.POST)
    if not form.is_valid():
        return answering.not_done(request, page, _("There is no such status. Nothing was changed."))
    event = actions.set_status(by=request.access.user, placement=found, status=form.cleaned_data["status"])
    words = _("“%(title)s”: %(status)s.") % {
        "title": title_of(found, current()),
        "status": status_name(found.status).lower(),
    }
    return answering.told(request, page, words, event=event, problems=[])


@for_school(Permission.PLAN_YEAR)
@require_POST
def give(request: PageRequest, placement: int) -> HttpResponse:
    """Give it to people of the school, or (nobody chosen) back to its roles."""
    found = answering.placement_or_404(request, placement)
    page = answering.address_at(request, "placement", placement=placement)
    form = GiveForm(request.POST, people=people_to_give(found))
    if not form.is_valid():
        words = _("The choice of people was not saved.")
        return answering.not_done(request, page, words, Bad(placement, form))
    users = users_to_give(found, form.cleaned_data["people"])
    event = actions.give_to(by=request.access.user, placement=found, users=users)
    people = ", ".join(str(user) for user in users) or _("those who hold its roles")
    words = _("“%(title)s” is now with %(people)s.") % {"title": title_of(found, current()), "people": people}
    return answering.told(request, page, words, event=event, problems=[])


@for_school(Permission.PLAN_YEAR)
@require_POST
def pin(request: PageRequest, placement: int) -> HttpResponse:
    """Lock it in its place (`pinned=1`), so that no proposal moves it, or let it go."""
    found = answering.placement_or_404(request, placement)
    page = answering.address_at(request, "placement", placement=placement)
    pinned = request.POST.get("pinned") == "1"
    event = actions.pin(by=request.access.user, placement=found, pinned=pinned)
    words = (
        _("“%(title)s” is locked in place. Proposals do not move it; you can.")
        if pinned
        else _("“%(title)s” is no longer locked. Proposals may move it.")
    )
    return answering.told(request, page, words % {"title": title_of(found, current())}, event=event, problems=[])


@for_school(Permission.PLAN_YEAR)
@require_POST
def move_back(request: PageRequest, placement: int, event: int) -> HttpResponse:
    """Take back this placement's move out of many that were made together."""
    found = answering.placement_or_404(request, placement)
    page = answering.address_at(request, "placement", placement=placement)
    moving = event_of(request.access.provider, event, answering.school_of(request))
    if moving is None:
        raise Http404
    back = actions.move_back(by=request.access.user, school=answering.school_of(request), placement=found, event=moving)
    if back is None:
        words = _("It has been moved since, so the move cannot be taken back. Nothing was changed.")
        return answering.not_done(request, page, words)
    found.refresh_from_db()
    words = _("Undone: %(title)s.") % {"title": title_of(found, current())}
    return answering.told(request, page, words, event=None, problems=answering.problems_in_words(found))


@for_school(Permission.PLAN_YEAR)
@require_POST
def note(request: PageRequest, placement: int) -> HttpResponse:
    """Write the school's own note."""
    found = answering.placement_or_404(request, placement)
    page = answering.address_at(request, "placement", placement=placement)
    form = NoteForm(request.POST)
    if not form.is_valid():
        return answering.not_done(request, page, _("The note was not saved."), Bad(placement, form))
    event = actions.write_note(by=request.access.user, placement=found, note=form.cleaned_data["note"])
    return answering.told(request, page, _("The note was saved."), event=event, problems=[])


@for_school(Permission.PLAN_YEAR)
@require_POST
def undo(request: PageRequest, event: int) -> HttpResponse:
    """Take a change of this school's year back, when nothing has changed it since."""
    access = request.access
    found = event_of(access.provider, event, answering.school_of(request))
    if found is None:
        raise Http404
    page = answering.address_at(request, "list")
    try:
        actions.undo(by=access.user, event=found)
    except actions.CannotUndo as problem:
        return answering.not_done(request, page, problem.text.get(current()))
    words = _("Undone: %(title)s.") % {"title": found.about_title or _("the last change")}
    tell(request, words)
    return answering.answer(request, came_from(request, page), spoken=words)
