from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core import mail
from django.core.exceptions import ValidationError
from django.test import override_settings
from django.utils import timezone, translation

from digivuosi.apps.people.models import SignInLink, User
from digivuosi.apps.people.secrets import hash_of
from tests.cast import PASSWORD, Municipality, Someone, make_municipality

NO_SECOND = pytest.mark.one_database("test_own_settings_are_changed saves on both; this is refused before")

pytestmark = pytest.mark.django_db


def link_in_mail() -> str:
    body = mail.outbox[-1].body
    return "/accounts/link/" + body.split("/accounts/link/")[1].split()[0]


def is_signed_in(client: Someone) -> bool:
    return "_auth_user_id" in client.session


def test_signing_in_with_a_password(kuusela: Municipality, signed_out: Someone) -> None:
    form = {"login": "TEACHER@kuusela.example", "password": PASSWORD}
    assert signed_out.post("/accounts/login/", form).status_code == 302
    assert is_signed_in(signed_out)


def test_a_wrong_password_and_an_unknown_address_look_alike(kuusela: Municipality, signed_out: Someone) -> None:
    answers = []
    for address in ("teacher@kuusela.example", "nobody@kuusela.example"):
        answer = signed_out.post("/accounts/login/", {"login": address, "password": "wrong wrong"})
        assert answer.status_code == 200
        answers.append(answer.context["form"].errors)
    assert answers[0] == answers[1]


def test_the_sixth_wrong_password_waits(kuusela: Municipality, signed_out: Someone) -> None:
    form = {"login": "teacher@kuusela.example", "password": "wrong wrong"}
    for _ in range(5):
        signed_out.post("/accounts/login/", form)
    signed_out.post("/accounts/login/", {**form, "password": PASSWORD})
    assert not is_signed_in(signed_out)


def test_a_link_is_mailed_and_works_once(kuusela: Municipality, signed_out: Someone) -> None:
    assert signed_out.post("/accounts/link/", {"email": "Teacher@kuusela.example"}).status_code == 302
    url = link_in_mail()
    assert signed_out.get(url).status_code == 200
    assert not is_signed_in(signed_out), "a program that scans mail opens links too"
    assert signed_out.post(url).status_code == 302
    assert is_signed_in(signed_out)
    assert Someone().post(url).status_code == 410


def test_only_the_hash_of_a_link_is_kept(kuusela: Municipality, signed_out: Someone) -> None:
    signed_out.post("/accounts/link/", {"email": "teacher@kuusela.example"})
    secret = link_in_mail().split("/")[-2]
    assert SignInLink.objects.get().token_hash == hash_of(secret)


def test_a_link_lives_twenty_minutes(kuusela: Municipality, signed_out: Someone) -> None:
    signed_out.post("/accounts/link/", {"email": "teacher@kuusela.example"})
    SignInLink.objects.update(created_at=timezone.now() - timedelta(minutes=21))
    assert signed_out.get(link_in_mail()).status_code == 410
    assert signed_out.post(link_in_mail()).status_code == 410


def test_using_one_link_ends_the_others(kuusela: Municipality, signed_out: Someone) -> None:
    signed_out.post("/accounts/link/", {"email": "teacher@kuusela.example"})
    first = link_in_mail()
    signed_out.post("/accounts/link/", {"email": "teacher@kuusela.example"})
    signed_out.post(link_in_mail())
    assert Someone().post(first).status_code == 410


def test_an_unknown_address_gets_the_same_answer_and_no_mail(kuusela: Municipality, signed_out: Someone) -> None:
    known = signed_out.post("/accounts/link/", {"email": "teacher@kuusela.example"})
    mail.outbox.clear()
    unknown = signed_out.post("/accounts/link/", {"email": "nobody@kuusela.example"})
    assert (known.status_code, known["Location"]) == (unknown.status_code, unknown["Location"])
    assert not mail.outbox


def test_links_are_limited(kuusela: Municipality, signed_out: Someone) -> None:
    answers = [signed_out.post("/accounts/link/", {"email": "teacher@kuusela.example"}) for _ in range(6)]
    assert [answer.status_code for answer in answers] == [302] * 5 + [429]
    assert len(mail.outbox) == 5


def test_a_closed_account_gets_no_link(kuusela: Municipality, signed_out: Someone) -> None:
    User.objects.filter(email="teacher@kuusela.example").update(is_active=False)
    signed_out.post("/accounts/link/", {"email": "teacher@kuusela.example"})
    assert not mail.outbox


def test_signing_up_with_a_known_address_tells_nothing(kuusela: Municipality, signed_out: Someone) -> None:
    form = {"name": "Joku", "password1": "pitkä ja hyvä salasana"}
    new = signed_out.post("/accounts/signup/", {**form, "email": "new@kuusela.example"})
    known = Someone().post("/accounts/signup/", {**form, "email": "teacher@kuusela.example"})
    assert (new.status_code, new["Location"]) == (known.status_code, known["Location"])
    assert User.objects.get(email="new@kuusela.example").name == "Joku"
    assert [sent.to for sent in mail.outbox] == [["new@kuusela.example"], ["teacher@kuusela.example"]]


@override_settings(OPEN_START=False)
def test_where_providers_are_not_started_nobody_signs_up(signed_out: Someone) -> None:
    signed_out.post("/accounts/signup/", {"name": "J", "email": "a@b.example", "password1": "pitkä ja hyvä salasana"})
    assert not User.objects.filter(email="a@b.example").exists()


def test_a_forgotten_password_is_chosen_anew(kuusela: Municipality, signed_out: Someone) -> None:
    signed_out.post("/accounts/password/reset/", {"email": "teacher@kuusela.example"})
    path = "/accounts/password/reset/key/" + mail.outbox[0].body.split("/accounts/password/reset/key/")[1].split()[0]
    page = signed_out.get(path, follow=True)
    assert page.status_code == 200
    new = "aivan uusi salasana 7"
    signed_out.post(page.redirect_chain[-1][0], {"password1": new, "password2": new})
    assert Someone().login(username="teacher@kuusela.example", password=new)


def test_own_settings_are_changed(teacher: Someone) -> None:
    assert teacher.post("/accounts/settings/", {"name": "Olli O.", "language": "sv"}).status_code == 302
    user = User.objects.get(pk=teacher.user.pk)
    assert (user.name, user.language) == ("Olli O.", "sv")
    assert 'lang="sv"' in teacher.get("/accounts/settings/").content.decode()


@NO_SECOND
def test_an_empty_name_is_refused_and_kept(teacher: Someone) -> None:
    assert teacher.post("/accounts/settings/", {"name": "", "language": "sv"}).status_code == 422
    assert User.objects.get(pk=teacher.user.pk).language == "fi"


class TestDemo:
    def post(self, client: Someone, user: User) -> int:
        return client.post("/accounts/demo/", {"user": str(user.pk)}).status_code

    @override_settings(DEMO=True)
    def test_one_click_signs_in_as_a_person_of_the_demo(self, october: object, signed_out: Someone) -> None:
        town = make_municipality("Esimerkkilä", "esimerkkila", ("A-koulu", "B-koulu"), is_demo=True)
        assert "Riitta Rehtori" in signed_out.get("/accounts/login/").content.decode()
        assert self.post(signed_out, town.people["principal"]) == 302
        assert is_signed_in(signed_out)

    @override_settings(DEMO=True)
    def test_never_as_someone_real(self, kuusela: Municipality, signed_out: Someone) -> None:
        assert self.post(signed_out, kuusela.people["principal"]) == 404

    @override_settings(DEMO=True)
    def test_never_as_someone_who_is_also_somewhere_real(
        self, kuusela: Municipality, october: object, signed_out: Someone
    ) -> None:
        from digivuosi.apps.schools.actions import add_member

        town = make_municipality("Esimerkkilä", "esimerkkila", ("A-koulu", "B-koulu"), is_demo=True)
        person = town.people["principal"]
        by = kuusela.people["coordinator"]
        add_member(by=by, provider=kuusela.provider, user=person, kind="teacher", school=kuusela.school)
        assert self.post(signed_out, person) == 404

    @override_settings(DEMO=False)
    def test_never_on_a_server_that_is_no_demo(self, october: object, signed_out: Someone) -> None:
        town = make_municipality("Esimerkkilä", "esimerkkila", ("A-koulu", "B-koulu"), is_demo=True)
        assert self.post(signed_out, town.people["principal"]) == 404


@NO_SECOND
@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_what_is_wrong_with_a_password_is_said_in_the_readers_language(language: str) -> None:
    english = {"This", "password", "The"}
    with translation.override(language), pytest.raises(ValidationError) as wrong:
        validate_password("1")
    words = set(" ".join(wrong.value.messages).split())
    assert "10" in words
    assert bool(words & english) == (language == "en")
