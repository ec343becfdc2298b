"""Names in the corners of a high page: each in one corner, in order, none too full."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digivuosi.domain.wheel.corners import Waisted, shares


@given(st.lists(st.floats(0, 359.9), max_size=40), st.floats(5, 30))
def test_every_name_has_a_corner_and_none_is_too_full(angles: list[float], size: float) -> None:
    angles = sorted(angles)
    corners = shares(angles, [size] * len(angles), (150, 200, 200, 120))
    if corners is None:
        return
    assert sorted(i for corner in corners for i, _ in corner) == list(range(len(angles)))
    for corner, room in zip(corners, (150, 200, 200, 120), strict=True):
        assert len(corner) * size <= room + 1e-6
        assert [angles[i] + turn for i, turn in corner] == sorted(angles[i] + turn for i, turn in corner)


def test_a_full_corner_gives_on_over_the_top() -> None:
    corners = shares([10, 20, 80], [10, 10, 10], (20, 20, 20, 20))
    assert corners == [[(1, 0.0), (2, 0.0)], [], [], [(0, 360.0)]]


def test_no_room_is_said() -> None:
    assert shares([10, 20, 30], [10, 10, 10], (5, 5, 5, 5)) is None


def test_the_curve_is_never_nearer_than_the_lines_around_the_wheel() -> None:
    curve = Waisted(200, 500, 350)
    assert min(curve.radius(angle) for angle in range(360)) == 350
    assert curve.radius(0) == pytest.approx(500)
    assert curve.x(0) == 350
    assert curve.x(curve.reaches(250)) == pytest.approx(250)
