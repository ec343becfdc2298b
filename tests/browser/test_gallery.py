"""The component gallery in a real browser: at three widths, in light and dark, with nothing to complain about."""

from __future__ import annotations

from typing import Literal

import pytest
from playwright.sync_api import BrowserContext, Dialog, Page, expect

from tests.browser.axe import Looking, told
from tests.browser.conftest import WIDTHS, AskAxe, Complaints, see_at

GALLERY = "/look/"
PHONE = {"width": 390, "height": 844}


@pytest.fixture
def gallery(page: Page) -> Page:
    page.goto(GALLERY)
    expect(page.locator("#sample-panel h3")).to_be_visible()
    return page


def test_axe_finds_nothing(gallery: Page) -> None:
    """In the light and in the dark, on a desk and on a phone, which shows what no desk does."""
    looking = Looking()
    for scheme, width in (("light", "desk"), ("dark", "desk"), ("dark", "phone")):
        gallery.emulate_media(color_scheme=scheme)
        see_at(gallery, width)
        found = looking.look(gallery)
        assert not found, f"{scheme} on a {width}:\n{told(found)}"


@pytest.mark.thorough("test_axe_finds_nothing asks it at one width light, at another dark")
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_at_any_width(
    gallery: Page, viewport: str, axe: AskAxe, scheme: Literal["light", "dark"]
) -> None:
    gallery.emulate_media(color_scheme=scheme)
    axe()


@pytest.mark.parametrize("path", ["/look/confirm/", "/look/part/"])
def test_axe_finds_nothing_on_the_other_pages(page: Page, axe: AskAxe, path: str) -> None:
    page.goto(path)
    axe()


def test_every_width_has_room_and_large_things_to_press(gallery: Page) -> None:
    for width in WIDTHS:
        see_at(gallery, width)
        assert gallery.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), f"{width}: too wide"
        small = gallery.evaluate(
            """() => [...document.querySelectorAll("button, summary, .button, .tabs a, .nav a, .bar a, .page-number")]
                .map((one) => [one.textContent.trim(), one.getBoundingClientRect()])
                .filter(([, box]) => box.height > 0 && (box.height < 43.5 || box.width < 24))
                .map(([words, box]) => `${words} ${box.width}x${box.height}`)"""
        )
        assert small == [], width


def test_our_own_font_is_used(page: Page) -> None:
    page.goto(GALLERY)
    page.evaluate("document.fonts.ready")
    assert page.evaluate("document.fonts.check('16px \"Digivuosi Sans\"', 'ŋšäö')")
    assert page.evaluate("[...document.fonts].filter((font) => font.status === 'loaded').length") >= 1


def test_the_menu_of_a_phone_opens_and_closes_by_keys(page: Page) -> None:
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    page.goto(GALLERY)
    more = page.locator(".bar summary")
    more.focus()
    page.keyboard.press("Enter")
    link = page.locator(".bar .menu-body a").first
    expect(link).to_be_in_viewport(ratio=1)
    page.keyboard.press("Escape")
    expect(link).to_be_hidden()
    expect(more).to_be_focused()


def test_the_skip_link_is_the_first_stop(page: Page) -> None:
    page.goto(GALLERY)
    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_in_viewport(ratio=1)
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()


def test_language_and_colours_without_scripts(browser_context_args: dict[str, object], page: Page) -> None:
    browser = page.context.browser
    assert browser is not None
    context = browser.new_context(**{**browser_context_args, "java_script_enabled": False})  # type: ignore[arg-type]
    plain = context.new_page()
    plain.goto(GALLERY)
    plain.locator(".header-language").get_by_role("button", name="Svenska").click()
    expect(plain.locator("html")).to_have_attribute("lang", "sv")
    plain.get_by_role("button", name="Mörk").click()
    expect(plain.locator("html")).to_have_attribute("data-theme", "dark")
    expect(plain.locator("#sample-panel a")).to_be_visible()
    context.close()


def test_copying_says_so(page: Page, context: BrowserContext) -> None:
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(GALLERY)
    page.get_by_role("button", name="Kopioi osoite").click()
    expect(page.get_by_role("button", name="Kopioitu")).to_be_visible()
    expect(page.locator("#announcements")).to_have_text("Kopioitu")
    assert page.evaluate("navigator.clipboard.readText()") == "https://example.org/"


def test_leaving_a_changed_form_is_asked_about(page: Page) -> None:
    asked: list[str] = []

    def answer(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.accept()

    page.goto(GALLERY)
    page.locator("#id_title").press_sequentially("Syksyn kysely")
    page.once("dialog", answer)
    page.reload()
    assert asked == ["beforeunload"]


def test_a_change_that_does_not_get_through_is_told(page: Page, complaints: Complaints) -> None:
    complaints.allow("ERR_FAILED|status of 500|Response Status Error|htmx")
    page.route("**/look/part/", lambda route: route.abort())
    page.goto(GALLERY)
    expect(page.locator("#messages .notice-error")).to_contain_text("Muutos ei mennyt perille")


def test_long_work_gets_on_by_itself(page: Page) -> None:
    """It asks every other second; most of them need not go by."""
    page.clock.install()
    page.goto(GALLERY)
    for _step in (27, 42, 57, 60):
        page.clock.run_for(2_000)
        expect(page.locator(".htmx-request")).to_have_count(0)
    expect(page.locator("#sample-progress .progress-words")).to_have_text("60 / 60")
