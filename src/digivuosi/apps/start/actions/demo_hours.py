"""What the demo's proposals for the timing count with: hours, absences, needs, and what people agreed."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django_scopes import scope

from digivuosi.apps.people.models import User
from digivuosi.apps.schools.models import Provider, School
from digivuosi.apps.schools.queries import school_year_now
from digivuosi.apps.timing.actions import (
    add_absence,
    set_hour_rules,
    set_mentor_time,
    set_need,
    set_school_timing,
)
from digivuosi.apps.wheel.actions import pin
from digivuosi.apps.wheel.models import Placement
from digivuosi.domain.schoolyear.parts import monday_of_written_week

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri")


@dataclass
class Demo:
    """The demo being made."""

    told: dict[str, Any]
    today: date
    provider: Provider
    coordinator: User
    units: dict[str, School] = field(default_factory=dict)
    people: dict[str, User] = field(default_factory=dict)

    @property
    def starts(self) -> int:
        return school_year_now(self.today)

    def week(self, number: int) -> str:
        """A week of the demo's year as `2026-W50`."""
        return f"{self.starts if number > 30 else self.starts + 1}-W{number:02}"

    def day(self, words: str) -> date:
        """A day of the demo's year, told as `45 tue`."""
        number, weekday = words.split()
        return monday_of_written_week(self.week(int(number))) + timedelta(days=WEEKDAYS.index(weekday))


def plan_hours(demo: Demo) -> None:
    """Write down hours, absences, needs and agreements as `timing` in the file tells."""
    told, by = demo.told["timing"], demo.coordinator
    rules = {
        kind: [(row["pupils"], Decimal(str(row["hours"]))) for row in rows] for kind, rows in told["hour_rules"].items()
    }
    set_hour_rules(by=by, provider=demo.provider, rules=rules)
    for row in told["mentors"]:
        set_mentor_time(
            by=by,
            provider=demo.provider,
            user=demo.people[row["who"]],
            year=demo.starts,
            hours_per_week=Decimal(str(row["hours"])),
            visit_hours=Decimal(str(row["visits"])),
        )
    for row in told["absences"]:
        add_absence(
            by=by,
            provider=demo.provider,
            user=demo.people[row["who"]],
            from_week=demo.week(row["from"]),
            to_week=demo.week(row["to"]),
            kind=row["kind"],
            school=demo.units.get(row.get("school", "")),
        )
    for key, need in told["needs"].items():
        set_need(by=by, school=demo.units[key], year=demo.starts, need=need)
    for key, school in told["schools"].items():
        _agree(demo, demo.units[key], school)


def _agree(demo: Demo, school: School, told: dict[str, Any]) -> None:
    set_school_timing(
        by=demo.coordinator,
        school=school,
        year=demo.starts,
        new_per_week=told["new_per_week"],
        quiet_weeks=[{"week": demo.week(row["week"]), "reason": row["reason"]} for row in told["quiet_weeks"]],
    )
    with scope(provider=demo.provider, school=school):
        for placement in Placement.objects.filter(year=demo.starts, measure_key__in=told["pinned"]):
            placement.school = school
            pin(by=demo.coordinator, placement=placement, pinned=True)
