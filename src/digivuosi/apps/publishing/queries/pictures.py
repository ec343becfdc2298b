"""The wheel of an open toolkit: where its measures would stand this year by the publisher's own calendar."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from hashlib import sha256

from digivuosi.apps.toolkit.queries.lines import Line
from digivuosi.apps.toolkit.queries.toolkits import Kept
from digivuosi.domain.schoolyear.calendar import SchoolYear
from digivuosi.domain.texts import Text
from digivuosi.domain.toolkit.toolkit import Toolkit
from digivuosi.domain.wheel.drawing import draw
from digivuosi.domain.wheel.entries import Entry, Ring
from digivuosi.domain.wheel.entries import Theme as WheelTheme
from digivuosi.domain.wheel.rings import letter
from digivuosi.domain.wheel.svg import page_svg

MOST_ON_WHEEL = 240
"""More names than this nobody can read."""
KEPT = 60
_OTHERS = Text.of(fi="Muut", sv="Övriga", en="Others")


@dataclass(frozen=True)
class Picture:
    svg: str
    rings: tuple[tuple[str, Ring], ...]
    """By the letter that stands on each, from the outside in."""
    themes: tuple[WheelTheme, ...]
    """What the colours mean, when the rings do not say it."""


_kept: Kept[Picture] = Kept(KEPT)


def picture_of(
    toolkit: Toolkit, content_hash: str, lines: list[Line], year: SchoolYear, *, language: str, rings: str
) -> Picture | None:
    """Draw the wheel, rings by "theme" or "audience"; None when there is nothing on it, or too much."""
    name = f"{content_hash}/{calendar_mark(year)}/{language}/{rings}"
    kept = _kept.get(name)
    if kept is not None:
        return kept
    entries, used = _entries(toolkit, lines, language, rings)
    if not 0 < len(entries) <= MOST_ON_WHEEL:
        return None
    themes = () if rings == "theme" else _themes(toolkit, language, {line.measure.theme for line in lines})
    drawing = draw(entries, year, used, paper="screen", language=language, themes=themes)
    lettered = tuple((letter(index), ring) for index, ring in enumerate(used))
    return _kept.put(name, Picture(page_svg(drawing, prefix="open", role="img"), lettered, themes))


def calendar_mark(year: SchoolYear) -> str:
    """A name that changes whenever the calendar does."""
    return sha256(repr(year).encode()).hexdigest()[:16]


def _entries(toolkit: Toolkit, lines: list[Line], language: str, rings: str) -> tuple[list[Entry], list[Ring]]:
    own = toolkit.language
    known = _rings(toolkit, language, rings)
    entries: list[Entry] = []
    for line in lines:
        measure = line.measure
        asked = measure.audiences if rings == "audience" else (measure.theme,)
        ring = next((key for key in asked if key in known), "")
        for place in line.places:
            last: date = place.last
            colour = line.theme.colour if line.theme else 1
            entries.append(
                Entry(len(entries) + 1, ring, measure.title.get(language, own), place.first, last, theme=colour)
            )
    there = {entry.ring for entry in entries}
    used = [ring for key, ring in known.items() if key in there]
    if "" in there:
        used.append(Ring("", _OTHERS.get(language), None))
    return entries, used


def _rings(toolkit: Toolkit, language: str, rings: str) -> dict[str, Ring]:
    own = toolkit.language
    if rings == "audience":
        return {one.key: Ring(one.key, one.title.get(language, own), None) for one in toolkit.audiences}
    themes = sorted(toolkit.themes, key=lambda theme: (theme.colour, theme.key))
    return {one.key: Ring(one.key, one.title.get(language, own), one.colour) for one in themes}


def _themes(toolkit: Toolkit, language: str, used: set[str]) -> tuple[WheelTheme, ...]:
    themes = sorted(toolkit.themes, key=lambda theme: (theme.colour, theme.key))
    return tuple(
        WheelTheme(theme.colour, theme.title.get(language, toolkit.language)) for theme in themes if theme.key in used
    )
