"""What is done to people: made, changed, let in by a link."""

from __future__ import annotations

from collections.abc import Iterable

from allauth.account.models import EmailAddress
from django.contrib.auth import login
from django.db import transaction
from django.http import HttpRequest

from digivuosi.apps.look import clock
from digivuosi.apps.people.mailing import send_sign_in_link
from digivuosi.apps.people.models import SignInLink, User
from digivuosi.apps.people.queries import user_by_email


def make_user(*, email: str, name: str, language: str, password: str | None = None, is_verified: bool = False) -> User:
    """Make a person. Without a password they come in by a link in their mail."""
    with transaction.atomic():
        user = User.objects.create_user(email.strip(), password, name=name.strip(), language=language)
        EmailAddress.objects.create(user=user, email=user.email, primary=True, verified=is_verified)
    return user


def make_users(people: Iterable[tuple[str, str, str]]) -> list[User]:
    """Make many people without passwords at once, from (e-mail, name, language)."""
    users = [
        User(email=User.objects.normalize_email(email.strip()).lower(), name=name.strip(), language=language)
        for email, name, language in people
    ]
    for user in users:
        user.set_unusable_password()
    with transaction.atomic():
        User.objects.bulk_create(users)
        EmailAddress.objects.bulk_create(EmailAddress(user=user, email=user.email, primary=True) for user in users)
    return users


def change_settings(*, by: User, name: str, language: str) -> None:
    """Change one's own name and language."""
    by.name, by.language = name.strip(), language
    by.save(update_fields=["name", "language"])


def confirm_address(*, user: User) -> None:
    """The person has shown that the mail reaches them: they opened a link that was only in their mail."""
    with transaction.atomic():
        address, _ = EmailAddress.objects.get_or_create(user=user, email=user.email, defaults={"primary": True})
        if not address.verified and address.can_set_verified():
            address.verified = True
            address.save(update_fields=["verified"])


def ask_for_link(*, email: str, origin: str = "") -> None:
    """Mail a one-time link when there is such a person. Nothing tells whether there is: the same work is queued."""
    user = user_by_email(email)
    send_sign_in_link.enqueue(user.pk if user and user.is_active else 0, origin)


def use_link(*, link: SignInLink) -> User | None:
    """Use up a link; None when somebody was faster. The other live links of the person die with it."""
    with transaction.atomic():
        now = clock.now()
        if not SignInLink.objects.filter(pk=link.pk, used_at__isnull=True).update(used_at=now):
            return None
        SignInLink.objects.filter(user=link.user, used_at__isnull=True).update(used_at=now)
        confirm_address(user=link.user)
    return link.user


def join(*, user: User, name: str, language: str, password: str | None) -> None:
    """Take an invited person in: their name as they write it, a password if they want one."""
    with transaction.atomic():
        user.name, user.language = name.strip() or user.name, language
        if password:
            user.set_password(password)
        user.save(update_fields=["name", "language", "password"])
        confirm_address(user=user)


def sign_in(request: HttpRequest, *, user: User) -> None:
    """Begin a session for a person whose right to it has been checked."""
    login(request, user, backend="django.contrib.auth.backends.ModelBackend")
