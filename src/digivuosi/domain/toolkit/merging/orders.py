"""The few lists whose order means something: which elements stay is settled by place, here only where they stand."""

from __future__ import annotations

from collections.abc import Collection, Sequence


def merged_order(
    base: Sequence[str], ours: Sequence[str], theirs: Sequence[str], kept: Collection[str]
) -> tuple[str, ...]:
    """Return the elements of `kept` in the order of the side that changed it; ours when both did.

    What only the other side has stands after the element that it follows there.
    """
    main, other = (theirs, ours) if _keeps_order(ours, base) and not _keeps_order(theirs, base) else (ours, theirs)
    order = [element for element in main if element in kept]
    for number, element in enumerate(other):
        if element in kept and element not in order:
            before = next((order.index(one) + 1 for one in reversed(other[:number]) if one in order), 0)
            order.insert(before, element)
    return tuple(order)


def _keeps_order(side: Sequence[str], base: Sequence[str]) -> bool:
    """Whether the elements that a side shares with the base stand in the base's order."""
    return [element for element in side if element in base] == [element for element in base if element in side]
