"""Timing problems for tests: a year to build on, and problems and plans at random."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import date, timedelta

from digivuosi.domain.timing.problem import After, Item, Person, Problem, School, Window, Work, week_of

FIRST = date(2026, 8, 12)
"""A Wednesday."""


def school_days(weeks: int = 12, *, first: date = FIRST, without: Sequence[str] = ()) -> tuple[date, ...]:
    """Monday to Friday from `first` on, for `weeks` weeks, without the ISO weeks in `without`."""
    days = (first + timedelta(days=number) for number in range(7 * weeks))
    return tuple(day for day in days if day.weekday() < 5 and week_of(day) not in without)


def random_problem(seed: int, *, items: int = 10, ease: float | None = None) -> Problem:
    """A problem with a little of everything. With an `ease` near 1 most plans within the windows break few rules."""
    dice = random.Random(seed)  # noqa: S311 - the same every time, not secret
    ease = dice.random() if ease is None else ease
    days = school_days(10, without=dice.sample(["2026-W36", "2026-W39", "2026-W40"], dice.randint(0, 2)))
    weeks = sorted({week_of(day) for day in days})
    schools = tuple(
        School(f"s{n}", dice.choice([0, 0.25, 0.8, dice.random()]), frozenset(dice.sample(weeks, dice.randint(0, 2))))
        for n in range(3)
    )
    people = tuple(
        Person(
            f"p{n}",
            round(dice.uniform(1, 6) + 60 * ease, dice.choice([0, 1, 2])),
            dice.random() > 0.4 + ease,
            frozenset(dice.sample(weeks, dice.randint(0, 2) if dice.random() > ease else 0)),
        )
        for n in range(4)
    )
    made: list[Item] = []
    for number in range(dice.randint(2, items)):
        made.append(_random_item(dice, ease, days, [one.id for one in made], number))
    limits = {"teachers": dice.choice([0, 1, 1, 2])} if dice.random() < 0.8 else {}
    return Problem(days, tuple(made), people, schools, limits)


def _random_item(dice: random.Random, ease: float, days: Sequence[date], before: Sequence[str], number: int) -> Item:
    def rarely() -> bool:
        return dice.random() > 0.5 + ease / 2

    def window() -> Window:
        first = dice.choice(days) - timedelta(days=dice.randint(0, 2))
        last = first + timedelta(days=dice.randint(5, 30))
        return Window(first if dice.random() < 0.7 else None, last if dice.random() < 0.7 else None)

    return Item(
        id=f"i{number}",
        days=dice.choice([1, 1, 2, 3, 5, 8]),
        school=dice.choice(["s0", "s1", "s2", None]),
        work=tuple(
            Work(f"p{who}", dice.choice([0, 0.5, 2, 3.33, round(dice.uniform(0, 9), 2)]))
            for who in dice.sample(range(4), dice.randint(0, 2))
        ),
        window=window() if rarely() else Window(),
        recommended=window() if dice.random() < 0.6 else Window(),
        after=tuple(
            After(one, dice.choice([0, 0, 1, 4])) for one in dice.sample(before, min(len(before), 1)) if rarely()
        ),
        avoid_quiet=dice.random() < 0.3,
        new_for=dice.choice(["teachers", "pupils", None, None]),
        together="day" if rarely() and dice.random() < 0.4 else None,
        round=dice.choice(["autumn", "spring", None]),
        pinned=dice.choice(days) if rarely() and dice.random() < 0.4 else None,
        stands=dice.choice(days) - timedelta(days=dice.choice([0, 0, 2])) if dice.random() < 0.5 else None,
    )


def random_plan(problem: Problem, seed: int) -> dict[str, date]:
    """Days for most items; now and then a day without school, beyond the end, or none at all."""
    dice = random.Random(seed)  # noqa: S311 - the same every time, not secret
    starts = {}
    careless = dice.random() < 0.3
    for item in problem.items:
        if careless and dice.random() < 0.1:
            continue
        day = dice.choice(problem.days[: max(1, len(problem.days) - item.days + 1)])
        if item.pinned is not None and dice.random() < 0.8:
            day = item.pinned
        if careless and dice.random() < 0.2:
            day = dice.choice([day + timedelta(days=dice.randint(-3, 3)), problem.days[-1]])
        starts[item.id] = day
    return starts
