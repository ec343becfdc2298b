"""The names of the wheel in a real browser: whole, upright, inside the page, touching nothing."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from bench.glyphs import measure
from bench.wheel_entries import PARTS, RINGS, crowded, wild
from digivuosi.domain.schoolyear.calendar import suggested_year
from digivuosi.domain.wheel.drawing import draw
from digivuosi.domain.wheel.svg import file_svg

YEAR = suggested_year(2026)


@pytest.fixture(scope="module")
def sheet(browser: Browser) -> Iterator[Page]:
    """One page for all drawings: each is its whole content, and asks no server for anything."""
    page = browser.new_page()
    yield page
    page.close()


@pytest.mark.parametrize("orientation", ["landscape", "portrait"])
def test_60_names_are_all_good_on_a3(sheet: Page, orientation: str) -> None:
    entries = crowded(60)
    svg = file_svg(draw(entries, YEAR, RINGS, orientation=orientation, title="Vuosikello"))
    seen = measure(sheet, svg, {entry.row: entry.title for entry in entries})
    assert (seen.whole, seen.upright, seen.inside) == (60, 60, 60), seen.wrong
    assert not seen.touching
    assert not seen.crossed
    assert seen.smallest >= 6.5


@pytest.mark.parametrize("orientation", ["landscape", "portrait"])
def test_of_120_names_none_is_lost(sheet: Page, orientation: str) -> None:
    entries = crowded(120)
    svg = file_svg(draw(entries, YEAR, RINGS, orientation=orientation, title="Vuosikello"))
    seen = measure(sheet, svg, {entry.row: entry.title for entry in entries})
    assert seen.whole == seen.upright == seen.inside == 120, seen.wrong
    assert not seen.touching
    assert not seen.crossed


@pytest.mark.parametrize("seed", range(len(PARTS)), ids=[part or "all year" for part in PARTS])
def test_whatever_the_entries_are(sheet: Page, seed: int) -> None:
    entries, rings = wild(seed)
    orientation, paper = ("landscape", "portrait")[seed % 2], ("A3", "A2")[seed // 2 % 2]
    svg = file_svg(draw(entries, YEAR, rings, orientation=orientation, paper=paper, title="Årsklocka", language="sv"))
    seen = measure(sheet, svg, {entry.row: entry.title for entry in entries})
    assert seen.good, (seen.wrong, seen.touching, seen.crossed)


def test_another_font_makes_no_name_touch_or_lose_a_letter(sheet: Page) -> None:
    """Where the font cannot be loaded at all, the next of the list stands in."""
    entries = crowded(60)
    svg = file_svg(draw(entries, YEAR, RINGS, title="Vuosikello"), font=False)
    seen = measure(sheet, svg, {entry.row: entry.title for entry in entries})
    assert seen.whole == 60, seen.wrong
    assert not seen.touching
