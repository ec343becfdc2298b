"""What stands in the SVG: parsed as XML, asked as a page would."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import pairwise
from xml.etree import ElementTree as ET

import pytest

from bench.wheel_entries import RINGS, crowded, wild
from digivuosi.domain.schoolyear.calendar import suggested_year
from digivuosi.domain.wheel import palette, styles
from digivuosi.domain.wheel.drawing import draw, small
from digivuosi.domain.wheel.entries import STATUSES, Entry
from digivuosi.domain.wheel.svg import file_svg, page_svg

YEAR = suggested_year(2026)
SVG = "{http://www.w3.org/2000/svg}"


def parsed(svg: str) -> ET.Element:
    return ET.fromstring(svg)  # noqa: S314


def test_every_entry_is_a_group_that_holds_its_name() -> None:
    entries = crowded(60)
    root = parsed(file_svg(draw(entries, YEAR, RINGS)))
    groups = {group.get("data-entry"): group for group in root.iter(f"{SVG}g") if group.get("data-entry")}
    assert len(groups) == 60
    for entry in entries:
        texts = [t for t in groups[str(entry.row)].iter(f"{SVG}text") if "name" in (t.get("class") or "").split()]
        assert "".join("".join(text.itertext()) for text in texts) == entry.title


def test_names_in_the_list_carry_their_row() -> None:
    entries, rings = wild(0, 170)
    root = parsed(file_svg(draw(entries, YEAR, rings)))
    listed = {t.get("data-legend"): "".join(t.itertext()) for t in root.iter(f"{SVG}text") if t.get("data-legend")}
    assert listed
    assert all(listed[str(e.row)] == e.title for e in entries if str(e.row) in listed)


def test_hostile_names_stay_text() -> None:
    title = '<script>alert("1")</script> & ]]> ä'
    entry = Entry(1, "leadership", title, date(2026, 9, 1), date(2026, 9, 1), key='"><b')
    for svg in (file_svg(draw([entry], YEAR, RINGS)), page_svg(draw([entry], YEAR, RINGS))):
        root = parsed(svg)
        assert not list(root.iter(f"{SVG}script"))
        group = next(g for g in root.iter(f"{SVG}g") if g.get("data-entry") == "1")
        names = list(group.iter(f"{SVG}text"))
        assert "".join("".join(t.itertext()) for t in names) == title


def test_letters_that_xml_cannot_hold_do_not_break_the_file() -> None:
    entry = Entry(1, "leadership", "Digi\x00\x0btiimi", date(2026, 9, 1), date(2026, 9, 1))
    parsed(file_svg(draw([entry], YEAR, RINGS)))


def test_the_page_gets_no_inline_style_and_everything_to_speak_with() -> None:
    entries = [replace(entry, key=f"k{entry.row}") for entry in crowded(20)]
    svg = page_svg(draw(entries, YEAR, RINGS, paper="screen", today=date(2026, 10, 7)))
    root = parsed(svg)
    assert root.get("role") == "group"
    assert "2026–2027" in (root.get("aria-label") or "")
    assert not list(root.iter(f"{SVG}style"))
    assert not any(element.get("style") for element in root.iter())
    groups = [g for g in root.iter(f"{SVG}g") if g.get("data-entry")]
    for group in groups:
        assert group.get("tabindex") == "-1"
        assert group.get("role") == "button"
        assert group.get("aria-label")
        assert group.get("data-key")
    assert {g.get("data-month") for g in root.iter(f"{SVG}g")} >= {str(n) for n in range(1, 13)}
    ids = [element.get("id") for element in root.iter() if element.get("id")]
    assert len(ids) == len(set(ids))


def test_the_file_brings_its_font_and_nothing_from_elsewhere() -> None:
    svg = file_svg(draw(crowded(5), YEAR, RINGS))
    assert svg.count("data:font/woff2") == 2
    assert "http" not in svg.replace("http://www.w3.org/2000/svg", "")


def test_a_letter_the_base_set_lacks_comes_with_the_font() -> None:
    def size(title: str) -> int:
        return len(file_svg(draw([replace(crowded(1)[0], title=title)], YEAR, RINGS)))

    assert size("Ạạ Ảả Ấấ Ầầ Ẩẩ Ẫẫ Ậậ Ắắ Ằằ") > size("Aa Bb Cc Dd Ee Ff Gg Hh Ii") + 500


@pytest.mark.parametrize("status", STATUSES)
def test_each_status_shows(status: str) -> None:
    entry = replace(crowded(1)[0], status=status, ghost=True, dimmed=True, selected=True)
    root = parsed(file_svg(draw([entry], YEAR, RINGS)))
    group = next(g for g in root.iter(f"{SVG}g") if g.get("data-entry") == "1")
    assert {status, "ghost", "dimmed", "selected"} <= set((group.get("class") or "").split())
    assert (status == "done") == any("tick" in (p.get("class") or "") for p in group)


def test_the_small_wheel_has_months_and_no_names() -> None:
    root = parsed(page_svg(small(YEAR, lit=9), prefix="now"))
    lit = [g.get("data-month") for g in root.iter(f"{SVG}g") if "lit" in (g.get("class") or "")]
    assert lit == ["9"]
    assert not any(t.get("class") == "name" for t in root.iter(f"{SVG}text"))


def test_the_colours_stay_apart_in_grey_and_carry_text() -> None:
    steps = [palette.lightness(colour) for colour in palette.THEMES]
    assert steps == sorted(steps)
    assert min(b - a for a, b in pairwise(steps)) >= 7
    assert all(palette.contrast(colour, palette.text_on(colour)) >= 4.5 for colour in palette.THEMES)
    assert palette.contrast(palette.INK, palette.PAPER) >= 7
    assert palette.contrast(palette.LINE, palette.WEDGE) >= 4.5
    assert all(f".theme-{number} " in styles.css() for number in range(1, 9))
