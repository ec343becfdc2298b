"""The wheel as a poster: PDF and PNG, made by typst from the same SVG, with the same font.

The words stay words in the PDF (they can be searched and read aloud); the font is embedded. The document says its
language and its title, and the wheel has a text of its own that lists what stands in it, for those who do not see it.
"""

from __future__ import annotations

import json
from functools import lru_cache

import typst

from digivuosi.domain.wheel import words
from digivuosi.domain.wheel.fonts import font_folder
from digivuosi.domain.wheel.shapes import Drawing
from digivuosi.domain.wheel.svg import file_svg

SOURCE = """
#let given = json(bytes(sys.inputs.given))
#set document(title: given.title, keywords: given.keywords)
#set page(width: given.width * 1pt, height: given.height * 1pt, margin: 0pt)
#set text(lang: given.language, font: "IBM Plex Sans", stretch: 75%)
#image(bytes(given.svg), format: "svg", width: 100%, height: 100%, alt: given.alt)
"""


@lru_cache(maxsize=1)
def _compiler() -> typst.Compiler:
    """Return the one renderer: it reads the fonts once."""
    return typst.Compiler(font_paths=[str(font_folder())], ignore_system_fonts=True)


def _inputs(drawing: Drawing) -> dict[str, str]:
    """Return what the page is made of; `alt` tells the whole wheel in words."""
    told = "; ".join(arc.label for arc in drawing.arcs)
    return {
        "given": json.dumps(
            {
                "title": drawing.label,
                "keywords": [words.WHEEL.get(drawing.language)],
                "language": drawing.language,
                "width": drawing.width * drawing.scale,
                "height": drawing.height * drawing.scale,
                "alt": f"{drawing.label}. {told}" if told else drawing.label,
                "svg": file_svg(drawing, font=False),
            }
        )
    }


def poster_pdf(drawing: Drawing) -> bytes:
    """Return the poster as a tagged PDF, one page of the drawing's paper; it meets PDF/UA-1."""
    made = _compiler().compile(SOURCE.encode(), format="pdf", sys_inputs=_inputs(drawing), pdf_standards="ua-1")
    if not isinstance(made, bytes):
        raise TypeError("one page was expected")
    return made


def poster_png(drawing: Drawing, *, ppi: float = 144.0) -> bytes:
    """Return the poster as a picture; 144 points to the inch is sharp on a screen."""
    made = _compiler().compile(SOURCE.encode(), format="png", ppi=ppi, sys_inputs=_inputs(drawing))
    if not isinstance(made, bytes):
        raise TypeError("one page was expected")
    return made
