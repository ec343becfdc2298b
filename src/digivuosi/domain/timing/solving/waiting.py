"""What waiting costs in the rounds of a large city (W4), as prices on the weeks of single visits.

Every two visits of a round may cost something, which for three hundred schools are more pairs than a relaxation can
hold, and nearly all of them are between different mentors. But whatever shares between 0 and 1 one takes for a pair
and a week, W4 costs at least the share of it that is late: (the other has come) - (the one has come). That is a
sum over single visits. Good shares are found by subgradient steps, with mentors who visit one school a day; they need
not be the best, since a bound holds with any.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Sequence

import numpy as np
import numpy.typing as npt
from scipy.optimize import linear_sum_assignment

from digivuosi.domain.timing.blocks import Blocks

STEPS, STEP, SLOWER = 40, 0.3, 15
"""Steps, the first one's length, and after how many it is half as long."""
LARGEST = 20_000_000
"""Pairs and weeks of a round that are looked at; a larger round is left out, which only lowers the bound."""
CLOSED = 1e7
"""Points of a day on which a visit may not be."""

Table = npt.NDArray[np.float64]


class _Round:
    """Visits that wait for each other."""

    def __init__(self, blocks: Blocks, visits: Sequence[int]) -> None:
        grid = blocks.grid
        self.visits = list(visits)
        place = {number: at for at, number in enumerate(visits)}
        mondays = sorted({grid.mondays[grid.week[start]] for number in visits for start in blocks.starts[number]})
        self.week = {monday: at for at, monday in enumerate(mondays)}
        self.points = np.zeros((len(visits), len(visits)), dtype=np.float32)
        """Of (one, other): for each week that the one comes later."""
        for number in visits:
            for other, later, _earlier in blocks.rounds[number]:
                self.points[place[number], place[other]] = later
        self.weeks = np.diff(np.array(mondays, dtype=np.float32))
        self.shares = np.zeros((len(visits), len(visits), len(self.weeks)), dtype=np.float32)

    def prices(self) -> Table:
        """Of each visit and week: what waiting costs with the shares of now, its own and others'."""
        late = self.points[:, :, None] * self.shares * self.weeks[None, None, :]
        come = (late.sum(axis=0) - late.sum(axis=1)).astype(np.float64)
        found = np.zeros((len(self.visits), len(self.week)))
        found[:, :-1] = come[:, ::-1].cumsum(axis=1)[:, ::-1]
        return found

    def step(self, weeks: Sequence[int], length: float) -> None:
        """Towards what would be late if the visits were in these weeks."""
        come = (np.arange(len(self.weeks))[None, :] >= np.array(weeks)[:, None]).astype(np.float32)
        self.shares += length * (come[None, :, :] - come[:, None, :])
        np.clip(self.shares, 0.0, 1.0, out=self.shares)


def waiting_prices(
    blocks: Blocks, movers: Collection[int], stopped: Callable[[], bool] = lambda: False
) -> dict[tuple[int, int], float]:
    """Points of (block, Monday of its week) that add up to no more than W4, whatever the plan."""
    rounds = [_Round(blocks, visits) for visits in _rounds(blocks)]
    rounds = [one for one in rounds if one.shares.size]
    if not rounds:
        return {}
    days = _Days(blocks, movers, rounds)
    best, kept = days.least(), [one.prices() for one in rounds]
    for count in range(STEPS):
        if stopped():
            break
        for one, weeks in zip(rounds, days.weeks, strict=True):
            one.step(weeks, STEP / (1 + count / SLOWER))
        least = days.least()
        if least > best:
            best, kept = least, [one.prices() for one in rounds]
    return {
        (number, monday): float(row[at])
        for one, prices in zip(rounds, kept, strict=True)
        for number, row in zip(one.visits, prices, strict=True)
        for monday, at in one.week.items()
    }


def _rounds(blocks: Blocks) -> list[list[int]]:
    """The visits that wait for each other, together; without those that have no day or are too many."""
    found, seen = [], set[int]()
    for number, others in enumerate(blocks.rounds):
        if others and number not in seen:
            together, open_ = {number}, [number]
            while open_:  # schools in equal need do not wait for each other, but meet through a third one
                more = {other for other, _later, _earlier in blocks.rounds[open_.pop()]} - together
                together |= more
                open_ += more
            seen |= together
            weeks = len({blocks.grid.week[start] for one in together for start in blocks.starts[one]})
            if weeks > 1 and len(together) ** 2 * weeks <= LARGEST and all(blocks.starts[one] for one in together):
                found.append(sorted(together))
    return found


class _Days:
    """Where the visits would be best with the prices of now: each mentor at one school a day, all else left out."""

    def __init__(self, blocks: Blocks, movers: Collection[int], rounds: Sequence[_Round]) -> None:
        self.rounds, grid = rounds, blocks.grid
        self.weeks = [[0] * len(one.visits) for one in rounds]
        """Of each round's visits: the week."""
        self.week = [np.array([one.week.get(grid.mondays[week], 0) for week in grid.week]) for one in rounds]
        by_mentor: dict[int, list[tuple[int, int, Table]]] = defaultdict(list)
        for number, one in enumerate(rounds):
            for at, block in enumerate(one.visits):
                own = np.full(len(grid.days), CLOSED)
                for start, choice in zip(blocks.starts[block], blocks.choices[block], strict=True):
                    own[start] = choice.own
                days = {day // len(grid.days) for choice in blocks.choices[block][:1] for day in choice.days}
                mentor = next(iter(sorted(days & set(movers))), -1 - block)
                by_mentor[mentor].append((number, at, own))
        self.tours = list(by_mentor.values())

    def least(self) -> float:
        """Points of the cheapest days, which are kept as weeks."""
        prices, total = [one.prices() for one in self.rounds], 0.0
        for tour in self.tours:
            table = np.stack([own + prices[number][at][self.week[number]] for number, at, own in tour])
            for row, day in zip(*linear_sum_assignment(table), strict=True):
                number, at, _own = tour[row]
                total += float(table[row, day])
                self.weeks[number][at] = int(self.week[number][day])
        return total
