"""From a problem or plan file to values, with everything that is wrong told at once.

A file of 18,000 items is read in well under a second, which a validator of JSON Schema would not do; the published
schemas (`schema.py`) say the same as this reader, and tests hold them against each other.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from digivuosi.domain.timing import fault_words as words
from digivuosi.domain.timing import fields
from digivuosi.domain.timing.documents import Document, Enough, Fields, Place
from digivuosi.domain.timing.faults import MOST, Fault, TimingProblem
from digivuosi.domain.timing.fields import Check, short
from digivuosi.domain.timing.parsing import parse
from digivuosi.domain.timing.problem import (
    FORMAT,
    PLAN_FORMAT,
    After,
    Item,
    Person,
    Problem,
    School,
    Starts,
    Window,
    Work,
)
from digivuosi.domain.timing.references import faults_between

MOST_DAYS = 2_000
MOST_ITEMS = 500_000
MOST_PEOPLE = 200_000
MOST_SCHOOLS = 20_000
MOST_WORK = 100
MOST_AFTER = 500
MOST_AUDIENCES = 500

PROBLEM_FIELDS = ("format", "days", "schools", "people", "limits", "items")
SCHOOL_FIELDS = ("id", "need", "quiet_weeks")
PERSON_FIELDS = ("id", "hours_per_week", "one_at_a_time", "absent_weeks")
ITEM_FIELDS = (
    *("id", "school", "days", "work", "window", "recommended", "after"),
    *("avoid_quiet", "new_for", "together", "round", "pinned", "stands"),
)
WINDOW_FIELDS = ("earliest", "latest")


@dataclass(frozen=True)
class Reading:
    """A problem that was read, and what in its file is worth a second look."""

    problem: Problem
    warnings: tuple[Fault, ...] = ()


def read_problem(content: bytes) -> Reading:
    """Read a problem file; raises TimingProblem."""
    return problem_of(parse(content))


def problem_of(document: object) -> Reading:
    """Read the JSON document of a problem; raises TimingProblem."""
    reader = _Reader()
    try:
        problem = reader.problem(document)
        if problem is not None and not reader.faults:
            for fault in faults_between(problem):
                reader.add(fault)
    except Enough:
        problem = None
    if problem is None or reader.faults:
        raise TimingProblem(tuple(reader.faults))
    return Reading(problem, reader.warnings(problem))


def read_plan(content: bytes, problem: Problem) -> Starts:
    """Read a plan file; raises TimingProblem, also when it names an item that the problem has not."""
    return plan_of(parse(content), problem)


def plan_of(document: object, problem: Problem) -> Starts:
    """Read the JSON document of a plan; an item without a day, or with null, is left out."""
    reader = _Reader()
    known = {item.id for item in problem.items}
    starts = {}
    try:
        top = reader.mapping(document, Place())
        if top is not None:
            reader.format(top, PLAN_FORMAT)
            place = Place()
            for key, value in (reader.mapping(top.get("starts"), place, "starts") or {}).items():
                if key not in known:
                    reader.add(Fault(words.UNKNOWN_ITEM.filled(id=short(key)), f"starts.{short(key)}", of_shape=False))
                elif value is not None:
                    day = reader.checked(value, fields.day, place, f"starts.{short(key)}")
                    if day is not None:
                        starts[key] = day
    except Enough:
        pass
    if reader.faults:
        raise TimingProblem(tuple(reader.faults))
    return starts


class _Reader(Document):
    def format(self, top: Fields, wanted: str) -> None:
        if "format" not in top:
            self.add(Fault(words.MISSING, "format"))
        elif top["format"] != wanted:
            self.add(Fault(words.FORMAT.filled(value=short(top["format"]), format=wanted), "format"))

    def warnings(self, problem: Problem) -> tuple[Fault, ...]:
        """What is no fault but worth a second look."""
        found = list(self.unknown_fields())
        for number, school in enumerate(problem.schools):
            if school.need > 1:
                told = words.GREAT_NEED.filled(value=school.need)
                found.append(Fault(told, f"schools[{number}].need", school.id))
                break
        limited = problem.new_per_week
        for number, item in enumerate(problem.items):
            if limited and item.new_for is not None and item.new_for not in limited:
                told = words.NO_LIMIT.filled(value=short(item.new_for))
                found.append(Fault(told, f"items[{number}].new_for", item.id))
                break
        return tuple(found[:MOST])

    # --- the problem -----------------------------------------------------------------------------------------

    def problem(self, document: object) -> Problem | None:
        place = Place()
        top = self.mapping(document, place)
        if top is None:
            return None
        self.format(top, FORMAT)
        self.note_unknown(top, PROBLEM_FIELDS, place)
        days = self.days(top, place)
        schools = [
            self.school(raw, number)
            for number, raw in enumerate(self.entries(top.get("schools"), MOST_SCHOOLS, place, "schools"))
        ]
        people = [
            self.person(raw, number)
            for number, raw in enumerate(self.entries(top.get("people"), MOST_PEOPLE, place, "people"))
        ]
        limits = self.limits(top.get("limits"))
        if top.get("items") is None:
            self.add(Fault(words.MISSING, "items"))
        items = [
            self.item(raw, number)
            for number, raw in enumerate(self.entries(top.get("items"), MOST_ITEMS, place, "items"))
        ]
        return Problem(
            days=days,
            items=tuple(one for one in items if one is not None),
            people=tuple(one for one in people if one is not None),
            schools=tuple(one for one in schools if one is not None),
            new_per_week=MappingProxyType(limits),
        )

    def days(self, top: Fields, place: Place) -> tuple[Any, ...]:
        entries = self.entries(top.get("days"), MOST_DAYS, place, "days")
        if not entries and isinstance(top.get("days"), (list, type(None))):
            self.add(Fault(words.MISSING, "days"))
        found: list[Any] = []
        for number, one in enumerate(entries):
            day = self.checked(one, fields.day, place, f"days[{number}]")
            if day is None:
                continue
            if found and day <= found[-1]:
                text = words.DAY_TWICE if day == found[-1] else words.DAY_BACKWARDS
                self.add(Fault(text.filled(day=day, before=found[-1]), f"days[{number}]", of_shape=False))
                continue
            found.append(day)
        return tuple(found)

    def entry(self, raw: object, name: str, number: int, known: Sequence[str]) -> tuple[Fields, Place] | None:
        """Read an entry of a list as an object; from then on its id says where one is."""
        entry = self.mapping(raw, Place(name, number))
        if entry is None:
            return None
        key = entry.get("id")
        place = Place(name, number, short(key) if isinstance(key, str) else "")
        if not entry.keys() <= set(known):
            self.note_unknown(entry, known, place)
        return entry, place

    def school(self, raw: object, number: int) -> School | None:
        entry = self.entry(raw, "schools", number, SCHOOL_FIELDS)
        if entry is None:
            return None
        school, place = entry
        key = self.needed(school, "id", fields.key, place)
        need = self.given(school, "need", fields.need, place)
        return School(key or "", need or 0.0, self.weeks(school, "quiet_weeks", place))

    def person(self, raw: object, number: int) -> Person | None:
        entry = self.entry(raw, "people", number, PERSON_FIELDS)
        if entry is None:
            return None
        person, place = entry
        return Person(
            self.needed(person, "id", fields.key, place) or "",
            self.needed(person, "hours_per_week", fields.hours_per_week, place) or 0.0,
            self.given(person, "one_at_a_time", fields.flag, place) or False,
            self.weeks(person, "absent_weeks", place),
        )

    def limits(self, value: object) -> dict[str, int]:
        place = Place()
        found: dict[str, int] = {}
        if value is None:
            return found
        limits = self.mapping(value, place, "limits") or {}
        self.note_unknown(limits, ("new_per_week",), place, "limits.")
        raw = limits.get("new_per_week")
        audiences = {} if raw is None else self.mapping(raw, place, "limits.new_per_week") or {}
        if len(audiences) > MOST_AUDIENCES:
            told = words.TOO_MANY.filled(count=len(audiences), most=MOST_AUDIENCES)
            self.add(Fault(told, "limits.new_per_week"))
            return {}
        for audience, most in audiences.items():
            where = f"limits.new_per_week.{short(audience)}"
            key = self.checked(audience, fields.key, place, where)
            count = self.checked(most, fields.new, place, where)
            if key is not None and count is not None:
                found[key] = count
        return found

    def item(self, raw: object, number: int) -> Item | None:
        entry = self.entry(raw, "items", number, ITEM_FIELDS)
        if entry is None:
            return None
        item, place = entry
        return Item(
            id=self.needed(item, "id", fields.key, place) or "",
            days=self.given(item, "days", fields.length, place) or 1,
            school=self.given(item, "school", fields.key, place),
            work=self.work(item, place),
            window=self.window(item, "window", place),
            recommended=self.window(item, "recommended", place),
            after=self.after(item, place),
            avoid_quiet=self.given(item, "avoid_quiet", fields.flag, place) or False,
            new_for=self.given(item, "new_for", fields.key, place),
            together=self.given(item, "together", fields.key, place),
            round=self.given(item, "round", fields.key, place),
            pinned=self.given(item, "pinned", fields.day, place),
            stands=self.given(item, "stands", fields.day, place),
        )

    def window(self, item: Fields, field: str, place: Place) -> Window:
        value = item.get(field)
        if value is None:
            return Window()
        raw = self.mapping(value, place, field)
        if raw is None:
            return Window()
        if not raw.keys() <= {"earliest", "latest"}:
            self.note_unknown(raw, WINDOW_FIELDS, place, f"{field}.")
        days = []
        for side in WINDOW_FIELDS:
            day = raw.get(side)
            days.append(None if day is None else self.checked(day, fields.day, place, f"{field}.{side}"))
        earliest, latest = days
        if earliest is not None and latest is not None and latest < earliest:
            told = words.BACKWARDS.filled(earliest=earliest, latest=latest)
            self.add(Fault(told, place.where(field), place.key, of_shape=False))
        return Window(earliest, latest)

    def work(self, item: Fields, place: Place) -> tuple[Work, ...]:
        found = []
        for number, value in enumerate(self.entries(item.get("work"), MOST_WORK, place, "work")):
            field = f"work[{number}]"
            raw = self.mapping(value, place, field)
            if raw is None:
                continue
            self.note_unknown(raw, ("person", "hours"), place, "work.")
            who, hours = (self.part(raw, name, check, place, field) for name, check in _WORK)
            if who is not None and hours is not None:
                found.append(Work(who, hours))
        return tuple(found)

    def after(self, item: Fields, place: Place) -> tuple[After, ...]:
        found = []
        for number, value in enumerate(self.entries(item.get("after"), MOST_AFTER, place, "after")):
            field = f"after[{number}]"
            raw = self.mapping(value, place, field)
            if raw is None:
                continue
            self.note_unknown(raw, ("item", "gap_days"), place, "after.")
            before = self.part(raw, "item", fields.key, place, field)
            gap = raw.get("gap_days")
            days = 0 if gap is None else self.checked(gap, fields.gap, place, f"{field}.gap_days")
            if before is not None and days is not None:
                found.append(After(before, days))
        return tuple(found)


_WORK: tuple[tuple[str, Check[Any]], ...] = (("person", fields.key), ("hours", fields.hours))
