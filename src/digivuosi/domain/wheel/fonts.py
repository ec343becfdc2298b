"""How wide words are in the wheel's font, and the font itself for a drawing that travels alone.

The widths are the advance widths of the very files that the browser and the poster use. They are cached, since a
drawing asks for thousands of them.
"""

from __future__ import annotations

import base64
import io
import unicodedata
from functools import lru_cache
from pathlib import Path

import fontpkg_ibm_plex_sans_condensed  # type: ignore[import-untyped]
from fontTools import subset
from fontTools.ttLib import TTFont

FAMILY = "IBM Plex Sans Condensed"
STACK = "'IBM Plex Sans Condensed', 'Arial Narrow', 'Liberation Sans Narrow', 'DejaVu Sans Condensed', sans-serif"
REGULAR, BOLD = 400, 600
_STYLES = {REGULAR: "Regular", BOLD: "SemiBold"}

ASCENT, DESCENT = 1.025, 0.275
"""The box of a line in this font, in ems above and below the base line: what a browser calls its glyph boxes."""
BOX = ASCENT + DESCENT
X_MIDDLE = 0.30
"""How far above the base line the eye sees the middle of a line, in ems."""

MARGIN = 1.04
"""Kerning, rounding and a near relative of the font may make words a little wider than the sum of their letters."""


class _Advances(dict[str, float]):
    """Widths in ems by letter; letters that the font lacks are guessed wide, since another font will draw them."""

    def __missing__(self, letter: str) -> float:
        wide = unicodedata.east_asian_width(letter) in "WF" or ord(letter) > 0xFFFF
        value = 0.0 if unicodedata.combining(letter) else 1.4 if wide else 0.8
        self[letter] = value
        return value


def font_file(weight: int) -> Path:
    """Return the path of the font file of this weight."""
    folder = Path(fontpkg_ibm_plex_sans_condensed.ROOT) / "files"
    return folder / f"IBMPlexSansCondensed-{_STYLES[weight]}.ttf"


def font_folder() -> Path:
    """Return the folder of the narrow cut, for the poster's renderer."""
    return font_file(REGULAR).parent


@lru_cache(maxsize=4)
def _advances(weight: int) -> _Advances:
    with TTFont(font_file(weight), lazy=True) as font:
        metrics, em = font["hmtx"], font["head"].unitsPerEm
        return _Advances((chr(code), metrics[name][0] / em) for code, name in font.getBestCmap().items())


@lru_cache(maxsize=16384)
def ems(words: str, weight: int = REGULAR) -> float:
    """Return the width of the words in ems, with the margin."""
    return sum(map(_advances(weight).__getitem__, words)) * MARGIN


def width(words: str, size: float, weight: int = REGULAR) -> float:
    """Return the width of the words at the size, in points, with the margin."""
    return ems(words, weight) * size


BASE_LETTERS = frozenset(range(0x20, 0x7F)) | frozenset(range(0xA0, 0x180)) | frozenset(map(ord, "–—‘’“”„…•✓→−"))
"""Latin with every letter of the Nordic countries and the Sámi languages."""


@lru_cache(maxsize=16)
def _embedded(weight: int, letters: frozenset[int]) -> str:
    options = subset.Options(
        flavor="woff2", drop_tables=["meta", "DSIG", "FFTM"], layout_features=["kern", "liga", "ccmp", "mark", "locl"]
    )
    target = io.BytesIO()
    with subset.load_font(str(font_file(weight)), options) as font:
        cutter = subset.Subsetter(options)
        cutter.populate(unicodes=letters)
        cutter.subset(font)
        subset.save_font(font, target, options)
    return base64.b64encode(target.getvalue()).decode("ascii")


def font_face(letters: frozenset[str] = frozenset()) -> str:
    """Return the CSS that carries both weights of the font, with at least these letters."""
    wanted = BASE_LETTERS | frozenset(map(ord, letters))
    return "".join(
        f"@font-face{{font-family:'{FAMILY}';font-weight:{weight};"
        f"src:url(data:font/woff2;base64,{_embedded(weight, wanted)}) format('woff2')}}"
        for weight in (REGULAR, BOLD)
    )
