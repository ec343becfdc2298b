"""Finding the largest setting of a wheel in which every name has its place.

Settings are tried from the most generous to the densest: large names beside the wheel, then smaller ones, then names
by number in a list beside a smaller wheel. When even that is too little, the page is made of finer units, so that no
name is ever lost; the drawing says how small its names are then.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from math import sqrt

from digivuosi.domain.wheel.arcnames import ArcLine, name_arcs
from digivuosi.domain.wheel.columns import Curve
from digivuosi.domain.wheel.corners import Waisted, in_corners
from digivuosi.domain.wheel.entries import Entry, Ring
from digivuosi.domain.wheel.furniture import MONTH_RING, SPACE, WEEK_RING
from digivuosi.domain.wheel.geometry import Dial
from digivuosi.domain.wheel.outside import INDENT, Frame, Outside, beside, by_number, tag_circle
from digivuosi.domain.wheel.rings import Band, Slot, lay_rings

SMALLEST = 6.8
COLUMN_SIZES = (9.5, 9.0, 8.5, 8.0, 7.5, 7.0, SMALLEST)
FAN = 27.0
"""Points between the rim and the names beside it, where the leader lines turn."""
MOST_BESIDE = 250
MOST_LISTED = 400
"""More names than these cannot have their place beside the wheel, or on the page at all: not worth a try."""
HIGH = 1.25
"""A page this many times as high as wide has its names above and below the wheel, rather than beside it."""
CORNERED = ((0.97, 27.0, 40), (0.97, 44.0, 50), (0.95, 60.0, 90), (0.89, 64.0, 110))
"""How much of such a page the wheel takes with the lines around it, the room of these, and the most entries."""
CORNER_SIZES = (9.5, 8.7, 8.0, 7.5, 7.0)
FEW = 30
"""So many names stand near the wheel even when the page is higher."""
SLIM = 0.6
"""How much of such a page the names above and below the wheel leave free in the middle."""
HUB = 58.0
"""The middle of the wheel is never smaller than this."""


@dataclass(frozen=True, slots=True)
class Area:
    """The part of the page for wheel and names, and the height its top left corner keeps for the title."""

    left: float
    top: float
    width: float
    height: float
    title: float


@dataclass(frozen=True, slots=True)
class Layout:
    """A wheel that fits: where it stands, its rings, and where each name is."""

    centre: tuple[float, float]
    rim: float
    begin: float
    bands: list[Band]
    slots: list[Slot]
    on_arcs: dict[int, tuple[ArcLine, ...]]
    outside: dict[int, Outside]
    units: float = 1.0
    """How many units of this layout make the page's own: more than 1 when the page had to be made finer."""


def lay_out(entries: Sequence[Entry], rings: Sequence[Ring], dial: Dial, area: Area) -> Layout:
    """Return the most generous layout in which every name has its place."""
    count = len(entries)
    units = max(1.0, sqrt(count / MOST_LISTED))
    while True:
        finer = Area(*(units * side for side in (area.left, area.top, area.width, area.height, area.title)))
        layout = None
        if count <= MOST_BESIDE * units:
            layout = _in_corners(entries, rings, dial, finer) or _beside(entries, rings, dial, finer)
        layout = layout or _numbered(entries, rings, dial, finer)
        if layout:
            return replace(layout, units=units)
        units *= 1.25


def _wheel(
    entries: Sequence[Entry], rings: Sequence[Ring], dial: Dial, rim: float
) -> tuple[float, list[Band], list[Slot], dict[int, tuple[ArcLine, ...]], list[Slot]]:
    inner = max(HUB + MONTH_RING + WEEK_RING + SPACE, rim * 0.33)
    bands, slots, begin = lay_rings(entries, rings, dial, inner, rim)
    on_arcs = name_arcs(slots)
    out = sorted(
        (slot for slot in slots if slot.entry.row not in on_arcs),
        key=lambda slot: (slot.exit or 0.0, slot.lane),
    )
    return begin, bands, slots, on_arcs, out


def _curves(area: Area) -> Iterator[Curve]:
    """Return the label curves to try: a circle where the page is wide, taller ellipses where it is high."""
    half = area.width / 2
    tall = area.height / 2
    if area.width > area.height * 1.15:
        yield Curve(min(tall, half - 150), tall)
        return
    a = half - INDENT - max(100.0, half * 0.27)
    yield Curve(a, min(tall, a * 1.2))
    yield Curve(a, min(tall, a * 1.5))
    yield Curve(a, tall)


def _beside(entries: Sequence[Entry], rings: Sequence[Ring], dial: Dial, area: Area) -> Layout | None:
    centre = (area.left + area.width / 2, area.top + area.height / 2)
    top = area.top - centre[1]
    frame = Frame(-area.width / 2, area.width / 2, top + area.title, top, area.height / 2)
    curves = list(_curves(area))
    rim = curves[0].a - FAN
    begin, bands, slots, on_arcs, out = _wheel(entries, rings, dial, rim)
    for size in COLUMN_SIZES:
        for curve in curves:
            outside = beside(out, frame, curve, rim, size)
            if outside is not None:
                return Layout(centre, rim, begin, bands, slots, on_arcs, outside)
    return None


def _in_corners(entries: Sequence[Entry], rings: Sequence[Ring], dial: Dial, area: Area) -> Layout | None:
    """Return a wheel as wide as a high page allows, with the names above and below it."""
    if area.height < area.width * HIGH:
        return None
    centre = (area.left + area.width / 2, area.top + area.height / 2)
    top = area.top - centre[1]
    frame = Frame(-area.width / 2, area.width / 2, top + area.title, top, area.height / 2)
    half, tall = area.width / 2, area.height / 2
    for share, fan, most in CORNERED:
        if len(entries) > most:
            continue
        rim = half * share - fan
        begin, bands, slots, on_arcs, out = _wheel(entries, rings, dial, rim)
        curve = Waisted(half * SLIM, min(tall, half * 1.15) if len(out) <= FEW else tall, rim + fan)
        for size in CORNER_SIZES:
            outside = in_corners(out, frame, curve, rim, size)
            if outside is not None:
                return Layout(centre, rim, begin, bands, slots, on_arcs, outside)
    return None


def _numbered(entries: Sequence[Entry], rings: Sequence[Ring], dial: Dial, area: Area) -> Layout | None:
    wide = area.width > area.height * 1.15
    most = (min(area.width, area.height) - 70) / 2
    for share in (0.92, 0.8, 0.68, 0.56, 0.46):
        rim = max(most * share, 150.0)
        begin, bands, slots, on_arcs, out = _wheel(entries, rings, dial, rim)
        circle = tag_circle(len(out), rim)
        if circle * 2 > min(area.width, area.height):
            continue
        if wide:
            centre = (area.left + area.width / 2, area.top + area.height / 2)
        else:
            centre = (area.left + area.width / 2, area.top + area.title * 0.6 + circle)
        sheets = _sheets(area, centre, circle, wide=wide)
        for size in (8.5, 8.0, 7.5, 7.0, SMALLEST):
            outside = by_number(out, rim, sheets, size)
            if outside is not None:
                return Layout(centre, rim, begin, bands, slots, on_arcs, outside)
    return None


def _sheets(
    area: Area, centre: tuple[float, float], circle: float, *, wide: bool
) -> list[tuple[float, float, float, float]]:
    """Return the free rectangles for a list of names, from the centre of the wheel."""
    left, top = area.left - centre[0], area.top - centre[1]
    if wide:
        side = area.width / 2 - circle - 12
        return [
            (circle + 12, top, side, area.height),
            (left, top + area.title, side, area.height - area.title),
        ]
    return [(left, circle + 10, area.width, top + area.height - circle - 10)]
