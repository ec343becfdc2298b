"""`digivuosi wheel`: a table becomes a file, without a database; mistakes are told in words."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import pytest
import xlsxwriter
from django.core.management import CommandError, call_command

TABLE = "rengas;nimi;alku;loppu\nTuki;Syyskysely;5.10.2026;viikko 43\nJohto;Vuosiarviointi;toukokuu;\n"


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "kello.csv"
    path.write_text(TABLE, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("kind", "start", "paper"), [("svg", b"<svg", "A3"), ("pdf", b"%PDF", "A2"), ("png", b"\x89PNG", "A3")]
)
def test_a_table_becomes_a_file(
    table: Path, kind: str, start: bytes, paper: str, capsys: pytest.CaptureFixture[str]
) -> None:
    out = table.with_suffix(f".{kind}")
    call_command("wheel", str(table), "-o", str(out), "--year", "2026", "--paper", paper, "--lang", "sv")
    assert out.read_bytes().startswith(start)
    assert "2 namn" in capsys.readouterr().out


def test_mistakes_are_told_with_their_rows_and_nothing_is_written(table: Path) -> None:
    table.write_text(TABLE + "Tuki;;5.10.2026;\nTuki;Y;ensi viikolla;\n", encoding="utf-8")
    out = table.with_suffix(".svg")
    with pytest.raises(CommandError) as caught:
        call_command("wheel", str(table), "-o", str(out), "--year", "2026", "--lang", "en")
    assert caught.value.returncode == 1
    assert "row 3:" in str(caught.value)
    assert "row 4:" in str(caught.value)
    assert not out.exists()


def test_a_missing_file_is_a_wrong_call(tmp_path: Path) -> None:
    with pytest.raises(CommandError) as caught:
        call_command("wheel", str(tmp_path / "none.csv"), "-o", str(tmp_path / "x.svg"))
    assert caught.value.returncode == 2


def test_a_calendar_of_another_year_is_refused(table: Path) -> None:
    from digivuosi.domain.schoolyear.calendar import suggested_year
    from digivuosi.domain.schoolyear.files import write_calendar

    calendar = table.with_name("calendar.yaml")
    calendar.write_text(write_calendar(suggested_year(2026)), encoding="utf-8")
    out = str(table.with_suffix(".svg"))
    call_command("wheel", str(table), "-o", out, "--calendar", str(calendar))
    with pytest.raises(CommandError, match="2026–2027"):
        call_command("wheel", str(table), "-o", out, "--calendar", str(calendar), "--year", "2027")


def test_a_broken_calendar_is_told(table: Path) -> None:
    calendar = table.with_name("calendar.yaml")
    calendar.write_text("[", encoding="utf-8")
    with pytest.raises(CommandError) as caught:
        call_command("wheel", str(table), "-o", str(table.with_suffix(".svg")), "--calendar", str(calendar))
    assert caught.value.returncode == 1


def book(path: Path, *cells: tuple[int, int, object]) -> Path:
    with xlsxwriter.Workbook(path) as made:
        sheet = made.add_worksheet()
        form = made.add_format({"num_format": "d.m.yyyy"})
        for row, column, value in cells:
            sheet.write_datetime(row, column, value, form) if isinstance(value, date) else sheet.write(
                row, column, value
            )
    return path


HEADINGS = tuple((0, column, words) for column, words in enumerate(("Kehä", "Nimi", "Alkaa", "Päättyy")))


def test_real_dates_of_a_spreadsheet_are_those_of_a_table_in_words(tmp_path: Path) -> None:
    row = (
        (1, 0, "Tuki"),
        (1, 1, "Syyskysely"),
        (1, 2, date(2026, 10, 5)),
        (1, 3, datetime.fromisoformat("2026-12-04T15:30")),
    )
    tables = [book(tmp_path / "kello.xlsx", *HEADINGS, *row), tmp_path / "kello.csv"]
    tables[1].write_text("Kehä;Nimi;Alkaa;Päättyy\nTuki;Syyskysely;5.10.2026;4.12.2026\n", encoding="utf-8")
    for table in tables:
        call_command("wheel", str(table), "-o", f"{table}.svg", "--year", "2026")
    assert Path(f"{tables[0]}.svg").read_text(encoding="utf-8") == Path(f"{tables[1]}.svg").read_text(encoding="utf-8")


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_a_book_with_a_cell_in_the_far_corner_is_refused_and_the_command_goes_on(tmp_path: Path, language: str) -> None:
    table = book(tmp_path / "far.xlsx", *HEADINGS, (1_048_575, 16_383, "x"))
    assert table.stat().st_size < 10_000
    out = tmp_path / "x.svg"
    with pytest.raises(CommandError) as caught:
        call_command("wheel", str(table), "-o", str(out), "--lang", language)
    assert caught.value.returncode == 1
    word = {"fi": "liian suuri", "sv": "för stor", "en": "too large"}[language]
    assert str(caught.value).startswith("far.xlsx: ")
    assert word in str(caught.value)
    assert not out.exists()


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 broken", b"\x00\x01\x02", b"x" * (5 * 1024 * 1024 + 1)])
def test_a_file_that_is_no_table_is_told(tmp_path: Path, content: bytes) -> None:
    table = tmp_path / "odd.xlsx"
    table.write_bytes(content)
    with pytest.raises(CommandError) as caught:
        call_command("wheel", str(table), "-o", str(tmp_path / "x.svg"))
    assert caught.value.returncode == 1
