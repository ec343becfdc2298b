"""What a group of schools can reach at best, and what that says of each school: bounds and prices.

The linear relaxation of the whole group is solved once. Its dual values say what a start of a tied block (a visit, a
training together) costs one school and what it costs those who come to it. Taken as prices they part the group into
shares (see `shares`) whose bounds add up to the bound of the whole, and nothing more can be had from relaxations.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from digivuosi.domain.timing.parts import Part
from digivuosi.domain.timing.solving.matrix import Matrix, matrix_of
from digivuosi.domain.timing.solving.relaxing import Relaxed, tightened

TIES, SEVERAL = -1, -2
"""In place of a school: what ties schools; what several may pay for."""


@dataclass(frozen=True)
class Outlook:
    bounds: dict[int, float]
    """Of each school's share, and of `TIES`: points that it cannot be below with these prices. Empty: not found out."""
    prices: dict[tuple[int, int, int], float] = field(default_factory=dict)
    """Points of (school, tied block, start) that the school's share pays."""


def look_out(part: Part, lengths: Sequence[int], homes: Mapping[int, tuple[int, ...]], seconds: float) -> Outlook:
    """Relax a group and part what comes out among its schools.

    `homes` names the schools of each block, with `TIES` before them where the block is tied.
    """
    matrix = matrix_of(part, lengths)
    found = tightened(matrix, part, seconds) if part.open else None
    return _Parting(matrix, part, homes, found).outlook() if found is not None else Outlook({})


class _Parting:
    def __init__(self, matrix: Matrix, part: Part, homes: Mapping[int, tuple[int, ...]], found: Relaxed) -> None:
        self.matrix, self.part, self.homes, self.duals = matrix, part, homes, found.duals
        self.tied = [homes[number][0] == TIES for number in part.blocks]
        self.owner = self._owners()
        self.paid: dict[int, dict[int, float]] = defaultdict(lambda: defaultdict(float))
        """By owner of rows: what the dual values take off the cost of a variable."""
        self.bounds: dict[int, float] = defaultdict(float)
        self._share_out()

    def _owners(self) -> list[int]:
        """Whose each variable is."""
        matrix, part = self.matrix, self.part
        owner = [TIES] * len(matrix.costs)
        homes: list[set[int]] = [set() for _ in part.floors]
        for number, tied, variables, options in zip(part.blocks, self.tied, matrix.choices, part.options, strict=True):
            for variable in variables:
                owner[variable] = SEVERAL if tied else self.homes[number][0]
            if len(self.homes[number]) <= 2:
                for person in {part.slots[slot].person for option in options for slot, _hours in option.hours}:
                    homes[person].add(self.homes[number][-1])
        for person, variable in enumerate(matrix.peaks):
            owner[variable] = _only(homes[person])
        for slot, variable in enumerate(matrix.crowds):
            owner[variable] = _only(homes[part.slots[slot].person])
        return owner

    def _share_out(self) -> None:
        """Give every row of the relaxation to the school whose matter it is, or to the ties."""
        assigned = {id(variables) for variables in self.matrix.choices}
        for dual, (low, high, variables, factors) in zip(self.duals, self.matrix.rows, strict=False):
            # The last rows may be cuts that there was no time for.
            if not dual or id(variables) in assigned:
                # That a block starts once needs no dual value: the cheapest start bounds it.
                continue
            mine = {self.owner[variable] for variable in variables} - {SEVERAL}
            whose = _only(mine)
            side = low if dual > 0 else high
            if side is None:
                continue
            self.bounds[whose] += dual * side
            paid = self.paid[whose]
            for variable, factor in zip(variables, factors, strict=True):
                paid[variable] += dual * factor

    def outlook(self) -> Outlook:
        matrix, prices = self.matrix, dict[tuple[int, int, int], float]()
        for number, tied, variables, options in zip(
            self.part.blocks, self.tied, matrix.choices, self.part.options, strict=True
        ):
            schools = [school for school in self.homes[number] if school != TIES]
            left = [matrix.costs[v] - sum(self.paid[s][v] for s in (*schools, TIES)) for v in variables]
            for school in schools:
                self.bounds[school] += min(left) / len(schools)
            if tied:
                for school in schools:
                    paid = self.paid[school]
                    for variable, option, rest in zip(variables, options, left, strict=True):
                        points = (paid[variable] + rest / len(schools)) / matrix.point
                        prices[school, number, option.start] = points
        self._rest()
        count = len(self.bounds)
        return Outlook({who: b / matrix.point - matrix.error / count for who, b in self.bounds.items()}, prices)

    def _rest(self) -> None:
        """What is left of the costs of hours and weeks, at the end of each where it costs least."""
        matrix, starts = self.matrix, sum(map(len, self.matrix.choices))
        for variable in range(starts, len(matrix.costs)):
            whose = self.owner[variable]
            left = matrix.costs[variable] - self.paid[whose][variable]
            self.bounds[whose] += left * (matrix.lows if left > 0 else matrix.highs)[variable]


def _only(schools: set[int]) -> int:
    return next(iter(schools)) if len(schools) == 1 else TIES
