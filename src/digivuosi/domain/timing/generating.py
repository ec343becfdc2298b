"""Made-up but honest instances: crowded years with a plan inside that keeps every rule.

A hidden plan is laid first, item by item, inside what the people can do; windows, orders and pins are then drawn
around it, so that a plan is known to exist. Recommended times and what stands today are drawn from the shape of a
real year (docs/timing.md: a crowded August, an empty July, peaks in autumn and in spring), without a look at the
hidden plan, so that they collide as they do at schools.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from math import ceil
from random import Random

from digivuosi.domain.schoolyear.calendar import suggested_year
from digivuosi.domain.timing.grid import Grid
from digivuosi.domain.timing.problem import After, Item, Person, Problem, School, Window, Work, week_of

STARTS = 2026
QUIET = frozenset({"2026-W50", "2027-W21"})
NEW_PER_WEEK = {"teachers": 2}
SCHOOLS_OF_A_MENTOR = 17
"""A mentor has 12–20 schools (cycle.md)."""
MENTOR_HOURS = 30.0
VISITS_SHARE = 0.75
"""Share of a mentor's days that the visits of a round take within its window."""
ROUNDS = (("autumn-visit", 15, 6.0), ("autumn-talk", 60, 3.0), ("spring-visit", 95, 6.0), ("spring-talk", 140, 3.0))
"""Rounds of visits: name, first school day of the window, hours of the mentor on the day."""
TRAININGS = (("autumn-training", 25), ("spring-training", 105))
"""Days that all schools have together: name and about when, as a school day of the year."""
SEASONS = ((0, 20, 0.28), (15, 45, 0.24), (40, 80, 0.16), (85, 120, 0.14), (125, 186, 0.18))
"""First and last school day of a season, and its share of the measures."""
STAFF = (("principal", 2.0, 3.0), ("tutor", 2.5, 4.5), ("technical", 2.5, 4.0), ("team", 2.0, 3.5))
"""The people of a school with the least and the most of their weekly hours."""
SHARE_OF_A_WEEK = (0.15, 0.45)
"""Least and most that one thing takes of a person's week. Drawn so that list scheduling, each measure at its cheapest
start, ends about 17 % above the optimum, as on the instances that docs/timing.md is measured against."""
ORDERS_SHARE = 28 / 60
PINNED, STANDING, NEW, AVOIDING = 0.03, 0.6, 0.33, 0.4


@dataclass
class _Draft:
    """An item while its surroundings are drawn."""

    id: str
    days: int
    work: tuple[Work, ...]
    start: int
    """Where the hidden plan has it."""
    season: tuple[int, int]
    school: str | None = None
    avoid_quiet: bool = False
    new_for: str | None = None
    together: str | None = None
    round: str | None = None
    after: list[After] = field(default_factory=list)


class _Room:
    """What is still free in the hidden plan."""

    def __init__(self, grid: Grid) -> None:
        self.grid = grid
        self.left: dict[tuple[str, int], float] = {}
        self.weekly = {person.id: person.hours_per_week for person in grid.problem.people}
        self.busy: set[tuple[str, int]] = set()
        self.new: dict[tuple[str | None, int], int] = {}
        for person, row in zip(grid.problem.people, grid.capacity, strict=True):
            for week, hours in enumerate(row):
                self.left[person.id, week] = hours

    def fits(self, draft: _Draft, start: int) -> bool:
        grid, days = self.grid, range(start, start + draft.days)
        if start < 0 or days[-1] >= len(grid.days):
            return False
        if draft.avoid_quiet and any(grid.weeks[grid.week[day]] in QUIET for day in days):
            return False
        if draft.new_for and self.new.get((draft.school, grid.week[start]), 0) >= NEW_PER_WEEK[draft.new_for]:
            return False
        for work in draft.work:
            needed: dict[int, float] = {}
            for day in days:
                if (work.person, day) in self.busy:
                    return False
                needed[grid.week[day]] = needed.get(grid.week[day], 0.0) + work.hours / draft.days
            if any(self.left[work.person, week] < hours - 1e-9 for week, hours in needed.items()):
                return False
        return True

    def take(self, draft: _Draft, start: int, alone: frozenset[str]) -> None:
        draft.start = start
        for work in draft.work:
            for day in range(start, start + draft.days):
                self.left[work.person, self.grid.week[day]] -= work.hours / draft.days
                if work.person in alone:
                    self.busy.add((work.person, day))
        if draft.new_for:
            key = (draft.school, self.grid.week[start])
            self.new[key] = self.new.get(key, 0) + 1


def generate(*, schools: int = 1, measures: int = 60, seed: int = 0) -> Problem:
    """Return a problem of `schools` schools with `measures` items each, and their mentors.

    The same arguments give the same problem. Raises ValueError for fewer than one school or ten measures.
    """
    return generate_with_plan(schools=schools, measures=measures, seed=seed)[0]


def generate_with_plan(*, schools: int = 1, measures: int = 60, seed: int = 0) -> tuple[Problem, dict[str, date]]:
    """Return a problem as `generate` does, and the hidden plan that keeps every rule of it."""
    if schools < 1 or measures < 10:
        raise ValueError("at least one school and ten measures")
    random = Random(f"digivuosi {schools} {measures} {seed}")  # noqa: S311 - made-up instances, no secrets
    days = suggested_year(STARTS).school_days
    people, mentors = _people(schools, random)
    places = tuple(School(f"s{n + 1:03d}", round(random.random(), 2), QUIET) for n in range(schools))
    room = _Room(Grid(Problem(days, (), people, places)))
    alone = frozenset(person.id for person in people if person.one_at_a_time)
    drafts = _shared(places, mentors, room, alone, random)
    for school in places:
        own = [draft for draft in drafts if draft.school == school.id]
        more = _measures_of(school, measures - len(own), room, alone, random)
        _order([*own, *more], round(measures * ORDERS_SHARE), random)
        drafts += more
    items = tuple(_item(draft, days, random) for draft in drafts)
    plan = {draft.id: days[draft.start] for draft in drafts}
    return Problem(days, items, people, places, NEW_PER_WEEK), plan


def _people(schools: int, random: Random) -> tuple[tuple[Person, ...], list[str]]:
    """The staff of every school and the mentors, each with a week or two away; and the mentor of each school."""
    weeks = list(dict.fromkeys(week_of(day) for day in suggested_year(STARTS).school_days))
    people = [
        Person(f"s{n + 1:03d}/{role}", round(random.uniform(least, most), 1), absent_weeks=_away(weeks, random, 0.5))
        for n in range(schools)
        for role, least, most in STAFF
    ]
    count = max(1, round(schools / SCHOOLS_OF_A_MENTOR))
    names = [f"mentor-{n + 1}" for n in range(count)]
    people += [Person(name, MENTOR_HOURS, one_at_a_time=True, absent_weeks=_away(weeks, random, 1.0)) for name in names]
    return tuple(people), [names[n * count // schools] for n in range(schools)]


def _away(weeks: list[str], random: Random, likely: float) -> frozenset[str]:
    return frozenset(random.sample(weeks, random.choice((1, 2)))) if random.random() < likely else frozenset()


def _shared(
    places: tuple[School, ...], mentors: list[str], room: _Room, alone: frozenset[str], random: Random
) -> list[_Draft]:
    """What ties the schools together: trainings on the same day, and the mentors' rounds."""
    drafts: list[_Draft] = []
    for name, about in TRAININGS:
        group = [
            _Draft(f"{s.id}/{name}", 1, (Work(f"{s.id}/tutor", 1.0),), 0, (about - 10, about + 20), s.id, together=name)
            for s in places
        ]
        best = max(range(about, about + 20), key=lambda day: sum(room.fits(draft, day) for draft in group))
        for draft in group:
            # Someone is away in any week of a large city; the training does without.
            if not room.fits(draft, best):
                draft.work = ()
            room.take(draft, best, alone)
        drafts += group
    for name, first, hours in ROUNDS:
        for mentor in dict.fromkeys(mentors):
            mine = [school for school, of in zip(places, mentors, strict=True) if of == mentor]
            season = (first, first + max(19, ceil(len(mine) / VISITS_SHARE) + 4))
            for school in random.sample(mine, len(mine)):
                work = (Work(mentor, hours), Work(f"{school.id}/team", 1.0))
                draft = _Draft(f"{school.id}/{name}", 1, work, 0, season, school.id, avoid_quiet=True, round=name)
                drafts.append(_laid(draft, room, alone, random))
    return drafts


def _measures_of(school: School, count: int, room: _Room, alone: frozenset[str], random: Random) -> list[_Draft]:
    drafts = []
    for number in range(max(0, count)):
        first, last, _share = random.choices(SEASONS, [share for _f, _l, share in SEASONS])[0]
        days = random.choice((1, 1, 2, 3, 5, 5, 10, 10, 15))
        busy = random.sample([f"{school.id}/{role}" for role, _least, _most in STAFF], random.choice((1, 1, 2, 2)))
        # So much of a person's week, for as many weeks as it lasts.
        work = tuple(
            Work(person, round(random.uniform(*SHARE_OF_A_WEEK) * room.weekly[person] * max(1.0, days / 5), 1))
            for person in busy
        )
        draft = _Draft(f"{school.id}/m{number + 1:02d}", days, work, 0, (first, last), school.id)
        draft.avoid_quiet = random.random() < AVOIDING
        draft.new_for = "teachers" if random.random() < NEW else None
        drafts.append(_laid(draft, room, alone, random))
    return drafts


def _laid(draft: _Draft, room: _Room, alone: frozenset[str], random: Random) -> _Draft:
    """Give a draft its day in the hidden plan: in its season, else ever further from it, else without its people."""
    first, last = draft.season
    for spread in (0, 10, 25, 60, 190):
        days = [day for day in range(first - spread, last + spread + 1) if room.fits(draft, day)]
        if days:
            room.take(draft, random.choice(days), alone)
            return draft
        draft.days = max(1, draft.days // 2)
    draft.work, draft.days, draft.new_for = (), 1, None
    return _laid(draft, room, alone, random)


def _order(drafts: list[_Draft], count: int, random: Random) -> None:
    """Draw orders that the hidden plan keeps, from one item to another that soon follows it."""
    pairs = [
        (before, later)
        for before in drafts
        for later in drafts
        if 0 < later.start - before.start - before.days + 1 <= 40 and not (before.round and later.round)
    ]
    for before, later in random.sample(pairs, min(count, len(pairs))):
        room = later.start - before.start - before.days
        later.after.append(After(before.id, random.choice((0, 0, 0, min(room, 5)))))


def _item(draft: _Draft, days: tuple[date, ...], random: Random) -> Item:
    end, last_day = draft.start + draft.days - 1, len(days) - 1
    first, last = draft.season
    earliest = max(0, min(draft.start, first - random.randint(0, 10)))
    latest = min(last_day, max(end, last + random.randint(0, 15)))
    wished_days = draft.days + random.choice((4, 9, 14, 19))
    wished = random.randint(earliest, max(earliest, latest - wished_days))
    wished_last = min(latest, wished + wished_days - 1)
    together = draft.together is not None
    stands = None
    if not together and random.random() < STANDING:
        stands = days[min(last_day, max(0, wished + random.randint(-5, 5)))]
    return Item(
        id=draft.id,
        days=draft.days,
        school=draft.school,
        work=draft.work,
        window=Window(days[earliest], days[latest]),
        recommended=Window(days[wished], days[wished_last]),
        after=tuple(draft.after),
        avoid_quiet=draft.avoid_quiet,
        new_for=draft.new_for,
        together=draft.together,
        round=draft.round,
        pinned=days[draft.start] if not together and not draft.round and random.random() < PINNED else None,
        stands=stands,
    )
