"""A real browser before a real server, with a guard: what the browser complains about fails the test."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import BrowserContext, ConsoleMessage, Locator, Page, Request, expect
from pytest_django.live_server_helper import LiveServer
from pytest_django.plugin import DjangoDbBlocker

from digivuosi.apps.people.models import User
from tests import migrated
from tests.browser.axe import look, told
from tests.chromium import FLAGS, find_chromium
from tests.emptying import empty_by_copy

# Playwright runs an event loop in the thread of the test; Django would refuse every query beside one.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

# A busy machine may be slow; what is waited for comes at last or not at all.
PATIENCE = 45_000
expect.set_options(timeout=PATIENCE)

WIDTHS = {"phone": (390, 844), "tablet": (768, 1024), "desk": (1440, 900)}


LONG = ("test_two_servers", "test_needs_journey", "test_every_page", "test_city", "test_timing")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let every worker begin with what takes longest: at the end none waits long for another."""
    order = {name: number for number, name in enumerate(LONG)}
    items.sort(key=lambda item: order.get(item.path.stem, len(LONG)))
    workers = int(os.environ.get("PYTEST_XDIST_WORKER_COUNT", "1"))
    # Each begins with its part of the list as it stands.
    items[:] = [item for first in range(workers) for item in items[first::workers]]


@pytest.fixture(scope="session", autouse=True)
def built() -> None:
    """Make the fonts of the pages, unless they are there; in a process with a server's settings, not a test's.

    The runner has done so before its first stage; it says by `MIGRATED` that it is there.
    """
    if migrated.NAME in os.environ:
        return
    command = [sys.executable, "-P", "-m", "digivuosi", "build"]
    environment = {**os.environ, "DIGIVUOSI_DATA": str(settings.DATA_DIR)}
    subprocess.run(command, env=environment, check=True, capture_output=True)


@pytest.fixture(scope="session", autouse=True)
def emptied(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[None]:
    """Between two tests the database is emptied at once."""
    with pytest.MonkeyPatch.context() as patch:
        with django_db_blocker.unblock():
            empty_by_copy(tmp_path_factory.mktemp("empty") / "empty.sqlite3", patch)
        yield


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    chromium = find_chromium()
    own = {"executable_path": chromium} if chromium else {}
    return {**browser_type_launch_args, **own, "args": FLAGS}


@pytest.fixture(scope="session")
def base_url(live_server: LiveServer) -> str:
    """Relative addresses are the test server's."""
    return live_server.url


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, Any]) -> dict[str, Any]:
    """A Finnish visitor who wants no animations."""
    width, height = WIDTHS["desk"]
    return {
        **browser_context_args,
        "locale": "fi-FI",
        "timezone_id": "Europe/Helsinki",
        "reduced_motion": "reduce",
        "viewport": {"width": width, "height": height},
    }


@pytest.fixture(params=WIDTHS)
def viewport(request: pytest.FixtureRequest, page: Page) -> str:
    """The page at 390, 768 and 1440 px; the value is the name of the width."""
    see_at(page, request.param)
    return str(request.param)


def see_at(page: Page, width: str) -> None:
    """Make the window as wide as `WIDTHS` says."""
    across, down = WIDTHS[width]
    page.set_viewport_size({"width": across, "height": down})


@dataclass
class Complaints:
    """What the browser complained about; `allow` names by a pattern what a test means to provoke."""

    seen: list[str] = field(default_factory=list)
    allowed: list[str] = field(default_factory=list)

    def allow(self, pattern: str) -> None:
        self.allowed.append(pattern)

    @property
    def left(self) -> list[str]:
        return [words for words in self.seen if not any(re.search(one, words) for one in self.allowed)]


@pytest.fixture
def complaints(context: BrowserContext, live_server: LiveServer) -> Iterator[Complaints]:
    """Fail the test for an error in the console, a break of the content policy, or a call to another host."""
    found = Complaints()
    home = urlsplit(live_server.url).netloc

    def heard(message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            found.seen.append(f"console {message.type}: {message.text} ({message.location.get('url', '')})")

    def asked(request: Request) -> None:
        address = urlsplit(request.url)
        if address.scheme in ("http", "https", "ws", "wss") and address.netloc != home:
            found.seen.append(f"another host was called: {request.url}")

    context.on("console", heard)
    context.on("weberror", lambda error: found.seen.append(f"script error: {error.error}"))
    context.on("request", asked)
    yield found
    assert not found.left, "the browser complains:\n" + "\n".join(found.left)


@pytest.fixture
def page(page: Page, complaints: Complaints) -> Page:
    """Every page of a test is under guard."""
    page.set_default_timeout(PATIENCE)
    return page


PRESS = """([key, times]) => {
    const press = { key, shiftKey: true, bubbles: true, cancelable: true };
    for (let at = 0; at < times; at += 1) document.activeElement.dispatchEvent(new KeyboardEvent("keydown", press));
}"""


def press_quickly(page: Page, key: str, times: int) -> None:
    """Press Shift and a key some times with nothing between, however busy the machine: slow presses are moves of
    their own, each with a way back of its own."""
    page.evaluate(PRESS, [key, times])


def tab_to(page: Page, place: Locator, most: int = 80) -> None:
    """Press Tab until the focus is there."""
    for _ in range(most):
        if place.evaluate_all("(all) => all.includes(document.activeElement)"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"Tab does not reach {place}")


@pytest.fixture
def sign_in(context: BrowserContext, live_server: LiveServer) -> Callable[[User], None]:
    """Sign a person in without the sign-in page, which has tests of its own."""

    def enter(person: User) -> None:
        client = Client()
        client.force_login(person, backend=settings.AUTHENTICATION_BACKENDS[0])
        name = settings.SESSION_COOKIE_NAME
        context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": live_server.url}])

    return enter


AskAxe = Callable[[], None]


@pytest.fixture
def axe(page: Page) -> AskAxe:
    """Call it on a page that is open: axe must find nothing, by WCAG 2.2 AA and its best practices."""

    def check() -> None:
        page.wait_for_load_state()
        found = look(page)
        assert not found, f"axe on {page.url}:\n{told(found)}"

    return check
