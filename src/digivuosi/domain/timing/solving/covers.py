"""Cuts for a person's weeks: what does not go together in one week, or only at a price.

The relaxation fills a week with halves of blocks. For a set of blocks that bring A hours together it then holds, with y
the share of each that is in the week: not all of them if A is above the room (R3); else the hours above the
crowded share and the fullest week (W3) are at least what all of them make, times (sum of y - number + 1).
On ten schools of 60 items these cuts halve the gap of the relaxation.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from digivuosi.domain.timing.parts import Part
from digivuosi.domain.timing.solving.matrix import Matrix, Row

LARGEST = 4
"""Blocks in a set at the most."""
MEANT = 0.03
"""A cut counts when the relaxation breaks it by more than this share."""


@dataclass(frozen=True)
class _Taken:
    """Starts of one block that bring at least `hours` to a week, and how much of them the relaxation takes."""

    block: int
    hours: int
    share: float


class Covers:
    """Finds cuts that a solution of the relaxation breaks."""

    def __init__(self, matrix: Matrix, part: Part) -> None:
        self.matrix, self.part = matrix, part
        self.loads: list[dict[int, list[tuple[int, int]]]] = [defaultdict(list) for _ in part.slots]
        """Of each slot: by block, variables with the hours that they bring."""
        for block, (variables, options) in enumerate(zip(matrix.choices, part.options, strict=True)):
            for variable, option in zip(variables, options, strict=True):
                for slot, hours in option.hours:
                    self.loads[slot][block].append((variable, round(hours * matrix.hour)))
        self.rooms = [matrix.rooms[slot] for slot in range(len(part.slots))]

    def broken(self, values: Sequence[float]) -> list[Row]:
        """The cut of each kind and week that the values break most."""
        rows: list[Row] = []
        for slot in range(len(self.loads)):
            best: dict[str, tuple[float, Row]] = {}
            for chosen in self._sets(slot, values):
                for kind, worth, row in self._cuts(slot, chosen, values):
                    if worth > max(MEANT, best[kind][0] if kind in best else 0.0):
                        best[kind] = (worth, row)
            rows += [row for _worth, row in best.values()]
        return rows

    def _sets(self, slot: int, values: Sequence[float]) -> Iterator[list[_Taken]]:
        """Sets of blocks that the relaxation has so nearly whole in this week that a cut could be broken."""
        taken = []
        for block, found in self.loads[slot].items():
            levels = sorted({hours for variable, hours in found if values[variable] > 1e-4})
            for level in levels:
                taken.append(_Taken(block, level, sum(values[v] for v, hours in found if hours >= level)))
        taken.sort(key=lambda one: -one.share)

        def grow(chosen: list[_Taken], first: int, lack: float) -> Iterator[list[_Taken]]:
            for place in range(first, len(taken)):
                one = taken[place]
                missing = lack + 1 - one.share
                if missing >= 1 - MEANT:
                    return
                if all(one.block != other.block for other in chosen):
                    larger = [*chosen, one]
                    if len(larger) > 1:
                        yield larger
                    if len(larger) < LARGEST:
                        yield from grow(larger, place + 1, missing)

        yield from grow([], 0, 0.0)

    def _cuts(self, slot: int, chosen: Sequence[_Taken], values: Sequence[float]) -> Iterator[tuple[str, float, Row]]:
        """Cuts for a set: kind, how far they are broken in shares of the set, row."""
        matrix, count = self.matrix, len(chosen) - 1
        hours, highest = sum(one.hours for one in chosen), max(one.hours for one in chosen)
        over = sum(one.share for one in chosen) - count
        if hours > self.rooms[slot]:
            variables = self._variables(slot, chosen, highest)
            yield "room", sum(values[v] for v in variables) - count, (None, count, variables, [1] * len(variables))
            return
        for kind, variable, free in (
            ("crowd", matrix.crowds[slot], matrix.free[slot]),
            ("peak", matrix.peaks[self.part.slots[slot].person], matrix.least[slot]),
        ):
            # The fullest week is so full anyway: the cut rises from there.
            already = matrix.lows[variable]
            more = hours - free - already
            worth = over * more + already - values[variable]
            if more > 0 and worth > MEANT * more:
                variables = self._variables(slot, chosen, None)
                factors = [more] * len(variables)
                yield kind, worth / more, (None, count * more - already, [*variables, variable], [*factors, -1])

    def _variables(self, slot: int, chosen: Sequence[_Taken], highest: int | None) -> list[int]:
        """The starts of the set; with `highest` also those of other blocks that bring as much as any of it."""
        levels = {one.block: one.hours for one in chosen}
        found = []
        for block, loads in self.loads[slot].items():
            level = levels.get(block, highest)
            if level is not None:
                found += [variable for variable, hours in loads if hours >= level]
        return found
