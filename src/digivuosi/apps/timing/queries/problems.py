"""A school's year, or a whole provider's, read from the database as a timing problem."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django_scopes import scope

from digivuosi.apps.people.models import User
from digivuosi.apps.responsibilities.models import RoleHolder
from digivuosi.apps.responsibilities.queries import role_labels
from digivuosi.apps.schools.models import Provider, School
from digivuosi.apps.schools.queries import calendar_of, call_as_invited
from digivuosi.apps.timing.queries.capacity import MENTOR, capacity_of
from digivuosi.apps.timing.queries.doers import Doers
from digivuosi.apps.timing.queries.making import Maker
from digivuosi.apps.timing.queries.situations import Situation
from digivuosi.apps.timing.queries.standing import standing_at
from digivuosi.apps.timing.queries.what import What

EVERYTHING = What()


def problem_of_school(school: School, year: int, today: date, what: What = EVERYTHING) -> Situation:
    """The timing problem of one school's (or the administration's) year.

    Its mentors' work at their other schools, and what its measures wait for in the administration's year, stand fast
    in it. A fixed number of queries, whatever the sizes.
    """
    provider = school.provider
    active = list(School.objects.filter(provider=provider, is_active=True))
    mentors = _mentors(provider, active, year)
    here = {user for user, places in mentors.items() if school.is_administration or school.pk in places}
    also = {school.pk}.union(*(mentors[user] for user in here))
    units = [unit for unit in active if unit.pk in also or unit.is_administration]
    return _read(provider, school, units, list(mentors), here, [school], year, today, what)


def problem_of_provider(
    provider: Provider, year: int, today: date, what: What = EVERYTHING, *, schools: Sequence[School] | None = None
) -> Situation:
    """The timing problem of all units of a provider, schools and administration, the mentors shared; or of some."""
    active = list(School.objects.filter(provider=provider, is_active=True))
    wanted = active if schools is None else list(schools)
    mentors = _mentors(provider, active, year)
    here = {user for user, places in mentors.items() if places & {unit.pk for unit in wanted}}
    return _read(provider, None, wanted, list(mentors), here, wanted, year, today, what)


def _read(
    provider: Provider,
    school: School | None,
    units: list[School],
    mentors: list[User],
    seen: set[User],
    holding: list[School],
    year: int,
    today: date,
    what: What,
) -> Situation:
    for unit in units:
        unit.provider = provider
    calendar = calendar_of(provider, year)
    capacity = capacity_of(provider, units, year, calendar)
    home = next((unit.slug for unit in units if unit.is_administration), provider.slug)
    doers = Doers(capacity, holding, mentors=mentors, home=home, seen={user.pk for user in seen})
    stood = standing_at(provider, units, calendar, today)
    made = Maker(units, stood, capacity, doers, today, school).make(what)
    return Situation(
        provider=provider,
        school=school,
        year=year,
        today=today,
        calendar=calendar,
        capacity=capacity,
        doers=doers,
        items=made.items,
        past=tuple(one for one in stood if one.is_past and (school is None or one.school.pk == school.pk)),
        whole=made.whole,
        real=made.real,
        problem=made.problem,
        cuts=made.cuts,
        fast=made.fast,
        labels=role_labels(provider),
    )


def _mentors(provider: Provider, schools: list[School], year: int) -> dict[User, set[int]]:
    """Each mentor with the numbers of their schools, in an order that stays."""
    found: dict[User, set[int]] = {}
    with scope(school=schools):
        rows = RoleHolder.objects.filter(year=year, kind=MENTOR, user__is_active=True).select_related("user")
        for row in rows.order_by("user_id"):
            found.setdefault(row.user, set()).add(row.school_id)
    call_as_invited(provider, found)
    return found
