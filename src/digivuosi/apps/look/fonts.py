"""The fonts of our pages, made from the installed font package: a subset for northern Europe as woff2.

The family is renamed in the file, since its licence keeps the name for the unchanged fonts.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path

from django.conf import settings

PREFIX = "look/fonts/"
FAMILY = "Digivuosi Sans"
TEXT, NARROW = "fontpkg_ibm_plex_sans", "fontpkg_ibm_plex_sans_condensed"
SOURCES = {
    "digivuosi-sans.woff2": (TEXT, "IBMPlexSans[wdth,wght].ttf"),
    "digivuosi-sans-italic.woff2": (TEXT, "IBMPlexSans-Italic[wdth,wght].ttf"),
    "digivuosi-narrow-400.woff2": (NARROW, "IBMPlexSansCondensed-Regular.ttf"),
    "digivuosi-narrow-600.woff2": (NARROW, "IBMPlexSansCondensed-SemiBold.ttf"),
}
"""The narrow cut is for the wheel: the very files by which domain/wheel measures its names."""
LICENCE = "LICENSE.txt"
STAMP = "made-from"
RECIPE = "3"
"""Raise it when the fonts should be made again from the same package."""

_LETTERS: tuple[tuple[int, int], ...] = (
    (0x20, 0x7E),  # the plain keyboard
    (0xA0, 0x17F),  # å ä ö, š ž, the Sámi letters of Finland: á â č đ ŋ š ŧ ž õ
    (0x1E4, 0x1EF),  # Skolt Sámi ǥ ǧ ǩ ǯ, where the font has them
    (0x2010, 0x203A),  # dashes, quotation marks, bullet, ellipsis
    (0x20AC, 0x20AC),
    (0x2190, 0x2193),  # arrows
    (0x2212, 0x2212),
    (0x2248, 0x2265),
    (0x2713, 0x2713),  # check mark
)


def build_folder() -> Path:
    """Where built files stand; made anew at will, never backed up."""
    return Path(settings.BUILD_DIR) / "fonts"


def font_files() -> Iterator[str]:
    """Names of the files that the browser may ask for."""
    yield from SOURCES
    yield LICENCE


def stale() -> bool:
    """Whether the fonts must be made: none yet, another version of the package, or another recipe."""
    folder = build_folder()
    if not all((folder / name).is_file() for name in (*font_files(), STAMP)):
        return True
    return (folder / STAMP).read_text() != stamp()


def make() -> list[Path]:
    """Make the web fonts; return the files."""
    folder = build_folder()
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(package_folder(TEXT) / "LICENSE", folder / LICENCE)
    made = [
        subset_font(package_folder(package) / "files" / name, folder / target)
        for target, (package, name) in SOURCES.items()
    ]
    (folder / STAMP).write_text(stamp())
    return made


def package_folder(name: str) -> Path:
    """Where an installed package keeps its files."""
    return Path(str(files(name)))


def stamp() -> str:
    """What the fonts are made from."""
    versions = " ".join(f"{name} {version(name.replace('_', '-'))}" for name in (TEXT, NARROW))
    return f"{versions} recipe {RECIPE}\n"


def subset_font(source: Path, target: Path) -> Path:
    """Write the letters that we need of a font as woff2, under our own name."""
    # A second of imports that no page needs.
    from fontTools import subset
    from fontTools.ttLib import TTFont

    options = subset.Options()
    options.layout_features = ["kern", "liga", "ccmp", "locl", "mark", "mkmk", "sups", "zero", "rvrn"]
    options.name_IDs = [1, 2, 4, 6, 0, 13, 14]
    options.drop_tables += ["meta"]
    font = TTFont(source)
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=[code for first, last in _LETTERS for code in range(first, last + 1)])
    subsetter.subset(font)
    for record in font["name"].names:
        if record.nameID in {1, 4}:
            record.string = FAMILY
        elif record.nameID == 6:
            record.string = FAMILY.replace(" ", "")
    font.flavor = "woff2"
    # Written beside and moved, so that a reader never gets half a font.
    part = target.with_suffix(".part")
    font.save(part)
    part.replace(target)
    return target
