"""The finished shapes and texts of a drawing: lengths in points of an A3 page, angles clockwise from the top."""

from __future__ import annotations

from dataclasses import dataclass

from digivuosi.domain.wheel.arcnames import ArcLine
from digivuosi.domain.wheel.entries import Entry

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Sector:
    """A piece of a ring around the wheel's centre."""

    start: float
    end: float
    inner: float
    outer: float


@dataclass(frozen=True, slots=True)
class Words:
    """A line of text that stands at a point of the page; `y` is its base line."""

    text: str
    x: float
    y: float
    size: float
    anchor: str = "start"
    bold: bool = False
    turn: float = 0.0


@dataclass(frozen=True, slots=True)
class Month:
    """A month: its wedge from the hub to the rim, its cell in the ring of months, and its name."""

    number: int
    name: str
    wedge: Sector
    cell: Sector
    line: ArcLine | None


@dataclass(frozen=True, slots=True)
class WeekMark:
    """An ISO week number in its cell."""

    number: int
    cell: Sector
    words: Words | None
    quiet: bool


@dataclass(frozen=True, slots=True)
class Gap:
    """A break without school."""

    key: str
    title: str
    sector: Sector


@dataclass(frozen=True, slots=True)
class Band:
    """A ring as drawn, with the letter it has in the legend."""

    key: str
    title: str
    theme: int | None
    inner: float
    outer: float
    letter: Words | None


@dataclass(frozen=True, slots=True)
class Arc:
    """An entry as drawn. Its name stands in exactly one way: `on_arc`, `outside` or `listed` (under `number`)."""

    entry: Entry
    theme: int
    sector: Sector
    label: str
    on_arc: tuple[ArcLine, ...] = ()
    outside: tuple[Words, ...] = ()
    leader: tuple[Point, ...] = ()
    dot: Point | None = None
    number: Words | None = None
    listed: tuple[Words, ...] = ()
    listed_number: Words | None = None


@dataclass(frozen=True, slots=True)
class Key:
    """A line of the legend: a swatch of a theme or a status, or the letter of a ring, and its words."""

    kind: str
    value: str
    x: float
    y: float
    words: Words


@dataclass(frozen=True, slots=True)
class Drawing:
    """A wheel, ready to be written as SVG. `scale` is 1 on A3."""

    width: float
    height: float
    scale: float
    centre: Point
    hub: float
    rim: float
    language: str
    label: str
    months: tuple[Month, ...] = ()
    weeks: tuple[WeekMark, ...] = ()
    gaps: tuple[Gap, ...] = ()
    bands: tuple[Band, ...] = ()
    arcs: tuple[Arc, ...] = ()
    today: float | None = None
    texts: tuple[Words, ...] = ()
    keys: tuple[Key, ...] = ()
    lit: int | None = None
    small: bool = False
    smallest: float = 7.0
    """The size of the smallest name, in points of the printed page."""
