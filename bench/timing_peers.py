"""Peers of the timing figures: plain list scheduling, TaskJuggler, CP-SAT on one model. All are scored by our judge."""

from __future__ import annotations

import csv
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

from digivuosi.domain.timing.blocks import Blocks, Choice
from digivuosi.domain.timing.grid import Grid
from digivuosi.domain.timing.problem import Item, Problem

LONGEST_TJ3 = 120
"""Seconds that TaskJuggler gets."""


def list_scheduling(problem: Problem) -> dict[str, date]:
    """Each item, those due first before others, at the first day on which it breaks no rule."""
    blocks = Blocks(Grid(problem))
    grid, starts = blocks.grid, [-1] * len(blocks.members)
    load: dict[int, float] = {}
    busy: set[int] = set()
    new: dict[int, int] = {}

    def fits(number: int, start: int, choice: Choice) -> bool:
        return (
            all(starts[b] >= 0 and start >= starts[b] + d for b, d in blocks.before[number])
            and all(load.get(k, 0.0) + h <= blocks.capacity[k] + 1e-6 for k, h in choice.hours)
            and busy.isdisjoint(choice.days)
            and all(new.get(k, 0) < blocks.most[k // blocks.weeks] for k in choice.new)
        )

    for number in _by_latest(blocks):
        for start, choice in zip(blocks.starts[number], blocks.choices[number], strict=True):
            if fits(number, start, choice):
                starts[number] = start
                for key, hours in choice.hours:
                    load[key] = load.get(key, 0.0) + hours
                busy.update(choice.days)
                for key in choice.new:
                    new[key] = new.get(key, 0) + 1
                break
    items = problem.items
    return {
        items[m].id: grid.days[day]
        for members, day in zip(blocks.members, starts, strict=True)
        if day >= 0
        for m in members
    }


def _by_latest(blocks: Blocks) -> list[int]:
    """Those first that must be done first, among them by dependency."""
    rank = {number: place for place, number in enumerate(blocks.order)}
    return sorted(rank, key=lambda n: (blocks.starts[n][-1] if blocks.starts[n] else 0, rank[n]))


def tj3_version() -> str | None:
    """The version of TaskJuggler, None where it is not installed."""
    if shutil.which("tj3") is None:
        return None
    said = subprocess.run(["tj3", "--version"], capture_output=True, text=True, check=False)  # noqa: S607
    return (said.stdout or said.stderr).strip().splitlines()[0]


def taskjuggler(problem: Problem) -> dict[str, date]:
    """What TaskJuggler plans. An empty plan when it finds none in time.

    Told to it: school days, orders with gaps, first days of windows, weekly hours (rounded up: it books whole
    hours), absences, pins. It has no words for the last day of a window that it would obey, for quiet weeks, new
    things a week, starting together and equity; the judge counts what it breaks of them. Work of several people is
    booked for the one with the most hours: TaskJuggler shares an effort among people as it likes.
    """
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "plan.tjp").write_text("\n".join(_project(problem)), encoding="utf-8")
        try:
            subprocess.run(  # noqa: S603
                ["tj3", "--silent", "--no-color", "--output-dir", folder, str(Path(folder) / "plan.tjp")],  # noqa: S607
                capture_output=True,
                timeout=LONGEST_TJ3,
                check=False,
            )
        except subprocess.TimeoutExpired:
            return {}
        report = Path(folder) / "starts.csv"
        return _read(report, problem) if report.exists() else {}


def _name(text: str) -> str:
    return "n_" + re.sub(r"\W", "_", text)


def _project(problem: Problem) -> Iterator[str]:
    first, last = problem.days[0], problem.days[-1]
    yield f'project plan "plan" {first} - {last + timedelta(days=1)} {{'
    yield '  timezone "UTC"\n  timeformat "%Y-%m-%d"\n  timingresolution 60 min\n  dailyworkinghours 8'
    yield "  workinghours mon - fri 8:00 - 16:00\n  workinghours sat, sun off\n}"
    school = set(problem.days)
    day = first
    while day <= last:
        if day not in school and day.weekday() < 5:
            yield f'leaves holiday "break" {day}'
        day += timedelta(days=1)
    for person in problem.people:
        yield f'resource {_name(person.id)} "{person.id}" {{'
        for week in sorted(person.absent_weeks):
            monday = date.fromisocalendar(int(week[:4]), int(week[-2:]), 1)
            if monday <= last and monday + timedelta(days=7) > first:
                until = min(monday + timedelta(days=7), last + timedelta(days=1))
                yield f"  leaves annual {max(monday, first)} - {until}"
        # Bookings are whole hours, so the week's hours are rounded up.
        yield f"  limits {{ weeklymax {max(1, round(person.hours_per_week + 0.499))}h }}\n}}"
    for item in problem.items:
        yield from _task(item, problem)
    yield 'taskreport starts "starts" {\n  formats csv\n  columns id, start\n  timeformat "%Y-%m-%d"\n}'


def _task(item: Item, problem: Problem) -> Iterator[str]:
    earliest = max(item.window.earliest or problem.days[0], problem.days[0])
    if item.pinned is None:
        # A task with a start of its own may not follow another, so its window begins with a milestone.
        yield f'task w_{_name(item.id)} "window" {{ milestone start {earliest}-08:00 }}'
    yield f'task {_name(item.id)} "{item.id}" {{'
    if item.pinned is not None:
        yield f"  start {item.pinned}-08:00"
    else:
        yield f"  depends !w_{_name(item.id)}"
        for after in item.after:
            gap = f" {{ gaplength {after.gap_days}d }}" if after.gap_days else ""
            yield f"  depends !{_name(after.item)}{gap}"
    work = max(item.work, key=lambda one: one.hours, default=None)
    if work is not None and item.pinned is None:
        # As many hours as are in its days at most, evenly as far as a limit per day can say it.
        yield f"  effort {max(1, round(work.hours))}h"
        yield f"  allocate {_name(work.person)}"
        yield f"  limits {{ dailymax {max(1, round(work.hours / item.days + 0.499))}h }}"
    else:
        yield f"  length {item.days}d"
    yield "}"


def _read(report: Path, problem: Problem) -> dict[str, date]:
    names = {_name(item.id): item.id for item in problem.items}
    days = problem.days
    found = {}
    with report.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines, delimiter=";"):
            name = names.get((row.get("Id") or "").split(".")[-1])
            start = row.get("Start")
            if name and start:
                day = date.fromisoformat(start[:10])
                found[name] = next((d for d in days if d >= day), days[-1])
    return found
