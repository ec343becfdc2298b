"""What a school has done and can do, for the suggestions that answer a target."""

from __future__ import annotations

from datetime import date

from digivuosi.apps.needs.models import Target
from digivuosi.apps.responsibilities.queries import holders_of
from digivuosi.apps.schools.models import School
from digivuosi.apps.timing.queries.loads import load_table
from digivuosi.apps.timing.queries.problems import problem_of_school
from digivuosi.apps.toolkit.queries import toolkit_for_school
from digivuosi.apps.wheel.models import Decline, Placement, Status
from digivuosi.domain.needs.suggesting import Situation, Suggestion, suggest
from digivuosi.domain.toolkit.toolkit import Level, RoleKind, Toolkit

UNPAID = (RoleKind.TEACHERS,)
"""Roles that everybody has: they are never vacant."""


def suggestions_for(school: School, target: Target, year: int, today: date) -> list[Suggestion]:
    """The measures that answer a target, the most fitting first; none when the provider has no toolkit."""
    toolkit = toolkit_for_school(school)
    if toolkit is None:
        return []
    return list(suggest(toolkit, [target.area], situation_of(school, toolkit, year, today), Level.SCHOOL))


def situation_of(school: School, toolkit: Toolkit, year: int, today: date) -> Situation:
    """What stands in the year and what has been done; hours left by role, and roles that nobody holds."""
    rows = Placement.objects.filter(school=school, year__in=(year, year - 1))
    placed = list(rows.exclude(status=Status.CANCELLED).values_list("year", "measure_key", "status"))
    now = {(key, status) for at, key, status in placed if at == year}
    free = free_hours(school, year, today)
    holders = holders_of(school, year)
    here = [role for role in toolkit.roles if role.level is Level.SCHOOL and role.kind not in UNPAID]
    return Situation(
        planned={key for key, status in now if status != Status.DONE},
        done={key for key, status in now if status == Status.DONE},
        done_before={key for at, key, status in placed if at == year - 1 and status == Status.DONE},
        declined=set(Decline.objects.filter(school=school, year=year).values_list("measure_key", flat=True)),
        free_hours={role.key: free[role.kind.value] for role in toolkit.roles if role.kind.value in free},
        vacant={role.key for role in here if not holders.get(role.kind.value)},
    )


def free_hours(school: School, year: int, today: date) -> dict[str, float]:
    """Working hours left from this week to the end of the year, by kind of role, as the load of the weeks tells."""
    table = load_table(problem_of_school(school, year, today))
    left = [number for number, monday in enumerate(table.weeks) if (today - monday).days < 7]
    return {
        row.kind: round(sum(max(row.cells[n].capacity - row.cells[n].hours, 0) for n in left), 1) for row in table.rows
    }
