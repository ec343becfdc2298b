"""Which measures are suggested, in which order, and why."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digivuosi.domain.needs.suggesting import Situation, Standing, suggest
from digivuosi.domain.texts import LANGUAGES, Text
from digivuosi.domain.toolkit.toolkit import Level, Measure, Need, Part, Role, RoleKind, Span, Toolkit


def measure(key: str, needs: tuple[str, ...], hours: float = 2, **fields: object) -> Measure:
    words = Text.of(fi=key)
    window = Span("october", "november")
    return Measure(key, words, words, "t", window, needs=needs, responsible=(Part("tutor", hours),), **fields)  # type: ignore[arg-type]


TOOLKIT = Toolkit(
    *("k", "1", Text.of(fi="K"), "K"),
    needs=(Need("help", Text.of(fi="Apu")), Need("time", Text.of(fi="Aika"))),
    roles=(Role("tutor", RoleKind.PEDAGOGICAL_SUPPORT, Text.of(fi="Tutor")),),
    measures=(
        measure("both", ("help", "time"), 8),
        measure("broad", ("help", "a", "b"), 1),
        measure("city", ("help",), levels=(Level.ADMINISTRATION,)),
        measure("large", ("help",), 20),
        measure("other", ("a",)),
        measure("small", ("help",), 1),
    ),
)


def order(needs: list[str], situation: Situation = Situation()) -> list[str]:  # noqa: B008
    return [one.measure.key for one in suggest(TOOLKIT, needs, situation)]


def test_the_most_fitting_first_and_the_smaller_first_of_two_alike() -> None:
    assert order(["help"]) == ["small", "large", "both", "broad"]
    assert order(["help", "time"])[0] == "both"


def test_what_is_done_or_planned_stands_last() -> None:
    situation = Situation(planned=["small"], done=["large"])
    found = suggest(TOOLKIT, ["help"], situation)
    assert [one.measure.key for one in found] == ["both", "broad", "small", "large"]
    assert [one.standing for one in found][2:] == [Standing.PLANNED, Standing.DONE]
    assert "On jo vuosikellossa." in found[2].reason.get("fi")


def test_what_was_declined_is_not_suggested() -> None:
    assert "small" not in order(["help"], Situation(declined=["small"]))


def test_what_the_roles_have_no_hours_for_stands_after() -> None:
    found = suggest(TOOLKIT, ["help"], Situation(free_hours={"tutor": 0.5}))
    assert found[0].lacking == ("tutor",)
    assert "Roolilla ”Tutor” on jäljellä 0,5 h, mutta tähän menee 1 h." in found[0].reason.get("fi")
    few = suggest(TOOLKIT, ["help"], Situation(free_hours={"tutor": 5}))
    assert [one.measure.key for one in few] == ["small", "large", "both", "broad"]
    assert [one.lacking for one in few] == [(), ("tutor",), ("tutor",), ()]


def test_a_vacant_role_is_told() -> None:
    found = suggest(TOOLKIT, ["help"], Situation(vacant=["tutor"]))
    assert "Roolilla ”Tutor” ei ole hoitajaa." in found[0].reason.get("fi")


def test_the_need_that_is_left_after_a_year_is_told() -> None:
    (first, *_) = suggest(TOOLKIT, ["help"], Situation(done_before=["small"]))
    assert "Tehtiin myös viime vuonna" in first.reason.get("fi")


def test_the_administration_gets_its_own() -> None:
    assert [one.measure.key for one in suggest(TOOLKIT, ["help"], level=Level.ADMINISTRATION)] == ["city"]


needs = st.lists(st.sampled_from(["help", "time", "a"]), min_size=1, max_size=3, unique=True)
some = st.lists(st.sampled_from([one.key for one in TOOLKIT.measures]), max_size=3)


@given(needs, some, some, st.none() | st.floats(0, 30))
def test_suggestions_hold(chosen: list[str], planned: list[str], done: list[str], free: float | None) -> None:
    situation = Situation(planned=planned, done=done, free_hours={} if free is None else {"tutor": free})
    found = suggest(TOOLKIT, chosen, situation)
    assert [one.standing for one in found] == sorted(one.standing for one in found)
    for one in found:
        assert set(one.answers) == set(chosen) & set(one.measure.needs) != set()
        assert 0 < one.fit <= 1
        assert set(one.reason.languages) == set(LANGUAGES)
        assert (one.standing is Standing.DONE) == (one.measure.key in done)


def test_every_need_of_the_starter_has_something_to_suggest(starter: Toolkit) -> None:
    for need in starter.needs:
        found = suggest(starter, [need.key])
        assert len(found) >= 3, need.key


@pytest.mark.parametrize("language", LANGUAGES)
def test_reasons_are_whole_sentences(starter: Toolkit, language: str) -> None:
    for one in suggest(starter, [need.key for need in starter.needs[:2]]):
        words = one.reason.get(language)
        assert words.endswith(".")
        assert "{" not in words
