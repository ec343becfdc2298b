"""Inviting many people at once: the same as one by one, in a few queries however many they are."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db import transaction
from django_scopes import scope

from digivuosi.apps.people.actions import make_users
from digivuosi.apps.people.models import User
from digivuosi.apps.people.queries import has_joined, users_by_email
from digivuosi.apps.people.secrets import hash_of, new_secret
from digivuosi.apps.schools.actions import check_place, membership_state
from digivuosi.apps.schools.events import record_all, told
from digivuosi.apps.schools.mailing import send_invitations
from digivuosi.apps.schools.models import Invitation, Membership, MembershipKind, Provider, School
from digivuosi.apps.schools.queries import memberships_by_email
from digivuosi.apps.schools.tenant import guard_all


@dataclass(frozen=True)
class Invitee:
    """Who is invited, and to what; one person may stand in several."""

    email: str
    name: str
    language: str
    kind: str
    school: School | None = None


def invite_many(*, by: User, provider: Provider, invitees: Sequence[Invitee], origin: str = "") -> dict[str, User]:
    """Make people members and mail each the way in, once; who has been here already only gets the right.

    Returns everyone by e-mail address.
    """
    firsts: dict[str, Invitee] = {}
    for invitee in invitees:
        firsts.setdefault(invitee.email, invitee)
    with transaction.atomic(), scope(provider=provider):
        users = users_by_email(set(firsts))
        here = memberships_by_email(provider)
        welcome = {email for email, user in users.items() if email in here and has_joined(user)}
        strangers = [one for email, one in firsts.items() if email not in users]
        users |= {user.email: user for user in make_users([(s.email, s.name, s.language) for s in strangers])}
        _add_members(by, provider, [(users[one.email], one.kind, one.school) for one in invitees])
        _invite(by, provider, [(users[email], one) for email, one in firsts.items() if email not in welcome], origin)
    return users


def _add_members(by: User, provider: Provider, places: Iterable[tuple[User, str, School | None]]) -> None:
    held: set[tuple[int, int | None, str]] = set(
        Membership.objects.filter(provider=provider).values_list("user_id", "school_id", "kind")
    )
    rows = []
    for user, kind, school in places:
        check_place(provider, kind, school)
        key = (user.pk, school.pk if school else None, str(kind))
        if key not in held:
            held.add(key)
            rows.append(Membership(user=user, provider=provider, school=school, kind=MembershipKind(kind)))
    Membership.objects.bulk_create(rows)
    record_all(
        told(by=by, provider=provider, school=row.school, verb="member.add", about=row, after=membership_state(row))
        for row in rows
    )


def _invite(by: User, provider: Provider, people: Sequence[tuple[User, Invitee]], origin: str) -> None:
    open_rows = Invitation.objects.filter(user__in=[user for user, _one in people], accepted_at__isnull=True)
    waiting = {row.user_id: row for row in open_rows.order_by("-pk")}
    rows = []
    for user, one in people:
        # The secret is born when the mail is made; this one nobody knows.
        row = waiting.get(user.pk) or Invitation(provider=provider, user=user, token_hash=hash_of(new_secret()))
        row.name, row.invited_by = one.name.strip(), by
        rows.append(row)
    guard_all(rows)
    Invitation.objects.bulk_update([row for row in rows if row.pk], ["name", "invited_by"])
    Invitation.objects.bulk_create([row for row in rows if not row.pk])
    record_all(
        told(by=by, provider=provider, school=one.school, verb="member.invite", about=row, after=_invited(row, one))
        for row, (_user, one) in zip(rows, people, strict=True)
    )
    if rows:
        send_invitations.enqueue([row.pk for row in rows], origin)


def _invited(row: Invitation, one: Invitee) -> dict[str, object]:
    return {"user": row.user_id, "kind": str(one.kind), "school": one.school.pk if one.school else None}
