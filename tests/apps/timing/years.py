"""A year to time: Kuusela with its toolkit, some measures of the first school's year, and its situation."""

from __future__ import annotations

from datetime import date

from django_scopes import scope

from digivuosi.apps.schools.models import School
from digivuosi.apps.timing.queries.problems import problem_of_school
from digivuosi.apps.timing.queries.situations import Situation
from digivuosi.apps.timing.queries.what import What
from digivuosi.apps.wheel.actions import move_to, take
from digivuosi.apps.wheel.models import Placement
from tests.cast import TODAY, YEAR, Municipality

NOVEMBER = date(2026, 11, 2)
KEYS = ("autumn-survey", "code-week", "mid-year-check", "action-plan", "digital-talk")


def take_measures(town: Municipality, *keys: str, school: School | None = None) -> None:
    """Take measures into the year of a school (the first one unless said)."""
    unit = school or town.school
    with scope(provider=town.provider, school=unit):
        for key in keys or KEYS:
            take(by=town.people["coordinator"], school=unit, year=YEAR, measure_key=key)


def put(town: Municipality, key: str, first: date, last: date | None = None, school: School | None = None) -> Placement:
    """Put a placement on its own days."""
    unit = school or town.school
    with scope(provider=town.provider, school=unit):
        row = Placement.objects.get(school=unit, measure_key=key, occurrence=1)
        row.school = unit
        move_to(by=town.people["coordinator"], placement=row, first=first, last=last)
    return row


def situation(town: Municipality, what: What | None = None, today: date = TODAY) -> Situation:
    return problem_of_school(town.school, YEAR, today, what or What())


def stands(town: Municipality, key: str, school: School | None = None) -> tuple[date, date]:
    unit = school or town.school
    with scope(provider=town.provider, school=unit):
        row = Placement.objects.get(school=unit, measure_key=key, occurrence=1)
    return row.first, row.last
