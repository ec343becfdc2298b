"""Whether HTML is valid, by a strict parser, which reads a page that is built like one it has read only once.

The parser takes longer than making most pages. Two pages that differ in plain words alone are valid or invalid
together, so what is remembered of a page is how it is built: its skeleton.
"""

from __future__ import annotations

import re

import html5lib

ID = re.compile(r'\sid="([^"]*)"')
VALUE = re.compile(r"""((?<!\stype)=")[^"'`=<>&\x00-\x1f\x7f-\x9f]*(?=")""")
TOKEN = re.compile(r'(?<="X-CSRFToken": ")\w+(?=")')
LANG = re.compile(r'(?<=") lang=""(?=[\s>])')
TWO_LANGUAGES = re.compile(r"""\slang="[^<>]*\slang=""")
WORDS = re.compile(r""">(?=[^<]*[^<\s])[^"'=<>&\x00-\x08\x0b-\x1f\x7f-\x9f]+<""")

_sound: set[str] = set()


def refuse_invalid(html: str, what: object = "the page") -> None:
    """Fail when a parser would have to mend the page or part of a page, or when an id stands twice."""
    built = skeleton(html)
    if built not in _sound:
        _parse(html, what)
        _sound.add(built)
    ids = ID.findall(html)
    assert len(ids) == len(set(ids)), f"{what}: an id stands twice"


def _parse(html: str, what: object) -> None:
    parser = html5lib.HTMLParser(strict=True)
    try:
        parser.parse(html) if "<html" in html else parser.parseFragment(html, container="div")
    except html5lib.html5parser.ParseError as problem:
        place = parser.errors[-1] if parser.errors else problem
        raise AssertionError(f"{what}: {problem}: {place}") from problem


def skeleton(html: str) -> str:
    """The page without what cannot break it: plain words between tags, plain values of attributes but `type`, the
    token of a form, and `lang`, which stands elsewhere in each language.
    """
    if TWO_LANGUAGES.search(html):
        return html
    return LANG.sub("", WORDS.sub(">x<", VALUE.sub(r"\1", TOKEN.sub("", html))))
