"""Reading a spreadsheet book (XLSX, ODS, XLS) away from the server, so that a hostile one cannot end or fill it."""

from __future__ import annotations

import json
import subprocess
import sys

from digivuosi.apps.schools import book_reader

PATIENCE = 40
"""Seconds after which reading is given up, whatever takes its time."""


class BookProblem(Exception):
    """A book that was not read."""


class Unreadable(BookProblem):
    """It is no spreadsheet."""


class TooManyCells(BookProblem):
    """It has more rows or columns than were asked for."""


class TooHeavy(BookProblem):
    """Reading it took too much memory or time."""


def read_book(content: bytes, *, most_rows: int, most_columns: int, kept_columns: int) -> list[list[str]]:
    """The first sheet's cells as words, at most `kept_columns` of each row. Raises BookProblem."""
    limits = (most_rows, most_columns, kept_columns)
    try:
        done = subprocess.run(  # noqa: S603 - our own program; the file itself goes to its standard input
            [sys.executable, "-I", book_reader.__file__, *map(str, limits)],
            input=content,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=PATIENCE,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise TooHeavy from None
    if done.returncode == book_reader.UNREADABLE:
        raise Unreadable
    if done.returncode == book_reader.TOO_MANY:
        raise TooManyCells
    if done.returncode:
        raise TooHeavy
    rows: list[list[str]] = json.loads(done.stdout)
    return rows
