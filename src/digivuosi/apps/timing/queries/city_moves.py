"""A proposal for all schools: its moves by mentor or by school, what gets better, and the order of each round."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from django_scopes import scope

from digivuosi.apps.people.models import User
from digivuosi.apps.schools.models import Event, School
from digivuosi.apps.timing.models import Run
from digivuosi.apps.timing.queries.capacity import MENTOR
from digivuosi.apps.timing.queries.proposals import PAST, Moving, is_changed
from digivuosi.apps.timing.queries.runs import Plan
from digivuosi.apps.timing.queries.situations import Situation
from digivuosi.apps.timing.queries.standing import Stood
from digivuosi.domain.texts import Text
from digivuosi.domain.timing.judging import judge
from digivuosi.domain.timing.reasons import reasons_for
from digivuosi.domain.timing.wishes import Wish

NOBODY = "others"
"""The group of moves that no mentor has a part in."""


class By(StrEnum):
    """What the moves are grouped by."""

    MENTOR = "mentor"
    SCHOOL = "school"


@dataclass(frozen=True)
class Group:
    """Moves that belong together, and may be taken together."""

    key: str
    who: User | School | None
    """None for what no mentor has a part in."""
    items: tuple[str, ...]


@dataclass(frozen=True)
class Peak:
    """The fullest week of a mentor, all their work counted, now and in the proposal."""

    user: User
    now: float
    then: float


@dataclass(frozen=True)
class Turn:
    """One school's turn in a round."""

    school: School
    need: float
    now: date | None
    then: date | None


@dataclass(frozen=True)
class Round:
    """A round of visits in the order of the proposal."""

    title: Text
    occurrence: int
    of: int
    """How many rounds of these visits there are in the year."""
    turns: list[Turn]


@dataclass
class CityPlan:
    """A plan of a run beside today's."""

    situation: Situation
    run: Run
    plan: Plan

    def __post_init__(self) -> None:
        known = {item: day for item, day in self.plan.starts.items() if item in self.situation.items}
        self.starts: dict[str, date] = {**self.situation.now, **known}
        for item in self.plan.missing:
            self.starts.pop(item, None)
        self.moving = sorted(
            (item for item, day in known.items() if self.situation.now.get(item) != day),
            key=lambda item: (known[item], item),
        )

    # --- moves ------------------------------------------------------------------------------------------------

    def groups(self, by: By, schools: Collection[int]) -> list[Group]:
        """The moves at some schools (by number) in groups, in the order of names."""
        found: dict[str, list[str]] = defaultdict(list)
        who: dict[str, User | School | None] = {}
        for item in self.moving:
            stood = self.situation.items[item]
            if stood.school.pk not in schools:
                continue
            one = stood.school if by is By.SCHOOL else self._mentor(item)
            key = stood.school.slug if by is By.SCHOOL else (str(one.pk) if one else NOBODY)
            who[key] = one
            found[key].append(item)
        made = [Group(key, who[key], tuple(items)) for key, items in found.items()]
        return sorted(made, key=lambda group: (group.who is None, str(group.who).casefold(), group.key))

    def moves(self, items: Collection[str]) -> dict[str, Moving]:
        """Some of the moves with their reasons, by item."""
        situation = self.situation
        why = reasons_for(situation.grid, self.starts, frozenset(items))
        found = {}
        for item in items:
            stood = situation.items[item]
            lines = why[item].lines(situation.names) if item in why else ()
            found[item] = Moving(
                item,
                stood,
                stood.toolkit.theme(stood.measure.theme),
                situation.place(item, self.starts[item]),
                (PAST,) if stood.last < situation.today else lines,
                is_changed(situation, self.run, item),
            )
        return found

    def homeless(self, schools: Collection[int]) -> list[Stood]:
        """What no day was found for, at some schools."""
        found = (self.situation.items[item] for item in self.plan.missing if item in self.situation.items)
        return [stood for stood in found if stood.school.pk in schools]

    def _mentor(self, item: str) -> User | None:
        work = self.situation.problem.items[self.situation.grid.items[item]].work
        doers = (self.situation.doer(one.person) for one in work)
        return next((doer.user for doer in doers if doer.kind == MENTOR), None)

    # --- what gets better ----------------------------------------------------------------------------------------

    def points(self) -> Mapping[Wish, tuple[float, float]]:
        """The points of each wish of today's plan and of the proposal; what has no day in either counts in neither."""
        now = {item: day for item, day in self.situation.now.items() if item in self.starts}
        before = judge(self.situation.grid, now).points
        after = judge(self.situation.grid, self.starts).points
        return {wish: (before[wish], after[wish]) for wish in Wish}

    def peaks(self, only: Collection[int] | None = None) -> list[Peak]:
        """The fullest week of each mentor, the hours of visits and of other work together."""
        situation, grid = self.situation, self.situation.whole_grid
        tables = (situation.loads(), situation.loads(self.starts))
        people: dict[int, list[int]] = defaultdict(list)
        users: dict[int, User] = {}
        for doer in situation.doers.found.values():
            if doer.school is None and doer.id in grid.people and (only is None or doer.user.pk in only):
                people[doer.user.pk].append(grid.people[doer.id])
                users[doer.user.pk] = doer.user
        made = []
        for pk, numbers in people.items():
            highest = [
                round(max((sum(loads[n][week] for n in numbers) for week in range(len(grid.weeks))), default=0.0), 2)
                for loads in tables
            ]
            made.append(Peak(users[pk], highest[0], highest[1]))
        return sorted(made, key=lambda peak: str(peak.user).casefold())

    def rounds(self, schools: Collection[int]) -> list[Round]:
        """The rounds in which something moves, each in the order of the proposal."""
        situation, moving = self.situation, set(self.moving)
        by_round: dict[str, list[str]] = defaultdict(list)
        for item in situation.problem.items:
            if item.round is not None and item.id in situation.items:
                by_round[item.round].append(item.id)
        again: dict[str, int] = defaultdict(int)
        for one in situation.items.values():
            again[one.measure.key] = max(again[one.measure.key], one.occurrence)
        found = []
        for items in by_round.values():
            if not moving.intersection(items):
                continue
            stood = situation.items[items[0]]
            turns = [self._turn(item) for item in items if situation.items[item].school.pk in schools]
            turns.sort(key=lambda turn: (turn.then or date.max, turn.school.name))
            found.append(Round(stood.title, stood.occurrence, again[stood.measure.key], turns))
        return sorted(
            found, key=lambda one: min(turn.then or date.max for turn in one.turns) if one.turns else date.max
        )

    def _turn(self, item: str) -> Turn:
        school = self.situation.items[item].school
        return Turn(school, self.situation.capacity.need(school), self.situation.now.get(item), self.starts.get(item))


def steps_standing(run: Run) -> list[int]:
    """Numbers of the events by which parts of a run were taken and which were not taken back as a whole."""
    if not run.taken:
        return []
    with scope(provider=run.provider):
        rows = Event.objects.filter(pk__in=run.taken, undone_by=None)
        return sorted(rows.values_list("pk", flat=True))
