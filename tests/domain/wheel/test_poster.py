"""The poster: a tagged PDF with real words, and a picture."""

from __future__ import annotations

import io

import pytest
from pypdf import PdfReader

from bench.wheel_entries import RINGS, crowded
from digivuosi.domain.schoolyear.calendar import suggested_year
from digivuosi.domain.wheel.drawing import draw
from digivuosi.domain.wheel.poster import poster_pdf, poster_png

YEAR = suggested_year(2026)
MILLIMETRE = 72 / 25.4


@pytest.mark.parametrize(
    ("paper", "orientation", "language", "size"),
    [
        ("A3", "landscape", "fi", (420, 297)),
        ("A3", "portrait", "sv", (297, 420)),
        ("A2", "landscape", "en", (594, 420)),
        ("A2", "portrait", "fi", (420, 594)),
    ],
)
def test_the_pdf_is_of_its_paper_tagged_and_says_its_language(
    paper: str, orientation: str, language: str, size: tuple[int, int]
) -> None:
    drawing = draw(crowded(30), YEAR, RINGS, paper=paper, orientation=orientation, language=language, title="Kello")
    pdf = PdfReader(io.BytesIO(poster_pdf(drawing)))
    page = pdf.pages[0]
    assert len(pdf.pages) == 1
    assert float(page.mediabox.width) / MILLIMETRE == pytest.approx(size[0], abs=0.6)
    assert float(page.mediabox.height) / MILLIMETRE == pytest.approx(size[1], abs=0.6)
    root = pdf.trailer["/Root"]
    assert root["/Lang"] == language
    assert root["/MarkInfo"]["/Marked"]
    assert pdf.metadata is not None
    assert str(pdf.metadata.title).startswith("Kello")


def test_words_stay_words_and_the_font_is_embedded() -> None:
    entries = crowded(30)
    pdf = PdfReader(io.BytesIO(poster_pdf(draw(entries, YEAR, RINGS, title="Kello"))))
    words = pdf.pages[0].extract_text()
    beside = [a.entry.title for a in draw(entries, YEAR, RINGS, title="Kello").arcs if len(a.outside) == 1]
    assert beside
    assert all(title in words for title in beside)
    fonts = pdf.pages[0]["/Resources"]["/XObject"] if "/Font" not in pdf.pages[0]["/Resources"] else None
    assert fonts or all("IBMPlexSans" in str(f["/BaseFont"]) for f in _fonts(pdf))


def _fonts(pdf: PdfReader) -> list[dict[str, str]]:
    return [font.get_object() for font in pdf.pages[0]["/Resources"]["/Font"].values()]


def test_the_picture_is_a_png() -> None:
    assert poster_png(draw(crowded(3), YEAR, RINGS), ppi=30).startswith(b"\x89PNG")
