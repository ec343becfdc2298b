"""What a school, a round or a text of fewer than five might give away beside the figures themselves."""

from __future__ import annotations

import io
import zipfile
from datetime import timedelta

import pytest
from django_scopes import scopes_disabled

from digivuosi.apps.look import clock
from digivuosi.apps.needs.actions.answering import store_many
from digivuosi.apps.needs.models import FreeText
from tests.apps.needs.rounds import END, TEAM_SURVEY, answer, asked, closed, opened, sheet, surveyed
from tests.cast import Municipality, Someone

NO_SECOND = pytest.mark.one_database("the other tests here ask the same rows of both; this asks for the form")

__all__ = ["surveyed"]

SCHOOL = "/kuusela/kivelan-koulu/needs"
LOW = [{"s1": 1 + number % 2, "s2": 4, "s3": 5 - number % 2} for number in range(10)]


def test_how_many_under_five_cannot_be_found_by_guessing_the_people(surveyed: Municipality, principal: Someone) -> None:
    one = opened(surveyed)
    answer(surveyed, one, LOW[:3])
    for guess in ("1", "2", "3"):
        principal.post(f"{SCHOOL}/{one.pk}/expected/", {"expected": guess})
        assert "notice-warn" not in principal.get(f"{SCHOOL}/{one.pk}/ask/").content.decode()


def test_the_whole_less_the_schools_does_not_tell_how_many_at_a_small_one(
    surveyed: Municipality, coordinator: Someone
) -> None:
    one = opened(surveyed)
    answer(surveyed, one, [{"s1": 1 + n % 5, "s2": 2, "s3": 3} for n in range(10)])
    answer(surveyed, one, LOW[:3], surveyed.other_school)
    closed(surveyed, one)
    page = coordinator.get(f"/kuusela/needs/rounds/{one.pk}/summary/").content.decode()
    assert "10 ihmistä vastasi." in page
    assert "eivät ole mukana koulut, joista tuli alle viisi vastausta" in page
    with zipfile.ZipFile(io.BytesIO(coordinator.get(f"/kuusela/needs/rounds/{one.pk}/dataset.zip").content)) as packed:
        told = packed.read("README.txt").decode()
    assert "on jätetty pois" in told
    assert "3" not in told


def test_texts_of_a_round_under_five_are_read_by_nobody(surveyed: Municipality, coordinator: Someone) -> None:
    one = opened(surveyed)
    store_many(asked=asked(surveyed, one), sheets=[sheet(one, {"s1": 1}, words=f"Sanat {n}") for n in range(4)])
    closed(surveyed, one)
    page = f"/kuusela/needs/rounds/{one.pk}/texts/"
    assert "Sanat" not in coordinator.get(page).content.decode()
    assert "vastasi alle viisi" in coordinator.get(page).content.decode()
    with scopes_disabled():
        key = FreeText.objects.values_list("pk", flat=True)[0]
    assert coordinator.post(f"{page}{key}/", {"what": "show", "words": "Sanat"}).status_code == 404


def test_texts_can_be_read_on_the_first_visit_after_the_last_day(
    surveyed: Municipality, coordinator: Someone, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = opened(surveyed)
    store_many(asked=asked(surveyed, one), sheets=[sheet(one, {"s1": 1}, words=f"Sanat {n}") for n in range(5)])
    monkeypatch.setattr(clock, "today", lambda: END + timedelta(days=1))
    assert "Sanat 4" in coordinator.get(f"/kuusela/needs/rounds/{one.pk}/texts/").content.decode()


@NO_SECOND
def test_a_survey_without_grades_offers_no_groups(surveyed: Municipality, coordinator: Someone) -> None:
    one = opened(surveyed, TEAM_SURVEY)
    answer(surveyed, one, [{"t1": 1 + n % 5} for n in range(6)])
    closed(surveyed, one)
    page = coordinator.get(f"/kuusela/needs/rounds/{one.pk}/summary/")
    assert page.context["groups"] == []
    assert page.context["areas"]
