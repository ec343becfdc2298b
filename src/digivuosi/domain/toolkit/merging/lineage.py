"""From which editions a copy came, and that it stays the toolkit that it is when it takes a new one in."""

from __future__ import annotations

from dataclasses import replace

from digivuosi.domain.toolkit.documents import content_hash
from digivuosi.domain.toolkit.merging.places import TEXTS, Item, Side
from digivuosi.domain.toolkit.toolkit import Lineage, StaleTranslation, Toolkit, fingerprint


def taken_in(result: Side, ours: Toolkit, theirs: Toolkit) -> Side:
    """Return the result of a merge as the next state of `ours`.

    A copy keeps its own name, publisher and edition, and its lineage gets the edition that it took in, last. Two
    states of one toolkit stay that toolkit. Marks of translations that have been mended since are left out.
    """
    toolkit = replace(result.toolkit, stale=live_marks(result.toolkit), _by_key={})
    if ours.id != theirs.id:
        line = Lineage(theirs.id, theirs.edition, content_hash(theirs), theirs.publisher)
        known = tuple(one for one in toolkit.lineage if (one.id, one.edition) != (line.id, line.edition))
        toolkit = replace(
            toolkit,
            id=ours.id,
            edition=ours.edition,
            publisher=ours.publisher,
            lineage=(*known, line),
            _by_key={},
        )
    return Side(toolkit, result.files)


def live_marks(toolkit: Toolkit) -> tuple[StaleTranslation, ...]:
    """Return the marks whose translation is still the one that was marked."""
    return tuple(mark for mark in toolkit.stale if fingerprint(_words(toolkit, mark)) == mark.words)


def _words(toolkit: Toolkit, mark: StaleTranslation) -> str:
    item: Toolkit | Item | None = toolkit
    if mark.key:
        item = next((one for one in getattr(toolkit, mark.kind, ()) if one.key == mark.key), None)
    text = getattr(item, mark.field, None) if mark.field in TEXTS else None
    return dict(text).get(mark.language, "") if text else ""
