"""Whom a survey asks: the target groups that a person belongs to at a school."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from digivuosi.apps.people.models import User
from digivuosi.apps.responsibilities.queries import kinds_of
from digivuosi.apps.schools.models import MembershipKind, School
from digivuosi.apps.schools.queries import school_year_now
from digivuosi.apps.wheel.queries.years import AUDIENCES_OF_KIND

TEACHING = frozenset({"teachers", "pedagogical-support", MembershipKind.TEACHER.value, MembershipKind.TEAM.value})
"""Roles and memberships of those who teach: a digital team and the tutors are of the school's teachers."""
KNOWN = frozenset(AUDIENCES_OF_KIND.values())


def audiences_of(user: User, school: School, memberships: Iterable[str], today: date) -> frozenset[str]:
    """The target groups of a person at a school, by roles of the year and kinds of membership there."""
    kinds = kinds_of(user, school, school_year_now(today)) | {str(kind) for kind in memberships}
    found = {AUDIENCES_OF_KIND[kind] for kind in kinds if kind in AUDIENCES_OF_KIND}
    if kinds & TEACHING:
        found.add("teachers")
    if MembershipKind.TEAM.value in kinds:
        found.add("digital-teams")
    return frozenset(found)


def is_asked(audience: str, audiences: frozenset[str]) -> bool:
    """Whether a survey to this target group asks somebody of these. A group of the municipality's own asks everybody:
    the program cannot know who is in it."""
    return audience in audiences or audience not in KNOWN
