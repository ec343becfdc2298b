"""A part of a problem on its own: some blocks are free, the others stand where they are and are simply busy.

A part is what one solver call is asked. It is made of plain tuples, so that it can be sent to another process. It
serves two ends: to improve a plan (`part_of`: what is saved in the part is saved in the plan) and to bound a city from
below (`share_of`: a school by itself, with prices for what it shares with others).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from digivuosi.domain.timing.blocks import Blocks, Choice
from digivuosi.domain.timing.grid import CROWDED, CROWDED_HOUR, HIGHEST_WEEK

TOLERANCE = 0.0049
"""Hours that R3 lets pass: a little less than the judge does, so that sums of fractions are never a matter of luck."""


@dataclass(frozen=True, slots=True)
class Option:
    """One start of a free block."""

    start: int
    monday: int
    """Number of the calendar week it starts in."""
    cost: float
    hours: tuple[tuple[int, float], ...]
    """Slot of the part and hours."""
    days: tuple[int, ...]
    new: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Slot:
    """A week of a person."""

    person: int
    room: float
    """Hours that are left for the free blocks."""
    base: float
    """Hours that the others take."""
    crowded: float
    """Hours from which on each costs."""


@dataclass(frozen=True)
class Part:
    blocks: tuple[int, ...]
    """Numbers of the free blocks in the whole."""
    options: tuple[tuple[Option, ...], ...]
    orders: tuple[tuple[int, int, int], ...]
    """(earlier, later, least distance of their starts), by place in `blocks`."""
    slots: tuple[Slot, ...]
    floors: tuple[float, ...]
    """Of each person: the hours of the fullest week that the others make."""
    most: tuple[tuple[int, int], ...]
    """(counter and week, how many of the free blocks may begin there)."""
    pairs: tuple[tuple[int, int, float], ...]
    """(one, other, points for each week that the one comes later), by place in `blocks`."""

    @property
    def open(self) -> bool:
        """Whether every block has a start left."""
        return all(self.options)

    def at(self, starts: Sequence[int]) -> list[int] | None:
        """The options of the free blocks at these starts of all blocks; None when one is not open."""
        found = []
        for number, options in zip(self.blocks, self.options, strict=True):
            place = next((p for p, option in enumerate(options) if option.start == starts[number]), None)
            if place is None:
                return None
            found.append(place)
        return found

    def cost(self, at: Sequence[int]) -> float:
        """Points of a choice of options: their own and what they add to the weeks and rounds."""
        load = [slot.base for slot in self.slots]
        peaks, cost = list(self.floors), 0.0
        chosen = [options[place] for options, place in zip(self.options, at, strict=True)]
        for option in chosen:
            cost += option.cost
            for slot, hours in option.hours:
                load[slot] += hours
        for week, hours in zip(self.slots, load, strict=True):
            peaks[week.person] = max(peaks[week.person], hours)
            cost += CROWDED_HOUR * (max(0.0, hours - week.crowded) - max(0.0, week.base - week.crowded))
        cost += HIGHEST_WEEK * sum(peak - floor for peak, floor in zip(peaks, self.floors, strict=True))
        for one, other, points in self.pairs:
            cost += points * max(0, chosen[one].monday - chosen[other].monday)
        return cost

    def keeps_rules(self, at: Sequence[int]) -> bool:
        """Whether a choice of options keeps R2, R3, R4 and R6 among the free blocks and beside the others."""
        chosen = [options[place] for options, place in zip(self.options, at, strict=True)]
        load, new, days = [0.0] * len(self.slots), dict.fromkeys((key for key, _most in self.most), 0), set[int]()
        for option in chosen:
            for slot, hours in option.hours:
                load[slot] += hours
            for key in option.new:
                new[key] += 1
            if not days.isdisjoint(option.days) or len(set(option.days)) < len(option.days):
                return False
            days.update(option.days)
        return (
            all(hours <= slot.room for hours, slot in zip(load, self.slots, strict=True))
            and all(new[key] <= most for key, most in self.most)
            and all(chosen[one].start + distance <= chosen[other].start for one, other, distance in self.orders)
        )

    def keeping(self, kept: Sequence[Sequence[Option]]) -> Part:
        """The same part with fewer options."""
        return replace(self, options=tuple(map(tuple, kept)))


@dataclass
class Surroundings:
    """What the blocks that are not free do: hours, days and beginnings, by the keys of `Blocks`."""

    hours: dict[int, float]
    days: dict[int, int]
    new: dict[int, int]

    @classmethod
    def empty(cls) -> Surroundings:
        return cls(defaultdict(float), defaultdict(int), defaultdict(int))

    @classmethod
    def of(cls, choices: Iterable[Choice | None]) -> Surroundings:
        found = cls.empty()
        for choice in choices:
            found.put(choice)
        return found

    def put(self, choice: Choice | None, sign: int = 1) -> None:
        """Add (1) or take away (-1) what a block does."""
        if choice is None:
            return
        for key, hours in choice.hours:
            self.hours[key] += sign * hours
        for days, keys in ((self.days, choice.days), (self.new, choice.new)):
            for key in keys:
                days[key] += sign
                if not days[key]:
                    del days[key]

    def without(self, choices: Iterable[Choice | None]) -> Surroundings:
        """The same without some of the blocks."""
        left = Surroundings(self.hours.copy(), self.days.copy(), self.new.copy())
        for choice in choices:
            left.put(choice, -1)
        return left


def part_of(
    blocks: Blocks,
    free: Collection[int],
    plan: Sequence[Choice | None],
    starts: Sequence[int],
    around: Surroundings | None = None,
    only: Mapping[int, Collection[int]] | None = None,
) -> Part:
    """Return the part in which `free` may move and all else stays.

    `plan` and `starts` give choice and start of every block of the whole (None and -1 where it is not placed).
    `around` saves adding up what all of them do, for whoever keeps that; `only` names the starts that are asked about,
    by block, where not all are.
    """
    order = tuple(sorted(free))
    inside = set(order)
    if around is None:
        around = Surroundings.of(choice for number, choice in enumerate(plan) if number not in inside)
    else:
        around = around.without(plan[number] for number in order)
    monday = [blocks.grid.mondays[week] for week in blocks.grid.week]

    def price(number: int, start: int, choice: Choice) -> float:
        cost = choice.own
        for other, later, earlier in blocks.rounds[number]:
            if other not in inside and starts[other] >= 0:
                weeks = monday[start] - monday[starts[other]]
                cost += later * weeks if weeks > 0 else -earlier * weeks
        return cost

    def fits(number: int, start: int) -> bool:
        if only is not None and start not in only[number]:
            return False
        return all(
            other in inside or starts[other] < 0 or start >= starts[other] + distance
            for other, distance in blocks.before[number]
        ) and all(
            other in inside or starts[other] < 0 or start + distance <= starts[other]
            for other, distance in blocks.later[number]
        )

    return _made(blocks, order, around, price, fits, None, rounds=True)


def share_of(
    blocks: Blocks,
    free: Collection[int],
    people: Collection[int],
    price: Callable[[int, int, Choice], float],
    *,
    counters: bool,
    rounds: bool,
) -> Part:
    """Return the part of a relaxation: only `free` blocks exist, only the weeks of `people` count.

    `counters` says whether R6 holds in it, `rounds` whether W4 does.

    `price(block, start, choice)` replaces the block's own points. Its least cost is a lower bound of that share.
    """
    order = tuple(sorted(free))
    part = _made(blocks, order, Surroundings.empty(), price, lambda _n, _s: True, frozenset(people), rounds=rounds)
    return part if counters else replace(part, most=tuple((key, len(order)) for key, _most in part.most))


def _made(
    blocks: Blocks,
    order: tuple[int, ...],
    around: Surroundings,
    price: Callable[[int, int, Choice], float],
    fits: Callable[[int, int], bool],
    people: frozenset[int] | None,
    *,
    rounds: bool,
) -> Part:
    weeks, place = blocks.weeks, {number: p for p, number in enumerate(order)}
    slots: dict[int, int] = {}
    numbers: dict[int, int] = {}
    options = []
    for number in order:
        found = []
        for start, choice in zip(blocks.starts[number], blocks.choices[number], strict=True):
            if not fits(number, start):
                continue
            hours = [(k, h) for k, h in choice.hours if people is None or k // weeks in people]
            if any(around.hours.get(k, 0.0) + h > blocks.capacity[k] + TOLERANCE for k, h in hours):
                continue
            days = tuple(d for d in choice.days if people is None or d // len(blocks.grid.days) in people)
            if any(day in around.days for day in days):
                continue
            for key, _hours in hours:
                slots.setdefault(key, len(slots))
                numbers.setdefault(key // weeks, len(numbers))
            monday = blocks.grid.mondays[blocks.grid.week[start]]
            local = tuple((slots[key], h) for key, h in hours)
            found.append(Option(start, monday, price(number, start, choice), local, days, choice.new))
        options.append(found)
    part = Part(
        order,
        tuple(map(tuple, options)),
        tuple((place[b], place[n], d) for n in order for b, d in blocks.before[n] if b in place),
        tuple(_slot(blocks, key, numbers, around) for key in slots),
        tuple(_floor(around, weeks, person) for person in numbers),
        _most(blocks, options, around),
        _pairs(blocks, order, place) if rounds else (),
    )
    return narrowed(part)


def _slot(blocks: Blocks, key: int, numbers: dict[int, int], around: Surroundings) -> Slot:
    base, capacity = around.hours.get(key, 0.0), blocks.capacity[key]
    return Slot(numbers[key // blocks.weeks], capacity + TOLERANCE - base, base, capacity * CROWDED)


def _floor(around: Surroundings, weeks: int, person: int) -> float:
    return max((around.hours.get(key, 0.0) for key in range(person * weeks, person * weeks + weeks)), default=0.0)


def _most(blocks: Blocks, options: list[list[Option]], around: Surroundings) -> tuple[tuple[int, int], ...]:
    keys = {key for found in options for option in found for key in option.new}
    return tuple((key, blocks.most[key // blocks.weeks] - around.new.get(key, 0)) for key in sorted(keys))


def _pairs(blocks: Blocks, order: tuple[int, ...], place: dict[int, int]) -> tuple[tuple[int, int, float], ...]:
    return tuple(
        (place[number], place[other], later)
        for number in order
        for other, later, _earlier in blocks.rounds[number]
        if later and other in place
    )


def narrowed(part: Part) -> Part:
    """Drop starts that cannot be beside what is decided: beside blocks with one start left, and by the orders."""
    kept = [list(options) for options in part.options]
    before: dict[int, list[tuple[int, int]]] = defaultdict(list)
    later: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for one, other, distance in part.orders:
        later[one].append((other, distance))
        before[other].append((one, distance))
    most = dict(part.most)
    changed = True
    while changed and all(kept):
        changed = False
        sure = _decided(kept)
        for number, options in enumerate(kept):
            low = max((kept[b][0].start + d for b, d in before[number] if kept[b]), default=-1)
            high = min((kept[n][-1].start - d for n, d in later[number] if kept[n]), default=1 << 30)
            if len(options) > 1:
                kept[number] = [o for o in options if low <= o.start <= high and _beside(o, part, sure, most)]
                changed = changed or len(kept[number]) < len(options)
    return part.keeping(kept)


def _decided(kept: Sequence[Sequence[Option]]) -> Surroundings:
    """What the blocks with one start left do."""
    sure = Surroundings.empty()
    for options in kept:
        if len(options) == 1:
            for slot, hours in options[0].hours:
                sure.hours[slot] += hours
            for day in options[0].days:
                sure.days[day] += 1
            for key in options[0].new:
                sure.new[key] += 1
    return sure


def _beside(option: Option, part: Part, sure: Surroundings, most: dict[int, int]) -> bool:
    return (
        all(sure.hours.get(slot, 0.0) + hours <= part.slots[slot].room for slot, hours in option.hours)
        and not any(day in sure.days for day in option.days)
        and all(sure.new.get(key, 0) + option.new.count(key) <= most[key] for key in option.new)
    )
