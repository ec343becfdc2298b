"""From entries to a finished drawing.

    draw(entries, year, rings, paper="A3", orientation="landscape", language="fi", title="", subtitle="",
         themes=(), today=None, legend=True) -> Drawing
    small(year, language="fi", lit=9, today=None) -> Drawing        a wheel without names, one month lit

A `Drawing` is finished shapes and texts; `svg.page_svg(drawing)` writes it into a page, `svg.file_svg(drawing)` as a
file of its own, `poster.py` as PDF and PNG. `rings` say the order (first = outermost); an entry's `ring` is the key of
one of them. `paper="screen"` is a shape for pages: no margins, no title, no legend.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from math import sqrt

from digivuosi.domain.wheel import furniture, words
from digivuosi.domain.wheel.entries import STATUSES, Entry, Ring, Theme, Year
from digivuosi.domain.wheel.furniture import MONTH_RING, ROW, SPACE, WEEK_RING
from digivuosi.domain.wheel.geometry import Dial, dial
from digivuosi.domain.wheel.layout import Area, Layout, lay_out
from digivuosi.domain.wheel.rings import Band, Slot, letter
from digivuosi.domain.wheel.shapes import Arc, Drawing, Key, Point, Sector, Words


@dataclass(frozen=True, slots=True)
class Paper:
    """A sheet in landscape: its size in points of the layout, its margin, and its scale on the printed page."""

    width: float
    height: float
    margin: float
    scale: float


A3 = (1190.55, 841.89)
PAPERS = {
    "A3": Paper(*A3, 30.0, 1.0),
    "A2": Paper(*A3, 30.0, sqrt(2)),
    # Smaller than A3 in points: a page shows it about 1,100 pixels wide, and its names must be read there.
    "screen": Paper(930.0, 640.0, 6.0, 1.0),
}
ORIENTATIONS = ("landscape", "portrait")


def draw(
    entries: Sequence[Entry],
    year: Year,
    rings: Sequence[Ring],
    *,
    paper: str = "A3",
    orientation: str = "landscape",
    language: str = "fi",
    title: str = "",
    subtitle: str = "",
    themes: Sequence[Theme] = (),
    today: date | None = None,
    legend: bool = True,
) -> Drawing:
    """Draw the wheel of a year: every entry with its whole name, upright, touching no other."""
    sheet = PAPERS[paper]
    wide, high = sheet.width, sheet.height
    if orientation == "portrait":
        wide, high = high, wide
    turn = dial(year)
    shown = sorted(entries, key=lambda entry: entry.row)
    on_screen = paper == "screen"
    margin = sheet.margin
    texts: tuple[Words, ...] = ()
    taken = 0.0
    if title and not on_screen:
        room = wide * 0.32 if wide > high else wide * 0.6
        texts, taken = furniture.title_words(title, subtitle, margin, margin - 6, room)
    keys, rows = _keys(shown, rings, themes, language, wide - 2 * margin, legend and not on_screen)
    strip = rows * ROW + 8 if rows else 0.0
    lift = 0.0 if wide > high else taken * 0.5
    area = Area(
        margin,
        margin + lift,
        wide - 2 * margin,
        high - 2 * margin - strip - lift,
        taken - lift + 8 if taken else 0.0,
    )
    layout = lay_out(shown, rings, turn, area)
    return _drawing(layout, year, turn, (wide, high), sheet.scale, language, title, today,
                    texts, [_moved_key(k, margin, high - margin - rows * ROW + 4) for k in keys])  # fmt: skip


def _keys(
    entries: Sequence[Entry], rings: Sequence[Ring], themes: Sequence[Theme], language: str, room: float, on: bool
) -> tuple[list[Key], int]:
    if not on:
        return [], 0
    used = {entry.status for entry in entries}
    statuses = [status for status in STATUSES if status in used] if used - {"planned"} else []
    if any(entry.ghost for entry in entries):
        statuses.append("ghost")
    laid = [Band(ring, letter(index), 0, 0) for index, ring in enumerate(rings)]
    return furniture.legend(laid, themes, statuses, language, room)


def _moved(text: Words, x: float, y: float) -> Words:
    return Words(text.text, text.x + x, text.y + y, text.size, text.anchor, text.bold, text.turn)


def _moved_key(key: Key, x: float, y: float) -> Key:
    return Key(key.kind, key.value, key.x + x, key.y + y, _moved(key.words, x, y))


def _drawing(
    layout: Layout,
    year: Year,
    turn: Dial,
    size: tuple[float, float],
    scale: float,
    language: str,
    title: str,
    today: date | None,
    texts: tuple[Words, ...],
    keys: list[Key],
) -> Drawing:
    begin, rim, units = layout.begin, layout.rim, layout.units
    hub = begin - SPACE - WEEK_RING - MONTH_RING
    arcs = tuple(_arc(layout, slot, language) for slot in sorted(layout.slots, key=lambda s: s.entry.row))
    years = f"{year.first_day.year}–{year.last_day.year}"
    middle = Words(years, 0.0, 7.0, 19.0, "middle", True)
    above = Words(words.SCHOOL_YEAR.get(language), 0.0, -18.5, 9.0, "middle")
    return Drawing(
        size[0] * units, size[1] * units, scale / units, layout.centre, hub, rim, language,
        _label(title, years, language),
        months=furniture.months(turn, hub, begin, rim, language),
        weeks=furniture.weeks(year, turn, hub + MONTH_RING),
        gaps=furniture.gaps(year, turn, begin, rim, language),
        bands=furniture.bands(layout.bands),
        arcs=arcs,
        today=furniture.today_angle(turn, today),
        texts=(above, middle, *(_scaled(_moved(t, 0, 0), units, layout.centre) for t in texts)),
        keys=tuple(_scaled_key(key, units, layout.centre) for key in keys),
        smallest=_smallest(arcs) * scale / units,
    )  # fmt: skip


def _label(title: str, years: str, language: str) -> str:
    """Return what the drawing is called: its title and the school year, which a title may say already."""
    if years in title:
        return title
    return f"{title or words.WHEEL.get(language)}, {words.SCHOOL_YEAR.get(language).lower()} {years}"


def _scaled(text: Words, units: float, centre: Point) -> Words:
    """Return a text of the page as one measured from the centre, as all shapes are."""
    return Words(text.text, text.x * units - centre[0], text.y * units - centre[1], text.size * units,
                 text.anchor, text.bold, text.turn)  # fmt: skip


def _scaled_key(key: Key, units: float, centre: Point) -> Key:
    return Key(key.kind, key.value, key.x * units - centre[0], key.y * units - centre[1],
               _scaled(key.words, units, centre))  # fmt: skip


def _smallest(arcs: Sequence[Arc]) -> float:
    sizes = [line.size for arc in arcs for line in arc.on_arc]
    sizes += [line.size for arc in arcs for line in (*arc.outside, *arc.listed)]
    return min(sizes, default=9.0)


def _arc(layout: Layout, slot: Slot, language: str) -> Arc:
    entry = slot.entry
    sector = Sector(slot.start, slot.end, slot.inner, slot.outer)
    label = ", ".join(
        part
        for part in (
            entry.title,
            words.days_text(entry.first, entry.last, language),
            (words.PROPOSED if entry.ghost else words.STATUS[entry.status]).get(language),
        )
        if part
    )
    lines = layout.on_arcs.get(entry.row)
    if lines:
        return Arc(entry, slot.theme, sector, label, on_arc=lines)
    out = layout.outside[entry.row]
    if out.number is None:
        return Arc(entry, slot.theme, sector, label, outside=out.words, leader=out.leader, dot=out.dot)
    return Arc(entry, slot.theme, sector, label, leader=out.leader, number=out.number, listed=out.words,
               listed_number=out.number_words)  # fmt: skip


def small(year: Year, *, language: str = "fi", lit: int | None = None, today: date | None = None) -> Drawing:
    """Draw a small wheel of months and breaks without names, one month lit."""
    turn = dial(year)
    hub, rim = 30.0, 84.0
    years = f"{year.first_day.year}–{year.last_day.year}"
    return Drawing(
        240.0, 240.0, 1.0, (120.0, 120.0), hub, rim, language,
        f"{words.WHEEL.get(language)} {years}",
        months=furniture.months(turn, rim + 2, hub, rim, language),
        gaps=furniture.gaps(year, turn, hub, rim, language),
        today=furniture.today_angle(turn, today),
        lit=lit,
        small=True,
    )  # fmt: skip
