"""The eight colours of the themes, the paper and the ink.

The lightness falls in even steps from 8 to 1, so that the colours stay apart for colour-blind eyes and in grey print;
each carries text in white or in ink at 4.5:1 or better.
"""

from __future__ import annotations

PAPER = "#fbf9f4"
INK = "#17212e"
FAINT = "#e4dfd3"
WEDGE = "#f0ece2"
LINE = "#5b6470"
WHITE = "#ffffff"

THEMES = ("#1d2f55", "#6b2f5e", "#27654e", "#b5502f", "#4e8fbf", "#d99a2b", "#a9c99a", "#f1d9d2")


def luminance(colour: str) -> float:
    """Return the relative luminance of a colour, as WCAG defines it."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def lightness(colour: str) -> float:
    """Return the lightness L* of a colour, 0 to 100: what is left of it in grey print."""
    y = luminance(colour)
    return 116 * y ** (1 / 3) - 16 if y > 0.008856 else 903.3 * y


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours, 1 to 21."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def text_on(colour: str) -> str:
    """Return white or ink, whichever reads better on the colour."""
    return max(WHITE, INK, key=lambda ink: contrast(ink, colour))


def mixed(colour: str, share: float, ground: str = PAPER) -> str:
    """Return the colour laid thinly on the ground: `share` 1 is the colour itself."""
    pairs = [(int(colour[i : i + 2], 16), int(ground[i : i + 2], 16)) for i in (1, 3, 5)]
    return "#" + "".join(f"{round(a * share + b * (1 - share)):02x}" for a, b in pairs)
