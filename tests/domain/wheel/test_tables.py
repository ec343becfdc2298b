"""Reading people's tables: many ways to write the same, and every mistake told with its row."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digivuosi.domain.schoolyear.calendar import suggested_year
from digivuosi.domain.wheel.tables import MOST_ROWS, TableProblem, read_entries

YEAR = suggested_year(2026)


def rows_of(text: str) -> list[list[str]]:
    """Rows as a reader of files gives them, from lines with `;` between the cells."""
    return [line.split(";") for line in text.splitlines()]


def read(text: str) -> list[tuple[int, str, str, date, date]]:
    table = read_entries(rows_of(text), "t.csv", YEAR)
    return [(e.row, e.ring, e.title, e.first, e.last) for e in table.entries]


def wrong(text: str, language: str = "fi") -> str:
    with pytest.raises(TableProblem) as caught:
        read_entries(rows_of(text), "t.csv", YEAR)
    return "\n".join(caught.value.messages(language))


@pytest.mark.parametrize(
    "headings",
    ["rengas;nimi;alku;loppu", "Kehä;Toimenpide;Alkaa;Päättyy", "ring;rubrik;start;slut", "RING;Åtgärd;Början;Slut"],
)
def test_headings_in_three_languages(headings: str) -> None:
    assert read(f"{headings}\nA;B;5.10.2026;9.10.2026\n")[0][3:] == (date(2026, 10, 5), date(2026, 10, 9))


@pytest.mark.parametrize(
    ("start", "end", "first", "last"),
    [
        ("5.10.2026", "", "2026-10-05", "2026-10-05"),
        ("5.10.", "9.10.", "2026-10-05", "2026-10-09"),
        ("5.1.", "", "2027-01-05", "2027-01-05"),
        ("week 42", "", "2026-10-12", "2026-10-16"),
        ("viikko 42", "vko 43", "2026-10-12", "2026-10-23"),
        ("vecka 2", "", "2027-01-11", "2027-01-15"),
        ("v. 36", "v 37", "2026-08-31", "2026-09-11"),
        ("before christmas - 1 week", "2027-02-09", "2026-12-11", "2027-02-09"),
    ],
)
def test_times(start: str, end: str, first: str, last: str) -> None:
    found = read(f"ring;title;start;end\nA;B;{start};{end}\n")[0]
    assert (found[3], found[4]) == (date.fromisoformat(first), date.fromisoformat(last))


def test_a_missing_end_column_is_no_mistake() -> None:
    assert read("title;ring;start\nB;A;2026-09-01\n") == [(1, "a", "B", date(2026, 9, 1), date(2026, 9, 1))]


def test_dates_as_a_spreadsheet_keeps_them() -> None:
    found = read("ring;title;start;end\nA;B;2026-10-05;2026-10-09 00:00:00\n")[0]
    assert found[3:] == (date(2026, 10, 5), date(2026, 10, 9))


def test_rows_are_counted_below_the_headings_and_blank_ones_left_out() -> None:
    told = read("\nring;title;start\n; ;\nA;B;2026-09-01\n\nA;C;2026-09-02\n")
    assert [row[0] for row in told] == [1, 2]


def test_a_cell_becomes_one_line_without_what_cannot_be_shown() -> None:
    rows = [["ring", "title", "start"], [" Tuki\x0b", "Syys\nkysely\x00 \u200b", "2026-09-01"]]
    table = read_entries(rows, "t", YEAR)
    assert (table.rings[0].title, table.entries[0].title) == ("Tuki", "Syys kysely")


def test_rings_keep_their_order_and_first_spelling() -> None:
    table = read_entries(rows_of("ring;title;start\nTuki;a;1.9.\nJohto;b;1.9.\ntuki;c;1.9.\n"), "t", YEAR)
    assert [(ring.title, ring.theme) for ring in table.rings] == [("Tuki", 1), ("Johto", 2)]


def test_all_mistakes_are_told_at_once_with_rows_in_three_languages() -> None:
    table = (
        "ring;title;start;end\nA;B;35.10.2026;\n;B;2026-09-01;\nA;;huomenna;\n"
        "A;C;2026-09-09;2026-09-01\nA;D;2030-01-01;\nA;E;week 60;\nA;F;2026-09-01;\n"
    )
    told = wrong(table)
    for row in range(1, 7):
        assert f"rivi {row}:" in told
    assert "huomenna" in told
    assert "Muut 1" in told
    assert "rad 1:" in wrong(table, "sv")
    assert "row 1:" in wrong(table, "en")


def test_what_runs_over_the_year_is_cut_and_said() -> None:
    table = read_entries(rows_of("ring;title;start;end\nA;B;2027-07-20;2027-08-20\n"), "t", YEAR)
    assert table.entries[0].last == date(2027, 7, 31)
    assert "2026–2027" in table.notes[0].get("fi")


@pytest.mark.parametrize("table", ["", "   \n; ;\n", "ring;nimi\nA;B\n"])
def test_what_is_no_table_is_refused_in_words(table: str) -> None:
    for language in ("fi", "sv", "en"):
        assert len(wrong(table, language)) > 15


def test_only_headings() -> None:
    assert "rivi" in wrong("ring;title;start\n")


def test_too_many_rows_are_refused() -> None:
    row = "A;B;2026-09-01\n"
    assert len(read("ring;title;start\n" + row * MOST_ROWS)) == MOST_ROWS
    assert "2000" in wrong("ring;title;start\n" + row * (MOST_ROWS + 1))


def said(rows: list[list[str]]) -> tuple[str, ...]:
    try:
        read_entries(rows, "t", YEAR)
    except TableProblem as problem:
        return tuple(words for language in ("fi", "sv", "en") for words in problem.messages(language))
    return ("read",)


@given(st.lists(st.lists(st.text(max_size=12), max_size=5), max_size=6), st.booleans())
def test_any_cells_give_a_table_or_words(rows: list[list[str]], has_headings: bool) -> None:
    assert all(said([["ring", "title", "start", "end"], *rows] if has_headings else rows))
