"""From values to a problem or plan file; what has its usual value is left out."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from digivuosi.domain.timing.problem import FORMAT, PLAN_FORMAT, Item, Person, Problem, School, Starts, Window


def write_problem(problem: Problem) -> bytes:
    """Return a problem as a file that `read_problem` reads back: one school, person or item on a line."""
    document = problem_document(problem)
    lines = ["{", f'"format": {_line(FORMAT)},', f'"days": {_line(document["days"])},']
    for name in ("schools", "people"):
        lines += [f'"{name}": [', *_entries(document[name]), "],"]
    lines += [f'"limits": {_line(document["limits"])},', '"items": [', *_entries(document["items"]), "]", "}", ""]
    return "\n".join(lines).encode()


def write_plan(starts: Starts) -> bytes:
    """Return a plan as a file, in the order of days and then of ids."""
    return (json.dumps(plan_document(starts), ensure_ascii=False, indent=1) + "\n").encode()


def problem_document(problem: Problem) -> dict[str, Any]:
    """Return the JSON document of a problem."""
    return {
        "format": FORMAT,
        "days": [day.isoformat() for day in problem.days],
        "schools": [_school(one) for one in problem.schools],
        "people": [_person(one) for one in problem.people],
        "limits": {"new_per_week": dict(problem.new_per_week)} if problem.new_per_week else {},
        "items": [_item(one) for one in problem.items],
    }


def plan_document(starts: Starts) -> dict[str, Any]:
    """Return the JSON document of a plan."""
    ordered = sorted(starts.items(), key=lambda one: (one[1], one[0]))
    return {"format": PLAN_FORMAT, "starts": {key: day.isoformat() for key, day in ordered}}


def _line(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False)


def _entries(entries: list[Any]) -> Iterator[str]:
    for number, entry in enumerate(entries, 1):
        yield f" {_line(entry)}{'' if number == len(entries) else ','}"


def _school(school: School) -> dict[str, Any]:
    found: dict[str, Any] = {"id": school.id, "need": school.need}
    if school.quiet_weeks:
        found["quiet_weeks"] = sorted(school.quiet_weeks)
    return found


def _person(person: Person) -> dict[str, Any]:
    found: dict[str, Any] = {"id": person.id, "hours_per_week": person.hours_per_week}
    if person.one_at_a_time:
        found["one_at_a_time"] = True
    if person.absent_weeks:
        found["absent_weeks"] = sorted(person.absent_weeks)
    return found


def _item(item: Item) -> dict[str, Any]:
    after = [{"item": one.item, "gap_days": one.gap_days} if one.gap_days else {"item": one.item} for one in item.after]
    fields: dict[str, Any] = {
        "id": item.id,
        "school": item.school,
        "days": item.days,
        "work": [{"person": one.person, "hours": one.hours} for one in item.work],
        "window": _window(item.window),
        "recommended": _window(item.recommended),
        "after": after,
        "avoid_quiet": item.avoid_quiet,
        "new_for": item.new_for,
        "together": item.together,
        "round": item.round,
        "pinned": item.pinned.isoformat() if item.pinned else None,
        "stands": item.stands.isoformat() if item.stands else None,
    }
    return {name: value for name, value in fields.items() if value}


def _window(window: Window) -> dict[str, str]:
    sides = {"earliest": window.earliest, "latest": window.latest}
    return {side: day.isoformat() for side, day in sides.items() if day is not None}
