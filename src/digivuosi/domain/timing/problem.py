"""The timing problem as unchanging values: school days, schools, people, and the items to be placed.

Meaning and names are those of docs/timing.md (`digivuosi-timing/1`). Days are dates, weeks are ISO weeks as
`2026-W50`, hours are hours of work, costs are points.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType

FORMAT = "digivuosi-timing/1"
PLAN_FORMAT = "digivuosi-plan/1"
Starts = Mapping[str, date]
"""A plan: the first day of each item, by the item's id."""


def week_of(day: date) -> str:
    """The ISO week of a day, as `2026-W50`."""
    year, number, _ = day.isocalendar()
    return f"{year}-W{number:02d}"


@dataclass(frozen=True, slots=True)
class Window:
    """First and last day, both included; None where that side is open."""

    earliest: date | None = None
    latest: date | None = None


@dataclass(frozen=True, slots=True)
class School:
    id: str
    need: float = 0.0
    """From 0 (least) to 1 (greatest), for the order of a round."""
    quiet_weeks: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Person:
    id: str
    hours_per_week: float
    """In a full week of five school days; a shorter week gives its share."""
    one_at_a_time: bool = False
    absent_weeks: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Work:
    """Hours of one person for the whole item, spread evenly over its days."""

    person: str
    hours: float


@dataclass(frozen=True, slots=True)
class After:
    item: str
    gap_days: int = 0
    """School days to wait besides: 0 allows the first school day after the other's last one."""


@dataclass(frozen=True, slots=True)
class Item:
    """Something to be placed: it takes `days` consecutive school days from its start."""

    id: str
    days: int = 1
    school: str | None = None
    work: tuple[Work, ...] = ()
    window: Window = Window()
    recommended: Window = Window()
    after: tuple[After, ...] = ()
    avoid_quiet: bool = False
    new_for: str | None = None
    together: str | None = None
    round: str | None = None
    pinned: date | None = None
    stands: date | None = None


@dataclass(frozen=True)
class Problem:
    """What is to be timed. Ids are unique and every reference is known (the reader sees to it)."""

    days: tuple[date, ...]
    """Every school day, in order."""
    items: tuple[Item, ...]
    people: tuple[Person, ...] = ()
    schools: tuple[School, ...] = ()
    new_per_week: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))
    """How many items that are new for a target group may start in one week at one school."""
