"""A part as rows of whole numbers, for a linear relaxation and for CP-SAT alike.

One Boolean for each start makes weekly hours, windows and changes linear. What makes the relaxation tight (measured on
ten schools of 60 items, in docs/timing.md): orders in their disaggregated form, and a person's fullest week held
above what every single block brings wherever it stands.

Hours become whole numbers of `hour` to the hour. With hours of two decimals and the usual lengths this is exact; when
the lengths have no small common multiple, hours are rounded and `error` says how many points a cost may be off.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from math import ceil, floor, lcm

from digivuosi.domain.timing.grid import CROWDED_HOUR, HIGHEST_WEEK
from digivuosi.domain.timing.parts import Part

FINEST = 1_000_000
"""Hours are counted to a millionth at most."""
Row = tuple[int | None, int | None, Sequence[int], Sequence[int]]
"""Least, most, variables, coefficients."""


@dataclass
class Matrix:
    hour: int
    """Whole numbers to the hour."""
    point: int
    """Whole numbers of the objective to the point."""
    lows: list[int] = field(default_factory=list)
    highs: list[int] = field(default_factory=list)
    costs: list[int] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    choices: list[list[int]] = field(default_factory=list)
    """Of each block: its variables, one for each option."""
    peaks: list[int] = field(default_factory=list)
    """Of each person: the variable of the hours of the fullest week above what the others make of it."""
    crowds: list[int] = field(default_factory=list)
    """Of each slot: the variable of the hours above the crowded share."""
    rooms: list[int] = field(default_factory=list)
    """Of each slot: hours that there is room for,"""
    free: list[int] = field(default_factory=list)
    """hours that crowd nothing,"""
    least: list[int] = field(default_factory=list)
    """and hours that leave the person's fullest week as it is."""
    lates: list[tuple[int, int, int, int]] = field(default_factory=list)
    """(variable, pair's one, its other, week): whether the one comes after this week and the other does not."""
    come: dict[tuple[int, int], int] = field(default_factory=dict)
    """Of a block and week: the variable that says whether it has started by the end of that week."""
    error: float = 0.0
    """Points that a cost may be off by rounding."""

    def variable(self, low: int, high: int, cost: int) -> int:
        self.lows.append(low)
        self.highs.append(high)
        self.costs.append(cost)
        return len(self.lows) - 1

    def row(self, low: int | None, high: int | None, variables: Sequence[int], factors: Sequence[int] = ()) -> None:
        self.rows.append((low, high, variables, factors or [1] * len(variables)))


def matrix_of(part: Part, lengths: Sequence[int]) -> Matrix:
    """Write down a part. `lengths` are the lengths of the items in days, from which fractions of hours come."""
    exact = 100 * lcm(*lengths)
    matrix = Matrix(*((exact, exact // 10) if exact <= FINEST else (FINEST, FINEST // 10)))
    for options in part.options:
        matrix.choices.append([matrix.variable(0, 1, floor(o.cost * matrix.point + 1e-6)) for o in options])
        matrix.row(1, 1, matrix.choices[-1])
    _hours(matrix, part, exact > FINEST)
    _days(matrix, part)
    _orders(matrix, part)
    _pairs(matrix, part)
    return matrix


def _up(number: float) -> int:
    return ceil(number - 1e-6)


def _hours(matrix: Matrix, part: Part, rounded: bool) -> None:
    """R3 and W3."""
    hour, load = matrix.hour, defaultdict[int, list[tuple[int, int]]](list)
    for variables, options in zip(matrix.choices, part.options, strict=True):
        for variable, option in zip(variables, options, strict=True):
            for slot, hours in option.hours:
                load[slot].append((variable, round(hours * hour)))
    count = len(part.blocks) if rounded else 0
    for _ in part.floors:
        matrix.peaks.append(matrix.variable(0, 200 * hour, HIGHEST_WEEK * matrix.point // hour))
    for number, week in enumerate(part.slots):
        variables, factors = [v for v, _ in load[number]], [f for _, f in load[number]]
        matrix.rooms.append(floor(week.room * hour + 1e-6) - (count + 1) // 2)
        matrix.row(None, matrix.rooms[-1], variables, factors)
        # What stands on the right is rounded up, so that no plan costs more here than it does.
        matrix.least.append(_up((part.floors[week.person] - week.base) * hour))
        matrix.row(None, matrix.least[-1], [*variables, matrix.peaks[week.person]], [*factors, -1])
        matrix.free.append(_up(max(0.0, week.crowded - week.base) * hour))
        matrix.crowds.append(matrix.variable(0, 200 * hour, CROWDED_HOUR * matrix.point // hour))
        matrix.row(None, matrix.free[-1], [*variables, matrix.crowds[-1]], [*factors, -1])
        matrix.error += (HIGHEST_WEEK + CROWDED_HOUR) * count / hour
    _least_peaks(matrix, part)


def _least_peaks(matrix: Matrix, part: Part) -> None:
    """The fullest week is at least as full as each block makes it, wherever that stands."""
    for variables, options in zip(matrix.choices, part.options, strict=True):
        most: dict[int, list[tuple[int, int]]] = defaultdict(list)
        for variable, option in zip(variables, options, strict=True):
            highest: dict[int, int] = {}
            for number, hours in option.hours:
                slot = part.slots[number]
                above = round(hours * matrix.hour) - matrix.least[number]
                if above > 0:
                    highest[slot.person] = max(highest.get(slot.person, 0), above)
            for person, above in highest.items():
                most[person].append((variable, above))
        for person, found in most.items():
            peak = matrix.peaks[person]
            matrix.row(None, 0, [*(v for v, _ in found), peak], [*(a for _, a in found), -1])
            if len(found) == len(options):
                matrix.lows[peak] = max(matrix.lows[peak], min(above for _, above in found))


def _days(matrix: Matrix, part: Part) -> None:
    """R4 and R6."""
    days: dict[int, list[int]] = defaultdict(list)
    new: dict[int, dict[int, int]] = defaultdict(dict)
    for variables, options in zip(matrix.choices, part.options, strict=True):
        for variable, option in zip(variables, options, strict=True):
            for day in option.days:
                days[day].append(variable)
            for key in option.new:
                new[key][variable] = new[key].get(variable, 0) + 1
    for together in days.values():
        if len(together) > 1:
            matrix.row(None, 1, together)
    for key, most in part.most:
        matrix.row(None, most, list(new[key]), list(new[key].values()))


def _orders(matrix: Matrix, part: Part) -> None:
    """R2: the later one has not begun on a day while the earlier one begins too late for it."""
    for one, other, distance in part.orders:
        firsts, lasts = part.options[one], part.options[other]
        for day in sorted({o.start for o in lasts} | {o.start + distance for o in firsts}):
            begun = [v for v, o in zip(matrix.choices[other], lasts, strict=True) if o.start <= day]
            late = [v for v, o in zip(matrix.choices[one], firsts, strict=True) if o.start > day - distance]
            if begun and late:
                matrix.row(None, 1, begun + late)


def _pairs(matrix: Matrix, part: Part) -> None:
    """W4, week by week: the other has come by the end of this week, the one has not."""
    for one, other, points in part.pairs:
        weeks = sorted({o.monday for o in part.options[one]} | {o.monday for o in part.options[other]})
        for week, following in pairwise(weeks):
            if part.options[one][-1].monday > week >= part.options[other][0].monday:
                late = matrix.variable(0, 1, floor(points * (following - week) * matrix.point + 1e-6))
                matrix.lates.append((late, one, other, week))
                _late(matrix, late, _come(matrix, part, one, week), _come(matrix, part, other, week))


def _late(matrix: Matrix, late: int, one: int | None, other: int | None) -> None:
    """Late is when the other has come and the one has not; None stands for who has come for sure or not at all."""
    variables = [(variable, factor) for variable, factor in ((other, 1), (one, -1), (late, -1)) if variable is not None]
    matrix.row(None, 0 if other is not None else -1, [v for v, _ in variables], [f for _, f in variables])


def _come(matrix: Matrix, part: Part, block: int, week: int) -> int | None:
    """The variable that says whether a block starts in this week or before; None when that is no question."""
    if part.options[block][-1].monday <= week or part.options[block][0].monday > week:
        return None
    if (block, week) not in matrix.come:
        begun = [v for v, o in zip(matrix.choices[block], part.options[block], strict=True) if o.monday <= week]
        matrix.come[block, week] = matrix.variable(0, 1, 0)
        matrix.row(0, 0, [*begun, matrix.come[block, week]], [1] * len(begun) + [-1])
    return matrix.come[block, week]


def values_of(matrix: Matrix, part: Part, at: Sequence[int]) -> list[int]:
    """The value of every variable when these options are chosen: a solver takes up a hint only when it is whole."""
    values = [0] * len(matrix.lows)
    load = [0] * len(part.slots)
    chosen = [options[place] for options, place in zip(part.options, at, strict=True)]
    for variables, place, option in zip(matrix.choices, at, chosen, strict=True):
        values[variables[place]] = 1
        for slot, hours in option.hours:
            load[slot] += round(hours * matrix.hour)
    for number, week_slot in enumerate(part.slots):
        above = load[number] - matrix.least[number]
        peak = matrix.peaks[week_slot.person]
        values[peak] = max(values[peak], above)
        values[matrix.crowds[number]] = max(0, load[number] - matrix.free[number])
    for (block, week), variable in matrix.come.items():
        values[variable] = int(chosen[block].monday <= week)
    for late, one, other, week in matrix.lates:
        values[late] = int(chosen[one].monday > week >= chosen[other].monday)
    return values
