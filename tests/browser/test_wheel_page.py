"""The year in a real browser: by keys, by mouse, without scripts, and with axe on every view."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.apps.wheel.years import fill, placed
from tests.browser.axe import Looking, told
from tests.browser.conftest import press_quickly, tab_to

if TYPE_CHECKING:
    from pytest_django.live_server_helper import LiveServer

    from digivuosi.apps.people.models import User
    from tests.browser.conftest import AskAxe, Complaints
    from tests.cast import Municipality

AT = "/kuusela/kivelan-koulu/"
SignIn = Callable[["User"], None]
FIRST = "”Puolivuotistarkistus” on nyt"


@pytest.fixture
def town(live_server: LiveServer, with_toolkit: Municipality) -> Municipality:
    fill(with_toolkit)
    return with_toolkit


@pytest.fixture
def tutor_page(page: Page, town: Municipality, sign_in: SignIn) -> Page:
    sign_in(town.people["tutor"])
    return page


def key_of(town: Municipality, measure: str) -> int:
    return placed(town, measure).pk


def entry(page: Page, town: Municipality, measure: str) -> Locator:
    return page.locator(f'[data-picture] .entry[data-key="{key_of(town, measure)}"]')


def says(page: Page, words: str) -> None:
    expect(page.locator("#messages")).to_contain_text(words)


VIEWS = ["now", "wheel", "line", "list", "month"]


@pytest.mark.thorough("test_the_pages lets axe look at each view of the demo's year, and sees it at each width")
@pytest.mark.parametrize("view", VIEWS)
def test_every_view_has_room_and_axe_finds_nothing(tutor_page: Page, axe: AskAxe, viewport: str, view: str) -> None:
    tutor_page.goto(f"{AT}{view}/")
    wider = tutor_page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wider <= 0, f"{view} scrolls sideways on a {viewport}"
    axe()


def test_axe_finds_nothing_in_the_panel_and_on_the_page_of_a_placement_in_the_dark(
    tutor_page: Page, town: Municipality
) -> None:
    """In the light test_the_pages looks at them."""
    key, looking = key_of(town, "code-week"), Looking()
    tutor_page.emulate_media(color_scheme="dark")
    for address in (f"wheel/?selected={key}", f"line/?selected={key}", f"placements/{key}/"):
        tutor_page.goto(AT + address)
        found = looking.look(tutor_page)
        assert not found, f"{address}:\n{told(found)}"


@pytest.mark.parametrize("view", ["wheel", "line"])
def test_the_whole_work_by_keys(tutor_page: Page, town: Municipality, view: str) -> None:
    page = tutor_page
    page.goto(f"{AT}{view}/")
    check = entry(page, town, "mid-year-check")
    check.focus()
    page.keyboard.press("Shift+ArrowRight")
    says(page, f"{FIRST} 14.1.")
    expect(entry(page, town, "mid-year-check")).to_be_focused()
    expect(page.locator("#announcements")).to_contain_text(FIRST)
    expect(page.locator("#panel")).to_contain_text("14.1.")
    expect(page).to_have_url(re.compile(f"selected={key_of(town, 'mid-year-check')}"))

    press_quickly(page, "ArrowLeft", 3)
    says(page, f"{FIRST} 17.12.")  # three presses are one move; its third week has no school, so one more
    page.keyboard.press("Control+z")
    says(page, "Kumottu")
    page.keyboard.press("Control+z")
    expect(entry(page, town, "mid-year-check")).to_have_attribute("aria-label", re.compile("7.1.2027"))
    expect(entry(page, town, "mid-year-check")).to_be_focused()


def test_what_breaks_is_said_at_once_and_read_out_and_goes_back(tutor_page: Page, town: Municipality) -> None:
    page = tutor_page
    began = placed(town, "code-week").first
    page.goto(f"{AT}wheel/?selected={key_of(town, 'code-week')}")
    tab_to(page, page.locator("[data-picture] .entry"))
    expect(entry(page, town, "code-week"), "what is selected is the first that Tab meets").to_be_focused()
    press_quickly(page, "ArrowRight", 2)
    outside = "Aikaikkunan ulkopuolella: ikkuna on to 1.10.2026"
    says(page, outside)
    expect(page.locator("#panel .problems")).to_contain_text(outside)
    expect(page.locator("#announcements")).to_contain_text(outside)
    assert placed(town, "code-week").first == began + timedelta(weeks=2)
    page.locator("#messages").get_by_role("button", name="Kumoa").click()
    says(page, "Kumottu")
    assert placed(town, "code-week").first == began


def test_arrows_go_round_and_between_the_rings_enter_opens_and_a_name_is_found(
    tutor_page: Page, town: Municipality
) -> None:
    page = tutor_page
    page.goto(f"{AT}wheel/")
    reachable = page.locator('[data-picture] .entry[tabindex="0"]')
    expect(reachable).to_have_count(1)
    entry(page, town, "autumn-survey").focus()
    expect(reachable).to_have_count(1)
    page.keyboard.press("ArrowRight")
    expect(entry(page, town, "digital-talk")).to_be_focused()
    page.keyboard.press("ArrowRight")
    expect(entry(page, town, "autumn-survey")).to_be_focused()
    page.keyboard.press("ArrowUp")
    in_ring = page.evaluate("document.activeElement.classList.contains('theme-1')")
    assert in_ring
    page.keyboard.press("ArrowUp")  # there is no ring further out
    assert page.evaluate("document.activeElement.classList.contains('theme-1')")

    entry(page, town, "code-week").focus()
    page.keyboard.press("Enter")
    title = page.get_by_role("heading", name="Koodiviikko")
    expect(title).to_be_focused()
    expect(page.locator(".entry.dimmed")).not_to_have_count(0)
    page.keyboard.press("Escape")
    expect(title).to_have_count(0)
    expect(entry(page, town, "code-week")).to_be_focused()
    expect(page.locator(".entry.dimmed")).to_have_count(0)
    expect(page).not_to_have_url(re.compile("selected"))

    page.get_by_label("Etsi toimenpide").select_option(str(key_of(town, "code-week")))
    expect(page.get_by_role("heading", name="Koodiviikko")).to_be_visible()
    expect(entry(page, town, "code-week")).to_have_class(re.compile("selected"))


def test_a_press_selects_the_status_is_one_click_and_bad_days_are_told_where_they_are(
    tutor_page: Page, town: Municipality, complaints: Complaints
) -> None:
    page = tutor_page
    page.goto(f"{AT}wheel/")
    entry(page, town, "code-week").locator(".arc").click()
    page.get_by_role("button", name="Merkitse tehdyksi").click()
    says(page, "”Koodiviikko”: tehty.")
    expect(entry(page, town, "code-week")).to_have_class(re.compile(r"\bdone\b"))
    expect(page.get_by_role("heading", name="Koodiviikko")).to_be_focused()
    page.get_by_role("button", name="Kumoa").click()
    says(page, "Kumottu: Koodiviikko.")
    expect(entry(page, town, "code-week")).to_have_class(re.compile(r"\bplanned\b"))

    complaints.allow("422")
    page.get_by_text("Valitse päivät").click()
    page.get_by_label("Ensimmäinen päivä").fill("2026-10-08")
    page.get_by_label("Viimeinen päivä").fill("2026-10-01")
    page.get_by_role("button", name="Siirrä näille päiville").click()
    wrong = page.locator("#panel .notice-error")
    expect(wrong).to_be_focused()
    expect(page.get_by_label("Ensimmäinen päivä")).to_have_value("2026-10-08")
    page.get_by_label("Viimeinen päivä").fill("2026-10-09")
    page.get_by_role("button", name="Siirrä näille päiville").click()
    says(page, "”Koodiviikko” on nyt 8.–9.10.")


@pytest.mark.parametrize("view", ["wheel", "line"])
def test_a_drag_moves_by_weeks(tutor_page: Page, town: Municipality, view: str) -> None:
    page = tutor_page
    page.goto(f"{AT}{view}/?selected={key_of(town, 'code-week')}")
    arc = entry(page, town, "code-week").locator(".arc")
    arc.scroll_into_view_if_needed()
    box = arc.bounding_box()
    assert box is not None
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    by = (0, 30) if view == "wheel" else (36.4, 0)
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + by[0] / 2, y + by[1] / 2)
    page.mouse.move(x + by[0], y + by[1])
    expect(page.locator(".preview")).to_be_visible()
    expect(page.locator(".drag-week")).to_contain_text("vk")
    page.mouse.up()
    says(page, "”Koodiviikko” on nyt 26.–30.10.")
    expect(page.locator(".preview")).to_have_count(0)


def test_the_list_moves_keeps_the_place_and_is_filtered(tutor_page: Page, town: Municipality) -> None:
    page = tutor_page
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"{AT}list/")
    row = page.locator(f"#p-{key_of(town, 'code-week')}")
    row.locator("summary").click()
    row.get_by_role("button", name="Viikkoa myöhemmäksi").click()
    says(page, "”Koodiviikko” on nyt 26.–30.10.")
    expect(row.locator("summary")).to_be_focused()
    row.get_by_role("button", name="Merkitse tehdyksi").click()
    expect(row).to_contain_text("Tehty")
    page.keyboard.press("Control+z")
    says(page, "Kumottu")
    expect(row).to_contain_text("Suunniteltu")

    page.set_viewport_size({"width": 1440, "height": 900})
    page.get_by_text("Rajaa").click()
    page.get_by_label("Teema").select_option("needs")
    expect(page.locator(".hidden-count")).to_contain_text("ei näy")
    expect(page).to_have_url(re.compile("theme=needs"))
    with page.expect_navigation():
        page.get_by_role("link", name="Kello", exact=True).click()
    expect(page.locator("[data-picture] .entry")).not_to_have_count(0)
    expect(page.locator("[data-picture] .entry:not(.theme-2)")).to_have_count(0)
    page.go_back()
    expect(page.locator(".year-row")).not_to_have_count(0)


@pytest.mark.browser_context_args(java_script_enabled=False)
def test_without_scripts_everything_is_a_form(tutor_page: Page, town: Municipality) -> None:
    page = tutor_page
    began = placed(town, "code-week").first
    page.goto(f"{AT}wheel/")
    page.get_by_label("Etsi toimenpide").select_option(str(key_of(town, "code-week")))
    page.get_by_role("button", name="Avaa").click()
    page.get_by_role("button", name="Viikkoa myöhemmäksi").click()
    says(page, "”Koodiviikko” on nyt 26.–30.10.")
    expect(page).to_have_url(re.compile(r"/wheel/\?selected=\d+$"))
    expect(page.locator(".entry.selected")).to_have_count(1)
    assert placed(town, "code-week").first == began + timedelta(weeks=1)
    page.get_by_role("button", name="Kumoa").click()
    says(page, "Kumottu: Koodiviikko.")
    assert placed(town, "code-week").first == began

    page.goto(f"{AT}list/")
    page.locator(f"#p-{key_of(town, 'code-week')}").get_by_role("button", name="Merkitse tehdyksi").click()
    says(page, "”Koodiviikko”: tehty.")
    assert placed(town, "code-week").status == "done"
    page.get_by_role("link", name="Puolivuotistarkistus").click()
    title = page.get_by_role("heading", level=1, name="Puolivuotistarkistus")
    expect(title).to_be_visible()
    page.get_by_role("button", name="Viikkoa myöhemmäksi").click()
    says(page, f"{FIRST} 14.1.")
    expect(title).to_be_visible()
    page.get_by_role("button", name="Merkitse tehdyksi").click()
    says(page, "”Puolivuotistarkistus”: tehty.")
    assert placed(town, "mid-year-check").status == "done"

    page.goto(f"{AT}line/")
    entry(page, town, "code-week").click()
    expect(page.locator("#panel")).to_contain_text("Koodiviikko")
