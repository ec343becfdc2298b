"""Names on arcs: which names fit on their own arc, and where leader lines of the others may pass.

The lanes are taken from the innermost outwards. A name that does not fit sends a leader line out through all lanes
beyond; the names there are then set beside that line, or go outside themselves. So a line never crosses a name.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort
from collections.abc import Sequence
from dataclasses import dataclass
from math import inf

from digivuosi.domain.wheel.fonts import BOX, X_MIDDLE, ems
from digivuosi.domain.wheel.geometry import degrees_of, free_parts, upright
from digivuosi.domain.wheel.rings import Slot
from digivuosi.domain.wheel.wrapping import in_lines

SIZES = (9.0, 8.2, 7.5, 7.0)
LEADING = 1.2
APART = 2.1
"""Base lines of names in neighbouring lanes are this many ems apart, so that not even the upright boxes around their
letters touch; nearer lanes only hold names that do not stand side by side."""
ASIDE = 2.2
"""Points between a name and a leader line that passes it."""
PADDING = 3.0
TICK_ROOM = 9.0
"""Points at the beginning of an arc for the tick of what is done."""
STEEP = 1.5
"""Names keep this many degrees from where they would stand on end."""


@dataclass(frozen=True, slots=True)
class ArcLine:
    """A line of a name on its arc: centred on `angle`, its base line at `radius`, with `room` degrees to run in."""

    words: str
    size: float
    radius: float
    angle: float
    room: float
    clockwise: bool
    reach: float
    """Degrees that the words take."""


def _options(slot: Slot, scale: float) -> list[tuple[float, tuple[str, ...], float]]:
    """Return the ways to set the name in this lane: size, lines, degrees needed; the best first."""
    thick = slot.outer - slot.inner
    start, end = _run(slot)
    length = end - start
    name = slot.entry.title
    found = []
    for base in SIZES:
        size = base * scale
        if degrees_of(ems(name) * size / 4, slot.radius) > length:
            continue
        for count in range(1, 5):
            if ((count - 1) * LEADING + BOX) * size + 0.6 > thick:
                break
            if degrees_of(ems(name) * size / count, slot.outer) > length:
                continue
            lines = in_lines(name, count)
            if not lines or len(lines) != count:
                continue
            # Which way round it will run is not known yet, and the lines change places with it.
            need = max(
                degrees_of(ems(line.rstrip()) * size, radius)
                for clockwise in {count > 1, False}
                for line, radius in zip(lines, _radii(slot, size, count, clockwise=clockwise), strict=True)
            )
            if need <= length:
                found.append((size, lines, need))
                break
    return found


def _run(slot: Slot) -> tuple[float, float]:
    """Return the part of the arc where a name may run."""
    pad = degrees_of(PADDING, slot.radius)
    tick = degrees_of(TICK_ROOM, slot.radius) if slot.entry.status == "done" else 0.0
    return slot.start + pad + tick, slot.end - pad


def _radii(slot: Slot, size: float, count: int, *, clockwise: bool) -> list[float]:
    """Return the radius of each base line, first line first."""
    first = (count - 1) / 2 * LEADING * size
    if clockwise:
        return [slot.radius - X_MIDDLE * size + first - i * LEADING * size for i in range(count)]
    return [slot.radius + X_MIDDLE * size - first + i * LEADING * size for i in range(count)]


def _sideways(radius: float) -> list[tuple[float, float]]:
    """Return the angles where a name would stand on end: around three and nine o'clock."""
    return [(90 - STEEP, 90 + STEEP), (270 - STEEP, 270 + STEEP)]


def name_arcs(slots: Sequence[Slot], scale: float = 1.0) -> dict[int, tuple[ArcLine, ...]]:
    """Set names on their arcs where they fit, by row; give every other slot the angle its leader leaves at.

    `slots` go from the innermost lane outwards.
    """
    hopes: list[_Hope] = []
    for slot in slots:
        slot.options = _options(slot, scale)
        slot.exit = None
        if slot.options:
            hopes.append(_Hope(slot))
    named: dict[int, tuple[ArcLine, ...]] = {}
    placed: list[tuple[float, float, float, float, float]] = []
    exits: list[float] = []
    waiting: list[Slot] = []
    lane = None
    for slot in slots:
        if slot.lane != lane:
            _let_out(waiting, hopes, exits)
            waiting, lane = [], slot.lane
            hopes = [hope for hope in hopes if hope.slot.lane >= slot.lane]
        lines = _set(slot, exits, placed)
        if lines:
            named[slot.entry.row] = lines
        else:
            waiting.append(slot)
    _let_out(waiting, [], exits)
    return named


def _set(
    slot: Slot, exits: Sequence[float], placed: list[tuple[float, float, float, float, float]]
) -> tuple[ArcLine, ...]:
    if not slot.options:
        return ()
    pad = degrees_of(PADDING, slot.radius)
    aside = degrees_of(ASIDE, slot.inner)
    start, end = _run(slot)
    passing = exits[bisect_left(exits, start - aside) : bisect_right(exits, end + aside)]
    taken = [(angle - aside, angle + aside) for angle in passing]
    taken += _sideways(slot.radius)
    for size, lines, need in slot.options:
        count = len(lines)
        block = (count - 1) * LEADING * size / 2
        near = [
            (low - pad, high + pad)
            for inner, outer, low, high, other in placed
            if slot.radius - block - outer < APART * max(size, other) and inner < slot.radius + block
        ]
        parts = [part for part in free_parts(start, end, taken + near) if part[1] - part[0] >= need]
        if parts:
            low, high = _widest(parts, (start + end) / 2, need)
            middle = min(max((start + end) / 2, low + need / 2), high - need / 2)
            placed.append((slot.radius - block, slot.radius + block, middle - need / 2, middle + need / 2, size))
            return _lines(slot, size, lines, middle, min(middle - low, high - middle))
    return ()


def _widest(parts: list[tuple[float, float]], middle: float, need: float) -> tuple[float, float]:
    """Prefer the part where the name stands nearest to the middle of its arc."""
    return min(parts, key=lambda p: abs(min(max(middle, p[0] + need / 2), p[1] - need / 2) - middle))


def _lines(slot: Slot, size: float, lines: tuple[str, ...], middle: float, half_room: float) -> tuple[ArcLine, ...]:
    clockwise = upright(middle)
    radii = _radii(slot, size, len(lines), clockwise=clockwise)
    return tuple(
        ArcLine(
            words,
            size,
            radius,
            middle,
            half_room * 2,
            clockwise,
            degrees_of(ems(words.rstrip()) * size, radius),
        )
        for words, radius in zip(lines, radii, strict=True)
    )


class _Hope:
    """A slot further out that may still get its name on its arc, and the angles where a line would end the hope."""

    __slots__ = ("aside", "fatal", "need", "parts", "slot")

    def __init__(self, slot: Slot) -> None:
        self.slot = slot
        self.need = min(option[2] for option in slot.options)
        self.aside = degrees_of(ASIDE, slot.inner)
        start, end = _run(slot)
        self.parts = self._wide(free_parts(start, end, _sideways(slot.radius)))
        self.fatal = self._fatal()

    def _wide(self, parts: list[tuple[float, float]]) -> list[tuple[float, float]]:
        return [part for part in parts if part[1] - part[0] >= self.need]

    def _fatal(self) -> tuple[float, float]:
        """Return between which angles a line leaves no place; an empty span when there are places to spare."""
        if len(self.parts) != 1:
            return 0.0, 0.0
        low, high = self.parts[0]
        return max(high - self.aside - self.need, low - self.aside), min(
            low + self.aside + self.need, high + self.aside
        )

    def crossed(self, angle: float) -> None:
        """Take a line at the angle into account."""
        if self.slot.start - self.aside < angle < self.slot.end + self.aside:
            cut = [(angle - self.aside, angle + self.aside)]
            self.parts = self._wide([p for low, high in self.parts for p in free_parts(low, high, cut)])
            self.fatal = self._fatal()


def _let_out(waiting: Sequence[Slot], hopes: Sequence[_Hope], exits: list[float]) -> None:
    """Choose for each waiting slot the angle that spoils least for the names further out; add it to the exits."""
    for slot in waiting:
        span = slot.end - slot.start
        fatal = [hope.fatal for hope in hopes if hope.fatal[0] < slot.end and hope.fatal[1] > slot.start]
        crowd = exits[bisect_left(exits, slot.start - 1) : bisect_right(exits, slot.end + 1)]
        slot.exit = _best(slot.start, span, 11 if span > 1.5 else 5, fatal, crowd)
        if crowd and _nearest(crowd, slot.exit) < span / 40:
            slot.exit = _best(slot.start, span, 97, fatal, crowd)
        insort(exits, slot.exit)
        for hope in hopes:
            hope.crossed(slot.exit)


def _nearest(crowd: Sequence[float], angle: float) -> float:
    """Return how far the nearest of the sorted angles is."""
    index = bisect_left(crowd, angle)
    return min(abs(angle - other) for other in crowd[max(index - 1, 0) : index + 1])


def _best(start: float, span: float, steps: int, fatal: Sequence[tuple[float, float]], crowd: Sequence[float]) -> float:
    best, least = start + span / 2, inf
    for step in range(steps):
        share = (step + 0.5) / steps
        angle = start + span * share
        cost = abs(share - 0.5) * 0.5
        for low, high in fatal:
            if low < angle < high:
                cost += 3
        if crowd:
            # Lines a little apart run side by side; lines on top of each other could not be told apart.
            nearest = _nearest(crowd, angle)
            cost += max(0.0, 0.7 - nearest) + (20 * max(0.0, 0.05 - nearest))
        if cost < least:
            best, least = angle, cost
    return best
