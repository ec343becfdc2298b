"""A survey answered in a real browser, mostly on bad connections; `test_needs_journey.py` goes on to the wheel."""

from __future__ import annotations

from collections.abc import Callable

from django_scopes import scopes_disabled
from playwright.sync_api import BrowserContext, Page, expect
from pytest_django.live_server_helper import LiveServer

from digivuosi.apps.needs.models import FreeText, Unfinished
from digivuosi.apps.people.models import User
from tests.browser.conftest import Complaints
from tests.browser.surveying import (
    OFFLINE,
    answers,
    asked,
    choose,
    left_behind,
    opened_for,
    put_aside,
    wait_until,
)
from tests.cast import Municipality

SignIn = Callable[[User], None]


def test_a_teacher_answers_on_a_phone_by_touch(demo: Municipality, page: Page, axe: Callable[[], None]) -> None:
    one = opened_for(demo)
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto("/answer/")
    page.get_by_label("Koodi").fill(asked(demo, one).code.lower())
    with page.expect_navigation():
        page.get_by_role("button", name="Jatka").click()
    expect(page.get_by_role("heading", name="Syyskysely opettajille")).to_be_visible()
    hidden = page.locator(".answer-part[hidden]")
    before = hidden.count()
    page.get_by_role("checkbox", name="Luokat 3–6").check()
    expect(hidden).to_have_count(before - 1)
    axe()
    for group in page.locator("fieldset.answer-statement:visible").all()[:5]:
        group.get_by_role("radio").nth(1).check()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.get_by_role("button", name="Lähetä vastaukset").click()
    expect(page.get_by_role("heading", name="Kiitos, vastauksesi tulivat perille")).to_be_visible()
    axe()
    [stored] = answers(demo, one)
    assert stored["branches"] == ["grades-3-6"]
    assert set(stored["steps"].values()) == {2}  # type: ignore[attr-defined]
    page.wait_for_function("!localStorage.length")


def test_the_language_can_be_chosen_where_one_answers(demo: Municipality, page: Page) -> None:
    one = opened_for(demo)
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"/answer/{asked(demo, one).code}/")
    choose(page, 0, 2)
    page.get_by_role("button", name="Svenska").click()
    expect(page.get_by_role("button", name="Skicka svaren")).to_be_visible()
    expect(page.get_by_text("Öppen till och med")).to_be_visible()
    expect(page.locator("fieldset.answer-statement:visible").first.get_by_role("radio").nth(2)).to_be_checked()


def test_a_lost_connection_loses_nothing_and_sends_once(
    demo: Municipality, page: Page, context: BrowserContext, complaints: Complaints
) -> None:
    complaints.allow(OFFLINE)
    one = opened_for(demo)
    page.goto(f"/answer/{asked(demo, one).code}/")
    context.set_offline(True)
    groups = page.locator("fieldset.answer-statement:visible")
    groups.nth(0).get_by_role("radio").nth(3).check()
    groups.nth(1).get_by_role("radio").nth(0).check()
    expect(page.locator("#answer-state")).to_contain_text("Ei yhteyttä")
    page.get_by_role("button", name="Lähetä vastaukset").click()
    expect(page.locator("#answer-state")).to_contain_text("lähtevät heti, kun yhteys on")
    assert answers(demo, one) == []
    context.set_offline(False)
    expect(page.get_by_role("heading", name="Kiitos, vastauksesi tulivat perille")).to_be_visible()
    assert [sorted(stored["steps"].values()) for stored in answers(demo, one)] == [[1, 4]]  # type: ignore[attr-defined]


def test_what_was_typed_without_a_connection_is_there_the_next_time(
    demo: Municipality, page: Page, context: BrowserContext, complaints: Complaints
) -> None:
    complaints.allow(OFFLINE)
    one = opened_for(demo)
    address = f"/answer/{asked(demo, one).code}/"
    page.goto(address)
    context.set_offline(True)
    page.locator("fieldset.answer-statement:visible").first.get_by_role("radio").nth(2).check()
    page.locator("textarea:visible").first.fill("Kirjoitettu junassa")
    expect(page.locator("#answer-state")).to_contain_text("Ei yhteyttä")
    with scopes_disabled():
        assert not Unfinished.objects.exists()
    context.set_offline(False)
    page.goto("/answer/")
    page.goto(address)
    expect(page.locator("fieldset.answer-statement:visible").first.get_by_role("radio").nth(2)).to_be_checked()
    expect(page.locator("textarea:visible").first).to_have_value("Kirjoitettu junassa")
    page.locator("fieldset.answer-statement:visible").nth(1).get_by_role("radio").nth(2).check()
    expect(page.locator("#answer-state")).to_contain_text("Tallessa")
    with scopes_disabled():
        assert "Kirjoitettu junassa" in str(Unfinished.objects.get().values)
    page.get_by_role("button", name="Aloita tyhjästä").click()
    expect(page.locator("input:checked")).to_have_count(0)


def test_one_loads_the_page_again_without_a_connection_goes_on_and_sends(
    demo: Municipality, page: Page, context: BrowserContext, complaints: Complaints
) -> None:
    complaints.allow(OFFLINE)
    one = opened_for(demo)
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"/answer/{asked(demo, one).code}/")
    choose(page, 0, 3)
    expect(page.locator("#answer-state")).to_contain_text("Tallessa")
    put_aside(page)
    context.set_offline(True)
    choose(page, 1, 3)
    page.locator("textarea:visible").first.fill("Kirjoitettu tunnelissa")
    page.reload()
    expect(page.get_by_role("heading", name="Syyskysely opettajille")).to_be_visible()
    expect(page.locator("#answer-state")).to_contain_text("Ei yhteyttä")
    assert page.evaluate("getComputedStyle(document.querySelector('.answer-steps')).display") == "flex"
    expect(page.locator("fieldset.answer-statement:visible").nth(1).get_by_role("radio").nth(3)).to_be_checked()
    expect(page.locator("textarea:visible").first).to_have_value("Kirjoitettu tunnelissa")
    choose(page, 2, 3)
    page.get_by_role("button", name="Lähetä vastaukset").click()
    expect(page.locator("#answer-state")).to_contain_text("lähtevät heti, kun yhteys on")
    page.reload()
    expect(page.locator("#answer-state")).to_contain_text("lähtevät heti, kun yhteys on")
    context.set_offline(False)
    expect(page.get_by_role("heading", name="Kiitos, vastauksesi tulivat perille")).to_be_visible()
    wait_until(page, "async () => !(await caches.keys()).length")
    wait_until(page, "async () => !(await navigator.serviceWorker.getRegistrations()).length")
    assert left_behind(page) == []
    assert [sorted(stored["steps"].values()) for stored in answers(demo, one)] == [[4, 4, 4]]  # type: ignore[attr-defined]
    with scopes_disabled():
        assert [row.words for row in FreeText.objects.filter(round=one)] == ["Kirjoitettu tunnelissa"]


def test_what_is_put_aside_for_a_bad_connection_is_an_empty_form(demo: Municipality, page: Page) -> None:
    one = opened_for(demo)
    page.goto(f"/answer/{asked(demo, one).code}/")
    choose(page, 0, 2)
    page.locator("textarea:visible").first.fill("Vain minun")
    expect(page.locator("#answer-state")).to_contain_text("Tallessa")
    page.reload()
    put_aside(page)
    kept = page.evaluate(
        """async () => {
            const names = (await caches.keys()).filter((name) => name.startsWith("answer:"));
            const cache = await caches.open(names[0]);
            const found = await Promise.all((await cache.keys()).map((one) => cache.match(one)));
            return Promise.all(found.map((one) => one.text()));
        }"""
    )
    pages = [words for words in kept if "<!doctype html>" in words]
    assert len(pages) == 1
    assert "Syyskysely opettajille" in pages[0]
    assert not any("Vain minun" in words for words in kept)
    assert 'type="radio"' in pages[0]
    assert " checked" not in pages[0]


def test_another_person_at_the_same_device_begins_empty_without_a_connection_too(
    demo: Municipality, page: Page, context: BrowserContext, complaints: Complaints
) -> None:
    complaints.allow(OFFLINE)
    one = opened_for(demo)
    page.goto(f"/answer/{asked(demo, one).code}/")
    choose(page, 0, 2)
    expect(page.locator("#answer-state")).to_contain_text("Tallessa")
    put_aside(page)
    context.set_offline(True)
    page.get_by_role("button", name="Aloita tyhjästä").click()
    expect(page.locator("input:checked")).to_have_count(0)
    page.reload()
    expect(page.locator("#answer-state")).to_contain_text("Ei yhteyttä")
    expect(page.locator("input:checked")).to_have_count(0)
    choose(page, 1, 0)
    context.set_offline(False)
    page.get_by_role("button", name="Lähetä vastaukset").click()
    expect(page.get_by_role("heading", name="Kiitos, vastauksesi tulivat perille")).to_be_visible()
    assert [list(stored["steps"].values()) for stored in answers(demo, one)] == [[1]]  # type: ignore[attr-defined]


def test_it_works_without_scripts(demo: Municipality, browser: object, live_server: LiveServer) -> None:
    one = opened_for(demo)
    context = browser.new_context(java_script_enabled=False, locale="fi-FI", base_url=live_server.url)  # type: ignore[attr-defined]
    page: Page = context.new_page()
    page.goto(f"/answer/{asked(demo, one).code}/")
    page.get_by_role("checkbox", name="Luokat 3–6").check()
    with page.expect_navigation():
        page.get_by_role("button", name="Näytä minun kysymykseni").click()
    expect(page.get_by_role("checkbox", name="Luokat 3–6")).to_be_checked()
    page.locator("fieldset.answer-statement:visible").last.get_by_role("radio").nth(1).check()
    page.get_by_role("button", name="Lähetä vastaukset").click()
    expect(page.get_by_role("heading", name="Kiitos, vastauksesi tulivat perille")).to_be_visible()
    context.close()
    assert len(answers(demo, one)) == 1
