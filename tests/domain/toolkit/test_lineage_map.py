"""The map of lineage: every name whole, nothing on top of anything, and lists of others read with care."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digivuosi.domain.toolkit.lineage_map import (
    LONGEST_LIST,
    MOST_DEEP,
    SIZE,
    WIDTH,
    LineageMap,
    Node,
    documents,
    list_of,
    nodes_from,
    place_map,
    read_list,
    without_rounds,
)
from digivuosi.domain.wheel.fonts import width
from digivuosi.domain.wheel.wrapping import wrapped

names = st.text("abcdefghijklmnopqrstuvwxyzåäö -", min_size=1, max_size=120).map(str.strip).filter(bool)
trees = st.recursive(
    st.builds(Node, names, names),
    lambda inner: st.builds(Node, names, names, st.just(""), st.lists(inner, max_size=3).map(tuple)),
    max_leaves=12,
)


def placed(name: str, nodes: list[Node]) -> LineageMap:
    return place_map(name, nodes, words=lambda e: f"on {e}", wrap=lambda words, size, room: wrapped(words, room / size))


@given(names, st.lists(trees, max_size=4))
def test_names_are_whole_and_nothing_lies_on_anything(name: str, nodes: list[Node]) -> None:
    found = placed(name, nodes)
    flat = [name, *(one.name for one in walk(nodes))]
    assert ["".join(words for words, _y in row.lines).replace(" ", "") for row in found.rows] == [
        one.replace(" ", "") for one in flat
    ]
    bottom = 0.0
    for row in found.rows:
        for words, y in (*row.lines, *row.edition):
            assert y - SIZE >= bottom - 1
            assert row.words_x + width(words, SIZE if (words, y) in row.lines else 13) <= WIDTH
            bottom = y
    assert bottom <= found.height


@given(st.lists(trees, min_size=1, max_size=4))
def test_each_hangs_on_its_own_source(nodes: list[Node]) -> None:
    found = placed("Kuusela", nodes)
    above = {id(child): parent for parent in [None, *walk(nodes)] for child in (parent.copies if parent else nodes)}
    flat = list(walk(nodes))
    places = [(row.x, row.y) for row in found.rows]
    for number, node in enumerate(flat, start=1):
        parent = above[id(node)]
        wanted = places[0] if parent is None else places[1 + next(n for n, one in enumerate(flat) if one is parent)]
        assert found.rows[number].parent == wanted


def walk(nodes: list[Node] | tuple[Node, ...]) -> list[Node]:
    return [found for one in nodes for found in (one, *walk(one.copies))]


def test_a_list_goes_to_another_server_and_back() -> None:
    nodes = (Node("Lähelä", "2026-1", "https://lahela.example/open/lahela/", (Node("Niemi", "1"),)),)
    content = json.dumps(list_of(nodes)).encode()
    assert read_list(content) == nodes
    assert nodes_from(documents(nodes)) == nodes
    assert nodes[0].count == 2


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"[]",
        b"{}",
        b"x" * (LONGEST_LIST + 1),
        b"[" * 100_000,
        b'{"format": "digivuosi-copies/1", "copies": [{"name": "", "edition": "1"}]}',
        b'{"format": "digivuosi-copies/1", "copies": [{"name": 1, "edition": "1"}]}',
        b'{"format": "digivuosi-copies/1", "copies": "all"}',
    ],
)
def test_what_is_no_list(content: bytes) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - any kind of it
        read_list(content)


def test_a_list_is_read_only_so_deep_and_leads_to_the_web_only() -> None:
    deep: dict[str, object] = {"name": "z", "edition": "1", "address": "javascript:alert(1)"}
    for _step in range(50):
        deep = {"name": "a", "edition": "1", "copies": [deep], "address": "javascript:alert(1)"}
    (found,) = read_list(json.dumps({"format": "digivuosi-copies/1", "copies": [deep]}).encode())
    assert found.count == MOST_DEEP
    assert all(not one.address for one in walk([found]))


def test_two_that_copied_from_each_other_do_not_go_round() -> None:
    a, b = "https://a.example/", "https://b.example/"
    nodes = (Node("B", "1", b, (Node("A", "1", a, (Node("B", "1", b),)), Node("C", "1"))),)
    assert without_rounds(nodes, frozenset({a})) == (Node("B", "1", b, (Node("C", "1"),)),)
