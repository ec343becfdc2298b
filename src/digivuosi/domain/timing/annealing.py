"""The instant search's changes for one part of a plan, all else as it is: good schools in seconds."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from math import inf
from time import perf_counter
from types import SimpleNamespace
from typing import Any, cast

from digivuosi.domain.timing.blocks import Blocks, Choice
from digivuosi.domain.timing.grid import CROWDED
from digivuosi.domain.timing.improving import Improver
from digivuosi.domain.timing.parts import Part
from digivuosi.domain.timing.searching import Search

HOTTEST, COOLEST = 8.0, 0.5
"""Points; not as hot as from the beginning, since the part is already good."""
PLENTY = 1e6
"""Hours of a week that only holds what others make a person's fullest week."""


class _Inside(Blocks):
    """A part in the form that a search wants. Weeks are numbered anew for each person; the first holds the floor."""

    def __init__(self, part: Part) -> None:
        place: list[int] = []
        count = [0] * len(part.floors)
        for slot in part.slots:
            count[slot.person] += 1
            place.append(count[slot.person])
        self.weeks = weeks = max(count, default=0) + 1
        self.keys = [slot.person * weeks + at for slot, at in zip(part.slots, place, strict=True)]
        self.capacity = [PLENTY] * (weeks * len(part.floors))
        self.base = [0.0] * len(self.capacity)
        for person, floor in enumerate(part.floors):
            self.base[person * weeks] = floor
        for key, slot in zip(self.keys, part.slots, strict=True):
            self.capacity[key], self.base[key] = slot.crowded / CROWDED, slot.base
        self.members = [(number,) for number in range(len(part.blocks))]
        self.starts = [tuple(option.start for option in options) for options in part.options]
        counters = {key: number for number, (key, _most) in enumerate(part.most)}
        self.most = [most for _key, most in part.most]
        self.choices = [self._of(options, counters) for options in part.options]
        self.before = [[] for _ in self.members]
        self.later = [[] for _ in self.members]
        for one, other, distance in part.orders:
            self.later[one].append((other, distance))
            self.before[other].append((one, distance))
        self.order = list(range(len(self.members)))
        self.rounds = _rounds(part)
        self.grid = cast(Any, _stand_in(part))

    def _of(self, options: Sequence[Any], counters: dict[int, int]) -> tuple[Choice, ...]:
        known: dict[object, Any] = {}
        found = []
        for option in options:
            if option.hours not in known:
                hours = tuple(sorted((self.keys[slot], each) for slot, each in option.hours))
                people = defaultdict[int, list[tuple[int, float]]](list)
                for key, each in hours:
                    people[key // self.weeks].append((key, each))
                known[option.hours] = (tuple(map(tuple, people.values())), hours)
            people_hours, hours = known[option.hours]
            new = tuple(counters[key] * self.weeks for key in option.new)
            found.append(Choice(option.cost, people_hours, hours, option.days, new))
        return tuple(found)


def _rounds(part: Part) -> list[tuple[tuple[int, float, float], ...]]:
    found: list[list[tuple[int, float, float]]] = [[] for _ in part.blocks]
    for one, other, points in part.pairs:
        found[one].append((other, points, 0.0))
        found[other].append((one, 0.0, points))
    return [tuple(pairs) for pairs in found]


def _stand_in(part: Part) -> SimpleNamespace:
    """What a search asks a grid: how many people, the calendar week of a start, about how long an item is."""
    mondays = {option.start: option.monday for options in part.options for option in options}
    row = [mondays.get(day, 0) for day in range(max(mondays, default=0) + 1)]
    lengths = [max((5 * len(o.hours) // 2 for o in options[:1]), default=1) for options in part.options]
    return SimpleNamespace(
        problem=SimpleNamespace(people=part.floors),
        mondays=row,
        week=range(len(row)),
        places=[SimpleNamespace(days=max(1, length)) for length in lengths],
    )


def annealed(
    part: Part,
    known: Sequence[int],
    changes: int,
    *,
    seed: int = 0,
    seconds: float | None = None,
    stopped: Callable[[], bool] = lambda: False,
) -> list[int]:
    """Return a choice of options at least as good as `known`, after so many changes for each free block.

    It depends on the arguments alone as long as `stopped` says no. With `seconds` there are fewer changes when the
    machine does not get as many done in that time.
    """
    until = inf if seconds is None else perf_counter() + seconds
    blocks = _Inside(part)
    search = Search(blocks, seed)
    search.load = list(blocks.base)
    for number, choice in enumerate(known):
        search.lay(number, choice)
    improver, most = Improver(search), changes * len(search.free)
    improver.improve(most, hottest=HOTTEST, coolest=COOLEST, until=until, stopped=stopped)
    found = list(search.at)
    return found if part.keeps_rules(found) and part.cost(found) < part.cost(known) else list(known)
