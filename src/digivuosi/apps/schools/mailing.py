"""Invitations by mail, made by the background worker: the secret is born there and is stored nowhere."""

from __future__ import annotations

from django.urls import reverse
from django_scopes import scope, scopes_disabled

from digivuosi.apps.look import clock
from digivuosi.apps.look.background import task
from digivuosi.apps.people.addresses import absolute
from digivuosi.apps.people.mailing import mail_to
from digivuosi.apps.people.secrets import hash_of, new_secret
from digivuosi.apps.schools.models import Invitation


@task
def send_invitations(invitation_ids: list[int], origin: str) -> None:
    """Queue the mails of many invitations: each is a task of its own, so that one that fails stops no other."""
    for pk in invitation_ids:
        send_invitation.enqueue(pk, origin)


@task
def send_invitation(invitation_id: int, origin: str) -> None:
    """Give the invitation a fresh secret and mail it; an accepted or withdrawn one is left alone."""
    with scopes_disabled():  # a worker has no tenant of its own; the row names it
        invitation = (
            Invitation.objects.filter(pk=invitation_id, accepted_at__isnull=True, user__is_active=True)
            .select_related("user", "provider", "invited_by")
            .first()
        )
    if invitation is None:
        return
    secret = new_secret()
    with scope(provider=invitation.provider):
        invitation.token_hash, invitation.sent_at = hash_of(secret), clock.now()
        invitation.save(update_fields=["token_hash", "sent_at"])
    link = absolute(reverse("schools:join", kwargs={"secret": secret}), origin)
    mail_to(
        invitation.user,
        "schools/mail/invitation.txt",
        link=link,
        provider=invitation.provider,
        inviter=invitation.invited_by,
    )
