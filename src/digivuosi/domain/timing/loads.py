"""Hours of each person in each week, as a plan makes them."""

from __future__ import annotations

from digivuosi.domain.timing.grid import Grid
from digivuosi.domain.timing.problem import Starts


def loads_of(grid: Grid, starts: Starts) -> list[list[float]]:
    """Return hours by person and week, both by index of `grid`; items without a start are left out.

    An item's hours spread evenly over its school days (docs/timing.md); what would go past the year's end is not
    counted. A start that is no school day counts from the next one.
    """
    loads = [[0.0] * len(grid.weeks) for _ in grid.problem.people]
    for number, item in enumerate(grid.problem.items):
        start = starts.get(item.id)
        if start is None:
            continue
        first = grid.at_or_after(start)
        for day in range(first, min(first + item.days, len(grid.days))):
            for person, hours in grid.places[number].work:
                loads[person][grid.week[day]] += hours
    return loads
