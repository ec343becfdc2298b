"""The form of items: what was good once is remembered, and nothing else is taken for it."""

from __future__ import annotations

from typing import Any

import pytest

from digivuosi.domain.toolkit import shape
from digivuosi.domain.toolkit.shape import shape_problems

GOOD: dict[str, Any] = {"key": "teaching", "title": {"fi": "Opetus"}, "colour": 1}


def codes(value: object, part: str = "theme") -> list[str]:
    return [problem.code for problem in shape_problems(value, part)]


@pytest.fixture(autouse=True)
def nothing_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shape, "_good", {})


def test_good_form_is_looked_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    assert codes(GOOD) == []
    monkeypatch.setattr(shape, "validator", lambda part: pytest.fail("looked at again"))
    assert codes(dict(GOOD)) == []


@pytest.mark.parametrize(
    "near",
    [
        {**GOOD, "colour": "1"},
        {**GOOD, "colour": True},
        {**GOOD, 1: "one"},
        {**GOOD, "title": {"fi": "Ope\x0btus"}},
        {**GOOD, "title": ["Opetus"]},
        repr(GOOD),
    ],
)
def test_what_only_looks_alike_is_told(near: object) -> None:
    assert codes(GOOD) == []
    told = codes(near)
    assert told
    assert codes(near) == told, "what is wrong is never remembered as good"


def test_what_is_one_part_is_not_another() -> None:
    assert codes(GOOD) == []
    assert codes(GOOD, "measure")


def test_what_is_remembered_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shape, "MOST_REMEMBERED", 3)
    for number in range(8):
        assert codes({**GOOD, "title": {"fi": f"Nimi {number}"}}) == []
    assert len(shape._good) == 3
