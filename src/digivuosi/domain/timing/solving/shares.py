"""A city in shares: each school by itself, and what ties schools together by itself.

What ties schools together are blocks of several schools (`together`), blocks of people who work for several schools
(mentors) and visits of a round. Each school's share holds copies of the tied blocks; the ties' share decides where
they really stand. The sum of the least costs of all shares is a lower bound of the city's cost (Lagrange): copies may
differ, which no plan may. Prices on the copies' starts, paid in one share and given back in the other, bring them
together; they come from the relaxation of whole groups (see `outlook`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from digivuosi.domain.timing.blocks import Blocks, Choice
from digivuosi.domain.timing.parts import Part, share_of
from digivuosi.domain.timing.solving.outlook import TIES

MOST_PAIRS = 6_000
"""Pairs of visits that a relaxation looks at; leaving out others of W4 only lowers the bound."""


@dataclass
class Shares:
    blocks: Blocks
    schools: list[list[int]] = field(default_factory=list)
    """Blocks of each school, tied ones too."""
    people: list[set[int]] = field(default_factory=list)
    """People of each school alone."""
    tied: list[int] = field(default_factory=list)
    movers: set[int] = field(default_factory=set)
    """People who work for several schools."""
    workplaces: dict[int, set[int]] = field(default_factory=dict)
    """Of each of them: the schools."""
    prices: dict[tuple[int, int, int], float] = field(default_factory=dict)
    """Points of (school, tied block, start) that the school's share pays and the ties' share is given back."""

    @classmethod
    def of(cls, blocks: Blocks) -> Shares:
        """Find out what is a school's own and what ties."""
        items = blocks.grid.problem.items
        names = list(dict.fromkeys(item.school for item in items))
        numbers = {name: number for number, name in enumerate(names)}
        homes = [{numbers[items[item].school] for item in members} for members in blocks.members]
        users: dict[int, set[int]] = defaultdict(set)
        for members, home in zip(blocks.members, homes, strict=True):
            for item in members:
                for person, _hours in blocks.grid.places[item].work:
                    users[person] |= {numbers[items[item].school]} if len(home) > 1 else home
        shares = cls(blocks, [[] for _ in names], [set() for _ in names])
        for person, schools in users.items():
            if len(schools) > 1:
                shares.movers.add(person)
                shares.workplaces[person] = schools
            else:
                shares.people[next(iter(schools))].add(person)
        for number, (members, home) in enumerate(zip(blocks.members, homes, strict=True)):
            for school in home:
                shares.schools[school].append(number)
            work = (person for item in members for person, _hours in blocks.grid.places[item].work)
            abroad = any(homes[other] != home for other, _later, _earlier in blocks.rounds[number])
            if len(home) > 1 or abroad or any(person in shares.movers for person in work):
                shares.tied.append(number)
        return shares

    def groups(self, most: int) -> list[list[int]]:
        """Schools that share people, at most so many together."""
        group = list(range(len(self.schools)))
        for person in sorted(self.movers):
            first, *others = sorted({group[school] for school in self.workplaces[person]})
            group = [first if one in others else one for one in group]
        found: dict[int, list[int]] = defaultdict(list)
        for school, one in enumerate(group):
            found[one].append(school)
        return [schools[at : at + most] for schools in found.values() for at in range(0, len(schools), most)]

    @cached_property
    def homes(self) -> dict[int, tuple[int, ...]]:
        """The schools of each block, with `TIES` before them where the block is tied."""
        tied, found = set(self.tied), defaultdict[int, tuple[int, ...]](tuple)
        for school, numbers in enumerate(self.schools):
            for number in numbers:
                found[number] = (*(found[number] or ((TIES,) if number in tied else ())), school)
        return dict(found)

    def own(self, schools: Collection[int]) -> list[int]:
        """The blocks of these schools that no other school has a part in."""
        inside = {TIES, *schools}
        return sorted({n for school in schools for n in self.schools[school] if inside.issuperset(self.homes[n])})

    def group(self, schools: Sequence[int], waits: Mapping[tuple[int, int], float] | None = None) -> Part:
        """What some schools are by themselves. Such parts add up to a bound of the city: a training that others come
        to as well is paid here by these schools' share of it. Rounds count among these schools, or by the prices
        `waits` of (block, Monday) over all schools."""
        inside = set(schools)
        mondays = [self.blocks.grid.mondays[week] for week in self.blocks.grid.week]
        numbers = sorted({number for school in schools for number in self.schools[school]})
        people = {person for school in schools for person in self.people[school]}
        # Who works for other groups too is counted in one of them only, with the visits there.
        people |= {person for person in self.movers if min(self.workplaces[person]) in inside}

        def price(number: int, start: int, choice: Choice) -> float:
            places = [school for school in self.homes[number] if school != TIES]
            wait = waits.get((number, mondays[start]), 0.0) if waits else 0.0
            return (choice.own + wait) * sum(school in inside for school in places) / len(places)

        part = share_of(self.blocks, numbers, people, price, counters=True, rounds=waits is None)
        return _fewer_pairs(part)

    def school(self, school: int) -> Part:
        """The share of one school: what moves is priced, what ties does not bind."""
        tied = set(self.tied)

        def price(number: int, start: int, choice: Choice) -> float:
            return self.prices.get((school, number, start), 0.0) if number in tied else choice.own

        return share_of(self.blocks, self.schools[school], self.people[school], price, counters=True, rounds=False)

    def ties(self) -> Part:
        """The share of what ties schools together."""
        given: dict[tuple[int, int], float] = defaultdict(float)
        for (_school, number, start), points in self.prices.items():
            given[number, start] += points

        def price(number: int, start: int, choice: Choice) -> float:
            return choice.own - given.get((number, start), 0.0)

        part = share_of(self.blocks, self.tied, self.movers, price, counters=False, rounds=True)
        return _fewer_pairs(part)


def _fewer_pairs(part: Part) -> Part:
    return replace(part, pairs=tuple(sorted(part.pairs, key=lambda pair: -pair[2])[:MOST_PAIRS]))
