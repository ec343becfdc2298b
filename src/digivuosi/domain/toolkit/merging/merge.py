"""The merge itself: base, ours and theirs become one toolkit and the list of what both sides changed."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from digivuosi.domain.schoolyear.calendar import SchoolYear
from digivuosi.domain.toolkit.checking import check_held
from digivuosi.domain.toolkit.documents import LISTS
from digivuosi.domain.toolkit.findings import Finding
from digivuosi.domain.toolkit.merging.aligning import Aligned, aligned
from digivuosi.domain.toolkit.merging.orders import merged_order
from digivuosi.domain.toolkit.merging.places import (
    HEAD,
    ORDERED,
    OWN_LANGUAGE,
    Item,
    Leaves,
    Place,
    Side,
    files_of,
    hash_of,
    head_leaves,
    item_of,
    leaves_of,
    ordered_elements,
    with_head,
)
from digivuosi.domain.toolkit.merging.renames import with_renames
from digivuosi.domain.toolkit.merging.stale import merged_marks, stale_translations
from digivuosi.domain.toolkit.merging.units import says_the_same
from digivuosi.domain.toolkit.merging.values import Choice, Choices, Conflict, Settling
from digivuosi.domain.toolkit.package import Package, package_of, with_hashes
from digivuosi.domain.toolkit.toolkit import Material, StaleTranslation, Toolkit

KINDS = (HEAD, *LISTS)
IDENTITY = ("id", "edition", "publisher")


@dataclass(frozen=True)
class Merge:
    """What came of three toolkits."""

    base: Side
    ours: Side
    theirs: Side
    result: Side
    """With all choices made; where one is still open, ours stands."""
    conflicts: tuple[Conflict, ...]
    """Every place that both sides changed differently, settled or not."""
    stale: tuple[StaleTranslation, ...]
    """Translations that this merge left beside a newer text; `result.toolkit.stale` holds them too."""
    choices: Mapping[Place, Choice]
    without: frozenset[Place]
    """Places whose change on the other side was not to be taken."""
    contents: Mapping[str, bytes]

    @property
    def open(self) -> tuple[Conflict, ...]:
        """The conflicts that nobody has settled yet."""
        return tuple(conflict for conflict in self.conflicts if conflict.choice is None)

    def content(self, file_hash: str) -> bytes:
        """Return a file of a conflict by its hash; raises KeyError."""
        return self.contents[file_hash]

    def findings(self, calendars: Sequence[SchoolYear] = ()) -> tuple[Finding, ...]:
        """Return what is wrong with the result; a merge of sound toolkits need not be sound.

        Files that are not at hand on any side are not asked for.
        """
        found = check_held(self.result.toolkit, self.result.files, calendars)
        at_hand = any(side.files for side in (self.base, self.ours, self.theirs))
        return tuple(finding for finding in found if at_hand or finding.code != "no-file")

    def package(self) -> Package:
        """Return the result as a package, with the files that lie beside the toolkit's own."""
        made = package_of(self.result.toolkit, self.result.files)
        return replace(made, files=dict(sorted({**self.result.files, **made.files}.items())))


def merge(
    base: Side, ours: Side, theirs: Side, choices: Choices | None = None, without: Collection[Place] = ()
) -> Merge:
    """Merge two toolkits that came from one; what both changed alike, or only one changed, is never asked about.

    What the other side did at a place of `without` is left out, and ours stays as it is there.
    """
    return _Merging(aligned(base, ours, theirs, without), choices or {}, without).done(base, ours, theirs)


def resolve(merged: Merge, choices: Choices) -> Merge:
    """Return the merge with more of its conflicts settled; a place that is no conflict is passed by."""
    return merge(merged.base, merged.ours, merged.theirs, {**merged.choices, **choices}, merged.without)


class _Merging:
    """One merge under way."""

    def __init__(self, sides: Aligned, choices: Choices, without: Collection[Place]) -> None:
        self.sides = sides
        self.choices = choices
        self.without = frozenset(without)
        self.partly = {(place.kind, place.key) for place in self.without}
        held = sides.each(lambda side: {hash_of(content): content for content in side.files.values()})
        self.settling = Settling(choices, {**held[0], **held[1], **held[2]}, self.without)
        self.files: dict[str, str] = {}
        self.stale: list[StaleTranslation] = []

    def done(self, base: Side, ours: Side, theirs: Side) -> Merge:
        lists: dict[str, Any] = {kind: tuple(self._list(kind)) for kind in LISTS}
        toolkit = self._head(replace(self.sides.ours.toolkit, **lists, _by_key={}))
        marks = self.sides.each(lambda side: side.toolkit.stale)
        toolkit = replace(toolkit, stale=merged_marks(*marks, self.stale), _by_key={})
        files = {path: self.settling.contents[held] for path, held in sorted(self.files.items())}
        result = Side(with_hashes(toolkit, files), files)
        for conflict in self.sides.key_conflicts:
            key = str(self.settling.conflict(conflict))
            result = with_renames(result, {(conflict.place.kind, conflict.place.key): key})
        return Merge(
            base,
            ours,
            theirs,
            result,
            tuple(sorted(self.settling.conflicts, key=_in_reading_order)),
            tuple(sorted(set(self.stale))),
            self.choices,
            self.without,
            self.settling.contents,
        )

    def _list(self, kind: str) -> Iterable[Item]:
        """Merge the items of one kind, by key."""
        base, ours, theirs = self.sides.each(lambda side: side.items(kind))
        for key in sorted({*base, *ours, *theirs}):
            item = self._item(kind, key, base.get(key), ours.get(key), theirs.get(key))
            if item is not None:
                yield item

    def _item(self, kind: str, key: str, base: Item | None, ours: Item | None, theirs: Item | None) -> Item | None:
        if ours is None or theirs is None:
            return self._one_sided(Place(kind, key), base, ours, theirs)
        sides = self.sides
        if Place(kind, key) in self.without:
            return self._whole(ours, sides.ours)
        if _equal(theirs, sides.theirs, base, sides.base) or _equal(theirs, sides.theirs, ours, sides.ours):
            return self._whole(ours, sides.ours)
        if _equal(ours, sides.ours, base, sides.base) and (kind, key) not in self.partly:
            return self._whole(theirs, sides.theirs)
        was = leaves_of(base, sides.base) if base is not None else {}
        mine, other = leaves_of(ours, sides.ours), leaves_of(theirs, sides.theirs)
        merged = self.settling.leaves(kind, key, was, mine, other)
        self._note_stale((kind, key), was, mine, other, merged)
        self.files.update(files_of(merged))
        return item_of(kind, key, merged)

    def _one_sided(self, place: Place, base: Item | None, ours: Item | None, theirs: Item | None) -> Item | None:
        """One side, or both, do not have the item: it is new, or it was taken away."""
        sides = self.sides
        kept, side = (ours, sides.ours) if ours is not None else (theirs, sides.theirs)
        if kept is None or (place in self.without and ours is None):
            return None
        if place in self.without:
            return self._whole(kept, side)
        renamed = sides.renamed_by_ours if ours is not None else sides.renamed_by_theirs
        if base is None:
            return self._whole(kept, side)
        if (place.kind, place.key) not in renamed and _says_the_same(kept, side, base, sides.base):
            return None
        taken = self.settling.conflict(Conflict(place, base, ours, theirs, base, ours, theirs))
        if taken is None:
            return None
        return self._whole(taken, sides.base if taken is base else side)

    def _whole(self, item: Item, side: Side) -> Item:
        if isinstance(item, Material):
            self.files.update({path: hash_of(side.files[path]) for path in side.paths(item)})
        return item

    def _note_stale(self, at: tuple[str, str], base: Leaves, ours: Leaves, theirs: Leaves, merged: Leaves) -> None:
        own = (self.sides.ours.toolkit.language, self.sides.theirs.toolkit.language)
        self.stale.extend(stale_translations(at, base, ours, theirs, merged, own))

    def _head(self, toolkit: Toolkit) -> Toolkit:
        """Merge what the toolkits say of themselves, and the files that belong to no material."""
        base, ours, theirs = leaves = self.sides.each(head_leaves)
        if _own_names(*leaves):
            theirs = {**theirs, **{(name, ""): ours[name, ""] for name in IDENTITY}}
        merged = self.settling.leaves(HEAD, "", base, ours, theirs)
        self._note_stale((HEAD, ""), base, ours, theirs, merged)
        orders = {}
        for name in ORDERED:
            kept = {part for field, part in merged if field == name}
            elements = self.sides.each(partial(_elements, name))
            orders[name] = merged_order(*elements, kept)
        first = merged[OWN_LANGUAGE, ""]
        if first in orders["languages"]:
            orders["languages"] = tuple(dict.fromkeys((first, *orders["languages"])))
        for path, held in files_of(merged).items():
            self.files.setdefault(path, held)
        return with_head(toolkit, merged, orders)


def _elements(name: str, side: Side) -> tuple[str, ...]:
    return ordered_elements(side.toolkit, name)


def _own_names(base: Leaves, ours: Leaves, theirs: Leaves) -> bool:
    """Whether the two are different toolkits that each went on by themselves: each then names its own editions."""
    names = [tuple(leaves[name, ""] for name in IDENTITY) for leaves in (base, ours, theirs)]
    return names[0] not in names[1:] and ours["id", ""] != theirs["id", ""]


def _equal(one: Item, side: Side, other: Item | None, other_side: Side) -> bool:
    """Whether two items are the same in every letter, their files too."""
    if other is None or one != other:
        return False
    return not isinstance(one, Material) or _held(one, side) == _held(other, other_side)


def _held(item: Item, side: Side) -> dict[str, bytes]:
    return {path: side.files[path] for path in side.paths(item)}


def _says_the_same(one: Item, side: Side, other: Item, other_side: Side) -> bool:
    """Whether two items differ at most in the form of their texts."""
    if _equal(one, side, other, other_side):
        return True
    mine, others = leaves_of(one, side), leaves_of(other, other_side)
    return mine.keys() == others.keys() and all(
        value == others[at] or (isinstance(value, str) and says_the_same(value, others[at]))
        for at, value in mine.items()
    )


def _in_reading_order(conflict: Conflict) -> tuple[int, Place]:
    return KINDS.index(conflict.place.kind), conflict.place
