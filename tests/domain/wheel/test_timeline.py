"""The year as a line: every name whole, none over another."""

from __future__ import annotations

import re
from datetime import date
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench.wheel_entries import RINGS, crowded, wild
from digivuosi.domain.schoolyear.calendar import suggested_year
from digivuosi.domain.wheel.entries import Entry, Ring
from digivuosi.domain.wheel.timeline import DAY, lay_line, row_svg, scale_svg

YEAR = suggested_year(2026)
ONE = (Ring("r", "Kehä", 3),)


def entry(first: date, last: date, title: str = "Kysely", **more: object) -> Entry:
    return Entry(1, "r", title, first, last, 3, "17", **more)  # type: ignore[arg-type]


@pytest.mark.parametrize("found", [(crowded(60), RINGS), (crowded(120, seed=3), RINGS), wild(60)])
def test_no_two_touch_and_nothing_is_lost(found: tuple[list[Entry], tuple[Ring, ...]]) -> None:
    entries, rings = found
    line = lay_line(entries, YEAR, rings)
    bars = [bar for row in line.rows for bar in row.bars]
    assert sorted(bar.entry.row for bar in bars) == sorted(entry.row for entry in entries)
    for row in line.rows:
        for one, other in combinations(row.bars, 2):
            assert one.lane != other.lane or one.right <= other.left or other.right <= one.left
            assert max(one.lane, other.lane) < row.lanes
    assert all(0 <= bar.left <= bar.right <= line.width + 1e-6 for bar in bars)


@given(st.integers(0, 364), st.integers(1, 60))
def test_a_bar_stands_on_its_days(start: int, days: int) -> None:
    first = date.fromordinal(YEAR.first_day.toordinal() + start)
    last = min(date.fromordinal(first.toordinal() + days - 1), YEAR.last_day)
    (row,) = lay_line([entry(first, last)], YEAR, ONE).rows
    (bar,) = row.bars
    assert bar.x == pytest.approx(start * DAY)
    assert bar.width == pytest.approx(max((last - first).days + 1, 8 / DAY) * DAY)


def test_a_name_stands_in_a_long_bar_after_a_short_one_and_before_the_years_end() -> None:
    def placed(first: date, last: date) -> tuple[bool, str]:
        (bar,) = lay_line([entry(first, last)], YEAR, ONE).rows[0].bars
        return bar.inside, bar.anchor

    assert placed(date(2026, 9, 1), date(2026, 10, 30)) == (True, "start")
    assert placed(date(2026, 9, 1), date(2026, 9, 1)) == (False, "start")
    assert placed(date(2027, 7, 30), date(2027, 7, 31)) == (False, "end")


def test_what_is_written_can_be_opened_without_scripts() -> None:
    line = lay_line([entry(date(2026, 9, 1), date(2026, 9, 2), "<Kysely> & muut", selected=True)], YEAR, ONE)
    svg = row_svg(line, line.rows[0], address="/wheel/?rings=theme&selected={key}")
    assert 'href="/wheel/?rings=theme&amp;selected=17"' in svg
    assert 'aria-label="&lt;Kysely&gt; &amp; muut, 1.9.–2.9.2026, suunniteltu" aria-current="true"' in svg
    assert "style=" not in svg


@pytest.mark.parametrize(("status", "name"), [("done", "✓ Kysely"), ("planned", "Kysely"), ("cancelled", "Kysely")])
def test_a_status_shows_without_colour(status: str, name: str) -> None:
    line = lay_line([entry(date(2026, 9, 1), date(2026, 9, 2), status=status)], YEAR, ONE)
    svg = row_svg(line, line.rows[0], address="{key}")
    assert f">{name}</text>" in svg
    assert ("strike" in svg) is (status == "cancelled")


def test_the_scale_has_months_and_weeks_in_the_readers_language() -> None:
    svg = scale_svg(lay_line([], YEAR, (), language="sv"))
    assert re.findall(r">([a-z]+)</text>", svg)[:3] == ["augusti", "september", "oktober"]
    assert ">42</text>" in svg


@pytest.mark.parametrize(("today", "seen"), [(date(2026, 11, 24), True), (date(2025, 11, 24), False), (None, False)])
def test_today_is_a_line_in_its_own_year(today: date | None, seen: bool) -> None:
    line = lay_line([], YEAR, ONE, today=today)
    assert ('class="today"' in scale_svg(line)) is seen


def test_a_row_with_nothing_still_has_room() -> None:
    (row,) = lay_line([], YEAR, ONE).rows
    assert (row.lanes, row.bars) == (1, ())
