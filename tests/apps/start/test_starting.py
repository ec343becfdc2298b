"""From nothing to a municipality: by pages, by command, and the demo."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from django_scopes import scope, scopes_disabled
from pytest_django import DjangoAssertNumQueries, Settings

from digivuosi.apps.networks.queries.lineage import copies_of
from digivuosi.apps.networks.queries.suggestions import sent_by, suggestions_of
from digivuosi.apps.people.actions import make_user
from digivuosi.apps.people.demo import demo_people
from digivuosi.apps.people.models import User
from digivuosi.apps.schools.models import Provider, School
from digivuosi.apps.schools.queries import calendar_of
from digivuosi.apps.sharing.queries.forks import fork_of, services_to_agree
from digivuosi.apps.sharing.queries.offers import offered_to
from digivuosi.apps.start.actions import make_demo, place_everywhere
from digivuosi.apps.wheel.models import Decline, Placement
from digivuosi.apps.wheel.queries import year_of
from tests.cast import YEAR, Municipality, Someone
from tests.snapshots import once

NO_SECOND = pytest.mark.one_database(
    "test_two_presses_make_a_municipality_with_every_wheel_filled makes it on both; this is refused or computed before"
)

pytestmark = pytest.mark.django_db

GIVEN = {
    "name": "Metsälä",
    "language": "fi",
    "contact": "",
    "year": "2026",
    "autumn_break": "42",
    "winter_break": "10",
    "first_day": "",
    "schools": "Kirkonkylän koulu; 210\nLähteen koulu; 45; fi\n\nByskolan; 60; sv",
}


@pytest.fixture
def newcomer(db: None, october: date) -> Someone:
    return Someone(make_user(email="uusi@metsala.example", name="Uusi Koordinaattori", language="fi", is_verified=True))


@pytest.fixture
def metsala(newcomer: Someone) -> Provider:
    """What two presses have made, as `test_two_presses_make_a_municipality_with_every_wheel_filled` presses them."""

    def press() -> None:
        assert newcomer.post(reverse("start:new"), {**GIVEN, "sure": "yes"}).status_code == 302

    once("metsala", press)
    return Provider.objects.get()


def test_two_presses_make_a_municipality_with_every_wheel_filled(newcomer: Someone) -> None:
    review = newcomer.post(reverse("start:new"), GIVEN)
    assert review.status_code == 200
    words = review.content.decode()
    assert "Kirkonkylän koulu" in words
    assert "189" in words
    assert not Provider.objects.exists()

    answer = newcomer.post(reverse("start:new"), {**GIVEN, "sure": "yes"}, follow=True)
    assert answer.status_code == 200
    assert "Vuosikellot ovat valmiina" in answer.content.decode()
    provider = Provider.objects.get()
    assert provider.slug == "metsala"
    schools = School.objects.filter(provider=provider, is_administration=False)
    assert {(s.name, s.pupil_count, s.languages) for s in schools} == {
        ("Kirkonkylän koulu", 210, "fi"),
        ("Lähteen koulu", 45, "fi"),
        ("Byskolan", 60, "sv"),
    }
    assert calendar_of(provider, 2026).break_of("winter-break") is not None
    for school in schools.select_related("provider"):
        with scope(provider=provider, school=school):
            year = year_of(school, YEAR)
            recommended = {m.key for m in year.measures if m.recommended}
            assert recommended <= {one.measure.key for one in year.placed}
            assert len(year.placed) > 20


@NO_SECOND
def test_every_placement_stands_on_a_school_day_unless_its_rule_says_otherwise(metsala: Provider) -> None:
    for school in School.objects.filter(provider=metsala).select_related("provider"):
        with scope(provider=metsala, school=school):
            year = year_of(school, YEAR)
            for one in year.placed:
                kinds = {problem.kind.value for problem in one.problems}
                assert not kinds & {"break", "window"}, (one.measure.key, one.first, one.last, one.problems)


@NO_SECOND
@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"name": ""}, "Tämä kenttä"),
        ({"schools": ""}, "Tämä kenttä"),
        ({"schools": "Koulu A\nKoulu A"}, "Rivi 2"),
        ({"schools": "Koulu A; paljon"}, "”paljon”"),
        ({"schools": "x" * 200}, "2–120"),
        ({"first_day": "2031-01-01"}, "elokuussa"),
        ({"autumn_break": "7"}, "7"),
    ],
)
def test_wrong_input_is_told_and_kept_and_makes_nothing(newcomer: Someone, wrong: dict[str, str], words: str) -> None:
    answer = newcomer.post(reverse("start:new"), {**GIVEN, **wrong, "sure": "yes"})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert words in page
    assert ("Metsälä" in page) == ("name" not in wrong)
    assert not Provider.objects.exists()


@NO_SECOND
def test_going_back_keeps_what_was_typed(newcomer: Someone) -> None:
    page = newcomer.post(reverse("start:new"), {**GIVEN, "change": "yes"}).content.decode()
    assert "Metsälä" in page
    assert "Lähteen koulu; 45; fi" in page


@NO_SECOND
def test_the_server_may_be_closed_to_new_municipalities(newcomer: Someone, settings: Settings) -> None:
    settings.OPEN_START = False
    assert newcomer.get(reverse("start:new")).status_code == 403
    assert newcomer.post(reverse("start:new"), {**GIVEN, "sure": "yes"}).status_code == 403
    assert not Provider.objects.exists()


def test_filling_again_moves_nothing_and_makes_no_doubles(newcomer: Someone, metsala: Provider) -> None:
    provider = metsala
    with scopes_disabled():
        before = list(Placement.objects.order_by("pk").values_list("pk", "first"))
    newcomer.post(reverse("start:fill", kwargs={"provider": provider.slug}))
    assert place_everywhere(by=newcomer.user, provider=provider, starts=YEAR) == 0
    with scopes_disabled():
        assert list(Placement.objects.order_by("pk").values_list("pk", "first")) == before


def test_home_leads_each_to_their_own_place(
    kuusela: Municipality, principal: Someone, coordinator: Someone, newcomer: Someone
) -> None:
    assert principal.get("/")["Location"] == reverse("wheel:now", kwargs=kuusela.here)
    overview = reverse("schools:overview", kwargs={"provider": kuusela.provider.slug})
    assert coordinator.get("/")["Location"] == overview
    assert "Et kuulu vielä mihinkään kouluun" in newcomer.get("/").content.decode()
    assert Client().get("/").status_code == 200


def test_demo_people_are_shown_in_the_demo_only(
    db: None, october: date, settings: Settings, kuusela: Municipality
) -> None:
    settings.DEMO = True
    assert demo_people() == []
    Provider.objects.filter(pk=kuusela.provider.pk).update(is_demo=True)
    assert "Riitta Rehtori" in Client().get("/").content.decode()
    settings.DEMO = False
    assert "Riitta Rehtori" not in Client().get("/").content.decode()


def test_each_person_of_the_front_page_is_signed_in_by_one_press(db: None, october: date, settings: Settings) -> None:
    settings.DEMO = True
    once("demo", lambda: make_demo(today=october))
    page = Client().get("/").content.decode()
    offered = re.findall(r'name="user" value="(\d+)"', page)
    assert len(offered) == 6
    for number in offered:
        visitor = Client()
        answer = visitor.post(reverse("people:demo_sign_in"), {"user": number})
        assert answer.status_code == 302
        assert visitor.get("/").status_code == 302, "home leads on to one's own place"


def test_the_demo_has_the_whole_story_of_copying(db: None, october: date) -> None:
    """A neighbour has copied: its offer has one conflict, and its suggestion waits; nothing is made by hand."""
    provider = once("demo", lambda: make_demo(today=october))
    neighbour = Provider.objects.get(slug="lahela")
    fork = fork_of(neighbour)
    assert fork is not None
    assert fork.source == provider
    offered = offered_to(fork)
    assert offered is not None
    assert offered.conflicts == 1
    assert len(offered.offers) == 3
    ((suggested, _document),) = suggestions_of(provider)
    assert (suggested.sender, suggested.state) == (neighbour, "unread")
    ((sent, _document),) = sent_by(neighbour)
    assert sent.state == "sent"
    assert [one.name for one in copies_of(provider)] == ["Lähelä"]
    assert [row.service.name for row in services_to_agree(neighbour) if row.agreed is None]


def test_health_answers_without_signing_in(client: Client, db: None) -> None:
    assert client.get("/health/").json() == {"ok": True}


@pytest.mark.one_database("the demo is made in test_each_person_of_the_front_page_is_signed_in_by_one_press too")
@pytest.mark.parametrize(
    "today",
    [
        date(2026, 8, 3),
        date(2026, 11, 23),
        pytest.param(
            date(2027, 5, 20),
            marks=pytest.mark.thorough("23 November is in the middle of the year too, and is asked for more here"),
        ),
        date(2027, 7, 15),
    ],
)
def test_the_demo_is_true_at_any_time_of_the_year(
    db: None, today: date, monkeypatch: pytest.MonkeyPatch, settings: Settings
) -> None:
    monkeypatch.setattr("digivuosi.apps.look.clock.today", lambda: today)
    provider = make_demo(today=today)
    settings.DEMO = True
    names = [person.user.name for person in demo_people()]
    assert names == ["Riitta Kallio", "Taina Nurmi", "Olli Mäkinen", "Mikko Sarvela", "Kaisa Lehtola", "Lauri Koski"]
    schools = list(School.objects.filter(provider=provider).select_related("provider"))
    assert len(schools) == 9
    with scope(provider=provider, school=schools):
        assert Decline.objects.count() == 3
        done = Placement.objects.filter(status="done")
        assert not done.filter(last__gte=today).exists()
        if today.month == 11:
            assert done.count() > 50
            assert Placement.objects.filter(status="in-progress", last__lt=today).exists()


def test_the_command_starts_a_municipality(db: None, october: date, tmp_path: Path) -> None:
    schools = tmp_path / "schools.txt"
    schools.write_text("Kirkonkylän koulu; 210\nLähteen koulu", encoding="utf-8")
    call_command("start", "Metsälä", coordinator="kk@metsala.example", schools=schools, winter_break=10)
    assert School.objects.filter(provider__slug="metsala").count() == 3
    assert User.objects.get(email="kk@metsala.example").has_usable_password() is False
    with scopes_disabled():
        assert Placement.objects.values("school").distinct().count() == 3


@NO_SECOND
@pytest.mark.parametrize(("content", "words"), [("", "nothing was made"), ("A;b;c;d", "nothing was made")])
def test_the_command_refuses_a_bad_list(db: None, tmp_path: Path, content: str, words: str) -> None:
    schools = tmp_path / "schools.txt"
    schools.write_text(content, encoding="utf-8")
    with pytest.raises(CommandError, match=words):
        call_command("start", "Metsälä", coordinator="kk@metsala.example", schools=schools)
    with pytest.raises(CommandError, match="nothing was made"):
        call_command("start", "Metsälä", coordinator="kk@metsala.example", schools=tmp_path / "none.txt")
    assert not Provider.objects.exists()


def test_home_costs_the_same_for_one_school_and_three(
    kuusela: Municipality, coordinator: Someone, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_max_num_queries(8):
        coordinator.get("/")
