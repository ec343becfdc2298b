"""Many rows at once from a spreadsheet: read, checked row by row, shown, and done in one transaction or not at all.

Between the preview and the confirmation the rows travel in the page, signed; nothing is stored on the server.
Confirming checks every row again, since the world may have changed in between.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.core import signing
from django.utils.translation import gettext as _

from digivuosi.apps.schools.spreadsheets import Column, Line, NotReadable, read_sheet

KEPT_SECONDS = 6 * 3600


@dataclass
class CheckedRow:
    """A row with what it means and what is wrong with it."""

    number: int
    values: Mapping[str, str]
    meaning: dict[str, Any] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    """What is worth knowing but hinders nothing."""


@dataclass(frozen=True)
class Checked:
    """The whole file as checked."""

    rows: tuple[CheckedRow, ...]
    ignored: tuple[str, ...] = ()

    @property
    def wrong(self) -> int:
        return sum(1 for row in self.rows if row.problems)

    @property
    def is_right(self) -> bool:
        return bool(self.rows) and not self.wrong


def seal(lines: Sequence[Line], purpose: str) -> str:
    """The rows as one signed word for a hidden field; `purpose` binds them to the page, the provider and the person."""
    return signing.dumps([[line.number, dict(line.values)] for line in lines], salt=purpose, compress=True)


def unseal(sealed: str, purpose: str) -> tuple[Line, ...]:
    """The rows of the preview again. Raises NotReadable when they are not ours, or too old."""
    try:
        rows = signing.loads(sealed, salt=purpose, max_age=KEPT_SECONDS)
    except signing.BadSignature as problem:
        raise NotReadable(_("The preview is too old. Choose the file again.")) from problem
    return tuple(Line(number, values) for number, values in rows)


def purpose_of(page: str, provider: int, user: int) -> str:
    return f"digivuosi.import.{page}.{provider}.{user}"


def lines_of(content: bytes, columns: Sequence[Column]) -> tuple[tuple[Line, ...], tuple[str, ...]]:
    sheet = read_sheet(content, columns)
    return sheet.lines, sheet.ignored
