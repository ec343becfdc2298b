"""The draft's surveys: looked over, changed part by part, moved, copied, taken away and brought back."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import pytest
from django.http import HttpResponse
from django_scopes import scope

from digivuosi.apps.schools.models import Event
from digivuosi.apps.toolkit import actions
from digivuosi.apps.toolkit.actions.several import undo_several
from digivuosi.apps.toolkit.queries import toolkit_of
from digivuosi.apps.toolkit.queries.sources import Source, draft_source
from digivuosi.domain.texts import Text
from digivuosi.domain.toolkit.survey_changes import ended_comparisons
from digivuosi.domain.toolkit.surveys import Section, Statement, StatementKind, Survey
from digivuosi.domain.toolkit.toolkit import Span
from tests.apps.toolkit.sent import fields
from tests.cast import Municipality, Someone

NO_SECOND = pytest.mark.one_database("test_a_survey_is_added_part_by_part saves on both; this asks of the forms")

SURVEYS = "/kuusela/toolkit/draft/surveys/"
SURVEY = f"{SURVEYS}autumn-teachers/"
STATEMENT = f"{SURVEY}statements/devices-at-hand/"
OPENED = f"{SURVEY}sections/everyday-tools/"


def source(town: Municipality) -> Source:
    found = draft_source(town.provider)
    assert found is not None
    return found


def words(answer: HttpResponse) -> str:
    return re.sub(r"\s+", " ", answer.content.decode())


def statement(town: Municipality, key: str = "devices-at-hand") -> Statement:
    found = source(town).toolkit.statement(key)
    assert found is not None
    return found


def survey(town: Municipality, key: str = "autumn-teachers") -> Survey:
    found = source(town).toolkit.survey(key)
    assert found is not None
    return found


def section(town: Municipality, key: str) -> Section:
    return next(one for one in source(town).toolkit.sections if one.key == key)


def order(town: Municipality) -> list[str]:
    parts = source(town).toolkit.survey_parts("autumn-teachers")
    return [one.key for part in parts if part.section.key == "everyday-tools" for one in part.statements]


def latest(town: Municipality) -> Event:
    with scope(provider=town.provider):
        found = Event.objects.filter(provider=town.provider).order_by("-pk").first()
    assert found is not None
    return found


@pytest.mark.one_database("test_a_survey_is_added_part_by_part saves every kind of form; this asks of the forms")
def test_saving_an_untouched_form_changes_nothing(with_toolkit: Municipality, coordinator: Someone) -> None:
    before = source(with_toolkit)
    # Each page reads and writes the whole draft: of all surveys, one section and one statement of each kind.
    sections, statements = {}, {}
    for one in before.toolkit.surveys:
        for part in before.toolkit.survey_parts(one.key):
            here = f"{SURVEYS}{one.key}/"
            sections[bool(part.section.branches)] = f"{here}sections/{part.section.key}/"
            for inner in part.statements:
                kind = (inner.kind, inner.scale, bool(inner.branches))
                statements[kind] = f"{here}statements/{inner.key}/"
    assert len(sections) == 2
    assert len(statements) > 3
    pages = [f"{SURVEYS}{one.key}/about/" for one in before.toolkit.surveys]
    for url in (*pages, *sections.values(), *statements.values()):
        answer = coordinator.post(url, fields(coordinator.get(url)))
        assert answer.status_code == 302, (url, answer.content.decode())
    after = source(with_toolkit)
    assert after.toolkit == before.toolkit
    assert after.version == before.version


def test_the_surveys_stand_with_whom_they_ask_and_when(with_toolkit: Municipality, coordinator: Someone) -> None:
    page = words(coordinator.get(SURVEYS))
    assert "Syyskysely opettajille" in page
    assert f'href="{SURVEY}"' in page
    page = words(coordinator.get(SURVEY))
    for one in source(with_toolkit).toolkit.survey_parts("autumn-teachers")[0].statements:
        assert f'href="{SURVEY}statements/{one.key}/"' in page


def test_a_survey_is_added_part_by_part(with_toolkit: Municipality, coordinator: Someone) -> None:
    form = fields(coordinator.get(f"{SURVEYS}new/"))
    new = {**form, "title_fi": "Kevätkysely", "purpose_fi": "Kysymme.", "audience": "teachers"}
    answer = coordinator.post(f"{SURVEYS}new/", {**new, "window_from": "march", "window_to": "april", "minutes": "5"})
    here = f"{SURVEYS}kevatkysely/"
    assert answer.headers["Location"] == here
    made = survey(with_toolkit, "kevatkysely")
    assert (made.window, made.minutes, made.audience) == (Span("march", "april"), 5, "teachers")
    coordinator.post(f"{here}sections/new/", {"title_fi": "Arki", "grades": ["grades-1-2"]})
    assert section(with_toolkit, "arki").branches == ("grades-1-2",)
    url = f"{here}sections/arki/new/"
    sent = {
        "text_fi": "Aikaa on tarpeeksi.",
        "answered": "scale",
        "scale": "agree",
        "need": "resources",
        "section": "arki",
        "frameworks": ["selfie-c", "digcomporg-7"],
        "verb": "next",
    }
    assert coordinator.post(url, sent).headers["Location"] == url
    made_one = statement(with_toolkit, "aikaa-on-tarpeeksi")
    assert made_one.frameworks == ("digcomporg-7", "selfie-c")
    assert made_one.place == 10
    # The next one begins with the scale and the need of the last.
    assert fields(coordinator.get(url))["scale"] == ["agree"]
    free = {"text_fi": "Mitä muuta?", "answered": "free-text", "scale": "agree", "section": "arki"}
    assert coordinator.post(url, free).status_code == 302
    assert statement(with_toolkit, "mita-muuta") == Statement(
        "mita-muuta", "arki", Text.of(fi="Mitä muuta?"), 20, StatementKind.FREE_TEXT
    )


WRONG: list[dict[str, Any]] = [
    {"text_fi": "", "need": "no-such", "grades": ["no-such"]},
    {"text_fi": "x" * 201, "scale": "", "section": "no-such"},
    {"text_fi": "nolla\x00", "need": ""},
    {"answered": "guess"},
]


@NO_SECOND
def test_what_is_wrong_is_said_beside_the_field_and_nothing_is_lost(
    with_toolkit: Municipality, coordinator: Someone
) -> None:
    before = statement(with_toolkit)
    form = fields(coordinator.get(STATEMENT))
    for wrong in WRONG:
        answer = coordinator.post(STATEMENT, {**form, "description_fi": "Tämä säilyy.", **wrong})
        assert answer.status_code == 422
        assert set(answer.context["form"].errors) == set(wrong)
        assert "Tämä säilyy." in answer.content.decode()
    assert statement(with_toolkit) == before


@NO_SECOND
def test_a_window_that_is_no_time_is_said_in_words(with_toolkit: Municipality, coordinator: Someone) -> None:
    url = f"{SURVEY}about/"
    form = fields(coordinator.get(url))
    answer = coordinator.post(url, {**form, "window_from": "when it rains", "minutes": "0"})
    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {"window_from", "minutes"}
    assert 'value="when it rains"' in answer.content.decode()


@NO_SECOND
def test_another_wording_warns_that_the_comparison_ends(with_toolkit: Municipality, coordinator: Someone) -> None:
    form = fields(coordinator.get(STATEMENT))
    small = coordinator.post(STATEMENT, {**form, "text_fi": f"{form['text_fi'].rstrip('.')}!"}, follow=True)
    assert "Vertailu viime kierrokseen" not in words(small)
    form = fields(coordinator.get(STATEMENT))
    other = coordinator.post(STATEMENT, {**form, "text_fi": "Laitteita on aina."}, follow=True)
    assert "Vertailu viime kierrokseen päättyy tämän väittämän osalta" in words(other)
    for url in (SURVEY, STATEMENT, "/kuusela/toolkit/draft/publish/"):
        assert "Vertailu viime kierrokseen päättyy" in words(coordinator.get(url))
    assert statement(with_toolkit).key == "devices-at-hand"


@NO_SECOND
def test_another_scale_warns_of_every_statement_that_it_answers(
    with_toolkit: Municipality, coordinator: Someone
) -> None:
    url = "/kuusela/toolkit/draft/lists/scales/agree/"
    form = fields(coordinator.get(url))
    answer = coordinator.post(url, {**form, "step_5_fi": "", "step_5_sv": "", "step_5_en": ""}, follow=True)
    assert "näiden väittämien osalta" in words(answer)
    published = toolkit_of(with_toolkit.provider)
    assert published is not None
    assert len(ended_comparisons(published, source(with_toolkit).toolkit)) > 10


@NO_SECOND
def test_a_step_left_out_between_others_is_refused(with_toolkit: Municipality, coordinator: Someone) -> None:
    url = "/kuusela/toolkit/draft/lists/scales/agree/"
    answer = coordinator.post(url, {**fields(coordinator.get(url)), "step_3_fi": ""})
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == ["step_3_fi"]


@NO_SECOND
@pytest.mark.parametrize(
    ("item", "change", "wrong"),
    [
        ("scales/agree", {"step_2_fi": "  Sama ", "step_4_fi": "sama"}, "step_4_fi"),
        ("scales/agree", {"title_fi": "\u202e\u200b"}, "title_fi"),
        ("branches/new", {"title_fi": "8", "branch_kind": "galaxy", "place": "1"}, "branch_kind"),
        ("branches/new", {"title_fi": "8", "branch_kind": "grade", "place": "-99999999999999999999"}, "place"),
        ("frameworks/new", {"title_fi": "X", "framework": "selfie", "code": "a"}, "code"),
        ("frameworks/new", {"title_fi": "X", "framework": "Y", "code": "1", "needs": "no-such-need"}, "needs"),
    ],
)
def test_bad_input_of_lists_is_told_at_its_field_and_kept(
    with_toolkit: Municipality, coordinator: Someone, item: str, change: dict[str, str], wrong: str
) -> None:
    url = f"/kuusela/toolkit/draft/lists/{item}/"
    before = source(with_toolkit).toolkit
    answer = coordinator.post(url, {**fields(coordinator.get(url)), **change})
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [wrong]
    kept = {name: answer.context["form"][name].value() for name in change if name != "needs"}
    assert kept == {name: value for name, value in change.items() if name != "needs"}
    assert source(with_toolkit).toolkit == before


def test_statements_and_sections_are_moved_without_a_script(with_toolkit: Municipality, coordinator: Someone) -> None:
    before = order(with_toolkit)
    first, second = before[:2]
    answer = coordinator.post(f"{SURVEY}order/", {"move": f"statements:{second}:up"})
    assert answer.headers["Location"] == f"{SURVEY}#statements-{second}"
    assert order(with_toolkit) == [second, first, *before[2:]]
    undo_several(by=with_toolkit.people["coordinator"], event=latest(with_toolkit))
    assert order(with_toolkit) == before
    coordinator.post(f"{SURVEY}order/", {"move": "sections:everyday-tools:down"})
    parts = source(with_toolkit).toolkit.survey_parts("autumn-teachers")
    assert parts[1].section.key == "everyday-tools"
    for wrong in ("", "statements:no-such:up", f"statements:{first}:sideways", f"measures:{first}:up"):
        assert coordinator.post(f"{SURVEY}order/", {"move": wrong}).status_code == 404


@NO_SECOND
def test_a_statement_goes_to_the_end_of_another_section(with_toolkit: Municipality, coordinator: Someone) -> None:
    form = fields(coordinator.get(STATEMENT))
    parts = source(with_toolkit).toolkit.survey_parts("autumn-teachers")
    coordinator.post(STATEMENT, {**form, "section": parts[1].section.key})
    after = source(with_toolkit).toolkit.survey_parts("autumn-teachers")
    assert after[1].statements[-1].key == "devices-at-hand"


def test_a_copy_is_a_survey_of_its_own_and_can_be_taken_back(with_toolkit: Municipality, coordinator: Someone) -> None:
    before = source(with_toolkit).toolkit
    form = coordinator.get(f"{SURVEY}copy/")
    assert form.status_code == 200
    assert coordinator.post(f"{SURVEY}copy/", {"title_fi": ""}).status_code == 422
    answer = coordinator.post(f"{SURVEY}copy/", {"title_fi": "Kevätkysely"})
    assert answer.headers["Location"] == f"{SURVEYS}kevatkysely/"
    toolkit = source(with_toolkit).toolkit
    old, new = toolkit.survey_parts("autumn-teachers"), toolkit.survey_parts("kevatkysely")
    assert [len(part.statements) for part in old] == [len(part.statements) for part in new]
    assert coordinator.get(f"{SURVEYS}kevatkysely/").status_code == 200
    undo_several(by=with_toolkit.people["coordinator"], event=latest(with_toolkit))
    assert source(with_toolkit).toolkit == before


@pytest.mark.parametrize("path", [f"{SURVEY}remove/", f"{OPENED}remove/"])
def test_what_is_taken_away_goes_whole_and_comes_back_whole(
    path: str, with_toolkit: Municipality, coordinator: Someone
) -> None:
    before = source(with_toolkit).toolkit
    page = coordinator.get(path)
    version = re.search(r'name="version" value="(\d+)"', page.content.decode())
    assert version is not None
    coordinator.post(path, {"version": version[1]})
    toolkit = source(with_toolkit).toolkit
    sections = {one.key for one in toolkit.sections}
    assert "everyday-tools" not in sections
    assert all(one.section in sections for one in toolkit.statements)
    undo_several(by=with_toolkit.people["coordinator"], event=latest(with_toolkit))
    assert source(with_toolkit).toolkit == before


def test_what_somebody_has_changed_meanwhile_is_not_taken_away(
    with_toolkit: Municipality, coordinator: Someone
) -> None:
    old = source(with_toolkit).version
    form = fields(coordinator.get(STATEMENT))
    coordinator.post(STATEMENT, {**form, "text_fi": "Heidän väitteensä."})
    coordinator.post(f"{SURVEY}remove/", {"version": str(old)})
    assert survey(with_toolkit)
    coordinator.post(f"{OPENED}remove/", {"version": str(old)})
    assert section(with_toolkit, "everyday-tools")
    coordinator.post(f"{STATEMENT}remove/", {"version": str(old)})
    assert statement(with_toolkit).text.get("fi") == "Heidän väitteensä."


def test_two_people_at_one_statement_lose_nothing(with_toolkit: Municipality, coordinator: Someone) -> None:
    form = fields(coordinator.get(STATEMENT))
    coordinator.post(STATEMENT, {**form, "text_fi": "Heidän väitteensä."})
    answer = coordinator.post(STATEMENT, {**form, "text_fi": "Minun väitteeni."})
    assert answer.status_code == 409
    assert "Heidän väitteensä." in words(answer)
    assert "Minun väitteeni." in words(answer)
    coordinator.post(STATEMENT, {**fields(answer), "text_fi": "Minun väitteeni."})
    assert statement(with_toolkit).text.get("fi") == "Minun väitteeni."


def test_a_removal_cannot_be_taken_back_over_something_newer(with_toolkit: Municipality, coordinator: Someone) -> None:
    version = str(source(with_toolkit).version)
    coordinator.post(f"{OPENED}remove/", {"version": version})
    event = latest(with_toolkit)
    by = with_toolkit.people["coordinator"]
    again = Section("everyday-tools", "autumn-teachers", Text.of(fi="Uusi"), 10)
    actions.add_item(by=by, provider=with_toolkit.provider, kind="sections", item=again)
    with pytest.raises(actions.Refused):
        undo_several(by=by, event=event)
    assert section(with_toolkit, "everyday-tools") == again


def test_a_need_is_saved_with_the_measures_that_answer_it(with_toolkit: Municipality, coordinator: Someone) -> None:
    url = "/kuusela/toolkit/draft/lists/needs/resources/"
    form = fields(coordinator.get(url))
    before = source(with_toolkit).toolkit
    assert form["measures"] == [key for key in _titled(before) if "resources" in before.measure(key).needs]  # type: ignore[union-attr]
    coordinator.post(url, {**form, "title_fi": "Aika ja raha", "measures": ["code-week"]})
    toolkit = source(with_toolkit).toolkit
    assert [one.key for one in toolkit.measures if "resources" in one.needs] == ["code-week"]
    need = toolkit.need("resources")
    assert need is not None
    assert need.title.get("fi") == "Aika ja raha"
    undo_several(by=with_toolkit.people["coordinator"], event=latest(with_toolkit))
    assert source(with_toolkit).toolkit == before
    assert coordinator.post(url, {**form, "measures": ["no-such"]}).status_code == 422


def _titled(toolkit: Any) -> list[str]:
    return [one.key for one in sorted(toolkit.measures, key=lambda one: one.title.get("fi").lower())]


def test_a_measure_changed_meanwhile_keeps_what_was_changed(with_toolkit: Municipality, coordinator: Someone) -> None:
    url = "/kuusela/toolkit/draft/lists/needs/resources/"
    form = fields(coordinator.get(url))
    other = source(with_toolkit).toolkit.measure("code-week")
    assert other is not None
    actions.change_measure(
        by=with_toolkit.people["coordinator"],
        provider=with_toolkit.provider,
        key="code-week",
        measure=replace(other, days=3),
        version=source(with_toolkit).version,
    )
    answer = coordinator.post(url, {**form, "measures": ["code-week"]})
    assert answer.status_code == 409
    again = coordinator.post(url, {**fields(answer), "measures": ["code-week"]})
    assert again.status_code == 302
    now = source(with_toolkit).toolkit.measure("code-week")
    assert now is not None
    assert (now.days, "resources" in now.needs) == (3, True)


@NO_SECOND
def test_the_pages_are_for_those_who_edit(
    with_toolkit: Municipality, principal: Someone, teacher: Someone, stranger: Someone
) -> None:
    for url in (SURVEYS, SURVEY, f"{SURVEY}about/", STATEMENT, OPENED, f"{SURVEY}preview/"):
        assert principal.get(url).status_code == 403
        assert teacher.get(url).status_code == 403
        assert stranger.get(url).status_code == 404


@NO_SECOND
def test_a_part_of_another_survey_is_not_found_here(with_toolkit: Municipality, coordinator: Someone) -> None:
    other = next(one.key for one in source(with_toolkit).toolkit.sections if one.survey == "principals")
    for path in (f"sections/{other}/", f"sections/{other}/new/", "statements/no-such/", "sections/no-such/remove/"):
        assert coordinator.get(f"{SURVEY}{path}").status_code == 404
    assert coordinator.get(f"{SURVEYS}no-such/").status_code == 404


@NO_SECOND
def test_the_preview_is_what_an_answerer_gets(with_toolkit: Municipality, coordinator: Someone) -> None:
    form = fields(coordinator.get(STATEMENT))
    coordinator.post(STATEMENT, {**form, "text_fi": "Juuri nyt muutettu väite."})
    page = words(coordinator.get(f"{SURVEY}preview/"))
    assert "Juuri nyt muutettu väite." in page
    assert 'value="send"' not in page
    branched = next(one for one in source(with_toolkit).toolkit.sections if one.branches)
    shut = f'aria-labelledby="part-{branched.key}"'
    assert re.search(rf"{shut}[^>]*hidden", page)
    chosen = words(coordinator.get(f"{SURVEY}preview/?branch={branched.branches[0]}&branch=no-such"))
    assert not re.search(rf"{shut}[^>]*hidden", chosen)
