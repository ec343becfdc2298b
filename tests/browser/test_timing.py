"""A principal asks for a timing, understands each move, takes half of it and undoes one; also without scripts."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

import pytest
from django_scopes import scopes_disabled
from playwright.sync_api import Page, expect

from digivuosi.apps.people.models import User
from digivuosi.apps.wheel.models import Placement
from tests.cast import Municipality
from tests.demo import placed

SCHOOL = "/kuusela/kivelan-koulu"
SignIn = Callable[[User], None]
Days = dict[str, tuple[date, date]]


def days(town: Municipality) -> Days:
    """Where everything of the first school stands."""
    with scopes_disabled():
        rows = Placement.objects.filter(school=town.school)
        return {f"{row.measure_key}/{row.occurrence}": (row.first, row.last) for row in rows}


def changed(before: Days, after: Days) -> set[str]:
    return {key for key in before if before[key] != after[key]}


def ask(page: Page) -> None:
    page.goto(f"{SCHOOL}/list/")
    page.get_by_role("main").get_by_role("link", name="Ehdota ajoitus").click()
    expect(page.get_by_label("Kaikki avoimet")).to_be_checked()
    with page.expect_navigation():
        page.get_by_role("button", name="Tee ehdotus").click()
    expect(page.get_by_role("heading", name="Miten ehdotukset eroavat")).to_be_visible()


def test_a_principal_takes_half_of_a_proposal_and_undoes_one_move(
    page: Page, demo: Municipality, sign_in: SignIn
) -> None:
    before = days(demo)
    sign_in(demo.people["principal"])
    ask(page)
    assert days(demo) == before, "a proposal changes nothing"

    # Every move has its sentence; what people agreed is not among them.
    moves = page.locator(".proposal-move")
    count = moves.count()
    assert count >= 4
    for number in range(count):
        expect(moves.nth(number).locator("[id^=why-] p").first).to_have_text(re.compile(r"\w.{15,}"))
    expect(page.get_by_role("main")).to_contain_text("rauhoitettu aika: viikko 21")
    expect(moves.filter(has_text="Koulun digikeskustelu")).to_have_count(0)
    # The new places are drawn beside today's.
    expect(page.locator(".proposal-wheel .entry.ghost")).to_have_count(count)
    expect(page.locator(".load-table").last).to_be_visible()

    # By keyboard: half of the ticks away.
    for number in range(count // 2):
        box = moves.nth(number).get_by_role("checkbox")
        box.focus()
        page.keyboard.press("Space")
        expect(box).not_to_be_checked()
    page.get_by_role("button", name="Ota valitut siirrot").click()
    taken = count - count // 2
    expect(page.locator("#messages")).to_contain_text(f"{taken} toimenpidettä siirrettiin.")
    half = days(demo)
    assert len(changed(before, half)) == taken

    # One of them goes back on its own page; the others stay.
    key = next(iter(changed(before, half)))
    measure = key.split("/")[0]
    page.goto(f"{SCHOOL}/placements/{placed(demo, measure).pk}/")
    history = page.locator(".history")
    expect(history).to_contain_text("siirsi ehdotuksen mukaan")
    history.get_by_role("button", name="Kumoa").first.click()
    expect(page.locator("#messages")).to_contain_text("Kumottu")
    assert changed(before, days(demo)) == changed(before, half) - {key}
    expect(history).to_contain_text("kumottu")

    # And the rest at once, from the history of the school.
    page.goto(f"{SCHOOL}/history/")
    expect(page.get_by_role("main")).not_to_contain_text("peruttu")
    page.get_by_role("row").filter(has_text="siirsi ehdotuksen mukaan").get_by_role("button").first.click()
    expect(page.get_by_role("main")).to_contain_text("peruttu")
    assert days(demo) == before


@pytest.mark.browser_context_args(java_script_enabled=False, viewport={"width": 390, "height": 844})
def test_the_same_without_scripts_on_a_phone(page: Page, demo: Municipality, sign_in: SignIn) -> None:
    before = days(demo)
    sign_in(demo.people["principal"])
    ask(page)
    with page.expect_navigation():
        page.get_by_role("link", name="Vähiten muutoksia").first.click()
    expect(page.get_by_role("heading", level=2, name="Vähiten muutoksia")).to_be_visible()
    moves = page.locator(".proposal-move")
    count = moves.count()
    assert count
    wide = page.evaluate("document.documentElement.scrollWidth")
    assert wide <= 390, "the page does not scroll sideways"
    assert moves.first.bounding_box()["y"] < page.locator(".proposal-wheel").bounding_box()["y"]  # type: ignore[index]
    page.get_by_role("button", name="Ota valitut siirrot").click()
    expect(page.locator("#messages")).to_contain_text("siirrettiin")
    assert len(changed(before, days(demo))) == count
    page.locator("#messages").get_by_role("button", name="Kumoa").click()
    expect(page.locator("#messages")).to_contain_text("Kumottu")
    assert days(demo) == before


def test_what_is_locked_stays_and_the_load_is_under_the_wheel(page: Page, demo: Municipality, sign_in: SignIn) -> None:
    sign_in(demo.people["principal"])
    rollover = placed(demo, "account-rollover")
    page.goto(f"{SCHOOL}/wheel/?selected={rollover.pk}")
    expect(page.locator("#year-load .load-table")).to_be_visible()
    expect(page.locator("#year-load")).to_contain_text("Tunteja tarvitaan enemmän kuin on")
    expect(page.locator(f"#load-{rollover.pk}")).to_contain_text("Pekka Ollila (laitevastaava): vk 20")
    page.locator("#panel").get_by_role("button", name="Lukitse paikalleen").click()
    expect(page.locator("#panel")).to_contain_text("Lukittu paikalleen")
    ask(page)
    expect(page.locator(".proposal-move").filter(has_text="Tunnusten lukuvuodenvaihto")).to_have_count(0)
    page.goto(f"{SCHOOL}/list/")
    expect(page.locator(f"#p-{rollover.pk}").get_by_label("Lukittu paikalleen")).to_be_visible()
