"""Places beside the wheel: in order, within bounds, lines that never cross."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from digivuosi.domain.wheel.columns import Curve, leader, sides, spread
from digivuosi.domain.wheel.wrapping import evened, in_lines, wrapped

boxes = st.lists(st.tuples(st.floats(-100, 1100), st.floats(1, 40)), max_size=25)


@given(boxes)
def test_boxes_keep_their_order_and_do_not_overlap(found: list[tuple[float, float]]) -> None:
    wanted, sizes = [b[0] for b in found], [b[1] for b in found]
    middles = spread(wanted, sizes, 0, 1000)
    assert middles is not None
    edges = [(m - s / 2, m + s / 2) for m, s in zip(middles, sizes, strict=True)]
    assert all(low >= -1e-6 and high <= 1000 + 1e-6 for low, high in edges)
    assert all(one[1] <= other[0] + 1e-6 for one, other in pairwise(edges))


def test_boxes_with_room_stand_where_they_want() -> None:
    assert spread([100, 300], [10, 10], 0, 1000) == [100, 300]


def test_too_much_is_said() -> None:
    assert spread([1, 2], [600, 600], 0, 1000) is None
    assert sides([10, 200], [600, 600], (100, 100)) is None


@given(st.lists(st.floats(0, 359), max_size=40), st.floats(5, 30))
def test_sides_never_hold_more_than_they_can(angles: list[float], size: float) -> None:
    angles = sorted(angles)
    found = sides(angles, [size] * len(angles), (500, 400))
    if found:
        first, last = found
        assert (last - first) * size <= 500 + 1e-6
        assert (len(angles) - last + first) * size <= 400 + 1e-6


def test_a_leader_goes_straight_out_and_then_to_its_place() -> None:
    points = leader(10, 100, 200, 60, Curve(230, 230))
    assert len(points) > 10
    radii = [(x * x + y * y) ** 0.5 for x, y in points]
    assert radii == sorted(radii)


names = st.text("abcde fghi-jklm ÄÖ", min_size=1, max_size=80).map(str.strip).filter(bool)


@given(names, st.floats(3, 40))
def test_lines_joined_are_the_name_again(name: str, limit: float) -> None:
    assert "".join(wrapped(name, limit)) == name
    assert "".join(evened(name, limit)) == name
    assert len(evened(name, limit)) == len(wrapped(name, limit))


@given(names, st.integers(1, 4))
def test_a_name_in_some_lines_is_broken_at_spaces_only(name: str, count: int) -> None:
    lines = in_lines(name, count)
    if lines:
        assert "".join(lines) == name
        assert all(line.endswith(" ") for line in lines[:-1])
