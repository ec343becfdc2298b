"""Figures of answering on a phone: how much is loaded, how soon the page can be used, how long a whole survey takes.

    python bench/answer_phone.py [--port 8766]

A real Chromium of 390 × 844 with a touch screen, its processor slowed down four times and its connection as below,
plays one teacher: opens the survey, chooses two grades, answers every statement that is then asked, writes a comment
and sends.
The machine's part is measured; the person's part is a model, since a script does not read:

- reading: 1,078 letters a minute in Finnish, aloud and therefore slow (IReST: Trauzettel-Klosinski & Dietz 2012); every
  statement and help is read once, the names of a scale's steps the first time they come
- making up one's mind on a statement: 4 s, our own assumption
- scrolling to it and tapping: the keystroke-level model (Card, Moran & Newell 1980), pointing 1.1 s and press 0.2 s,
  each twice
- writing on a phone: 36.2 words a minute (Palin et al. 2019)

A slow person reads and writes at half that speed and takes twice as long over everything.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from time import perf_counter
from typing import Any

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "src")]

from playwright.sync_api import Browser, Page, sync_playwright  # noqa: E402

from bench.answers import prepare, wait_for  # noqa: E402
from tests.chromium import FLAGS, find_chromium  # noqa: E402

PROCESSOR = 4
KBIT = 1000 / 8


@dataclass(frozen=True)
class Network:
    """As the developer tools of Chromium slow it down: kbit/s down and up, milliseconds before every answer."""

    name: str
    down: float
    up: float
    wait: float


NETWORKS = (
    Network("slow 4G", 1600 * 0.9, 750 * 0.9, 150 * 3.75),
    Network("slow 3G", 500 * 0.8, 500 * 0.8, 400 * 5),
)


@dataclass(frozen=True)
class Person:
    name: str
    letters_a_minute: float = 1078
    words_a_minute: float = 36.2
    decides: float = 4.0
    taps: float = 2 * (1.1 + 0.2)

    def reads(self, words: str) -> float:
        return 60 * len(words) / self.letters_a_minute

    def writes(self, words: str) -> float:
        return 60 * len(words) / 5 / self.words_a_minute


PEOPLE = (Person("usual"), Person("slow", 1078 / 2, 36.2 / 2, 8.0, 4 * (1.1 + 0.2)))
COMMENT = "Verkko katkeilee luokassa, ja silloin tunti jää kesken. Toivoisin, että apua saisi samana päivänä. " * 2
GRADES = ("Luokat 1–2", "Luokat 3–6")
USABLE = """new MutationObserver((_, watcher) => {
    if (!document.body?.classList.contains("answering-by-script")) return;
    window.usableAt = performance.now();
    watcher.disconnect();
}).observe(document, { subtree: true, childList: true, attributes: true });"""
FIRST = "performance.getEntriesByName('first-contentful-paint')[0].startTime"


@dataclass
class Loaded:
    """What came over the network."""

    bytes: int = 0
    requests: int = 0
    urls: dict[str, str] = field(default_factory=dict)

    def listen(self, session: Any) -> None:
        session.on("Network.responseReceived", lambda one: self.urls.update({one["requestId"]: one["response"]["url"]}))
        session.on("Network.loadingFinished", self._add)

    def _add(self, one: dict[str, Any]) -> None:
        if one["requestId"] in self.urls:
            self.bytes += int(one["encodedDataLength"])
            self.requests += 1


def phone(browser: Browser, network: Network, host: str) -> tuple[Page, Loaded]:
    context = browser.new_context(
        locale="fi-FI", base_url=host, viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True
    )
    page, loaded = context.new_page(), Loaded()
    page.set_default_timeout(120_000)
    page.add_init_script(USABLE)
    session = context.new_cdp_session(page)
    session.send("Network.enable")
    slow = {"downloadThroughput": network.down * KBIT, "uploadThroughput": network.up * KBIT, "latency": network.wait}
    session.send("Network.emulateNetworkConditions", {"offline": False, **slow})
    session.send("Emulation.setCPUThrottlingRate", {"rate": PROCESSOR})
    loaded.listen(session)
    return page, loaded


def answer(page: Page) -> tuple[float, int, str]:
    """Tap through the whole survey and send it; the machine's seconds, the taps, and all that is to be read."""
    started, taps = perf_counter(), 0
    for grade in GRADES:
        page.get_by_role("checkbox", name=grade).tap()
        taps += 1
    # The names of steps come again and again, and are lines of their own.
    words = "\n".join(dict.fromkeys(page.locator("main").inner_text().splitlines()))
    asked = page.locator("fieldset.answer-statement:visible")
    for place in range(asked.count()):
        asked.nth(place).get_by_role("radio").nth(place % 5).tap()
        taps += 1
    page.locator("textarea:visible").first.fill(COMMENT)
    page.get_by_role("button", name="Lähetä vastaukset").tap()
    page.locator("#answer-sent").wait_for()
    return perf_counter() - started, taps, words


def measure(browser: Browser, network: Network, host: str, code: str) -> None:
    page, loaded = phone(browser, network, host)
    page.goto(f"/answer/{code}/", wait_until="load")
    page.wait_for_function("window.usableAt")
    first, usable = page.evaluate(FIRST), page.evaluate("window.usableAt")
    at_load = loaded.bytes, loaded.requests
    statements_before = page.locator("fieldset.answer-statement:visible").count()
    machine, taps, words = answer(page)
    statements = taps - len(GRADES)
    print(
        f"{network.name}: {network.down:.0f} kbit/s down, {network.up:.0f} up, {network.wait:.0f} ms; CPU 1/{PROCESSOR}"
    )
    print(f"  loaded: {at_load[1]} requests, {at_load[0] / 1000:.0f} kB; in all, with saving and sending: "
          f"{loaded.requests} requests, {loaded.bytes / 1000:.0f} kB")  # fmt: skip
    print(f"  first words after {first / 1000:.1f} s, usable after {usable / 1000:.1f} s")
    print(f"  {statements} statements asked ({statements_before} before the grades were chosen); "
          f"the machine's part of answering and sending them {machine:.0f} s")  # fmt: skip
    for person in PEOPLE:
        parts = {
            "reading": person.reads(words),
            "deciding": statements * person.decides,
            "tapping": (taps + 2) * person.taps,
            "writing": person.writes(COMMENT),
        }
        whole = usable / 1000 + machine + sum(parts.values())
        told = ", ".join(f"{name} {seconds / 60:.1f}" for name, seconds in parts.items())
        print(f"  a {person.name} person: {whole / 60:.1f} minutes in all: {told}")
    page.context.close()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--port", type=int, default=8766)
    given = parser.parse_args()
    host = f"http://127.0.0.1:{given.port}"
    with tempfile.TemporaryDirectory() as folder:
        codes = prepare(folder)
        serve = [sys.executable, "-P", "-m", "digivuosi", "serve", "--port", str(given.port)]
        server = subprocess.Popen(serve, env=dict(os.environ), stdout=subprocess.DEVNULL)  # noqa: S603 - our own
        try:
            wait_for(f"{host}/health/")
            with sync_playwright() as playwright:
                browser = playwright.chromium.launch(executable_path=find_chromium() or None, args=FLAGS)
                print(f"Chromium {browser.version}; in Finnish; a comment of {len(COMMENT.split())} words")
                for network in NETWORKS:
                    measure(browser, network, host, codes[0])
                browser.close()
        finally:
            server.terminate()
            server.wait()


if __name__ == "__main__":
    main()
