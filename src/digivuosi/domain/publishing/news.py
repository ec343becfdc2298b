"""What is new in an edition, in a few words for those who follow a toolkit."""

from __future__ import annotations

from collections.abc import Iterable

from digivuosi.domain.texts import LANGUAGES, Text
from digivuosi.domain.toolkit.toolkit import Measure, Toolkit

MOST_TITLES = 8
"""More titles than this say nothing more; the rest are counted."""

FIRST = Text.of(
    fi="Ensimmäinen julkaisuversio, {count} toimenpidettä.",
    sv="Den första utgåvan, {count} åtgärder.",
    en="The first edition, {count} measures.",
)
ADDED = Text.of(fi="Uutta: {titles}.", sv="Nytt: {titles}.", en="New: {titles}.")
CHANGED = Text.of(fi="Muutettu: {titles}.", sv="Ändrat: {titles}.", en="Changed: {titles}.")
REMOVED = Text.of(fi="Poistettu: {titles}.", sv="Borttaget: {titles}.", en="Removed: {titles}.")
AND_MORE = Text.of(fi="ja {count} muuta", sv="och {count} till", en="and {count} more")
ELSEWHERE = Text.of(fi="Muutoksia myös: {titles}.", sv="Ändringar också i: {titles}.", en="Changes also in: {titles}.")
LISTS = {
    "themes": Text.of(fi="teemat", sv="teman", en="themes"),
    "audiences": Text.of(fi="kohderyhmät", sv="målgrupper", en="target groups"),
    "needs": Text.of(fi="tarpeet", sv="behov", en="needs"),
    "areas": Text.of(fi="vastuualueet", sv="ansvarsområden", en="areas of responsibility"),
    "roles": Text.of(fi="roolit", sv="roller", en="roles"),
    "responsibilities": Text.of(fi="vastuut", sv="ansvar", en="responsibilities"),
    "materials": Text.of(fi="materiaalit", sv="material", en="materials"),
    "services": Text.of(fi="palvelut", sv="tjänster", en="services"),
}
HEAD = Text.of(fi="paketin kuvaus", sv="beskrivningen av verktygslådan", en="the description of the toolkit")
NOTHING = Text.of(
    fi="Sisältö on sama kuin edellisessä julkaisuversiossa.",
    sv="Innehållet är detsamma som i föregående utgåva.",
    en="The contents are the same as in the edition before.",
)


def news_of(before: Toolkit | None, after: Toolkit) -> Text:
    """Return what makes `after` of `before`, in the languages of the interface."""
    if before is None:
        return FIRST.filled(count=len(after.measures))
    old, new = ({one.key: one for one in toolkit.measures} for toolkit in (before, after))
    added = [new[key] for key in sorted(new.keys() - old.keys())]
    removed = [old[key] for key in sorted(old.keys() - new.keys())]
    changed = [new[key] for key in sorted(new.keys() & old.keys()) if new[key] != old[key]]
    told = [(ADDED, added, after), (CHANGED, changed, after), (REMOVED, removed, before)]
    parts = [words.filled(titles=_titles(measures, toolkit)) for words, measures, toolkit in told if measures]
    others = [words for name, words in LISTS.items() if getattr(before, name) != getattr(after, name)]
    if _head(before) != _head(after):
        others.append(HEAD)
    if others:
        parts.append(ELSEWHERE.filled(titles=_joined(others)))
    return _joined(parts or [NOTHING], " ")


def _titles(measures: list[Measure], toolkit: Toolkit) -> Text:
    """The titles one after another, in each language with the toolkit's own as the fallback."""
    rest = len(measures) - MOST_TITLES
    shown = [
        Text.from_mapping({language: one.title.get(language, toolkit.language) for language in LANGUAGES})
        for one in measures[:MOST_TITLES]
    ]
    told = _joined(shown)
    return _joined([told, AND_MORE.filled(count=rest)], " ") if rest > 0 else told


def _joined(texts: Iterable[Text], mark: str = ", ") -> Text:
    held = list(texts)
    return Text.from_mapping({language: mark.join(one.get(language) for one in held) for language in LANGUAGES})


def _head(toolkit: Toolkit) -> tuple[object, ...]:
    return (toolkit.title, toolkit.description, toolkit.licence, toolkit.authors, toolkit.languages, toolkit.lineage)
