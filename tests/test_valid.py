"""What is invalid is found, also in a page that is built nearly like one that was parsed."""

from __future__ import annotations

import html5lib
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.valid import refuse_invalid, skeleton

PAGE = (
    '<!doctype html>\n<html lang="fi">\n<head><meta charset="utf-8"><title>Kello</title></head>\n<body '
    """hx-headers='{"X-CSRFToken": "abc123"}'>\n<main><h1 id="top">Vuosi &amp; kello</h1>\n<p class="lead">Hei.</p>"""
    '<ul><li><a href="/a/" lang="sv">Svenska</a></li></ul>\n<form action="/b/" method="post"><input type="hidden" '
    'name="n" value="1"><table><tr><td>x</td></tr></table><button type="submit">Tee</button></form></main>\n'
    "</body></html>"
)
PIECES = ["", "<", ">", '"', "'", "=", "&", "/", " ", "<p>", "</p>", "</div>", "<li>", ' lang="x"', "&foo;", "\x01"]


def is_valid(html: str) -> bool:
    try:
        html5lib.HTMLParser(strict=True).parse(html)
    except html5lib.html5parser.ParseError:
        return False
    return True


def test_the_page_is_valid() -> None:
    refuse_invalid(PAGE)


@given(place=st.integers(0, len(PAGE) - 1), piece=st.sampled_from(PIECES), gone=st.integers(0, 2))
def test_a_page_that_is_spoilt_has_another_skeleton(place: int, piece: str, gone: int) -> None:
    spoilt = PAGE[:place] + piece + PAGE[place + gone :]
    assert is_valid(spoilt) or skeleton(spoilt) != skeleton(PAGE)


@pytest.mark.parametrize(
    ("was", "now"),
    [("Hei.", "Hallå där!"), ("abc123", "x9"), ('class="lead"', 'class="other lead"'), (' lang="sv"', "")],
)
def test_other_words_leave_it_as_it_is_built(was: str, now: str) -> None:
    assert skeleton(PAGE.replace(was, now)) == skeleton(PAGE)


def test_an_id_that_stands_twice_is_found() -> None:
    with pytest.raises(AssertionError, match="twice"):
        refuse_invalid(PAGE.replace('<p class="lead"', '<p id="top" class="lead"'))


def test_what_is_wrong_is_told() -> None:
    with pytest.raises(AssertionError, match="kello"):
        refuse_invalid(PAGE.replace("</ul>", "</ol>"), "kello")
