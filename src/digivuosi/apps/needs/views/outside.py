"""Results from elsewhere come in, and the anonymous data of a round goes out."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Sequence
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from digivuosi.apps.look.dates import school_year
from digivuosi.apps.look.languages import current
from digivuosi.apps.look.parts import Crumb
from digivuosi.apps.look.telling import refuse, tell
from digivuosi.apps.needs.actions.importing import import_outside
from digivuosi.apps.needs.forms.outside import SOURCES, MappingForm, OutsideFileForm
from digivuosi.apps.needs.queries.datasets import dataset_of
from digivuosi.apps.needs.queries.outside import seal, sources_of, units_of, unseal
from digivuosi.apps.needs.views.addresses import of_provider, provider_crumbs, round_or_404
from digivuosi.apps.needs.views.files import as_file
from digivuosi.apps.schools.access import AccessRequest, Permission, for_provider
from digivuosi.apps.schools.importing import purpose_of
from digivuosi.apps.schools.queries import years_offered
from digivuosi.apps.schools.spreadsheets import NotReadable, guarded, read_rows
from digivuosi.apps.toolkit.queries import toolkit_of
from digivuosi.domain.needs.codebook import TERMS, Dataset
from digivuosi.domain.needs.importing import framework_mapping, read_scores
from digivuosi.domain.toolkit.toolkit import Toolkit

SHOWN_ROWS = 200


@for_provider(Permission.MANAGE_PROVIDER)
@require_http_methods(["GET", "HEAD", "POST"])
def outside(request: AccessRequest) -> HttpResponse:
    """Choose a file; nothing of it is stored before it has been looked at."""
    years = [(year, school_year(year)) for year in years_offered()]
    form = OutsideFileForm(request.POST or None, request.FILES or None, years=years, initial={"year": years[2][0]})
    toolkit = toolkit_of(request.access.provider)
    if request.method == "POST" and form.is_valid() and toolkit is not None:
        try:
            rows = [row for row in read_rows(form.cleaned_data["file"]) if any(row)]
        except NotReadable as problem:
            form.add_error("file", str(problem.words))
        else:
            if len(rows) > 1:
                return _mapping(request, toolkit, rows, form.cleaned_data["source"], form.cleaned_data["year"])
            form.add_error("file", _("The file has headings but no rows."))
    context = {
        "form": form,
        "sources": [(source, school_year(year)) for source, year in sources_of(request.access.provider)],
        "has_toolkit": toolkit is not None,
        "known": SOURCES,
        "crumbs": provider_crumbs(request, Crumb(_("Results from elsewhere"))),
    }
    return render(request, "needs/outside.html", context, status=422 if form.errors else 200)


@for_provider(Permission.MANAGE_PROVIDER)
@require_POST
def take(request: AccessRequest) -> HttpResponse:
    """Look at what the mapping gives, then take it in: all of it, or nothing when anything is wrong."""
    toolkit, access = toolkit_of(request.access.provider), request.access
    rows = unseal(request.POST.get("rows", ""), _purpose(request))
    year = next((one for one in years_offered() if str(one) == request.POST.get("year")), None)
    source = " ".join(request.POST.get("source", "").replace("\0", "").split())[:30]
    if toolkit is None or rows is None or year is None or not source:
        refuse(request, _("The preview is too old. Choose the file again."))
        return redirect(of_provider(request, "outside"))
    form = _form(toolkit, rows, source, request.POST)
    if not form.is_valid():
        return _mapping(request, toolkit, rows, source, year, form)
    found = read_scores(rows, form.mapped(source), units_of(access.provider), toolkit)
    if request.POST.get("what") == "take" and not found.faults and found.scores:
        count = import_outside(by=access.user, provider=access.provider, year=year, scores=found.scores)
        words = ngettext("%(count)d score was brought in.", "%(count)d scores were brought in.", count)
        tell(request, words % {"count": count})
        return redirect(of_provider(request, "outside"))
    return _mapping(request, toolkit, rows, source, year, form, found)


def _form(toolkit: Toolkit, rows: Sequence[Sequence[str]], source: str, data: Any = None) -> MappingForm:
    heads = [" ".join(cell.split()) for cell in rows[0]]
    needs = [(need.key, need.title.get(current())) for need in toolkit.needs]
    guess = framework_mapping(toolkit, source.upper() if source.upper() in SOURCES else source, heads)
    first = {"school": heads[0], "low": 1, "high": 5}
    return MappingForm(data, heads=heads, needs=needs, guess=guess, initial=first)


def _mapping(
    request: AccessRequest,
    toolkit: Toolkit,
    rows: Sequence[Sequence[str]],
    source: str,
    year: int,
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
        "year": year,
        "year_name": school_year(year),
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
        _zip(found), f"{request.access.provider.slug}-{one.survey_key}-{one.opens.year}.zip", "application/zip"
    )


def _zip(found: Dataset) -> bytes:
    language, out = current(), io.BytesIO()
    names = [column.name for column in found.columns]
    codes = [
        (column.name, column.about.get(language), column.need, code, words.get(language))
        for column in found.columns
        for code, words in (column.values or (("", column.about),))
    ]
    left = _("Left out, since even together they are too few: %(count)d.") % {"count": found.left_out}
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("data.csv", _csv(names, found.rows))
        packed.writestr("codebook.csv", _csv(("column", "about", "need", "code", "meaning"), codes))
        packed.writestr("README.txt", f"{TERMS.get(language)}\n\n{left}\n")
    return out.getvalue()


def _csv(headings: Sequence[str], rows: Sequence[Sequence[Any]]) -> bytes:
    """Commas and points: statistics programs read this, not a person."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(headings)
    writer.writerows([guarded(cell) for cell in row] for row in rows)
    return out.getvalue().encode()
