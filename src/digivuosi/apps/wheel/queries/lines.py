"""The line of a school's year as a page shows it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from digivuosi.apps.wheel.queries.entries import entries_of
from digivuosi.apps.wheel.queries.pictures import Picture, picture
from digivuosi.apps.wheel.queries.years import SchoolsYear
from digivuosi.domain.wheel.entries import Ring
from digivuosi.domain.wheel.timeline import lay_line, row_svg, scale_svg


@dataclass(frozen=True)
class LineRow:
    ring: Ring
    count: int
    svg: str


@dataclass(frozen=True)
class Line:
    picture: Picture
    """The scale as its drawing, and the order of the things for scripts."""
    rows: tuple[LineRow, ...]


def line_of(year: SchoolsYear, language: str, *, today: date | None, address: str, selected: int | None = None) -> Line:
    """Lay what the filters show on a line; `address` holds `{key}` for the number of a placement."""
    given = entries_of(year, language, selected=selected)
    line = lay_line(given.entries, year.calendar, given.rings, language=language, today=today)
    rows = tuple(LineRow(row.ring, len(row.bars), row_svg(line, row, address=address)) for row in line.rows)
    return Line(picture(given, year.calendar, svg=scale_svg(line), weeks=line.weeks), rows)
