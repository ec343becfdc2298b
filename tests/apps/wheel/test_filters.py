"""The filters in the address: the same words in every view."""

from __future__ import annotations

import pytest
from django.http import QueryDict

from digivuosi.apps.wheel.queries import Filters


def read(address: str, usual: str = "all") -> Filters:
    return Filters.from_query(QueryDict(address), usual=usual)


@pytest.mark.parametrize(
    "address",
    ["", "theme=theme", "theme=needs&status=late&whose=mine", "rings=audience&audience=teachers", "role=mentor"],
)
def test_the_address_is_read_and_written_the_same(address: str) -> None:
    assert QueryDict(read(address).as_query()) == QueryDict(address)


def test_only_what_is_not_usual_is_written() -> None:
    assert read("whose=concerns", usual="concerns").as_query() == ""
    assert read("whose=all", usual="concerns").as_query() == "whose=all"
    assert read("whose=all").as_query(year=2025, sort="") == "year=2025"


@pytest.mark.parametrize("address", ["whose=nobody", "rings=colour", "whose=&rings="])
def test_unknown_words_are_the_usual_ones(address: str) -> None:
    assert read(address) == Filters()


def test_what_may_hide_something_is_counted() -> None:
    assert read("rings=audience").narrowed_by == 0
    assert read("theme=needs&status=done").narrowed_by == 2


def test_everything_keeps_the_rings_only() -> None:
    assert read("theme=needs&whose=mine&rings=audience", usual="concerns").everything().as_query() == (
        "whose=all&rings=audience"
    )


def test_long_words_are_cut() -> None:
    assert len(read("theme=" + "x" * 5000).theme) == 60
