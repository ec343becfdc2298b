from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from digivuosi.apps.look import dates
from digivuosi.apps.look.parts import Crumb, Fact
from digivuosi.apps.look.telling import tell
from digivuosi.apps.schools.access import Permission, for_school
from digivuosi.apps.wheel import actions
from digivuosi.apps.wheel.forms import GiveForm
from digivuosi.apps.wheel.queries import PlacedMeasure
from digivuosi.apps.wheel.queries.people import people_to_give
from digivuosi.apps.wheel.views.answering import address_at, placement_or_404, undo_address
from digivuosi.apps.wheel.views.asking import Asked, ask
from digivuosi.apps.wheel.views.history import history_of
from digivuosi.apps.wheel.views.panels import give_form, make_panel
from digivuosi.apps.wheel.views.rows import status_name
from digivuosi.apps.wheel.views.showing import Bad, Page, PageRequest, came_from, show, shows, stand_at
from digivuosi.domain.toolkit.changes import is_own


@for_school(Permission.SEE_SCHOOL)
@require_safe
def placement(request: PageRequest, placement: int) -> HttpResponse:
    """Everything about one placement; for htmx its panel beside the wheel."""
    if request.htmx and request.htmx.target == "panel":
        return _panel(request, placement)
    stand_at(request, address_at(request, "placement", placement=placement))
    return show(request, placement_page(request, None))


@for_school(Permission.PLAN_YEAR)
@require_http_methods(["GET", "HEAD", "POST"])
def remove(request: PageRequest, placement: int) -> HttpResponse:
    """Take a placement off the year, after asking; undo brings it back."""
    asked, one = _asked_of(request, placement, "placement")
    title = one.measure.title.get(asked.language, asked.year.toolkit.language)
    page = asked.placement_address(one)
    back = came_from(request, page)
    if request.method == "POST":
        # Its own page is gone then.
        after = asked.address("list") if back.startswith(page) else back
        event = actions.remove(by=asked.user, placement=one.placement)
        words = _("“%(title)s” was taken off the year.") % {"title": title}
        tell(request, words, undo=undo_address(request, event, after))
        return redirect(after)
    context = {
        "title": _("Take “%(title)s” off this year?") % {"title": title},
        "text": _("Its status and note go with it. The measure stays in the toolkit, and you can undo this."),
        "label": _("Take off the year"),
        "cancel_url": back,
        "danger": True,
        "hidden": {"next": back},
        "facts": [Fact(_("When"), dates.span(one.first, one.last)), Fact(_("Status"), status_name(one.status))],
    }
    return render(request, "look/confirm.html", context)


@shows("placement")
def placement_page(request: PageRequest, bad: Bad | None) -> Page:
    """The whole page of the placement whose address the request stands at."""
    asked, one = _asked_of(request, int(request.path.rstrip("/").rsplit("/", 1)[-1]), "placement")
    toolkit, measure = asked.year.toolkit, one.measure
    given = give_form(one, people_to_give(one.placement)) if asked.can_plan else None
    context = {
        "asked": asked,
        "year": asked.year,
        "can_plan": asked.can_plan,
        "here": asked.placement_address(one),
        "panel": make_panel(one, asked, bad),
        "measure": measure,
        "is_in_toolkit": toolkit.measure(measure.key) is not None,
        "is_of_city": toolkit.measure(measure.key) is not None and not is_own(measure.key),
        "note": one.placement.note,
        "give_form": bad.form if bad and isinstance(bad.form, GiveForm) else given,
        "materials": [material for key in measure.materials if (material := toolkit.material(key))],
        "audiences": [audience for key in measure.audiences if (audience := toolkit.audience(key))],
        "history": history_of(one, asked),
        "placed_by": one.placement.placed_by,
        "placed_on": timezone.localdate(one.placement.placed_at),
        "crumbs": [Crumb(_("Year wheel"), asked.address("wheel")), Crumb(measure.title)],
    }
    return Page("wheel/placement.html", context)


def _panel(request: PageRequest, placement: int) -> HttpResponse:
    """The panel alone, for the wheel or the line that the browser stands on."""
    address = came_from(request, address_at(request, "wheel"))
    page = "line" if "/line/" in address.partition("?")[0] else "wheel"
    stand_at(request, address)
    asked, one = _asked_of(request, placement, page)
    context = {
        "asked": asked,
        "panel": make_panel(one, asked),
        "can_plan": asked.can_plan,
        "here": asked.address(selected=placement),
    }
    return render(request, "wheel/parts/panel.html", context)


def _asked_of(request: PageRequest, placement: int, page: str) -> tuple[Asked, PlacedMeasure]:
    """The year of a placement, and the placement in it; 404 when the school has no such."""
    found = placement_or_404(request, placement)
    asked = ask(request, page, starts=found.year, placement=placement)
    one = asked.year.find(placement)
    assert one is not None  # noqa: S101  (it was read from this very year)
    return asked, one
