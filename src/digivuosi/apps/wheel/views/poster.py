"""The year wheel for the wall: choose what it is like, see it, and take it as PDF, PNG or SVG."""

from __future__ import annotations

from urllib.parse import urlencode

from csp.decorators import csp_replace
from django.http import HttpResponse, HttpResponseBadRequest
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from digivuosi.apps.look import dates
from digivuosi.apps.look.parts import part_or_page
from digivuosi.apps.schools.access import AccessRequest, Permission, for_school
from digivuosi.apps.schools.queries import asked_year
from digivuosi.apps.toolkit.queries import toolkit_for_school
from digivuosi.apps.wheel.forms import PosterForm
from digivuosi.apps.wheel.queries.filters import Filters
from digivuosi.apps.wheel.queries.posters import MOST_ON_POSTER, TooMany, poster_of
from digivuosi.apps.wheel.queries.years import EMPTY_TOOLKIT, SchoolsYear, year_of
from digivuosi.domain.texts import Text
from digivuosi.domain.wheel.poster import poster_pdf, poster_png
from digivuosi.domain.wheel.shapes import Drawing
from digivuosi.domain.wheel.svg import file_svg

KINDS = {"pdf": "application/pdf", "png": "image/png", "svg": "image/svg+xml"}
FILE_NAME = Text.of(fi="vuosikello", sv="arsklocka", en="year-wheel")


@for_school(Permission.SEE_SCHOOL)
@require_safe
def poster(request: AccessRequest) -> HttpResponse:
    """The form, a picture of the poster, and the files."""
    form = _form(request)
    year, problem = None, ""
    if form.is_valid():
        year = _year(request, form)
        try:
            poster_of(year, **_choices(form))
        except TooMany as many:
            problem = _too_many(many)
    kept = _kept(form) if form.is_valid() else ""
    here = {"provider": request.access.provider.slug, "school": request.access.here.slug}
    context = {
        "form": form,
        "year": year,
        "problem": problem,
        "is_empty": year is not None and not _shown_count(year, form),
        "files": {kind: reverse("wheel:poster_file", kwargs={**here, "kind": kind}) + f"?{kept}" for kind in KINDS},
        "school_year": dates.school_year(asked_year(request)),
        "is_portrait": form.is_valid() and form.cleaned_data["orientation"] == "portrait",
    }
    return render(request, part_or_page(request, "wheel/poster/poster.html", "preview"), context)


# The picture brings its own style sheet and font; nothing else may load.
@csp_replace({"script-src": ["'none'"], "style-src": ["'unsafe-inline'"], "font-src": ["data:"]})
@for_school(Permission.SEE_SCHOOL)
@require_safe
def file(request: AccessRequest, kind: str) -> HttpResponse:
    """The poster as a file."""
    form = _form(request)
    if not form.is_valid():
        return HttpResponseBadRequest(_("The address of the poster is not whole. Open the poster page again."))
    try:
        drawing = poster_of(_year(request, form), **_choices(form))
    except TooMany as many:
        return HttpResponseBadRequest(_too_many(many))
    response = HttpResponse(_written(drawing, kind), content_type=KINDS[kind])
    name = file_name(request.access.here.slug, form.cleaned_data["year"], form.cleaned_data["language"], kind)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "private, max-age=0, must-revalidate"
    return response


def file_name(school: str, starts: int, language: str, kind: str) -> str:
    """`vuosikello-kivelan-koulu-2026-2027.pdf`."""
    return f"{FILE_NAME.get(language)}-{school}-{starts}-{starts + 1}.{kind}"


def _written(drawing: Drawing, kind: str) -> bytes:
    if kind == "pdf":
        return poster_pdf(drawing)
    return poster_png(drawing) if kind == "png" else file_svg(drawing).encode()


def _form(request: AccessRequest) -> PosterForm:
    toolkit = toolkit_for_school(request.access.here) or EMPTY_TOOLKIT
    return PosterForm(request.GET, toolkit=toolkit, year=asked_year(request))


def _year(request: AccessRequest, form: PosterForm) -> SchoolsYear:
    chosen = form.cleaned_data
    filters = Filters(theme=chosen["theme"], audience=chosen["audience"], rings=chosen["rings"])
    return year_of(request.access.here, chosen["year"], filters=filters)


def _choices(form: PosterForm) -> dict[str, str]:
    chosen = form.cleaned_data
    return {name: chosen[name] for name in ("language", "paper", "orientation")} | {"statuses": chosen["status"]}


def _shown_count(year: SchoolsYear, form: PosterForm) -> int:
    return sum(1 for one in year.shown if one.status in form.cleaned_data["status"])


def _kept(form: PosterForm) -> str:
    """The choices as the query of an address, the language of the page among them."""
    return urlencode([(name, value) for name, value in form.cleaned_data.items() if value], doseq=True)


def _too_many(many: TooMany) -> str:
    words = _("There are %(count)s measures, and a poster holds %(most)s. Choose a theme or a target group.")
    return words % {"count": many.count, "most": MOST_ON_POSTER}
