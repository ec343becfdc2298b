"""Days to angles and back. Angles are degrees clockwise from the top; lengths are points of an A3 page."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from math import cos, pi, radians, sin

from digivuosi.domain.wheel.entries import Year

SEAM = 7.0
"""Degrees left open at the top, between 31 July and 1 August, for the letters of the rings."""

QUIET = 0.5
"""The width of a week without school, when a school week has the width 1."""


@dataclass(frozen=True)
class Dial:
    """The year as a circle: `edges[i]` is the angle where day `i` begins, the last one where the year ends."""

    first: date
    edges: tuple[float, ...]

    @property
    def days(self) -> int:
        return len(self.edges) - 1

    def start(self, day: date) -> float:
        """Return the angle where the day begins; days outside the year are held to its ends."""
        return self.edges[min(max((day - self.first).days, 0), self.days)]

    def end(self, day: date) -> float:
        """Return the angle where the day ends."""
        return self.edges[min(max((day - self.first).days + 1, 0), self.days)]

    def middle(self, day: date) -> float:
        return (self.start(day) + self.end(day)) / 2

    def day(self, angle: float) -> date:
        """Return the day that stands at the angle; in the seam, the nearest day of the year."""
        index = bisect_right(self.edges, angle) - 1
        return self.first + timedelta(days=min(max(index, 0), self.days - 1))


def dial(year: Year) -> Dial:
    """Lay the days of the year on the circle, weeks without school narrower than school weeks."""
    quiet: set[int] = set()
    for week in year.weeks:
        if not week.school_days:
            start = (week.monday - year.first_day).days
            quiet.update(range(start, start + 7))
    days = (year.last_day - year.first_day).days + 1
    widths = [QUIET if day in quiet else 1.0 for day in range(days)]
    unit = (360 - SEAM) / sum(widths)
    edges = [SEAM / 2]
    for width in widths:
        edges.append(edges[-1] + width * unit)
    return Dial(year.first_day, tuple(edges))


def at(angle: float, radius: float, centre: tuple[float, float] = (0.0, 0.0)) -> tuple[float, float]:
    """Return the point at the angle and the radius (y grows downwards, as on a page)."""
    turn = radians(angle)
    return centre[0] + radius * sin(turn), centre[1] - radius * cos(turn)


def degrees_of(length: float, radius: float) -> float:
    """Return the angle that an arc of this length takes at the radius."""
    return length / radius * 180 / pi


def upright(angle: float) -> bool:
    """Return whether text that runs clockwise stands upright here (the upper half of the circle)."""
    return angle % 360 < 90 or angle % 360 > 270


def free_parts(start: float, end: float, taken: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    """Return what is left of start..end when the taken parts are cut away, in order."""
    parts = []
    here = start
    for low, high in sorted(taken):
        if high <= here:
            continue
        if low >= end:
            break
        if low > here:
            parts.append((here, low))
        here = max(here, high)
    if here < end:
        parts.append((here, end))
    return parts
