"""What makes one toolkit of another, place by place.

Order and form are no difference: re-sorted lists, re-wrapped lines and renumbered steps say the same.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import groupby

from digivuosi.domain.toolkit.documents import LISTS
from digivuosi.domain.toolkit.merging.aligning import KEY
from digivuosi.domain.toolkit.merging.places import (
    FILE,
    HEAD,
    TEXTS,
    Item,
    Leaves,
    Place,
    Side,
    Value,
    head_leaves,
    leaves_of,
)
from digivuosi.domain.toolkit.merging.prose import is_comparable
from digivuosi.domain.toolkit.merging.renames import renames_between, with_renames
from digivuosi.domain.toolkit.merging.units import says_the_same, units_of
from digivuosi.domain.toolkit.merging.values import is_text_file


@dataclass(frozen=True)
class Change:
    """One place that says something else; None stands for what was not, or is no more."""

    place: Place
    """A whole item when it came or went; the field `key` when it stands under a new key."""
    before: Value | None
    after: Value | None


def diff(before: Side, after: Side) -> tuple[Change, ...]:
    """Return what makes `after` of `before`: the toolkit's own fields first, then list by list, by key and field.

    Marks of stale translations are notes about texts and are not told.
    """
    renames = renames_between(before, after)
    old_keys = {(kind, new): old for (kind, old), new in renames.items()}
    before = with_renames(before, renames)
    found = list(_changed((HEAD, ""), (head_leaves(before), before), (head_leaves(after), after)))
    for kind in LISTS:
        old, new = before.items(kind), after.items(kind)
        for key in sorted({*old, *new}):
            if (kind, key) in old_keys:
                found.append(Change(Place(kind, key, KEY), old_keys[kind, key], key))
            found.extend(_of_item(Place(kind, key), (old.get(key), before), (new.get(key), after)))
    return tuple(found)


def by_item(changes: tuple[Change, ...]) -> dict[tuple[str, str], tuple[Change, ...]]:
    """Return changes by the item they are in, in their order."""
    grouped = groupby(changes, key=lambda change: (change.place.kind, change.place.key))
    return {at: tuple(group) for at, group in grouped}


def _of_item(place: Place, before: tuple[Item | None, Side], after: tuple[Item | None, Side]) -> Iterator[Change]:
    old, new = before[0], after[0]
    if old is None or new is None:
        yield Change(place, old, new)
        return
    at = (place.kind, place.key)
    yield from _changed(at, (leaves_of(old, before[1]), before[1]), (leaves_of(new, after[1]), after[1]))


def _changed(at: tuple[str, str], before: tuple[Leaves, Side], after: tuple[Leaves, Side]) -> Iterator[Change]:
    old, new = before[0], after[0]
    for field, part in sorted({*old, *new}):
        was, now = old.get((field, part)), new.get((field, part))
        if was == now or (field in TEXTS and says_the_same(was, now)):
            continue
        if field == FILE and is_text_file(part) and _same_words(part, before[1], after[1]):
            continue
        yield Change(Place(*at, field, part), was, now)


def _same_words(path: str, before: Side, after: Side) -> bool:
    if path not in before.files or path not in after.files:
        return False
    try:
        return says_the_same(before.files[path].decode(), after.files[path].decode())
    except UnicodeDecodeError:
        return False


def changed_lines(before: str, after: str) -> tuple[tuple[str, str], ...]:
    """Return the paragraphs and lines that went (`-`) and came (`+`), in the order of the text.

    Very long texts are not compared: all of the old goes and all of the new comes.
    """
    old, new = units_of(before), units_of(after)
    if not is_comparable(old, new):
        return ("-", before), ("+", after)
    found: list[tuple[str, str]] = []
    matcher = SequenceMatcher(None, [unit.key for unit in old], [unit.key for unit in new], autojunk=False)
    for tag, start, end, first, last in matcher.get_opcodes():
        if tag != "equal":
            found.extend(("-", unit.raw) for unit in old[start:end])
            found.extend(("+", unit.raw) for unit in new[first:last])
    return tuple(found)
