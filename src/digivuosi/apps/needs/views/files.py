"""Answers that are files."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.http import Http404, HttpResponse

from digivuosi.apps.schools import spreadsheets


def download(name: str, kind: str, headings: Sequence[str], rows: Iterable[Sequence[Any]]) -> HttpResponse:
    """A spreadsheet; `kind` is xlsx or csv, anything else is not found."""
    if kind not in ("xlsx", "csv"):
        raise Http404
    if kind == "xlsx":
        return as_file(spreadsheets.write_xlsx(headings, rows), f"{name}.xlsx", spreadsheets.XLSX)
    return as_file(spreadsheets.write_csv(headings, rows), f"{name}.csv", "text/csv; charset=utf-8")


def as_file(content: bytes, name: str, kind: str) -> HttpResponse:
    response = HttpResponse(content, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "no-store"
    return response
