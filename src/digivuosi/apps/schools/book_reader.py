"""A program of its own that reads one spreadsheet: a book on its standard input, rows as JSON on its standard output.

It is run by `books.read_book` in a process of its own, and imports nothing of Digivuosi, so that it starts quickly.
Two cells at the far corners of a sheet of five kilobytes make the reader ask for hundreds of gigabytes and end its
process at once, and the sizes that an archive tells of itself may be lies. Here only this process ends.
"""

from __future__ import annotations

import contextlib
import io
import json
import sys

from python_calamine import CalamineWorkbook

MOST_MEMORY = 1024**3
"""Bytes that reading may take: four times what the largest sheet that is taken needs."""
MOST_SECONDS = 20
"""Of the processor."""
UNREADABLE, TOO_MANY = 3, 4
"""Exit codes: it is no spreadsheet; it has more rows or columns than asked for."""


def main(most_rows: int, most_columns: int, kept_columns: int) -> int:
    limit()
    content = sys.stdin.buffer.read()
    try:
        sheet = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0)
        if sheet.total_height > most_rows or sheet.total_width > most_columns:
            return TOO_MANY
        rows = sheet.to_python(skip_empty_area=False)
    except BaseException:  # the reader is written in Rust and panics on some broken files
        return UNREADABLE
    json.dump([[cell(value) for value in row[:kept_columns]] for row in rows], sys.stdout)
    return 0


def limit() -> None:
    """Let the system stop what takes too much; where it cannot (Windows), the caller's patience ends it."""
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource  # not on every system

        resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
        resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def cell(value: object) -> str:
    """A cell in words; a whole number without its `.0`."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return "" if value is None else str(value)


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:4])))
