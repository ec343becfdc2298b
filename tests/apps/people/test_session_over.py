"""A session that has ended in the middle of work: nothing is lost in silence, and the way back opens a page."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest

from tests.cast import Municipality, Someone

NO_SECOND = pytest.mark.one_database(
    "test_a_page_asked_for_comes_after_signing_in signs in on both; this asks where an address leads"
)

ROLES = "/kuusela/kivelan-koulu/roles/"
pytestmark = pytest.mark.usefixtures("kuusela")


def way_back(address: str) -> str:
    return parse_qs(urlsplit(address).query)["next"][0]


def test_a_page_asked_for_comes_after_signing_in(signed_out: Someone) -> None:
    assert way_back(signed_out.get(f"{ROLES}?year=2026").headers["Location"]) == f"{ROLES}?year=2026"


@NO_SECOND
def test_what_was_sent_is_told_to_be_lost_and_the_way_back_is_the_page_it_came_from(
    kuusela: Municipality, signed_out: Someone
) -> None:
    sent = signed_out.post(
        f"{ROLES}name/", {"kind": "mentor"}, headers={"Referer": f"http://testserver{ROLES}?year=2026"}
    )
    assert way_back(sent.headers["Location"]) == f"{ROLES}?year=2026"
    assert "joten mitään ei tallennettu" in signed_out.get(sent.headers["Location"]).content.decode()


@NO_SECOND
@pytest.mark.parametrize("came_from", ["", "https://elsewhere.example/kuusela/", "//elsewhere.example"])
def test_the_way_back_never_leads_elsewhere(signed_out: Someone, came_from: str) -> None:
    sent = signed_out.post(f"{ROLES}name/", headers={"Referer": came_from})
    assert way_back(sent.headers["Location"]) == "/"


@NO_SECOND
def test_a_part_of_a_page_sends_the_whole_page_to_sign_in(signed_out: Someone) -> None:
    page = "http://testserver/kuusela/kivelan-koulu/wheel/?selected=1"
    headers = {"HX-Request": "true", "HX-Current-URL": page}
    for answer in (signed_out.get(f"{ROLES}", headers=headers), signed_out.post(f"{ROLES}name/", headers=headers)):
        assert answer.status_code == 401
        assert way_back(answer.headers["HX-Redirect"]) == "/kuusela/kivelan-koulu/wheel/?selected=1"
        assert not answer.content


@NO_SECOND
def test_an_address_that_only_takes_forms_says_so(principal: Someone) -> None:
    answer = principal.get(f"{ROLES}name/")
    assert answer.status_code == 405
    assert answer.headers["Allow"] == "POST"
    assert "Tätä osoitetta ei voi avata" in answer.content.decode()
