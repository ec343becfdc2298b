"""Who may do what, decided by the address: `/<provider>/<school>/…`.

Every view carries one of the marks below; a test walks the addresses and fails on a bare view. Someone who is
no member gets 404 (the page's existence is nobody else's business), a member without the right 403.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from functools import wraps
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponseBase
from django_scopes import scope

from digivuosi.apps.look.marks import public as for_anyone
from digivuosi.apps.people.marks import for_signed_in, rendered, to_sign_in
from digivuosi.apps.people.models import User
from digivuosi.apps.schools.models import Membership, MembershipKind, Provider, School

__all__ = [
    "Access", "AccessRequest", "Permission", "access_to", "for_anyone", "for_provider", "for_school", "for_signed_in",
]  # fmt: skip


class Permission(StrEnum):
    SEE_SCHOOL = "see-school"
    PLAN_YEAR = "plan-year"
    MANAGE_SCHOOL = "manage-school"
    SEE_PROVIDER = "see-provider"
    OVERSEE_SCHOOLS = "oversee-schools"
    EDIT_TOOLKIT = "edit-toolkit"
    MANAGE_PROVIDER = "manage-provider"


_SEE = frozenset({Permission.SEE_SCHOOL, Permission.SEE_PROVIDER})
GRANTS: dict[str, frozenset[Permission]] = {
    MembershipKind.TEACHER: _SEE,
    MembershipKind.TEAM: _SEE | {Permission.PLAN_YEAR},
    MembershipKind.PRINCIPAL: _SEE | {Permission.PLAN_YEAR, Permission.MANAGE_SCHOOL},
    MembershipKind.MENTOR: _SEE | {Permission.PLAN_YEAR, Permission.OVERSEE_SCHOOLS},
    MembershipKind.COORDINATOR: frozenset(Permission),
}
_OF_PROVIDER = frozenset({Permission.SEE_PROVIDER, Permission.OVERSEE_SCHOOLS})
"""Rights that a membership at one school gives in the provider's own pages."""


@dataclass(frozen=True)
class Access:
    """What the signed-in person may do at the address asked for."""

    user: User
    provider: Provider
    memberships: tuple[Membership, ...]
    school: School | None = None

    @property
    def kinds(self) -> frozenset[str]:
        """Kinds of membership that count here."""
        return frozenset(m.kind for m in self.memberships if self._counts(m))

    def _counts(self, membership: Membership) -> bool:
        return membership.school_id is None or self.school is None or membership.school_id == self.school.pk

    def allows(self, permission: Permission | str) -> bool:
        """Whether the person may do this here."""
        if self.school is None:
            if MembershipKind.COORDINATOR in self.kinds:
                return True
            return permission in _OF_PROVIDER and any(permission in GRANTS[k] for k in self.kinds)
        return any(permission in GRANTS[kind] for kind in self.kinds)

    @property
    def here(self) -> School:
        """The school of the address; only views of a school may ask."""
        if self.school is None:
            raise LookupError("this page is of no school")
        return self.school

    @property
    def is_coordinator(self) -> bool:
        return MembershipKind.COORDINATOR in self.kinds

    @property
    def own_schools(self) -> list[School]:
        """The active schools of this provider that the person belongs to, by name."""
        own = {m.school_id: m.school for m in self.memberships if m.school is not None and m.school.is_active}
        return sorted(own.values(), key=lambda school: school.name.casefold())

    def schools(self) -> list[School]:
        """Active schools this person may see in this provider, the administration first."""
        rows = School.objects.filter(provider=self.provider, is_active=True)
        if not self.is_coordinator:
            rows = rows.filter(pk__in=[m.school_id for m in self.memberships if m.school_id])
        return list(rows)


class AccessRequest(HttpRequest):
    access: Access


View = Callable[..., HttpResponseBase]


def access_to(user: User, provider_slug: str, school_slug: str | None = None) -> Access:
    """Return the person's access, or raise Http404 for someone who is no member there."""
    memberships = tuple(
        Membership.objects.filter(user=user, provider__slug=provider_slug).select_related("provider", "school")
    )
    if not memberships:
        raise Http404
    provider = memberships[0].provider
    if school_slug is None:
        return Access(user, provider, memberships)
    school = School.objects.filter(provider=provider, slug=school_slug, is_active=True).first()
    if school is None:
        raise Http404
    school.provider = provider
    access = Access(user, provider, memberships, school)
    if not access.kinds:
        raise Http404
    return access


def for_school(permission: Permission) -> Callable[[View], View]:
    """The view is of one school; it gets `request.access` and runs in the scope of that school."""

    def mark(view: View) -> View:
        @wraps(view)
        def guarded(request: Any, provider: str, school: str, **rest: Any) -> HttpResponseBase:
            if not request.user.is_authenticated:
                return to_sign_in(request)
            access = access_to(request.user, provider, school)
            if not access.allows(permission):
                raise PermissionDenied
            request.access = access
            with scope(provider=access.provider, school=access.school):
                return rendered(view(request, **rest))

        guarded.access_mark = ("school", permission)  # type: ignore[attr-defined]
        return guarded

    return mark


def for_provider(permission: Permission) -> Callable[[View], View]:
    """The view is of a provider; it runs in the scope of the schools that the person may see."""

    def mark(view: View) -> View:
        @wraps(view)
        def guarded(request: Any, provider: str, **rest: Any) -> HttpResponseBase:
            if not request.user.is_authenticated:
                return to_sign_in(request)
            access = access_to(request.user, provider)
            if not access.allows(permission):
                raise PermissionDenied
            request.access = access
            with scope(provider=access.provider, school=access.schools()):
                return rendered(view(request, **rest))

        guarded.access_mark = ("provider", permission)  # type: ignore[attr-defined]
        return guarded

    return mark
