"""The published wheel: anyone may see it, and nothing of people gets out. The year here holds what could leak."""

from __future__ import annotations

import pytest
from django.test import Client

from digivuosi.apps.schools.actions import change_school, close_school
from digivuosi.apps.schools.models import School
from digivuosi.apps.wheel.actions import decline, give_to, set_status, write_note
from tests.apps.wheel.years import filled, inside, placed
from tests.cast import YEAR, Municipality, Someone
from tests.snapshots import once

NO_SECOND = pytest.mark.one_database(
    "test_those_who_manage_the_school_publish_and_take_it_back asks the same rows of both; this asks for the page"
)

PUBLIC = "/kuusela/kivelan-koulu/public/"
EMBED = "/kuusela/kivelan-koulu/embed/"
PUBLISH = "/kuusela/kivelan-koulu/publish/"
NOTE, REASON = "Muistiinpano Ollin poissaolosta", "Rehtori ei ehdi sairauden takia"


@pytest.fixture
def town(with_toolkit: Municipality) -> Municipality:
    """A published year with notes, given measures, a decline, and something cancelled and postponed."""
    filled(with_toolkit)
    once("published-year", lambda: tell(with_toolkit))
    return with_toolkit


def tell(town: Municipality) -> None:
    tutor = town.people["tutor"]
    with inside(town):
        write_note(by=tutor, placement=placed(town, "digital-talk"), note=NOTE)
        give_to(by=tutor, placement=placed(town, "digital-talk"), users=[town.people["teacher"]])
        set_status(by=tutor, placement=placed(town, "accounts-ready"), status="done")
        set_status(by=tutor, placement=placed(town, "mid-year-check"), status="cancelled")
        set_status(by=tutor, placement=placed(town, "year-review"), status="postponed")
        decline(by=tutor, school=town.school, year=YEAR, measure_key="code-week", reason=REASON)
    change_school(by=tutor, school=School.objects.get(pk=town.school.pk), is_wheel_public=True)


@NO_SECOND
@pytest.mark.parametrize("address", [PUBLIC, PUBLIC + "?rings=audience", EMBED, EMBED + "?language=sv"])
def test_nothing_of_people_gets_out(town: Municipality, signed_out: Someone, address: str) -> None:
    answer = signed_out.get(address)
    assert answer.status_code == 200
    page = answer.content.decode()
    people = [word for user in town.people.values() for word in (user.name, user.name.split()[0], user.email)]
    for secret in (*people, "@", NOTE, "Muistiinpano", REASON, "sairauden", "placements/", "Koodiviikko"):
        assert secret not in page, secret


def test_the_page_shows_the_year_and_what_is_done(town: Municipality, signed_out: Someone) -> None:
    page = signed_out.get(PUBLIC).content.decode()
    assert "<svg" in page
    assert "Tunnukset kuntoon" in page
    assert "status-done" in page
    assert "rehtori" in page
    for hidden in ("status-cancelled", "status-postponed", "Puolivuotistarkistus", "Lukuvuoden arviointi"):
        assert hidden not in page
    assert "status-in-progress" not in page


@pytest.mark.parametrize("address", [PUBLIC, EMBED])
def test_a_year_that_is_not_published_does_not_exist_for_others(
    with_toolkit: Municipality, signed_out: Someone, coordinator: Someone, address: str
) -> None:
    filled(with_toolkit)
    assert signed_out.get(address).status_code == 404
    assert coordinator.get(address).status_code == 404
    assert signed_out.get(address.replace("kivelan-koulu", "no-such-school")).status_code == 404


def test_a_closed_school_shows_nothing(town: Municipality, signed_out: Someone) -> None:
    close_school(by=town.people["coordinator"], school=School.objects.get(pk=town.school.pk))
    assert signed_out.get(PUBLIC).status_code == 404


def test_another_school_of_the_same_name_in_another_municipality_is_another(
    town: Municipality, lahela: Municipality, signed_out: Someone
) -> None:
    assert signed_out.get("/lahela/kivelan-koulu/public/").status_code == 404


def test_other_years_are_not_published(town: Municipality, signed_out: Someone) -> None:
    """Next year's draft is nobody else's business yet: the address cannot ask for it."""
    page = signed_out.get(PUBLIC + "?year=2027").content.decode()
    assert "2026–2027" in page
    assert "2027–2028" not in page


@NO_SECOND
def test_only_the_embedded_page_may_be_framed(town: Municipality, signed_out: Someone) -> None:
    embedded, page = signed_out.get(EMBED), signed_out.get(PUBLIC)
    assert "frame-ancestors *" in embedded["Content-Security-Policy"]
    assert "X-Frame-Options" not in embedded
    assert "frame-ancestors 'none'" in page["Content-Security-Policy"]
    assert page["X-Frame-Options"] == "DENY"
    assert "script-src 'self'" in embedded["Content-Security-Policy"]


@NO_SECOND
def test_the_embedded_page_speaks_the_language_of_its_address(town: Municipality, signed_out: Someone) -> None:
    page = signed_out.get(EMBED, {"language": "sv"}).content.decode()
    assert '<html lang="sv"' in page
    assert 'aria-label="' in page
    assert "Tunnukset kuntoon" not in page
    assert '<html lang="fi"' in signed_out.get(EMBED, {"language": "<script>"}).content.decode()
    assert "<form" not in page


def test_those_who_manage_the_school_publish_and_take_it_back(
    with_toolkit: Municipality, principal: Someone, signed_out: Someone
) -> None:
    filled(with_toolkit)
    assert "iframe" not in principal.get(PUBLISH).content.decode()
    assert principal.post(PUBLISH, {"verb": "publish"})["Location"] == PUBLISH
    assert signed_out.get(PUBLIC).status_code == 200
    page = principal.get(PUBLISH).content.decode()
    assert "&lt;iframe src=&quot;http://testserver/kuusela/kivelan-koulu/embed/" in page
    assert "<iframe" not in page
    principal.post(PUBLISH, {"verb": "hide"})
    assert signed_out.get(PUBLIC).status_code == 404


@NO_SECOND
def test_others_do_not_publish(
    kuusela: Municipality, tutor: Someone, teacher: Someone, mentor: Someone, stranger: Someone, signed_out: Someone
) -> None:
    answers: list[tuple[Client, int]] = [
        (tutor, 403),
        (teacher, 403),
        (mentor, 403),
        (stranger, 404),
        (signed_out, 302),
    ]
    for who, status in answers:
        assert who.get(PUBLISH).status_code == status
        assert who.post(PUBLISH, {"verb": "publish"}).status_code == status
    assert not School.objects.get(pk=kuusela.school.pk).is_wheel_public


@NO_SECOND
def test_a_name_in_a_title_is_escaped_in_the_code(kuusela: Municipality, principal: Someone) -> None:
    School.objects.filter(pk=kuusela.school.pk).update(name='"><script>alert(1)</script>', is_wheel_public=True)
    page = principal.get(PUBLISH).content.decode()
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert" not in page.split("<code", 2)[2].split("</code")[0]


@NO_SECOND
def test_an_empty_year_says_so(with_toolkit: Municipality, signed_out: Someone) -> None:
    School.objects.filter(pk=with_toolkit.school.pk).update(is_wheel_public=True)
    assert signed_out.get(PUBLIC).status_code == 200
    assert signed_out.get(EMBED).status_code == 200
