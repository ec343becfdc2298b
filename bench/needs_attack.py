"""An attacker of a released summary: solves the equations, follows the bounds, subtracts views, knows one school.

It is told more than anybody is: how many answered in each unit and group. Targets are every unit and every group of
one to four answers, every group that was hidden beside others, and any set of answers that two views differ by.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations

from digivuosi.domain.needs.counting import Counts, Distribution
from digivuosi.domain.needs.hiding import LEAST, POOL, PROVIDER, WHOLE, Release

Piece = tuple[str, str]
"""Unit and group: what no view can cut further."""
View = frozenset[Piece]


@dataclass(frozen=True)
class Attacked:
    """What the attacker tried and what it found out about."""

    tried: int
    recovered: tuple[tuple[str, str], ...]
    """How, and of which statement."""


def attack(counts: Counts, released: Release) -> Attacked:
    """Attack every statement of a released round; `counts` are the truth that the attacker must not reach."""
    tried = 0
    recovered: list[tuple[str, str]] = []
    for statement in released.steps:
        truth = {(unit, group): one for (unit, group, about), one in counts.cells.items() if about == statement}
        attacker = _Attacker(statement, truth, released)
        for name, targets in attacker.attempts():
            tried += len(targets)
            recovered.extend((name, statement) for found in targets.values() if found)
    return Attacked(tried, tuple(recovered))


class _Attacker:
    def __init__(self, statement: str, truth: Mapping[Piece, Distribution], released: Release) -> None:
        self.truth = truth
        self.sizes = {piece: one.answers for piece, one in truth.items()}
        self.views = dict(self._views(statement, released))

    def _views(self, statement: str, released: Release) -> Iterable[tuple[View, Distribution]]:
        """Give what each shown figure is a sum of; the attacker knows the rules, so it knows this too."""
        for (unit, group, about), shown in released.shown.items():
            if about != statement:
                continue
            members = self._members(unit, group, statement, released)
            yield members, shown

    def _members(self, unit: str, group: str, statement: str, released: Release) -> View:
        units = {one for one, _ in self.truth}
        whole = {one for one in units if (one, WHOLE, statement) in released.shown}
        small = {one for one in units if self._size(piece for piece in self.truth if piece[0] == one) < LEAST}
        if unit == POOL:
            return frozenset(piece for piece in self.truth if piece[0] in small)
        if unit == PROVIDER and group == WHOLE:
            inside = whole | (small if (POOL, WHOLE, statement) in released.shown else set())
            return frozenset(piece for piece in self.truth if piece[0] in inside)
        if unit == PROVIDER:
            return frozenset(
                piece for piece in self.truth if piece[1] == group and (*piece, statement) in released.shown
            )
        return frozenset(piece for piece in self.truth if piece[0] == unit and group in (WHOLE, piece[1]))

    def _size(self, pieces: Iterable[Piece]) -> int:
        return sum(self.sizes[piece] for piece in pieces)

    def targets(self) -> set[View]:
        """Return every unit and group under five, and every hidden group of one above."""
        units = {unit for unit, _ in self.truth}
        sets = [frozenset(piece for piece in self.truth if piece[0] == unit) for unit in units]
        sets += [frozenset([piece]) for piece in self.truth]
        return {one for one in sets if self._size(one) > 0 and one not in self.views}

    def attempts(self) -> Iterable[tuple[str, dict[View, bool]]]:
        targets = self.targets()
        solved = _row_space(list(self.views), list(self.truth))
        yield "equations", {one: _in_space(solved, one, list(self.truth)) for one in targets}
        bounds = self._bounds()
        yield "bounds", {one: all(self._is_known(bounds, one)) for one in targets}
        yield "differences", self._differences(self.views)
        for unit in sorted({unit for unit, _ in self.truth}):
            yield f"knows {unit}", self._insider(unit)

    def _differences(self, views: Mapping[View, Distribution]) -> dict[View, bool]:
        """Subtract every pair of views, and every two from a third."""
        found: dict[View, bool] = {}
        sums = dict.fromkeys(views)
        sums.update(dict.fromkeys(one | other for one, other in combinations(list(views)[:80], 2) if not one & other))
        for large in views:
            for small in sums:
                if small < large:
                    rest = large - small
                    found[rest] = 0 < self._size(rest) < LEAST
        return found

    def _insider(self, unit: str) -> dict[View, bool]:
        """Take away from every view what a school knows of itself."""
        own = frozenset(piece for piece in self.truth if piece[0] == unit)
        if self._size(own) >= LEAST:
            # A school of five or more is shown already: what it knows of itself is no more than what all see.
            return {}
        found = {}
        for view in self.views:
            if own < view:
                rest = view - own
                found[rest] = 0 < self._size(rest) < LEAST
        return found

    def _bounds(self) -> list[dict[Piece, tuple[int, int]]]:
        """Narrow the counts of each step by each view until nothing narrows any more."""
        steps = max((len(one.counts) for one in self.truth.values()), default=0)
        bounds = [{piece: (0, size) for piece, size in self.sizes.items()} for _ in range(steps)]
        changed = True
        while changed:
            changed = False
            for view, shown in self.views.items():
                for number in range(steps):
                    changed |= _narrow(bounds[number], view, shown.counts[number])
            for piece, size in self.sizes.items():
                changed |= _fill(bounds, piece, size)
        return bounds

    def _is_known(self, bounds: list[dict[Piece, tuple[int, int]]], target: View) -> Iterable[bool]:
        for one in bounds:
            for piece in target:
                low, high = one[piece]
                yield low == high


def _narrow(bounds: dict[Piece, tuple[int, int]], view: View, total: int) -> bool:
    """Narrow each piece of a view by what the others can hold at least and at most."""
    low, high = sum(bounds[piece][0] for piece in view), sum(bounds[piece][1] for piece in view)
    changed = False
    for piece in view:
        least, most = bounds[piece]
        new = max(least, total - (high - most)), min(most, total - (low - least))
        if new != (least, most):
            low, high = low + new[0] - least, high + new[1] - most
            bounds[piece], changed = new, True
    return changed


def _fill(bounds: list[dict[Piece, tuple[int, int]]], piece: Piece, size: int) -> bool:
    """Narrow the steps of one piece by its size: all its answers are on some step."""
    changed = False
    for number, one in enumerate(bounds):
        others = [held[piece] for place, held in enumerate(bounds) if place != number]
        low, high = one[piece]
        new = max(low, size - sum(most for _, most in others)), min(high, size - sum(least for least, _ in others))
        if new != (low, high):
            one[piece], changed = new, True
    return changed


Row = dict[Piece, Fraction]


def _row_space(views: list[View], pieces: list[Piece]) -> dict[Piece, Row]:
    """Return the views in echelon form by exact elimination: a row for each leading piece."""
    order = {piece: number for number, piece in enumerate(pieces)}
    echelon: dict[Piece, Row] = {}
    for view in views:
        row = _reduced({piece: Fraction(1) for piece in view}, echelon, order)
        if row:
            lead = min(row, key=order.__getitem__)
            echelon[lead] = {piece: value / row[lead] for piece, value in row.items()}
    return echelon


def _reduced(row: Row, echelon: Mapping[Piece, Row], order: Mapping[Piece, int]) -> Row:
    for lead in sorted(echelon, key=order.__getitem__):
        factor = row.get(lead, Fraction(0))
        if factor:
            for piece, value in echelon[lead].items():
                left = row.get(piece, Fraction(0)) - factor * value
                if left:
                    row[piece] = left
                else:
                    row.pop(piece, None)
    return row


def _in_space(echelon: Mapping[Piece, Row], target: View, pieces: list[Piece]) -> bool:
    """Whether a set of answers is a combination of the views."""
    order = {piece: number for number, piece in enumerate(pieces)}
    return not _reduced({piece: Fraction(1) for piece in target}, echelon, order)
