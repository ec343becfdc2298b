"""The pages of a school's year: now, wheel, line, list, month and one placement."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from digivuosi.apps.look import clock
from digivuosi.apps.wheel import actions
from digivuosi.apps.wheel.models import Placement
from digivuosi.domain.wheel.styles import css
from tests.apps.wheel.years import fill, filled, inside, placed
from tests.cast import Municipality, Someone

NO_SECOND = pytest.mark.one_database(
    "test_the_page_opens_on_another_database opens the page there; this asks for its words"
)

AT = "/kuusela/kivelan-koulu/"
VIEWS = ("wheel", "line", "list", "month")
HTMX = {"HX-Request": "true", "HX-Target": "view"}
STATIC = Path(__file__).parents[3] / "src/digivuosi/apps/wheel/static/wheel"
pytestmark = pytest.mark.usefixtures("with_toolkit")


@pytest.fixture
def town(kuusela: Municipality) -> Municipality:
    return filled(kuusela)


def page(who: Someone, address: str, status: int = 200, headers: dict[str, str] | None = None) -> str:
    answer = who.get(AT + address, headers=headers)
    assert answer.status_code == status
    return answer.content.decode().replace("\N{NO-BREAK SPACE}", " ")


def on_wheel(html: str) -> int:
    return html.count('class="entry ')


def count(town: Municipality) -> int:
    with inside(town):
        return Placement.objects.count()


# --- who sees what -------------------------------------------------------------------------------------------------


@NO_SECOND
@pytest.mark.parametrize("view", ["now", *VIEWS])
def test_a_teacher_sees_and_changes_nothing(town: Municipality, teacher: Someone, view: str) -> None:
    html = page(teacher, f"{view}/?whose=all")
    assert 'form="acts"' not in html
    assert "data-can-move" not in html


@NO_SECOND
def test_a_teacher_first_sees_what_concerns_them_and_can_see_all(town: Municipality, teacher: Someone) -> None:
    first = page(teacher, "wheel/")
    assert 0 < on_wheel(first) < count(town)
    hidden = count(town) - on_wheel(first)
    assert f"{hidden} tämän vuoden toimenpidettä ei näy." in first
    assert f'href="{AT}wheel/?whose=all"' in first
    assert on_wheel(page(teacher, "wheel/?whose=all")) == count(town)


@NO_SECOND
def test_a_tutor_sees_the_whole_year(town: Municipality, tutor: Someone) -> None:
    html = page(tutor, "wheel/")
    assert on_wheel(html) == count(town)
    assert "hidden-count" not in html


# --- filters and years are kept ------------------------------------------------------------------------------------


@NO_SECOND
@pytest.mark.parametrize("view", VIEWS)
def test_filters_go_along_from_view_to_view(town: Municipality, tutor: Someone, view: str) -> None:
    html = page(tutor, f"{view}/?theme=needs&year=2027")
    for other in VIEWS:
        assert f'href="{AT}{other}/?theme=needs&amp;year=2027"' in html


@NO_SECOND
def test_filters_that_hide_everything_offer_a_way_out(town: Municipality, tutor: Someone) -> None:
    html = page(tutor, "list/?theme=no-such-theme")
    assert "Näillä rajauksilla ei näy mitään" in html
    assert "Näytä kaikki" in html


def test_another_year_is_read(town: Municipality, tutor: Someone) -> None:
    assert on_wheel(page(tutor, "wheel/?year=2025")) == 0
    with inside(town):
        actions.take(by=tutor.user, school=town.school, year=2025, measure_key="code-week")
    html = page(tutor, "wheel/?year=2025")
    assert on_wheel(html) == 1
    assert "2025–2026" in html
    assert 'class="today"' not in html


@NO_SECOND
@pytest.mark.parametrize("asked", ["year=1999", "year=x", "selected=x", "selected=999999999999999999999", "rings=x"])
def test_odd_addresses_show_the_usual(town: Municipality, tutor: Someone, asked: str) -> None:
    assert page(tutor, f"wheel/?{asked}")


@NO_SECOND
def test_htmx_gets_the_part_and_the_browser_keeps_them_apart(town: Municipality, tutor: Someone) -> None:
    for view in VIEWS:
        answer = tutor.get(f"{AT}{view}/", headers=HTMX)
        html = answer.content.decode()
        assert "<html" not in html
        assert html.lstrip().startswith('<div id="view"')
        assert 'hx-swap-oob="true"' in html
        assert "HX-Request" in answer["Vary"]


@NO_SECOND
def test_empty_years_say_what_to_do(kuusela: Municipality, tutor: Someone, teacher: Someone) -> None:
    for view in ("now", "wheel", "line", "list"):
        html = page(tutor, f"{view}/")
        assert "Vuosikellossa ei ole vielä mitään" in html
        assert f'href="{AT}measures/"' in html
        assert f'href="{AT}measures/"' not in page(teacher, f"{view}/").split("<main")[1]


# --- now -----------------------------------------------------------------------------------------------------------


@NO_SECOND
def test_now_shows_mine_with_its_purpose_and_one_click(town: Municipality, tutor: Someone) -> None:
    week = placed(town, "code-week")
    html = page(tutor, "now/")
    assert "Minulla lokakuussa" in html
    assert "Jokainen oppilas pääsee kokeilemaan ohjelmointia" in html
    assert f'formaction="{AT}placements/{week.pk}/status/" name="status" value="done"' in html
    assert 'class="month lit" data-month="10"' in html
    assert f'href="{AT}feeds/"' in html


@NO_SECOND
def test_now_shows_at_most_three_in_sight(town: Municipality, tutor: Someone) -> None:
    html = page(tutor, "now/")
    late = html.split('id="late-title"')[1].split("</section>")[0]
    in_sight, folded = late.split("<details", 1)
    assert in_sight.count('<li class="now-row') == 3
    assert folded.count('<li class="now-row') >= 1


def test_now_tells_of_vacant_roles(town: Municipality, principal: Someone) -> None:
    html = page(principal, "now/")
    assert "tekninen tukihenkilö: hoitamatta" in html


@NO_SECOND
def test_now_is_of_this_year_whatever_the_address(town: Municipality, tutor: Someone) -> None:
    now, asked = (re.findall(r'id="p-(\d+)"', page(tutor, address)) for address in ("now/", "now/?year=2025"))
    assert now == asked != []


# --- the pictures --------------------------------------------------------------------------------------------------


@NO_SECOND
def test_the_wheel_tells_scripts_where_things_are(town: Municipality, tutor: Someone) -> None:
    html = page(tutor, "wheel/")
    order = re.search(r'data-order="([^"]+)"', html)
    assert order is not None
    keys = re.findall(r"(\d+):\d+", order[1])
    assert sorted(keys) == sorted(re.findall(r'data-key="(\d+)"', html))
    assert re.search(r'data-weeks="31:[\d.]+,32:', html)


@NO_SECOND
@pytest.mark.parametrize("view", ["wheel", "line"])
def test_selection_opens_the_panel_without_scripts(town: Municipality, tutor: Someone, view: str) -> None:
    week = placed(town, "code-week")
    html = page(tutor, f"{view}/?selected={week.pk}")
    panel = html.split('id="panel"')[1]
    assert panel.index("Jokainen oppilas pääsee") < panel.index("Aikaikkuna")
    assert f'action="{AT}placements/{week.pk}/move/"' in panel
    assert html.count(" selected") >= 1
    assert html.count(" dimmed") == count(town) - 1


@NO_SECOND
def test_the_panel_comes_alone_to_htmx(town: Municipality, tutor: Someone) -> None:
    week = placed(town, "code-week")
    here = f"http://testserver{AT}line/?theme=teaching"
    html = page(
        tutor, f"placements/{week.pk}/", headers={"HX-Request": "true", "HX-Target": "panel", "HX-Current-URL": here}
    )
    assert html.lstrip().startswith('<div class="panel-head')
    assert f'href="{AT}line/?theme=teaching"' in html
    assert f'value="{AT}line/?theme=teaching&amp;selected={week.pk}"' in html


@NO_SECOND
def test_rings_by_target_group_have_a_legend_of_colours(town: Municipality, tutor: Someone) -> None:
    html = page(tutor, "wheel/?rings=audience")
    assert 'aria-label="Värit"' in html
    assert "Opettajat" in html.split('class="legend-rings"')[1]


@NO_SECOND
def test_the_drawings_style_sheet_is_the_one_that_the_domain_writes() -> None:
    """After a change of domain/wheel/styles.py: write its css() below the first line of drawing.css."""
    told = (STATIC / "css/drawing.css").read_text(encoding="utf-8").partition("\n")[2]
    assert told == css() + "\n"


# --- list and month ------------------------------------------------------------------------------------------------


@NO_SECOND
def test_the_list_is_by_month_and_folds_what_is_over(town: Municipality, tutor: Someone) -> None:
    html = page(tutor, "list/")
    assert html.index("Elokuu 2026") < html.index("Lokakuu 2026") < html.index("Toukokuu 2027")
    assert html.count('class="year-row ') == count(town)
    assert 'data-keep="Elokuu' not in html
    with inside(town):
        for placement in Placement.objects.filter(first__lt=date(2026, 9, 1)):
            placement.school = town.school
            actions.set_status(by=tutor.user, placement=placement, status="done")
    assert 'data-keep="Elokuu 2026"' in page(tutor, "list/")


@pytest.mark.parametrize(("sort", "heading"), [("theme", "Tarpeet ja seuranta"), ("status", "Suunniteltu")])
def test_the_list_is_sorted_by_the_address(town: Municipality, tutor: Someone, sort: str, heading: str) -> None:
    html = page(tutor, f"list/?sort={sort}")
    headings = re.findall(r'<h2 id="group-\d+">(.*?)</h2>', html, re.DOTALL)
    assert any(heading in one for one in headings)
    assert html.count('class="year-row ') == count(town)
    assert f'name="sort" value="{sort}"' in html


@NO_SECOND
def test_the_list_says_what_is_wrong_and_how_late(town: Municipality, tutor: Someone) -> None:
    with inside(town):
        actions.move(by=tutor.user, placement=placed(town, "autumn-survey"), weeks=20)
    html = page(tutor, "list/")
    assert "Aikaikkunan ulkopuolella" in html
    assert "viikkoa myöhässä" in html


@NO_SECOND
def test_a_month_has_its_weeks_breaks_and_neighbours(town: Municipality, tutor: Someone) -> None:
    html = page(tutor, "month/?month=2026-10")
    assert "<h1>Lokakuu 2026</h1>" in html
    assert "syysloma" in html
    assert 'data-word="Viikko">42<' in html
    assert f'href="{AT}month/?month=2026-09"' in html
    assert f'href="{AT}month/?month=2026-11"' in html
    assert "Koodiviikko" in html


@NO_SECOND
@pytest.mark.parametrize(
    ("asked", "shown"),
    [
        ("", "Lokakuu 2026"),
        ("?month=2027-05", "Toukokuu 2027"),
        ("?month=2025-09", "Syyskuu 2025"),
        ("?month=2026-13", "Lokakuu 2026"),
        ("?month=2099-01", "Elokuu 2028"),
        ("?year=2027", "Elokuu 2027"),
    ],
)
def test_months_of_other_years_and_nonsense(town: Municipality, tutor: Someone, asked: str, shown: str) -> None:
    assert f"<h1>{shown}</h1>" in page(tutor, f"month/{asked}")


@NO_SECOND
@pytest.mark.parametrize("month", ["2026-08", "2027-07"])
def test_the_year_has_ends(town: Municipality, tutor: Someone, month: str) -> None:
    html = page(tutor, f"month/?month={month}").split('class="month-steps"')[1].split("</nav>")[0]
    assert html.count("rel=") == 1


# --- one placement -------------------------------------------------------------------------------------------------


@NO_SECOND
def test_a_placement_tells_why_before_who_and_when(town: Municipality, tutor: Someone) -> None:
    week = placed(town, "code-week")
    html = page(tutor, f"placements/{week.pk}/").split("<main")[1]
    parts = ["<h1>Koodiviikko</h1>", "Jokainen oppilas pääsee", "Aikaikkuna", "Taina Tutor", "Vaiheet", "Tehty, kun"]
    assert [html.index(part) for part in parts] == sorted(html.index(part) for part in parts)
    assert "digitiimi" in html
    assert "<ol>" in html


def test_the_history_tells_who_did_what_with_a_way_back(town: Municipality, tutor: Someone, teacher: Someone) -> None:
    week = placed(town, "code-week")
    by = town.people["principal"]
    with inside(town):
        event = actions.move(by=by, placement=week, weeks=1)
        actions.give_to(by=by, placement=week, users=[town.people["teacher"]])
        actions.write_note(by=by, placement=week, note="Varaa kirjasto <nyt>")
        actions.set_status(by=by, placement=week, status="in-progress")
    assert event is not None
    html = page(tutor, f"placements/{week.pk}/")
    assert "<strong>Riitta Rehtori</strong> siirsi: 19.–23.10. (vk 43) → 26.–30.10. (vk 44)" in html
    assert "antoi henkilöille: Olli Opettaja" in html
    assert "”Varaa kirjasto &lt;nyt&gt;”" in html
    assert "Suunniteltu → Käynnissä" in html
    assert f'action="{AT}undo/{event.pk}/"' in html
    assert f'action="{AT}undo/{event.pk}/"' not in page(teacher, f"placements/{week.pk}/")


@NO_SECOND
def test_from_a_placement_one_gets_to_what_else_can_be_done(town: Municipality, tutor: Someone) -> None:
    week = placed(town, "code-week")
    html = page(tutor, f"placements/{week.pk}/")
    addresses = [f"{AT}measures/code-week/{what}/" for what in ("local", "decline")]
    for address in [*addresses, "/kuusela/toolkit/measures/code-week/", f"{AT}placements/{week.pk}/remove/"]:
        assert f'href="{address}"' in html
        assert tutor.get(address).status_code == 200
    with inside(town):
        Placement.objects.filter(pk=week.pk).update(measure_key="poistunut")
    gone = page(tutor, f"placements/{week.pk}/")
    assert "Poistettu toimenpide (poistunut)" in gone
    assert "measures/poistunut/" not in gone


@NO_SECOND
@pytest.mark.parametrize("number", ["999999", "99999999999999999999999"])
def test_no_such_placement(town: Municipality, tutor: Someone, number: str) -> None:
    page(tutor, f"placements/{number}/", status=404)


@NO_SECOND
def test_a_placement_of_another_school_is_not_here(town: Municipality, coordinator: Someone) -> None:
    fill(town, town.other_school)
    other = placed(town, "code-week", town.other_school)
    page(coordinator, f"placements/{other.pk}/", status=404)
    page(coordinator, f"wheel/?selected={other.pk}")


def test_the_administration_has_a_year_too(town: Municipality, coordinator: Someone) -> None:
    fill(town, town.administration)
    answer = coordinator.get("/kuusela/hallinto/wheel/")
    assert on_wheel(answer.content.decode()) > 20
    assert "Koko hallinto" in answer.content.decode()


@NO_SECOND
def test_measures_are_called_by_their_name_in_the_readers_language(town: Municipality, tutor: Someone) -> None:
    for language, found in (("sv", "Kodveckan"), ("en", "Code Week")):
        tutor.user.language = language
        tutor.user.save()
        assert found in page(tutor, "list/")


@NO_SECOND
def test_in_july_the_year_is_still_the_one_that_began(
    town: Municipality, tutor: Someone, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clock, "today", lambda: date(2027, 7, 31))
    assert on_wheel(page(tutor, "wheel/")) == count(town)
    assert 'data-month="7"' in page(tutor, "now/")
