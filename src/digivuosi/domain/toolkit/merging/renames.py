"""Items that stand under a new key: the same content, word for word, where the old key is gone.

Only exact sameness counts (docs/decisions/0010-renamed-keys.md). A side's rename is carried over to the other sides
before anything is compared, with every place that names the key.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from digivuosi.domain.toolkit.documents import LISTS
from digivuosi.domain.toolkit.merging.places import Item, Side
from digivuosi.domain.toolkit.surveys import NAMED
from digivuosi.domain.toolkit.toolkit import Measure, Responsibility, Toolkit

Renames = Mapping[tuple[str, str], str]
"""New keys by kind and old key."""
MOST_ROUNDS = 5
"""A renamed measure can make another one's content the same only then; chains longer than this are told as new."""


def renames_between(before: Side, after: Side) -> dict[tuple[str, str], str]:
    """Return which items of `before` stand in `after` under a new key."""
    found: dict[tuple[str, str], str] = {}
    for _ in range(MOST_ROUNDS):
        known = len(found)
        for kind in LISTS:
            found.update(_renames_of(kind, before, after, found))
        if len(found) == known:
            break
    return found


def _renames_of(kind: str, before: Side, after: Side, known: Renames) -> Iterator[tuple[tuple[str, str], str]]:
    old, new = before.items(kind), after.items(kind)
    gone = [key for key in old.keys() - new.keys() if (kind, key) not in known]
    come = new.keys() - old.keys() - {name for (of, _), name in known.items() if of == kind}
    if not gone or not come:
        return
    by_content: dict[Any, list[str]] = {}
    for key in come:
        by_content.setdefault(_content(new[key], after, {}), []).append(key)
    contents = {key: _content(old[key], before, known) for key in gone}
    often = Counter(contents.values())
    for key in sorted(gone):
        fitting = by_content.get(contents[key], ())
        if len(fitting) == 1 and often[contents[key]] == 1:
            yield (kind, key), fitting[0]


def _content(item: Item, side: Side, known: Renames) -> Any:
    """Return what an item says apart from its key; what it says of itself stays of itself."""
    renamed = _renamed_item(item, known, side.toolkit)
    if isinstance(item, Measure):
        renamed = _renamed_item(renamed, {("measures", item.key): ""}, side.toolkit)
    return replace(renamed, key=""), tuple((path, side.files[path]) for path in side.paths(item))


def with_renames(side: Side, renames: Renames) -> Side:
    """Return the side with the new keys in the place of the old ones, wherever they are named."""
    if not renames:
        return side
    toolkit = side.toolkit
    lists: dict[str, Any] = {}
    for kind in LISTS:
        items = (
            replace(_renamed_item(item, renames, toolkit), key=renames.get((kind, item.key), item.key))
            for item in getattr(toolkit, kind)
        )
        lists[kind] = tuple(sorted(items, key=lambda item: item.key))
    stale = tuple(sorted(replace(mark, key=renames.get((mark.kind, mark.key), mark.key)) for mark in toolkit.stale))
    return Side(replace(toolkit, **lists, stale=stale, _by_key={}), side.files)


def _renamed_item(item: Item, renames: Renames, toolkit: Toolkit) -> Item:
    """Return the item with new keys in what it names, not in its own."""
    if not renames:
        return item

    def one(kind: str, key: str) -> str:
        return renames.get((kind, key), key)

    if isinstance(item, Measure):
        return _renamed_measure(item, one)
    if isinstance(item, Responsibility):
        kind = "audiences" if toolkit.role(item.actor) is None else "roles"
        return replace(
            item,
            actor=one(kind, item.actor),
            about=one("areas", item.about),
            measures=tuple(sorted({one("measures", key) for key in item.measures})),
        )
    named: dict[str, Any] = {}
    for name, kind in NAMED.get(type(item), {}).items():
        value = getattr(item, name)
        is_one = isinstance(value, str)
        named[name] = one(kind, value) if is_one else tuple(sorted({one(kind, key) for key in value}))
    return replace(item, **named)


def _renamed_measure(item: Measure, one: Callable[[str, str], str]) -> Measure:
    def some(kind: str, keys: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(sorted({one(kind, key) for key in keys}))

    def parts(name: str) -> Any:
        renamed = (replace(part, role=one("roles", part.role)) for part in getattr(item, name))
        return tuple(sorted(renamed, key=lambda part: (part.role, part.hours is not None, part.hours or 0)))

    after = (replace(after, measure=one("measures", after.measure)) for after in item.after)
    return replace(
        item,
        theme=one("themes", item.theme),
        audiences=some("audiences", item.audiences),
        needs=some("needs", item.needs),
        materials=some("materials", item.materials),
        responsible=parts("responsible"),
        contributing=parts("contributing"),
        after=tuple(sorted(after, key=lambda after: (after.measure, after.of, after.gap_days))),
    )
