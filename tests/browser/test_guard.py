"""The guard of the browser tests sees what it should; without this, a silent guard would pass for a clean page."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import WIDTHS, Complaints

A_PAGE = "/accessibility/"


WRONG = {
    "so much is wrong": "console.error('so much is wrong')",
    "thrown away": "setTimeout(() => { throw new Error('thrown away') })",
    "style-src": "document.body.setAttribute('style', 'color: red')",
    "script-src": "document.head.append(Object.assign(document.createElement('script'), {text: '1'}))",
    "connect-src": "fetch('http://elsewhere.invalid/').catch(() => {})",
    "another host was called": "location.href = 'http://elsewhere.invalid/'",
}
"""What is complained about, and what does it."""


def test_a_page_opens_with_styles_at_the_width_asked_for(page: Page, complaints: Complaints) -> None:
    for width, height in WIDTHS.values():
        page.set_viewport_size({"width": width, "height": height})
        page.goto(A_PAGE)
        expect(page.locator("html")).to_have_attribute("lang", "fi")
        assert page.evaluate("document.styleSheets.length") > 0
        assert page.evaluate("window.innerWidth") == width
    assert complaints.seen == []


def test_what_is_wrong_is_seen(page: Page, complaints: Complaints) -> None:
    for words, deed in WRONG.items():
        page.goto(A_PAGE)
        before = len(complaints.seen)
        page.evaluate(deed)
        for _ in range(300):
            if any(words in one for one in complaints.seen[before:]):
                break
            page.wait_for_timeout(100)
        assert any(words in one for one in complaints.seen[before:]), (deed, complaints.seen)
    complaints.allow(".")


def test_what_a_test_allows_is_no_complaint() -> None:
    found = Complaints(["console error: 404 (a)", "script error: x"])
    found.allow("404")
    assert found.left == ["script error: x"]


def test_axe_sees(page: Page, axe: Callable[[], None]) -> None:
    page.goto(A_PAGE)
    axe()
    page.evaluate("document.body.append(document.createElement('button'))")
    with pytest.raises(AssertionError, match="button-name"):
        axe()


def test_signing_in(page: Page, sign_in: Callable[[Any], None], django_user_model: Any) -> None:
    sign_in(django_user_model.objects.create_user(email="opettaja@example.fi"))
    page.goto(A_PAGE)
    name = page.context.cookies()[0]["name"]
    assert name == "sessionid"
