"""A new municipality that begins from another's toolkit in the place of the starter toolkit."""

from __future__ import annotations

import pytest
from django.urls import reverse
from django_scopes import scope

from digivuosi.apps.people.actions import make_user
from digivuosi.apps.schools.models import Provider, School
from digivuosi.apps.sharing.actions import close_toolkit, open_toolkit
from digivuosi.apps.sharing.queries.forks import fork_of
from digivuosi.apps.subscribing.queries import subscriptions_of
from digivuosi.apps.toolkit.queries import current_edition, draft_of, toolkit_of
from digivuosi.apps.wheel.models import Placement
from tests.apps.sharing.copies import SURVEY, change, put_out
from tests.cast import YEAR, Municipality, Someone

NO_SECOND = pytest.mark.one_database(
    "refused before anything is stored; test_it_begins_as_a_copy_of_a_neighbour begins on both"
)

pytestmark = pytest.mark.django_db

GIVEN = {
    "name": "Metsälä",
    "language": "fi",
    "contact": "",
    "year": "2026",
    "autumn_break": "43",
    "winter_break": "10",
    "first_day": "",
    "schools": "Kirkonkylän koulu; 210\nLähteen koulu; 45; fi",
    "sure": "yes",
}


@pytest.fixture
def newcomer(db: None, october: object) -> Someone:
    return Someone(make_user(email="uusi@metsala.example", name="Uusi Koordinaattori", language="fi", is_verified=True))


def started() -> Provider:
    return Provider.objects.get(slug="metsala")


def test_it_begins_as_a_copy_of_a_neighbour(with_toolkit: Municipality, newcomer: Someone) -> None:
    change(with_toolkit, SURVEY, lambda _m: {"days": 7})
    put_out(with_toolkit, "2026-2")
    open_toolkit(by=with_toolkit.people["coordinator"], provider=with_toolkit.provider)
    assert "Kopio: Kuusela" in newcomer.get(reverse("start:new")).content.decode()
    newcomer.post(reverse("start:new"), {**GIVEN, "source": "here-kuusela"})
    provider = started()
    fork, toolkit = fork_of(provider), toolkit_of(provider)
    assert fork is not None
    assert (fork.source, fork.first_edition) == (with_toolkit.provider, "2026-2")
    assert toolkit is not None
    survey = toolkit.measure(SURVEY)
    assert survey is not None
    assert survey.days == 7
    for unit in School.objects.filter(provider=provider):
        with scope(provider=provider, school=unit):
            assert Placement.objects.filter(year=YEAR).exists(), unit


@NO_SECOND
def test_what_is_closed_cannot_be_chosen(with_toolkit: Municipality, newcomer: Someone) -> None:
    by = with_toolkit.people["coordinator"]
    open_toolkit(by=by, provider=with_toolkit.provider)
    close_toolkit(by=by, provider=with_toolkit.provider)
    answer = newcomer.post(reverse("start:new"), {**GIVEN, "source": "here-kuusela"})
    assert answer.status_code == 422
    assert not Provider.objects.filter(slug="metsala").exists()


def test_a_copy_from_a_file_begins_without_a_toolkit(newcomer: Someone) -> None:
    answer = newcomer.post(reverse("start:new"), {**GIVEN, "source": "file"})
    assert answer["Location"] == reverse("sharing:copy", kwargs={"provider": "metsala"})
    assert (draft_of(started()), current_edition(started())) == (None, None)
    assert newcomer.get(answer["Location"]).status_code == 200


def test_a_copy_from_an_address_follows_it(newcomer: Someone, monkeypatch: pytest.MonkeyPatch) -> None:
    looked: list[int] = []
    monkeypatch.setattr("digivuosi.apps.subscribing.actions.polling.poll", lambda pk: looked.append(pk) or "new")
    given = {**GIVEN, "source": "address", "address": "kuusela.example/open/kuusela/"}
    answer = newcomer.post(reverse("start:new"), given)
    assert answer["Location"] == reverse("sharing:copy", kwargs={"provider": "metsala"})
    (row,) = subscriptions_of(started())
    assert row.address == "https://kuusela.example/open/kuusela/"
    assert looked == [row.pk]
    assert draft_of(started()) is None


@NO_SECOND
@pytest.mark.parametrize("bad", ["", "ftp://kuusela.example/", "https://x:y@kuusela.example/", "a b"])
def test_a_wrong_address_is_told(newcomer: Someone, bad: str) -> None:
    answer = newcomer.post(reverse("start:new"), {**GIVEN, "source": "address", "address": bad})
    assert answer.status_code == 422
    assert not Provider.objects.filter(slug="metsala").exists()
