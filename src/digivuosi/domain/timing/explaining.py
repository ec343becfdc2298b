"""Why an item stands where it does: what keeps it from being earlier, and from its recommended time."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from digivuosi.domain.schoolyear.dates import date_text, span_text
from digivuosi.domain.texts import Text
from digivuosi.domain.timing import why_words as words
from digivuosi.domain.timing.grid import Grid
from digivuosi.domain.timing.moving import Block, Stop, Surroundings
from digivuosi.domain.timing.problem import Starts
from digivuosi.domain.timing.saying import IDS, Names, Sentence, item, person, say
from digivuosi.domain.timing.stopping import sentences_for
from digivuosi.domain.timing.wishes import Wish, days_outside


@dataclass(frozen=True)
class Explanation:
    """Why one item stands where it does."""

    item: str
    heading: Sentence
    earlier: tuple[Sentence, ...]
    """What keeps it from being earlier; of an item without a day, from standing anywhere."""
    recommended: tuple[Sentence, ...]
    """What keeps it from its recommended time; empty when it stands there, or has none."""
    span: Text | None
    """The recommended time, when it stands outside it."""
    placed: bool = True

    def lines(self, names: Names = IDS) -> tuple[Text, ...]:
        """Return the whole explanation, a sentence on each line."""
        return tuple(one.told(names) for one in (self.heading, *self.earlier, *self.recommended))


def explain(grid: Grid, starts: Starts, item_id: str) -> Explanation:
    """Explain one item; KeyError when the problem has none of this id.

    Who explains many items of one plan makes `Surroundings` once and calls `explain_in`.
    """
    return explain_in(Surroundings(grid, starts), grid.items[item_id])


def explain_in(around: Surroundings, number: int) -> Explanation:
    """Explain an item by its number on the grid."""
    grid = around.grid
    one, start = grid.problem.items[number], around.plan.start[number]
    # The item that is asked about stands first in its block.
    block = (number, *(other for other in around.block(number) if other != number))
    if start is None:
        heading = say(words.HAS_NO_DAY, item=item(one.id))
        everywhere = _reasons(around, block, range(len(grid.days)))
        return Explanation(one.id, heading, everywhere, (), None, placed=False)
    heading = say(words.STARTS, item=item(one.id), day=grid.days[start])
    earlier = _reasons(around, block, range(start)) if start else (say(words.YEAR_BEGINS, day=grid.days[0]),)
    place = grid.places[number]
    outside = days_outside(place, start)
    if not outside or place.recommended is None:
        return Explanation(one.id, heading, earlier, (), None)
    nearer = [day for day in range(len(grid.days)) if days_outside(place, day) < outside]
    return Explanation(one.id, heading, earlier, _reasons(around, block, nearer), _span(grid, place.recommended))


def _span(grid: Grid, recommended: tuple[int, int]) -> Text:
    first, last = (grid.days[min(max(day, 0), len(grid.days) - 1)] for day in recommended)
    return span_text(first, last) if first <= last else date_text(first)


def _reasons(around: Surroundings, block: Block, days: Iterable[int]) -> tuple[Sentence, ...]:
    """What stops the block on each of these days; of the days that are free, what the best one costs."""
    stops: dict[int, list[Stop]] = {}
    free: list[int] = []
    for day in days:
        found = around.stops(block, day)
        if found:
            stops[day] = found
        else:
            free.append(day)
    told = sentences_for(around, block, stops)
    if free:
        told.append(_worth(around, block, free))
    return tuple(told)


def _worth(around: Surroundings, block: Block, free: Iterable[int]) -> Sentence:
    """What the best of the free days costs more than today's, and the wish that mostly makes it so."""
    if around.plan.start[block[0]] is None:
        return say(words.COSTS_THE_SAME, day=around.grid.days[min(free)])
    costs = {day: around.added(block, day) for day in free}
    best = min(costs, key=lambda day: (round(sum(costs[day].values()), 6), day))
    points = round(sum(costs[best].values()), 2)
    day = around.grid.days[best]
    if points <= 0:
        return say(words.COSTS_LESS if points else words.COSTS_THE_SAME, day=day, points=-points)
    wish = max(costs[best], key=lambda wish: costs[best][wish])
    return say(words.COSTS_MORE, day=day, points=points, why=_because(around, block, best, wish))


def _because(around: Surroundings, block: Block, day: int, wish: Wish) -> Sentence:
    grid = around.grid
    if wish is Wish.LOAD:
        load = around.added_load(block, day)
        return say(words.BECAUSE_LOAD, person=person(grid.problem.people[max(load, key=lambda who: load[who])].id))
    if wish is Wish.STANDS:
        return say(words.BECAUSE_STANDS, day=_stands(grid, block))
    return say(words.BECAUSE_RECOMMENDED if wish is Wish.RECOMMENDED else words.BECAUSE_EQUITY)


def _stands(grid: Grid, block: Block) -> date | str:
    return next((day for number in block if (day := grid.problem.items[number].stands) is not None), "")
