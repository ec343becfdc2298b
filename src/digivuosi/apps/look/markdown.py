"""Markdown of steps and materials as safe HTML."""

from __future__ import annotations

from functools import lru_cache

import nh3
from markdown_it import MarkdownIt

_TAGS = {
    "a", "blockquote", "br", "code", "del", "em", "h3", "h4", "h5", "h6", "hr", "li", "ol", "p", "pre", "s",
    "strong", "table", "tbody", "td", "th", "thead", "tr", "ul",
}  # fmt: skip
_ATTRIBUTES = {"a": {"href", "title"}, "ol": {"start"}}
_SCHEMES = {"http", "https", "mailto", "tel"}
_TOP_HEADING = 3
"""A page has its own h1 and h2; the highest heading of a text, whatever it is, stands below them."""

_parser = MarkdownIt("commonmark", {"html": False, "linkify": False}).enable(["table", "strikethrough"])


@lru_cache(maxsize=2048)
def render(text: str) -> str:
    """Return safe HTML: no raw HTML, no pictures, links that do not give this page away.

    The result is kept by text, since the same steps are shown at every school.
    """
    tokens = _parser.parse(text)
    headings = [token for token in tokens if token.type in {"heading_open", "heading_close"}]
    highest = min((int(token.tag[1]) for token in headings), default=1)
    for token in headings:
        token.tag = f"h{min(6, int(token.tag[1]) - highest + _TOP_HEADING)}"
    html = _parser.renderer.render(tokens, _parser.options, {})
    return nh3.clean(
        html,
        tags=_TAGS,
        attributes=_ATTRIBUTES,
        url_schemes=_SCHEMES,
        link_rel="noopener noreferrer",
    )


def plain(text: str) -> str:
    """Return Markdown as plain words, for calendars and mail: the marks of lists stay, all else goes."""
    words = []
    for token in _parser.parse(text):
        if token.type == "list_item_open":
            words.append(f"{token.info}. " if token.info else "- ")
        elif token.type == "inline":
            inner = (
                child.content if child.content else " " * child.type.endswith("break") for child in token.children or ()
            )
            words.append("".join(inner) + "\n")
    return "".join(words).strip()
