"""The wheel of a school's year as a page shows it, with what its scripts need to move things by weeks."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from digivuosi.apps.wheel.queries.entries import Entries, entries_of
from digivuosi.apps.wheel.queries.years import SchoolsYear
from digivuosi.domain.schoolyear.calendar import SchoolYear
from digivuosi.domain.wheel.drawing import draw, small
from digivuosi.domain.wheel.entries import Entry, Ring, Theme
from digivuosi.domain.wheel.geometry import dial
from digivuosi.domain.wheel.svg import page_svg


@dataclass(frozen=True)
class Picture:
    """A drawing of the year, and where its things and its weeks are, as short words for scripts."""

    svg: str
    order: str
    """Placements by ring, in order of time: `12:3,15:40|3:9` is two rings, each thing with its day of the year."""
    weeks: str
    """`32:3.5,33:10.2`: ISO weeks with the angle (on the line: the place) where each begins."""
    centre: str
    """`590 390`, of a wheel."""
    rings: tuple[Ring, ...]
    themes: tuple[Theme, ...]
    count: int


def wheel_of(year: SchoolsYear, language: str, *, today: date | None, selected: int | None = None) -> Picture:
    """Draw the big wheel of what the filters show."""
    given = entries_of(year, language, selected=selected)
    drawing = draw(
        given.entries, year.calendar, given.rings, paper="screen", language=language, themes=given.themes, today=today
    )
    turn = dial(year.calendar)
    return picture(
        given,
        year.calendar,
        svg=page_svg(drawing),
        weeks=((week.number, turn.start(week.monday)) for week in year.calendar.weeks),
        centre=f"{drawing.centre[0]:.1f} {drawing.centre[1]:.1f}",
    )


def small_wheel_of(year: SchoolsYear, language: str, *, today: date) -> str:
    """Draw the small wheel with this month lit."""
    return page_svg(small(year.calendar, language=language, lit=today.month, today=today), prefix="small")


def picture(
    given: Entries, calendar: SchoolYear, *, svg: str, weeks: Iterable[tuple[int, float]], centre: str = ""
) -> Picture:
    """Put a drawing together with the order of its things."""
    return Picture(
        svg=svg,
        order=_order(given, calendar.first_day),
        weeks=",".join(f"{number}:{place:.1f}" for number, place in weeks),
        centre=centre,
        rings=given.rings,
        themes=given.themes,
        count=len(given.entries),
    )


def _order(given: Entries, first_day: date) -> str:
    by_ring: dict[str, list[Entry]] = defaultdict(list)
    for entry in given.entries:
        by_ring[entry.ring].append(entry)
    rows = (sorted(by_ring[ring.key], key=lambda entry: (entry.first, entry.row)) for ring in given.rings)
    return "|".join(",".join(f"{entry.key}:{(entry.first - first_day).days}" for entry in row) for row in rows)
