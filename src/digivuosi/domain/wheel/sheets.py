"""Bytes of a table (CSV or a spreadsheet) to rows of cells, with limits against huge and hostile files."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Sequence
from datetime import date, datetime

import python_calamine

from digivuosi.domain.texts import Text

LARGEST = 5 * 1024 * 1024
LARGEST_UNPACKED = 60 * 1024 * 1024
MOST_PARTS = 500
MOST_ROWS = 2000
MOST_COLUMNS = 60
MOST_LETTERS = 2000

Cell = str | date


class SheetProblem(Exception):
    """A file that cannot be read as a table; `text` says why."""

    def __init__(self, text: Text) -> None:
        super().__init__(text.get("en"))
        self.text = text


TOO_LARGE = Text.of(
    fi="Tiedosto on liian suuri: enintään 5 megatavua.",
    sv="Filen är för stor: högst 5 megabyte.",
    en="The file is too large: at most 5 megabytes.",
)
TOO_MANY = Text.of(
    fi=f"Taulukossa on liikaa rivejä: enintään {MOST_ROWS}.",
    sv=f"Tabellen har för många rader: högst {MOST_ROWS}.",
    en=f"The table has too many rows: at most {MOST_ROWS}.",
)
UNSAFE = Text.of(
    fi="Taulukkotiedosto purkautuu liian suureksi, joten sitä ei avattu.",
    sv="Kalkylfilen packas upp till något för stort, så den öppnades inte.",
    en="The spreadsheet unpacks to something too large, so it was not opened.",
)
UNREADABLE = Text.of(
    fi="Tiedostoa ei voi lukea taulukkona. Tallenna se muodossa CSV tai XLSX.",
    sv="Filen kan inte läsas som tabell. Spara den som CSV eller XLSX.",
    en="The file cannot be read as a table. Save it as CSV or XLSX.",
)
EMPTY = Text.of(fi="Tiedosto on tyhjä.", sv="Filen är tom.", en="The file is empty.")


def read_rows(content: bytes) -> list[list[Cell]]:
    """Return all rows of the table, the first sheet's for a spreadsheet; raises SheetProblem."""
    if len(content) > LARGEST:
        raise SheetProblem(TOO_LARGE)
    if not content.strip():
        raise SheetProblem(EMPTY)
    rows = _spreadsheet(content) if content[:2] == b"PK" else _separated(content)
    filled = sum(1 for row in rows if any(row))
    if filled > MOST_ROWS + 1:
        raise SheetProblem(TOO_MANY)
    if not filled:
        raise SheetProblem(EMPTY)
    return rows


def _spreadsheet(content: bytes) -> list[list[Cell]]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
            if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > LARGEST_UNPACKED:
                raise SheetProblem(UNSAFE)
            # The sizes an archive claims may be lies: unpack once within the limit before anyone else does.
            left = LARGEST_UNPACKED
            for part in parts:
                with archive.open(part) as stream:
                    while block := stream.read(1 << 16):
                        left -= len(block)
                        if left < 0:
                            raise SheetProblem(UNSAFE)
        workbook = python_calamine.load_workbook(io.BytesIO(content))
        sheet = workbook.get_sheet_by_index(0)
        if sheet.total_height > MOST_ROWS * 5 or sheet.total_width > MOST_COLUMNS * 10:
            raise SheetProblem(TOO_MANY)
        # Rows above and left of the first filled cell are kept, so that row numbers are those people see.
        return [[_cell(value) for value in row[:MOST_COLUMNS]] for row in sheet.to_python(skip_empty_area=False)]
    except SheetProblem:
        raise
    except (zipfile.BadZipFile, python_calamine.CalamineError, OSError, ValueError, RuntimeError, EOFError,
            NotImplementedError, IndexError) as problem:  # fmt: skip
        raise SheetProblem(UNREADABLE) from problem


def _cell(value: object) -> Cell:
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if value is None:
        return ""
    letters = "".join(letter if letter.isprintable() else " " for letter in str(value)[: MOST_LETTERS * 2])
    return " ".join(letters.split())[:MOST_LETTERS]


def _separated(content: bytes) -> list[list[Cell]]:
    if b"\x00" in content and content[:2] not in (b"\xff\xfe", b"\xfe\xff"):
        raise SheetProblem(UNREADABLE)
    text = _decoded(content)
    first = next((line for line in text.splitlines() if line.strip()), "")
    separator = max(";\t,", key=first.count)
    rows: list[list[Cell]] = []
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=separator):
            rows.append([_cell(value) for value in row[:MOST_COLUMNS]])
            if len(rows) > MOST_ROWS * 5:
                raise SheetProblem(TOO_MANY)
    except csv.Error as problem:
        raise SheetProblem(UNREADABLE) from problem
    return rows


def _decoded(content: bytes) -> str:
    """Read UTF-8, with or without its mark, UTF-16 with its mark, or what older Windows programs write."""
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return content.decode("utf-16", errors="replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def is_blank(row: Sequence[Cell]) -> bool:
    """Return whether nothing stands in the row."""
    return not any(row)
