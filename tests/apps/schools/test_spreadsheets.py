from __future__ import annotations

import contextlib
import io
import zipfile

import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import given
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from digivuosi.apps.schools import books, spreadsheets
from digivuosi.apps.schools.models import School
from digivuosi.apps.schools.school_import import COLUMNS
from digivuosi.apps.schools.spreadsheets import NotReadable, read_sheet, write_csv, write_xlsx
from tests.cast import Municipality, Someone

NO_SECOND = pytest.mark.one_database("test_first_a_preview_then_all_of_it stores on both; this asks of the file")

URL = "/kuusela/schools/import/"


def upload(client: Someone, content: bytes, name: str = "koulut.csv") -> str:
    answer = client.post(URL, {"file": SimpleUploadedFile(name, content)})
    assert answer.status_code in (200, 422)
    return answer.content.decode()


def names(content: bytes) -> list[str]:
    return [line.values["name"] for line in read_sheet(content, COLUMNS).lines]


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("headings", [("Koulu", "Oppilasmäärä"), ("Skola", "Elevantal"), ("School*", "PUPILS:")])
def test_headings_in_three_languages_and_any_delimiter(delimiter: str, headings: tuple[str, str]) -> None:
    rows = [headings, ("Mäen koulu", "12")]
    sheet = read_sheet("\n".join(delimiter.join(row) for row in rows).encode(), COLUMNS)
    assert sheet.lines[0].values == {"name": "Mäen koulu", "pupils": "12"}
    assert sheet.lines[0].number == 2


def test_what_excel_saves_here_is_read() -> None:
    assert names("Koulu;x\r\nÄhtärin koulu;1\r\n".encode("cp1252")) == ["Ähtärin koulu"]
    assert names("Koulu\nÅsens skola".encode("utf-8-sig")) == ["Åsens skola"]
    assert names("Koulu\tx\r\nÄhtärin koulu\t1\r\n".encode("utf-16")) == ["Ähtärin koulu"]


def test_an_xlsx_is_read_with_whole_numbers_as_such() -> None:
    content = write_xlsx(["koulu", "oppilasmäärä"], [("Kivelä", "312")])
    assert dict(read_sheet(content, COLUMNS).lines[0].values) == {"name": "Kivelä", "pupils": "312"}


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"  \n ",
        b"PK\x03\x04 not really a zip",
        b"\xd0\xcf\x11\xe0 not really a book",
        b"\x00\x01\x02",
        b"colour;taste\nred;sweet",
        b"koulu;oppilaat",
        b"koulu\n" + b"a\n" * 3001,
        b"koulu\na" + b"\n" * 6001,
        b"x" * (spreadsheets.MOST_BYTES + 1),
        b'koulu\n"' + b"a" * 200_000,
    ],
)
def test_what_cannot_be_read_is_refused_in_words(content: bytes) -> None:
    with pytest.raises(NotReadable) as refused:
        read_sheet(content, COLUMNS)
    assert str(refused.value.words)


def test_a_zip_bomb_is_refused_unopened() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/worksheets/sheet1.xml", b"0" * (spreadsheets.MOST_UNPACKED + 1))
    with pytest.raises(NotReadable):
        read_sheet(out.getvalue(), COLUMNS)


def far_corner(row: int, column: int) -> bytes:
    """A book of a few kilobytes with a heading and one cell far away from it."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    sheet = book.add_worksheet()
    sheet.write(0, 0, "koulu")
    sheet.write(row, column, "x")
    book.close()
    return out.getvalue()


@pytest.mark.parametrize(("row", "column"), [(1_048_575, 16_383), (1_048_575, 60), (6100, 3), (3, 300)])
def test_a_cell_in_the_far_corner_is_refused_and_the_server_goes_on(row: int, column: int) -> None:
    content = far_corner(row, column)
    assert len(content) < 10_000
    with pytest.raises(NotReadable):
        read_sheet(content, COLUMNS)


def test_an_archive_that_lies_of_its_sizes_is_refused() -> None:
    content = write_xlsx(["koulu"], [(f"{number:0>200}",) for number in range(3000)])
    told = zipfile.ZipFile(io.BytesIO(content)).getinfo("xl/sharedStrings.xml").file_size
    lying = content.replace(told.to_bytes(4, "little"), (10).to_bytes(4, "little"))
    assert lying != content
    with pytest.raises(NotReadable):
        read_sheet(lying, COLUMNS)


def test_reading_a_book_is_given_up_in_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(books, "PATIENCE", 0.001)
    with pytest.raises(NotReadable):
        read_sheet(write_xlsx(["koulu"], [("Kivelä",)]), COLUMNS)


@given(st.binary(max_size=300))
def test_no_bytes_break_the_reader(content: bytes) -> None:
    with contextlib.suppress(NotReadable):
        read_sheet(content, COLUMNS)


@pytest.mark.parametrize("cell", ["=HYPERLINK(1)", "+1", "-1", "@SUM(A1)", "\tx"])
def test_no_program_takes_a_cell_for_a_formula(cell: str) -> None:
    assert f"'{cell}" in write_csv(["koulu"], [(cell,)]).decode("utf-8-sig")
    book = CalamineWorkbook.from_filelike(io.BytesIO(write_xlsx(["koulu"], [(cell,)])))
    assert str(book.get_sheet_by_index(0).to_python()[1][0]).startswith("'")


def test_a_guarded_cell_comes_back_as_it_was() -> None:
    assert names(write_csv(["koulu"], [("-Mäki",)])) == ["-Mäki"]


def test_first_a_preview_then_all_of_it(kuusela: Municipality, coordinator: Someone) -> None:
    answer = coordinator.post(
        URL, {"file": SimpleUploadedFile("k.csv", b"koulu;oppilaat;kieli\nUusi koulu;55;ruotsi\nToinen;;")}
    )
    assert School.objects.filter(provider=kuusela.provider).count() == 3
    done = coordinator.post(URL, {"rows": answer.context["sealed"]})
    assert done.status_code == 302
    new = School.objects.get(provider=kuusela.provider, name="Uusi koulu")
    assert (new.pupil_count, new.languages) == (55, "sv")
    assert School.objects.filter(provider=kuusela.provider).count() == 5


@NO_SECOND
def test_one_wrong_row_stops_all(kuusela: Municipality, coordinator: Someone) -> None:
    answer = coordinator.post(
        URL, {"file": SimpleUploadedFile("k.csv", b"koulu;oppilaat\nHyva;10\nHuono;paljon\nKIVELAN KOULU;1\nhyva;1")}
    )
    problems = {row.number: row.problems for row, _ in answer.context["rows"]}
    assert not problems[2]
    assert problems[3]
    assert problems[5]
    assert answer.context["sealed"] == ""
    assert School.objects.filter(provider=kuusela.provider).count() == 3


def test_the_world_may_change_between_preview_and_confirmation(kuusela: Municipality, coordinator: Someone) -> None:
    answer = coordinator.post(URL, {"file": SimpleUploadedFile("k.csv", b"koulu\nEka\nToka")})
    coordinator.post("/kuusela/schools/new/", {"name": "Toka", "languages": ["fi"]})
    again = coordinator.post(URL, {"rows": answer.context["sealed"]})
    assert again.status_code == 200
    assert not School.objects.filter(name="Eka").exists()


def test_rows_of_another_person_or_page_are_refused(
    kuusela: Municipality, coordinator: Someone, stranger: Someone
) -> None:
    answer = coordinator.post(URL, {"file": SimpleUploadedFile("k.csv", b"koulu\nEka")})
    sealed = answer.context["sealed"]
    stranger.post("/lahela/schools/import/", {"rows": sealed})
    coordinator.post(URL, {"rows": sealed[:-2] + "xx"})
    assert not School.objects.filter(name="Eka").exists()


@NO_SECOND
def test_a_file_that_is_none_keeps_the_page(coordinator: Someone) -> None:
    assert "<form" in upload(coordinator, b"PK\x03\x04broken", "k.xlsx")


@NO_SECOND
@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_the_template_is_read_by_our_own_reader(coordinator: Someone, kind: str) -> None:
    content = coordinator.get(f"/kuusela/schools/import/schools.{kind}").content
    assert len(read_sheet(content, COLUMNS).lines) == 2
