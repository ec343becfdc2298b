"""Mail to people, made by the background worker: the secret is born there and is stored nowhere."""

from __future__ import annotations

from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from digivuosi.apps.look.background import task
from digivuosi.apps.people.addresses import absolute
from digivuosi.apps.people.models import SignInLink, User
from digivuosi.apps.people.secrets import hash_of, new_secret


@task
def send_sign_in_link(user_id: int, origin: str) -> None:
    """Make a one-time link for the person and mail it; an unknown person gets nothing."""
    user = User.objects.filter(pk=user_id, is_active=True).first()
    if user is None:
        return
    secret = new_secret()
    SignInLink.objects.create(user=user, token_hash=hash_of(secret))
    link = absolute(reverse("people:use_link", kwargs={"secret": secret}), origin)
    mail_to(user, "people/mail/link.txt", link=link)


def mail_to(user: User, template: str, **context: object) -> None:
    """Mail a person in their own language; the template's first line is the subject."""
    with translation.override(user.language):
        words = render_to_string(template, {"person": user, **context})
    subject, _, body = words.strip().partition("\n")
    send_mail(subject.strip(), body.strip() + "\n", None, [user.email])
