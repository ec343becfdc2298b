"""What axe is asked. Its looking costs more than all else in these tests, so it is asked nothing twice."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

Found = list[dict[str, Any]]
SCRIPT: str = Axe().axe_script
ALIKE = Path(__file__).with_name("alike.js").read_text()
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
ALL: Mapping[str, Any] = {
    "runOnly": {"type": "tag", "values": TAGS},
    # Only what is wrong is read, and no rule of these asks for the style sheets, which axe would fetch and parse anew.
    "resultTypes": ["violations"],
    "preload": {"assets": ["media"]},
}
"""Everything of WCAG 2.2 AA and axe's best practices."""
LOOK = "(options) => axe.run(document, options).then((all) => all.violations)"
LOOK_AT_NEW = """([options, marks]) => {
    const asked = new Set(marks);
    for (const one of document.querySelectorAll("[data-coloured]"))
        one.toggleAttribute("data-contrast", asked.has(one.dataset.coloured));
    axe.configure({ rules: [{ id: "color-contrast", selector: "[data-contrast]" }] });
    return axe.run(document, options).then((all) => all.violations);
}"""


def look(page: Page, options: Mapping[str, Any] = ALL) -> Found:
    """What axe finds wrong with the page as it stands now."""
    _begin(page)
    return list(page.evaluate(LOOK, options))


class Looking:
    """Looks at page after page with all rules, each thing once.

    Long lists are looked at by their first rows (`alike.js`): the page is shorter afterwards. Contrast, the dearest of
    the rules, is asked once of all that is coloured by the same styles in the same surroundings, on whatever page.
    """

    def __init__(self) -> None:
        self.known: set[str] = set()

    def look(self, page: Page, *, contrast: bool = True) -> Found:
        _begin(page)
        marks = page.evaluate(ALIKE)
        new = [mark for mark in marks if mark not in self.known] if contrast else []
        found: Found = list(page.evaluate(LOOK_AT_NEW, [ALL, new]))
        if not any(one["id"] == "color-contrast" for one in found):
            self.known.update(new)
        return found


def _begin(page: Page) -> None:
    if not page.evaluate("'axe' in window"):
        page.evaluate(SCRIPT)
