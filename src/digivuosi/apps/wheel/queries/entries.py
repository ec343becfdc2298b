"""A school's year in the words of the wheel: entries, rings and themes, as domain/wheel draws them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from digivuosi.apps.wheel.queries.years import PlacedMeasure, SchoolsYear
from digivuosi.domain.texts import Text
from digivuosi.domain.toolkit.toolkit import Audience, Measure
from digivuosi.domain.toolkit.toolkit import Theme as ToolkitTheme
from digivuosi.domain.wheel.entries import Entry, Ring, Theme

OTHERS = "others"
"""The ring of what has no theme or target group of the toolkit."""
_OTHERS = Text.of(fi="Muut", sv="Övriga", en="Others")


@dataclass(frozen=True)
class Entries:
    """What is handed to the wheel, the line and the poster. An entry's `key` is the number of its placement."""

    entries: tuple[Entry, ...]
    rings: tuple[Ring, ...]
    themes: tuple[Theme, ...]
    """For the legend: the themes whose colours are seen."""


def entries_of(
    year: SchoolsYear,
    language: str,
    *,
    placed: Iterable[PlacedMeasure] | None = None,
    selected: int | None = None,
) -> Entries:
    """Return the placements that are shown (or those given) as entries, the rings as the filters say.

    With rings by target group a measure for several groups stands on the ring of its first one, so that it is
    there once.
    """
    shown = list(year.shown if placed is None else placed)
    own = year.toolkit.language
    by_audience = year.filters.rings == "audience"
    rings: dict[str, Ring] = {}
    entries = []
    for row, one in enumerate(shown, 1):
        key = _audience(one.measure, year) if by_audience else (one.theme.key if one.theme else OTHERS)
        entries.append(_entry(row, one, key, language, own, selected))
    used = {entry.ring for entry in entries}
    groups: Iterable[ToolkitTheme | Audience]
    themes = sorted(year.toolkit.themes, key=lambda theme: (theme.colour, theme.key))
    groups = year.toolkit.audiences if by_audience else themes
    for group in groups:
        if group.key in used:
            colour = group.colour if isinstance(group, ToolkitTheme) else None
            rings[group.key] = Ring(group.key, group.title.get(language, own), colour)
    if OTHERS in used:
        rings[OTHERS] = Ring(OTHERS, _OTHERS.get(language), None)
    return Entries(tuple(entries), tuple(rings.values()), _themes(shown, language, own))


def _entry(row: int, one: PlacedMeasure, ring: str, language: str, own: str, selected: int | None) -> Entry:
    return Entry(
        row=row,
        ring=ring,
        title=one.measure.title.get(language, own),
        first=one.first,
        last=one.last,
        theme=one.theme.colour if one.theme else 1,
        key=str(one.placement.pk),
        status=one.status,
        selected=one.placement.pk == selected,
        dimmed=selected is not None and one.placement.pk != selected,
    )


def _audience(measure: Measure, year: SchoolsYear) -> str:
    return next((key for key in measure.audiences if year.toolkit.audience(key)), OTHERS)


def _themes(shown: Iterable[PlacedMeasure], language: str, own: str) -> tuple[Theme, ...]:
    seen = {one.theme.key: one.theme for one in shown if one.theme}
    return tuple(
        Theme(theme.colour, theme.title.get(language, own))
        for theme in sorted(seen.values(), key=lambda theme: (theme.colour, theme.key))
    )
