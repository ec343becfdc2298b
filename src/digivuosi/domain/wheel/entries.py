"""What is put on the wheel: entries, and the rings and themes they stand on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

STATUSES = ("planned", "in-progress", "done", "postponed", "cancelled")


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing in the year: from `first` to `last`, both included, on the ring with the key `ring`.

    `row` is its place in the table it came from, counted from 1. `ghost` is a proposal that is not yet so.
    """

    row: int
    ring: str
    title: str
    first: date
    last: date
    theme: int = 1
    key: str = ""
    status: str = "planned"
    ghost: bool = False
    dimmed: bool = False
    selected: bool = False


@dataclass(frozen=True, slots=True)
class Ring:
    """A ring; the first one that is given stands outermost."""

    key: str
    title: str
    theme: int | None = None
    """The colour all its entries share, when the rings are the themes."""


@dataclass(frozen=True, slots=True)
class Theme:
    """A colour of the wheel and what it means."""

    number: int
    title: str


class Break(Protocol):
    """A stretch without school."""

    @property
    def key(self) -> str: ...
    @property
    def first(self) -> date: ...
    @property
    def last(self) -> date: ...


class Week(Protocol):
    """An ISO week, and how many of its days are school days."""

    @property
    def number(self) -> int: ...
    @property
    def monday(self) -> date: ...
    @property
    def sunday(self) -> date: ...
    @property
    def school_days(self) -> int: ...


class Year(Protocol):
    """What the wheel asks of a school year; `domain.schoolyear.SchoolYear` answers it."""

    @property
    def first_day(self) -> date: ...
    @property
    def last_day(self) -> date: ...
    @property
    def breaks(self) -> Sequence[Break]: ...
    @property
    def weeks(self) -> Sequence[Week]: ...
