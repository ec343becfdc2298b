"""What may be shown of a closed round, so that no subtraction of views leads to fewer than five answers.

Everything that is shown is a sum of shown pieces that do not overlap, and nothing hidden is inside any sum
(docs/decisions/0013-shown-pieces.md). The pieces of a statement are

- a unit with five answers or more, whole;
- the groups of such a unit, all of them or none: were one group missing, the whole less the others would tell it;
- the pool: all units under five together, when five answers are left even without the largest of them, so that a
  school that knows its own answers does not learn those of one other.

Answers that are all alike tell each respondent's, so a whole with hidden pieces inside it is not shown then. A round
is counted once, when it closes, and is never opened again: nobody sees the figures before and after one answer.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from digivuosi.domain.needs.counting import Cell, Counts, Distribution, distribution, total

LEAST = 5
"""Answers under which nothing is shown (docs/decisions/0013-shown-pieces.md)."""
PROVIDER = "*"
"""Stands for all units together in the place of a unit."""
POOL = "~"
"""Stands for the units under five together."""
WHOLE = ""
"""Stands for everybody in the place of a group."""


class Hidden(StrEnum):
    """Why a figure is not shown."""

    NONE = "none"
    """Nobody answered."""
    FEW = "few"
    """Fewer than five answered."""
    BESIDE = "beside"
    """It could be told from others that are shown if it were."""
    ALIKE = "alike"
    """All answers are the same, so the figure would tell what each person answered."""


@dataclass(frozen=True)
class Release:
    """The figures of one round that may be shown, whatever views they are put into."""

    survey: str
    steps: Mapping[str, int]
    """Counted statements with the lengths of their scales, in the order they are asked."""
    shown: Mapping[Cell, Distribution]
    """By unit (or PROVIDER, POOL), group (or WHOLE) and statement."""
    hidden: Mapping[Cell, Hidden]
    sheets: Mapping[str, int]
    """How many answered, by unit; it is told while the round is open, so it hides nothing."""

    @property
    def units(self) -> tuple[str, ...]:
        return tuple(sorted(self.sheets))

    def cell(self, unit: str, statement: str, group: str = WHOLE) -> Distribution | Hidden:
        """Return a figure, or why it is not shown."""
        cell = (unit, group, statement)
        return self.shown.get(cell) or self.hidden.get(cell, Hidden.NONE)

    def groups(self, unit: str) -> tuple[str, ...]:
        """Return the groups of which something is shown."""
        return tuple(sorted({group for one, group, _ in self.shown if one == unit and group != WHOLE}))

    def shows(self, unit: str) -> bool:
        """Whether anything of a unit is shown; otherwise it gets a discussion sheet."""
        return any((unit, WHOLE, statement) in self.shown for statement in self.steps)

    def told_sheets(self, unit: str) -> int:
        """How many answered, as far as it may be told: 0 for a unit under five, though it may have answers.

        Of the provider those of the units under five are left out unless they are enough together, by the rule of the
        pool: the whole less the units that are told would else give the number of a small one.
        """
        small = [number for number in self.sheets.values() if number < LEAST]
        if unit != PROVIDER:
            number = self.sheets.get(unit, 0)
            return number if number >= LEAST else 0
        together = sum(small) if is_enough(small) else 0
        return sum(number for number in self.sheets.values() if number >= LEAST) + together

    @property
    def leaves_out_sheets(self) -> bool:
        """Whether there are answers that `told_sheets` of the provider leaves out."""
        return self.told_sheets(PROVIDER) != sum(self.sheets.values())

    def to_document(self) -> dict[str, Any]:
        """Return the figures as JSON, to be kept: the answers themselves need not be."""
        return {
            "survey": self.survey,
            "steps": [[key, length] for key, length in self.steps.items()],
            "shown": [[*cell, one.unknown, *one.counts] for cell, one in sorted(self.shown.items())],
            "hidden": [[*cell, why.value] for cell, why in sorted(self.hidden.items())],
            "sheets": dict(sorted(self.sheets.items())),
        }

    @classmethod
    def from_document(cls, document: Mapping[str, Any]) -> Release:
        """Read what `to_document` wrote."""
        return cls(
            survey=str(document["survey"]),
            steps={str(key): int(length) for key, length in document["steps"]},
            shown={(row[0], row[1], row[2]): distribution(row[3:]) for row in document["shown"]},
            hidden={(row[0], row[1], row[2]): Hidden(row[3]) for row in document["hidden"]},
            sheets={str(unit): int(number) for unit, number in document["sheets"].items()},
        )


def release(counts: Counts) -> Release:
    """Return what may be shown of a closed round."""
    shown: dict[Cell, Distribution] = {}
    hidden: dict[Cell, Hidden] = {}
    by_statement: dict[str, dict[str, dict[str, Distribution]]] = {statement: {} for statement in counts.steps}
    for (unit, group, statement), counted in counts.cells.items():
        by_statement[statement].setdefault(unit, {})[group] = counted
    for statement, units in by_statement.items():
        for cell, piece in _pieces(statement, units):
            if isinstance(piece, Hidden):
                hidden[cell] = piece
            else:
                shown[cell] = piece
    return Release(counts.survey, counts.steps, shown, hidden, counts.sheets)


Piece = tuple[Cell, Distribution | Hidden]


def _pieces(statement: str, units: Mapping[str, Mapping[str, Distribution]]) -> Iterator[Piece]:
    """Give every figure of one statement, shown or not: units, their groups, the pool, all together."""
    whole: list[Distribution] = []
    small: list[Distribution] = []
    split: dict[str, list[Distribution]] = {}
    for unit, groups in units.items():
        counted = total(groups.values())
        if counted is None:
            continue
        told = _unit(counted, groups)
        yield (unit, WHOLE, statement), told
        if isinstance(told, Distribution):
            whole.append(told)
        elif told is Hidden.FEW:
            small.append(counted)
        for group, piece in _groups(told, groups).items():
            yield (unit, group, statement), piece
            if isinstance(piece, Distribution):
                split.setdefault(group, []).append(piece)
    pool = _pool(small)
    if small:
        yield (POOL, WHOLE, statement), pool
    together = total([*whole, *([pool] if isinstance(pool, Distribution) else [])])
    yield (PROVIDER, WHOLE, statement), together or (pool if isinstance(pool, Hidden) else Hidden.NONE)
    for group, pieces in split.items():
        summed = total(pieces)
        if summed is not None:
            yield (PROVIDER, group, statement), summed


def _unit(counted: Distribution, groups: Mapping[str, Distribution]) -> Distribution | Hidden:
    if counted.answers < LEAST:
        return Hidden.FEW
    if counted.is_alike and len(groups) > 1 and not _may_split(groups):
        return Hidden.ALIKE
    return counted


def _groups(told: Distribution | Hidden, groups: Mapping[str, Distribution]) -> dict[str, Distribution | Hidden]:
    """Return the groups of a unit: all of them, or why each is not shown."""
    if isinstance(told, Distribution) and _may_split(groups):
        return dict(groups)
    return {group: Hidden.FEW if one.answers < LEAST else Hidden.BESIDE for group, one in groups.items()}


def is_enough(small: Sequence[int]) -> bool:
    """Whether units under five may be told together: five are left even without the largest of them."""
    return sum(small) - max(small, default=0) >= LEAST


def _may_split(groups: Mapping[str, Distribution]) -> bool:
    return all(one.answers >= LEAST for one in groups.values())


def _pool(small: list[Distribution]) -> Distribution | Hidden:
    """Return the units under five together, if that tells no single one of them, not even to another of them."""
    pool = total(small)
    if pool is None:
        return Hidden.NONE
    if not is_enough([one.answers for one in small]):
        return Hidden.FEW
    return Hidden.ALIKE if pool.is_alike else pool
