"""The toolkit to read: lists, search, a measure, materials, the matrix, editions."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import replace
from typing import Any

import pytest

from digivuosi.apps.responsibilities.actions import set_role_label
from digivuosi.apps.toolkit.actions import change_measure, publish, save_material
from digivuosi.apps.toolkit.models import Draft
from digivuosi.apps.toolkit.queries import draft_of
from digivuosi.apps.toolkit.queries.sources import current_source, file_of
from digivuosi.domain.texts import Text
from digivuosi.domain.toolkit.documents import from_document
from digivuosi.domain.toolkit.package import read_package
from tests.cast import Municipality, Someone
from tests.toolkits import EDITION

NO_SECOND = pytest.mark.one_database(
    "test_the_page_opens_on_another_database opens the page there; this asks for its words"
)

TOOLKIT = "/kuusela/toolkit/"
MEASURE = f"{TOOLKIT}measures/autumn-survey/"
MATERIAL = f"{TOOLKIT}materials/kickoff-agenda/"
EDITIONS = f"{TOOLKIT}editions/"
PAGES = [
    TOOLKIT,
    f"{TOOLKIT}?by=theme",
    f"{TOOLKIT}?by=month",
    f"{TOOLKIT}?q=kysely",
    MEASURE,
    MATERIAL,
    EDITIONS,
    f"{EDITIONS}{EDITION}/",
    f"{EDITIONS}{EDITION}/as-read/",
    f"{EDITIONS}{EDITION}/measures/autumn-survey/",
    f"{EDITIONS}{EDITION}/materials/kickoff-agenda/",
    "/kuusela/matrix/",
    "/kuusela/matrix/?level=school",
    "/kuusela/matrix/?actor=principal",
]


def words(answer: Any) -> str:
    """The page's text without tags, in one line."""
    assert answer.status_code == 200
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def draft(town: Municipality) -> Draft:
    found = draft_of(town.provider)
    assert found is not None
    return found


def change(town: Municipality, **fields: object) -> None:
    """Change the autumn survey in the draft and publish it as 2026-2."""
    row, by = draft(town), town.people["coordinator"]
    measure = from_document(row.document).measure("autumn-survey")
    assert measure is not None
    changed = replace(measure, **fields)  # type: ignore[arg-type]
    change_measure(by=by, provider=town.provider, key=measure.key, measure=changed, version=row.version)
    publish(by=by, provider=town.provider, name="2026-2", notes="Kysely aikaisemmin.")


@NO_SECOND
@pytest.mark.parametrize("url", PAGES)
def test_every_way_of_reading_is_in_three_languages_and_not_for_strangers(
    url: str,
    with_toolkit: Municipality,
    teacher: Someone,
    principal: Someone,
    mentor: Someone,
    stranger: Someone,
    signed_out: Someone,
) -> None:
    """That the whole cast reads each address is asked by tests/pages; here are its ways of being asked too."""
    for someone, language in ((teacher, "fi"), (principal, "sv"), (mentor, "en")):
        someone.user.language = language
        someone.user.save()
        answer = someone.get(url)
        assert answer.status_code == 200
        html = answer.content.decode()
        assert f'<html lang="{language}"' in html
        assert len(re.findall(r"<h1[ >]", html)) == 1
        # The starter toolkit speaks all three: nothing falls back to another language.
        assert "language-note" not in html
    assert stranger.get(url).status_code == 404
    assert signed_out.get(url).status_code == 302


@NO_SECOND
def test_without_an_edition_the_page_says_what_to_do(
    kuusela: Municipality, teacher: Someone, coordinator: Someone
) -> None:
    for url in (TOOLKIT, "/kuusela/matrix/"):
        assert "/kuusela/toolkit/draft/" not in teacher.get(url).content.decode().split("<main")[1]
        assert "/kuusela/toolkit/draft/" in coordinator.get(url).content.decode().split("<main")[1]
    assert "2026-1" not in words(teacher.get(EDITIONS))
    assert teacher.get(MEASURE).status_code == 404
    assert teacher.get(MATERIAL).status_code == 404


@NO_SECOND
def test_a_line_tells_what_why_when_and_who(with_toolkit: Municipality, teacher: Someone) -> None:
    page = words(teacher.get(TOOLKIT))
    assert "Syyskysely opettajille" in page
    assert "Kysymme kaikilta opettajilta" in page
    assert "lokakuu–marraskuu" in page.lower() or "loka–marraskuu" in page.lower()
    assert "Digimentori" in page


@NO_SECOND
def test_by_month_follows_the_calendar(with_toolkit: Municipality, teacher: Someone) -> None:
    html = teacher.get(f"{TOOLKIT}?by=month").content.decode()
    months = re.findall(r'id="g-(\d+)"', html)
    assert months[0] == "8"
    assert [m for m in months if m != "0"] == [
        str(m) for m in (8, 9, 10, 11, 12, 1, 2, 3, 4, 5, 6, 7) if str(m) in months
    ]
    october = html.split('id="g-10"')[1].split("<h2")[0]
    assert "measures/autumn-survey/" in october


def test_search_knows_dots_and_swaps_the_list_alone(with_toolkit: Municipality, teacher: Someone) -> None:
    for query in ("säästää", "saastaa", "SÄÄSTÄÄ"):
        assert "measures/leftover-money/" in teacher.get(TOOLKIT, {"q": query}).content.decode()
    teacher.user.language = "sv"
    teacher.user.save()
    assert "measures/autumn-survey/" in teacher.get(TOOLKIT, {"q": "höstenkät"}).content.decode()
    headers = {"HX-Request": "true", "HX-Target": "toolkit-list"}
    part = teacher.get(TOOLKIT, {"q": "höstenkät"}, headers=headers).content.decode()
    assert "<html" not in part
    assert "measures/autumn-survey/" in part


@NO_SECOND
def test_a_search_without_hits_shows_the_way_back(with_toolkit: Municipality, teacher: Someone) -> None:
    html = teacher.get(TOOLKIT, {"q": "<b>sääskenpyynti"}).content.decode()
    assert "<b>sääsken" not in html
    assert "measures/" not in html.split("<main")[1]
    assert f'href="{TOOLKIT}"' in html.split("<main")[1]


@NO_SECOND
def test_a_measure_says_why_first_then_who_when_and_how(with_toolkit: Municipality, teacher: Someone) -> None:
    page = words(teacher.get(MEASURE)).split("Syyskysely opettajille", 1)[1]
    order = ["Kysymme kaikilta", "Digimentori", "0,5", "2026–2027", "Mentori: tarkista", "Kysely on suljettu"]
    places = [page.find(one) for one in order]
    assert -1 not in places, dict(zip(order, places, strict=True))
    assert places == sorted(places)
    html = teacher.get(MEASURE).content.decode()
    assert "measures/wheel-in-use/" in html  # it comes after this one
    assert "measures/survey-summary/" in html  # and this one after it
    assert "materials/survey-invitation/" in html


@NO_SECOND
def test_hours_are_written_as_the_language_does(with_toolkit: Municipality, teacher: Someone) -> None:
    teacher.user.language = "en"
    teacher.user.save()
    assert "0.5 h" in words(teacher.get(MEASURE))


@NO_SECOND
def test_roles_have_the_municipalitys_own_names(with_toolkit: Municipality, teacher: Someone) -> None:
    by = with_toolkit.people["coordinator"]
    label = Text.of(fi="kiertävä digiope")
    set_role_label(by=by, provider=with_toolkit.provider, kind="mentor", label=label)
    for url in (TOOLKIT, MEASURE, "/kuusela/matrix/", "/kuusela/matrix/?actor=mentor"):
        assert "kiertävä digiope" in words(teacher.get(url)).lower()


@NO_SECOND
def test_what_is_missing_in_a_language_is_marked(with_toolkit: Municipality, teacher: Someone) -> None:
    change(with_toolkit, purpose=Text.of(fi="Vain suomeksi."))
    teacher.user.language = "sv"
    teacher.user.save()
    html = teacher.get(MEASURE).content.decode()
    assert '<span lang="fi">Vain suomeksi.</span>' in html
    assert "(suomi)" in html


@NO_SECOND
def test_an_unknown_measure_or_material_is_not_found(with_toolkit: Municipality, coordinator: Someone) -> None:
    for url in (f"{TOOLKIT}measures/no-such/", f"{TOOLKIT}materials/no-such/", f"{TOOLKIT}materials/no-such/file/"):
        assert coordinator.get(url).status_code == 404
    assert coordinator.get(f"{EDITIONS}1999-1/").status_code == 404
    assert coordinator.get(f"{EDITIONS}1999-1/package.zip").status_code == 404


@NO_SECOND
def test_markdown_is_read_as_a_page_in_the_readers_language(with_toolkit: Municipality, teacher: Someone) -> None:
    assert "Kirjatkaa ainakin nämä" in words(teacher.get(MATERIAL))
    teacher.user.language = "en"
    teacher.user.save()
    assert "Kirjatkaa ainakin nämä" not in words(teacher.get(MATERIAL))
    asked = teacher.get(MATERIAL, {"language": "fi"}).content.decode()
    assert "Kirjatkaa ainakin nämä" in asked
    assert '<div class="prose" lang="fi">' in asked


@NO_SECOND
def test_a_file_is_saved_and_never_shown(with_toolkit: Municipality, teacher: Someone) -> None:
    answer = teacher.get(f"{MATERIAL}file/", {"language": "sv"})
    assert answer.headers["Content-Type"] == "text/markdown; charset=utf-8"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="kickoff-agenda.sv.md"'
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    source = current_source(with_toolkit.provider)
    assert source is not None
    held = file_of(source, "kickoff-agenda", "sv")
    assert held is not None
    assert answer.content == held.content
    for strange in ("no", "../../etc", "x" * 99):
        assert teacher.get(f"{MATERIAL}file/", {"language": strange}).status_code == 200


def test_a_file_keeps_to_its_edition(with_toolkit: Municipality, teacher: Someone) -> None:
    """A newer file in the draft is not seen before it is published, and the old edition keeps the old one."""
    by, provider = with_toolkit.people["coordinator"], with_toolkit.provider
    old = teacher.get(f"{MATERIAL}file/", {"language": "fi"}).content
    path = "materials/kickoff-agenda.fi.md"
    new = {path: b"# Uusi asialista\n\nTervetuloa."}
    source = current_source(provider)
    assert source is not None
    material = source.toolkit.material("kickoff-agenda")
    assert material is not None
    save_material(by=by, provider=provider, material=material, content=new, version=draft(with_toolkit).version)
    assert teacher.get(f"{MATERIAL}file/", {"language": "fi"}).content == old
    publish(by=by, provider=provider, name="2026-2")
    assert teacher.get(f"{MATERIAL}file/", {"language": "fi"}).content == new[path]
    kept = teacher.get(f"{EDITIONS}{EDITION}/materials/kickoff-agenda/file/", {"language": "fi"})
    assert kept.content == old


@NO_SECOND
def test_the_matrix_has_heads_for_rows_and_columns(with_toolkit: Municipality, teacher: Someone) -> None:
    html = teacher.get("/kuusela/matrix/").content.decode()
    assert html.count('scope="colgroup"') == 3
    assert html.count('scope="row"') == 14
    assert "<caption" in html
    school = words(teacher.get("/kuusela/matrix/?level=school"))
    assert "Johdamme digikehittämistä osana koulun muuta kehittämistä" in school
    assert "Huolehdimme, että kunnan yhteiset digitavoitteet" not in school


@NO_SECOND
def test_what_is_ours_is_one_list(with_toolkit: Municipality, teacher: Someone) -> None:
    page = teacher.get("/kuusela/matrix/?actor=principal")
    assert "Johdamme digikehittämistä" in words(page)
    assert "measures/goals-into-annual-plan/" in page.content.decode()
    assert "scope=" not in page.content.decode()
    assert teacher.get("/kuusela/matrix/?actor=nobody&level=moon").status_code == 200


def test_editions_are_listed_and_the_old_ones_stay(with_toolkit: Municipality, teacher: Someone) -> None:
    change(with_toolkit, title=Text.of(fi="Syksyn kysely", sv="Höstens enkät", en="The survey of autumn"))
    page = words(teacher.get(EDITIONS))
    assert page.index("2026-2") < page.index(EDITION)
    assert "Kysely aikaisemmin." in page
    assert "Kerttu Koordinaattori" in page
    old, new = (words(teacher.get(f"{EDITIONS}{name}/")) for name in (EDITION, "2026-2"))
    assert "Syyskysely opettajille" in old
    assert "Syksyn kysely" in new
    assert "Syksyn kysely" in words(teacher.get(TOOLKIT))


def test_an_edition_is_downloaded_as_a_package_with_its_files(with_toolkit: Municipality, teacher: Someone) -> None:
    answer = teacher.get(f"{EDITIONS}{EDITION}/package.zip")
    assert answer.headers["Content-Type"] == "application/zip"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="kuusela-2026-1.zip"'
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    with zipfile.ZipFile(io.BytesIO(answer.content)) as opened:
        assert "materials/kickoff-agenda.sv.md" in opened.namelist()
    source = current_source(with_toolkit.provider)
    assert source is not None
    assert read_package(answer.content).toolkit == source.toolkit
    assert teacher.get(f"{EDITIONS}{EDITION}/package.zip").content == answer.content


@NO_SECOND
def test_the_draft_is_read_by_its_editors_only(
    with_toolkit: Municipality, principal: Someone, coordinator: Someone
) -> None:
    for part in ("", "measures/autumn-survey/", "materials/kickoff-agenda/", "materials/kickoff-agenda/file/"):
        assert coordinator.get(f"{TOOLKIT}draft/as-read/{part}").status_code == 200
        assert principal.get(f"{TOOLKIT}draft/as-read/{part}").status_code == 403


@NO_SECOND
def test_the_navigation_leads_there(with_toolkit: Municipality, teacher: Someone, coordinator: Someone) -> None:
    for_all, for_editors = (one.get(TOOLKIT).content.decode() for one in (teacher, coordinator))
    for url in (TOOLKIT, "/kuusela/matrix/"):
        assert f'href="{url}"' in for_all
    assert f'href="{TOOLKIT}draft/"' not in for_all
    assert f'href="{TOOLKIT}draft/"' in for_editors


@NO_SECOND
def test_the_measure_leads_to_the_readers_own_changes(
    with_toolkit: Municipality, teacher: Someone, principal: Someone, coordinator: Someone
) -> None:
    local, edit = "measures/autumn-survey/local/", "/kuusela/toolkit/draft/measures/autumn-survey/"
    by_teacher, by_principal, by_coordinator = (
        someone.get(MEASURE).content.decode() for someone in (teacher, principal, coordinator)
    )
    assert local not in by_teacher
    assert local in by_principal
    assert edit not in by_principal
    assert edit in by_coordinator
