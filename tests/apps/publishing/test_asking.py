"""The coordinator's page: opening, taking back, a new key, and what is said when something is wrong."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.management.utils import get_random_secret_key
from django.test import Client
from django.urls import reverse

from digivuosi.domain.toolkit.signing import PublicKey
from tests.cast import Municipality, Someone
from tests.opened import next_edition

NO_SECOND = pytest.mark.one_database(
    "test_a_coordinator_opens_and_takes_back does it on both; this asks for words and rights"
)

HERE = reverse("publishing:publishing", kwargs={"provider": "kuusela"})
KEY = reverse("publishing:key", kwargs={"provider": "kuusela"})
FRONT = "/open/kuusela/"


def html(client: Someone, url: str = HERE) -> str:
    answer = client.get(url)
    assert answer.status_code == 200
    return answer.content.decode()


def told(client: Client, verb: str, url: str = HERE) -> str:
    return client.post(url, {"verb": verb}, follow=True).content.decode()


def test_a_coordinator_opens_and_takes_back(with_toolkit: Municipality, coordinator: Someone) -> None:
    assert 'value="open"' in html(coordinator)
    assert "Nyt kuka tahansa voi lukea työkalupaketin." in told(coordinator, "open")
    assert Client().get(FRONT).status_code == 200
    assert 'value="close"' in html(coordinator)
    assert "ei ole enää avoin muille" in told(coordinator, "close")
    assert Client().get(FRONT).status_code == 404


@NO_SECOND
def test_every_address_on_the_page_answers(opened: Municipality, coordinator: Someone) -> None:
    page = coordinator.get(HERE)
    addresses = [address for _title, address, _words in page.context["addresses"]]
    assert len(addresses) == 5
    for address in addresses:
        assert Client().get(address.removeprefix("http://testserver")).status_code == 200
        assert address in page.content.decode()


@NO_SECOND
def test_without_an_edition_the_page_says_what_to_do(kuusela: Municipality, coordinator: Someone) -> None:
    assert "Julkaise ensin yksi." in html(coordinator)
    assert "Julkaise ensin julkaisuversio" in told(coordinator, "open")
    assert Client().get(FRONT).status_code == 404


def test_an_unknown_verb_changes_nothing(opened: Municipality, coordinator: Someone) -> None:
    told(coordinator, "else")
    assert Client().get(FRONT).status_code == 200


@NO_SECOND
@pytest.mark.parametrize("who", ["principal", "mentor", "tutor", "teacher"])
def test_nobody_else_may(with_toolkit: Municipality, who: str) -> None:
    someone = Someone(with_toolkit.people[who])
    assert someone.post(HERE, {"verb": "open"}).status_code == 403
    assert someone.post(KEY).status_code == 403
    assert Client().get(FRONT).status_code == 404


@NO_SECOND
def test_the_fingerprint_is_that_of_the_keys_file(opened: Municipality, coordinator: Someone) -> None:
    first = Client().get(f"{FRONT}keys.json").json()["keys"][0]
    assert first["id"] == PublicKey.from_text(first["key"]).id
    assert first["id"] in html(coordinator)
    assert first["id"] in html(coordinator, KEY)


def test_a_new_key_from_the_page(opened: Municipality, coordinator: Someone) -> None:
    before = Client().get(f"{FRONT}keys.json").json()["keys"]
    assert "Uusi avain on käytössä" in told(coordinator, "", KEY)
    after = Client().get(f"{FRONT}keys.json").json()["keys"]
    assert after[1:] == before
    assert "poistettu käytöstä" in html(coordinator, KEY)


@NO_SECOND
def test_before_opening_there_is_no_key(with_toolkit: Municipality, coordinator: Someone) -> None:
    assert "Avainta ei ole vielä" in html(coordinator, KEY)
    assert "Avainta ei ole vielä: se tehdään" in told(coordinator, "", KEY)


def test_a_lost_key_is_told_and_mended(opened: Municipality, coordinator: Someone, settings: Any) -> None:
    settings.SECRET_KEY_FALLBACKS = []
    before, settings.SECRET_KEY = settings.SECRET_KEY, get_random_secret_key()
    next_edition(opened)
    settings.SECRET_KEY_FALLBACKS = [before]  # only so that the coordinator is still signed in
    assert "ei ole vielä avoin" in html(coordinator)
    settings.SECRET_KEY_FALLBACKS = []
    again = Someone(opened.people["coordinator"])
    assert "Palvelimen salainen avain on vaihtunut." in html(again)
    assert "hyväksyttävä uusi avain itse" in html(again, KEY)
    assert "Uusi avain on käytössä" in told(again, "", KEY)
    assert "alkoi alusta" in html(again, KEY)
    assert "Palvelimen salainen avain on vaihtunut." not in html(again)
    assert "2026-2" in Client().get(f"{FRONT}editions/").content.decode()


@NO_SECOND
def test_a_server_that_moved_is_told_and_mended(opened: Municipality, coordinator: Someone, settings: Any) -> None:
    assert "Palvelimen osoite on vaihtunut" not in html(coordinator)
    settings.PUBLIC_ADDRESS = "https://digi.example"
    assert "Palvelimen osoite on vaihtunut" in html(coordinator)
    told(coordinator, "sign")
    assert "Palvelimen osoite on vaihtunut" not in html(coordinator)
    assert Client().get(f"{FRONT}keys.json").json()["publisher"] == "https://digi.example/open/kuusela/"


@NO_SECOND
def test_the_history_tells_it_in_words(opened: Municipality, coordinator: Someone) -> None:
    history = html(coordinator, reverse("schools:provider_history", kwargs={"provider": "kuusela"}))
    assert "avasi työkalupaketin kaikille" in history
