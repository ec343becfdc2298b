"""What axe is asked. Its looking costs more than all else in these tests, so it is asked no more than is read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

Found = list[dict[str, Any]]
SCRIPT: str = Axe().axe_script
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
ALL: Mapping[str, Any] = {
    "runOnly": {"type": "tag", "values": TAGS},
    # Only what is wrong is read, and no rule of these asks for the style sheets, which axe would fetch and parse anew.
    "resultTypes": ["violations"],
    "preload": {"assets": ["media"]},
}
"""Everything of WCAG 2.2 AA and axe's best practices."""
WITHOUT_CONTRAST: Mapping[str, Any] = {**ALL, "rules": {"color-contrast": {"enabled": False}}}
CHANGEABLE: Mapping[str, Any] = {
    **ALL,
    "runOnly": {
        "type": "rule",
        "values": [
            "area-alt", "aria-command-name", "aria-dialog-name", "aria-input-field-name", "aria-meter-name",
            "aria-progressbar-name", "aria-toggle-field-name", "aria-tooltip-name", "aria-treeitem-name", "button-name",
            "document-title", "empty-heading", "empty-table-header", "form-field-multiple-labels", "frame-title",
            "frame-title-unique", "html-has-lang", "html-lang-valid", "html-xml-lang-mismatch", "image-alt",
            "image-redundant-alt", "input-button-name", "input-image-alt", "label", "label-title-only",
            "landmark-unique", "link-name", "object-alt", "role-img-alt", "select-name", "skip-link", "summary-name",
            "svg-img-alt", "table-duplicate-name", "target-size", "valid-lang",
            "aria-hidden-focus", "bypass", "heading-order", "landmark-one-main", "page-has-heading-one", "region",
            "scrollable-region-focusable",
        ],
    },
}  # fmt: skip
"""What another language or width can change on a page that has been looked at: names, labels, titles, languages; what
is hidden, what scrolls, how large a target is. Roles, attributes and lists are the same."""
LOOK = "(options) => axe.run(document, options).then((all) => all.violations)"


def look(page: Page, options: Mapping[str, Any] = ALL) -> Found:
    """What axe finds wrong with the page as it stands now."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(SCRIPT)
    return list(page.evaluate(LOOK, options))
