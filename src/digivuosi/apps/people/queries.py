"""Finding people."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.http import HttpRequest

from digivuosi.apps.people.models import SignInLink, User
from digivuosi.apps.people.secrets import hash_of

LINK_LIVES = timedelta(minutes=20)


def person_of(request: HttpRequest) -> User | None:
    """The signed-in person of a request."""
    return request.user if isinstance(request.user, User) else None


def user_by_email(email: str) -> User | None:
    """The person with this address; capitals do not matter."""
    return User.objects.filter(email=email.strip().lower()).first()


def users_by_email(emails: set[str]) -> dict[str, User]:
    """The people with these addresses, in one query."""
    return {user.email: user for user in User.objects.filter(email__in={e.strip().lower() for e in emails})}


def live_link(secret: str, now: datetime) -> SignInLink | None:
    """The unused sign-in link with this secret, while it lives."""
    return (
        SignInLink.objects.select_related("user")
        .filter(
            token_hash=hash_of(secret),
            used_at__isnull=True,
            created_at__gt=now - LINK_LIVES,
            user__is_active=True,
        )
        .first()
    )


def has_joined(user: User) -> bool:
    """Whether the person has ever been here: has a password or has signed in."""
    return user.last_login is not None or user.has_usable_password()


def signed_in_person(request: HttpRequest) -> User:
    """Who is signed in; only pages for signed-in people may ask."""
    if not isinstance(request.user, User):
        raise LookupError("nobody has signed in")
    return request.user
