"""To whom a placement can be given."""

from __future__ import annotations

from digivuosi.apps.people.models import User
from digivuosi.apps.schools.models import School
from digivuosi.apps.schools.queries import Member, call_as_invited, people_of
from digivuosi.apps.wheel.models import Placement


def people_to_give(placement: Placement) -> list[tuple[int, str]]:
    """The people of the placement's school by name, and those it is with now, also when they have left the school.

    Who has been invited and not come yet is called what the inviter wrote, as everywhere.
    """
    holders = list(placement.holders.all())
    call_as_invited(placement.school.provider, holders)
    found = {person.pk: str(person) for person in holders}
    found |= {member.membership.user_id: member.name for member in _members(placement.school)}
    return sorted(found.items(), key=lambda item: item[1].casefold())


def users_to_give(placement: Placement, ids: list[int]) -> list[User]:
    """Those of the numbers who may have it."""
    allowed = {pk for pk, _name in people_to_give(placement)}
    return list(User.objects.filter(pk__in=allowed.intersection(ids), is_active=True))


def _members(school: School) -> list[Member]:
    """The people of a school; of the administration, those of the whole provider's work too."""
    if not school.is_administration:
        return people_of(school.provider, school)
    return [member for member in people_of(school.provider) if member.membership.school_id in (None, school.pk)]
