"""The moves of a proposal for all schools, and what they make better, in words."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from digivuosi.apps.look import dates
from digivuosi.apps.look.languages import current
from digivuosi.apps.look.parts import Tab
from digivuosi.apps.timing.queries.city_moves import By, CityPlan, Group, Round
from digivuosi.apps.timing.queries.proposals import Moving
from digivuosi.apps.timing.views import words
from digivuosi.domain.timing.grid import OUTSIDE
from digivuosi.domain.timing.wishes import Wish

ALL = "all"
MOST_AT_ONCE = 60
"""So many moves are shown at once; of more, a group at a time."""
WISHES = {
    Wish.RECOMMENDED: gettext_lazy("School days outside the recommended times"),
    Wish.LOAD: gettext_lazy(
        "Points of crowded weeks: the fullest week of each person, and hours over 70 per cent of a week"
    ),
    Wish.EQUITY: gettext_lazy("Points of waiting: a school in greater need has its turn later"),
}


@dataclass(frozen=True)
class CityMove:
    """A move in words."""

    item: str
    title: Any
    who: str
    """The school; empty where the moves stand by school."""
    theme: Any
    was: str
    to: str
    reasons: tuple[Any, ...]
    may_take: bool


@dataclass(frozen=True)
class ShownGroup:
    key: str
    """What its button says: `mentor:12`."""
    title: str
    count: int
    url: str
    """Where its moves are, when they are not shown here."""
    moves: list[CityMove] = field(default_factory=list)


@dataclass(frozen=True)
class Figure:
    """One thing that gets better or worse, now and in the proposal."""

    title: str
    now: str
    then: str


@dataclass(frozen=True)
class ShownTurn:
    school: str
    need: str
    now: str
    then: str
    is_moved: bool


@dataclass(frozen=True)
class ShownRound:
    title: str
    turns: list[ShownTurn]


def group_tabs(by: By, here: str) -> list[Tab]:
    """The two ways to look at the moves."""
    return [
        Tab(_("By mentor"), f"{here}?by={By.MENTOR}", by is By.MENTOR),
        Tab(_("By school"), f"{here}?by={By.SCHOOL}", by is By.SCHOOL),
    ]


def shown_groups(city: CityPlan, by: By, schools: Collection[int], opened: str, here: str) -> list[ShownGroup]:
    """The groups; with their moves, unless there are too many: then only of the one that is opened."""
    groups = city.groups(by, schools)
    is_small = sum(len(group.items) for group in groups) <= MOST_AT_ONCE
    seen = [item for group in groups if is_small or group.key == opened for item in group.items]
    moves = city.moves(seen)
    return [
        ShownGroup(
            f"{by}:{group.key}",
            _title(group),
            len(group.items),
            "" if is_small or group.key == opened else f"{here}?{urlencode({'by': by, 'group': group.key})}",
            [_move(moves[item], by) for item in group.items if item in moves],
        )
        for group in groups
    ]


def chosen_items(city: CityPlan, only: str, ticked: list[str], schools: Collection[int]) -> list[str]:
    """The items that a button of a group, the button of all, or the ticks stand for."""
    if not only:
        return ticked
    kind, _sep, key = only.partition(":")
    if kind == ALL:
        return [item for group in city.groups(By.SCHOOL, schools) for item in group.items]
    if kind not in set(By):
        return []
    return [item for group in city.groups(By(kind), schools) if group.key == key for item in group.items]


def _title(group: Group) -> str:
    return str(group.who) if group.who is not None else _("Without a mentor")


def _move(move: Moving, by: By) -> CityMove:
    stood = move.stood
    return CityMove(
        item=move.item,
        title=stood.title,
        who=stood.school.name if by is By.MENTOR else "",
        theme=move.theme,
        was=_days(stood.first, stood.last),
        to=_days(move.to.first, move.to.last),
        reasons=move.reasons,
        may_take=not move.is_changed,
    )


def _days(first: date, last: date) -> str:
    days = dates.with_weekday(first) if first == last else dates.span(first, last)
    return f"{days} ({dates.weeks(first, last)})"


def figures(city: CityPlan) -> list[Figure]:
    """What gets better and what worse, in plain words."""
    points = city.points()
    shown = [Figure(_("Moves"), "0", str(len(city.moving)))]
    for wish, title in WISHES.items():
        share = OUTSIDE if wish is Wish.RECOMMENDED else 1
        now, then = (words.number(round(value / share, 1)) for value in points[wish])
        shown.append(Figure(str(title), now, then))
    return shown


def round_tables(city: CityPlan, schools: Collection[int]) -> list[ShownRound]:
    """Who has their turn when, the greatest need told."""
    return [_round(one) for one in city.rounds(schools)]


def _round(one: Round) -> ShownRound:
    turns = [
        ShownTurn(
            turn.school.name,
            str(round(turn.need * 10)),
            dates.week(turn.now) if turn.now else "–",
            dates.week(turn.then) if turn.then else "–",
            turn.now != turn.then,
        )
        for turn in one.turns
    ]
    title = one.title.get(current())
    return ShownRound(f"{title} ({one.occurrence}/{one.of})" if one.of > 1 else title, turns)
