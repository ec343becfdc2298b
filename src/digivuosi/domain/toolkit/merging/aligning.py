"""Before a merge: an item that one side has under a new key stands under that key on every side."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import TypeVar

from digivuosi.domain.toolkit.merging.places import Place, Side
from digivuosi.domain.toolkit.merging.renames import renames_between, with_renames
from digivuosi.domain.toolkit.merging.values import Conflict

T = TypeVar("T")
KEY = "key"
"""The field of a conflict about the key itself: both sides renamed the item, each in its own way."""


@dataclass(frozen=True)
class Aligned:
    """Three sides in which the same key means the same item."""

    base: Side
    ours: Side
    theirs: Side
    renamed_by_ours: frozenset[tuple[str, str]]
    """Kind and new key of what that side renamed."""
    renamed_by_theirs: frozenset[tuple[str, str]]
    key_conflicts: tuple[Conflict, ...]

    def each(self, ask: Callable[[Side], T]) -> tuple[T, T, T]:
        """Return the answers of base, ours and theirs."""
        return ask(self.base), ask(self.ours), ask(self.theirs)


Keys = dict[tuple[str, str], str]


def aligned(base: Side, ours: Side, theirs: Side, without: Collection[Place] = ()) -> Aligned:
    """Return the sides with each other's renames; a key that is taken on another side is left as it is.

    A new key of theirs that stands in `without` is given back first.
    """
    mine, other = renames_between(base, ours), renames_between(base, theirs)
    refused = {(kind, new): old for (kind, old), new in other.items() if Place(kind, new, KEY) in without}
    if refused:
        theirs, other = (
            with_renames(theirs, refused),
            {at: new for at, new in other.items() if (at[0], new) not in refused},
        )
    for_base, for_ours, for_theirs = Keys(), Keys(), Keys()
    by_ours, by_theirs = set(), set()
    conflicts: list[Conflict] = []
    for kind, old in sorted({*mine, *other}):
        o, t = mine.get((kind, old)), other.get((kind, old))
        if o != t and (_is_taken(theirs, kind, o) or _is_taken(ours, kind, t)):
            continue
        new = for_base[kind, old] = o or t or old
        if o:
            by_ours.add((kind, new))
        else:
            for_ours[kind, old] = new
        if t:
            by_theirs.add((kind, new))
        for_theirs[kind, t or old] = new
        if o and t and o != t:
            conflicts.append(Conflict(Place(kind, new, KEY), old, o, t, old, o, t))
    return Aligned(
        with_renames(base, for_base),
        with_renames(ours, for_ours),
        with_renames(theirs, for_theirs),
        frozenset(by_ours),
        frozenset(by_theirs),
        tuple(conflicts),
    )


def _is_taken(side: Side, kind: str, key: str | None) -> bool:
    return key is not None and key in side.items(kind)
