"""What holds for every page that opens: three languages, valid HTML, whole and in part, no query per item."""

from __future__ import annotations

import re

import html5lib
import pytest
from django.db import connection, transaction
from django.http import HttpResponse
from django.test.utils import CaptureQueriesContext

from tests.cast import Municipality, Someone
from tests.pages.addresses import Address, walk
from tests.pages.examples import PARTS_ONLY, grow
from tests.pages.test_access import url_of
from tests.snapshots import once

PAGES = walk()
ID = re.compile(r'\sid="([^"]*)"')


def is_page(answer: HttpResponse) -> bool:
    return answer.status_code in (200, 410) and answer.headers.get("Content-Type", "").startswith("text/html")


def opened(client: Someone, url: str, **headers: str) -> HttpResponse:
    """The answer, or a skip-free pass: addresses that only redirect, take POST or give files are no pages."""
    answer = client.get(url, headers=headers or None)
    assert isinstance(answer, HttpResponse) or answer.streaming
    return answer  # type: ignore[return-value]


def check_html(html: str, *, whole: bool) -> None:
    parser = html5lib.HTMLParser(strict=True)
    try:
        parser.parse(html) if whole else parser.parseFragment(html, container="div")
    except html5lib.html5parser.ParseError as problem:
        place = parser.errors[-1] if parser.errors else problem
        raise AssertionError(f"{problem}: {place}") from problem
    ids = ID.findall(html)
    assert not {i for i in ids if ids.count(i) > 1}, "an id stands twice"


@pytest.mark.parametrize("address", PAGES, ids=str)
def test_the_page_speaks_three_languages_in_valid_html(
    address: Address, town: Municipality, coordinator: Someone, signed_out: Someone
) -> None:
    client = signed_out if address.mark and address.mark[0] == "anyone" else coordinator
    url = url_of(address, town)
    for language in ("fi", "sv", "en"):
        coordinator.user.language = language
        coordinator.user.save()
        signed_out.cookies["language"] = language
        answer = opened(client, url)
        assert answer.status_code < 500
        if not is_page(answer):
            return
        html = answer.content.decode()
        if address.name in PARTS_ONLY:
            check_html(html, whole=False)
            continue
        assert f'<html lang="{language}"' in html
        assert len(re.findall(r"<h1[ >]", html)) == 1
        check_html(html, whole=True)


@pytest.mark.parametrize("address", PAGES, ids=str)
def test_a_part_of_the_page_is_valid_html_too(
    address: Address, town: Municipality, coordinator: Someone, signed_out: Someone
) -> None:
    client = signed_out if address.mark and address.mark[0] == "anyone" else coordinator
    answer = opened(client, url_of(address, town), hx_request="true")
    assert answer.status_code < 500
    if is_page(answer):
        html = answer.content.decode()
        check_html(html, whole="<html" in html)


@pytest.mark.parametrize("address", PAGES, ids=str)
def test_more_items_cost_no_more_queries(
    address: Address, town: Municipality, coordinator: Someone, signed_out: Someone
) -> None:
    client = signed_out if address.mark and address.mark[0] == "anyone" else coordinator
    few = count(client, address, town, 1)
    assert few is None or count(client, address, town, 3) == few


def count(client: Someone, address: Address, town: Municipality, more: int) -> int | None:
    """Queries of the page in a municipality with so many more of everything; none when it is no page."""
    with transaction.atomic():
        for number in range(1, more + 1):
            once(f"{number} more in {town.provider.slug}", lambda number=number: grow(town, number))
        url = url_of(address, town)
        # What is kept in memory is filled.
        if not is_page(opened(client, url)):
            return None
        with CaptureQueriesContext(connection) as queries:
            assert is_page(opened(client, url))
        transaction.set_rollback(True)
    return len(queries)
