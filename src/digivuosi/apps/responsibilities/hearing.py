"""What happens to roles when something happens below: a member leaves."""

from __future__ import annotations

from typing import Any

from digivuosi.apps.look import clock
from digivuosi.apps.people.models import User
from digivuosi.apps.responsibilities.actions import leave_roles
from digivuosi.apps.schools.models import Membership, Provider, School
from digivuosi.apps.schools.queries import school_year_now, schools_of


def leave_roles_of_member(
    sender: type[Membership],
    *,
    user: User,
    provider: Provider,
    school: School | None,
    by: User | None,
    **_rest: Any,
) -> None:
    """A person with no right left at a school holds no role there; a coordinator's place is the administration."""
    if school is not None:
        left = [school]
    else:
        stays = set(Membership.objects.filter(user=user, provider=provider).values_list("school", flat=True))
        left = [unit for unit in schools_of(provider) if unit.pk not in stays]
    leave_roles(by=by, user=user, schools=left, year=school_year_now(clock.today()))
