"""The whole way in one piece: a coordinator opens the autumn round, forty teachers answer, a principal reads, talks,
takes measures into the year, and a year later sees what became of the need."""

from __future__ import annotations

import re
import urllib.parse
import urllib.request
from collections.abc import Callable
from datetime import date
from http.cookiejar import CookieJar

import pytest
from django_scopes import scopes_disabled
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from digivuosi.apps.look import clock
from digivuosi.apps.needs.models import Round, Unfinished, Why
from digivuosi.apps.needs.queries.questions import questions_of
from digivuosi.apps.people.models import User
from digivuosi.apps.wheel.models import Placement, Status
from tests.browser.surveying import (
    AREA,
    SCHOOL,
    TAKEN,
    answers,
    asked,
    choose,
    opened_for,
    put_aside,
    take_both,
    the_round,
)
from tests.cast import YEAR, Municipality

SignIn = Callable[[User], None]
BY_FORM = 37
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
FIELD = re.compile(r'name="s-([a-z0-9-]+)"')
THANKS = "Kiitos, vastauksesi tulivat perille"


def answer_by_form(url: str, one: Round, help_at: int) -> None:
    """A teacher whose browser only knows forms: technical help is at this step, the rest is well."""
    low = {statement.key for statement in questions_of(one).statements if statement.need == AREA}
    person = urllib.request.build_opener(
        urllib.request.ProxyHandler({}), urllib.request.HTTPCookieProcessor(CookieJar())
    )
    page = person.open(url).read().decode()
    token = TOKEN.search(page)
    assert token
    fields = {f"s-{key}": str(help_at if key in low else 4) for key in FIELD.findall(page)}
    body = {**fields, "branch": "grades-3-6", "what": "send", "csrfmiddlewaretoken": token[1]}
    assert THANKS in person.open(url, urllib.parse.urlencode(body).encode()).read().decode()


def new_page(browser: Browser, server: LiveServer, width: int = 1440, **more: bool) -> Page:
    context = browser.new_context(
        locale="fi-FI", base_url=server.url, viewport={"width": width, "height": 844}, reduced_motion="reduce", **more
    )
    return context.new_page()


def answer_all(page: Page, one: Round) -> None:
    """Choose a step for every statement that is asked."""
    low = {statement.key for statement in questions_of(one).statements if statement.need == AREA}
    for group in page.locator("fieldset.answer-statement:visible").all():
        key = (group.get_attribute("id") or "").removeprefix("q-")
        group.get_by_role("radio").nth(0 if key in low else 3).check()


def answer_on_a_phone(page: Page, code: str, one: Round) -> None:
    page.goto("/answer/")
    page.get_by_label("Koodi").fill(code.lower())
    with page.expect_navigation():
        page.get_by_role("button", name="Jatka").tap()
    page.get_by_role("checkbox", name="Luokat 3–6").tap()
    answer_all(page, one)
    page.get_by_role("button", name="Lähetä vastaukset").tap()
    expect(page.get_by_role("heading", name=THANKS)).to_be_visible()


def answer_by_keyboard(page: Page, code: str) -> None:
    """From the top of the page with the keys alone: the second step of every statement."""
    page.goto(f"/answer/{code}/")
    where = "document.activeElement.name || document.activeElement.textContent.trim()"
    for _press in range(200):
        page.keyboard.press("Tab")
        name = str(page.evaluate(where))
        if name.startswith("s-"):
            page.keyboard.press("Space")
            page.keyboard.press("ArrowRight")
        if name == "what" and "Lähetä" in str(page.evaluate("document.activeElement.textContent")):
            break
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name=THANKS)).to_be_visible()


def answer_and_lose_the_connection(page: Page, code: str, one: Round) -> None:
    page.goto(f"/answer/{code}/")
    put_aside(page)
    choose(page, 0, 1)
    page.context.set_offline(True)
    page.reload()
    answer_all(page, one)
    page.get_by_role("button", name="Lähetä vastaukset").click()
    expect(page.locator("#answer-state")).to_contain_text("lähtevät heti, kun yhteys on")
    page.context.set_offline(False)
    expect(page.get_by_role("heading", name=THANKS)).to_be_visible()


def forty_answer(town: Municipality, browser: Browser, server: LiveServer, one: Round) -> None:
    code = asked(town, one).code
    for number in range(BY_FORM):
        answer_by_form(f"{server.url}/answer/{code}/", one, 1 + number % 2)
    phone, desk, train = (
        new_page(browser, server, 390, has_touch=True, is_mobile=True),
        new_page(browser, server),
        new_page(browser, server, 390),
    )
    answer_on_a_phone(phone, code, one)
    answer_by_keyboard(desk, code)
    answer_and_lose_the_connection(train, code, one)
    for page in (phone, desk, train):
        page.context.close()


def close(page: Page, one: Round) -> None:
    page.goto(f"/kuusela/needs/rounds/{one.pk}/close/")
    page.get_by_role("button", name="Sulje kysely").click()
    expect(page.get_by_role("link", name="Lue koonti")).to_be_visible()


def choose_target(page: Page, name: str, goal: str) -> None:
    page.get_by_role("link", name=name).click()
    page.get_by_label("Tavoite").fill(goal)
    page.get_by_label("Mistä näemme sen").fill("Kysytään toukokuussa")
    page.get_by_role("button", name="Tallenna tavoite").click()
    expect(page.get_by_role("heading", name="Toimenpiteet, jotka vastaavat tähän")).to_be_visible()


def move_past(page: Page, row: Placement, day: date) -> None:
    """Move a measure week by week until it begins after the day: the toolkit would have had it in September."""
    for _week in range(8):
        with scopes_disabled():
            row.refresh_from_db()
        if row.first > day:
            return
        before = page.locator("dd strong").first.inner_text()
        page.get_by_role("button", name="Viikkoa myöhemmäksi").click()
        expect(page.locator("dd strong").first).not_to_have_text(before)
    raise AssertionError(f"{row.measure_key} does not move")


def open_the_survey(page: Page) -> None:
    page.goto("/kuusela/needs/")
    page.locator("li", has_text="Syyskysely opettajille").get_by_role("link", name="Avaa tämä kysely").click()
    page.get_by_label("Viimeinen päivä").fill("2026-10-20")
    page.get_by_role("button", name="Avaa kysely").click()
    expect(page.get_by_text("Kysely on avattu.")).to_be_visible()
    expect(page.get_by_role("row", name="Kivelän koulu")).to_contain_text("alle viisi")


def hang_it_on_the_wall(town: Municipality, page: Page, one: Round) -> None:
    """The code stands there in two halves, to be read from afar."""
    round_of_all = page.url
    page.goto(f"{SCHOOL}/{one.pk}/ask/")
    code = asked(town, one).code
    expect(page.locator(".wall-code")).to_have_text(f"{code[:4]} {code[4:]}")
    page.goto(round_of_all)


def all_are_counted(town: Municipality, page: Page, one: Round) -> None:
    """Everybody's answer is there once, whole, and nothing unfinished stays after the round."""
    given = answers(town, one)
    assert len(given) == 40
    assert all(len(sheet["steps"]) >= 15 for sheet in given)  # type: ignore[arg-type]
    page.reload()
    expect(page.get_by_role("row", name="Kivelän koulu")).to_contain_text("40")
    close(page, one)
    with scopes_disabled():
        assert not Unfinished.objects.exists()


def talk_and_take(page: Page, one: Round, axe: Callable[[], None]) -> None:
    """Two targets of the summary, a measure taken for each, and the notes of the talk."""
    page.goto(f"{SCHOOL}/{one.pk}/")
    expect(page.locator(".summary-strong h3").first).to_have_text("Tekninen tuki")
    expect(page.get_by_role("main")).to_contain_text("40")
    with page.expect_navigation():
        page.get_by_role("link", name="Keskustelkaa tästä yhdessä").click()
    talk = page.url
    choose_target(page, "Pedagoginen tuki", "Tutor ehtii jokaisen luokse")
    page.goto(talk)
    choose_target(page, "Tekninen tuki", "Apua saa saman päivän aikana")
    axe()
    take_both(page)
    page.goto(talk)
    page.get_by_label("Keskustelun päivä").fill("2026-10-21")
    page.get_by_label("Mitä muuta sovittiin").fill("Katsotaan tammikuussa, missä ollaan.")
    page.get_by_role("button", name="Tallenna muistio").click()
    expect(page.get_by_text("Katsotaan tammikuussa, missä ollaan.").last).to_be_visible()
    for words in ("Apua saa saman päivän aikana", "Tutor ehtii jokaisen luokse"):
        expect(page.locator("#targets")).to_contain_text(words)


def both_taken(town: Municipality) -> list[Placement]:
    with scopes_disabled():
        taken = list(Placement.objects.filter(school=town.school, year=YEAR, measure_key__in=TAKEN))
        assert {row.measure_key for row in taken} == set(TAKEN)
        assert Why.objects.filter(placement__in=taken).count() == 2
    return taken


def test_from_opening_the_round_to_the_change_a_year_later(
    demo: Municipality,
    page: Page,
    browser: Browser,
    live_server: LiveServer,
    sign_in: SignIn,
    axe: Callable[[], None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with scopes_disabled():  # the school has not taken these yet
        Placement.objects.filter(school=demo.school, year=YEAR, measure_key__in=TAKEN).delete()
    sign_in(demo.people["coordinator"])
    open_the_survey(page)
    one = the_round()
    hang_it_on_the_wall(demo, page, one)
    forty_answer(demo, browser, live_server, one)
    all_are_counted(demo, page, one)

    sign_in(demo.people["principal"])
    talk_and_take(page, one, axe)
    taken = both_taken(demo)
    for row in taken:
        page.goto(f"/kuusela/kivelan-koulu/placements/{row.pk}/")
        expect(page.get_by_text("Tavoite: Apua saa saman päivän aikana")).to_be_visible()
        move_past(page, row, one.closes)

    a_year_later(demo, taken, live_server, monkeypatch)
    page.goto(f"{SCHOOL}/{the_round().pk}/")
    expect(page.get_by_text("Tarve on pienentynyt").first).to_be_visible()
    for row in taken:
        page.goto(f"/kuusela/kivelan-koulu/placements/{row.pk}/")
        expect(page.get_by_text("Tarve on pienentynyt")).to_be_visible()


def a_year_later(
    town: Municipality, taken: list[Placement], server: LiveServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Both measures have been done; the same survey is asked again, and its days go by."""
    with scopes_disabled():
        Placement.objects.filter(pk__in=[row.pk for row in taken]).update(status=Status.DONE)
    monkeypatch.setattr(clock, "today", lambda: date(2027, 10, 6))
    two = opened_for(town, date(2027, 10, 6), date(2027, 10, 20))
    for number in range(12):
        answer_by_form(f"{server.url}/answer/{asked(town, two).code}/", two, 4 + number % 2)
    monkeypatch.setattr(clock, "today", lambda: date(2027, 10, 21))
