"""Nothing inline in a page: the content policy would refuse it, and the page would break unseen."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from .repository import SOURCE, named, short

TEMPLATES = [path for path in named(".html", ".svg", ".txt", under=SOURCE) if "templates" in path.parts]
TAG = r"<[a-zA-Z][^<>]*?"
LOADING = "<(?:script|link|img|iframe|source)"
INLINE = {
    "a style sheet of its own": r"<style\b",
    "a style attribute": rf"{TAG}\sstyle\s*=",
    "a script in an attribute": rf"{TAG}\son[a-z]+\s*=",
    "a script of its own": r"<script\b(?![^>]*\bsrc\s*=)",
    "a script as an address": r"""(?:href|src|action)\s*=\s*["']?\s*javascript:""",
    "something from another host": rf"{LOADING}\b[^>]*\b(?:src|href)\s*=\s*[\"']?(?:https?:)?//",
}


def without_comments(path: Path) -> str:
    text = path.read_text(encoding="utf-8")
    text = re.sub(r"\{#.*?#\}", "", text)
    text = re.sub(r"\{% comment\b.*?endcomment %\}", "", text, flags=re.DOTALL)
    # A ">" inside a template tag must not end the HTML tag around it.
    return re.sub(r"\{%.*?%\}|\{\{.*?\}\}", "x", text, flags=re.DOTALL)


@pytest.mark.parametrize("what", INLINE)
def test_no_template_holds(what: str) -> None:
    pattern = re.compile(INLINE[what])
    assert [short(path) for path in TEMPLATES if pattern.search(without_comments(path))] == []


@pytest.mark.parametrize("what", INLINE)
def test_the_patterns_see(what: str) -> None:
    samples = {
        "a style sheet of its own": "<style>p {}</style>",
        "a style attribute": '<p class="a"\n   style="color: red">',
        "a script in an attribute": '<button onclick="go()">',
        "a script of its own": "<script>go()</script>",
        "a script as an address": '<a href="javascript:go()">',
        "something from another host": '<script defer src="https://elsewhere.example/a.js"></script>',
    }
    assert re.search(INLINE[what], samples[what])


def test_pictures_say_what_they_show() -> None:
    bare = re.compile(r"<img\b(?![^>]*\balt\s*=)")
    assert [short(path) for path in TEMPLATES if bare.search(without_comments(path))] == []
