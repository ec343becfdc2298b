"""The poster: one drawing in three kinds of file."""

from __future__ import annotations

import io
import struct

import pypdf
import pytest

from digivuosi.apps.wheel.actions import set_status, take
from digivuosi.apps.wheel.queries import Filters, posters, year_of
from tests.apps.wheel.years import filled, inside, placed
from tests.cast import YEAR, Municipality, Someone

NO_SECOND = pytest.mark.one_database("test_the_svg_follows_the_choices reads the same placements on both")

PAGE = "/kuusela/kivelan-koulu/poster/"
FILE = "/kuusela/kivelan-koulu/poster."


@pytest.fixture
def town(with_toolkit: Municipality) -> Municipality:
    return filled(with_toolkit)


@pytest.mark.one_database("test_the_svg_follows_the_choices reads the same placements")
@pytest.mark.parametrize(("kind", "who"), [("pdf", "teacher"), ("png", "tutor"), ("svg", "mentor")])
def test_the_people_of_the_school_get_it(
    request: pytest.FixtureRequest, town: Municipality, stranger: Someone, signed_out: Someone, kind: str, who: str
) -> None:
    """That the whole cast may open the page, and a file, is asked by tests/pages; here each kind of file."""
    assert request.getfixturevalue(who).get(FILE + kind).status_code == 200
    assert stranger.get(FILE + kind).status_code == 404
    assert signed_out.get(FILE + kind).status_code == 302


@NO_SECOND
def test_the_page_links_files_of_the_same_choices(town: Municipality, teacher: Someone) -> None:
    page = teacher.get(PAGE, {"paper": "A2", "orientation": "portrait", "language": "sv", "theme": "teaching"})
    words = page.content.decode()
    for kind in ("pdf", "png", "svg"):
        assert f"{FILE}{kind}?" in words
    assert "paper=A2" in words
    assert "theme=teaching" in words
    part = teacher.get(PAGE, headers={"HX-Request": "true"}).content.decode()
    assert part.strip().startswith('<section id="preview"')


@NO_SECOND
def test_the_pdf_has_the_names_the_language_and_its_paper(town: Municipality, teacher: Someone) -> None:
    answer = teacher.get(FILE + "pdf", {"paper": "A2", "language": "sv"})
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"] == 'attachment; filename="arsklocka-kivelan-koulu-2026-2027.pdf"'
    book = pypdf.PdfReader(io.BytesIO(answer.content))
    assert len(book.pages) == 1
    size = book.pages[0].mediabox
    assert (round(float(size.width)), round(float(size.height))) == (1684, 1191)
    text = " ".join(book.pages[0].extract_text().split())
    assert "Kivelän koulu 2026–2027" in text
    assert "Kuusela" in text
    assert book.trailer["/Root"]["/Lang"] == "sv"  # type: ignore[index]


def test_the_svg_follows_the_choices(town: Municipality, teacher: Someone) -> None:
    answer = teacher.get(FILE + "svg", {"theme": "teaching", "orientation": "portrait", "rings": "audience"})
    words = answer.content.decode()
    assert answer["Content-Disposition"].endswith('"vuosikello-kivelan-koulu-2026-2027.svg"')
    assert "Koodiviikko" in words
    assert "Tunnukset kuntoon" not in words
    assert "default-src 'none'" in answer["Content-Security-Policy"]
    assert "script-src 'none'" in answer["Content-Security-Policy"]


@NO_SECOND
def test_cancelled_and_postponed_are_left_out_until_asked_for(town: Municipality, teacher: Someone) -> None:
    with inside(town):
        set_status(by=town.people["tutor"], placement=placed(town, "code-week"), status="postponed")
    assert "Koodiviikko" not in teacher.get(FILE + "svg").content.decode()
    assert "Koodiviikko" in teacher.get(FILE + "svg", {"status": ["planned", "postponed"]}).content.decode()


@NO_SECOND
def test_the_png_is_a_picture_of_its_paper(town: Municipality, teacher: Someone) -> None:
    content = teacher.get(FILE + "png", {"orientation": "portrait"}).content
    width, height = struct.unpack(">II", content[16:24])
    assert height > width > 1600


@NO_SECOND
@pytest.mark.parametrize(
    "query",
    [{"paper": "A0"}, {"language": "xx"}, {"status": "burnt"}, {"orientation": "round"}, {"theme": "no-such-theme"}],
)
def test_what_is_not_known_is_refused_in_words(town: Municipality, teacher: Someone, query: dict[str, str]) -> None:
    assert teacher.get(FILE + "pdf", query).status_code == 400
    assert "notice-warn" in teacher.get(PAGE, query).content.decode()


@NO_SECOND
def test_empty_choices_and_an_empty_year_give_an_empty_wheel(with_toolkit: Municipality, teacher: Someone) -> None:
    assert teacher.get(PAGE, {"paper": "", "status": ""}).status_code == 200
    assert teacher.get(FILE + "pdf", {"year": "2027"}).content.startswith(b"%PDF")


@NO_SECOND
def test_more_than_a_poster_holds_is_said_and_not_drawn(
    town: Municipality, teacher: Someone, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(posters, "MOST_ON_POSTER", 5)
    assert teacher.get(FILE + "pdf").status_code == 400
    assert teacher.get(PAGE).status_code == 200
    with inside(town), pytest.raises(posters.TooMany):
        posters.poster_of(year_of(town.school, YEAR), language="fi")


@NO_SECOND
def test_title_and_subtitle(town: Municipality) -> None:
    with inside(town):
        take(by=town.people["tutor"], school=town.school, year=YEAR, measure_key="selfie")
        drawing = posters.poster_of(year_of(town.school, YEAR, filters=Filters(theme="needs")), language="fi")
    assert {"Kivelän koulu 2026–2027", "Kuusela"} <= {text.text for text in drawing.texts}
