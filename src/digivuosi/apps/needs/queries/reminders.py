"""Who is reminded of a round at each school: the holders of roles, whoever has answered."""

from __future__ import annotations

from collections.abc import Iterable

from digivuosi.apps.needs.models import Round
from digivuosi.apps.people.models import User
from digivuosi.apps.responsibilities.queries import holders_of_schools
from digivuosi.apps.schools.models import School
from digivuosi.domain.toolkit.toolkit import RoleKind

REMINDERS = (RoleKind.PRINCIPAL.value, RoleKind.DIGITAL_TEAM.value, RoleKind.PEDAGOGICAL_SUPPORT.value)
"""The roles that remind the others at their school."""


def people_to_remind(one: Round, schools: Iterable[School]) -> dict[int, list[User]]:
    """By school: everyone who holds one of the reminding roles this year, each once."""
    found = holders_of_schools(schools, one.year)
    return {
        school: list({row.user_id: row.user for kind in REMINDERS for row in holders.get(kind, ())}.values())
        for school, holders in found.items()
    }
