"""Answering: nothing typed is lost, nothing is stored twice, and nothing tells who it was."""

from __future__ import annotations

import itertools
import logging

import pytest
from django.apps import apps
from django.db import models
from django.test import Client
from django_scopes import scopes_disabled

from digivuosi.apps.needs.actions.answering import LinkUsed, send
from digivuosi.apps.needs.actions.rounds import change_code, make_links
from digivuosi.apps.needs.models import Answer, AnswerLink, FreeText, SchoolRound, Unfinished
from digivuosi.apps.needs.queries.asking import is_asked
from digivuosi.apps.needs.queries.rounds import link_by_token
from digivuosi.apps.people.models import User
from digivuosi.apps.schools.models import Event
from tests.apps.needs.rounds import SURVEY, TEAM_SURVEY, answer, asked, closed, everything, opened, sheet, surveyed
from tests.cast import Municipality, Someone

NO_SECOND = pytest.mark.one_database(
    "test_a_teacher_answers_by_the_code_on_the_wall asks the same rows of both; this asks for the page"
)

__all__ = ["surveyed"]

pytestmark = pytest.mark.django_db


def address(row: SchoolRound) -> str:
    return f"/answer/{row.code}/"


def test_a_teacher_answers_by_the_code_on_the_wall(surveyed: Municipality) -> None:
    row = asked(surveyed, opened(surveyed))
    phone = Client()
    entered = phone.post("/answer/", {"code": f" {row.code[:4].lower()} {row.code[4:]} "})
    assert entered.status_code == 302
    assert entered["Location"] == address(row)
    page = phone.get(address(row))
    assert "Väite 1" in page.content.decode()
    sent = phone.post(address(row), {"s-s1": "2", "s-s2": "0", "t-words": "Lisää aikaa", "what": "send"})
    assert sent.status_code == 302
    assert 'id="answer-sent"' in phone.get(address(row)).content.decode()
    with scopes_disabled():
        stored = Answer.objects.get()
        assert stored.values == {"branches": [], "steps": {"s1": 2, "s2": 0}}
        assert FreeText.objects.get().words == "Lisää aikaa"
        assert Unfinished.objects.get().values == {}


@NO_SECOND
def test_the_first_page_of_the_school_leads_to_what_is_open(surveyed: Municipality, teacher: Someone) -> None:
    one = opened(surveyed)
    panel = "/kuusela/kivelan-koulu/needs/open/"
    assert panel in teacher.get("/kuusela/kivelan-koulu/now/").content.decode()
    way = f'href="{address(asked(surveyed, one))}"'
    assert way in teacher.get(panel).content.decode()
    closed(surveyed, one)
    assert way not in teacher.get(panel).content.decode()


PANEL = "/kuusela/kivelan-koulu/needs/open/"


@NO_SECOND
def test_an_open_survey_leads_those_whom_it_asks_to_answer(surveyed: Municipality, tutor: Someone) -> None:
    teachers, team = (asked(surveyed, opened(surveyed, key)) for key in (SURVEY, TEAM_SURVEY))
    html = tutor.get(PANEL).content.decode()
    assert f'href="{address(teachers)}"' in html, "whoever is in the digital team teaches, too"
    assert f'href="{address(team)}"' in html
    assert "Opettajat" in html


@NO_SECOND
def test_an_open_survey_is_not_shown_to_those_whom_it_does_not_ask(surveyed: Municipality, teacher: Someone) -> None:
    team = asked(surveyed, opened(surveyed, TEAM_SURVEY))
    html = teacher.get(PANEL, headers={"HX-Request": "true"}).content.decode()
    assert address(team) not in html
    assert "Tiimin kysely" not in html


@pytest.mark.parametrize("who", ["principal", "coordinator"])
def test_those_who_look_after_a_round_see_how_many_have_answered(
    surveyed: Municipality, who: str, principal: Someone, coordinator: Someone
) -> None:
    one = opened(surveyed)
    person = {"principal": principal, "coordinator": coordinator}[who]
    html = person.get(PANEL).content.decode()
    assert f'href="{address(asked(surveyed, one))}"' not in html, "the teachers are asked, not they"
    assert f"/kuusela/kivelan-koulu/needs/{one.pk}/ask/" in html
    assert "alle viisi" in html
    answer(surveyed, one, [{"s1": 1}] * 6)
    html = person.get(PANEL).content.decode()
    assert "Vastauksia tähän mennessä: 6" in " ".join(html.split())


@NO_SECOND
def test_a_group_of_the_municipalitys_own_asks_everybody() -> None:
    assert is_asked("librarians", frozenset())
    assert not is_asked("principals", frozenset({"teachers"}))


@NO_SECOND
def test_only_ones_own_questions_are_asked(surveyed: Municipality) -> None:
    row = asked(surveyed, opened(surveyed))
    phone = Client()
    phone.get(address(row))
    phone.post(address(row), {"branch": "grades-3-6", "s-s4": "1", "s-s1": "3", "what": "send"})
    with scopes_disabled():
        assert Answer.objects.get().values == {"branches": ["grades-3-6"], "steps": {"s1": 3}}


def test_what_is_saved_is_there_when_one_comes_back(surveyed: Municipality) -> None:
    row = asked(surveyed, opened(surveyed))
    phone = Client()
    phone.get(address(row))
    saved = phone.post(address(row), {"s-s1": "4", "t-words": "Kesken", "what": "save"}, headers={"X-Quiet": "1"})
    assert saved.status_code == 204
    html = phone.get(address(row)).content.decode()
    assert 'name="s-s1" value="4" checked' in html
    assert "Kesken" in html
    assert "Kesken" not in Client().get(address(row)).content.decode()


def test_sending_again_over_a_bad_connection_is_no_second_answer(surveyed: Municipality) -> None:
    row = asked(surveyed, opened(surveyed))
    phone = Client()
    phone.get(address(row))
    for _attempt in range(3):
        assert phone.post(address(row), {"s-s1": "4", "what": "send"}, headers={"X-Quiet": "1"}).status_code == 204
    with scopes_disabled():
        assert Answer.objects.count() == 1
    phone.post(address(row), {"what": "other"})
    phone.get(address(row))
    phone.post(address(row), {"s-s1": "1", "what": "send"})
    with scopes_disabled():
        assert Answer.objects.count() == 2


@NO_SECOND
def test_the_empty_form_to_put_aside_has_nothing_of_anyone(surveyed: Municipality) -> None:
    row = asked(surveyed, opened(surveyed))
    phone = Client()
    phone.get(address(row))
    phone.post(address(row), {"s-s1": "4", "t-words": "Kesken", "what": "save"})
    secret = phone.cookies[f"answer-{row.pk}"].value
    empty = phone.get(address(row), {"empty": ""})
    html = empty.content.decode()
    assert 'name="s-s1" value="4"' in html
    assert " checked" not in html
    assert "Kesken" not in html
    assert secret not in html
    assert f"answer-{row.pk}" not in empty.cookies
    assert "Kesken" in phone.get(address(row)).content.decode()


@NO_SECOND
def test_the_script_for_a_bad_connection_reaches_only_answering(surveyed: Municipality) -> None:
    script = Client().get("/answer/worker.js")
    assert script["Content-Type"] == "text/javascript"
    assert "Service-Worker-Allowed" not in script, "its address alone says how far it reaches"
    assert script["Cache-Control"] == "no-cache"
    assert "script-src 'self'" in script["Content-Security-Policy"]
    assert not script.cookies
    assert b"caches.match" in script.content


def test_the_browser_forgets_when_there_is_nothing_left_to_answer(surveyed: Municipality) -> None:
    one = opened(surveyed)
    row = asked(surveyed, one)
    phone = Client()
    assert "data-answer-over" not in phone.get(address(row)).content.decode()
    phone.post(address(row), {"s-s1": "4", "what": "send"})
    assert "data-answer-over" in phone.get(address(row)).content.decode()
    assert "data-answer-over" not in phone.get("/answer/NOSUCH22/").content.decode(), "a slip of the finger"
    closed(surveyed, one)
    assert "data-answer-over" in phone.get(address(row)).content.decode()


def test_a_link_works_once(surveyed: Municipality) -> None:
    row = asked(surveyed, opened(surveyed))
    with everything(surveyed):
        [token] = make_links(by=surveyed.people["principal"], asked=row, count=1)
    here = f"/answer/link/{token}/"
    first, second = Client(), Client()
    for phone in (first, second):
        assert phone.get(here).status_code == 200
    assert first.post(here, {"s-s1": "2", "what": "send"}).status_code == 302
    assert second.post(here, {"s-s1": "5", "what": "send"}).status_code == 410
    assert first.get(here).status_code == 200
    assert second.get(here).status_code == 410
    with scopes_disabled():
        assert [answer.values["steps"] for answer in Answer.objects.all()] == [{"s1": 2}]
        assert AnswerLink.objects.get().is_used


def test_a_used_link_leaves_nothing_behind(surveyed: Municipality) -> None:
    one = opened(surveyed)
    row = asked(surveyed, one)
    with everything(surveyed):
        [token] = make_links(by=surveyed.people["principal"], asked=row, count=1)
        AnswerLink.objects.update(is_used=True)
    link = link_by_token(token)
    with pytest.raises(LinkUsed):
        send(asked=row, secret="a" * 40, sheet=sheet(one, {"s1": 1}), link=link)
    with scopes_disabled():
        assert not Answer.objects.exists()
        assert not Unfinished.objects.filter(is_sent=True).exists()


@NO_SECOND
@pytest.mark.parametrize("given", [{"what": "send"}, {"s-s1": "9", "what": "send"}, {"s-s1": "x", "what": "save"}])
def test_what_is_no_answer_is_refused_in_words(surveyed: Municipality, given: dict[str, str]) -> None:
    row = asked(surveyed, opened(surveyed))
    answer = Client().post(address(row), given)
    assert answer.status_code == 422
    with scopes_disabled():
        assert not Answer.objects.exists()


@NO_SECOND
def test_one_wrong_answer_takes_none_of_the_others_off_the_page(surveyed: Municipality) -> None:
    row = asked(surveyed, opened(surveyed))
    page = Client().post(address(row), {"s-s1": "9", "s-s2": "4", "t-words": "y" * 1001, "what": "send"})
    assert page.status_code == 422
    html = page.content.decode()
    assert html.count(" checked") == 1
    assert "y" * 1001 in html
    assert "Mitään ei vielä lähetetty." in html
    with scopes_disabled():
        assert not Answer.objects.exists()


def test_closing_takes_what_is_unfinished_and_stays_closed(surveyed: Municipality) -> None:
    one = opened(surveyed)
    row = asked(surveyed, one)
    phone = Client()
    phone.get(address(row))
    phone.post(address(row), {"s-s1": "4", "what": "save"})
    phone.get("/answer/")
    closed(surveyed, one)
    assert phone.get(address(row)).status_code == 410
    assert phone.post(address(row), {"s-s1": "4", "what": "send"}).status_code == 410
    with scopes_disabled():
        assert not Answer.objects.exists()
        assert not Unfinished.objects.exists()


def test_a_changed_code_works_no_more(surveyed: Municipality) -> None:
    row = asked(surveyed, opened(surveyed))
    old = address(row)
    with everything(surveyed):
        change_code(by=surveyed.people["principal"], asked=row)
    assert Client().get(old).status_code == 410
    assert Client().get(address(row)).status_code == 200


# --- nobody can be known --------------------------------------------------------------------------------------------

ANONYMOUS = (Answer, Unfinished, AnswerLink, FreeText)
TELLING = (models.DateTimeField, models.DateField, models.TimeField, models.GenericIPAddressField)


def reachable(model: type[models.Model], seen: set[type[models.Model]] | None = None) -> set[type[models.Model]]:
    """The models that the row's own keys lead to, step by step."""
    seen = seen if seen is not None else set()
    for field in model._meta.concrete_fields:
        target = field.related_model
        if isinstance(target, type) and target not in seen:
            seen.add(target)
            reachable(target, seen)
    return seen


@pytest.mark.parametrize("model", ANONYMOUS)
def test_no_key_leads_from_an_answer_to_a_person(model: type[models.Model]) -> None:
    assert User not in reachable(model)
    assert not [field.name for field in model._meta.concrete_fields if isinstance(field, TELLING)]


@pytest.mark.parametrize("model", ANONYMOUS)
def test_nothing_points_at_an_answer(model: type[models.Model]) -> None:
    pointing = [
        f"{other.__name__}.{field.name}"
        for other in apps.get_models()
        for field in other._meta.get_fields()
        if getattr(field, "related_model", None) is model and getattr(field, "concrete", False)
    ]
    assert pointing == []


@NO_SECOND
def test_the_walk_would_see_a_person() -> None:
    assert User in reachable(Event)


@NO_SECOND
def test_keys_are_drawn_by_chance(surveyed: Municipality) -> None:
    row = asked(surveyed, opened(surveyed))
    for number in range(8):
        phone = Client()
        phone.get(address(row))
        phone.post(address(row), {"s-s1": str(1 + number % 5), "what": "send"})
    with scopes_disabled():
        keys = list(Answer.objects.order_by("pk").values_list("pk", flat=True))
    gaps = [later - earlier for earlier, later in itertools.pairwise(keys)]
    assert min(gaps) > 1_000_000, "neighbouring keys would tell who came after whom"


def test_closing_gives_every_answer_a_new_key(surveyed: Municipality) -> None:
    one = opened(surveyed)
    row = asked(surveyed, one)
    for _number in range(6):
        send(asked=row, secret=f"secret-{_number}" * 5, sheet=sheet(one, {"s1": 1 + _number % 5}, words="Sana"))
    with scopes_disabled():
        before = set(Answer.objects.values_list("pk", flat=True)), set(FreeText.objects.values_list("pk", flat=True))
        steps = sorted(answer.values["steps"]["s1"] for answer in Answer.objects.all())
    closed(surveyed, one)
    with scopes_disabled():
        after = set(Answer.objects.values_list("pk", flat=True)), set(FreeText.objects.values_list("pk", flat=True))
        assert sorted(answer.values["steps"]["s1"] for answer in Answer.objects.all()) == steps
    assert not before[0] & after[0]
    assert not before[1] & after[1]
    assert len(after[0]) == len(after[1]) == 6


def test_answering_writes_no_event_and_no_session_and_says_nothing_to_the_log(
    surveyed: Municipality, caplog: pytest.LogCaptureFixture
) -> None:
    one = opened(surveyed)
    row = asked(surveyed, one)
    with scopes_disabled():
        events = Event.objects.count()
    phone = Client()
    caplog.set_level(logging.DEBUG)
    phone.get(address(row))
    phone.post(address(row), {"s-s1": "4", "t-words": "Salainen sana", "what": "save"})
    phone.post(address(row), {"s-s1": "4", "t-words": "Salainen sana", "what": "send"})
    secret = next(cookie.value for name, cookie in phone.cookies.items() if name.startswith("answer-"))
    told = "\n".join(one.getMessage() for one in caplog.records if not one.name.startswith("django.db"))
    for kept in ("Salainen", secret, "s-s1"):
        assert kept not in told
    with scopes_disabled():
        assert Event.objects.count() == events
    assert "sessionid" not in phone.cookies


def test_the_secret_is_kept_as_a_hash_only(surveyed: Municipality) -> None:
    row = asked(surveyed, opened(surveyed))
    phone = Client()
    phone.get(address(row))
    phone.post(address(row), {"s-s1": "4", "what": "save"})
    secret = next(cookie.value for name, cookie in phone.cookies.items() if name.startswith("answer-"))
    with scopes_disabled():
        assert Unfinished.objects.get().secret_hash != secret
        assert secret not in str(list(Unfinished.objects.values()))


def test_who_has_signed_in_is_not_known_either(surveyed: Municipality) -> None:
    row = asked(surveyed, opened(surveyed))
    person = Client()
    person.force_login(surveyed.people["teacher"], backend="django.contrib.auth.backends.ModelBackend")
    html = person.get(address(row)).content.decode()
    assert "Olli Opettaja" not in html
    assert person.post(address(row), {"s-s1": "4", "what": "send"}).status_code == 302
    with scopes_disabled():
        assert set(Answer.objects.values().get()) == {"id", "school_id", "asked_id", "values"}
