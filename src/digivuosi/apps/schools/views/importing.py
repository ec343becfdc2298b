"""The pages of an import, the same for schools and people: choose, look, confirm."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render

from digivuosi.apps.look.languages import current
from digivuosi.apps.look.telling import refuse, tell
from digivuosi.apps.schools import importing, spreadsheets
from digivuosi.apps.schools.access import AccessRequest
from digivuosi.apps.schools.forms.importing import FileForm
from digivuosi.apps.schools.importing import Checked
from digivuosi.apps.schools.spreadsheets import Column, Line, NotReadable

SHOWN_ROWS = 300


@dataclass(frozen=True)
class ImportPage:
    """What differs between imports."""

    key: str
    title: Any
    columns: Sequence[Column]
    examples: Sequence[Sequence[str]]
    check: Callable[[Iterable[Line], tuple[str, ...]], Checked]
    take: Callable[[Checked], str]
    """Does it and returns the words to tell."""
    confirm: Any
    """The button that does it."""
    here: str
    back: str
    template_xlsx: str
    template_csv: str


def import_page(request: AccessRequest, page: ImportPage) -> HttpResponse:
    """Answer a request for the page of an import."""
    if request.method == "POST" and "rows" in request.POST:
        return _confirm(request, page)
    form = FileForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            lines, ignored = importing.lines_of(form.cleaned_data["file"], page.columns)
        except NotReadable as problem:
            form.add_error("file", str(problem.words))
        else:
            return _preview(request, page, page.check(lines, ignored), lines)
    context = {"page": page, "form": form, "headings": [c.heading(current()) for c in page.columns]}
    return render(request, "schools/import.html", context, status=422 if form.errors else 200)


def _preview(request: AccessRequest, page: ImportPage, checked: Checked, lines: Sequence[Line]) -> HttpResponse:
    wrong = [row for row in checked.rows if row.problems]
    right = [row for row in checked.rows if not row.problems]
    shown = sorted((*wrong, *right[: max(0, SHOWN_ROWS - len(wrong))]), key=lambda row: row.number)
    keys = [column.key for column in page.columns]
    headings = [column.heading(current()) for column in page.columns]
    context = {
        "page": page,
        "checked": checked,
        "rows": [(row, [(h, row.values.get(key, "")) for key, h in zip(keys, headings, strict=True)]) for row in shown],
        "left_out": len(checked.rows) - len(shown),
        "headings": headings,
        "sealed": importing.seal(lines, _purpose(request, page)) if checked.is_right else "",
        "form": FileForm(),
    }
    return render(request, "schools/import_preview.html", context)


def _confirm(request: AccessRequest, page: ImportPage) -> HttpResponse:
    try:
        lines = importing.unseal(request.POST["rows"], _purpose(request, page))
    except NotReadable as problem:
        refuse(request, str(problem.words))
        return redirect(page.here)
    checked = page.check(lines, ())
    if not checked.is_right:
        return _preview(request, page, checked, lines)
    tell(request, page.take(checked))
    return redirect(page.back)


def _purpose(request: AccessRequest, page: ImportPage) -> str:
    return importing.purpose_of(page.key, request.access.provider.pk, request.access.user.pk)


def download(name: str, kind: str, headings: Sequence[str], rows: Iterable[Sequence[Any]]) -> HttpResponse:
    """A spreadsheet as a file: `kind` is xlsx or csv."""
    if kind == "xlsx":
        response = HttpResponse(spreadsheets.write_xlsx(headings, rows), content_type=spreadsheets.XLSX)
    else:
        response = HttpResponse(spreadsheets.write_csv(headings, rows), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}.{kind}"'
    return response


def template_download(
    page_columns: Sequence[Column], examples: Sequence[Sequence[str]], name: str, kind: str
) -> HttpResponse:
    """The empty spreadsheet to fill in, with headings in the reader's language and examples to overwrite."""
    return download(name, kind, [column.heading(current()) for column in page_columns], examples)
