"""Opening a survey: what cannot be opened says so before anything is filled in."""

from __future__ import annotations

import pytest

from tests.apps.needs.rounds import SURVEY, closed, opened, surveyed
from tests.cast import Municipality, Someone

NO_SECOND = pytest.mark.one_database("test_a_form_filled_in_meanwhile_is_refused_and_kept asks the same of both")

__all__ = ["surveyed"]

OPEN = f"/kuusela/needs/open/{SURVEY}/"


@NO_SECOND
def test_a_survey_that_is_open_already_has_no_form_but_the_way_to_its_round(
    surveyed: Municipality, coordinator: Someone
) -> None:
    assert 'name="closes"' in coordinator.get(OPEN).content.decode()
    one = opened(surveyed)
    page = coordinator.get(OPEN).content.decode()
    assert "Kysely on jo auki" in page
    assert f'href="/kuusela/needs/rounds/{one.pk}/"' in page
    assert 'name="closes"' not in page
    closed(surveyed, one)
    assert 'name="closes"' in coordinator.get(OPEN).content.decode()


def test_a_form_filled_in_meanwhile_is_refused_and_kept(surveyed: Municipality, coordinator: Someone) -> None:
    one = opened(surveyed)
    sent = {"opens": "2026-10-06", "closes": "2026-10-19", "schools": [str(surveyed.school.pk)]}
    answer = coordinator.post(OPEN, sent)
    assert answer.status_code == 422
    assert "2026-10-19" in answer.content.decode()
    assert f'href="/kuusela/needs/rounds/{one.pk}/"' not in answer.content.decode()
