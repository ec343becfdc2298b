"""Results of other tools: strongest needs, change without an interval, what may not be shown, means over schools."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digivuosi.domain.needs.outside import (
    Measured,
    beside_words,
    decimal,
    over_schools,
    score_words,
    strongest_outside,
    summarise_outside,
)
from digivuosi.domain.needs.strongest import MOST, WELL
from digivuosi.domain.texts import LANGUAGES
from tests.toolkits import starter

TOOLKIT = starter().toolkit
NEEDS = tuple(need.key for need in TOOLKIT.needs)
THEN, NOW = date(2025, 3, 10), date(2026, 3, 9)

scores = st.dictionaries(st.sampled_from(NEEDS), st.floats(0, 100), max_size=len(NEEDS))


def selfie(need: str, own: float, answers: int | None = None) -> Measured:
    return Measured(need, (own - 1) / 4 * 100, 1, 5, answers)


@given(scores, scores)
def test_the_strongest_needs_are_the_lowest_and_each_reason_names_the_tool(
    now: dict[str, float], before: dict[str, float]
) -> None:
    measured = [Measured(need, score) for need, score in now.items()]
    last = [Measured(need, score) for need, score in before.items()]
    found = summarise_outside(TOOLKIT, "SELFIE", NOW, measured, THEN, last)
    strong = strongest_outside(found)
    assert len(strong) <= MOST
    assert all(one.mean == now[one.need] < WELL for one in strong)
    others = [score for need, score in now.items() if need not in {one.need for one in strong}]
    assert all(one.mean <= score for one in strong for score in others)
    for one in strong:
        assert all(one.reason.get(language).startswith("SELFIE") for language in LANGUAGES)


@given(scores, scores)
def test_a_change_is_told_only_of_what_was_measured_twice(now: dict[str, float], before: dict[str, float]) -> None:
    measured = [Measured(need, score) for need, score in now.items()]
    last = [Measured(need, score) for need, score in before.items()]
    for area in summarise_outside(TOOLKIT, "Opeka", NOW, measured, THEN, last).areas:
        assert (area.change is not None) == (area.need in before)


def test_a_change_is_said_in_words_without_an_interval() -> None:
    def change(then: float, now: float) -> str:
        found = summarise_outside(TOOLKIT, "LIKA", NOW, [Measured(NEEDS[0], now)], THEN, [Measured(NEEDS[0], then)])
        words = found.areas[0].change
        assert words is not None
        return words.get("fi")

    assert change(40, 55).startswith("Parempi kuin viimeksi ma 10.3.2025: 40 → 55 sadasta.")
    assert "voi olla sattumaa" in change(40, 55)
    assert change(55, 40).startswith("Huonompi kuin viimeksi")
    assert change(40.2, 39.8) == "Sama kuin viimeksi ma 10.3.2025: 40 sadasta."


def test_another_scale_is_not_compared() -> None:
    found = summarise_outside(TOOLKIT, "LIKA", NOW, [selfie(NEEDS[0], 3)], THEN, [Measured(NEEDS[0], 40, 0, 4)])
    area = found.areas[0]
    assert area.before is None
    assert area.change is not None
    assert "0–4" in area.change.get("fi")


@pytest.mark.parametrize(("answers", "is_shown"), [(None, True), (5, True), (4, False), (0, False)])
def test_fewer_than_five_answers_are_not_shown_now_or_then(answers: int | None, is_shown: bool) -> None:
    one = selfie(NEEDS[0], 2, answers)
    found = summarise_outside(TOOLKIT, "SELFIE", NOW, [one])
    assert (found.areas[0].now is not None) == is_shown
    assert bool(strongest_outside(found)) == is_shown
    told = " ".join(words for _language, words in found.areas[0].words)
    assert ("25" in told) == is_shown
    later = summarise_outside(TOOLKIT, "SELFIE", NOW, [selfie(NEEDS[0], 3)], THEN, [one])
    assert (later.areas[0].change is not None) == is_shown


def test_a_score_is_told_on_its_own_scale_with_the_decimal_sign_of_the_language() -> None:
    words = score_words("SELFIE", NOW, selfie(NEEDS[0], 3.5))
    assert words.get("fi") == "SELFIE ma 9.3.2026: 3,5 asteikolla 1–5, eli 62 sadasta."
    assert "3.5 on the scale 1–5" in words.get("en")
    assert decimal(4.0).get("fi") == "4"


def test_needs_that_the_toolkit_does_not_know_are_left_out_and_the_rest_stand_in_its_order() -> None:
    measured = [Measured("gone", 10), *(Measured(need, 50) for need in reversed(NEEDS))]
    assert tuple(area.need for area in summarise_outside(TOOLKIT, "X", NOW, measured).areas) == NEEDS


def test_over_schools_only_five_or_more_are_told_and_no_hidden_one_counts() -> None:
    rows = [("SELFIE", NOW, Measured(NEEDS[0], score)) for score in (10, 20, 30, 40)]
    assert over_schools(rows) == ()
    assert over_schools([*rows, ("SELFIE", NOW, Measured(NEEDS[0], 90, answers=4))]) == ()
    assert over_schools([*rows, ("SELFIE", THEN, Measured(NEEDS[0], 50))]) == ()
    (found,) = over_schools([*rows, ("SELFIE", NOW, Measured(NEEDS[0], 50))])
    assert (found.schools, found.mean) == (5, 30)


def test_what_stands_beside_a_measure_claims_no_cause() -> None:
    words = beside_words("SELFIE", THEN, 40, NOW, 55)
    assert "40" in words.get("fi")
    assert "55" in words.get("fi")
    assert "syy voi olla jokin muu" in words.get("fi")
    assert set(words.languages) == set(LANGUAGES)


def test_a_score_stands_where_it_stood_on_its_own_scale() -> None:
    assert replace(selfie(NEEDS[0], 4.25), answers=9).own == pytest.approx(4.25)
