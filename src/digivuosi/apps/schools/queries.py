"""What is asked of schools, their people and their calendars."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from django.db.models import Count, Q
from django.http import HttpRequest
from django_scopes import scope

from digivuosi.apps.look import clock
from digivuosi.apps.people.demo import DemoPerson
from digivuosi.apps.people.models import User
from digivuosi.apps.people.secrets import hash_of
from digivuosi.apps.schools.models import (
    CalendarYear,
    Event,
    Invitation,
    Membership,
    MembershipKind,
    Provider,
    School,
)
from digivuosi.domain.schoolyear.calendar import SchoolYear, suggested_year, year_of_school

YEARS_AROUND = 2
"""How far from now pages go; older years stay in the history."""


def school_year_now(today: object) -> int:
    """The calendar year in which the school year of `today` starts: 2026 for August 2026 – July 2027."""
    return year_of_school(today)  # type: ignore[arg-type]


def asked_year(request: HttpRequest) -> int:
    """The school year that the address asks for (`?year=2026`), kept near now; else this one."""
    now = school_year_now(clock.today())
    asked = request.GET.get("year", "")
    if not (asked.isascii() and asked.isdecimal() and len(asked) == 4):
        return now
    return min(max(int(asked), now - YEARS_AROUND), now + YEARS_AROUND)


def years_offered() -> range:
    """The school years that pages offer."""
    now = school_year_now(clock.today())
    return range(now - YEARS_AROUND, now + YEARS_AROUND + 1)


def calendar_of(provider: Provider, starts: int) -> SchoolYear:
    """The provider's calendar of a year, else the usual one."""
    with scope(provider=provider):
        found = CalendarYear.objects.filter(starts=starts).values_list("document", flat=True).first()
    return _suggested(starts) if found is None else _parsed(json.dumps(found, sort_keys=True))


def has_calendar(provider: Provider, starts: int) -> bool:
    """Whether the provider has saved a calendar of its own for the year."""
    with scope(provider=provider):
        return CalendarYear.objects.filter(starts=starts).exists()


def saved_years(provider: Provider) -> list[int]:
    """The years that have a calendar of the provider's own."""
    with scope(provider=provider):
        return list(CalendarYear.objects.order_by("starts").values_list("starts", flat=True))


@lru_cache(maxsize=512)
def _parsed(document: str) -> SchoolYear:
    return SchoolYear.from_document(json.loads(document))


@lru_cache(maxsize=16)
def _suggested(starts: int) -> SchoolYear:
    return suggested_year(starts)


def members_of(school: School) -> list[User]:
    """The people of a school; the administration's are those of the whole provider too."""
    here = Q(memberships__school=school)
    if school.is_administration:
        here |= Q(memberships__provider=school.provider_id, memberships__school__isnull=True)
    people = list(User.objects.filter(here, is_active=True).distinct())
    call_as_invited(school.provider, people)
    return sorted(people, key=lambda person: (str(person).casefold(), person.email))


def call_as_invited(provider: Provider, people: Iterable[User]) -> None:
    """Let who has been invited and not come yet go by the name that the inviter wrote, else by the address.

    An invitation must not tell whether an address has an account elsewhere, or whose it is.
    """
    by_id: dict[int, list[User]] = {}
    for person in people:
        by_id.setdefault(person.pk, []).append(person)
    if not by_id:
        return
    with scope(provider=provider):
        rows = Invitation.objects.filter(user__in=by_id)
        told = list(rows.order_by("sent_at", "pk").values_list("user_id", "name", "accepted_at"))
    come = {user_id for user_id, _name, accepted_at in told if accepted_at is not None}
    for user_id, name, _accepted_at in told:
        for person in by_id[user_id]:
            person.called = "" if user_id in come else name or person.email


@dataclass(frozen=True)
class Member:
    """A membership as pages show it."""

    membership: Membership
    invitation: Invitation | None

    @property
    def name(self) -> str:
        """The person's name; until they have come, the name that the inviter wrote.

        An invitation must not tell whether an address has an account elsewhere, or whose it is.
        """
        if self.is_invited and self.invitation is not None:
            return self.invitation.name or self.membership.user.email
        return str(self.membership.user)

    @property
    def is_invited(self) -> bool:
        return self.invitation is not None and self.invitation.accepted_at is None


def people_of(provider: Provider, school: School | None = None) -> list[Member]:
    """The memberships of a provider or a school, by school and name, with their invitations."""
    rows = Membership.objects.filter(provider=provider).select_related("user", "school")
    if school is not None:
        rows = rows.filter(school=school)
    with scope(provider=provider):
        invitations = {i.user_id: i for i in Invitation.objects.order_by("sent_at", "pk")}
    members = [Member(row, invitations.get(row.user_id)) for row in rows]
    return sorted(members, key=lambda m: (_place(m.membership), m.name.casefold()))


def _place(membership: Membership) -> tuple[bool, str]:
    return (membership.school is not None, membership.school.name.casefold() if membership.school else "")


def membership_of(provider: Provider, pk: int, school: School | None = None) -> Membership | None:
    """One membership of this provider (and this school)."""
    rows = Membership.objects.filter(provider=provider, pk=pk).select_related("user", "school", "provider")
    return (rows.filter(school=school) if school is not None else rows).first()


def memberships_of(user: User) -> list[Membership]:
    """A person's own memberships everywhere."""
    rows = Membership.objects.filter(user=user).select_related("provider", "school")
    return sorted(
        rows.exclude(school__is_active=False),
        key=lambda m: (m.provider.name.casefold(), _place(m)),
    )


def schools_of(provider: Provider, *, closed: bool = False) -> list[School]:
    """The provider's schools with the number of their people, the administration first."""
    rows = School.objects.filter(provider=provider).annotate(people=Count("memberships", distinct=True))
    return list(rows if closed else rows.filter(is_active=True))


def school_of(provider: Provider, slug: str) -> School | None:
    """One school of this provider, closed ones too."""
    return School.objects.filter(provider=provider, slug=slug).first()


def coordinators_of(provider: Provider) -> list[User]:
    rows = User.objects.filter(
        memberships__provider=provider, memberships__kind=MembershipKind.COORDINATOR, is_active=True
    )
    people = list(rows.distinct())
    call_as_invited(provider, people)
    return people


def invitation_by(secret: str) -> Invitation | None:
    """The open invitation with this secret. Its hash is the key; no tenant is known yet, so no scope either."""
    rows = Invitation.objects.with_scopes_disabled().select_related("user", "provider")  # type: ignore[attr-defined]
    found: Invitation | None = rows.filter(
        token_hash=hash_of(secret),
        accepted_at__isnull=True,
        sent_at__gt=clock.now() - Invitation.LIVES,
        user__is_active=True,
    ).first()
    return found


def events_of(provider: Provider, school: School | None, *, before: int | None, count: int) -> list[Event]:
    """The newest events, before event number `before` when given; of one school, or of the whole provider."""
    with scope(provider=provider):
        rows = Event.objects.select_related("by", "school", "undone_by", "undoes")
        if school is not None:
            rows = rows.filter(school=school)
        if before is not None:
            rows = rows.filter(pk__lt=before)
        return list(rows.order_by("-pk")[:count])


def right_of_event(event: Event) -> str:
    """Which right an event of a membership is about."""
    state = event.after or event.before or {}
    kind = state.get("kind", "")
    return str(MembershipKind(kind).label) if kind in MembershipKind.values else ""


def event_of(provider: Provider, pk: int, school: School | None) -> Event | None:
    with scope(provider=provider):
        rows = Event.objects.filter(pk=pk).select_related("provider", "school", "by")
        return (rows if school is None else rows.filter(school=school)).first()


def names_taken(provider: Provider) -> set[str]:
    """The names of the provider's schools, folded, closed ones too."""
    return {name.casefold() for name in School.objects.filter(provider=provider).values_list("name", flat=True)}


def names_here(provider: Provider, ids: Iterable[int]) -> dict[int, str]:
    """Names by number, for the history; those who are gone are missing, those who have not come yet go by the name
    that their inviter wrote."""
    people = list(User.objects.in_bulk(set(ids)).values())
    call_as_invited(provider, people)
    return {person.pk: str(person) for person in people}


def has_schools(provider: Provider) -> bool:
    """Whether there is any school beside the administration."""
    return School.objects.filter(provider=provider, is_active=True, is_administration=False).exists()


def has_others(provider: Provider) -> bool:
    """Whether anyone but coordinators belongs here yet."""
    return Membership.objects.filter(provider=provider, school__isnull=False).exists()


def provider_again(provider: Provider) -> Provider:
    """The row as it is stored: a form has changed the one in hand, and the log wants what was before."""
    return Provider.objects.get(pk=provider.pk)


def school_again(school: School) -> School:
    """The row as it is stored: a form has changed the one in hand, and the log wants what was before."""
    return School.objects.select_related("provider").get(pk=school.pk)


def member_with_invitation(membership: Membership) -> Member:
    with scope(provider=membership.provider):
        invitation = Invitation.objects.filter(user=membership.user).order_by("-sent_at", "-pk").first()
    return Member(membership, invitation)


def people_of_demo() -> list[DemoPerson]:
    """One person for each right in each demo provider, whose every membership is in a demo."""
    real = Membership.objects.filter(provider__is_demo=False).values("user")
    rows = (
        Membership.objects.filter(
            provider__is_demo=True, user__is_active=True, user__is_staff=False, user__is_superuser=False
        )
        .exclude(user__in=real)
        .exclude(school__is_administration=True)
        .select_related("user", "school", "provider")
        .order_by("provider", "pk")
    )
    kinds = MembershipKind
    order: list[str] = [kinds.PRINCIPAL, kinds.TEAM, kinds.TEACHER, kinds.MENTOR, kinds.COORDINATOR]
    first: dict[tuple[int, str], Membership] = {}
    for row in rows:
        first.setdefault((row.provider_id, row.kind), row)
    chosen = sorted(first.values(), key=lambda row: (row.provider_id, order.index(row.kind)))
    return [DemoPerson(r.user, f"{r.get_kind_display()}, {r.school or r.provider}") for r in chosen]


@dataclass(frozen=True)
class PersonWithSchools:
    user: User
    school_ids: frozenset[int]


def users_with_right(provider: Provider, kind: str) -> list[PersonWithSchools]:
    """The people with a right in the provider, each with the schools where they have it."""
    schools: dict[User, set[int]] = {}
    rows = Membership.objects.filter(provider=provider, kind=kind, user__is_active=True).select_related("user")
    for row in rows:
        schools.setdefault(row.user, set()).update({row.school_id} if row.school_id else ())
    call_as_invited(provider, schools)
    found = (PersonWithSchools(user, frozenset(ids)) for user, ids in schools.items())
    return sorted(found, key=lambda person: str(person.user).casefold())


def memberships_by_email(provider: Provider) -> dict[str, set[tuple[int | None, str]]]:
    """Everyone's rights in the provider, by e-mail address: (school, kind) pairs."""
    found: dict[str, set[tuple[int | None, str]]] = {}
    rows = Membership.objects.filter(provider=provider).values_list("user__email", "school_id", "kind")
    for email, school_id, kind in rows:
        found.setdefault(email, set()).add((school_id, kind))
    return found


def provider_by_slug(slug: str) -> Provider | None:
    """A provider by its address; for commands, which have nobody signed in."""
    return Provider.objects.filter(slug=slug).first()
