"""Whose hours and absences a reader sees and may write."""

from __future__ import annotations

from dataclasses import dataclass

from django_scopes import scope

from digivuosi.apps.people.models import User
from digivuosi.apps.responsibilities.labels import as_heading, kinds_at
from digivuosi.apps.responsibilities.queries import role_labels
from digivuosi.apps.schools.access import Access
from digivuosi.apps.schools.models import MembershipKind, Provider, School
from digivuosi.apps.timing.models import Absence, HourRule, MentorTime
from digivuosi.apps.timing.queries.capacity import MENTOR, Capacity, Hours, MentorHours
from digivuosi.domain.texts import Text

PLANNERS = frozenset({MembershipKind.PRINCIPAL, MembershipKind.TEAM})


@dataclass(frozen=True)
class Held:
    """Someone in a role, with the hours that are counted with."""

    user: User
    hours: Hours | None
    mentor: MentorHours | None = None


@dataclass(frozen=True)
class RoleHours:
    label: Text
    kind: str
    holders: list[Held]


def roles_at(school: School, capacity: Capacity) -> list[RoleHours]:
    """The roles of a unit with who has how many hours."""
    labels, held = role_labels(school.provider), capacity.holders[school.pk]
    return [
        RoleHours(
            as_heading(labels[kind]),
            kind,
            [
                Held(holder.user, None, capacity.mentor_hours(holder.user))
                if kind == MENTOR
                else Held(holder.user, capacity.hours(holder, school))
                for holder in held.get(kind, [])
            ],
        )
        for kind in kinds_at(is_administration=school.is_administration)
    ]


def people_at(school: School, capacity: Capacity) -> list[User]:
    """Everyone with a role at a unit, by name."""
    found = {h.user_id: h.user for holders in capacity.holders[school.pk].values() for h in holders}
    return sorted(found.values(), key=lambda user: str(user).casefold())


def writable_at(access: Access, capacity: Capacity) -> list[User]:
    """Whose absences the reader may write at a school: its planners of its own people, a mentor their own only, the
    coordinator everybody's."""
    school = access.here
    everyone = people_at(school, capacity)
    if access.is_coordinator:
        return everyone
    mentors = {holder.user_id for holder in capacity.holders[school.pk].get(MENTOR, [])}
    plans = bool(PLANNERS & access.kinds)
    return [u for u in everyone if u == access.user or (plans and u.pk not in mentors)]


def writable_of_provider(access: Access, capacity: Capacity) -> list[User]:
    """The same in the provider's own pages: the mentors and the administration's people."""
    found = {user.pk: user for user in capacity.mentors()}
    administration = capacity.holders.get(_administration(access.provider) or 0, {})
    found |= {h.user_id: h.user for rows in administration.values() for h in rows}
    people = sorted(found.values(), key=lambda user: str(user).casefold())
    return people if access.is_coordinator else [user for user in people if user == access.user]


def _administration(provider: Provider) -> int | None:
    return School.objects.filter(provider=provider, is_administration=True).values_list("pk", flat=True).first()


def absence_of(provider: Provider, pk: int) -> Absence | None:
    with scope(provider=provider):
        found = Absence.objects.select_related("user").filter(pk=pk).first()
    if found is not None:
        found.provider = provider
    return found


def absences_of(people: list[User], capacity: Capacity) -> list[Absence]:
    """The absences of these people that touch the year, in order of time."""
    found = [absence for user in people for absence in capacity.absences.get(user.pk, [])]
    first, last = capacity.weeks[0], capacity.weeks[-1]
    by_id = {user.pk: user for user in people}
    touching = [one for one in found if one.to_week >= first and one.from_week <= last]
    for one in touching:
        one.user = by_id[one.user_id]
    return sorted(touching, key=lambda one: (one.from_week, str(one.user).casefold()))


def rules_of(capacity: Capacity) -> list[HourRule]:
    return [rule for rules in capacity.rules.values() for rule in rules]


def mentor_time_of(capacity: Capacity, user: User) -> MentorTime | None:
    return capacity.mentor_times.get(user.pk)
