"""Whether measures can come one after another."""

from __future__ import annotations

from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter

from digivuosi.domain.texts import Text
from digivuosi.domain.toolkit.contents import Contents
from digivuosi.domain.toolkit.findings import Finding

MOST_CIRCLES = 20
"""More would not help anyone: mending one often mends the next."""

CIRCLE = Text.of(
    fi="toimenpiteet odottavat toisiaan ympyrässä: {way}",
    sv="åtgärderna väntar på varandra i en cirkel: {way}",
    en="the measures wait for each other in a circle: {way}",
)

Edge = tuple[str, str]


def check_circles(contents: Contents) -> Iterator[Finding]:
    """Find circles of `after`. What comes after last year's measure closes no circle: the year turns."""
    measures = {item.key: item for item in contents.of("measures")}
    edges: dict[Edge, tuple[str | int, ...]] = {
        (item.key, after["measure"]): ("after", number)
        for item in measures.values()
        for number, after in enumerate(item.value.get("after", ()))
        if after.get("of", "this-year") == "this-year" and after["measure"] in measures
    }
    for _ in range(MOST_CIRCLES):
        circle = _circle(edges)
        if circle is None:
            return
        # Named from its first key on, so that the same circle is always told the same way.
        start = circle.index(min(circle))
        circle = [*circle[start:], *circle[:start]]
        edge = (circle[0], circle[1 % len(circle)])
        yield measures[edge[0]].finding(CIRCLE.filled(way=" ← ".join([*circle, circle[0]])), "circle", *edges[edge])
        del edges[edge]


def _circle(edges: dict[Edge, tuple[str | int, ...]]) -> list[str] | None:
    """Return the keys of one circle, each before the one it waits for."""
    sorter: TopologicalSorter[str] = TopologicalSorter()
    for key, before in sorted(edges):
        sorter.add(key, before)
    try:
        sorter.prepare()
    except CycleError as found:
        # graphlib tells the way from a predecessor to what waits for it, with the first key again at the end.
        way: list[str] = found.args[1][:-1]
        return way[::-1]
    return None
