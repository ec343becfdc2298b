"""Who has copied from whom: as a tree, as the list that servers give each other, and placed as a map.

The map is a tree with one row a municipality, each further in than the one it copied from: so it is as readable on a
phone as on a wall. Sizes are in CSS pixels.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

FORMAT = "digivuosi-copies/1"
LONGEST_LIST = 200_000
"""Bytes of the list of another server."""
MOST_DEEP = 6
MOST_NODES = 1_000
LONGEST_NAME, LONGEST_EDITION, LONGEST_ADDRESS = 200, 100, 500

WIDTH = 340
"""Of the map: what a phone of 390 has room for."""
STEP = 26
"""How much further in a copy stands than its source."""
DOT, SIZE, SMALL, LINE, GAP = 6, 16, 13, 20, 14


@dataclass(frozen=True)
class Node:
    """A municipality whose toolkit is a copy, and those that copied from it."""

    name: str
    edition: str
    """The edition of its source that it has taken in last."""
    address: str = ""
    """Its public address, when its toolkit is open to anyone."""
    copies: tuple[Node, ...] = ()

    @property
    def count(self) -> int:
        return 1 + sum(one.count for one in self.copies)


def list_of(nodes: Iterable[Node]) -> dict[str, Any]:
    """Return the list as it is given to other servers: `{"format", "copies": [{name, edition, address, copies}]}`."""
    return {"format": FORMAT, "copies": documents(nodes)}


def documents(nodes: Iterable[Node]) -> list[dict[str, Any]]:
    """Return nodes as they are stored."""
    return [
        {"name": one.name, "edition": one.edition, "address": one.address, "copies": documents(one.copies)}
        for one in nodes
    ]


def read_list(content: bytes) -> tuple[Node, ...]:
    """Read another server's list; raises ValueError. What goes too deep or is too much is left out."""
    if len(content) > LONGEST_LIST:
        raise ValueError("too long")
    try:
        document = json.loads(content)
    except RecursionError as problem:
        raise ValueError("too deep") from problem
    if not isinstance(document, Mapping) or document.get("format") != FORMAT:
        raise ValueError("another format")
    return nodes_from(document.get("copies"))


def nodes_from(listed: object, deep: int = MOST_DEEP) -> tuple[Node, ...]:
    """Read nodes; raises ValueError for what are none."""
    if not isinstance(listed, list):
        raise ValueError("no list")
    return tuple(_node(one, deep) for one in listed[:MOST_NODES]) if deep else ()


def _node(document: object, deep: int) -> Node:
    if not isinstance(document, Mapping):
        raise ValueError("no node")
    name = _plain(document.get("name"), LONGEST_NAME)
    address = document.get("address", "")
    if not isinstance(address, str) or len(address) > LONGEST_ADDRESS or not address.isprintable():
        raise ValueError("address")
    if not address.startswith(("https://", "http://")):
        address = ""
    below = nodes_from(document.get("copies", []), deep - 1)
    return Node(name, _plain(document.get("edition"), LONGEST_EDITION), address, below)


def _plain(words: object, longest: int) -> str:
    plain = " ".join("".join(c if c.isprintable() else " " for c in words).split()) if isinstance(words, str) else ""
    if not 0 < len(plain) <= longest:
        raise ValueError("words")
    return plain


def without_rounds(nodes: Iterable[Node], seen: frozenset[str] = frozenset()) -> tuple[Node, ...]:
    """Return the tree without those that stand above themselves: two that copied from each other never end."""
    return tuple(
        replace(one, copies=without_rounds(one.copies, seen | {one.address} if one.address else seen))
        for one in nodes
        if not one.address or one.address not in seen
    )


@dataclass(frozen=True)
class Row:
    """One municipality on the map: its dot, and the lines of its words beside it."""

    x: float
    y: float
    """Of the dot's middle."""
    lines: tuple[tuple[str, float], ...]
    """Each line of the name with the y of its base line."""
    edition: tuple[tuple[str, float], ...]
    """Lines of the quieter words under it; none for the source itself."""
    is_source: bool
    parent: tuple[float, float] | None
    """Where the dot of its source is."""

    @property
    def words_x(self) -> float:
        return self.x + DOT + 8

    @property
    def way(self) -> str:
        """The line from its source, as an SVG path."""
        if self.parent is None:
            return ""
        x, y = self.parent
        return f"M{x:g} {y + DOT:g}V{self.y:g}H{self.x - DOT:g}"


@dataclass(frozen=True)
class LineageMap:
    width: float
    height: float
    rows: tuple[Row, ...]


Wrap = Callable[[str, float, float], tuple[str, ...]]
"""Break words into lines: the words, the size, and the room that a line has."""


def place_map(source: str, nodes: Iterable[Node], *, words: Callable[[str], str], wrap: Wrap) -> LineageMap:
    """Place a source and its copies; `words` says of an edition that it is had."""
    rows: list[Row] = []
    top = _place(rows, source, "", 0.0, 0, None, wrap)
    for node, deep, parent in _walk(tuple(nodes), 1, 0):
        above = rows[parent]
        top = _place(rows, node.name, words(node.edition), top, deep, (above.x, above.y), wrap)
    return LineageMap(WIDTH, top, tuple(rows))


def _walk(nodes: tuple[Node, ...], deep: int, parent: int, start: int = 1) -> Iterator[tuple[Node, int, int]]:
    """Each node with its depth and the number of the row of its source, in the order of the rows."""
    number = start
    for node in nodes:
        yield node, deep, parent
        yield from _walk(node.copies, deep + 1, number, number + 1)
        number += node.count


def _place(
    rows: list[Row],
    name: str,
    edition: str,
    top: float,
    deep: int,
    parent: tuple[float, float] | None,
    wrap: Wrap,
) -> float:
    x = DOT + 2.0 + STEP * min(deep, MOST_DEEP)
    room = WIDTH - x - DOT - 10
    y, lines = top, []
    for line in wrap(name, SIZE, room):
        y += LINE
        lines.append((line.rstrip(), y - 5))
    quiet = []
    for line in wrap(edition, SMALL, room) if edition else ():
        y += LINE - 2
        quiet.append((line.rstrip(), y - 5))
    rows.append(Row(x, top + LINE / 2, tuple(lines), tuple(quiet), parent is None, parent))
    return y + GAP
