"""The editing pages of the draft: forms, the lock, previews, taking away, publishing."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.urls import reverse

from digivuosi.apps.toolkit import queries
from digivuosi.apps.toolkit.forms.measures import MeasureForm
from digivuosi.domain.toolkit.documents import from_document
from digivuosi.domain.toolkit.toolkit import Measure, Part, Toolkit
from tests.cast import Municipality, Someone

NO_SECOND = pytest.mark.one_database(
    "test_every_field_of_a_measure_can_be_changed saves there; this reaches no database"
)

KEY = "code-week"


def url(name: str, **more: str) -> str:
    return reverse(f"toolkit:{name}", kwargs={"provider": "kuusela", **more})


def toolkit(town: Municipality) -> Toolkit:
    row = queries.draft_of(town.provider)
    assert row is not None
    return from_document(row.document)


def measure(town: Municipality, key: str = KEY) -> Measure:
    found = toolkit(town).measure(key)
    assert found is not None
    return found


def filled(client: Someone, address: str, form_name: str = "form") -> dict[str, Any]:
    """What a browser would send of the form on the page, untouched."""
    return sent_of(client.get(address).context[form_name])


def sent_of(form: Any) -> dict[str, Any]:
    sent: dict[str, Any] = {}
    rows = [getattr(form, name) for name in ("responsible", "contributing", "after") if hasattr(form, name)]
    for one in (form, *(row.management_form for row in rows), *(row for group in rows for row in group)):
        for bound in one:
            value = bound.value()
            if value is not None and value is not False and value != "":
                sent[bound.html_name] = "on" if value is True else value
    return sent


def words(answer: Any) -> str:
    return re.sub(r"\s+", " ", answer.content.decode())


def test_the_draft_shows_measures_and_what_has_changed(with_toolkit: Municipality, coordinator: Someone) -> None:
    page = words(coordinator.get(url("draft")))
    assert "Koodiviikko" in page
    sent = filled(coordinator, url("edit_measure", key=KEY))
    coordinator.post(url("edit_measure", key=KEY), {**sent, "title_fi": "Ohjelmointiviikko"})
    marks = [row[2] for _theme, rows in coordinator.get(url("draft")).context["groups"] for row in rows]
    assert [mark for mark in marks if mark] == ["changed"]


@pytest.mark.one_database("one measure is saved in test_every_field_of_a_measure_can_be_changed; this asks of the form")
def test_saving_an_untouched_form_changes_nothing(with_toolkit: Municipality, coordinator: Someone) -> None:
    """Of all measures the form is asked, of some the page too, which reads and writes the whole draft each time."""
    whole = toolkit(with_toolkit)
    for one in whole.measures:
        form = MeasureForm(None, toolkit=whole, before=one, version=1)
        again = MeasureForm(sent_of(form), toolkit=whole, before=one, version=1)
        assert again.is_valid(), (one.key, again.errors)
        assert again.measure() == one
    for one in whole.measures[:3]:
        address = url("edit_measure", key=one.key)
        answer = coordinator.post(address, filled(coordinator, address))
        assert answer.status_code == 302, (one.key, answer.context["form"].errors)
    assert toolkit(with_toolkit) == whole


def test_every_field_of_a_measure_can_be_changed(with_toolkit: Municipality, coordinator: Someone) -> None:
    address = url("edit_measure", key=KEY)
    sent = filled(coordinator, address)
    sent |= {
        "title_sv": "Programmeringsvecka",
        "steps_fi": "1. Yksi\r\n2. Kaksi",
        "window_from": "week 40",
        "window_to": "week 45",
        "recommended_from": "",
        "recommended_to": "",
        "days": "3",
        "repeat": "every 2 years",
        "responsible-0-role": "principal",
        "responsible-0-hours": "1,5",
        "after-0-measure": "autumn-survey",
        "after-0-of": "last-year",
        "after-0-gap_days": "4",
    }
    assert coordinator.post(address, sent).status_code == 302
    now = measure(with_toolkit)
    assert now.title.get("sv") == "Programmeringsvecka"
    assert now.title.get("fi") == "Koodiviikko"
    assert now.steps.get("fi") == "1. Yksi\n2. Kaksi"
    assert (now.window.start, now.window.end, now.recommended_time) == ("week 40", "week 45", None)
    assert (now.days, now.repeat) == (3, "every 2 years")
    assert now.responsible == (Part("principal", 1.5),)
    assert [(one.measure, one.of.value, one.gap_days) for one in now.after] == [("autumn-survey", "last-year", 4)]


def test_two_editors_of_two_measures_both_get_through(with_toolkit: Municipality, coordinator: Someone) -> None:
    first, second = url("edit_measure", key=KEY), url("edit_measure", key="autumn-survey")
    one, other = filled(coordinator, first), filled(coordinator, second)
    assert coordinator.post(first, {**one, "days": "2"}).status_code == 302
    assert coordinator.post(second, {**other, "days": "4"}).status_code == 302
    assert (measure(with_toolkit).days, measure(with_toolkit, "autumn-survey").days) == (2, 4)


def test_two_editors_of_one_measure_see_both_texts(with_toolkit: Municipality, coordinator: Someone) -> None:
    address = url("edit_measure", key=KEY)
    sent = filled(coordinator, address)
    assert coordinator.post(address, {**sent, "title_fi": "Heidän nimensä"}).status_code == 302
    answer = coordinator.post(address, {**sent, "title_fi": "Minun nimeni"})
    assert answer.status_code == 409
    assert "Heidän nimensä" in words(answer)
    assert answer.context["form"]["title_fi"].value() == "Minun nimeni"
    assert measure(with_toolkit).title.get("fi") == "Heidän nimensä"
    again = {**sent, "title_fi": "Minun nimeni", "version": answer.context["form"]["version"].value()}
    assert coordinator.post(address, again).status_code == 302
    assert measure(with_toolkit).title.get("fi") == "Minun nimeni"


WRONG: list[dict[str, Any]] = [
    {"title_fi": "", "purpose_fi": "x" * 4001, "window_from": "sometime soon", "days": "0", "theme": "no-such-theme"},
    {"title_fi": "x" * 201, "steps_fi": "x" * 20001, "window_from": "week 42 " * 40, "days": "900", "levels": []},
    {"title_fi": "paha \x0b merkki", "repeat": "now and then", "version": "latest"},
]
WRONG_ROWS: list[dict[str, Any]] = [
    {"responsible-0-role": "no-such-role", "responsible-0-hours": "9999"},
    {"responsible-0-hours": "nan"},
    {"responsible-TOTAL_FORMS": "100000"},
    {"responsible-TOTAL_FORMS": "many"},
    {"after-0-measure": KEY},
]


@NO_SECOND
def test_wrong_input_is_told_and_kept(with_toolkit: Municipality, coordinator: Someone) -> None:
    before, address = measure(with_toolkit), url("edit_measure", key=KEY)
    sent = {**filled(coordinator, address), "done_when_fi": "Säilyy sivulla"}
    for wrong in (*WRONG, *WRONG_ROWS):
        answer = coordinator.post(address, {**sent, **wrong})
        assert answer.status_code == 422, wrong
        assert "Säilyy sivulla" in words(answer)
        told = set(answer.context["form"].errors)
        assert told == set(wrong) if wrong in WRONG else told <= {"__all__"}
    assert measure(with_toolkit) == before


@NO_SECOND
def test_a_rule_that_cannot_be_read_is_told_in_words(with_toolkit: Municipality, coordinator: Someone) -> None:
    address = url("edit_measure", key=KEY)
    answer = coordinator.post(address, {**filled(coordinator, address), "window_from": "sometime soon"})
    assert answer.context["form"].errors["window_from"]
    part = words(coordinator.get(url("preview_time"), {"window_from": "sometime soon"}, headers={"HX-Request": "true"}))
    assert "sometime soon" in part


@NO_SECOND
def test_times_are_shown_in_dates_at_once(with_toolkit: Municipality, coordinator: Someone) -> None:
    part = words(coordinator.get(url("preview_time"), {"window_from": "october", "recommended_from": "week 40"}))
    assert "2026–2027" in part
    assert "2027–2028" in part
    assert "<html" not in part
    assert "28.9.–2.10." in part
    assert "lokakuu" in words(coordinator.get(url("edit_measure", key=KEY)))


@NO_SECOND
def test_a_preview_saves_nothing(with_toolkit: Municipality, coordinator: Someone) -> None:
    before, address = measure(with_toolkit), url("edit_measure", key=KEY)
    sent = {**filled(coordinator, address), "title_fi": "Kokeilu", "steps_fi": "1. Askel", "verb": "preview"}
    answer = coordinator.post(address, sent)
    assert answer.status_code == 200
    assert "<li>Askel</li>" in words(answer)
    assert measure(with_toolkit) == before


@NO_SECOND
def test_a_new_measure_gets_a_key_of_its_title(with_toolkit: Municipality, coordinator: Someone) -> None:
    sent = filled(coordinator, url("new_measure"))
    sent |= {
        "title_fi": "Äitien yö: robotit!",
        "purpose_fi": "Kokeillaan",
        "theme": "teaching",
        "window_from": "march",
    }
    assert coordinator.post(url("new_measure"), sent).status_code == 302
    assert measure(with_toolkit, "aitien-yo-robotit").purpose.get("fi") == "Kokeillaan"
    for title in ("new", "own-idea", "!!!"):
        assert coordinator.post(url("new_measure"), {**sent, "title_fi": title}).status_code == 302
    keys = {one.key for one in toolkit(with_toolkit).measures}
    assert {"new-2", "idea", "measure"} <= keys


def test_taking_out_asks_first_and_tells_what_still_builds_on_it(
    with_toolkit: Municipality, coordinator: Someone
) -> None:
    used = next(one.after[0].measure for one in toolkit(with_toolkit).measures if one.after)
    version = coordinator.get(url("draft")).context["source"].version
    answer = coordinator.post(url("remove_measure", key=used), {"version": version}, follow=True)
    assert toolkit(with_toolkit).measure(used)
    assert "notice-error" in words(answer)
    assert coordinator.get(url("remove_measure", key=KEY)).status_code == 200
    sent = {"version": version}
    assert coordinator.post(url("remove_measure", key=KEY), sent).status_code == 302
    assert toolkit(with_toolkit).measure(KEY) is None
    assert coordinator.get(url("edit_measure", key=KEY)).status_code == 404


def test_publishing_shows_what_changes_and_makes_an_edition(with_toolkit: Municipality, coordinator: Someone) -> None:
    address = url("edit_measure", key=KEY)
    coordinator.post(address, {**filled(coordinator, address), "title_fi": "Ohjelmointiviikko"})
    page = coordinator.get(url("publish"))
    assert page.context["form"]["name"].value() == "2026-2"
    assert "<del>Koodiviikko</del>" in words(page)
    assert "<ins>Ohjelmointiviikko</ins>" in words(page)
    assert coordinator.post(url("publish"), {"name": "2026-2", "notes": "Uusi nimi"}).status_code == 302
    edition = queries.current_edition(with_toolkit.provider)
    assert edition is not None
    assert (edition.name, edition.notes) == ("2026-2", "Uusi nimi")
    refused = coordinator.post(url("publish"), {"name": "2026-3", "notes": "Ei mitään uutta"})
    assert refused.status_code == 422
    assert "Ei mitään uutta" in words(refused)


@NO_SECOND
def test_a_name_that_is_taken_or_bad_is_refused(with_toolkit: Municipality, coordinator: Someone) -> None:
    address = url("edit_measure", key=KEY)
    coordinator.post(address, {**filled(coordinator, address), "days": "2"})
    for name in ("2026-1", "<script>", "", "x" * 41):
        assert coordinator.post(url("publish"), {"name": name}).status_code == 422
    assert len(queries.editions_of(with_toolkit.provider)) == 1


@NO_SECOND
def test_a_draft_with_mistakes_is_not_published(with_toolkit: Municipality, coordinator: Someone) -> None:
    address = url("edit_measure", key=KEY)
    sent = filled(coordinator, address)
    answer = coordinator.post(address, {**sent, "window_from": "some-own-day", "window_to": ""}, follow=True)
    assert "some-own-day" in words(answer)
    assert "some-own-day" in words(coordinator.get(url("draft")))
    errors = coordinator.get(url("publish")).context["errors"]
    answer = coordinator.post(url("publish"), {"name": "2026-2"})
    assert answer.status_code == (422 if errors else 302)


def test_without_a_draft_one_begins_from_the_starter(kuusela: Municipality, coordinator: Someone) -> None:
    assert queries.draft_of(kuusela.provider) is None
    assert coordinator.get(url("draft")).status_code == 200
    assert coordinator.get(url("publish")).status_code == 404
    assert coordinator.get(url("draft_start")).status_code == 405
    assert coordinator.post(url("draft_start")).status_code == 302
    assert len(toolkit(kuusela).measures) == 47
    assert "notice-error" in words(coordinator.post(url("draft_start"), follow=True))
    assert coordinator.get(url("publish")).status_code == 200
