"""Names outside the wheel: in columns along its sides with leader lines, or by number in a list."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from digivuosi.domain.wheel.columns import Curve, leader, sides, spread
from digivuosi.domain.wheel.fonts import BOX, X_MIDDLE, ems, width
from digivuosi.domain.wheel.geometry import at
from digivuosi.domain.wheel.rings import Slot
from digivuosi.domain.wheel.shapes import Point, Words
from digivuosi.domain.wheel.wrapping import evened, longest, wrapped

LEADING = 1.18
AIR = 0.3
"""Ems of air between the boxes of two names in a column."""
CUTTING = 7.2
"""Rather smaller words than broken ones, down to this size."""
INDENT = 9.0
"""Points between the label curve and the words: the end of the leader and its dot."""
RISE = 5.0
"""Points that a leader still goes straight out beyond the rim."""


@dataclass(frozen=True, slots=True)
class Frame:
    """Where names may stand, measured from the centre of the wheel."""

    left: float
    right: float
    top_left: float
    top_right: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Outside:
    """The name of one entry outside the wheel."""

    words: tuple[Words, ...]
    leader: tuple[Point, ...]
    dot: Point | None
    number: Words | None = None
    number_words: Words | None = None


def height_of(lines: int, size: float) -> float:
    """Return the height that a name of so many lines takes in a column."""
    return ((lines - 1) * LEADING + BOX + AIR) * size


def beside(slots: Sequence[Slot], frame: Frame, curve: Curve, rim: float, size: float) -> dict[int, Outside] | None:
    """Set the names of the slots (sorted by exit) in two columns; None when there is no room at this size."""
    room = (min(-frame.left, frame.right) - curve.a - INDENT) / size
    if room < 9 or (size > CUTTING and room < max((longest(s.entry.title) for s in slots), default=0)):
        return None
    low_right, low_left = max(frame.top_right, -curve.b), max(frame.top_left, -curve.b)
    high = min(frame.bottom, curve.b)
    exits = [slot.exit or 0.0 for slot in slots]
    rooms = [room] * len(slots)
    kept: list[tuple[bool, float, float, tuple[str, ...]]] | None = None
    for _ in range(4):
        names = [evened(slot.entry.title, limit) for slot, limit in zip(slots, rooms, strict=True)]
        heights = [height_of(len(lines), size) for lines in names]
        shared = sides(exits, heights, (high - low_right, high - low_left))
        places = _places(exits, heights, shared, curve, (low_right, low_left), high) if shared else None
        if places is None:
            break
        available = [room_at(frame, curve, size, p[0], p[1], h) for p, h in zip(places, heights, strict=True)]
        if all(max(ems(x.rstrip()) for x in n) <= a + 1e-6 for n, a in zip(names, available, strict=True)):
            kept = [(*place, lines) for place, lines in zip(places, names, strict=True)]
            if all(len(lines) == 1 for lines in names):
                break
            rooms = [max(round(a - 0.05, 1), room) for a in available]
        else:
            rooms = [max(min(r, round(a - 0.05, 1)), room) for r, a in zip(rooms, available, strict=True)]
    if kept is None:
        return None
    return {slot.entry.row: set_beside(slot, place, curve, rim, size) for slot, place in zip(slots, kept, strict=True)}


def room_at(frame: Frame, curve: Curve, size: float, right: bool, y: float, height: float) -> float:
    """Return the width for words, in ems, in a column at this height."""
    edge = frame.right if right else -frame.left
    return (edge - curve.widest(y - height / 2, y + height / 2) - INDENT) / size


def _places(
    exits: Sequence[float],
    heights: Sequence[float],
    shared: tuple[int, int],
    curve: Curve,
    lows: tuple[float, float],
    high: float,
) -> list[tuple[bool, float, float]] | None:
    """Return for each label its side (right or not), its middle height and its angle on the curve."""
    first, last = shared
    right = range(first, last)
    left = [*reversed(range(first)), *reversed(range(last, len(exits)))]
    found: dict[int, tuple[bool, float, float]] = {}
    for is_right, order, low in ((True, right, lows[0]), (False, left, lows[1])):
        wanted = [_wanted(exits[i], is_right, curve) for i in order]
        middles = spread(wanted, [heights[i] for i in order], low, high)
        if middles is None:
            return None
        for i, y in zip(order, middles, strict=True):
            angle = curve.angle(y)
            found[i] = (is_right, y, angle if is_right else -angle if i < first else 360 - angle)
    return [found[i] for i in range(len(exits))]


def _wanted(angle: float, right: bool, curve: Curve) -> float:
    """Return the height a label would like: that of its own angle, or the end where it changes sides."""
    if right == (angle < 180):
        return curve.height(angle)
    return -curve.b if angle < 90 or angle > 270 else curve.b


def set_beside(
    slot: Slot, place: tuple[bool, float, float, tuple[str, ...]], curve: Curve, rim: float, size: float
) -> Outside:
    """Set a name at its place (right or left, middle height, angle on the curve, lines), with its leader line."""
    right, y, angle, lines = place
    side = 1 if right else -1
    height = height_of(len(lines), size)
    x = side * (curve.widest(y - height / 2, y + height / 2) + INDENT)
    base = y - (len(lines) - 1) / 2 * LEADING * size + X_MIDDLE * size
    words = tuple(
        Words(line, x, base + i * LEADING * size, size, "start" if right else "end") for i, line in enumerate(lines)
    )
    points = leader(slot.exit or 0.0, slot.radius, rim + RISE, angle, curve)
    points[-1] = (side * curve.x(y), y)
    points.append((x - side * 5.0, y))
    return Outside(words, tuple(points), (x - side * 4.0, y))


NUMBERS = 25.0
"""Points from the rim to the middle of the innermost circle of numbers."""
TAG = 6.8
TAG_APART = 14.4
"""Numbers stand this far apart on their circle, so that even three digits never meet."""


def by_number(
    slots: Sequence[Slot], rim: float, sheets: Sequence[tuple[float, float, float, float]], size: float
) -> dict[int, Outside] | None:
    """Number the slots (sorted by exit) around the rim and list their names on the sheets (x, y, width, height).

    None when the names or the numbers do not fit.
    """
    count = len(slots)
    levels, circle = 1, rim + NUMBERS
    step = TAG_APART / circle * 57.2958
    while count * step / levels > 352 and levels < 12:
        levels += 1
    angles = spread([slot.exit or 0.0 for slot in slots], [step / levels] * count, 2.0, 358.0)
    listed = _listed([slot.entry.title for slot in slots], sheets, size)
    if angles is None or listed is None:
        return None
    found = {}
    for index, (slot, angle, words) in enumerate(zip(slots, angles, listed, strict=True)):
        radius = circle + (index % levels) * TAG_APART
        x, y = at(angle, radius)
        tag = Words(str(index + 1), x, y + X_MIDDLE * TAG + 0.3, TAG, "middle", True)
        line = leader(slot.exit or 0.0, slot.radius, rim + 3, angle, Curve(circle - 9.0, circle - 9.0))
        line.append(at(angle, radius - 7.5))
        head = Words(str(index + 1), words[0].x - size * 0.7, words[0].y, size, "end", True)
        found[slot.entry.row] = Outside(words, tuple(line), None, tag, head)
    return found


def tag_circle(count: int, rim: float) -> float:
    """Return the radius that the numbers of so many entries take."""
    levels = 1
    while count * TAG_APART / (rim + NUMBERS) * 57.2958 / levels > 352 and levels < 12:
        levels += 1
    return rim + NUMBERS + (levels - 1) * TAG_APART + 8


def _listed(
    names: Sequence[str], sheets: Sequence[tuple[float, float, float, float]], size: float
) -> list[tuple[Words, ...]] | None:
    """Set the names in the columns of the sheets, one after another."""
    head = width("000", size, 600) + size * 0.7
    columns = []
    for x, y, wide, tall in sheets:
        number = max(1, int((wide + 14) // (size * 24 + head + 14)))
        each = (wide - (number - 1) * 14) / number
        columns += [(x + i * (each + 14), y, each, tall) for i in range(number)]
    found: list[tuple[Words, ...]] = []
    column, here = 0, 0.0
    for name in names:
        while True:
            if column == len(columns):
                return None
            x, y, wide, tall = columns[column]
            if (wide - head) / size < 6:
                column, here = column + 1, 0.0
                continue
            lines = wrapped(name, (wide - head) / size)
            height = height_of(len(lines), size)
            if here + height <= tall:
                break
            column, here = column + 1, 0.0
        base = y + here + size * 1.05
        found.append(tuple(Words(line, x + head, base + i * LEADING * size, size) for i, line in enumerate(lines)))
        here += height
    return found
