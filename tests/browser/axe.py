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
LOOK_AT_NEW = """async ([options, kinds, marks]) => {
    window.leaveNew(new Set(kinds), new Set(marks));
    const left = new Map(marks.map((mark) => [mark, 2]));
    for (const one of document.querySelectorAll("[data-coloured]")) {
        const times = left.get(one.dataset.coloured) ?? 0;
        one.toggleAttribute("data-contrast", times > 0);
        left.set(one.dataset.coloured, times - 1);
    }
    axe.configure({ rules: [{ id: "color-contrast", selector: "[data-contrast]" }] });
    const ask = async () => (await axe.run(document, options)).violations;
    const found = await ask();
    window.putBack();
    return found.length ? await ask() : found;
}"""
"""Two of what is coloured alike are asked for their contrast. What is wrong must be wrong in the whole page too."""


def look(page: Page) -> Found:
    """What axe finds wrong with the page as it stands now; the page stays as it is."""
    _begin(page)
    return list(page.evaluate(LOOK, ALL))


def told(found: Found) -> str:
    """What axe found, in words for whoever mends it."""
    return "\n".join(
        f"{one['id']}: {one['help']}\n"
        + "\n".join(f"    {node['target']} {node['html'][:160]}" for node in one["nodes"][:5])
        for one in found
    )


# What stands where, by tags, classes and names of attributes; whether there are words, not which.
NOTE_SHOWN = """() => {
    const all = [...document.body.querySelectorAll("*")];
    window.shownBefore = new WeakSet(all.filter((one) => one.checkVisibility()));
}"""
SHOWN_NOW = """() => {
    const paths = new Set();
    const isWords = (node) => node.nodeType === Node.TEXT_NODE && node.data.trim() !== "";
    function walk(one, around) {
        const names = one.getAttributeNames().filter((name) => !name.startsWith("data-")).sort();
        const words = [...one.childNodes].some(isWords) ? "words" : "";
        const path = `${around}>${one.localName}.${one.getAttribute("class") ?? ""}[${names}]${words}`;
        if (one.checkVisibility() && !window.shownBefore.has(one)) paths.add(path);
        for (const child of one.children) walk(child, path);
    }
    walk(document.body, "");
    return [...paths];
}"""


class Looking:
    """Looks at page after page with all rules, each thing once.

    Long lists are looked at by their first rows, and what a page before showed, built, placed and coloured in the same
    way, is gone (`alike.js`). Contrast, the dearest of the rules, is asked once of all that is coloured by the same
    styles in the same surroundings, on whatever page.
    """

    def __init__(self) -> None:
        self.known: set[str] = set()
        self.shown: set[str] = set()

    def look(self, page: Page) -> Found:
        seen = page.evaluate(ALIKE)
        kinds, marks = ([one for one in seen[name] if one not in self.known] for name in ("kinds", "marks"))
        if not kinds and not marks:
            return []
        _begin(page)
        found: Found = list(page.evaluate(LOOK_AT_NEW, [ALL, kinds, marks]))
        if not found:
            self.known.update(kinds, marks)
        return found

    def note_shown(self, page: Page) -> None:
        """Remember what the page shows at this width."""
        page.evaluate(NOTE_SHOWN)

    def look_again(self, page: Page) -> Found:
        """What axe finds now, when the page shows what it did not when that was noted, and no page before it."""
        more = set(page.evaluate(SHOWN_NOW)) - self.shown
        found = self.look(page) if more else []
        if not found:
            self.shown |= more
        return found


def _begin(page: Page) -> None:
    if not page.evaluate("'axe' in window"):
        page.evaluate(SCRIPT)
