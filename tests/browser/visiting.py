"""Opening the pages of the demo as the people whom they are for, and seeing what is wrong with them.

What costs is making a page, going back and forth to the browser, laying out and letting axe look. So a page is really
opened once; in another language it is fetched and put in the place of what is shown, which takes a quarter of the time:
styles and scripts are there already.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from playwright.sync_api import Page

from digivuosi.apps.people.models import User
from tests.browser import axe, pages
from tests.browser.conftest import PATIENCE, Complaints, see_at
from tests.cast import Municipality

LOOK = """async (patience) => {
    const isBusy = () => document.readyState !== "complete" || document.querySelector(".htmx-request");
    for (const began = Date.now(); isBusy(); await new Promise((done) => setTimeout(done, 10))) {
        if (Date.now() - began > patience) throw new Error("the page does not come to rest");
        document.body.getBoundingClientRect();  // a page is complete when it has been laid out
    }
    await document.fonts.ready;
    const shown = (one) => one.checkVisibility({ contentVisibilityAuto: true, visibilityProperty: true });
    const isOut = (one) => one.getBoundingClientRect().right > window.innerWidth + 1 && shown(one);
    const wide = document.documentElement.scrollWidth - window.innerWidth;
    const out = wide > 0 ? [...document.querySelectorAll("body *")].filter(isOut).slice(0, 3) : [];
    const ids = [...document.querySelectorAll("[id]")].map(({ id }) => id);
    return {
        title: document.title,
        language: document.documentElement.lang,
        wide,
        out: out.map((one) => `${one.localName}.${one.className.baseVal ?? one.className}`),
        twice: new Set(ids).size < ids.length ? [...new Set(ids.filter((id, at) => ids.indexOf(id) !== at))] : [],
    };
}"""
TURN = """async ([language, address]) => {
    document.cookie = `language=${language}; path=/`;
    const answer = await fetch(address);
    const read = new DOMParser().parseFromString(await answer.text(), "text/html");
    window.asOpened ??= document.body;
    for (const { name, value } of read.documentElement.attributes) document.documentElement.setAttribute(name, value);
    document.title = read.title;
    document.body.replaceWith(document.adoptNode(read.body));
    window.htmx?.process(document.body);
    return answer.status;
}"""
TURN_BACK = """(language) => {
    document.documentElement.lang = language;
    document.body.replaceWith(window.asOpened);
}"""


class Visit:
    """Opens pages as the people whom they are for, and keeps what is wrong with them."""

    def __init__(
        self,
        page: Page,
        server: str,
        complaints: Complaints,
        enter: Callable[[User], None],
        looking: axe.Looking,
    ) -> None:
        self.page, self.server, self.complaints, self.enter, self.looking = page, server, complaints, enter, looking
        page.context.add_init_script(axe.SCRIPT)
        self.wrong: list[str] = []
        self.asked = pages.Page("")
        self.url, self.language, self.width = "", "", "desk"
        self.reader: User | None = None
        self.urls: dict[pages.Page, str] = {}

    def open(self, asked: pages.Page, town: Municipality, language: str) -> None:
        """Open a page; `look` tells what is wrong with it."""
        self.asked, self.language = asked, language
        self._come(town.people[asked.who] if asked.who else None)
        if asked not in self.urls:
            self.urls[asked] = asked.url(town)
        self.url = self.urls[asked]
        answer = self.page.goto(self.url, wait_until="domcontentloaded")
        self._check_status(answer.status if answer else 0)
        if not self.page.url.endswith(asked.ends or self.url):
            self.tell(f"leads on to {self.page.url}")

    def turn(self, language: str) -> None:
        """Put the page in another language in the place of the one that is shown."""
        self.language = language
        self._speak()
        self._check_status(self.page.evaluate(TURN, [language, self.url]))

    def turn_back(self, language: str) -> None:
        """Show the page again as it was opened."""
        self.language = language
        self.page.evaluate(TURN_BACK, language)

    def look(self, width: str) -> None:
        """See the page that is shown at a width."""
        self.at(width)
        seen = self.page.evaluate(LOOK, PATIENCE)
        if not seen["title"].removesuffix("– Digivuosi").strip() or "{" in seen["title"]:
            self.tell(f"its title is {seen['title']!r}")
        if seen["language"] != self.language:
            self.tell(f"it speaks {seen['language']!r}")
        if seen["wide"] > 0:
            self.tell(f"{seen['wide']} px too wide: {seen['out']}")
        for name in seen["twice"]:
            self.tell(f"the id {name!r} stands twice")
        for words in self.complaints.left:
            if self.asked.status == 200 or f"status of {self.asked.status}" not in words:
                self.tell(words)
        self.complaints.seen.clear()

    def at(self, width: str) -> None:
        """Make the window as wide as this."""
        if width != self.width:
            see_at(self.page, width)
            self.width = width

    def ask_axe(self) -> None:
        """Let axe look at the page as it stands. It takes away what a page shows again, so it comes last."""
        self._tell_found(self.looking.look(self.page))

    def ask_axe_again(self, width: str) -> None:
        """Let axe look at the page at another width, if more is shown there than axe has seen."""
        self.looking.note_shown(self.page)
        self.at(width)
        self._tell_found(self.looking.look_again(self.page))

    def _come(self, reader: User | None) -> None:
        """Sign in, unless it is the same person as before; who has not signed in is always someone new."""
        if not reader or reader != self.reader:
            self.page.context.clear_cookies()
            cookie = {"name": "language", "value": self.language, "url": self.server}
            self.page.context.add_cookies([cookie])  # type: ignore[list-item]
            if reader:
                self.enter(reader)
        self.reader = reader
        self._speak()

    def _speak(self) -> None:
        """Let the reader have chosen the language; others carry it in a cookie."""
        if self.reader and self.reader.language != self.language:
            self.reader.language = self.language
            User.objects.filter(pk=self.reader.pk).update(language=self.language)

    def _check_status(self, status: int) -> None:
        if status != self.asked.status:
            self.tell(f"answers {status}")

    def _tell_found(self, found: list[dict[str, Any]]) -> None:
        for one in found:
            where = "; ".join(f"{node['target']} {node['html'][:120]}" for node in one["nodes"][:3])
            self.tell(f"axe {one['id']}, {len(one['nodes'])} times: {where}")

    def tell(self, words: str) -> None:
        self.wrong.append(f"{self.asked} in {self.language} at {self.width}: {words}")
