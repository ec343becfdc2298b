"""What is done to providers, schools, memberships and calendars."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django_scopes import scope

from digivuosi.apps.look import clock
from digivuosi.apps.people.actions import make_user
from digivuosi.apps.people.models import User
from digivuosi.apps.people.queries import user_by_email
from digivuosi.apps.people.secrets import hash_of, new_secret
from digivuosi.apps.schools.events import record
from digivuosi.apps.schools.mailing import send_invitation
from digivuosi.apps.schools.models import (
    CalendarYear,
    Invitation,
    Membership,
    MembershipKind,
    Provider,
    School,
)
from digivuosi.apps.schools.signals import member_removed
from digivuosi.apps.schools.slugs import SCHOOL_RESERVED, slug_for
from digivuosi.domain.schoolyear.calendar import SchoolYear

ADMINISTRATION_SLUG = "hallinto"
ADMINISTRATION_NAMES = {"fi": "Opetushallinto", "sv": "Bildningsförvaltningen", "en": "Administration"}
MOST_SCHOOLS = 2000


class Refused(Exception):
    """The rules do not allow it; the words are for the person who asked, and nothing was changed."""

    def __init__(self, words: str | Promise) -> None:
        super().__init__(words)
        self.words = words


# --- providers and schools ------------------------------------------------------------------------------------


def start_provider(
    *, by: User, name: str, slug: str, language: str, contact: str = "", is_demo: bool = False
) -> Provider:
    """Start a provider: its first coordinator and its administration, which has a year of its own too."""
    provider = Provider(name=name.strip(), slug=slug, language=language, contact=contact, is_demo=is_demo)
    provider.full_clean()
    with transaction.atomic(), scope(provider=provider):
        provider.save()
        record(by=by, provider=provider, verb="provider.start", about=provider, title=provider.name)
        administration = School.objects.create(
            provider=provider,
            slug=ADMINISTRATION_SLUG,
            name=ADMINISTRATION_NAMES[language],
            languages=language,
            is_administration=True,
        )
        record(
            by=by,
            provider=provider,
            school=administration,
            verb="school.add",
            about=administration,
            title=administration.name,
            after=_school_state(administration),
        )
        add_member(by=by, provider=provider, user=by, kind=MembershipKind.COORDINATOR)
    return provider


def change_provider(*, by: User, provider: Provider, name: str, language: str, contact: str) -> None:
    """Change what a provider is called, its language and its contact address."""
    with transaction.atomic(), scope(provider=provider):
        before = {"name": provider.name, "language": provider.language, "contact": provider.contact}
        provider.name, provider.language, provider.contact = name.strip(), language, contact
        provider.full_clean()
        provider.save()
        after = {"name": provider.name, "language": provider.language, "contact": provider.contact}
        record(
            by=by,
            provider=provider,
            verb="provider.change",
            about=provider,
            title=provider.name,
            before=before,
            after=after,
        )


def add_school(
    *,
    by: User,
    provider: Provider,
    name: str,
    slug: str = "",
    languages: str = "fi",
    pupil_count: int | None = None,
) -> School:
    """Add a school; without an address it gets one from its name."""
    with transaction.atomic(), scope(provider=provider):
        taken = set(School.objects.filter(provider=provider).values_list("slug", flat=True))
        if len(taken) >= MOST_SCHOOLS:
            raise Refused(_("There is no room for more schools."))
        school = School(
            provider=provider,
            name=name.strip(),
            slug=slug or slug_for(name, taken | SCHOOL_RESERVED),
            languages=languages,
            pupil_count=pupil_count,
        )
        school.full_clean()
        school.save()
        record(
            by=by,
            provider=provider,
            school=school,
            verb="school.add",
            about=school,
            title=school.name,
            after=_school_state(school),
        )
    return school


def change_school(*, by: User, school: School, **changes: Any) -> School:
    """Change a school's name, languages, number of pupils or whether its wheel is public."""
    unknown = set(changes) - {"name", "languages", "pupil_count", "is_wheel_public"}
    if unknown:
        raise TypeError(f"a school's {', '.join(sorted(unknown))} cannot be changed")
    with transaction.atomic(), scope(provider=school.provider):
        before = _school_state(school)
        for field, value in changes.items():
            setattr(school, field, value)
        school.full_clean()
        school.save()
        _record_school(by, school, "school.change", before)
    return school


def close_school(*, by: User, school: School) -> None:
    """Take a school away from the pages; its rows stay, and it can be opened again."""
    if school.is_administration:
        raise Refused(_("The administration cannot be closed."))
    _set_active(by, school, "school.close", False)


def open_school(*, by: User, school: School) -> None:
    """Bring a closed school back as it was."""
    _set_active(by, school, "school.open", True)


def _set_active(by: User, school: School, verb: str, active: bool) -> None:
    with transaction.atomic(), scope(provider=school.provider):
        before = _school_state(school)
        school.is_active = active
        school.save(update_fields=["is_active"])
        _record_school(by, school, verb, before)


def _record_school(by: User, school: School, verb: str, before: dict[str, Any]) -> None:
    record(
        by=by,
        provider=school.provider,
        school=school,
        verb=verb,
        about=school,
        title=school.name,
        before=before,
        after=_school_state(school),
    )


def _school_state(school: School) -> dict[str, Any]:
    return {
        "name": school.name,
        "languages": school.languages,
        "pupil_count": school.pupil_count,
        "is_wheel_public": school.is_wheel_public,
        "is_active": school.is_active,
    }


# --- memberships ----------------------------------------------------------------------------------------------


def add_member(*, by: User, provider: Provider, user: User, kind: str, school: School | None = None) -> Membership:
    """Give a person a right at a school, or (coordinator) in the whole provider; once is enough."""
    check_place(provider, kind, school)
    with transaction.atomic(), scope(provider=provider):
        membership, is_new = Membership.objects.get_or_create(
            user=user, provider=provider, school=school, kind=MembershipKind(kind)
        )
        if is_new:
            record(
                by=by,
                provider=provider,
                school=school,
                verb="member.add",
                about=membership,
                after=membership_state(membership),
            )
    return membership


def check_place(provider: Provider, kind: str, school: School | None) -> None:
    """Raise when there can be no such right in such a place."""
    if school is not None and school.provider_id != provider.pk:
        raise ValueError("the school is of another provider")
    if (kind == MembershipKind.COORDINATOR) != (school is None):
        raise ValidationError(_("A coordinator is of the whole provider; everyone else is of a school."))


def change_member(*, by: User, membership: Membership, kind: str) -> Membership:
    """Give another right in the same place."""
    with transaction.atomic():
        changed = add_member(
            by=by,
            provider=membership.provider,
            user=membership.user,
            kind=kind,
            school=membership.school,
        )
        if changed.pk != membership.pk:
            _take_away(by, membership)
    return changed


def remove_member(*, by: User, membership: Membership) -> None:
    """Take a right away. A provider always keeps a coordinator."""
    provider, user, school = membership.provider, membership.user, membership.school
    with transaction.atomic(), scope(provider=provider):
        _take_away(by, membership)
        if school is None or not Membership.objects.filter(user=user, school=school).exists():
            member_removed.send(Membership, user=user, provider=provider, school=school, by=by)


def _take_away(by: User, membership: Membership) -> None:
    provider = membership.provider
    with scope(provider=provider):
        others = Membership.objects.filter(provider=provider, kind=MembershipKind.COORDINATOR)
        if membership.kind == MembershipKind.COORDINATOR and not others.exclude(pk=membership.pk).exists():
            raise Refused(_("A provider needs a coordinator. Invite another one first."))
        record(
            by=by,
            provider=provider,
            school=membership.school,
            verb="member.remove",
            about=membership,
            before=membership_state(membership),
        )
        membership.delete()


def membership_state(membership: Membership) -> dict[str, Any]:
    # Numbers, not names: the log must not keep the name of someone who has been deleted.
    return {"user": membership.user_id, "kind": str(membership.kind), "school": membership.school_id}


# --- invitations ----------------------------------------------------------------------------------------------


def invite(
    *,
    by: User,
    provider: Provider,
    email: str,
    name: str,
    kind: str,
    school: School | None = None,
    language: str | None = None,
    origin: str = "",
) -> Invitation:
    """Make a person a member and mail them the way in. Inviting again mails again."""
    with transaction.atomic(), scope(provider=provider):
        user = user_by_email(email) or make_user(email=email, name=name, language=language or provider.language)
        add_member(by=by, provider=provider, user=user, kind=kind, school=school)
        invitation = Invitation.objects.filter(user=user, accepted_at__isnull=True).first()
        if invitation is None:
            # The secret is born when the mail is made; this one nobody knows.
            invitation = Invitation(provider=provider, user=user, token_hash=hash_of(new_secret()))
        invitation.name, invitation.invited_by = name.strip(), by
        invitation.save()
        record(
            by=by,
            provider=provider,
            school=school,
            verb="member.invite",
            about=invitation,
            after={"user": user.pk, "kind": str(kind), "school": school.pk if school else None},
        )
        send_invitation.enqueue(invitation.pk, origin)
    return invitation


def accept_invitation(*, invitation: Invitation) -> None:
    """The invited person has come; the link is used up."""
    with transaction.atomic(), scope(provider=invitation.provider):
        invitation.accepted_at = clock.now()
        invitation.save(update_fields=["accepted_at"])
        record(by=invitation.user, provider=invitation.provider, verb="member.accept", about=invitation)


# --- calendars ------------------------------------------------------------------------------------------------


def save_calendar(*, by: User, provider: Provider, year: SchoolYear) -> None:
    """Keep the provider's calendar of a school year; a saved one is replaced."""
    with transaction.atomic(), scope(provider=provider):
        row = CalendarYear.objects.filter(starts=year.starts).first()
        before = row.document if row else None
        document = year.to_document()
        if before == document:
            return
        row = row or CalendarYear(provider=provider, starts=year.starts)
        row.document = document
        row.save()
        record(
            by=by,
            provider=provider,
            verb="calendar.save",
            about=row,
            title=str(row),
            before=before,
            after=document,
        )
