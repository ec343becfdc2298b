"""Every page on the demo, in a browser: axe, no scrolling sideways, no complaints, a title; many in two languages.

The pages of a group are looked at in one test, so that the demo is put up once; a failure names each page.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from django.urls import reverse
from playwright.sync_api import Browser, Page
from pytest_django.live_server_helper import LiveServer

from digivuosi.apps.people.models import User
from tests.browser import axe, pages
from tests.browser.conftest import Complaints
from tests.browser.states import make_more
from tests.browser.visiting import Visit
from tests.cast import Municipality, Someone
from tests.chromium import FLAGS
from tests.pages.addresses import Address, walk

OTHERS = ("sv", "en")


@pytest.fixture(scope="module")
def browser(launch_browser: Callable[..., Browser]) -> Iterator[Browser]:
    """A browser that lays out and draws nothing by itself, a seventh of its work: here nothing is pressed, and whoever
    looks makes it lay out.
    """
    browser = launch_browser(args=[*FLAGS, "--disable-threaded-compositing"])
    yield browser
    browser.close()


@pytest.fixture(scope="session")
def looking() -> axe.Looking:
    """What axe has looked at on one page it need not look at on another."""
    return axe.Looking()


@pytest.fixture
def visit(
    page: Page,
    live_server: LiveServer,
    complaints: Complaints,
    sign_in: Callable[[User], None],
    demo: Municipality,
    looking: axe.Looking,
) -> Visit:
    make_more(demo)
    return Visit(page, live_server.url, complaints, sign_in, looking)


@pytest.mark.parametrize("group", sorted(pages.GROUPS, key=lambda name: -len(pages.GROUPS[name])))
def test_the_pages(visit: Visit, demo: Municipality, group: str) -> None:
    """In Finnish, whose words are the longest, at every width and with axe; every other page in one language more where
    words have least room.
    """
    for number, asked in enumerate(asked for asked in pages.GROUPS[group] if not asked.less):
        visit.open(asked, demo, "fi")
        for width in ("desk", "tablet", "phone"):
            visit.look(width)
        if number % 2:
            visit.turn(OTHERS[number // 2 % 2])
            visit.look("phone")
            visit.turn_back("fi")
        visit.ask_axe()
        visit.ask_axe_again("desk")
    assert not visit.wrong, "\n".join(visit.wrong)


@pytest.mark.thorough("test_the_pages opens each page in the language of the longest words, as who sees most, with axe")
@pytest.mark.parametrize("group", pages.GROUPS)
@pytest.mark.parametrize(
    ("language", "widths"), [("sv", ("desk", "tablet", "phone")), ("en", ("phone", "tablet", "desk"))]
)
def test_the_pages_in_every_language_and_width(
    visit: Visit, demo: Municipality, group: str, language: str, widths: tuple[str, ...]
) -> None:
    """Really opened anew; axe looks where the page is seen last."""
    for asked in pages.GROUPS[group]:
        visit.open(asked, demo, language)
        for width in widths:
            visit.look(width)
        visit.ask_axe()
    assert not visit.wrong, "\n".join(visit.wrong)


def dummies(address: Address) -> dict[str, object]:
    """Arguments that fit the address, whatever they mean: enough to learn whether it may be asked for."""
    fitting = {"kind": "pdf" if address.name == "wheel:poster_file" else "xlsx", "token": "x" * 30}
    return {name: fitting.get(name, 1) for name in address.own_arguments}


def test_who_sees_less_of_a_page_comes_after_someone_who_sees_more() -> None:
    for group in pages.GROUPS.values():
        for number, asked in enumerate(group):
            assert not asked.less or asked.name in {one.name for one in group[:number] if not one.less}, asked


def test_no_page_is_forgotten(kuusela: Municipality, coordinator: Someone) -> None:
    """An address stands in the list or among the exceptions, or takes nothing but POST."""
    listed = {asked.name for group in pages.GROUPS.values() for asked in group}
    known = {address.name for address in walk()}
    assert not listed & set(pages.NO_PAGES)
    assert listed | set(pages.NO_PAGES) <= known, "an address that is no more"
    for address in walk():
        if address.name in listed or address.name in pages.NO_PAGES:
            continue
        tenant = {name: slug for name, slug in kuusela.here.items() if name in address.arguments}
        answer = coordinator.get(reverse(address.name, kwargs=tenant | dummies(address)))
        assert answer.status_code == 405, f"{address.name} is in neither list of tests/browser/pages.py"


def test_a_page_is_at_once_as_it_stays(visit: Visit, demo: Municipality) -> None:
    """Who wants no motion gets none: after a turn of the device nothing is on its way from the old width to the new."""
    visit.open(pages.Page("wheel:list", "teacher"), demo, "fi")
    slow = visit.page.context.new_cdp_session(visit.page)
    slow.send("Animation.enable")
    slow.send("Animation.setPlaybackRate", {"playbackRate": 0})
    visit.at("phone")
    assert visit.page.evaluate("document.getAnimations().length") == 0
    visit.look("phone")
    assert not visit.wrong


def test_what_is_wrong_with_a_page_is_seen(visit: Visit, demo: Municipality) -> None:
    """Without this, looking at nothing would pass for finding nothing."""
    visit.open(pages.Page("look:accessibility", "principal"), demo, "sv")
    visit.page.evaluate("document.querySelector('main').append(document.createElement('button'))")
    visit.page.evaluate("document.querySelector('h1').style.width = '700px'")
    visit.look("phone")
    visit.ask_axe()
    words = " ".join(visit.wrong)
    assert "axe button-name" in words
    assert "px too wide" in words


A_BUTTON = """(words) => document.querySelector("main").append(
    Object.assign(document.createElement("button"), { textContent: words }))"""
A_RULE = "(rule) => document.styleSheets[0].insertRule(rule)"


def test_what_is_wrong_in_another_language_alone_is_seen(
    visit: Visit, demo: Municipality, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also when the page is not opened anew in that language, and not afterwards in the first."""
    visit.open(pages.Page("look:accessibility", "principal"), demo, "fi")
    visit.page.evaluate(A_RULE, "html[lang=sv] h1 { width: 700px }")
    visit.look("phone")
    assert not visit.wrong
    visit.turn("sv")
    visit.look("phone")
    assert [words for words in visit.wrong if "in sv at phone" in words and "px too wide" in words]
    visit.wrong.clear()
    visit.turn_back("fi")
    visit.look("phone")
    assert not visit.wrong
    monkeypatch.setattr("digivuosi.apps.look.middleware.language_of", lambda _request: "fi")
    visit.turn("en")
    visit.look("phone")
    assert [words for words in visit.wrong if "it speaks 'fi'" in words]


def test_what_is_wrong_where_a_wide_window_shows_more_is_seen(
    visit: Visit, demo: Municipality, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Axe looks at what a phone does not show; what was right it does not look at again."""
    looks: list[str] = []

    class Counting(axe.Looking):
        def look(self, page: Page) -> axe.Found:
            looks.append(visit.width)
            return super().look(page)

    monkeypatch.setattr(visit, "looking", Counting())

    def look(words: str) -> str:
        visit.open(pages.Page("look:accessibility", "principal"), demo, "fi")
        visit.page.evaluate(A_BUTTON, words)
        visit.page.evaluate(A_RULE, "@media (max-width: 800px) { main > button { display: none } }")
        visit.look("phone")
        visit.ask_axe()
        assert not visit.wrong
        visit.ask_axe_again("desk")
        told = " ".join(visit.wrong)
        visit.wrong.clear()
        return told

    assert "axe button-name" in look("")
    assert not look("Words")
    assert not look("Other words")
    assert "axe button-name" in look("")
    assert looks == ["phone", "desk", "phone", "desk", "phone", "phone", "desk"]


COUNT = "document.querySelectorAll('body *').length"
PEOPLE = pages.Page("schools:people", "coordinator")
ROWS = "document.querySelectorAll('main tbody tr')"


def test_what_is_wrong_in_a_long_list_is_seen(visit: Visit, demo: Municipality) -> None:
    """Of rows that are alike axe is shown the first; one that is not like the others stays, wherever it stands."""

    def find(*faults: str) -> str:
        visit.wrong.clear()
        visit.open(PEOPLE, demo, "fi")
        assert visit.page.evaluate(f"{ROWS}.length") > 20
        for fault in faults:
            visit.page.evaluate(fault)
        visit.ask_axe()
        return " ".join(visit.wrong)

    assert not find()
    assert visit.page.evaluate(f"{ROWS}.length") < 6
    assert "axe link-name" in find(f"{ROWS}.forEach((row) => row.querySelector('a').replaceChildren())")
    words = find(
        f"[...{ROWS}].at(-1).querySelector('a').replaceChildren()",
        f"[...{ROWS}].at(-2).querySelector('a').setAttribute('role', 'nonsense')",
        f"[...{ROWS}].at(-3).cells[1].style.color = '#ddd'",
    )
    for rule in ("link-name", "aria-roles", "color-contrast"):
        assert f"axe {rule}" in words


def test_what_is_wrong_with_what_a_page_before_showed_is_seen(
    visit: Visit, demo: Municipality, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Axe is shown what is new; a fault makes it new, also one of what a thing stands in."""
    monkeypatch.setattr(visit, "looking", axe.Looking())
    for name in ("look:accessibility", "people:settings", "schools:mine"):
        visit.open(pages.Page(name, "principal"), demo, "fi")
        visit.ask_axe()
    assert not visit.wrong
    visit.open(pages.Page("people:settings", "principal"), demo, "fi")
    for fault in (
        "document.querySelector('header a').replaceChildren()",
        "document.querySelector('main label').style.color = 'rgb(200, 200, 200)'",
        "document.querySelector('main form').setAttribute('aria-hidden', 'true')",
        "document.querySelector('footer').append(document.createElement('button'))",
        "document.querySelector('h1').outerHTML = '<h4>Words</h4>'",
    ):
        visit.page.evaluate(fault)
    visit.ask_axe()
    words = " ".join(visit.wrong)
    for rule in ("link-name", "color-contrast", "aria-hidden-focus", "button-name", "page-has-heading-one"):
        assert f"axe {rule}" in words, words


def test_what_a_page_before_showed_is_hidden_from_axe_and_stays(visit: Visit, demo: Municipality) -> None:
    visit.open(pages.Page("people:settings", "principal"), demo, "fi")
    whole = visit.page.evaluate(COUNT)
    visit.ask_axe()
    assert visit.page.evaluate(COUNT) > whole / 2
    visit.page.evaluate("window.leaveNew(new Set(), new Set())")
    assert visit.page.evaluate(COUNT) < whole / 4
    visit.page.evaluate("window.putBack()")
    assert visit.page.evaluate(COUNT) > whole / 2


def test_an_id_that_stands_twice_is_seen(visit: Visit, demo: Municipality) -> None:
    """Also in rows that axe is not shown."""
    visit.open(PEOPLE, demo, "fi")
    visit.page.evaluate(f"[...{ROWS}].slice(-2).forEach((row) => row.id = 'twice')")
    visit.look("desk")
    assert "the id 'twice' stands twice" in " ".join(visit.wrong)
