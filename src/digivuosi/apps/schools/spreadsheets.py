"""Spreadsheets in and out: bounded reading of CSV, XLSX and ODS, and writing that no program takes for formulas."""

from __future__ import annotations

import codecs
import contextlib
import csv
import io
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

import xlsxwriter
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from digivuosi.apps.schools.books import TooHeavy, TooManyCells, Unreadable, read_book

MOST_BYTES = 5 * 1024 * 1024
MOST_UNPACKED = 50 * 1024 * 1024
MOST_ROWS = 3000
MOST_COLUMNS = 60
LONGEST_CELL = 500
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class NotReadable(Exception):
    """The file cannot be taken at all; the words say why."""

    def __init__(self, words: str | Promise) -> None:
        super().__init__(words)
        self.words = words


@dataclass(frozen=True)
class Column:
    """A column with the headings it may have; the first of each language is used in templates."""

    key: str
    headings: Mapping[str, tuple[str, ...]]
    required: bool = False

    def heading(self, language: str) -> str:
        return self.headings[language][0]

    def known_as(self, heading: str) -> bool:
        return heading == self.key or any(heading in names for names in self.headings.values())


@dataclass(frozen=True)
class Line:
    """A row of the file with the number that the spreadsheet program shows."""

    number: int
    values: Mapping[str, str]


@dataclass(frozen=True)
class Sheet:
    lines: tuple[Line, ...]
    ignored: tuple[str, ...] = field(default=())
    """Headings that mean nothing here."""


def read_sheet(content: bytes, columns: Sequence[Column]) -> Sheet:
    """Read the first sheet; the first row that is not empty is the headings. Raises NotReadable."""
    rows = read_rows(content)
    numbered = [(number, row) for number, row in enumerate(rows, start=1) if any(row)]
    if not numbered:
        raise NotReadable(_("The file is empty."))
    _number, headings = numbered[0]
    places, ignored = _places(headings, columns)
    lines = tuple(
        Line(number, {key: row[place] if place < len(row) else "" for key, place in places.items()})
        for number, row in numbered[1:]
    )
    if len(lines) > MOST_ROWS:
        raise NotReadable(_("There are too many rows: at most 3,000 at a time."))
    if not lines:
        raise NotReadable(_("The file has headings but no rows."))
    return Sheet(lines, ignored)


def read_rows(content: bytes) -> list[list[str]]:
    """Every row of the first sheet as words, whatever its headings. Raises NotReadable.

    A date is written as ISO, with its time when the cell has one.
    A row holds one cell more than MOST_COLUMNS at most, so that whoever needs them all sees that there are more.
    """
    if not content.strip():
        raise NotReadable(_("The file is empty."))
    if len(content) > MOST_BYTES:
        raise NotReadable(_("The file is too large: at most 5 megabytes."))
    return _book_rows(content) if content[:2] in (b"PK", b"\xd0\xcf") else _csv_rows(content)


def _places(headings: Sequence[str], columns: Sequence[Column]) -> tuple[dict[str, int], tuple[str, ...]]:
    places: dict[str, int] = {}
    ignored = []
    for place, heading in enumerate(headings):
        folded = heading.strip().rstrip("*:").strip().casefold()
        column = next((c for c in columns if c.known_as(folded)), None)
        if column is None or column.key in places:
            ignored.append(heading)
        else:
            places[column.key] = place
    missing = [column.heading("fi") for column in columns if column.required and column.key not in places]
    if missing:
        raise NotReadable(_("These columns are missing: %(columns)s.") % {"columns": ", ".join(missing)})
    return places, tuple(h for h in ignored if h)


def _book_rows(content: bytes) -> list[list[str]]:
    if content[:2] == b"PK":
        _check_unpacked_size(content)
    try:
        rows = read_book(content, most_rows=MOST_ROWS * 2, most_columns=MOST_COLUMNS * 4, kept_columns=MOST_COLUMNS + 1)
    except TooManyCells as problem:
        raise NotReadable(
            _("The table is too large: at most 3,000 rows and 60 columns. Delete what stands far from the table.")
        ) from problem
    except TooHeavy as problem:
        raise NotReadable(_("The file is too large when unpacked.")) from problem
    except Unreadable as problem:
        raise NotReadable(_("The file is no spreadsheet that this program can read.")) from problem
    return [[_cell(value) for value in row] for row in rows]


def _check_unpacked_size(content: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            size = sum(entry.file_size for entry in packed.infolist())
    except zipfile.BadZipFile as problem:
        raise NotReadable(_("The file is no spreadsheet that this program can read.")) from problem
    if size > MOST_UNPACKED:
        raise NotReadable(_("The file is too large when unpacked."))


def _csv_rows(content: bytes) -> list[list[str]]:
    text = _decoded(content)
    if "\0" in text:
        raise NotReadable(_("The file is no spreadsheet that this program can read."))
    first = text.lstrip("\r\n").split("\n", 1)[0]
    delimiter = max(";,\t", key=first.count)
    try:
        rows = list(islice(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter), MOST_ROWS * 2 + 1))
    except csv.Error as problem:
        raise NotReadable(_("The file is no spreadsheet that this program can read.")) from problem
    if len(rows) > MOST_ROWS * 2:  # empty ones too: five megabytes hold millions of them
        raise NotReadable(_("There are too many rows: at most 3,000 at a time."))
    return [[_cell(value) for value in row[: MOST_COLUMNS + 1]] for row in rows]


def _decoded(content: bytes) -> str:
    """The text of a file, however the program that saved it wrote its letters."""
    is_wide = content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))  # Excel's "Unicode text"
    with contextlib.suppress(UnicodeDecodeError):
        return content.decode("utf-16" if is_wide else "utf-8-sig")
    return content.decode("cp1252", errors="replace")  # what Excel writes in these parts


def _cell(value: str) -> str:
    words = value.replace("\0", "").strip()
    if words[:1] == "'" and words[1:2] in FORMULA_STARTS:
        words = words[1:]  # our own guard, on its way back
    return words[:LONGEST_CELL]


def guarded(value: Any) -> str:
    """The cell as words that no spreadsheet program takes for a formula."""
    words = "" if value is None else str(value)
    return f"'{words}" if words.startswith(FORMULA_STARTS) else words


def write_csv(headings: Sequence[str], rows: Iterable[Sequence[Any]]) -> bytes:
    """A CSV that Finnish Excel opens right: semicolons, and a mark for UTF-8."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=";")
    for row in (headings, *rows):
        writer.writerow([guarded(value) for value in row])
    return out.getvalue().encode("utf-8-sig")


def write_xlsx(headings: Sequence[str], rows: Iterable[Sequence[Any]]) -> bytes:
    """An XLSX of words only; the headings stay in sight."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    sheet = book.add_worksheet()
    bold = book.add_format({"bold": True})
    for place, heading in enumerate(headings):
        sheet.write_string(0, place, guarded(heading), bold)
        sheet.set_column(place, place, max(14, len(heading) + 4))
    for number, row in enumerate(rows, start=1):
        for place, value in enumerate(row):
            sheet.write_string(number, place, guarded(value))
    sheet.freeze_panes(1, 0)
    book.close()
    return out.getvalue()
