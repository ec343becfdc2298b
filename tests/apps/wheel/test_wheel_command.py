"""`digivuosi wheel`: a table becomes a file, without a database; mistakes are told in words."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

TABLE = "rengas;nimi;alku;loppu\nTuki;Syyskysely;5.10.2026;viikko 43\nJohto;Vuosiarviointi;toukokuu;\n"


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "kello.csv"
    path.write_text(TABLE, encoding="utf-8")
    return path


@pytest.mark.parametrize(("kind", "start"), [("svg", b"<svg"), ("pdf", b"%PDF"), ("png", b"\x89PNG")])
@pytest.mark.parametrize("paper", ["A3", "A2"])
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
