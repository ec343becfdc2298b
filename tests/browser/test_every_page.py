"""Every page on the demo, in a browser: axe, no scrolling sideways, no complaints, a title; in all languages.

The pages of a group are looked at in one test, so that the demo is put up once; a failure names each page.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.urls import reverse
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer

from digivuosi.apps.people.models import User
from tests.browser import axe, pages
from tests.browser.conftest import WIDTHS, Complaints
from tests.browser.states import make_more
from tests.cast import Municipality, Someone
from tests.pages.addresses import Address, walk

TOO_WIDE = """() => {
    const wide = document.documentElement.scrollWidth - window.innerWidth;
    if (wide <= 0) return "";
    const shown = (one) => one.checkVisibility({ contentVisibilityAuto: true, visibilityProperty: true });
    const out = (one) => one.getBoundingClientRect().right > window.innerWidth + 1 && shown(one);
    const parts = [...document.querySelectorAll("body *")].filter(out).slice(0, 3);
    return `${wide} px too wide: ` + parts.map((one) => `${one.localName}.${one.className.baseVal ?? one.className}`);
}"""
TWICE = """() => {
    const ids = [...document.querySelectorAll("[id]")].map(({ id }) => id);
    return [...new Set(ids.filter((id, at) => ids.indexOf(id) !== at))];
}"""
SETTLED = "() => !document.querySelector('.htmx-request') && document.readyState === 'complete'"
LOOKS = {"fi": ("tablet", "phone", "desk"), "sv": ("tablet", "phone"), "en": ("phone", "tablet")}
"""The widths at which a page is seen in each language, one after the other: each begins where the one before ended."""
CONTRAST = {("fi", "desk"): True, ("sv", "phone"): False}
"""Where axe looks, and whether at contrast too, which is no matter of width or language. Its looking takes away what a
page shows again, so it comes last."""


class Visit:
    """Opens pages as the people whom they are for, and keeps what is wrong with them."""

    def __init__(self, page: Page, server: str, complaints: Complaints, enter: Callable[[User], None]) -> None:
        self.page, self.server, self.complaints, self.enter = page, server, complaints, enter
        self.wrong: list[str] = []
        self.place = ""
        self.urls: dict[pages.Page, str] = {}
        self.looking = axe.Looking()

    def open(self, asked: pages.Page, town: Municipality, language: str) -> None:
        self.place = f"{asked} in {language}"
        self.page.context.clear_cookies()
        cookie = {"name": "language", "value": language, "url": self.server}
        self.page.context.add_cookies([cookie])  # type: ignore[list-item]
        if asked.who:
            person = town.people[asked.who]
            User.objects.filter(pk=person.pk).update(language=language)
            self.enter(person)
        if asked not in self.urls:
            self.urls[asked] = asked.url(town)
        url = self.urls[asked]
        answer = self.page.goto(url)
        status = answer.status if answer else 0
        if status != asked.status:
            self.tell(f"answers {status}")
        if not self.page.url.endswith(asked.ends or url):
            self.tell(f"leads on to {self.page.url}")
        self.page.wait_for_function(SETTLED)
        title, tongue = self.page.title(), self.page.locator("html").get_attribute("lang")
        if not title.removesuffix("– Digivuosi").strip() or "{" in title:
            self.tell(f"its title is {title!r}")
        if tongue != language:
            self.tell(f"it speaks {tongue!r}")
        for words in self.complaints.left:
            if asked.status == 200 or f"status of {asked.status}" not in words:
                self.tell(words)
        self.complaints.seen.clear()

    def look(self, width: str) -> None:
        """See the open page at a width."""
        across, down = WIDTHS[width]
        self.page.set_viewport_size({"width": across, "height": down})
        if wide := self.page.evaluate(TOO_WIDE):
            self.tell(f"{width}: {wide}")
        for name in self.page.evaluate(TWICE):
            self.tell(f"the id {name!r} stands twice")

    def ask_axe(self, *, contrast: bool = True) -> None:
        """Let axe look at the page as it stands."""
        for one in self.looking.look(self.page, contrast=contrast):
            where = "; ".join(f"{node['target']} {node['html'][:120]}" for node in one["nodes"][:3])
            self.tell(f"axe {one['id']}, {len(one['nodes'])} times: {where}")

    def tell(self, words: str) -> None:
        self.wrong.append(f"{self.place}: {words}")


@pytest.fixture
def visit(
    page: Page, live_server: LiveServer, complaints: Complaints, sign_in: Callable[[User], None], demo: Municipality
) -> Visit:
    make_more(demo)
    return Visit(page, live_server.url, complaints, sign_in)


@pytest.mark.parametrize("group", sorted(pages.GROUPS, key=lambda name: -len(pages.GROUPS[name])))
def test_the_pages(visit: Visit, demo: Municipality, group: str) -> None:
    """In all languages one after the other: what a page needs is made once for all three."""
    for asked in pages.GROUPS[group]:
        for language, widths in LOOKS.items():
            visit.open(asked, demo, language)
            for width in widths:
                visit.look(width)
            if (contrast := CONTRAST.get((language, widths[-1]))) is not None:
                visit.ask_axe(contrast=contrast)
    assert not visit.wrong, "\n".join(visit.wrong)


def dummies(address: Address) -> dict[str, object]:
    """Arguments that fit the address, whatever they mean: enough to learn whether it may be asked for."""
    fitting = {"kind": "pdf" if address.name == "wheel:poster_file" else "xlsx", "token": "x" * 30}
    return {name: fitting.get(name, 1) for name in address.own_arguments}


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
    across, down = WIDTHS["phone"]
    visit.page.set_viewport_size({"width": across, "height": down})
    assert visit.page.evaluate("document.getAnimations().length") == 0
    assert not visit.page.evaluate(TOO_WIDE)


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


PEOPLE = pages.Page("schools:people", "coordinator")
ROWS = "document.querySelectorAll('main tbody tr')"


@pytest.mark.parametrize(
    ("fault", "rule"),
    [
        (f"{ROWS}.forEach((row) => row.querySelector('a').replaceChildren())", "link-name"),
        (f"[...{ROWS}].at(-1).querySelector('a').replaceChildren()", "link-name"),
        (f"[...{ROWS}].at(-1).querySelector('a').setAttribute('role', 'nonsense')", "aria-roles"),
        (f"[...{ROWS}].at(-1).cells[1].style.color = '#ddd'", "color-contrast"),
    ],
    ids=["no name in any row", "no name in the last", "no such role in the last", "too pale in the last"],
)
def test_what_is_wrong_in_a_long_list_is_seen(visit: Visit, demo: Municipality, fault: str, rule: str) -> None:
    """Of rows that are alike axe is shown the first; one that is not like the others stays, wherever it stands."""
    visit.open(PEOPLE, demo, "fi")
    assert visit.page.evaluate(f"{ROWS}.length") > 20
    visit.ask_axe()
    assert not visit.wrong
    assert visit.page.evaluate(f"{ROWS}.length") < 6
    visit.open(PEOPLE, demo, "fi")
    visit.page.evaluate(fault)
    visit.ask_axe()
    assert f"axe {rule}" in " ".join(visit.wrong)


def test_an_id_that_stands_twice_is_seen(visit: Visit, demo: Municipality) -> None:
    """Also in rows that axe is not shown."""
    visit.open(PEOPLE, demo, "fi")
    visit.page.evaluate(f"[...{ROWS}].slice(-2).forEach((row) => row.id = 'twice')")
    visit.look("desk")
    assert "the id 'twice' stands twice" in " ".join(visit.wrong)
