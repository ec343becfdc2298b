"""Rings and their lanes: entries of one ring that overlap in time stand in lanes beside each other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from digivuosi.domain.wheel.entries import Entry, Ring
from digivuosi.domain.wheel.geometry import Dial, degrees_of

LANE = 36.0
"""A lane is at most this thick; when there is room for more, the wheel gets a wider middle instead."""
RING_GAP = 3.0
NARROWEST = 1.8
"""An arc is at least this long, so that one day on an inner ring is still seen."""


@dataclass(frozen=True, slots=True)
class Band:
    """A ring on the page: between which radii it lies, and its letter (outermost A)."""

    ring: Ring
    letter: str
    inner: float
    outer: float


@dataclass(slots=True)
class Slot:
    """The place of one entry: which part of which lane. The naming of entries fills in the rest."""

    entry: Entry
    theme: int
    start: float
    end: float
    inner: float
    outer: float
    lane: int
    exit: float | None = None
    """The angle at which a leader line leaves, when the name stands outside."""
    options: list[tuple[float, tuple[str, ...], float]] = field(default_factory=list)

    @property
    def radius(self) -> float:
        return (self.inner + self.outer) / 2


def lanes_of(entries: Sequence[Entry]) -> list[list[Entry]]:
    """Share out entries to as few lanes as possible, none overlapping another in its lane."""
    lanes: list[list[Entry]] = []
    for entry in sorted(entries, key=lambda e: (e.first, e.last, e.row)):
        free = [lane for lane in lanes if lane[-1].last < entry.first]
        if free:
            max(free, key=lambda lane: lane[-1].last).append(entry)
        else:
            lanes.append([entry])
    return lanes


def letter(index: int) -> str:
    """Return A, B, … Z, AA, AB …"""
    return (letter(index // 26 - 1) if index >= 26 else "") + chr(65 + index % 26)


def lay_rings(
    entries: Sequence[Entry], rings: Sequence[Ring], dial: Dial, inner: float, outer: float
) -> tuple[list[Band], list[Slot], float]:
    """Return the bands, the slots (innermost lane first) and the radius where the rings begin."""
    by_ring: dict[str, list[Entry]] = {ring.key: [] for ring in rings}
    for entry in entries:
        by_ring[entry.ring].append(entry)
    laned = [(ring, lanes_of(by_ring[ring.key]) or [[]]) for ring in rings]
    count = sum(len(lanes) for _, lanes in laned) or 1
    gap = min(RING_GAP, (outer - inner) * 0.25 / (len(rings) or 1))
    thick = min(LANE, (outer - inner - gap * (len(rings) - 1)) / count)
    bands: list[Band] = []
    slots: list[Slot] = []
    here = outer
    lane_number = count
    for index, (ring, lanes) in enumerate(laned):
        edge = here
        for lane in lanes:
            slots.extend(_slot(entry, ring, dial, here - thick, here, lane_number) for entry in lane)
            here -= thick
            lane_number -= 1
        bands.append(Band(ring, letter(index), here, edge))
        here -= gap
    slots.sort(key=lambda slot: (slot.lane, slot.start, slot.entry.row))
    return bands, slots, here + gap


def _slot(entry: Entry, ring: Ring, dial: Dial, inner: float, outer: float, lane: int) -> Slot:
    start, end = dial.start(entry.first), dial.end(entry.last)
    missing = degrees_of(NARROWEST, inner) - (end - start)
    if missing > 0:
        start, end = start - missing / 2, end + missing / 2
    return Slot(entry, ring.theme or entry.theme, start, end, inner, outer, lane)
