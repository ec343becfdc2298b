"""The promise of the wheel, by its own arithmetic and for any entries: every name once, none over another."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import combinations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bench.wheel_entries import RINGS, crowded, wild
from digivuosi.domain.schoolyear.calendar import suggested_year
from digivuosi.domain.wheel.drawing import draw, small
from digivuosi.domain.wheel.entries import Entry, Ring
from digivuosi.domain.wheel.fonts import ASCENT, DESCENT, width
from digivuosi.domain.wheel.rings import lanes_of, letter
from digivuosi.domain.wheel.shapes import Drawing

YEAR = suggested_year(2026)
MANY_RINGS = [Ring(f"r{i}", f"Kehä {i}", i % 8 + 1) for i in range(10)]


@st.composite
def entry_sets(draw_: st.DrawFn) -> list[Entry]:
    count = draw_(st.integers(0, 60))
    rings = draw_(st.integers(1, 10))
    early = draw_(st.sampled_from([0, 0, 70, 330]))
    found = []
    for row in range(1, count + 1):
        first = date(2026, 8, 1) + timedelta(
            days=draw_(st.integers(early, min(364, early + draw_(st.sampled_from([0, 6, 364])))))
        )
        last = min(first + timedelta(days=draw_(st.integers(0, 59))), date(2027, 7, 31))
        title = draw_(st.text("abcdefghij klmno prstuvyäöåšžŋđ-&<", min_size=1, max_size=80)).strip() or "x"
        found.append(Entry(row, f"r{draw_(st.integers(0, rings - 1))}", title, first, last))
    return found


def boxes(drawing: Drawing) -> list[tuple[int, float, float, float, float]]:
    found = []
    for arc in drawing.arcs:
        for line in (*arc.outside, *arc.listed):
            wide = width(line.text.rstrip(), line.size)
            left = line.x - (wide if line.anchor == "end" else 0)
            found.append((arc.entry.row, left, line.y - ASCENT * line.size, left + wide, line.y + DESCENT * line.size))
    return found


def assert_good(drawing: Drawing, entries: list[Entry]) -> None:
    assert sorted(arc.entry.row for arc in drawing.arcs) == [entry.row for entry in entries]
    for arc in drawing.arcs:
        ways = [way for way in (arc.on_arc, arc.outside, arc.listed) if way]
        assert len(ways) == 1
        lines = [line.words for line in arc.on_arc] + [line.text for line in (*arc.outside, *arc.listed)]
        assert "".join(lines) == arc.entry.title
    x, y = drawing.centre
    seen = boxes(drawing)
    for _, left, top, right, bottom in seen:
        assert -x - 0.01 <= left
        assert right <= drawing.width - x + 0.01
        assert -y - 0.01 <= top
        assert bottom <= drawing.height - y + 0.01
    for one, other in combinations(seen, 2):
        if one[0] != other[0]:
            assert (
                one[3] <= other[1] + 0.01
                or other[3] <= one[1] + 0.01
                or one[4] <= other[2] + 0.01
                or other[4] <= one[2] + 0.01
            ), (one, other)


@settings(
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.large_base_example, HealthCheck.data_too_large],
)
@given(entry_sets(), st.sampled_from(["landscape", "portrait"]), st.sampled_from(["A3", "A2", "screen"]))
def test_every_name_has_its_own_place(entries: list[Entry], orientation: str, paper: str) -> None:
    drawing = draw(entries, YEAR, MANY_RINGS, orientation=orientation, paper=paper, title="Vuosikello")
    assert_good(drawing, entries)


@pytest.mark.parametrize("orientation", ["landscape", "portrait"])
@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_60_on_six_rings_stand_large_enough_without_a_list(orientation: str, language: str) -> None:
    entries = crowded(60)
    drawing = draw(entries, YEAR, RINGS, orientation=orientation, language=language, title="Vuosikello")
    assert_good(drawing, entries)
    assert drawing.smallest >= 6.5
    assert not any(arc.listed for arc in drawing.arcs)


def test_120_lose_nothing() -> None:
    entries = crowded(120)
    assert_good(draw(entries, YEAR, RINGS), entries)


def test_what_cannot_stand_beside_the_wheel_stands_in_a_list_with_its_number() -> None:
    entries, rings = wild(0, 170)
    drawing = draw(entries, YEAR, rings)
    assert_good(drawing, entries)
    listed = [arc for arc in drawing.arcs if arc.listed]
    assert listed
    assert all(arc.number and arc.listed_number and arc.number.text == arc.listed_number.text for arc in listed)


@pytest.mark.parametrize("count", [500, pytest.param(2000, marks=pytest.mark.thorough("500 rows are far too many"))])
def test_far_too_many_rows_lose_nothing_and_say_how_small_they_are(count: int) -> None:
    entries, rings = wild(0, count)
    drawing = draw(entries, YEAR, rings)
    assert len(drawing.arcs) == count
    assert all(arc.on_arc or arc.outside or arc.listed for arc in drawing.arcs)
    assert drawing.smallest < 6.5


def test_names_on_arcs_are_upright_and_apart_from_leader_lines() -> None:
    drawing = draw(wild(3)[0], YEAR, wild(3)[1])
    lines = [line for arc in drawing.arcs for line in arc.on_arc]
    assert lines
    for line in lines:
        for angle in (line.angle - line.reach / 2, line.angle + line.reach / 2):
            turn = angle if line.clockwise else angle - 180
            assert abs((turn + 180) % 360 - 180) <= 90


def test_a_wheel_without_entries_is_still_a_wheel() -> None:
    drawing = draw([], YEAR, RINGS, today=date(2026, 10, 7))
    assert len(drawing.months) == 12
    assert drawing.today is not None
    assert draw([], YEAR, []).arcs == ()


def test_todays_line_is_only_in_its_own_year() -> None:
    assert draw([], YEAR, RINGS, today=date(2025, 10, 7)).today is None


def test_the_small_wheel_lights_a_month() -> None:
    assert small(YEAR, lit=9).lit == 9


def test_entries_that_overlap_get_lanes_of_their_own() -> None:
    def entry(row: int, first: int, last: int) -> Entry:
        return Entry(row, "r", "x", date(2026, 9, first), date(2026, 9, last))

    lanes = lanes_of([entry(1, 1, 5), entry(2, 5, 9), entry(3, 6, 7)])
    assert [[e.row for e in lane] for lane in lanes] == [[1, 3], [2]]


def test_rings_have_letters() -> None:
    assert [letter(i) for i in (0, 25, 26, 27)] == ["A", "Z", "AA", "AB"]


@pytest.mark.parametrize(("count", "share"), [(0, 0.41), (27, 0.41), (60, 0.36)])
def test_a_high_page_has_a_wheel_nearly_as_wide_as_itself(count: int, share: float) -> None:
    entries = crowded(count)
    drawing = draw(entries, YEAR, RINGS, orientation="portrait", title="Vuosikello")
    assert_good(drawing, entries)
    assert drawing.rim >= drawing.width * share


def test_the_label_says_the_school_year_once() -> None:
    assert draw([], YEAR, RINGS, title="Rantakoulu 2026–2027").label == "Rantakoulu 2026–2027"
    assert draw([], YEAR, RINGS, title="Rantakoulu").label == "Rantakoulu, lukuvuosi 2026–2027"
