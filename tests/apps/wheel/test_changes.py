"""The forms that change a placement: with and without scripts, good and bad, by those who may and may not."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest
from django.contrib.messages import get_messages

from digivuosi.apps.look.telling import undo_of
from digivuosi.apps.people.models import User
from digivuosi.apps.schools.models import Event
from digivuosi.apps.wheel.models import Placement
from tests.apps.wheel.years import fill, filled, inside, placed
from tests.cast import Municipality, Someone

NO_SECOND = pytest.mark.one_database(
    "test_a_week_later_is_told_and_can_be_undone changes and takes back there; this asks for the answer"
)

AT = "/kuusela/kivelan-koulu/"
pytestmark = pytest.mark.usefixtures("with_toolkit")


@pytest.fixture
def week(kuusela: Municipality) -> Placement:
    """The code week, 19–23 October."""
    filled(kuusela)
    return placed(kuusela, "code-week")


def post(who: Someone, placement: Placement, what: str, **fields: Any) -> Any:
    return who.post(f"{AT}placements/{placement.pk}/{what}/", fields)


def by_htmx(who: Someone, placement: Placement, what: str, at: str, **fields: Any) -> str:
    headers = {"HX-Request": "true", "HX-Target": "view", "HX-Current-URL": f"http://testserver{AT}{at}"}
    answer = who.post(f"{AT}placements/{placement.pk}/{what}/", fields, headers=headers)
    assert answer.status_code == 200
    return answer.content.decode().replace("\N{NO-BREAK SPACE}", " ")


def told(answer: Any) -> list[str]:
    return [str(message).replace("\N{NO-BREAK SPACE}", " ") for message in get_messages(answer.wsgi_request)]


def now(town: Municipality, placement: Placement) -> Placement:
    with inside(town):
        return Placement.objects.get(pk=placement.pk)


def holders(town: Municipality, placement: Placement) -> list[User]:
    with inside(town):
        return list(Placement.objects.get(pk=placement.pk).holders.all())


# --- who may -----------------------------------------------------------------------------------------------------


@NO_SECOND
@pytest.mark.parametrize("what", ["move", "status", "give", "note", "remove"])
def test_those_who_may_not_plan_change_nothing(
    kuusela: Municipality, week: Placement, teacher: Someone, stranger: Someone, signed_out: Someone, what: str
) -> None:
    fields = {"weeks": "1", "status": "done", "note": "x"}
    assert post(teacher, week, what, **fields).status_code == 403
    assert post(stranger, week, what, **fields).status_code == 404
    assert post(signed_out, week, what, **fields).status_code == 302
    after = now(kuusela, week)
    assert (after.first, after.status, after.note) == (week.first, week.status, week.note)


@NO_SECOND
@pytest.mark.parametrize("what", ["move", "status", "give", "note", "remove"])
def test_a_placement_of_another_school_is_not_found(
    kuusela: Municipality, week: Placement, coordinator: Someone, what: str
) -> None:
    fill(kuusela, kuusela.other_school)
    other = placed(kuusela, "code-week", kuusela.other_school)
    assert post(coordinator, other, what, weeks="1", status="done").status_code == 404


def test_an_event_of_another_school_is_not_found(kuusela: Municipality, week: Placement, coordinator: Someone) -> None:
    post(coordinator, week, "status", status="done")
    with inside(kuusela):
        event = Event.objects.order_by("-pk")[0]
    assert coordinator.post(f"/kuusela/rantalan-koulu/undo/{event.pk}/").status_code == 404
    assert coordinator.post(f"{AT}undo/{event.pk}/").status_code == 302


@NO_SECOND
@pytest.mark.parametrize("what", ["move", "status", "give", "note"])
def test_changes_are_made_by_post_only(week: Placement, tutor: Someone, what: str) -> None:
    assert tutor.get(f"{AT}placements/{week.pk}/{what}/").status_code == 405


# --- moving ------------------------------------------------------------------------------------------------------


def test_a_week_later_is_told_and_can_be_undone(kuusela: Municipality, week: Placement, tutor: Someone) -> None:
    answer = post(tutor, week, "move", weeks="1")
    assert now(kuusela, week).first == date(2026, 10, 26)
    assert told(answer)[0] == "”Koodiviikko” on nyt 26.–30.10. (vk 44)."
    (message, *_) = get_messages(answer.wsgi_request)
    undone = tutor.post(undo_of(message.extra_tags))
    assert undone["Location"] == f"{AT}placements/{week.pk}/"
    assert told(undone)[-1] == "Kumottu: Koodiviikko."
    assert now(kuusela, week).first == week.first


@NO_SECOND
def test_what_breaks_is_said_at_once(week: Placement, tutor: Someone) -> None:
    words = told(post(tutor, week, "move", weeks="5"))
    assert len(words) == 2
    assert words[1].startswith("Aikaikkunan ulkopuolella: ikkuna on to 1.10.2026")


@NO_SECOND
def test_moving_past_the_year_says_so(kuusela: Municipality, week: Placement, tutor: Someone) -> None:
    answer = post(tutor, week, "move", weeks="45")
    assert answer.status_code == 422
    assert "Pidemmälle ei voi siirtää" in answer.content.decode()
    assert now(kuusela, week).first == week.first


@NO_SECOND
@pytest.mark.parametrize("weeks", ["", "x", "1.5", "999", "9" * 400])
def test_weeks_that_are_no_number_change_nothing(
    kuusela: Municipality, week: Placement, tutor: Someone, weeks: str
) -> None:
    answer = post(tutor, week, "move", weeks=weeks)
    assert answer.status_code == 422
    assert "montako viikkoa" in answer.content.decode()
    assert now(kuusela, week).first == week.first


def test_its_own_days(kuusela: Municipality, week: Placement, tutor: Someone) -> None:
    post(tutor, week, "move", first="2026-10-07", last="9.10.2026")
    after = now(kuusela, week)
    assert (after.first, after.last) == (date(2026, 10, 7), date(2026, 10, 9))


@NO_SECOND
@pytest.mark.parametrize("last", ["", "2026-10-23"])
def test_only_a_new_first_day_moves_the_whole(
    kuusela: Municipality, week: Placement, tutor: Someone, last: str
) -> None:
    """The form comes with the old last day filled in; after a later first day it cannot be meant."""
    post(tutor, week, "move", first="2026-11-09", last=last)
    after = now(kuusela, week)
    assert (after.first, after.last) == (date(2026, 11, 9), date(2026, 11, 13))


@NO_SECOND
@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        ("", "", "Valitse päivä."),
        ("eilen", "", "Kirjoita päivä näin"),
        ("2026-10-07", "2026-10-05", "Viimeinen päivä on ennen ensimmäistä"),
        ("2020-10-07", "", "Päivän on oltava lukuvuonna 2026–2027"),
        ("2026-10-07", "2031-01-01", "Päivän on oltava lukuvuonna 2026–2027"),
    ],
)
def test_bad_days_come_back_as_they_were_written(
    kuusela: Municipality, week: Placement, tutor: Someone, first: str, last: str, words: str
) -> None:
    answer = post(tutor, week, "move", first=first, last=last)
    html = answer.content.decode()
    assert answer.status_code == 422
    assert words in html
    assert "Päiviä ei tallennettu." in html
    if last:
        assert f'value="{last}"' in html
    assert now(kuusela, week).first == week.first


# --- status, people, note ----------------------------------------------------------------------------------------


@NO_SECOND
@pytest.mark.parametrize("status", ["planned", "in-progress", "done", "postponed", "cancelled"])
def test_every_status_is_one_click(kuusela: Municipality, week: Placement, tutor: Someone, status: str) -> None:
    assert post(tutor, week, "status", status=status).status_code == 302
    assert now(kuusela, week).status == status


@NO_SECOND
@pytest.mark.parametrize("status", ["", "finished", "DONE", "x" * 5000])
def test_no_such_status(kuusela: Municipality, week: Placement, tutor: Someone, status: str) -> None:
    answer = post(tutor, week, "status", status=status)
    assert answer.status_code == 422
    assert "Sellaista tilaa ei ole" in answer.content.decode()
    assert now(kuusela, week).status == "planned"


def test_given_to_people_of_the_school_and_back(kuusela: Municipality, week: Placement, tutor: Someone) -> None:
    people = [kuusela.people["teacher"].pk, kuusela.people["principal"].pk]
    assert "Olli Opettaja, Riitta Rehtori" in told(post(tutor, week, "give", people=people))[0]
    assert {user.pk for user in holders(kuusela, week)} == set(people)
    assert "roolien hoitajat" in told(post(tutor, week, "give"))[-1]
    assert holders(kuusela, week) == []


@NO_SECOND
def test_nobody_from_elsewhere_can_be_given_it(
    kuusela: Municipality, lahela: Municipality, week: Placement, tutor: Someone
) -> None:
    answer = post(tutor, week, "give", people=[lahela.people["teacher"].pk])
    assert answer.status_code == 422
    assert "Henkilöiden valintaa ei tallennettu" in answer.content.decode()
    assert holders(kuusela, week) == []


def test_a_note_is_kept_and_too_long_a_one_is_not_lost(kuusela: Municipality, week: Placement, tutor: Someone) -> None:
    post(tutor, week, "note", note="Varaa kirjasto ")
    assert now(kuusela, week).note == "Varaa kirjasto"
    long = "pitkä " * 400
    answer = post(tutor, week, "note", note=long)
    assert answer.status_code == 422
    assert long.strip() in answer.content.decode()
    assert now(kuusela, week).note == "Varaa kirjasto"


# --- taking off --------------------------------------------------------------------------------------------------


def test_taking_off_asks_first_and_can_be_undone(kuusela: Municipality, week: Placement, tutor: Someone) -> None:
    asked = tutor.get(f"{AT}placements/{week.pk}/remove/").content.decode()
    assert "Poistetaanko ”Koodiviikko” tältä vuodelta?" in asked
    assert now(kuusela, week)
    answer = post(tutor, week, "remove", next=f"{AT}placements/{week.pk}/")
    assert answer["Location"] == f"{AT}list/"
    with inside(kuusela):
        assert not Placement.objects.filter(measure_key="code-week").exists()
    (message,) = get_messages(answer.wsgi_request)
    tutor.post(undo_of(message.extra_tags))
    assert placed(kuusela, "code-week").first == week.first


def test_undo_that_comes_too_late_says_so(kuusela: Municipality, week: Placement, tutor: Someone) -> None:
    post(tutor, week, "move", weeks="1")
    with inside(kuusela):
        event = Event.objects.order_by("-pk")[0]
    post(tutor, week, "move", weeks="1")
    answer = tutor.post(f"{AT}undo/{event.pk}/")
    assert answer.status_code == 422
    assert "on muutettu sen jälkeen" in answer.content.decode()


# --- the page that one came from -----------------------------------------------------------------------------------


@NO_SECOND
@pytest.mark.parametrize("back", ["wheel/?theme=teaching", "list/?sort=theme", "now/", "month/?month=2026-10"])
def test_without_scripts_one_comes_back_to_the_same_page(week: Placement, tutor: Someone, back: str) -> None:
    assert post(tutor, week, "status", status="done", next=AT + back)["Location"] == AT + back


@NO_SECOND
@pytest.mark.parametrize(
    "back",
    ["https://elsewhere.example/", "//elsewhere.example/kuusela/", "/kuusela/rantalan-koulu/list/", AT + "x" * 9000],
)
def test_nobody_is_sent_elsewhere(week: Placement, tutor: Someone, back: str) -> None:
    answer = post(tutor, week, "status", status="done", next=back)
    assert answer["Location"] == f"{AT}placements/{week.pk}/"


@NO_SECOND
@pytest.mark.parametrize("at", ["wheel/", "line/", "list/", "month/", "now/"])
def test_htmx_gets_the_same_page_with_the_change(week: Placement, tutor: Someone, at: str) -> None:
    html = by_htmx(tutor, week, "status", at, status="in-progress")
    assert html.lstrip().startswith('<div id="view"')
    assert 'data-announce="”Koodiviikko”: käynnissä."' in html
    assert 'id="messages"' in html
    assert "<html" not in html


@NO_SECOND
def test_htmx_keeps_filters_and_the_selection(week: Placement, tutor: Someone) -> None:
    html = by_htmx(tutor, week, "move", f"wheel/?theme=teaching&selected={week.pk}", weeks="5")
    assert html.count('class="entry ') == 3
    assert re.search(rf'class="entry theme-4 planned selected" data-entry="\d" data-key="{week.pk}"', html)
    assert "Aikaikkunan ulkopuolella" in html.split('data-announce="')[1].split('"')[0]
    assert "Aikaikkunan ulkopuolella" in html.split('id="panel"')[1]


@NO_SECOND
def test_htmx_gets_bad_days_back_in_the_panel(week: Placement, tutor: Someone) -> None:
    headers = {"HX-Request": "true", "HX-Current-URL": f"http://testserver{AT}wheel/?selected={week.pk}"}
    answer = tutor.post(f"{AT}placements/{week.pk}/move/", {"first": "2026-10-07", "last": "1.1.2026"}, headers=headers)
    panel = answer.content.decode().split('id="panel"')[1]
    assert answer.status_code == 422
    assert 'value="1.1.2026"' in panel
    assert "data-focus" in panel


@NO_SECOND
def test_an_htmx_address_of_another_host_counts_for_nothing(week: Placement, tutor: Someone) -> None:
    headers = {"HX-Request": "true", "HX-Current-URL": f"https://elsewhere.example{AT}wheel/"}
    answer = tutor.post(f"{AT}placements/{week.pk}/status/", {"status": "done"}, headers=headers)
    assert 'class="placement"' in answer.content.decode()
