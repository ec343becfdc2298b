"""What is done to roles: someone is named, leaves, a role gets a local label, last year's names are copied."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django.db import transaction
from django_scopes import scope

from digivuosi.apps.people.models import User
from digivuosi.apps.responsibilities.models import Kind, RoleHolder, RoleLabel
from digivuosi.apps.schools.actions import add_member, remove_member
from digivuosi.apps.schools.events import record, record_all, told
from digivuosi.apps.schools.models import Membership, MembershipKind, Provider, School
from digivuosi.apps.schools.queries import members_of
from digivuosi.apps.schools.tenant import guard_all
from digivuosi.domain.texts import Text


class NoMember(ValueError):
    """Only someone who belongs to the school can hold a role there."""


def name_holder(
    *,
    by: User,
    school: School,
    year: int,
    kind: str,
    user: User,
    hours_per_week: Decimal | float | None = None,
) -> RoleHolder:
    """Name a person for a role; naming again changes the hours."""
    if not _belongs(user, school):
        raise NoMember
    hours = None if hours_per_week is None else Decimal(str(hours_per_week))
    with transaction.atomic(), scope(provider=school.provider, school=school):
        holder = RoleHolder.objects.filter(year=year, kind=kind, user=user).first()
        before = _state(holder) if holder else None
        holder = holder or RoleHolder(school=school, year=year, kind=Kind(kind), user=user)
        holder.hours_per_week = hours
        if before == _state(holder):
            return holder
        holder.save()
        record(
            by=by,
            provider=school.provider,
            school=school,
            verb="role.change" if before else "role.name",
            about=holder,
            before=before,
            after=_state(holder),
        )
    return holder


def name_many(*, by: User, provider: Provider, year: int, roles: Iterable[tuple[School, str, User]]) -> None:
    """Name people of schools for roles, in a few queries; who has the role already keeps it with its hours.

    The caller has seen to it that everyone belongs to the school.
    """
    asked = list(roles)
    with (
        transaction.atomic(),
        scope(provider=provider, school=list({school.pk: school for school, *_ in asked}.values())),
    ):
        held = set(RoleHolder.objects.filter(year=year).values_list("school_id", "kind", "user_id"))
        rows = []
        for school, kind, user in asked:
            key = (school.pk, str(kind), user.pk)
            if key not in held:
                held.add(key)
                rows.append(RoleHolder(school=school, year=year, kind=Kind(kind), user=user))
        guard_all(rows)
        RoleHolder.objects.bulk_create(rows)
        record_all(
            told(by=by, provider=provider, school=row.school, verb="role.name", about=row, after=_state(row))
            for row in rows
        )


def remove_holder(*, by: User | None, holder: RoleHolder) -> None:
    """Take a role from a person; without another holder it is vacant."""
    school = holder.school
    with transaction.atomic(), scope(provider=school.provider, school=school):
        record(
            by=by,
            provider=school.provider,
            school=school,
            verb="role.remove",
            about=holder,
            before=_state(holder),
        )
        holder.delete()


def copy_holders(*, by: User, school: School, from_year: int, to_year: int) -> list[RoleHolder]:
    """Name the same people as in another year, those who still belong to the school; nobody is taken away."""
    with transaction.atomic(), scope(provider=school.provider, school=school):
        here = {user.pk for user in members_of(school)}
        there = {(h.kind, h.user_id) for h in RoleHolder.objects.filter(year=to_year)}
        old = RoleHolder.objects.filter(year=from_year).select_related("user")
        return [
            name_holder(
                by=by,
                school=school,
                year=to_year,
                kind=holder.kind,
                user=holder.user,
                hours_per_week=holder.hours_per_week,
            )
            for holder in old
            if holder.user_id in here and (holder.kind, holder.user_id) not in there
        ]


def set_role_label(*, by: User, provider: Provider, kind: str, label: Text) -> None:
    """Call a kind of role by the provider's own words; empty words bring the usual ones back."""
    with transaction.atomic(), scope(provider=provider):
        row = RoleLabel.objects.filter(kind=kind).first()
        before = row.label if row else {}
        after = label.to_document()
        if before == after:
            return
        row = row or RoleLabel(provider=provider, kind=Kind(kind))
        row.label = after
        row.save()
        record(
            by=by,
            provider=provider,
            verb="role.label",
            about=("role", kind),
            title=label.get(provider.language),
            before=before,
            after=after,
        )


def set_mentor_schools(*, by: User, provider: Provider, mentor: User, schools: Iterable[School], year: int) -> None:
    """Make exactly these schools the mentor's own: the right to be there, and the role this year."""
    wanted = {school.pk: school for school in schools}
    if any(school.provider_id != provider.pk for school in wanted.values()):
        raise ValueError("a school of another provider")
    rows = Membership.objects.filter(provider=provider, user=mentor, kind=MembershipKind.MENTOR, school__is_active=True)
    with transaction.atomic():
        held = {row.school_id: row for row in rows.select_related("school", "provider", "user")}
        for pk, school in wanted.items():
            if pk not in held:
                add_member(by=by, provider=provider, user=mentor, kind=MembershipKind.MENTOR, school=school)
            if not _holds(school, year, mentor):
                name_holder(by=by, school=school, year=year, kind=Kind.MENTOR, user=mentor)
        for row in [row for pk, row in held.items() if pk not in wanted]:
            _leave_role(by, row, year)
            remove_member(by=by, membership=row)


def _holds(school: School, year: int, mentor: User) -> bool:
    with scope(school=school):
        return RoleHolder.objects.filter(year=year, kind=Kind.MENTOR, user=mentor).exists()


def _leave_role(by: User, membership: Membership, year: int) -> None:
    school = membership.school
    if school is None:
        return
    with scope(school=school):
        held = RoleHolder.objects.filter(year__gte=year, kind=Kind.MENTOR, user=membership.user)
        for holder in held.select_related("school__provider"):
            remove_holder(by=by, holder=holder)


def leave_roles(*, by: User | None, user: User, schools: Iterable[School], year: int) -> None:
    """Someone is no longer of these schools: their roles from this year on become vacant."""
    with transaction.atomic(), scope(school=list(schools)):
        held = RoleHolder.objects.filter(user=user, year__gte=year)
        for holder in held.select_related("school__provider"):
            remove_holder(by=by, holder=holder)


def _belongs(user: User, school: School) -> bool:
    rows = Membership.objects.filter(user=user, provider=school.provider_id)
    if rows.filter(school=school).exists():
        return True
    return rows.filter(kind=MembershipKind.COORDINATOR, school__isnull=True).exists()


def _state(holder: RoleHolder) -> dict[str, Any]:
    hours = holder.hours_per_week
    return {
        "user": holder.user_id,
        "kind": str(holder.kind),
        "year": holder.year,
        "hours_per_week": None if hours is None else float(hours),
    }
