"""What a school makes its own, through the pages."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.urls import reverse
from django.utils import translation

from digivuosi.apps.toolkit import queries
from digivuosi.domain.toolkit.toolkit import Measure, Part, Span
from tests.cast import Municipality, Someone

NO_SECOND = pytest.mark.one_database(
    "test_an_own_measure_is_added_changed_and_taken_away saves there; what is refused reaches no database"
)

KEY = "code-week"


def url(name: str, **more: str) -> str:
    return reverse(f"toolkit:{name}", kwargs={"provider": "kuusela", "school": "kivelan-koulu", **more})


def seen(town: Municipality, key: str = KEY) -> Measure:
    toolkit = queries.toolkit_for_school(town.school)
    found = toolkit.measure(key) if toolkit else None
    assert found is not None
    return found


def citys(town: Municipality, key: str = KEY) -> Measure:
    toolkit = queries.toolkit_of(town.provider)
    found = toolkit.measure(key) if toolkit else None
    assert found is not None
    return found


def filled(client: Someone, address: str) -> dict[str, Any]:
    """What a browser would send of the form on the page, untouched."""
    form = client.get(address).context["form"]
    rows = [form.responsible] if hasattr(form, "responsible") else []
    groups = [form, *(row.management_form for row in rows), *(one for row in rows for one in row)]
    values = {bound.html_name: bound.value() for group in groups for bound in group}
    return {name: value for name, value in values.items() if value is not None}


def words(answer: Any) -> str:
    return re.sub(r"\s+", " ", answer.content.decode())


def own(**more: Any) -> dict[str, Any]:
    return {
        "title": "Äänikirjaviikko",
        "purpose": "Kuunnellaan yhdessä",
        "theme": "teaching",
        "audiences": ["pupils"],
        "month_from": "february",
        "month_to": "march",
        "days": "3",
        "steps": "1. Valitse kirja",
        "responsible-TOTAL_FORMS": "1",
        "responsible-INITIAL_FORMS": "0",
        "responsible-0-role": "teachers",
        "responsible-0-hours": "2",
        **more,
    }


def test_saving_untouched_keeps_the_citys_version(with_toolkit: Municipality, principal: Someone) -> None:
    assert principal.post(url("local", key=KEY), filled(principal, url("local", key=KEY))).status_code == 302
    assert not queries.local_changes_of(with_toolkit.school).measures


def test_a_schools_words_hours_and_time_hold_at_that_school_only(
    with_toolkit: Municipality, principal: Someone
) -> None:
    address, city = url("local", key=KEY), citys(with_toolkit)
    sent = filled(principal, address)
    sent |= {
        "title": "Koodipäivät",
        "days": "2",
        "window_from": "week 45",
        "window_to": "",
        "recommended_from": "week 45",
        "hours_digital-team": "7,5",
    }
    answer = principal.post(address, sent, follow=True)
    assert answer.status_code == 200
    assert "Koodipäivät" in words(answer)
    assert "Koodiviikko" in words(answer)  # the city's, beside
    now = seen(with_toolkit)
    assert now.title.to_document() == {**city.title.to_document(), "fi": "Koodipäivät"}
    assert (now.days, now.window) == (2, Span("week 45", "week 45"))
    assert now.responsible == (Part("digital-team", 7.5),)
    assert now.purpose == city.purpose
    other = queries.toolkit_for_school(with_toolkit.other_school)
    assert other is not None
    assert other.measure(KEY) == city
    assert set(queries.local_changes_of(with_toolkit.school).of(KEY).changed) == {
        "title", "days", "window", "recommended_time", "hours",
    }  # fmt: skip


def test_each_language_is_written_by_itself(with_toolkit: Municipality, principal: Someone) -> None:
    address = url("local", key=KEY)
    principal.post(address, {**filled(principal, address), "title": "Koodipäivät"})
    principal.user.language = "sv"
    principal.user.save()
    with translation.override("sv"):
        sent = filled(principal, address)
        assert sent["title"] == "Kodveckan"
        principal.post(address, {**sent, "title": "Koddagarna"})
    assert seen(with_toolkit).title.get("fi") == "Koodipäivät"
    assert seen(with_toolkit).title.get("sv") == "Koddagarna"


def test_emptied_fields_and_the_button_return_to_the_citys(with_toolkit: Municipality, principal: Someone) -> None:
    address = url("local", key=KEY)
    sent = filled(principal, address)
    principal.post(address, {**sent, "title": "Oma", "days": "2", "hours_teachers": "9"})
    emptied = {**filled(principal, address), "title": "", "days": "", "hours_teachers": "", "window_from": ""}
    assert principal.post(address, emptied).status_code == 302
    assert seen(with_toolkit) == citys(with_toolkit)
    principal.post(address, {**filled(principal, address), "title": "Oma"})
    assert seen(with_toolkit).title.get("fi") == "Oma"
    assert principal.post(address, {"verb": "clear"}).status_code == 302
    assert seen(with_toolkit) == citys(with_toolkit)


def test_two_who_change_the_same_see_both(with_toolkit: Municipality, principal: Someone, tutor: Someone) -> None:
    address = url("local", key=KEY)
    sent = filled(principal, address)
    assert tutor.post(address, {**sent, "title": "Tutorin nimi"}).status_code == 302
    answer = principal.post(address, {**sent, "title": "Rehtorin nimi"})
    assert answer.status_code == 409
    assert "Tutorin nimi" in words(answer)
    assert answer.context["form"]["title"].value() == "Rehtorin nimi"
    again = {**sent, "title": "Rehtorin nimi", "seen": answer.context["form"]["seen"].value()}
    assert principal.post(address, again).status_code == 302
    assert seen(with_toolkit).title.get("fi") == "Rehtorin nimi"


@NO_SECOND
@pytest.mark.parametrize(
    "wrong",
    [{"title": "x" * 201}, {"days": "0"}, {"window_from": "joskus"}, {"hours_teachers": "-1"}, {"steps": "x" * 20001}],
    ids=lambda wrong: next(iter(wrong)),
)
def test_wrong_local_input_changes_nothing(
    with_toolkit: Municipality, principal: Someone, wrong: dict[str, str]
) -> None:
    answer = principal.post(url("local", key=KEY), {**filled(principal, url("local", key=KEY)), **wrong})
    assert answer.status_code == 422
    assert seen(with_toolkit) == citys(with_toolkit)


def test_an_own_measure_is_added_changed_and_taken_away(with_toolkit: Municipality, tutor: Someone) -> None:
    answer = tutor.post(url("own_new"), own())
    assert answer.status_code == 302
    assert answer.headers["Location"] == "/kuusela/kivelan-koulu/measures/"
    made = seen(with_toolkit, "own-aanikirjaviikko")
    assert (made.window, made.days, made.recommended) == (Span("february", "march"), 3, False)
    assert made.responsible == (Part("teachers", 2.0),)
    other = queries.toolkit_for_school(with_toolkit.other_school)
    assert other is not None
    assert other.measure(made.key) is None
    address = url("own_edit", key=made.key)
    assert tutor.get(url("local", key=made.key)).headers["Location"] == address
    sent = filled(tutor, address)
    assert sent["month_to"] == "march"
    assert tutor.post(address, {**sent, "month_from": "", "month_to": "", "window_from": "week 8"}).status_code == 302
    assert seen(with_toolkit, made.key).window == Span("week 8", "week 8")
    stale = tutor.post(address, {**sent, "title": "Myöhässä"})
    assert stale.status_code == 409
    assert "Myöhässä" in words(stale)
    assert tutor.get(url("own_remove", key=made.key)).status_code == 200
    assert tutor.post(url("own_remove", key=made.key)).status_code == 302
    assert tutor.get(address).status_code == 404


@NO_SECOND
@pytest.mark.parametrize(
    "wrong",
    [
        {"title": ""},
        {"title": "x" * 201},
        {"purpose": ""},
        {"theme": "no-such"},
        {"month_from": "", "month_to": ""},
        {"month_from": "may", "month_to": "october"},
        {"month_from": "smarch"},
        {"days": "201"},
        {"responsible-0-role": "no-such"},
        {"responsible-TOTAL_FORMS": "9999"},
        {"audiences": ["no-such"]},
    ],
    ids="-".join,
)
def test_a_wrong_own_measure_is_told_and_kept(
    with_toolkit: Municipality, principal: Someone, wrong: dict[str, Any]
) -> None:
    answer = principal.post(url("own_new"), own(done_when="Tämä säilyy", **wrong))
    assert answer.status_code == 422
    assert "Tämä säilyy" in words(answer)
    assert not queries.local_changes_of(with_toolkit.school).own


@NO_SECOND
@pytest.mark.parametrize("name", ["local", "own_new"])
def test_who_may_change_for_a_school(
    with_toolkit: Municipality,
    principal: Someone,
    tutor: Someone,
    mentor: Someone,
    coordinator: Someone,
    teacher: Someone,
    stranger: Someone,
    signed_out: Someone,
    name: str,
) -> None:
    address = url(name, key=KEY) if name == "local" else url(name)
    for someone in (principal, tutor, mentor, coordinator):
        assert someone.get(address).status_code == 200
    assert teacher.get(address).status_code == 403
    assert stranger.get(address).status_code == 404
    assert signed_out.get(address).status_code == 302


@NO_SECOND
def test_what_is_not_there_is_not_found(with_toolkit: Municipality, principal: Someone) -> None:
    for address in (url("local", key="no-such"), url("own_edit", key=KEY), url("own_remove", key="own-no-such")):
        assert principal.get(address).status_code == 404


@NO_SECOND
def test_without_an_edition_there_is_nothing_to_change(kuusela: Municipality, principal: Someone) -> None:
    assert principal.get(url("own_new")).status_code == 404
