"""Which roles of the toolkit nobody holds, in the schools that the reader may see."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from digivuosi.apps.responsibilities.queries import holders_of_schools
from digivuosi.apps.schools.models import School
from digivuosi.domain.toolkit.toolkit import Level, RoleKind, Toolkit

ALWAYS_HELD = frozenset({RoleKind.TEACHERS})
"""Every teacher is one of the teachers; nobody is named for it."""
EVERYWHERE = frozenset({RoleKind.MENTOR})
"""Roles of the administration whose holders are named school by school."""


@dataclass(frozen=True)
class Vacancy:
    """A role that is vacant somewhere."""

    names: tuple[str, ...]
    """The schools where nobody holds it."""
    of: int
    """How many were looked at."""


def vacancies(toolkit: Toolkit, schools: Iterable[School], year: int) -> dict[str, Vacancy]:
    """The vacant roles by the role's key; roles of the administration are looked for there."""
    seen = list(schools)
    holders = holders_of_schools(seen, year)
    found: dict[str, Vacancy] = {}
    for role in toolkit.roles:
        if role.kind in ALWAYS_HELD:
            continue
        in_schools = role.level is Level.SCHOOL or role.kind in EVERYWHERE
        places = [school for school in seen if school.is_administration != in_schools]
        empty = tuple(school.name for school in places if not holders[school.pk].get(role.kind.value))
        if empty:
            found[role.key] = Vacancy(empty, len(places))
    return found
