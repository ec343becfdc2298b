from __future__ import annotations

from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from digivuosi.apps.people.models import User
from digivuosi.apps.schools.models import Invitation, Membership
from tests.cast import Municipality, Someone

NO_SECOND = pytest.mark.one_database(
    "test_an_invited_person_comes_in_with_a_password stores on both; this asks for words"
)


def invite(coordinator: Someone, email: str = "uusi@kuusela.example", kind: str = "teacher") -> str:
    form = {"name": "Uuno Uusi", "email": email, "language": "sv", "school": "kivelan-koulu", "kind": kind}
    assert coordinator.post("/kuusela/people/invite/", form).status_code == 302
    return "/accounts/invitation/" + mail.outbox[-1].body.split("/accounts/invitation/")[1].split()[0]


def test_an_invited_person_comes_in_with_a_password(coordinator: Someone, signed_out: Someone) -> None:
    url = invite(coordinator)
    assert "Uuno Uusi" in signed_out.get(url).content.decode()
    form = {"name": "Uuno U.", "language": "sv", "password": "en lång och bra fras"}
    assert signed_out.post(url, form)["Location"] == "/kuusela/"
    assert signed_out.get("/kuusela/").status_code == 200
    assert Someone().login(username="uusi@kuusela.example", password="en lång och bra fras")
    assert signed_out.get(url).status_code == 410, "an invitation works once"


@NO_SECOND
def test_the_mail_is_in_the_language_of_the_invitation(coordinator: Someone) -> None:
    invite(coordinator)
    assert mail.outbox[0].subject
    assert User.objects.get(email="uusi@kuusela.example").language == "sv"


def test_a_password_is_not_needed(coordinator: Someone, signed_out: Someone) -> None:
    url = invite(coordinator)
    assert signed_out.post(url, {"name": "Uuno", "language": "fi", "password": ""}).status_code == 302
    assert not User.objects.get(email="uusi@kuusela.example").has_usable_password()


@NO_SECOND
def test_a_weak_password_is_refused(coordinator: Someone, signed_out: Someone) -> None:
    url = invite(coordinator)
    assert signed_out.post(url, {"name": "Uuno", "language": "fi", "password": "salasana"}).status_code == 422
    assert "_auth_user_id" not in signed_out.session


def test_an_old_invitation_is_gone(coordinator: Someone, signed_out: Someone) -> None:
    url = invite(coordinator)
    rows = Invitation.objects.with_scopes_disabled()  # type: ignore[attr-defined]
    rows.update(sent_at=timezone.now() - timedelta(days=15))
    assert signed_out.get(url).status_code == 410


def test_someone_with_an_account_must_sign_in_first(
    coordinator: Someone, lahela: Municipality, signed_out: Someone
) -> None:
    url = invite(coordinator, "teacher@lahela.example")
    assert "/accounts/login/" in signed_out.get(url).content.decode()
    signed_out.post(url, {"name": "Thief", "language": "fi", "password": "a stolen account 1"})
    assert "_auth_user_id" not in signed_out.session
    owner = Someone(lahela.people["teacher"])
    assert owner.post(url).status_code == 302
    assert owner.get("/kuusela/").status_code == 200


def test_an_invitation_does_not_tell_who_has_an_account(coordinator: Someone, lahela: Municipality) -> None:
    User.objects.filter(email="teacher@lahela.example").update(name="Salainen Nimi")
    invite(coordinator, "teacher@lahela.example")
    for url in ("/kuusela/people/", "/kuusela/history/"):
        page = coordinator.get(url).content.decode()
        assert "Uuno Uusi" in page
        assert "Salainen Nimi" not in page


def test_inviting_again_makes_the_first_link_useless(coordinator: Someone, signed_out: Someone) -> None:
    first = invite(coordinator)
    second = invite(coordinator)
    assert signed_out.get(first).status_code == 410
    assert signed_out.get(second).status_code == 200
    assert Membership.objects.filter(user__email="uusi@kuusela.example").count() == 1


def test_a_principal_invites_to_the_own_school_only(principal: Someone, kuusela: Municipality) -> None:
    form = {"name": "U", "email": "u@kuusela.example", "language": "fi", "school": "rantalan-koulu", "kind": "teacher"}
    assert principal.post("/kuusela/kivelan-koulu/people/invite/", form).status_code == 302
    assert Membership.objects.get(user__email="u@kuusela.example").school == kuusela.school
    for kind in ("mentor", "coordinator"):
        refused = principal.post("/kuusela/kivelan-koulu/people/invite/", {**form, "kind": kind})
        assert refused.status_code == 422


def test_a_principal_leaves_the_mentor_alone(principal: Someone, kuusela: Municipality) -> None:
    mentor = Membership.objects.get(provider=kuusela.provider, kind="mentor")
    url = f"/kuusela/kivelan-koulu/people/{mentor.pk}/"
    assert principal.post(url, {"kind": "teacher"}).status_code == 404
    assert principal.post(f"{url}remove/").status_code == 404
    assert Membership.objects.filter(pk=mentor.pk).exists()
