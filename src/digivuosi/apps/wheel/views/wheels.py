from __future__ import annotations

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from digivuosi.apps.look import dates
from digivuosi.apps.look.templatetags.look import words
from digivuosi.apps.schools.access import Permission, for_school
from digivuosi.apps.wheel.queries.lines import line_of
from digivuosi.apps.wheel.queries.pictures import wheel_of
from digivuosi.apps.wheel.views.asking import Choice, ask, frame_of
from digivuosi.apps.wheel.views.panels import panel_of
from digivuosi.apps.wheel.views.showing import Bad, Page, PageRequest, show, shows


@for_school(Permission.SEE_SCHOOL)
@require_safe
def wheel(request: PageRequest) -> HttpResponse:
    """The year as a wheel."""
    return show(request, wheel_page(request, None))


@for_school(Permission.SEE_SCHOOL)
@require_safe
def line(request: PageRequest) -> HttpResponse:
    """The year as a line."""
    return show(request, line_page(request, None))


@shows("wheel")
def wheel_page(request: PageRequest, bad: Bad | None) -> Page:
    asked = ask(request, "wheel")
    year = asked.year
    chosen = year.find(asked.selected) if asked.selected else None
    picture = wheel_of(year, asked.language, today=asked.shown_day, selected=asked.selected)
    context = {
        **frame_of(asked),
        "picture": picture,
        "legend": list(zip("ABCDEFGHIJKLMNOPQRSTUVWXYZ", picture.rings, strict=False)),
        "panel": panel_of(asked, bad),
        "named": [
            Choice(
                f"{words(one.measure.title)}, {dates.span(one.first, one.last)}", str(one.placement.pk), one is chosen
            )
            for one in year.shown
        ],
    }
    return Page("wheel/wheel.html", context)


@shows("line")
def line_page(request: PageRequest, bad: Bad | None) -> Page:
    asked = ask(request, "line")
    # The number of a placement is put in later, so it must pass the quoting of addresses as it is.
    address = asked.address(selected=None)
    address += ("&" if "?" in address else "?") + "selected={key}"
    context = {
        **frame_of(asked),
        "line": line_of(asked.year, asked.language, today=asked.shown_day, address=address, selected=asked.selected),
        "panel": panel_of(asked, bad),
    }
    return Page("wheel/line.html", context)
