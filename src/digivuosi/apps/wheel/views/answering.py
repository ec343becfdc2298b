"""Answers to changes: what happened, what breaks now, the way back, and the page one came from."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from digivuosi.apps.look.languages import current
from digivuosi.apps.look.telling import refuse, tell, warn
from digivuosi.apps.wheel.queries import placement_in, year_of
from digivuosi.apps.wheel.views.showing import Bad, PageRequest, came_from, can_show, show_again, wants_part

if TYPE_CHECKING:
    from digivuosi.apps.schools.models import Event, School
    from digivuosi.apps.wheel.models import Placement


def school_of(request: PageRequest) -> School:
    school = request.access.school
    assert school is not None  # noqa: S101  (for_school)
    return school


def placement_or_404(request: PageRequest, placement: int) -> Placement:
    found = placement_in(school_of(request), placement)
    if found is None:
        raise Http404
    return found


def address_at(request: PageRequest, name: str, **kwargs: int) -> str:
    """An address of this school in this app."""
    slugs = {"provider": request.access.provider.slug, "school": school_of(request).slug}
    return reverse(f"wheel:{name}", kwargs={**slugs, **kwargs})


def undo_address(request: PageRequest, event: Event, back: str) -> str:
    """Where the change is taken back by POST, and then `back` is shown."""
    return f"{address_at(request, 'undo', event=event.pk)}?{urlencode({'next': back})}"


def told(request: PageRequest, usual: str, words: str, *, event: Event | None, problems: list[str]) -> HttpResponse:
    """Say what was done and what breaks now; show the page that the person came from, else `usual`."""
    back = came_from(request, usual)
    tell(request, words, undo=undo_address(request, event, back) if event else "")
    if problems:
        warn(request, " ".join(problems))
    return answer(request, back, spoken=" ".join([words, *problems]))


def not_done(request: PageRequest, usual: str, words: str, bad: Bad | None = None) -> HttpResponse:
    """Say why nothing was done, with what was filled in still there."""
    back = came_from(request, usual)
    refuse(request, words)
    return show_again(request, back if can_show(back) else usual, bad=bad, status=422, spoken=words)


def answer(request: PageRequest, back: str, *, spoken: str = "") -> HttpResponse:
    """Go back to a page: for htmx its changed part at once, else by a redirect."""
    if wants_part(request) and can_show(back):
        return show_again(request, back, spoken=spoken)
    return redirect(back)


def problems_in_words(placement: Placement) -> list[str]:
    """What is wrong with where the placement stands now."""
    one = year_of(placement.school, placement.year).find(placement.pk)
    return [problem.text.get(current()) for problem in one.problems] if one else []
