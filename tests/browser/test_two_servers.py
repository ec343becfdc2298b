"""Two servers, two ports, two databases: a toolkit goes over, both go on with it, and a change comes back.

Everything that people do is done in the browser; the workers of both servers do what waits when they are told to.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import PATIENCE
from tests.browser.towns import Server, free_ports, serving
from tests.cast import PASSWORD

SURVEY, WEEK, CHECK = "autumn-survey", "code-week", "mid-year-check"
KERTTU, LAURI = "kerttu@kuusela.example", "lauri@lahela.example"


@pytest.fixture
def servers(tmp_path: Path, migrated_database: Path) -> Iterator[tuple[Server, Server]]:
    """Kuusela's server with its toolkit, and Lähelä's with nothing; each may call the other."""
    ports = free_ports(2)
    with ExitStack() as stack:
        here, there = tmp_path / "a", tmp_path / "b"
        here.mkdir()
        there.mkdir()
        kuusela = stack.enter_context(serving(here, migrated_database, ports[0], ports[1]))
        lahela = stack.enter_context(serving(there, migrated_database, ports[1], ports[0]))
        kuusela.person(KERTTU, "Kerttu Koordinaattori", PASSWORD)
        kuusela.town("Kuusela", "kuusela", KERTTU, 2026)
        lahela.person(LAURI, "Lauri Koordinaattori", PASSWORD)
        kuusela.answers()
        lahela.answers()
        yield kuusela, lahela


@contextmanager
def signed_in(browser: Browser, server: Server, email: str) -> Iterator[Page]:
    """Somebody's own browser, signed in by the form; a script error there fails the test."""
    context = browser.new_context(base_url=server.address, locale="fi-FI", reduced_motion="reduce")
    errors: list[str] = []
    context.on("weberror", lambda error: errors.append(str(error.error)))
    page = context.new_page()
    page.set_default_timeout(PATIENCE)
    page.goto("/accounts/login/")
    page.fill("[name=login]", email)
    page.fill("[name=password]", PASSWORD)
    page.press("[name=password]", "Enter")
    page.wait_for_url(lambda url: "accounts/login" not in url)
    yield page
    context.close()
    assert not errors


def send(page: Page, button: str) -> None:
    """Press a button that sends a form, and wait for the page that it leads to."""
    with page.expect_navigation():
        page.locator(button).click()


def press(page: Page, verb: str) -> None:
    send(page, f"main button[name=verb][value={verb}]")


def change_days(page: Page, town: str, measure: str, days: int) -> None:
    page.goto(f"/{town}/toolkit/draft/measures/{measure}/")
    page.fill("[name=days]", str(days))
    press(page, "save")
    expect(page.locator("#messages")).not_to_be_empty()


def change_title(page: Page, town: str, measure: str, title: str) -> None:
    page.goto(f"/{town}/toolkit/draft/measures/{measure}/")
    page.locator("[name=title_fi], [name='title.fi'], [name=title-fi]").first.fill(title)
    press(page, "save")
    expect(page.locator("#messages")).not_to_be_empty()


def days_in_draft(page: Page, town: str, measure: str) -> str:
    page.goto(f"/{town}/toolkit/draft/measures/{measure}/")
    return page.input_value("[name=days]")


def publish(page: Page, town: str, name: str) -> None:
    page.goto(f"/{town}/toolkit/draft/publish/")
    page.fill("[name=name]", name)
    send(page, "main form button.button-primary")
    page.goto(f"/{town}/toolkit/editions/")
    expect(page.get_by_role("link", name=name).first).to_be_visible()


def open_to_the_world(a: Page) -> None:
    """A publishes to the world."""
    a.goto("/kuusela/publishing/")
    press(a, "open")
    expect(a.locator("main .notice-ok")).to_be_visible()


def start_as_a_copy(b: Page, kuusela: Server, lahela: Server) -> None:
    """B starts as a copy of it."""
    b.goto("/start/")
    b.fill("[name=name]", "Lähelä")
    b.select_option("[name=source]", "address")
    b.fill("[name=address]", f"{kuusela.address}/open/kuusela/")
    b.fill("[name=schools]", "Mäkilän koulu; 120\nNiemen koulu; 80")
    b.locator("main form button.button-primary").click()
    b.locator("main button[name=sure]").click()
    b.wait_for_url("**/lahela/toolkit/copy/")
    lahela.work()
    b.reload()
    b.locator("main a[href*='from=fetched-']").click()
    expect(b.locator("main")).to_contain_text("Kuusela")
    b.fill("[name='pedagogical-support.fi']", "digitutor")
    b.locator("main form button.button-primary").click()
    expect(b.locator("main")).to_contain_text("Kopioitu täältä")
    expect(b.locator("main dl")).to_contain_text("Kuusela")
    lahela.work()
    b.goto("/lahela/makilan-koulu/list/")
    expect(b.locator("main")).to_contain_text("Syyskysely")


def change_on_both_sides(a: Page, b: Page) -> None:
    """Both change; one place is the same."""
    change_days(a, "kuusela", SURVEY, 12)
    change_title(a, "kuusela", WEEK, "Koodausviikko kaikille")
    change_days(b, "lahela", SURVEY, 8)
    change_days(b, "lahela", CHECK, 4)


def publish_and_hear(a: Page, b: Page, kuusela: Server, lahela: Server) -> None:
    """A publishes again; B hears of it."""
    publish(a, "kuusela", "2026-uusi")
    kuusela.work()
    lahela.run("subscriptions", "poll", "--all")
    b.goto("/lahela/")
    expect(b.locator("main")).to_contain_text("Kuusela")
    b.locator("main a[href$='/toolkit/copy/offer/']").first.click()


def settle_the_conflict(b: Page) -> None:
    """B settles the one conflict and takes the rest; nothing is lost."""
    conflict = b.locator("main fieldset.offer-conflict")
    expect(conflict).to_have_count(1)
    expect(conflict).to_contain_text("8")
    expect(conflict).to_contain_text("12")
    conflict.locator("input[value=theirs]").check()
    press(b, "chosen")
    b.wait_for_url("**/lahela/toolkit/draft/")
    assert days_in_draft(b, "lahela", SURVEY) == "12"
    assert days_in_draft(b, "lahela", CHECK) == "4", "B's own change is lost"
    b.goto("/lahela/toolkit/draft/")
    expect(b.locator("main")).to_contain_text("Koodausviikko kaikille")
    b.goto("/lahela/toolkit/copy/")
    expect(b.locator("main")).to_contain_text("Olette vastanneet kaikkeen uusimmassa julkaisuversiossa.")


def propose_back(b: Page, kuusela: Server, lahela: Server) -> None:
    """B publishes, and proposes its own change back."""
    publish(b, "lahela", "2027-oma")
    # What it sends is signed with the key at its own public address.
    b.goto("/lahela/publishing/")
    press(b, "open")
    expect(b.locator("main .notice-ok")).to_be_visible()
    b.goto("/lahela/suggestions/")
    b.locator(f"main a[href$='/suggestions/new/{CHECK}/']").click()
    b.locator("main button[name=send]").click()
    expect(b.locator("#messages")).to_contain_text("Kuusela")
    lahela.work()
    kuusela.work()


def tell_of_the_copy(a: Page, b: Page, kuusela: Server, lahela: Server) -> None:
    """B tells that it is a copy; A puts it on its map, and shows the map to anyone."""
    b.goto("/lahela/copies/")
    b.locator("#tells").check()
    send(b, "main form button.button-primary")
    expect(b.locator("#messages")).not_to_be_empty()
    lahela.work()
    kuusela.work()
    a.goto("/kuusela/copies/")
    expect(a.locator("main")).to_contain_text(f"{lahela.address}/open/lahela/")
    press(a, "show")
    a.locator("#shows").check()
    send(a, "main form button.button-primary")
    expect(a.locator("#messages")).not_to_be_empty()
    b.goto(f"{kuusela.address}/open/kuusela/copies/")
    expect(b.locator("svg.lineage-map text.lineage-name").nth(1)).to_have_text("Lähelä")


def take_the_suggestion(a: Page, lahela: Server) -> None:
    """A sees it as a difference, and takes it."""
    a.goto("/kuusela/suggestions/")
    a.locator("main table a").first.click()
    expect(a.locator("main")).to_contain_text("Lähelä")
    expect(a.locator("main")).to_contain_text(f"{lahela.address}/open/lahela/")
    send(a, "main form[action$='/take/'] button.button-primary")
    assert days_in_draft(a, "kuusela", CHECK) == "4"
    assert days_in_draft(a, "kuusela", SURVEY) == "12"


def test_a_toolkit_goes_over_and_a_change_comes_back(browser: Browser, servers: tuple[Server, Server]) -> None:
    kuusela, lahela = servers
    with signed_in(browser, kuusela, KERTTU) as a, signed_in(browser, lahela, LAURI) as b:
        open_to_the_world(a)
        start_as_a_copy(b, kuusela, lahela)
        change_on_both_sides(a, b)
        publish_and_hear(a, b, kuusela, lahela)
        settle_the_conflict(b)
        propose_back(b, kuusela, lahela)
        tell_of_the_copy(a, b, kuusela, lahela)
        take_the_suggestion(a, lahela)
