"""The year as a line: the same entries as on the wheel, left to right, one row of lanes for each ring.

    lay_line(entries, year, rings, language="fi", today=None) -> Timeline
    scale_svg(line) and row_svg(line, row, address="?selected={key}") write it for a page

Every name is whole and stands beside its bar (inside it, where it fits); lanes are added until no two touch.
Lengths are pixels of the page, since the line scrolls sideways instead of shrinking.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from html import escape

from digivuosi.domain.wheel import words
from digivuosi.domain.wheel.entries import Entry, Ring, Year
from digivuosi.domain.wheel.fonts import width

DAY = 5.2
LANE = 30.0
BAR = 18.0
SIZE = 14.0
AIR = 7.0
"""Between a bar and its name."""
APART = 14.0
"""Between one thing and the next in a lane."""
SCALE_HEIGHT = 44.0
TICK = "✓ "


@dataclass(frozen=True, slots=True)
class Bar:
    """An entry on the line: its bar, and its name inside it, after it or (at the year's end) before it."""

    entry: Entry
    lane: int
    x: float
    width: float
    name: str
    name_x: float
    anchor: str
    inside: bool
    left: float
    right: float
    label: str


@dataclass(frozen=True, slots=True)
class Row:
    ring: Ring
    bars: tuple[Bar, ...]
    lanes: int

    @property
    def height(self) -> float:
        return self.lanes * LANE + 6


@dataclass(frozen=True, slots=True)
class Timeline:
    year: Year
    language: str
    width: float
    rows: tuple[Row, ...]
    weeks: tuple[tuple[int, float], ...]
    """ISO weeks and where they begin."""
    months: tuple[tuple[str, float], ...]
    gaps: tuple[tuple[str, float, float], ...]
    """Breaks: name, where, how wide."""
    today: float | None


def lay_line(
    entries: Sequence[Entry], year: Year, rings: Sequence[Ring], *, language: str = "fi", today: date | None = None
) -> Timeline:
    """Lay the entries of a year on lanes."""
    days = (year.last_day - year.first_day).days + 1
    wide = days * DAY
    rows = tuple(_row(ring, [e for e in entries if e.ring == ring.key], year, wide, language) for ring in rings)
    inside = today is not None and year.first_day <= today <= year.last_day
    return Timeline(
        year=year,
        language=language,
        width=wide,
        rows=rows,
        weeks=tuple((week.number, _x(week.monday, year)) for week in year.weeks),
        months=tuple(_months(year, language)),
        gaps=tuple(
            (
                words.BREAKS[pause.key].get(language) if pause.key in words.BREAKS else words.HOLIDAY.get(language),
                _x(pause.first, year),
                _x(pause.last, year) + DAY - _x(pause.first, year),
            )
            for pause in year.breaks
        ),
        today=_x(today, year) + DAY / 2 if today is not None and inside else None,
    )


def _x(day: date, year: Year) -> float:
    return (day - year.first_day).days * DAY


def _months(year: Year, language: str) -> list[tuple[str, float]]:
    found = []
    for number in (8, 9, 10, 11, 12, 1, 2, 3, 4, 5, 6, 7):
        first = date(year.first_day.year + (number < 8), number, 1)
        found.append((words.month_name(number, language), _x(first, year)))
    return found


def _row(ring: Ring, entries: list[Entry], year: Year, wide: float, language: str) -> Row:
    ends: list[float] = []
    bars = []
    for entry in sorted(entries, key=lambda e: (e.first, e.row)):
        bar = _bar(entry, year, wide, language)
        lane = next((number for number, end in enumerate(ends) if end + APART <= bar.left), len(ends))
        if lane == len(ends):
            ends.append(0.0)
        ends[lane] = bar.right
        bars.append(replace(bar, lane=lane))
    return Row(ring, tuple(bars), max(len(ends), 1))


def _bar(entry: Entry, year: Year, wide: float, language: str) -> Bar:
    first, last = max(entry.first, year.first_day), min(entry.last, year.last_day)
    x = _x(first, year)
    long = max(_x(last, year) + DAY - x, 8.0)
    name = (TICK if entry.status == "done" else "") + entry.title
    needed = width(name, SIZE)
    label = ", ".join(
        (entry.title, words.days_text(entry.first, entry.last, language), words.STATUS[entry.status].get(language))
    )
    if needed + 2 * AIR <= long:
        return Bar(entry, 0, x, long, name, x + AIR, "start", True, x, x + long, label)
    end = x + long + AIR + needed
    if end <= wide:
        return Bar(entry, 0, x, long, name, x + long + AIR, "start", False, x, end, label)
    return Bar(entry, 0, x, long, name, x - AIR, "end", False, x - AIR - needed, x + long, label)


# --- writing -----------------------------------------------------------------------------------------------------


def scale_svg(line: Timeline) -> str:
    """Return the months, breaks and ISO weeks above the rows."""
    out = [_opening(line, SCALE_HEIGHT, "scale")]
    out += [f'<path class="spoke" d="{_spokes(line, SCALE_HEIGHT)}"/>']
    out += [f'<text class="month-name bold" x="{_n(x + 5)}" y="17">{escape(name)}</text>' for name, x in line.months]
    out += [
        f'<text class="week" x="{_n(x + 3.5 * DAY)}" y="37" text-anchor="middle">{number}</text>'
        for number, x in line.weeks
        if x >= 0
    ]
    out += [_today(line, SCALE_HEIGHT), "</svg>"]
    return "".join(out)


def row_svg(line: Timeline, row: Row, *, address: str) -> str:
    """Return one row. `address` is where an entry's link goes, with `{key}` in it for the entry's key."""
    out = [_opening(line, row.height, "row"), _ground(line, row)]
    out += [_written(bar, address) for bar in row.bars]
    out += [_today(line, row.height), "</svg>"]
    return "".join(out)


def _opening(line: Timeline, height: float, kind: str) -> str:
    hidden = ' aria-hidden="true"' if kind == "scale" else ""
    return (
        f'<svg class="wheel line-{kind}" width="{_n(line.width)}" height="{_n(height)}" '
        f'viewBox="0 0 {_n(line.width)} {_n(height)}" lang="{line.language}"{hidden}>'
    )


def _ground(line: Timeline, row: Row) -> str:
    gaps = "".join(
        f'<rect class="gap" x="{_n(x)}" y="0" width="{_n(wide)}" height="{_n(row.height)}"/>'
        for _name, x, wide in line.gaps
    )
    return f'<g aria-hidden="true">{gaps}<path class="spoke" d="{_spokes(line, row.height)}"/></g>'


def _spokes(line: Timeline, height: float) -> str:
    return "".join(f"M{_n(x)} 0V{_n(height)}" for _name, x in line.months)


def _today(line: Timeline, height: float) -> str:
    if line.today is None:
        return ""
    return f'<path class="today" d="M{_n(line.today)} 0V{_n(height)}" aria-hidden="true"/>'


def _written(bar: Bar, address: str) -> str:
    entry = bar.entry
    y = 3 + bar.lane * LANE
    kinds = ["entry", f"theme-{entry.theme}", entry.status]
    kinds += [word for word in ("ghost", "dimmed", "selected") if getattr(entry, word)]
    name = "name on-arc" if bar.inside else "name"
    strike = " strike" if entry.status == "cancelled" else ""
    current = ' aria-current="true"' if entry.selected else ""
    anchor = ' text-anchor="end"' if bar.anchor == "end" else ""
    return (
        f'<a class="{" ".join(kinds)}" href="{escape(address.replace("{key}", entry.key))}" '
        f'data-key="{escape(entry.key)}" aria-label="{escape(bar.label)}"{current}>'
        f'<rect class="hit" x="{_n(bar.left)}" y="{_n(y)}" width="{_n(bar.right - bar.left)}" height="{_n(LANE - 2)}"/>'
        f'<rect class="arc" x="{_n(bar.x)}" y="{_n(y + (LANE - BAR) / 2 - 1)}" width="{_n(bar.width)}" '
        f'height="{_n(BAR)}" rx="2"/>'
        f'<text class="{name}{strike}" x="{_n(bar.name_x)}" y="{_n(y + LANE / 2 + SIZE * 0.3 - 0.5)}" '
        f'font-size="{_n(SIZE)}"{anchor}>{escape(bar.name)}</text></a>'
    )


def _n(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")
