"""Places outside the wheel: an order-keeping placing of labels along the two sides.

Labels keep the order of the angles they come from, so that leader lines never cross. Each line is straight in the
coordinates (angle, share of the way from the wheel to the label curve); two such lines whose ends keep their order
cannot meet, whatever the form of the curve.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import atan2, ceil, cos, degrees, floor, radians, sin, sqrt

BEND = 2.0
"""Degrees between the bends of a leader line."""


def spread(wanted: Sequence[float], sizes: Sequence[float], low: float, high: float) -> list[float] | None:
    """Return middles for boxes of these sizes, in order, not overlapping, between low and high.

    They stand as near to the wanted places as least squares can have it (pool adjacent violators); None when they
    do not fit.
    """
    total = sum(sizes)
    if total > high - low + 1e-9:
        return None
    before = 0.0
    targets = []
    for middle, size in zip(wanted, sizes, strict=True):
        targets.append(middle - size / 2 - before)
        before += size
    pools: list[list[float]] = []
    for target in targets:
        pools.append([target, 1])
        while len(pools) > 1 and pools[-2][0] > pools[-1][0]:
            value, count = pools.pop()
            last = pools[-1]
            last[0] = (last[0] * last[1] + value * count) / (last[1] + count)
            last[1] += count
    starts = [min(max(value, low), high - total) for value, count in pools for _ in range(int(count))]
    before = 0.0
    middles = []
    for start, size in zip(starts, sizes, strict=True):
        middles.append(start + before + size / 2)
        before += size
    return middles


class Curve:
    """The ellipse that labels stand along, `a` wide and `b` high to each side of the centre."""

    def __init__(self, a: float, b: float) -> None:
        self.a, self.b = a, b

    def x(self, y: float) -> float:
        """Return how far the curve is from the middle line at this height."""
        return self.a * sqrt(max(0.0, 1 - (y / self.b) ** 2))

    def widest(self, low: float, high: float) -> float:
        """Return the greatest distance from the middle line between two heights."""
        if low <= 0 <= high:
            return self.a
        return self.x(min(abs(low), abs(high)))

    def radius(self, angle: float) -> float:
        """Return the distance of the curve from the centre at the angle."""
        turn = radians(angle)
        return 1 / sqrt((sin(turn) / self.a) ** 2 + (cos(turn) / self.b) ** 2)

    def height(self, angle: float) -> float:
        """Return the y of the curve at the angle."""
        return -self.radius(angle) * cos(radians(angle))

    def angle(self, y: float) -> float:
        """Return the angle of the right-hand point at this height, 0 at the top to 180 at the bottom."""
        return degrees(atan2(self.x(y), -y))


def sides(angles: Sequence[float], heights: Sequence[float], rooms: tuple[float, float]) -> tuple[int, int] | None:
    """Share labels, sorted by angle, to the sides: `angles[i:k]` stand right, the others left.

    Each stands on its own side when there is room; else those nearest to the top or the bottom change over.
    `rooms` are the heights of the right and the left side. None when there is no room at all.
    """
    count = len(angles)
    first, last = 0, sum(1 for angle in angles if angle < 180)
    right, left = sum(heights[:last]), sum(heights[last:])
    while right > rooms[0] and first < last:
        if angles[first] < 180 - angles[last - 1]:
            right, left, first = right - heights[first], left + heights[first], first + 1
        else:
            last -= 1
            right, left = right - heights[last], left + heights[last]
    while left > rooms[1] and last < count and first == 0:
        right, left = right + heights[last], left - heights[last]
        last += 1
    return (first, last) if right <= rooms[0] and left <= rooms[1] else None


def leader(exit_: float, inner: float, start: float, target: float, curve: Curve) -> list[tuple[float, float]]:
    """Return the points of a leader line: out from `inner` to `start` along its angle, then over to the target.

    `target` is an angle on the curve. The points are relative to the centre.
    """
    turn = radians(exit_)
    points = [(inner * sin(turn), -inner * cos(turn)), (start * sin(turn), -start * cos(turn))]
    # All lines bend at the same angles, so that neighbours keep apart between the bends too.
    forward = target >= exit_
    grid = (
        range(ceil(exit_ / BEND), floor(target / BEND) + 1)
        if forward
        else (range(floor(exit_ / BEND), ceil(target / BEND) - 1, -1))
    )
    way = target - exit_ or 1.0
    for angle in [*(step * BEND for step in grid), target]:
        share = (angle - exit_) / way if angle != target else 1.0
        radius = start + (curve.radius(angle) - start) * share
        turn = radians(angle)
        points.append((radius * sin(turn), -radius * cos(turn)))
    return points
