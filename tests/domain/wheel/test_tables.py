"""Reading people's tables: many ways to write the same, and every mistake told with its row."""

from __future__ import annotations

import io
import zipfile
from datetime import date

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from digivuosi.domain.schoolyear.calendar import suggested_year
from digivuosi.domain.wheel.sheets import LARGEST
from digivuosi.domain.wheel.tables import TableProblem, read_entries

YEAR = suggested_year(2026)


def read(text: str, encoding: str = "utf-8") -> list[tuple[int, str, str, date, date]]:
    table = read_entries(text.encode(encoding), "t.csv", YEAR)
    return [(e.row, e.ring, e.title, e.first, e.last) for e in table.entries]


def wrong(content: bytes, language: str = "fi") -> str:
    with pytest.raises(TableProblem) as caught:
        read_entries(content, "t.csv", YEAR)
    return "\n".join(caught.value.messages(language))


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_separators_and_encodings(separator: str, encoding: str) -> None:
    text = "ring,title,start,end\nTuki,Päivä,2026-10-05,2026-10-09\n".replace(",", separator)
    assert read(text, encoding) == [(1, "tuki", "Päivä", date(2026, 10, 5), date(2026, 10, 9))]


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
    assert read("title,ring,start\nB,A,2026-09-01\n") == [(1, "a", "B", date(2026, 9, 1), date(2026, 9, 1))]


def test_rows_are_counted_below_the_headings_and_blank_ones_left_out() -> None:
    assert [row[0] for row in read("\nring,title,start\n,,\nA,B,2026-09-01\n\nA,C,2026-09-02\n")] == [1, 2]


def test_rings_keep_their_order_and_first_spelling() -> None:
    table = read_entries(b"ring,title,start\nTuki,a,2026-09-01\nJohto,b,2026-09-01\ntuki,c,2026-09-01\n", "t", YEAR)
    assert [(ring.title, ring.theme) for ring in table.rings] == [("Tuki", 1), ("Johto", 2)]


def test_all_mistakes_are_told_at_once_with_rows_in_three_languages() -> None:
    content = (
        "ring,title,start,end\nA,B,35.10.2026,\n,B,2026-09-01,\nA,,huomenna,\n"
        "A,C,2026-09-09,2026-09-01\nA,D,2030-01-01,\nA,E,week 60,\nA,F,2026-09-01,\n"
    ).encode("ascii")
    told = wrong(content)
    for row in range(1, 7):
        assert f"rivi {row}:" in told
    assert "huomenna" in told
    assert "Muut 1" in told
    assert "rad 1:" in wrong(content, "sv")
    assert "row 1:" in wrong(content, "en")


def test_what_runs_over_the_year_is_cut_and_said() -> None:
    table = read_entries(b"ring,title,start,end\nA,B,2027-07-20,2027-08-20\n", "t", YEAR)
    assert table.entries[0].last == date(2027, 7, 31)
    assert "2026–2027" in table.notes[0].get("fi")


@pytest.mark.parametrize("content", [b"", b"   \n", b"\x00\x01\x02", b"PK\x03\x04 broken", b"ring;nimi\nA;B\n"])
def test_files_that_are_no_table_are_refused_in_words(content: bytes) -> None:
    for language in ("fi", "sv", "en"):
        assert len(wrong(content, language)) > 15


def test_only_headings() -> None:
    assert "rivi" in wrong(b"ring,title,start\n")


def test_huge_files_are_refused() -> None:
    assert "5" in wrong(b"x" * (LARGEST + 1))
    assert "2000" in wrong(b"ring,title,start\n" + b"A,B,2026-09-01\n" * 2001)


def test_zip_bombs_are_refused() -> None:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * (61 * 1024 * 1024))
    assert "suureksi" in wrong(target.getvalue())


def test_spreadsheets_with_real_dates() -> None:
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        form = book.add_format({"num_format": "d.m.yyyy"})
        sheet.write_row(0, 0, ["Kehä", "Nimi", "Alkaa", "Päättyy"])
        sheet.write_row(1, 0, ["Tuki", "Syyskysely"])
        sheet.write_datetime(1, 2, date(2026, 10, 5), form)
        sheet.write(1, 3, "viikko 43")
    table = read_entries(target.getvalue(), "t.xlsx", YEAR)
    entry = table.entries[0]
    assert (entry.title, entry.first, entry.last) == ("Syyskysely", date(2026, 10, 5), date(2026, 10, 23))


def said(content: bytes) -> tuple[str, ...]:
    try:
        read_entries(content, "t", YEAR)
    except TableProblem as problem:
        return tuple(words for language in ("fi", "sv", "en") for words in problem.messages(language))
    return ("read",)


@given(st.binary(max_size=300))
def test_any_bytes_give_a_table_or_words(content: bytes) -> None:
    assert all(said(content))


@given(st.lists(st.lists(st.text(max_size=12), min_size=4, max_size=4), max_size=6))
def test_any_cells_give_a_table_or_words(rows: list[list[str]]) -> None:
    text = "ring\ttitle\tstart\tend\n" + "\n".join("\t".join(row) for row in rows)
    assert all(said(text.encode("utf-8", "replace")))
