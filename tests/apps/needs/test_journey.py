"""From a survey to the wheel and back: open, answer, close, read, talk, take; a year later, ask again."""

from __future__ import annotations

import io
import zipfile
from datetime import date

import pytest
from django.core import mail
from django_scopes import scopes_disabled

from digivuosi.apps.look import clock
from digivuosi.apps.needs.actions.rounds import close_past
from digivuosi.apps.needs.models import FreeText, OutsideResult, Round, SchoolRound, Target, Why
from digivuosi.apps.schools.models import Event
from digivuosi.apps.wheel.models import Placement, Status
from tests.apps.needs.rounds import END, SURVEY, TEAM_SURVEY, answer, asked, closed, everything, opened, surveyed
from tests.cast import YEAR, Municipality, Someone

NO_SECOND = pytest.mark.one_database(
    "the rounds and talks of the other tests here are stored and read on both; this asks for words and refused input"
)

__all__ = ["surveyed"]

pytestmark = pytest.mark.django_db
SCHOOL = "/kuusela/kivelan-koulu/needs"
LOW = [{"s1": 1 + number % 2, "s2": 4, "s3": 5 - number % 2} for number in range(10)]
"""Technical help is the need of all."""
BETTER = [{"s1": 4 + number % 2, "s2": 4, "s3": 5 - number % 2} for number in range(10)]


def test_the_coordinator_opens_a_survey_in_its_window(surveyed: Municipality, coordinator: Someone) -> None:
    page = coordinator.get(f"/kuusela/needs/open/{SURVEY}/").content.decode()
    assert 'value="2026-10-06"' in page  # today, since the window has begun
    schools = [str(surveyed.school.pk), str(surveyed.other_school.pk)]
    sent = coordinator.post(
        f"/kuusela/needs/open/{SURVEY}/", {"opens": "2026-10-06", "closes": "2026-10-16", "schools": schools}
    )
    assert sent.status_code == 302
    with scopes_disabled():
        one = Round.objects.get()
        assert (one.opens, one.closes, one.year) == (date(2026, 10, 6), date(2026, 10, 16), YEAR)
        assert SchoolRound.objects.count() == 2
        assert Event.objects.get(verb="round.open").about_title == "Pieni kysely"
    again = coordinator.post(
        f"/kuusela/needs/open/{SURVEY}/", {"opens": "2026-10-06", "closes": "2026-10-16", "schools": schools}
    )
    assert again.status_code == 422


@NO_SECOND
@pytest.mark.parametrize(
    ("opens", "closes"),
    [
        ("2026-10-06", "2026-10-05"),
        ("2026-10-06", "2027-06-01"),
        ("", "2026-10-16"),
        ("x", "y"),
        ("2020-01-01", "2020-02-01"),
        ("2026-09-01", "2026-10-05"),
        ("9999-12-31", "9999-12-31"),
    ],
)
def test_impossible_days_are_refused(surveyed: Municipality, coordinator: Someone, opens: str, closes: str) -> None:
    given = {"opens": opens, "closes": closes, "schools": [str(surveyed.school.pk)]}
    assert coordinator.post(f"/kuusela/needs/open/{SURVEY}/", given).status_code == 422
    with scopes_disabled():
        assert not Round.objects.exists()


def test_a_number_under_five_is_not_told(surveyed: Municipality, coordinator: Someone, principal: Someone) -> None:
    one = opened(surveyed)
    answer(surveyed, one, LOW[:4])
    for someone, page in ((coordinator, f"/kuusela/needs/rounds/{one.pk}/"), (principal, f"{SCHOOL}/{one.pk}/ask/")):
        assert "alle viisi" in someone.get(page).content.decode()
    answer(surveyed, one, LOW[:1])
    html = coordinator.get(f"/kuusela/needs/rounds/{one.pk}/").content.decode()
    assert ">5<" in html.replace(" ", "").replace("\n", "")


def test_more_answers_than_people_are_noticed(surveyed: Municipality, principal: Someone) -> None:
    one = opened(surveyed)
    answer(surveyed, one, LOW[:7])
    assert principal.post(f"{SCHOOL}/{one.pk}/expected/", {"expected": "6"}).status_code == 302
    html = principal.get(f"{SCHOOL}/{one.pk}/ask/").content.decode()
    assert "notice-warn" in html
    old = asked(surveyed, one).code
    principal.post(f"{SCHOOL}/{one.pk}/code/")
    assert asked(surveyed, one).code != old


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31", "x"])
def test_a_talk_is_held_on_a_day_that_can_be(surveyed: Municipality, tutor: Someone, day: str) -> None:
    one = opened(surveyed)
    answer(surveyed, one, LOW)
    closed(surveyed, one)
    page = tutor.post(f"{SCHOOL}/{one.pk}/talk/save/", {"held_on": day, "minutes": "Pitkä muistio"})
    assert page.status_code == 422
    assert "Pitkä muistio" in page.content.decode()


def test_a_reminder_goes_to_roles_whoever_has_answered(surveyed: Municipality, coordinator: Someone) -> None:
    one = opened(surveyed)
    assert coordinator.post(f"/kuusela/needs/rounds/{one.pk}/remind/").status_code == 302
    to = sorted(address for message in mail.outbox for address in message.to)
    assert to == sorted([surveyed.people["principal"].email, surveyed.people["tutor"].email])
    assert asked(surveyed, one).code in mail.outbox[0].body
    closed(surveyed, one)
    mail.outbox.clear()
    coordinator.post(f"/kuusela/needs/rounds/{one.pk}/remind/")
    assert not mail.outbox


def test_links_are_shown_once(surveyed: Municipality, principal: Someone) -> None:
    one = opened(surveyed)
    made = principal.post(f"{SCHOOL}/{one.pk}/ask/", {"count": "3"}).content.decode()
    assert made.count("/answer/link/") == 3
    assert "/answer/link/" not in principal.get(f"{SCHOOL}/{one.pk}/ask/").content.decode()
    assert principal.post(f"{SCHOOL}/{one.pk}/ask/", {"count": "201"}).status_code == 422


@NO_SECOND
def test_results_wait_until_the_round_is_over(surveyed: Municipality, principal: Someone, coordinator: Someone) -> None:
    one = opened(surveyed)
    answer(surveyed, one, LOW)
    assert principal.get(f"{SCHOOL}/{one.pk}/").status_code == 404
    assert coordinator.get(f"/kuusela/needs/rounds/{one.pk}/summary/").status_code == 404
    assert coordinator.post(f"/kuusela/needs/rounds/{one.pk}/close/").status_code == 302
    html = principal.get(f"{SCHOOL}/{one.pk}/").content.decode()
    assert "Tekninen tuki" in html
    assert "10" in html


def test_a_round_whose_last_day_has_gone_by_is_over(
    surveyed: Municipality, mentor: Someone, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = opened(surveyed)
    answer(surveyed, one, LOW)
    answer(surveyed, one, BETTER, surveyed.other_school)
    monkeypatch.setattr(clock, "today", lambda: date(2026, 10, 21))
    # The mentor sees one school only, and is the first to look: the figures are of all schools all the same.
    assert mentor.get(f"{SCHOOL}/{one.pk}/").status_code == 200
    one.refresh_from_db()
    assert one.closed_on == date(2026, 10, 21)
    assert one.summary["sheets"] == {str(surveyed.school.pk): 10, str(surveyed.other_school.pk): 10}


def test_the_tick_closes_what_is_past(surveyed: Municipality) -> None:
    one = opened(surveyed)
    assert close_past(surveyed.provider, END) == 0
    assert close_past(surveyed.provider, date(2026, 10, 21)) == 1
    with scopes_disabled():
        assert Round.objects.get(pk=one.pk).closed_on == date(2026, 10, 21)


def test_a_small_school_gets_a_discussion_sheet(
    surveyed: Municipality, principal: Someone, coordinator: Someone
) -> None:
    one = opened(surveyed)
    answer(surveyed, one, LOW[:4])
    answer(surveyed, one, LOW, surveyed.other_school)
    closed(surveyed, one)
    html = principal.get(f"{SCHOOL}/{one.pk}/").content.decode()
    assert "sheet-boxes" in html
    assert '<svg class="bar-steps"' not in html
    table = principal.get(f"{SCHOOL}/{one.pk}/summary.csv").content.decode("utf-8-sig")
    assert "alle viisi" in table
    assert coordinator.get(f"/kuusela/needs/rounds/{one.pk}/summary/").status_code == 200


@NO_SECOND
def test_a_spreadsheet_has_no_formulas(surveyed: Municipality, principal: Someone) -> None:
    one = opened(surveyed)
    answer(surveyed, one, LOW)
    closed(surveyed, one)
    lines = principal.get(f"{SCHOOL}/{one.pk}/summary.csv").content.decode("utf-8-sig").splitlines()
    [first] = [line for line in lines if ";Väite 1;" in line]
    assert first.split(";")[2:7] == ["5", "5", "0", "0", "0"]
    assert not [cell for line in lines for cell in line.split(";") if cell[:1] in "=+-@" and cell]
    assert principal.get(f"{SCHOOL}/{one.pk}/summary.xlsx").content[:2] == b"PK"
    assert principal.get(f"{SCHOOL}/{one.pk}/summary.exe").status_code == 404


def test_free_texts_are_read_first(surveyed: Municipality, coordinator: Someone, principal: Someone) -> None:
    one = opened(surveyed)
    answer(surveyed, one, LOW)
    with everything(surveyed):
        for words in ("Olli sanoi niin", "Lisää aikaa"):
            FreeText(provider=surveyed.provider, round=one, question="words", words=words).save(force_insert=True)
    page = f"/kuusela/needs/rounds/{one.pk}/texts/"
    assert "Lisää aikaa" not in coordinator.get(page).content.decode()
    closed(surveyed, one)
    assert "Lisää aikaa" in coordinator.get(page).content.decode()
    summary = f"/kuusela/needs/rounds/{one.pk}/summary/"
    assert "Lisää aikaa" not in coordinator.get(summary).content.decode()
    with scopes_disabled():
        keys = {row.words: row.pk for row in FreeText.objects.all()}
    coordinator.post(f"{page}{keys['Lisää aikaa']}/", {"what": "show", "words": "Lisää aikaa, kiitos"})
    coordinator.post(f"{page}{keys['Olli sanoi niin']}/", {"what": "leave"})
    assert "Lisää aikaa, kiitos" in coordinator.get(summary).content.decode()
    assert "Lisää aikaa" not in principal.get(f"{SCHOOL}/{one.pk}/").content.decode()
    with scopes_disabled():
        assert sorted(FreeText.objects.values_list("words", flat=True)) == ["", "Lisää aikaa, kiitos"]
        assert "Olli" not in str(list(Event.objects.values()))
    assert coordinator.post(f"{page}{keys['Olli sanoi niin']}/", {"what": "show", "words": "x"}).status_code == 404


def talked(town: Municipality, someone: Someone) -> Round:
    """A closed round whose school has chosen technical help as its target."""
    one = opened(town)
    answer(town, one, LOW)
    closed(town, one)
    page = f"{SCHOOL}/{one.pk}/talk/targets/technical-help/"
    sent = someone.post(page, {"goal": "Apua saa samana päivänä", "sign": "Kysytään toukokuussa"})
    assert sent.status_code == 302
    return one


@NO_SECOND
def test_the_talk_makes_an_agenda_of_half_an_hour(surveyed: Municipality, tutor: Someone, teacher: Someone) -> None:
    one = talked(surveyed, tutor)
    page = f"{SCHOOL}/{one.pk}/talk/"
    html = tutor.get(page).content.decode()
    assert "Apua saa samana päivänä" in html
    tutor.post(f"{page}save/", {"held_on": "2026-11-20", "minutes": "Kerrotaan kaikille"})
    text = tutor.get(f"{SCHOOL}/{one.pk}/talk.md").content.decode()
    for words in ("Kivelän koulu", "Apua saa samana päivänä", "Kysytään toukokuussa", "Kerrotaan kaikille"):
        assert words in text
    assert "Kerrotaan kaikille" in teacher.get(page).content.decode()
    assert teacher.post(f"{page}save/", {"minutes": "x"}).status_code == 403


@NO_SECOND
def test_three_targets_are_the_most(surveyed: Municipality, tutor: Someone) -> None:
    one = talked(surveyed, tutor)
    for area, status in (("pedagogical-help", 302), ("resources", 302)):
        page = f"{SCHOOL}/{one.pk}/talk/targets/{area}/"
        assert tutor.post(page, {"goal": "Tavoite", "sign": "Merkki"}).status_code == status
    assert tutor.get(f"{SCHOOL}/{one.pk}/talk/targets/no-such-area/").status_code == 404
    assert tutor.post(f"{SCHOOL}/{one.pk}/talk/targets/resources/remove/").status_code == 302
    with scopes_disabled():
        assert Target.objects.count() == 2


def test_one_click_takes_a_measure_into_the_year_with_its_reason(surveyed: Municipality, tutor: Someone) -> None:
    one = talked(surveyed, tutor)
    page = f"{SCHOOL}/{one.pk}/talk/targets/technical-help/"
    html = tutor.get(page).content.decode()
    assert 'name="measure"' in html
    key = html.split('name="measure" value="', 1)[1].split('"', 1)[0]
    assert tutor.post(f"{page}take/", {"measure": key}).status_code == 302
    with scopes_disabled():
        placement = Placement.objects.filter(measure_key=key, year=YEAR).first()
        assert placement is not None
        given = Why.objects.filter(placement=placement).get()
        assert given.target is not None
        assert "10" in given.reason["fi"]
        assert Event.objects.filter(verb="placement.taken").exists()
    panel = tutor.get(f"{SCHOOL}/why/{placement.pk}/", headers={"HX-Request": "true"}).content.decode()
    assert "Apua saa samana päivänä" in panel
    assert "why-" in tutor.get(f"/kuusela/kivelan-koulu/placements/{placement.pk}/").content.decode()
    assert tutor.post(f"{page}take/", {"measure": "no-such-measure"}).status_code == 302
    with scopes_disabled():
        assert not Placement.objects.filter(measure_key="no-such-measure").exists()


def test_a_year_later_the_round_says_whether_the_need_shrank(
    surveyed: Municipality, tutor: Someone, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = talked(surveyed, tutor)
    page = f"{SCHOOL}/{one.pk}/talk/targets/technical-help/"
    key = tutor.get(page).content.decode().split('name="measure" value="', 1)[1].split('"', 1)[0]
    tutor.post(f"{page}take/", {"measure": key})
    with scopes_disabled():
        Placement.objects.filter(measure_key=key).update(
            status=Status.DONE, first=date(2026, 11, 3), last=date(2026, 11, 4)
        )
        placement = Placement.objects.filter(measure_key=key).first()
    assert placement is not None
    later = date(2027, 10, 6)
    monkeypatch.setattr(clock, "today", lambda: later)
    two = opened(surveyed, opens=later, closes=date(2027, 10, 20))
    answer(surveyed, two, BETTER)
    closed(surveyed, two, on=date(2027, 10, 20))
    assert "Tarve on pienentynyt" in tutor.get(f"{SCHOOL}/{two.pk}/").content.decode()
    panel = tutor.get(f"{SCHOOL}/why/{placement.pk}/").content.decode()
    assert "Tarve on pienentynyt" in panel
    assert "10/2026" in panel
    over_all = tutor.get(f"/kuusela/needs/measures/{key}/").content.decode()
    assert "alle viisi koulua" in over_all


def test_teachers_and_the_team_may_see_it_otherwise(surveyed: Municipality, principal: Someone) -> None:
    one, team = opened(surveyed), opened(surveyed, TEAM_SURVEY)
    answer(surveyed, one, LOW)
    answer(surveyed, team, [{"t1": 5 - number % 2} for number in range(8)])
    closed(surveyed, one)
    closed(surveyed, team)
    html = principal.get(f"{SCHOOL}/{one.pk}/").content.decode()
    assert "Mistä ero tulee?" in html


def test_the_dataset_is_a_zip_with_a_codebook(surveyed: Municipality, coordinator: Someone, mentor: Someone) -> None:
    one = opened(surveyed)
    answer(surveyed, one, LOW)
    address = f"/kuusela/needs/rounds/{one.pk}/dataset.zip"
    assert coordinator.get(address).status_code == 404
    closed(surveyed, one)
    with zipfile.ZipFile(io.BytesIO(coordinator.get(address).content)) as packed:
        assert sorted(packed.namelist()) == ["README.txt", "codebook.csv", "data.csv"]
        rows = packed.read("data.csv").decode().splitlines()
    assert rows[0].startswith("unit,grade,")
    assert len(rows) == 11
    assert "Kivel" not in "".join(rows)
    assert mentor.get(address).status_code == 403


# --- results from elsewhere -----------------------------------------------------------------------------------------

CSV = "koulu;vastaajia;Tekninen tuki\nKivelän koulu;12;2,5\nRantalan koulu;{second};4\n"


def sent_file(coordinator: Someone, text: str) -> str:
    upload = io.BytesIO(text.encode())
    upload.name = "opeka.csv"
    page = coordinator.post("/kuusela/needs/outside/", {"source": "Opeka", "measured_on": "2026-09-15", "file": upload})
    assert page.status_code == 200
    return page.content.decode()


def mapping(html: str) -> dict[str, str]:
    rows = html.split('name="rows" value="', 1)[1].split('"', 1)[0]
    columns = {"school": "koulu", "answers": "vastaajia", "low": "1", "high": "5", "column-2": "technical-help"}
    return {"rows": rows, "source": "Opeka", "measured_on": "2026-09-15", **columns}


def test_outside_scores_come_in_after_a_look(surveyed: Municipality, coordinator: Someone, principal: Someone) -> None:
    given = mapping(sent_file(coordinator, CSV.format(second="9")))
    look = coordinator.post("/kuusela/needs/outside/take/", {**given, "what": "look"})
    assert look.status_code == 200
    with scopes_disabled():
        assert not OutsideResult.objects.exists()
    for _twice in range(2):
        assert coordinator.post("/kuusela/needs/outside/take/", {**given, "what": "take"}).status_code == 302
    with scopes_disabled():
        found = {(row.school_id, row.area): (row.score, row.answers) for row in OutsideResult.objects.all()}
    school, other = surveyed.school.pk, surveyed.other_school.pk
    assert found == {(school, "technical-help"): (37.5, 12), (other, "technical-help"): (75.0, 9)}
    assert "Opeka" in principal.get(f"{SCHOOL}/").content.decode()


@NO_SECOND
def test_nothing_is_stored_when_anything_is_wrong(surveyed: Municipality, coordinator: Someone) -> None:
    given = mapping(sent_file(coordinator, CSV.format(second="nine")))
    answer = coordinator.post("/kuusela/needs/outside/take/", {**given, "what": "take"})
    assert answer.status_code == 422
    assert "ei ole luku" in answer.content.decode()
    changed = coordinator.post("/kuusela/needs/outside/take/", {**given, "rows": given["rows"] + "x", "what": "take"})
    assert changed.status_code == 302
    with scopes_disabled():
        assert not OutsideResult.objects.exists()
