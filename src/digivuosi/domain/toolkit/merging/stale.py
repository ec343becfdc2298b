"""Translations that a merge leaves beside a text they were not made from.

One side changed a text in its own language; the other side, which did not have that text yet, wrote or changed a
translation. Both are kept, and the translation is marked: it is older than what it translates.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from digivuosi.domain.toolkit.merging.places import TEXTS, Leaves
from digivuosi.domain.toolkit.merging.units import says_the_same
from digivuosi.domain.toolkit.toolkit import StaleTranslation, fingerprint

Marks = tuple[StaleTranslation, ...]


def stale_translations(
    at: tuple[str, str], base: Leaves, ours: Leaves, theirs: Leaves, merged: Leaves, own: tuple[str, str]
) -> Iterator[StaleTranslation]:
    """Give the marks of one item; `own` are the two toolkits' own languages, ours and theirs."""
    for field, language in merged:
        if field not in TEXTS:
            continue
        for changed, translated, source in ((theirs, ours, own[1]), (ours, theirs, own[0])):
            if language != source and _is_stale(field, language, source, base, changed, translated, merged):
                yield StaleTranslation(*at, field, language, fingerprint(merged[field, language]))
                break


def _is_stale(
    field: str, language: str, source: str, base: Leaves, changed: Leaves, translated: Leaves, merged: Leaves
) -> bool:
    """Whether `translated` holds a translation of its own, made from another text than what now stands there."""
    text, words = (field, source), (field, language)
    return (
        text in merged
        and not says_the_same(changed.get(text), base.get(text))
        and not says_the_same(merged.get(text), translated.get(text))
        and not says_the_same(translated.get(words), base.get(words))
        and says_the_same(changed.get(words), base.get(words))
        and merged[words] == translated.get(words)
    )


def merged_marks(base: Marks, ours: Marks, theirs: Marks, new: Iterable[StaleTranslation]) -> Marks:
    """Return the marks that stay, and the new ones in the place of older marks of the same text.

    Marks are notes for people: where both sides have marked one text, ours stays, and nobody is asked.
    """
    by_place = [{_place(mark): mark for mark in marks} for marks in (base, ours, theirs)]
    kept: dict[tuple[str, ...], StaleTranslation] = {}
    for place in dict.fromkeys(place for marks in by_place for place in marks):
        was, mine, other = (marks.get(place) for marks in by_place)
        mark = other if mine == was else mine
        if mark is not None:
            kept[place] = mark
    kept.update({_place(mark): mark for mark in new})
    return tuple(sorted(kept.values()))


def _place(mark: StaleTranslation) -> tuple[str, ...]:
    return mark.kind, mark.key, mark.field, mark.language
