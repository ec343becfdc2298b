"""A city in shares: each school by itself, and what ties schools together by itself.

What ties schools together are blocks of several schools (`together`), blocks of people who work for several schools
(mentors) and visits of a round. Each school's share holds copies of the tied blocks; the ties' share decides where
they really stand. The sum of the least costs of all shares is a lower bound of the city's cost (Lagrange): copies may
differ, which no plan may. Prices on the copies' starts, paid in one share and given back in the other, bring them
together.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from digivuosi.domain.timing.blocks import Blocks, Choice
from digivuosi.domain.timing.parts import Part, share_of

MOST_PAIRS = 6_000
"""Pairs of visits that the ties' share looks at; leaving out others of W4 only lowers the bound."""


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

    def pay(self, share: int, extra: Mapping[tuple[int, int], float]) -> None:
        """Move what starts cost one share above its bound over to the other side.

        Its own bound stays what it is (the relaxation's dual values still prove it), the other side's can only rise.
        `share` is a school's number, or the number of schools for the ties' share.
        """
        if share < len(self.schools):
            for (number, start), points in extra.items():
                key = (share, number, start)
                self.prices[key] = self.prices.get(key, 0.0) - points
            return
        homes: dict[int, list[int]] = defaultdict(list)
        for school, numbers in enumerate(self.schools):
            for number in numbers:
                homes[number].append(school)
        for (number, start), points in extra.items():
            for school in homes[number]:
                key = (school, number, start)
                self.prices[key] = self.prices.get(key, 0.0) + points / len(homes[number])

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
        return replace(part, pairs=tuple(sorted(part.pairs, key=lambda pair: -pair[2])[:MOST_PAIRS]))
