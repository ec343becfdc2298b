"""The city's overview: what each school does when, counted in a constant number of queries."""

from __future__ import annotations

import io
import zipfile
from datetime import date

import pytest
import python_calamine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django_scopes import scope

from digivuosi.apps.responsibilities.actions import remove_holder
from digivuosi.apps.responsibilities.models import RoleHolder
from digivuosi.apps.schools.actions import add_school
from digivuosi.apps.schools.models import School
from digivuosi.apps.wheel.actions import decline, set_status, take
from digivuosi.apps.wheel.queries.oversight import MONTHS, measure_row, month_rows, progress_of
from digivuosi.domain.toolkit.toolkit import Toolkit
from tests.apps.wheel.years import fill, inside, placed
from tests.cast import TODAY, YEAR, Municipality, Someone
from tests.snapshots import once
from tests.toolkits import starter

NO_SECOND = pytest.mark.one_database(
    "test_months_count_what_begins_in_them reads the same rows on both; this asks for words and rights"
)

PAGE = "/kuusela/overview/"
PANEL = PAGE + "panel/progress/"
TABLE = PAGE + "table.xlsx"
REASON = '=HYPERLINK("http://evil.example","Koodataan keväällä")'


@pytest.fixture
def years(with_toolkit: Municipality) -> Municipality:
    """Both schools have their year; the second has declined one measure."""
    once("two-years", lambda: two_years(with_toolkit))
    return with_toolkit


def two_years(town: Municipality) -> None:
    by, school = town.people["coordinator"], town.other_school
    fill(town)
    fill(town, school)
    with inside(town, school):
        decline(by=by, school=school, year=YEAR, measure_key="code-week", reason=REASON)


def schools(town: Municipality) -> list[School]:
    return [town.school, town.other_school]


def toolkit() -> Toolkit:
    return starter().toolkit


@NO_SECOND
@pytest.mark.parametrize("address", [PAGE, PAGE + "?view=months", PAGE + "code-week/", TABLE, PANEL])
def test_only_those_who_oversee_see_it(
    request: pytest.FixtureRequest, years: Municipality, stranger: Someone, signed_out: Someone, address: str
) -> None:
    for who, status in (("coordinator", 200), ("mentor", 200), ("principal", 403), ("tutor", 403), ("teacher", 403)):
        assert request.getfixturevalue(who).get(address).status_code == status, who
    assert stranger.get(address).status_code == 404
    assert signed_out.get(address).status_code == 302


@pytest.mark.parametrize("address", [PAGE, PAGE + "?view=months", PAGE + "code-week/", PANEL])
def test_a_mentor_sees_only_their_own_schools(years: Municipality, mentor: Someone, address: str) -> None:
    page = mentor.get(address).content.decode()
    assert "Kivelän koulu" in page
    assert "Rantalan" not in page
    assert "evil.example" not in page


def test_a_cell_tells_week_and_state_in_words(years: Municipality, coordinator: Someone) -> None:
    with inside(years):
        set_status(by=years.people["tutor"], placement=placed(years, "accounts-ready"), status="done")
    page = coordinator.get(PAGE).content.decode()
    assert "vk\N{NO-BREAK SPACE}32, Tehty" in page
    assert "vk\N{NO-BREAK SPACE}43, Suunniteltu" in page
    assert "plan-declined" in page
    assert "plan-late" in page


def test_filters_by_theme_and_words(years: Municipality, coordinator: Someone) -> None:
    page = coordinator.get(PAGE, {"theme": "teaching"}).content.decode()
    assert "Koodiviikko" in page
    assert "Tunnukset kuntoon" not in page
    page = coordinator.get(PAGE, {"q": "KOODI"}).content.decode()
    assert "Koodiviikko" in page
    assert "Tunnukset kuntoon" not in page
    assert coordinator.get(PAGE, {"q": "%zz", "theme": "no-such", "year": "abc", "page": "-4"}).status_code == 200
    part = coordinator.get(PAGE, {"theme": "teaching"}, headers={"HX-Request": "true"}).content.decode()
    assert part.strip().startswith('<div id="table"')


def test_the_page_of_a_measure_says_who_and_why_not(years: Municipality, coordinator: Someone) -> None:
    page = coordinator.get(PAGE + "code-week/").content.decode()
    assert "Taina Tutor" in page
    assert "Koodataan keväällä" in page
    assert "Kerttu Koordinaattori" in page
    assert "<script" not in page.split("<main")[1]
    assert coordinator.get(PAGE + "no-such-measure/").status_code == 404
    assert coordinator.get(PAGE + "budget-proposal/").status_code == 404


@NO_SECOND
def test_the_number_of_queries_does_not_grow_with_the_schools(years: Municipality, coordinator: Someone) -> None:
    def count(address: str) -> int:
        coordinator.get(address)
        with CaptureQueriesContext(
            connection,
        ) as asked:
            coordinator.get(address)
        return len(asked)

    addresses = (PAGE, PAGE + "?view=months", PAGE + "code-week/", TABLE, PANEL)
    before = [count(address) for address in addresses]
    for number in range(3):
        school = add_school(by=years.people["coordinator"], provider=years.provider, name=f"Uusi koulu {number}")
        fill(years, school)
    assert [count(address) for address in addresses] == before


def test_twenty_five_schools_stand_on_a_page(years: Municipality, coordinator: Someone) -> None:
    for number in range(26):
        add_school(by=years.people["coordinator"], provider=years.provider, name=f"Alakoulu {number:02}")
    first, second = (coordinator.get(PAGE, {"page": page}).content.decode() for page in (1, 2))
    assert first.count('class="plan-school"') == 25
    assert second.count('class="plan-school"') == 3
    assert "Alakoulu 25" not in first
    assert "Alakoulu 25" in second


def test_months_count_what_begins_in_them(years: Municipality) -> None:
    with scope(provider=years.provider, school=schools(years)):
        rows = month_rows(toolkit(), schools(years), YEAR)
    assert [row.school for row in rows] == schools(years)
    october = MONTHS.index(10)
    assert rows[0].counts[october] == rows[1].counts[october] + 1
    assert rows[0].total == sum(rows[0].counts) > 20


def test_progress_counts_done_late_and_vacant(years: Municipality) -> None:
    town = years
    with inside(town):
        set_status(by=town.people["tutor"], placement=placed(town, "accounts-ready"), status="done")
        set_status(by=town.people["tutor"], placement=placed(town, "code-week"), status="cancelled")
    with scope(provider=town.provider, school=schools(town)):
        rows = {one.school.pk: one for one in progress_of(town.provider, schools(town), YEAR, TODAY)}
        late = {one.school.pk: one for one in progress_of(town.provider, schools(town), YEAR, date(2027, 7, 1))}
    first, second = rows[town.school.pk], rows[town.other_school.pk]
    assert (first.done, second.done) == (1, 0)
    assert second.late == first.late + 1
    assert late[town.school.pk].late == first.total - 1
    assert second.vacant > first.vacant, "nobody holds a role at the second school"


def test_a_role_that_falls_vacant_is_counted(years: Municipality) -> None:
    def vacant() -> int:
        with scope(provider=years.provider, school=schools(years)):
            found = progress_of(years.provider, [years.school], YEAR, TODAY)
        return found[0].vacant

    before = vacant()
    with inside(years):
        holder = RoleHolder.objects.get(kind="principal")
        remove_holder(by=years.people["coordinator"], holder=holder)
    assert vacant() > before


def test_several_doings_have_one_state(years: Municipality) -> None:
    with inside(years):
        take(by=years.people["tutor"], school=years.school, year=YEAR, measure_key="code-week")
    with scope(provider=years.provider, school=schools(years)):
        row = measure_row(toolkit(), schools(years), YEAR, "code-week")
    assert row is not None
    assert [cell.state for cell in row.cells] == ["planned", "declined"]
    assert (row.taken_count, row.declined_count, row.done_count) == (1, 1, 0)


@NO_SECOND
def test_the_spreadsheet_holds_the_same_and_no_formulas(years: Municipality, coordinator: Someone) -> None:
    School.objects.filter(pk=years.school.pk).update(name="=1+1 koulu")
    answer = coordinator.get(TABLE)
    assert answer["Content-Disposition"] == 'attachment; filename="digivuosi-kuusela-2026-2027.xlsx"'
    book = python_calamine.load_workbook(io.BytesIO(answer.content))
    table, one_by_one = (book.get_sheet_by_index(number).to_python() for number in (0, 1))
    assert "=1+1 koulu" in table[0]
    row = next(row for row in table if row[1] == "Koodiviikko")
    assert row[2:5] == [1, 0, 1]
    assert any(REASON in line for line in one_by_one)
    dates = [line[4] for line in one_by_one if line[2] == "Koodiviikko" and line[0] == "=1+1 koulu"]
    assert dates == [date(2026, 10, 19)]
    with zipfile.ZipFile(io.BytesIO(answer.content)) as parts:
        sheets = [parts.read(name) for name in parts.namelist() if name.startswith("xl/worksheets/sheet")]
        assert not any("hyperlink" in name.lower() for name in parts.namelist())
    assert not any(b"<f>" in sheet or b"<hyperlink" in sheet for sheet in sheets)


@NO_SECOND
def test_without_a_toolkit_or_schools_the_page_says_so(lahela: Municipality, stranger: Someone) -> None:
    assert stranger.get("/lahela/overview/").status_code == 200
    assert stranger.get("/lahela/overview/table.xlsx").status_code == 404
    assert stranger.get("/lahela/overview/panel/progress/").status_code == 200


@NO_SECOND
def test_the_front_page_has_the_panel_and_the_way_to_the_overview(years: Municipality, coordinator: Someone) -> None:
    page = coordinator.get("/kuusela/").content.decode()
    assert f'hx-get="{PANEL}"' in page
    assert f'href="{PAGE}"' in page
    part = coordinator.get(PANEL, headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in part
    assert "Rantalan koulu" in part


@NO_SECOND
def test_those_who_do_not_oversee_have_no_way_there(years: Municipality, principal: Someone) -> None:
    page = principal.get("/kuusela/").content.decode()
    assert PANEL not in page
    assert f'href="{PAGE}"' not in page
