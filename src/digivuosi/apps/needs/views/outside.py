"""Results from elsewhere come in, and the anonymous data of a round goes out."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Sequence
from datetime import date
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from digivuosi.apps.look.languages import current
from digivuosi.apps.look.parts import Crumb
from digivuosi.apps.look.telling import refuse, tell
from digivuosi.apps.needs.actions.importing import import_outside
from digivuosi.apps.needs.forms.outside import SOURCES, MappingForm, OutsideAboutForm, OutsideFileForm
from digivuosi.apps.needs.queries.datasets import dataset_of
from digivuosi.apps.needs.queries.outside import (
    brought_in,
    one_name,
    outside_over_schools,
    rows_of_file,
    seal,
    source_slug,
    units_of,
    unseal,
)
from digivuosi.apps.needs.views.addresses import of_provider, provider_crumbs, round_or_404
from digivuosi.apps.needs.views.files import as_file
from digivuosi.apps.schools.access import AccessRequest, Permission, for_provider
from digivuosi.apps.schools.importing import purpose_of
from digivuosi.apps.schools.spreadsheets import NotReadable, guarded
from digivuosi.apps.toolkit.queries import toolkit_of
from digivuosi.domain.needs.codebook import OUTSIDE_TERMS, TERMS, Dataset
from digivuosi.domain.needs.importing import framework_mapping, read_scores
from digivuosi.domain.needs.outside import OverSchools
from digivuosi.domain.toolkit.toolkit import Toolkit

SHOWN_ROWS = 200


@for_provider(Permission.MANAGE_PROVIDER)
@require_http_methods(["GET", "HEAD", "POST"])
def outside(request: AccessRequest) -> HttpResponse:
    """Choose a file; nothing of it is stored before it has been looked at."""
    form = OutsideFileForm(request.POST or None, request.FILES or None)
    toolkit = toolkit_of(request.access.provider)
    if request.method == "POST" and form.is_valid() and toolkit is not None:
        try:
            rows = rows_of_file(form.cleaned_data["file"])
            seal(rows, _purpose(request))
        except NotReadable as problem:
            form.add_error("file", str(problem.words))
        else:
            source = one_name(request.access.provider, form.cleaned_data["source"], SOURCES)
            return _mapping(request, toolkit, rows, source, form.cleaned_data["measured_on"])
    context = {
        "form": form,
        "brought_in": _brought_in(request, toolkit),
        "has_toolkit": toolkit is not None,
        "known": SOURCES,
        "crumbs": provider_crumbs(request, Crumb(_("Results from elsewhere"))),
    }
    return render(request, "needs/outside.html", context, status=422 if form.errors else 200)


def _brought_in(request: AccessRequest, toolkit: Toolkit | None) -> list[dict[str, Any]]:
    """Each tool and day with its means over schools, and each school's own page of it."""
    provider = request.access.provider
    return [
        {
            "one": one,
            "means": [(need.title, mean) for mean in one.means if toolkit and (need := toolkit.need(mean.need))],
            "schools": [
                (school, reverse("needs:outside_summary", args=[provider.slug, school.slug, slug, one.measured]))
                for school in one.schools
                if (slug := source_slug(one.source))
            ],
        }
        for one in brought_in(provider)
    ]


@for_provider(Permission.MANAGE_PROVIDER)
@require_POST
def take(request: AccessRequest) -> HttpResponse:
    """Look at what the mapping gives, then take it in: all of it, or nothing when anything is wrong."""
    toolkit, access = toolkit_of(request.access.provider), request.access
    rows = unseal(request.POST.get("rows", ""), _purpose(request))
    about = OutsideAboutForm(request.POST)
    if toolkit is None or rows is None or not about.is_valid():
        refuse(request, _("The preview is too old. Choose the file again."))
        return redirect(of_provider(request, "outside"))
    source, day = one_name(access.provider, about.cleaned_data["source"], SOURCES), about.cleaned_data["measured_on"]
    form = _form(toolkit, rows, source, request.POST)
    if not form.is_valid():
        return _mapping(request, toolkit, rows, source, day, form)
    found = read_scores(rows, form.mapped(source), units_of(access.provider), toolkit)
    if request.POST.get("what") == "take" and not found.faults and (found.scores or found.few):
        count = import_outside(by=access.user, provider=access.provider, source=source, measured_on=day,
                               scores=found.scores, few=found.few)  # fmt: skip
        words = ngettext("%(count)d score was brought in.", "%(count)d scores were brought in.", count)
        tell(request, words % {"count": count})
        return redirect(of_provider(request, "outside"))
    return _mapping(request, toolkit, rows, source, day, form, found)


def _form(toolkit: Toolkit, rows: Sequence[Sequence[str]], source: str, data: Any = None) -> MappingForm:
    heads = [" ".join(cell.split()) for cell in rows[0]]
    needs = [(need.key, need.title.get(current())) for need in toolkit.needs]
    guess = framework_mapping(toolkit, source, heads)
    first = {"school": heads[0], "low": 1, "high": 5}
    return MappingForm(data, heads=heads, needs=needs, guess=guess, initial=first)


def _mapping(
    request: AccessRequest,
    toolkit: Toolkit,
    rows: Sequence[Sequence[str]],
    source: str,
    day: date,
    form: MappingForm | None = None,
    found: Any = None,
) -> HttpResponse:
    names = {unit: name for name, unit in reversed(units_of(request.access.provider).items())}
    scores = [
        (
            names.get(one.unit, one.unit),
            need.title if (need := toolkit.need(one.need)) else one.need,
            round(one.score),
            one.answers,
        )
        for one in (found.scores if found else ())
    ]
    context = {
        "form": form or _form(toolkit, rows, source),
        "source": source,
        "day": day,
        "rows": seal(rows, _purpose(request)),
        "found": found,
        "scores": scores[:SHOWN_ROWS],
        "more": max(0, len(scores) - SHOWN_ROWS),
        "crumbs": provider_crumbs(
            request, Crumb(_("Results from elsewhere"), of_provider(request, "outside")), Crumb(source)
        ),
    }
    wrong = found is not None and bool(found.faults)
    return render(request, "needs/outside_mapping.html", context, status=422 if wrong else 200)


def _purpose(request: AccessRequest) -> str:
    return purpose_of("outside", request.access.provider.pk, request.access.user.pk)


@for_provider(Permission.MANAGE_PROVIDER)
@require_safe
def dataset(request: AccessRequest, round: int) -> HttpResponse:
    """The anonymous answers of a closed round with a codebook, for a research or development project."""
    one = round_or_404(request, round)
    found = dataset_of(one)
    if found is None:
        raise Http404
    return as_file(
        _zip(found, request), f"{request.access.provider.slug}-{one.survey_key}-{one.opens.year}.zip", "application/zip"
    )


def _zip(found: Dataset, request: AccessRequest) -> bytes:
    language, out = current(), io.BytesIO()
    names = [column.name for column in found.columns]
    codes = [
        (column.name, column.about.get(language), column.need, code, words.get(language))
        for column in found.columns
        for code, words in (column.values or (("", column.about),))
    ]
    # Not how many: the whole less what is told would else give the number of a small school.
    left = _("Answers of schools under five are left out, since even together they are too few.")
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("data.csv", _csv(names, found.rows))
        packed.writestr("codebook.csv", _csv(("column", "about", "need", "code", "meaning"), codes))
        told = f"{TERMS.get(language)}\n" + (f"\n{left}\n" if found.left_out else "")
        if others := outside_over_schools(request.access.provider):
            packed.writestr("outside.csv", _csv(("source", "measured", "need", "schools", "mean"), _others(others)))
            told += f"\n{OUTSIDE_TERMS.get(language)}\n"
        packed.writestr("README.txt", told)
    return out.getvalue()


def _others(found: Sequence[OverSchools]) -> list[Sequence[Any]]:
    return [(one.source, one.measured.isoformat(), one.need, one.schools, f"{one.mean:.1f}") for one in found]


def _csv(headings: Sequence[str], rows: Sequence[Sequence[Any]]) -> bytes:
    """Commas and points: statistics programs read this, not a person."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(headings)
    writer.writerows([guarded(cell) for cell in row] for row in rows)
    return out.getvalue().encode()
