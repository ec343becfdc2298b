"""Names in the four corners of a high page: above and below a wheel that is as wide as the page.

As in the columns of `outside.py`, names keep the order of the angles they come from, so that leader lines never
cross. A corner that is too full gives names on, over the top or the bottom rather than past the sides of the wheel,
where there is little room for lines.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import cos, radians, sin, sqrt

from digivuosi.domain.wheel.columns import Curve, spread
from digivuosi.domain.wheel.fonts import ems
from digivuosi.domain.wheel.outside import CUTTING, INDENT, RISE, Frame, Outside, height_of, room_at, set_beside
from digivuosi.domain.wheel.rings import Slot
from digivuosi.domain.wheel.shapes import Point
from digivuosi.domain.wheel.wrapping import evened, longest

NARROWEST = 13.0
"""A name always has at least this many ems for a line."""
PAST_A_SIDE = 20.0
"""How many degrees dearer it is to lead a line past the side of the wheel than over its top or bottom."""
TRIES = 6
ROUND = 2.5
"""2 would make the shape that names stand along an ellipse, more makes it nearer to a rectangle."""
LONG_WORD = 20.0
"""Ems of a word that may be broken at the smallest sizes."""
LINES_APART = 4.0
"""Points that each line led along the side of the wheel should have there."""
ENDS = (90.0, 180.0, 270.0, 360.0)
"""The angles where the corners end, clockwise: top right, bottom right, bottom left, top left."""


class Waisted(Curve):
    """A rounded shape, `slim` wide and `b` high to each side, that a circle around the wheel widens in the middle."""

    def __init__(self, slim: float, b: float, waist: float) -> None:
        super().__init__(max(slim, waist), b)
        self.slim, self.waist = slim, waist

    def x(self, y: float) -> float:
        """Return how far the curve is from the middle line at this height."""
        slim: float = self.slim * pow(max(0.0, 1 - pow(abs(y) / self.b, ROUND)), 1 / ROUND)
        return max(slim, sqrt(max(0.0, self.waist**2 - y**2)))

    def radius(self, angle: float) -> float:
        """Return the distance of the curve from the centre at the angle."""
        turn = radians(angle)
        if self.slim <= abs(sin(turn)) * self.waist:
            return self.waist
        slim: float = ((abs(sin(turn)) / self.slim) ** ROUND + (abs(cos(turn)) / self.b) ** ROUND) ** (-1 / ROUND)
        return max(slim, self.waist)

    def reaches(self, x: float) -> float:
        """Return from which height on the curve is never further from the middle line than this."""
        slim: float = self.b * max(0.0, 1 - (max(x, 0.0) / self.slim) ** ROUND) ** (1 / ROUND)
        return max(slim, sqrt(max(0.0, self.waist**2 - x**2)))


@dataclass(frozen=True, slots=True)
class Place:
    """Where a name stands: its side, the middle of its height, and the angle of that on the curve."""

    right: bool
    y: float
    angle: float


def in_corners(
    slots: Sequence[Slot], frame: Frame, curve: Waisted, rim: float, size: float
) -> dict[int, Outside] | None:
    """Set the names of the slots (sorted by exit) in the corners; None when there is no room at this size."""
    word = max((longest(slot.entry.title) for slot in slots), default=0.0)
    least = max(NARROWEST, (word if size > CUTTING else min(word, LONG_WORD)) + 0.1)
    begin = curve.reaches(min(-frame.left, frame.right) - INDENT - least * size)
    low, high = max(frame.top_left, -curve.b), min(frame.bottom, curve.b)
    spans = ((max(frame.top_right, -curve.b), -begin), (begin, high), (begin, high), (low, -begin))
    if any(top >= bottom for top, bottom in spans):
        return None
    if len(slots) * height_of(1, size) > sum(bottom - top for top, bottom in spans):
        return None
    exits = [slot.exit or 0.0 for slot in slots]
    rooms = [max(least, _hoped(frame, curve, size, angle, spans)) for angle in exits]
    for attempt in range(TRIES):
        names = [evened(slot.entry.title, room) for slot, room in zip(slots, rooms, strict=True)]
        heights = [height_of(len(lines), size) for lines in names]
        places = _places(exits, heights, spans, curve)
        if places is None:
            if attempt or all(room == least for room in rooms):
                return None
            rooms = [least] * len(slots)
            continue
        found = [room_at(frame, curve, size, p.right, p.y, h) for p, h in zip(places, heights, strict=True)]
        if _bunched(exits, places) * LINES_APART > curve.waist - rim - RISE:
            return None
        if all(_widest(lines) <= room + 1e-6 for lines, room in zip(names, found, strict=True)):
            return {
                slot.entry.row: _set(slot, place, lines, curve, rim, size)
                for slot, place, lines in zip(slots, places, names, strict=True)
            }
        rooms = [max(least, min(room, round(a - 0.05, 1))) for room, a in zip(rooms, found, strict=True)]
    return None


def _set(slot: Slot, place: Place, lines: tuple[str, ...], curve: Curve, rim: float, size: float) -> Outside:
    found = set_beside(slot, (place.right, place.y, place.angle, lines), curve, rim, size)
    height = height_of(len(lines), size)
    return replace(found, leader=_straightened(found.leader, 1 if place.right else -1, height))


def _straightened(points: tuple[Point, ...], side: int, height: float) -> tuple[Point, ...]:
    """Let a line that comes to its name from further out go there at once, within the height of the name."""
    turn, end = points[-2], points[-1]
    before = next((i for i in range(len(points) - 2, -1, -1) if abs(points[i][1] - end[1]) > height / 2), None)
    if before is None:
        return points
    (x, y), (next_x, next_y) = points[before], points[before + 1]
    edge = end[1] + (height / 2 if y > end[1] else -height / 2)
    entered = (x + (next_x - x) * (edge - y) / (next_y - y), edge)
    return (*points[: before + 1], entered, end) if side * entered[0] > side * turn[0] else points


def _bunched(exits: Sequence[float], places: Sequence[Place]) -> int:
    """Return how many lines run beside each other along a side of the wheel, where there are most."""
    ways = [sorted((angle, place.angle)) for angle, place in zip(exits, places, strict=True)]
    most = 0
    for low, high in ways:
        for end in (low + 0.1, high - 0.1):
            at_side = 35 < end % 180 < 145
            most = max(most, sum(a < end < b for a, b in ways)) if at_side else most
    return most


def _widest(lines: Sequence[str]) -> float:
    return max(ems(line.rstrip()) for line in lines)


def _hoped(frame: Frame, curve: Waisted, size: float, angle: float, spans: Sequence[tuple[float, float]]) -> float:
    """Return the width, in ems, that a name would have if it stood just where its line leaves."""
    top, bottom = spans[int(angle // 90) % 4]
    y = min(max(curve.height(angle), top + size), bottom - size)
    return round(room_at(frame, curve, size, angle < 180, y, height_of(2, size)) - 0.05, 1)


def _places(
    exits: Sequence[float], heights: Sequence[float], spans: Sequence[tuple[float, float]], curve: Curve
) -> list[Place] | None:
    shared = shares(exits, heights, [bottom - top for top, bottom in spans])
    if shared is None:
        return None
    found: dict[int, Place] = {}
    for corner, members in enumerate(shared):
        right = corner < 2
        order = members if right else members[::-1]
        wanted = [_wanted(exits[i] + turn, right, curve) for i, turn in order]
        middles = spread(wanted, [heights[i] for i, _ in order], *spans[corner])
        if middles is None:
            return None
        for (i, turn), y in zip(order, middles, strict=True):
            angle = curve.angle(y)
            found[i] = Place(right, y, (angle if right else 360 - angle) - turn)
    return [found[i] for i in range(len(exits))]


def _wanted(angle: float, right: bool, curve: Curve) -> float:
    """Return the height a label would like: that of its own angle, or the end where it changes sides."""
    if right:
        return -curve.b if angle < 0 else curve.b if angle > 180 else curve.height(angle)
    return -curve.b if angle > 360 else curve.b if angle < 180 else curve.height(angle)


Member = tuple[int, float]
"""Which label, and the turns (in degrees) that its angle is off from those of the corner it stands in."""


def shares(exits: Sequence[float], heights: Sequence[float], rooms: Sequence[float]) -> list[list[Member]] | None:
    """Share labels, sorted by angle, to the four corners, in order; None when there is no room for all."""
    corners: list[list[Member]] = [[], [], [], []]
    for i, angle in enumerate(exits):
        corners[int(angle // 90) % 4].append((i, 0.0))
    free = [room - sum(heights[i] for i, _ in corner) for room, corner in zip(rooms, corners, strict=True)]
    for _ in range(4 * len(exits) + 1):
        full = next((corner for corner in range(4) if free[corner] < -1e-9), None)
        if full is None:
            return corners
        ways = [way for step in (1, -1) if (way := _way(corners, full, step, exits, heights, free))]
        if not ways:
            return None
        _, length, step = min(ways)
        _pass_on(corners, full, step, length, heights, free)
    return None


def _way(
    corners: Sequence[list[Member]],
    full: int,
    step: int,
    exits: Sequence[float],
    heights: Sequence[float],
    free: Sequence[float],
) -> tuple[float, int, int] | None:
    """Return what it costs to pass one name on this way round, and over how many corners; None when it cannot be."""
    cost = 0.0
    for length in range(1, 4):
        here, there = (full + step * (length - 1)) % 4, (full + step * length) % 4
        if not corners[here]:
            return None
        i, turn = corners[here][-1 if step > 0 else 0]
        end = ENDS[here] if step > 0 else ENDS[here] - 90
        cost += max(0.0, (end - exits[i] - turn) * step) + (PAST_A_SIDE if end in (90.0, 270.0) else 0.0)
        if free[there] >= heights[i]:
            return cost, length, step
    return None


def _pass_on(
    corners: list[list[Member]], full: int, step: int, length: int, heights: Sequence[float], free: list[float]
) -> None:
    for number in range(length):
        here, there = (full + step * number) % 4, (full + step * (number + 1)) % 4
        # What was passed on before stands at the near end of this corner: the far end is given.
        i, turn = corners[here].pop(-1 if step > 0 else 0)
        if step > 0:
            corners[there].insert(0, (i, turn - 360 if there == 0 else turn))
        else:
            corners[there].append((i, turn + 360 if there == 3 else turn))
        free[here] += heights[i]
        free[there] -= heights[i]
