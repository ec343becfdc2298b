"""A suggestion says what it changes, changes nothing else, and what is none is refused."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digivuosi.domain.texts import Text
from digivuosi.domain.toolkit.merging.merge import merge
from digivuosi.domain.toolkit.merging.places import side_of
from digivuosi.domain.toolkit.suggestions import (
    LARGEST,
    SuggestionProblem,
    fingerprint_of,
    is_something,
    read_suggestion,
    sides,
    suggest,
)
from digivuosi.domain.toolkit.toolkit import Lesson, Measure, Toolkit
from tests.toolkits import starter

KEY = "autumn-survey"
BASE = starter().toolkit


def measure(toolkit: Toolkit) -> Measure:
    found = toolkit.measure(KEY)
    assert found is not None
    return found


def with_measure(**changes: Any) -> Toolkit:
    measures = tuple(replace(one, **changes) if one.key == KEY else one for one in BASE.measures)
    return replace(BASE, measures=measures, _by_key={})


words = st.text(
    st.characters(min_codepoint=32, max_codepoint=0x2000, exclude_categories=["Cc", "Cs", "Cn"]), min_size=1
)
changes = st.fixed_dictionaries(
    {},
    optional={
        "days": st.integers(1, 200),
        "recommended": st.booleans(),
        "done_when": words.filter(str.strip).map(lambda one: Text.of(fi=one[:300])),
        "learnt": st.sampled_from([(), (Lesson(Text.of(fi="Muistuta."), "Lähelä", "2026-2027"),)]),
    },
)


@given(changes)
def test_taken_into_the_edition_it_is_of_it_gives_the_suggested_measure_and_nothing_else(edit: dict[str, Any]) -> None:
    ours = with_measure(**edit)
    made = read_suggestion(suggest(BASE, ours, KEY, author="Lähelä").to_bytes())
    draft = side_of(BASE)
    base, theirs = sides(draft, made)
    merged = merge(base, draft, theirs)
    assert merged.conflicts == ()
    assert merged.result.toolkit == ours
    assert is_something(made) == (ours != BASE)


@given(changes, st.integers(1, 200))
def test_what_the_draft_changed_elsewhere_stays(edit: dict[str, Any], days: int) -> None:
    made = suggest(BASE, with_measure(**edit), KEY, author="Lähelä")
    others = tuple(one if one.key == KEY else replace(one, days=days) for one in BASE.measures)
    draft = side_of(replace(BASE, measures=others, edition="2027-1", _by_key={}))
    merged = merge(sides(draft, made)[0], draft, sides(draft, made)[1])
    result = merged.result.toolkit
    assert [one for one in result.measures if one.key != KEY] == [one for one in others if one.key != KEY]
    assert result.edition == "2027-1"


def test_it_comes_back_as_it_went() -> None:
    made = suggest(BASE, with_measure(days=17), KEY, author="Lähelä", contact="digi@lahela.example", words="Koska.")
    read = read_suggestion(made.to_bytes())
    assert read == made
    assert fingerprint_of(read) == fingerprint_of(made)
    assert read.title == measure(BASE).title


def test_files_stay_at_home_and_new_things_come_along() -> None:
    role = replace(BASE.roles[0], key="new-role")
    file = replace(next(one for one in BASE.materials if one.path), key="new-file")
    part = replace(measure(BASE).responsible[0], role="new-role")
    ours = with_measure(materials=(*measure(BASE).materials, "new-file"), contributing=(part,))
    ours = replace(ours, roles=(*ours.roles, role), materials=(*ours.materials, file), _by_key={})
    made = suggest(BASE, ours, KEY, author="Lähelä")
    assert [(one.kind, one.key) for one in made.items] == [("measures", KEY), ("roles", "new-role")]
    assert made.items[0].after.materials == measure(BASE).materials  # type: ignore[union-attr]


def document(**changes: Any) -> dict[str, Any]:
    return {**suggest(BASE, with_measure(days=17), KEY, author="Lähelä").to_document(), **changes}


ITEM: dict[str, Any] = document()["items"][0]


@pytest.mark.parametrize(
    "told",
    [
        document(format="digivuosi-suggestion/2"),
        document(items=[]),
        document(items=[ITEM, ITEM]),
        document(items=[ITEM] * 21),
        document(items=[{**ITEM, "kind": "nonsense"}]),
        document(items=[{**ITEM, "after": None}]),
        document(items=[{**ITEM, "after": {**ITEM["after"], "key": "another-key"}}]),
        document(items=[{**ITEM, "after": {**ITEM["after"], "key": "../up"}, "before": None}]),
        document(items=[{**ITEM, "after": {**ITEM["after"], "days": 100_000}}]),
        document(items=[{**ITEM, "after": {**ITEM["after"], "extra": 1}}]),
        document(items=[{**ITEM, "after": {**ITEM["after"], "title": {"fi": "x" * 5_000}}}]),
        document(items=[{**ITEM, "after": {**ITEM["after"], "title": {"fi": "nolla\0"}}}]),
        document(items=[{"kind": "materials", "before": None, "after": {"key": "f", "kind": "file", "title": "F",
                                                                       "path": "a.md"}}]),
        document(**{"from": ""}),
        document(**{"from": "x" * 201}),
        document(words=["a list"]),
        document(words="\x1b[31m"),
        document(contact="x?bcc=other@lahela.example"),
        document(contact="no address"),
        [],
        None,
        1,
    ],
)  # fmt: skip
def test_what_is_no_suggestion_is_refused(told: object) -> None:
    with pytest.raises(SuggestionProblem) as raised:
        read_suggestion(json.dumps(told).encode())
    assert set(raised.value.message.languages) == {"fi", "sv", "en"}


def test_what_is_too_large_is_not_even_read() -> None:
    with pytest.raises(SuggestionProblem):
        read_suggestion(b" " * (LARGEST + 1))


def test_a_measure_that_is_not_there_cannot_be_suggested() -> None:
    with pytest.raises(KeyError):
        suggest(BASE, BASE, "no-such-measure", author="Lähelä")
