"""Results of another tool are enough: brought in, read, talked about, taken to the wheel, measured again."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from datetime import date

import pytest
from django.http import HttpResponse
from django_scopes import scope, scopes_disabled

from digivuosi.apps.look import clock
from digivuosi.apps.needs.actions.importing import import_outside
from digivuosi.apps.needs.models import OutsideResult, Talk, Why
from digivuosi.apps.schools.actions import add_school
from digivuosi.apps.wheel.models import Placement, Status
from digivuosi.domain.needs.importing import OutsideScore
from tests.apps.needs.rounds import NEEDS, answer, closed, opened, surveyed
from tests.cast import Municipality, Someone

ELSEWHERE = pytest.mark.one_database(
    "test_the_coordinator_sees_what_was_brought_in_and_means_of_five_schools reads the same rows on both"
)

NO_SECOND = pytest.mark.one_database(
    "test_columns_without_scores_say_so_and_nothing_is_stored asks there; what is refused is never stored"
)

__all__ = ["surveyed"]

SCHOOL = "/kuusela/kivelan-koulu/needs"
DAY = date(2026, 9, 15)
TOOL = f"{SCHOOL}/outside/selfie/{DAY}"
FILE = "/kuusela/needs/outside/"


def words(answered: HttpResponse) -> str:
    return re.sub(r"\s+", " ", answered.content.decode())


def bring(town: Municipality, day: date = DAY, answers: int | None = 20, **own: float) -> None:
    """What SELFIE measured at the first school, on its scale from 1 to 5."""
    given = {"technical-help": 2.0, "pedagogical-help": 3.0, "resources": 4.5, **own}
    unit = str(town.school.pk)
    found = [OutsideScore(unit, need, (x - 1) * 25, "SELFIE", answers, 1, 5) for need, x in given.items()]
    with scope(provider=town.provider):
        by = town.people["coordinator"]
        import_outside(by=by, provider=town.provider, source="SELFIE", measured_on=day, scores=found)


@pytest.fixture
def measured(surveyed: Municipality) -> Municipality:
    bring(surveyed)
    return surveyed


def chosen(tutor: Someone) -> str:
    """Choose technical help as a target and take the first measure for it."""
    page = f"{TOOL}/talk/targets/technical-help/"
    tutor.post(page, {"goal": "Apua heti", "sign": "Kysytään keväällä"})
    key = tutor.get(page).content.decode().split('name="measure" value="', 1)[1].split('"', 1)[0]
    assert tutor.post(f"{page}take/", {"measure": key}).status_code == 302
    return key


def test_a_school_reads_what_a_tool_measured_without_a_survey(measured: Municipality, principal: Someone) -> None:
    page = words(principal.get(f"{TOOL}/"))
    assert "SELFIE ti 15.9.2026: 2 asteikolla 1–5, eli 25 sadasta." in page
    assert f'href="{TOOL}/"' in words(principal.get(f"{SCHOOL}/"))
    talk = words(principal.get(f"{TOOL}/talk/"))
    assert "2 asteikolla 1–5" in talk
    assert f"{TOOL}/talk/targets/technical-help/" in talk


def test_the_talk_and_the_measures_stand_on_the_outside_scores_alone(measured: Municipality, tutor: Someone) -> None:
    key = chosen(tutor)
    with scopes_disabled():
        why = Why.objects.select_related("placement", "target__talk").get()
        talk = Talk.objects.get()
    assert (talk.round_id, talk.source, talk.measured_on) == (None, "SELFIE", DAY)
    assert why.placement.measure_key == key
    for language in ("fi", "sv", "en"):
        assert "SELFIE" in why.reason[language]
    assert "2 asteikolla 1–5, eli 25 sadasta" in why.reason["fi"]
    panel = words(tutor.get(f"{SCHOOL}/why/{why.placement_id}/"))
    assert "SELFIE ti 15.9.2026" in panel
    tutor.post(f"{TOOL}/talk/save/", {"held_on": "2026-10-01", "minutes": "Sovittiin muutakin."})
    minutes = tutor.get(f"{TOOL}/talk.md").content.decode()
    for told in ("SELFIE", "Apua heti", "Sovittiin muutakin.", "asteikolla 1–5"):
        assert told in minutes
    assert tutor.post(f"{TOOL}/talk/targets/technical-help/remove/").status_code == 302


def test_the_same_tool_a_year_later_tells_the_change_without_an_interval(
    measured: Municipality, tutor: Someone, monkeypatch: pytest.MonkeyPatch
) -> None:
    chosen(tutor)
    with scopes_disabled():
        Placement.objects.filter(pk__in=Why.objects.values("placement")).update(
            status=Status.DONE, first=date(2026, 11, 3), last=date(2026, 11, 4)
        )
        placed = Why.objects.get().placement_id
    later = date(2027, 9, 14)
    monkeypatch.setattr(clock, "today", lambda: later)
    bring(measured, later, **{"technical-help": 3.0})
    page = words(tutor.get(f"{SCHOOL}/outside/selfie/{later}/"))
    assert "Parempi kuin viimeksi ti 15.9.2026: 25 → 50 sadasta." in page
    assert "voi olla sattumaa" in page
    assert "Kun tämä tehtiin, SELFIE näytti 25 sadasta" in words(tutor.get(f"{SCHOOL}/why/{placed}/"))


@ELSEWHERE
def test_a_survey_summary_tells_them_beside_its_own_and_never_mixes_them(
    measured: Municipality, principal: Someone
) -> None:
    one = opened(measured)
    answer(measured, one, [{"s1": 5 - n % 2, "s2": 5 - n % 2, "s3": 5 - n % 2} for n in range(10)])
    closed(measured, one)
    page = words(principal.get(f"{SCHOOL}/{one.pk}/"))
    assert "Tarve muualta tuotujen tulosten mukaan" in page
    assert "2 asteikolla 1–5" in page
    means = {area.need: area.mean for area in principal.get(f"{SCHOOL}/{one.pk}/").context["reading"].summary.areas}
    assert means["technical-help"] == pytest.approx(87.5)
    told = principal.get(f"{SCHOOL}/{one.pk}/summary.csv").content.decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(told), delimiter=";"))
    assert {len(row) for row in rows} == {len(rows[0])}
    assert any("SELFIE ti 15.9.2026" in row[1] for row in rows)


def test_fewer_than_five_answers_are_hidden_everywhere(surveyed: Municipality, principal: Someone) -> None:
    bring(surveyed, answers=4)
    for url in (f"{TOOL}/", f"{TOOL}/talk/", f"{TOOL}/summary.csv"):
        page = words(principal.get(url))
        assert "asteikolla 1–5" not in page
        assert "25 sadasta" not in page
    assert "alle viisi" in words(principal.get(f"{TOOL}/"))


@ELSEWHERE
def test_the_table_has_the_tool_the_day_and_both_scales(measured: Municipality, principal: Someone) -> None:
    text = principal.get(f"{TOOL}/summary.csv").content.decode("utf-8-sig")
    row = next(line for line in text.splitlines() if "2026" in line and ";2;" in line)
    assert row.split(";")[1:8] == ["SELFIE", "15.9.2026", "2", "1", "5", "25", "20"]
    assert principal.get(f"{TOOL}/summary.xlsx").status_code == 200
    assert principal.get(f"{TOOL}/summary.pdf").status_code == 404


@ELSEWHERE
def test_what_no_tool_measured_is_not_found(measured: Municipality, principal: Someone, stranger: Someone) -> None:
    for path in ("selfie/2026-09-16/", "opeka/2026-09-15/", "selfie/yesterday/", "selfie/2026-13-40/talk/"):
        assert principal.get(f"{SCHOOL}/outside/{path}").status_code == 404
    assert principal.get(f"{TOOL}/talk/targets/no-such-area/").status_code == 404
    assert stranger.get(f"{TOOL}/").status_code == 404


@ELSEWHERE
def test_the_dataset_has_means_of_five_schools_and_no_school_alone(
    measured: Municipality, coordinator: Someone
) -> None:
    one = opened(measured)
    answer(measured, one, [{"s1": 1 + n % 5, "s2": 2, "s3": 3} for n in range(10)])
    closed(measured, one)
    address = f"/kuusela/needs/rounds/{one.pk}/dataset.zip"
    with zipfile.ZipFile(io.BytesIO(coordinator.get(address).content)) as packed:
        assert "outside.csv" not in packed.namelist()
    by = measured.people["coordinator"]
    schools = [add_school(by=by, provider=measured.provider, name=f"Koulu {n}") for n in range(4)]
    found = [OutsideScore(str(school.pk), NEEDS[0], 50, "SELFIE", None, 1, 5) for school in schools]
    with scope(provider=measured.provider):
        import_outside(by=by, provider=measured.provider, source="SELFIE", measured_on=DAY, scores=found)
    with zipfile.ZipFile(io.BytesIO(coordinator.get(address).content)) as packed:
        rows = packed.read("outside.csv").decode().splitlines()
        assert "outside.csv" in packed.read("README.txt").decode()
    assert rows == ["source,measured,need,schools,mean", f"SELFIE,{DAY},{NEEDS[0]},5,45.0"]


# --- files that are not as they should be ---------------------------------------------------------------------------


def sent(coordinator: Someone, content: bytes, name: str = "opeka.csv", day: str = str(DAY)) -> HttpResponse:
    upload = io.BytesIO(content)
    upload.name = name
    return coordinator.post(FILE, {"source": "Opeka", "measured_on": day, "file": upload})


def looked(coordinator: Someone, content: str, **columns: str) -> HttpResponse:
    """The file sent, and what it means looked at with these columns."""
    html = sent(coordinator, content.encode()).content.decode()
    rows = html.split('name="rows" value="', 1)[1].split('"', 1)[0]
    given = {"school": "koulu", "answers": "", "low": "1", "high": "5", "column-1": "technical-help", **columns}
    return coordinator.post(
        f"{FILE}take/", {"rows": rows, "source": "Opeka", "measured_on": str(DAY), "what": "take", **given}
    )


@NO_SECOND
@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("koulu;tulos\nKivelän koulu;=1+1\n", "ei ole luku"),
        ("koulu;tulos\nKivelän koulu;hyvä\n", "”hyvä” ei ole luku"),
        ("koulu;tulos\nKivelän koulu;1.234,5\n", "ei ole luku"),
        ("koulu;tulos\nKivelän koulu;nan\n", "ei ole luku"),
        ("koulu;tulos\nKivelän koulu;1_0\n", "ei ole luku"),
        ("koulu;tulos\nKivelän koulu;7\n", "ei ole välillä 1–5"),
        ("koulu;tulos\nTuntematon koulu;3\n", "koulua ”Tuntematon koulu” ei ole"),
        ("koulu;tulos\nKivelän koulu;3\nKivelän koulu;4\n", "on jo rivillä 2"),
        ("koulu;tulos;tulos\nKivelän koulu;3;4\n", "on kahdesti"),
    ],
)
def test_what_is_wrong_in_a_file_is_said_with_its_place_and_nothing_is_stored(
    content: str, told: str, surveyed: Municipality, coordinator: Someone
) -> None:
    page = looked(coordinator, content)
    assert page.status_code == 422
    assert told in words(page)
    # The choices that were made stay.
    assert 'value="technical-help" selected' in words(page)
    with scopes_disabled():
        assert not OutsideResult.objects.exists()


@NO_SECOND
def test_rows_are_numbered_as_the_spreadsheet_numbers_them(surveyed: Municipality, coordinator: Someone) -> None:
    page = looked(coordinator, "koulu;tulos\n;\n;\nKivelän koulu;hyvä\n\n")
    assert "rivi 4, sarake B: ”hyvä” ei ole luku" in words(page)


@ELSEWHERE
@pytest.mark.parametrize("number", ["3,5", "3.5", " 3,50 ", "3,5\u00a0"])
def test_decimals_are_read_with_a_comma_or_a_point(number: str, surveyed: Municipality, coordinator: Someone) -> None:
    assert looked(coordinator, f"koulu;tulos\nKivelän koulu;{number}\n").status_code == 302
    with scopes_disabled():
        row = OutsideResult.objects.get()
    assert (row.score, row.low, row.high, row.measured_on) == (62.5, 1, 5, DAY)


def test_a_scale_can_be_given_with_a_comma(surveyed: Municipality, coordinator: Someone) -> None:
    assert looked(coordinator, "koulu;tulos\nKivelän koulu;3\n", low="0,5", high="4,5").status_code == 302
    with scopes_disabled():
        assert OutsideResult.objects.get().low == 0.5


def test_a_row_under_five_is_left_out_and_the_others_come_in(surveyed: Municipality, coordinator: Someone) -> None:
    content = "koulu;tulos;vastaajia\nKivelän koulu;3;12\nRantalan koulu;4;4\n"
    assert looked(coordinator, content, answers="vastaajia").status_code == 302
    with scopes_disabled():
        assert OutsideResult.objects.get().school_id == surveyed.school.pk


@pytest.mark.parametrize(("content", "kept"), [("", 1), ("Rantalan koulu;4;12\n", 2)])
def test_what_is_found_out_to_be_under_five_is_removed_although_it_was_stored(
    content: str, kept: int, surveyed: Municipality, coordinator: Someone
) -> None:
    other = "koulu;tulos\nRantalan koulu;2\n"
    assert looked(coordinator, f"{other}Kivelän koulu;3\n").status_code == 302
    told = looked(coordinator, f"koulu;tulos;vastaajia\nKivelän koulu;3;4\n{content}", answers="vastaajia")
    assert told.status_code == 302
    with scopes_disabled():
        rows = list(OutsideResult.objects.values_list("school_id", "score"))
    assert rows == [(surveyed.other_school.pk, 75.0 if kept == 2 else 25.0)]


@ELSEWHERE
def test_columns_without_scores_say_so_and_nothing_is_stored(surveyed: Municipality, coordinator: Someone) -> None:
    page = looked(coordinator, "koulu;tulos\nKivelän koulu;\n")
    assert page.status_code == 200
    assert "Näissä sarakkeissa ei ole tuloksia." in words(page)
    with scopes_disabled():
        assert not OutsideResult.objects.exists()


def test_the_coordinator_sees_what_was_brought_in_and_means_of_five_schools(
    measured: Municipality, coordinator: Someone
) -> None:
    page = words(coordinator.get(FILE))
    assert f'href="{TOOL}/"' in page
    assert "sadasta" not in page
    by = measured.people["coordinator"]
    schools = [add_school(by=by, provider=measured.provider, name=f"Koulu {n}") for n in range(4)]
    found = [OutsideScore(str(school.pk), NEEDS[0], 50, "SELFIE", None, 1, 5) for school in schools]
    assert coordinator.get(FILE).context["brought_in"][0]["means"] == []
    with scope(provider=measured.provider):
        import_outside(by=by, provider=measured.provider, source="SELFIE", measured_on=DAY, scores=found)
    page = words(coordinator.get(FILE))
    assert "<strong>45</strong>" in page
    assert "koulu-0/needs/outside/selfie" in page


@NO_SECOND
@pytest.mark.parametrize(
    ("content", "name", "told"),
    [
        (b"", "tyhja.csv", ""),
        (b"koulu;tulos\n", "vain-otsikot.csv", "otsikot"),
        (b"PK\x03\x04 not a workbook", "rikki.xlsx", ""),
        (b"koulu;tulos\n" + b"A;1\n" * 2001, "suuri.csv", "2000"),
        ((";".join(f"c{n}" for n in range(90)) + "\n" + ";".join("1" * 90) + "\n").encode(), "levea.csv", "60"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_in_words(
    content: bytes, name: str, told: str, surveyed: Municipality, coordinator: Someone
) -> None:
    page = sent(coordinator, content, name)
    assert page.status_code == 422
    errors = page.context["form"].errors["file"]
    assert errors
    assert told in errors[0]
    # What was typed beside the file stays.
    assert 'value="Opeka"' in words(page)
    assert f'value="{DAY}"' in words(page)


@pytest.mark.parametrize(("written", "name"), [("selfie", "SELFIE"), (" Selfie ", "SELFIE"), ("OPEKA", "Opeka")])
def test_a_tool_keeps_its_name_however_it_is_written(
    written: str, name: str, measured: Municipality, coordinator: Someone
) -> None:
    upload = io.BytesIO(b"koulu;tulos\nA;1\n")
    upload.name = "a.csv"
    page = coordinator.post(FILE, {"source": written, "measured_on": str(DAY), "file": upload})
    assert page.context["source"] == name


@NO_SECOND
def test_a_tool_without_a_name_that_an_address_can_tell_is_refused(
    surveyed: Municipality, coordinator: Someone
) -> None:
    upload = io.BytesIO(b"koulu;tulos\nA;1\n")
    upload.name = "a.csv"
    page = coordinator.post(FILE, {"source": "!!!", "measured_on": str(DAY), "file": upload})
    assert page.status_code == 422
    assert page.context["form"].errors["source"]


@NO_SECOND
@pytest.mark.parametrize("day", ["", "tomorrow", "2026-12-24", "1999-01-01"])
def test_a_day_that_cannot_be_is_refused(day: str, surveyed: Municipality, coordinator: Someone) -> None:
    page = sent(coordinator, b"koulu;tulos\nA;1\n", day=day)
    assert page.status_code == 422
    assert page.context["form"].errors["measured_on"]
