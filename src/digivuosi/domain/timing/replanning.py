"""A changed problem and the plan that stands: what must move, where to, and why. All else stays, pins always do."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from digivuosi.domain.texts import Text
from digivuosi.domain.timing import replan_words as words
from digivuosi.domain.timing.changing import Solve, kept_in_place
from digivuosi.domain.timing.grid import Grid
from digivuosi.domain.timing.judging import breaks
from digivuosi.domain.timing.moving import Block, Surroundings
from digivuosi.domain.timing.plan import Plan
from digivuosi.domain.timing.problem import Problem, Starts
from digivuosi.domain.timing.rules import Broken, Rule
from digivuosi.domain.timing.saying import IDS, Names, Sentence, item, say
from digivuosi.domain.timing.stopping import sentences_for

WIDER = 6
"""So often more is set free before everything is."""
PASSES = 3


@dataclass(frozen=True)
class Move:
    """One item that gets another day, or its first one."""

    item: str
    old: date | None
    new: date
    heading: Sentence
    reasons: tuple[Sentence, ...]
    """The rules that its old place breaks now, or what it makes room for; none for an item that had no day."""
    room_for: tuple[str, ...] = ()
    """The items that its old place is needed for, by id."""

    def lines(self, names: Names = IDS) -> tuple[Text, ...]:
        """Return the move and its reasons, a sentence on each line."""
        return tuple(one.told(names) for one in (self.heading, *self.reasons))


@dataclass(frozen=True)
class Replan:
    """A proposal after a change."""

    problem: Problem
    """The changed problem, with where everything stood as `stands`."""
    starts: dict[str, date]
    moves: tuple[Move, ...]
    """What moves, in the order of the new days; empty when everything can stay."""
    missing: tuple[str, ...]
    """Items that no day was found for; then there may be none (`find_conflict`)."""


def replan(problem: Problem, stood: Starts, solve: Solve) -> Replan:
    """Propose a plan of a changed problem that keeps what stands unless it must move.

    `stood` is the plan before the change; items that are no longer in the problem are left out. `solve` finds a plan
    for a problem in which everything else is pinned where it stood; it is asked again with more set free until it does.
    """
    stood = {one.id: stood[one.id] for one in problem.items if one.id in stood}
    problem = replace(problem, items=tuple(replace(one, stands=stood.get(one.id)) for one in problem.items))
    grid = Grid(problem)
    broken = tuple(breaks(Plan(grid, stood)))
    starts = _solved(grid, stood, broken, solve)
    starts = _put_back(grid, stood, starts)
    moves = tuple(sorted(_moves(grid, stood, starts, broken), key=lambda move: (move.new, move.item)))
    missing = tuple(one.id for one in problem.items if one.id not in starts)
    return Replan(problem, starts, moves, missing)


# --- what moves ----------------------------------------------------------------------------------------------


def _solved(grid: Grid, stood: Starts, broken: Collection[Broken], solve: Solve) -> dict[str, date]:
    """Set free what stands where a rule is broken; when that is not enough, also what is in its way."""
    if not broken:
        return dict(stood)
    around = Surroundings(grid, stood)
    free = _blocks(around, {key for one in broken for key in one.items})
    best: dict[str, date] = {}
    for attempt in range(WIDER + 1):
        if attempt == WIDER:
            free = {one.id for one in grid.problem.items}
        held = kept_in_place(grid.problem, stood, free)
        found = dict(solve(Grid(held)))
        if len(found) > len(best):
            best = found
        missing = [one.id for one in grid.problem.items if one.id not in found]
        if not missing:
            return found
        wider = free | _in_the_way(Surroundings(grid, {**_held(stood, free), **found}), stood, missing)
        free = wider if wider != free else free | _neighbours(around, free)
    return best


def _held(stood: Starts, free: Collection[str]) -> dict[str, date]:
    return {key: day for key, day in stood.items() if key not in free}


def _blocks(around: Surroundings, keys: Collection[str]) -> set[str]:
    """Items with those that start together with them."""
    numbers = {other for key in keys for other in around.block(around.grid.items[key])}
    return {around.grid.problem.items[number].id for number in numbers}


def _in_the_way(around: Surroundings, stood: Starts, missing: Collection[str]) -> set[str]:
    """What keeps each item without a day from the start where fewest others do; of equals the nearest to its own."""
    grid = around.grid
    found: set[int] = set()
    for key in missing:
        block = around.block(grid.items[key])
        old = grid.at_or_after(stood[key]) if key in stood else 0
        best: tuple[int, int] | None = None
        fewest: set[int] = set()
        for start in range(len(grid.days)):
            others = _movable(around, block, start)
            rank = (len(others), abs(start - old))
            if others and (best is None or rank < best):
                best, fewest = rank, others
        found |= fewest
    return _blocks(around, {grid.problem.items[number].id for number in found})


def _movable(around: Surroundings, block: Block, start: int) -> set[int]:
    """The items that keep a block from a start, when nothing else does and none of them is pinned; else none."""
    stops = around.stops(block, start)
    others = {other for stop in stops for other in stop.others}
    pinned = any(around.grid.problem.items[other].pinned is not None for other in others)
    return set() if pinned or not all(stop.others for stop in stops) else others


def _neighbours(around: Surroundings, keys: Collection[str]) -> set[str]:
    """What shares people with some items."""
    places = around.grid.places
    people = {who for key in keys for who, _ in places[around.grid.items[key]].work}
    return {
        one.id
        for number, one in enumerate(around.grid.problem.items)
        if any(who in people for who, _ in places[number].work)
    }


def _put_back(grid: Grid, stood: Starts, starts: Mapping[str, date]) -> dict[str, date]:
    """Put back whatever could have stayed: a search also moves what would only be better elsewhere."""
    now = dict(starts)
    for _ in range(PASSES):
        around, back = Surroundings(grid, now), False
        for block in _moved_blocks(around, stood, now):
            start = grid.day_number.get(stood[grid.problem.items[block[0]].id])
            if start is not None and not around.stops(block, start):
                now.update({grid.problem.items[number].id: grid.days[start] for number in block})
                around, back = Surroundings(grid, now), True
        if not back:
            break
    return now


def _moved_blocks(around: Surroundings, stood: Starts, now: Starts) -> Iterator[Block]:
    """Yield the blocks of which all stood on one day and do so no more."""
    seen: set[Block] = set()
    for number, one in enumerate(around.grid.problem.items):
        block = around.block(number)
        if block in seen or one.id not in now or stood.get(one.id, now[one.id]) == now[one.id]:
            continue
        seen.add(block)
        if len({stood.get(around.grid.problem.items[other].id) for other in block}) == 1:
            yield block


# --- why -----------------------------------------------------------------------------------------------------


def _moves(grid: Grid, stood: Starts, starts: Starts, broken: Collection[Broken]) -> Iterator[Move]:
    around = Surroundings(grid, starts)
    before: dict[str, list[Broken]] = {}
    for rule in broken:
        for key in rule.items:
            before.setdefault(key, []).append(rule)
    for number, one in enumerate(grid.problem.items):
        old, new = stood.get(one.id), starts.get(one.id)
        if new is None or new == old:
            continue
        if old is None:
            yield Move(one.id, None, new, say(words.NEW, item=item(one.id), day=new), ())
        else:
            heading = say(words.MOVES, item=item(one.id), old=old, day=new)
            reasons, room_for = _why(around, number, old, before.get(one.id, ()), stood)
            yield Move(one.id, old, new, heading, reasons, room_for)


def _why(
    around: Surroundings, number: int, old: date, broken: Collection[Broken], stood: Starts
) -> tuple[tuple[Sentence, ...], tuple[str, ...]]:
    """What an item's old place breaks in the new plan, and which other changes it makes room for.

    The rule is named against the new plan. When the old place broke no rule by itself, something else that moved or
    came needs it: that is what the item makes room for.
    """
    grid = around.grid
    start = grid.day_number.get(old)
    if start is None:
        return (say(words.NO_SCHOOL_ANY_MORE, day=old),), ()
    block = around.block(number)
    stops = around.stops(block, start)
    alone = [stop for stop in stops if not stop.others]
    if alone:
        return tuple(sentences_for(around, block, {start: alone})), ()
    reasons = tuple(sentences_for(around, block, {start: stops})) if stops else ()
    # What must come first is a reason of its own; what stands in the old place instead has been made room for.
    instead = [stop for stop in stops if not (stop.rule is Rule.ORDER and stop.before)]
    others = dict.fromkeys(grid.problem.items[other].id for stop in instead for other in stop.others)
    fresh = tuple(key for key in others if stood.get(key) != around.plan.day[grid.items[key]])
    if fresh and not broken:
        return (say(words.MAKES_ROOM, items=item(*fresh)), *reasons), fresh
    return reasons or tuple(one.sentence for one in broken), fresh
