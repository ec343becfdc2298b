"""A survey with what stands inside it: copied, taken away, moved; laws over drawn places."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digivuosi.domain.texts import Text
from digivuosi.domain.toolkit.survey_trees import (
    Changes,
    another_key,
    copied_survey,
    moved,
    next_place,
    siblings,
    without_section,
    without_survey,
)
from digivuosi.domain.toolkit.surveys import Section, Statement, Survey
from digivuosi.domain.toolkit.toolkit import Span, Toolkit
from tests.toolkits import starter

TITLE = Text.of(fi="Kopio")


def toolkit_with(places: list[int]) -> Toolkit:
    """Two surveys; the first one's first section holds statements at the places."""
    surveys = tuple(
        Survey(key, Text.of(fi=key), Text.of(fi="Kysymme."), "teachers", Span("october", "november"))
        for key in ("other", "teachers")
    )
    sections = (
        Section("everyday", "teachers", Text.of(fi="Arki"), 10),
        Section("skills", "teachers", Text.of(fi="Taito"), 20),
        Section("theirs", "other", Text.of(fi="Muut"), 10),
    )
    statements = tuple(
        Statement(f"s{n}", "everyday", Text.of(fi=f"Väite {n}"), place) for n, place in enumerate(places)
    )
    more = (Statement("t", "theirs", Text.of(fi="Toinen"), 10),)
    toolkit = starter().toolkit
    return replace(toolkit, surveys=surveys, sections=sections, statements=statements + more, _by_key={})


def after(toolkit: Toolkit, changes: Changes) -> Toolkit:
    lists: dict[str, dict[str, object]] = {
        kind: {one.key: one for one in getattr(toolkit, kind)} for kind in ("surveys", "sections", "statements")
    }
    for (kind, key), item in changes.items():
        if item is None:
            del lists[kind][key]
        else:
            lists[kind][key] = item
    made = {kind: tuple(items[key] for key in sorted(items)) for kind, items in lists.items()}
    return replace(toolkit, **made, _by_key={})  # type: ignore[arg-type]


def order(toolkit: Toolkit) -> list[str]:
    return [one.key for one in siblings(toolkit, "statements", "s0")]


places = st.lists(st.integers(0, 5), min_size=1, max_size=8)


@given(places, st.data())
def test_a_move_changes_the_order_by_just_that_move(drawn: list[int], data: st.DataObject) -> None:
    toolkit = toolkit_with(drawn)
    before = order(toolkit)
    key = data.draw(st.sampled_from(before))
    steps = data.draw(st.integers(-9, 9))
    now = before.index(key)
    wanted = [one for one in before if one != key]
    wanted.insert(min(max(now + steps, 0), len(wanted)), key)
    assert order(after(toolkit, moved(toolkit, "statements", key, steps))) == wanted


@given(places, st.data())
def test_a_move_touches_nothing_but_places_of_siblings(drawn: list[int], data: st.DataObject) -> None:
    toolkit = toolkit_with(drawn)
    key = data.draw(st.sampled_from(order(toolkit)))
    changes = moved(toolkit, "statements", key, data.draw(st.sampled_from((-1, 1))))
    for (kind, name), item in changes.items():
        old = toolkit.statement(name)
        assert kind == "statements"
        assert isinstance(item, Statement)
        assert old is not None
        assert item == replace(old, place=item.place) != old


def test_moving_beyond_the_ends_changes_nothing() -> None:
    toolkit = toolkit_with([10, 20])
    assert moved(toolkit, "statements", "s0", -1) == {}
    assert moved(toolkit, "statements", "s1", 1) == {}
    assert moved(toolkit, "sections", "theirs", 1) == {}
    with pytest.raises(KeyError):
        moved(toolkit, "statements", "no-such", 1)


@given(places)
def test_a_copy_asks_the_same_under_keys_of_its_own(drawn: list[int]) -> None:
    toolkit = toolkit_with(drawn)
    both = after(toolkit, copied_survey(toolkit, "teachers", "teachers-2", TITLE))
    old, new = both.survey_parts("teachers"), both.survey_parts("teachers-2")
    assert [part.section.title for part in old] == [part.section.title for part in new]
    asked = [[one.text for part in parts for one in part.statements] for parts in (old, new)]
    assert asked[0] == asked[1]
    keys = {one.key for part in old for one in part.statements}
    assert keys.isdisjoint(one.key for part in new for one in part.statements)
    assert after(both, without_survey(both, "teachers-2")) == toolkit


def test_a_copy_stands_for_no_measure_and_keeps_its_own_title() -> None:
    toolkit = toolkit_with([10])
    survey = replace(toolkit.surveys[1], measure="autumn-survey")
    toolkit = replace(toolkit, surveys=(toolkit.surveys[0], survey), _by_key={})
    made = after(toolkit, copied_survey(toolkit, "teachers", "spring", TITLE)).survey("spring")
    assert made is not None
    assert (made.title, made.measure, made.audience) == (TITLE, "", "teachers")
    with pytest.raises(KeyError):
        copied_survey(toolkit, "no-such", "spring", TITLE)


def test_taking_away_takes_what_stands_inside_and_nothing_else() -> None:
    toolkit = toolkit_with([10, 20])
    left = after(toolkit, without_survey(toolkit, "teachers"))
    assert [one.key for one in left.surveys] == ["other"]
    assert [one.key for one in left.sections] == ["theirs"]
    assert [one.key for one in left.statements] == ["t"]
    left = after(toolkit, without_section(toolkit, "everyday"))
    assert [one.key for one in left.sections] == ["skills", "theirs"]
    assert [one.key for one in left.statements] == ["t"]


@given(st.sets(st.sampled_from([f"key-{n}" for n in range(2, 9)])))
def test_another_key_is_free_and_no_longer_than_a_key_may_be(taken: set[str]) -> None:
    made = another_key("key", taken)
    assert made not in taken
    assert len(another_key("a" * 60, {f"{'a' * 58}-2"})) == 60


def test_the_next_place_is_after_all_and_within_the_format() -> None:
    assert next_place([]) == 10
    assert next_place(toolkit_with([10, 25]).statements) == 30
    assert next_place(toolkit_with([100_000]).statements) == 100_000
