"""Why a proposal moves an item away from where it stands: what stops it there, else what gets better."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from digivuosi.domain.schoolyear.dates import span_text
from digivuosi.domain.texts import Text
from digivuosi.domain.timing.grid import Grid
from digivuosi.domain.timing.moving import Block, Surroundings
from digivuosi.domain.timing.problem import Starts
from digivuosi.domain.timing.saying import IDS, Names, Sentence, person, say
from digivuosi.domain.timing.stopping import sentences_for
from digivuosi.domain.timing.wishes import Wish

MOST = 2
"""So many sentences are told of one move."""
NO_SCHOOL = Text.of(
    fi="Nykyisenä aloituspäivänä {day} ei ole koulua.",
    sv="Den nuvarande startdagen {day} är ingen skoldag.",
    en="There is no school on {day}, where it starts now.",
)
CANNOT_STAY = Text.of(
    fi="Ei voi jäädä nykyiselle paikalleen. {sentence}",
    sv="Kan inte stå kvar. {sentence}",
    en="Cannot stay where it is. {sentence}",
)
NEARER = Text.of(
    fi="Näin se on lähempänä suositeltua aikaa ({span}).",
    sv="Så är den närmare den rekommenderade tiden ({span}).",
    en="So it is closer to the recommended time ({span}).",
)
CALMER = Text.of(
    fi="Näin viikot kuormittuvat tasaisemmin: {person}.",
    sv="Så fördelas belastningen jämnare: {person}.",
    en="So the load of the weeks is more even: {person}.",
)
FAIRER = Text.of(
    fi="Näin tukea eniten tarvitseva koulu saa vuoronsa aiemmin.",
    sv="Så får den skola som behöver mest stöd sin tur tidigare.",
    en="So the school that needs support most has its turn earlier.",
)
AS_WELL = Text.of(
    fi="Voisi jäädä paikalleenkin: ero on pieni.",
    sv="Kunde också stå kvar: skillnaden är liten.",
    en="It could stay as well: the difference is small.",
)


@dataclass(frozen=True)
class Reason:
    """Why one item moves."""

    item: str
    sentences: tuple[Sentence, ...]
    must: bool
    """Whether it cannot stay beside the rest of the plan."""

    def lines(self, names: Names = IDS) -> tuple[Text, ...]:
        """Return the sentences in words."""
        return tuple(one.told(names) for one in self.sentences)


def reasons_for(grid: Grid, starts: Starts, only: Collection[str] | None = None) -> dict[str, Reason]:
    """Say for each item that the plan `starts` moves from where it stands (`Item.stands`) why it does, by id.

    Of a whole city only the items in `only` may be wanted at a time.
    """
    around = Surroundings(grid, starts)
    found = {}
    for number, item in enumerate(grid.problem.items):
        if only is not None and item.id not in only:
            continue
        now = around.plan.start[number]
        if now is not None and item.stands is not None and grid.days[now] != item.stands:
            found[item.id] = _reason(around, number, item.stands)
    return found


def _reason(around: Surroundings, number: int, stands: date) -> Reason:
    grid = around.grid
    key = grid.problem.items[number].id
    old = grid.day_number.get(stands)
    if old is None:
        return Reason(key, (say(NO_SCHOOL, day=stands),), must=True)
    block = (number, *(other for other in around.block(number) if other != number))
    stops = around.stops(block, old)
    if stops:
        told = sentences_for(around, block, {old: stops})[:MOST]
        return Reason(key, (say(CANNOT_STAY, sentence=told[0]), *told[1:]), must=True)
    return Reason(key, _gains(around, block, old), must=False)


def _gains(around: Surroundings, block: Block, old: int) -> tuple[Sentence, ...]:
    """The wishes that would cost more if it stayed, the greatest first."""
    costs = around.added(block, old)
    gains = sorted((w for w, more in costs.items() if more > 0 and w is not Wish.STANDS), key=lambda w: -costs[w])
    return tuple(_gain(around, block, old, wish) for wish in gains[:MOST]) or (say(AS_WELL),)


def _gain(around: Surroundings, block: Block, old: int, wish: Wish) -> Sentence:
    grid, number = around.grid, block[0]
    recommended = grid.places[number].recommended
    if wish is Wish.RECOMMENDED and recommended is not None:
        first, last = (grid.days[min(max(day, 0), len(grid.days) - 1)] for day in recommended)
        return say(NEARER, span=span_text(min(first, last), max(first, last)))
    if wish is Wish.LOAD:
        load = around.added_load(block, old)
        return say(CALMER, person=person(grid.problem.people[max(load, key=lambda who: load[who])].id))
    return say(FAIRER)
