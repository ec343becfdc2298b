"""The published wheel: a page for anyone, the same for other sites to embed, and the choice to publish."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from csp.decorators import csp_replace
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.html import escape
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import require_http_methods, require_safe

from digivuosi.apps.look import clock, dates
from digivuosi.apps.look.languages import current, known
from digivuosi.apps.look.telling import tell
from digivuosi.apps.people.addresses import absolute, origin_of
from digivuosi.apps.schools.access import AccessRequest, Permission, for_anyone, for_school
from digivuosi.apps.schools.actions import change_school
from digivuosi.apps.schools.queries import school_again, school_year_now
from digivuosi.apps.wheel.queries.posters import PublicYear, public_year_of, published_school
from digivuosi.domain.wheel.svg import page_svg

RINGS = ("theme", "audience")


@for_anyone
@require_safe
def public(request: HttpRequest, provider: str, school: str) -> HttpResponse:
    """The wheel and the list of a published year."""
    return render(request, "wheel/public/public.html", _context(request, provider, school))


@csp_replace({"frame-ancestors": ["*"]})
@xframe_options_exempt
@for_anyone
@require_safe
def embed(request: HttpRequest, provider: str, school: str) -> HttpResponse:
    """The same wheel to stand in a page of another site; `?language=sv` chooses its language there."""
    asked = request.GET.get("language", "")
    with translation.override(asked if asked in known() else current()):
        context = _context(request, provider, school)
        response = render(request, "wheel/public/embed.html", context | {"language": current()})
    response["Content-Language"] = asked if asked in known() else current()
    return response


@for_school(Permission.MANAGE_SCHOOL)
@require_http_methods(["GET", "HEAD", "POST"])
def publish(request: AccessRequest) -> HttpResponse:
    """Allow anyone to see the wheel, or take it back; the address and the code to embed."""
    school = request.access.here
    here = {"provider": request.access.provider.slug, "school": school.slug}
    if request.method == "POST":
        wanted = request.POST.get("verb") == "publish"
        if wanted != school.is_wheel_public:
            change_school(by=request.access.user, school=school_again(school), is_wheel_public=wanted)
            tell(request, _("Anyone can see the wheel now.") if wanted else _("The wheel is not public any more."))
        return redirect(reverse("wheel:publish", kwargs=here))
    address = absolute(reverse("wheel:public", kwargs=here), origin_of(request))
    # Plain words, not safe HTML: the page shows the code, it does not run it.
    frame = absolute(reverse("wheel:embed", kwargs=here), origin_of(request))
    title = escape(f"{_('Year wheel')}, {school.name}")
    code = (
        f'<iframe src="{escape(frame)}?language={current()}" title="{title}" width="100%" height="820"'
        ' loading="lazy"></iframe>'
    )
    context = {"is_public": school.is_wheel_public, "address": address, "code": code}
    return render(request, "wheel/public/publish.html", context)


def _context(request: HttpRequest, provider: str, school: str) -> dict[str, Any]:
    found = published_school(provider, school)
    if found is None:
        raise Http404
    today = clock.today()
    starts = school_year_now(today)
    asked = request.GET.get("rings", "")
    rings = asked if asked in RINGS else "theme"
    year = public_year_of(found, starts, language=current(), today=today, rings=rings)
    return {
        "year": year,
        "months": _months(year),
        "svg": page_svg(year.drawing, prefix="public", role="img"),
        "rings": rings,
        "school_year": dates.school_year(starts),
        "today": today,
        "public_url": reverse("wheel:public", kwargs={"provider": provider, "school": school}),
    }


def _months(year: PublicYear) -> list[tuple[str, list[Any]]]:
    """The measures by the month that they begin in."""
    return [
        (f"{dates.month_name(month, current())} {number}", list(group))
        for (number, month), group in groupby(year.measures, key=lambda one: (one.first.year, one.first.month))
    ]
