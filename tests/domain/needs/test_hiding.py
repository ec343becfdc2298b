"""What may be shown of a round, attacked in every way that we know."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench.needs_attack import attack
from digivuosi.domain.needs.counting import Counts, Distribution
from digivuosi.domain.needs.hiding import LEAST, POOL, PROVIDER, WHOLE, Hidden, Release, release


def counts_of(cells: Mapping[tuple[str, str], tuple[int, ...]], unknown: int = 0) -> Counts:
    """Make counts of one statement with the number of answers on each step, by unit and group."""
    length = len(next(iter(cells.values()))) if cells else 5
    held = {(unit, group, "a"): Distribution(counts, unknown) for (unit, group), counts in cells.items()}
    sheets: dict[str, int] = {}
    for (unit, _, _), one in held.items():
        sheets[unit] = sheets.get(unit, 0) + one.answers + unknown
    return Counts("autumn", {"a": length}, held, sheets)


units = st.sampled_from([f"school-{number}" for number in range(6)])
groups = st.sampled_from(["grade-1", "grade-2", "several"])
answers = st.lists(st.integers(0, 6), min_size=3, max_size=3).map(tuple).filter(any)
rounds = st.dictionaries(st.tuples(units, groups), answers, min_size=1, max_size=14).map(counts_of)


@given(rounds)
def test_an_attacker_recovers_nothing(counts: Counts) -> None:
    assert attack(counts, release(counts)).recovered == ()


@given(rounds)
def test_every_shown_figure_is_from_five_answers_or_more(counts: Counts) -> None:
    assert all(one.answers >= LEAST for one in release(counts).shown.values())


@given(rounds)
def test_what_is_shown_is_true(counts: Counts) -> None:
    for (unit, group, _), shown in release(counts).shown.items():
        if unit in (PROVIDER, POOL):
            continue
        held = [one for (u, g, _), one in counts.cells.items() if u == unit and group in (WHOLE, g)]
        assert shown.counts == tuple(map(sum, zip(*(one.counts for one in held), strict=True)))


@given(rounds)
def test_the_whole_is_the_sum_of_what_is_shown(counts: Counts) -> None:
    released = release(counts)
    pieces = [one for (unit, group, _), one in released.shown.items() if unit != PROVIDER and group == WHOLE]
    whole = released.cell(PROVIDER, "a")
    assert (sum(one.answers for one in pieces) if pieces else None) == (
        whole.answers if isinstance(whole, Distribution) else None
    )


@given(rounds)
def test_a_release_is_kept_as_a_document(counts: Counts) -> None:
    released = release(counts)
    assert Release.from_document(released.to_document()) == released


def broken(counts: Counts, **shown: tuple[str, str]) -> Release:
    """Return a release in which some cells are shown that should not be."""
    released = release(counts)
    more = {(*cell, "a"): counts.cells[(*cell, "a")] for cell in shown.values()}
    return replace(released, shown={**released.shown, **more})


def test_the_attacker_finds_a_group_left_out_by_itself() -> None:
    counts = counts_of({("s", "one"): (2, 3, 4), ("s", "two"): (1, 1, 0)})
    assert attack(counts, release(counts)).recovered == ()
    found = attack(counts, broken(counts, one=("s", "one"))).recovered
    assert {how for how, _ in found} == {"equations", "bounds", "differences"}


def test_the_attacker_finds_a_school_by_what_another_knows() -> None:
    counts = counts_of({("s", "one"): (2, 2, 0), ("t", "one"): (0, 1, 2)})
    assert release(counts).cell(POOL, "a") is Hidden.FEW
    pool = counts.cells["s", "one", "a"] + counts.cells["t", "one", "a"]
    shown = replace(release(counts), shown={(POOL, WHOLE, "a"): pool})
    assert {how for how, _ in attack(counts, shown).recovered} == {"knows s", "knows t"}


def test_the_attacker_finds_answers_that_are_all_alike() -> None:
    counts = counts_of({("s", "one"): (0, 6, 0), ("s", "two"): (0, 2, 0)})
    assert release(counts).cell("s", "a") is Hidden.ALIKE
    whole = counts.cells["s", "one", "a"] + counts.cells["s", "two", "a"]
    shown = replace(release(counts), shown={("s", WHOLE, "a"): whole})
    assert "bounds" in {how for how, _ in attack(counts, shown).recovered}


@pytest.mark.parametrize(
    ("cells", "unit", "group", "expected"),
    [
        ({("s", "one"): (1, 1, 2)}, "s", WHOLE, Hidden.FEW),
        ({("s", "one"): (1, 2, 2)}, "s", WHOLE, Distribution((1, 2, 2))),
        ({("s", "one"): (0, 5, 0)}, "s", WHOLE, Distribution((0, 5, 0))),
        ({("s", "one"): (3, 3, 3), ("s", "two"): (1, 0, 0)}, "s", "one", Hidden.BESIDE),
        ({("s", "one"): (3, 3, 3), ("s", "two"): (1, 0, 0)}, "s", "two", Hidden.FEW),
        ({("s", "one"): (3, 3, 3), ("s", "two"): (1, 4, 0)}, "s", "two", Distribution((1, 4, 0))),
        ({("s", "one"): (3, 3, 3), ("s", "two"): (1, 4, 0)}, PROVIDER, "two", Distribution((1, 4, 0))),
        ({("s", "one"): (1, 1, 1)}, PROVIDER, WHOLE, Hidden.FEW),
        ({("s", "one"): (1, 1, 1)}, "t", WHOLE, Hidden.NONE),
    ],
)
def test_pieces(
    cells: Mapping[tuple[str, str], tuple[int, ...]], unit: str, group: str, expected: Distribution | Hidden
) -> None:
    assert release(counts_of(cells)).cell(unit, "a", group) == expected


def test_many_who_answer_alone_are_heard_together() -> None:
    counts = counts_of({(f"school-{number}", "none"): ((1, 0, 0) if number % 2 else (0, 0, 1)) for number in range(7)})
    released = release(counts)
    assert released.cell(PROVIDER, "a") == Distribution((3, 0, 4))
    assert not any(released.shows(unit) for unit in released.units)


def test_small_schools_are_left_out_of_the_whole_when_they_are_too_few() -> None:
    counts = counts_of({("large", "one"): (4, 4, 4), ("small", "one"): (1, 1, 0)})
    assert release(counts).cell(PROVIDER, "a") == Distribution((4, 4, 4))


def test_counting_a_round_twice_would_tell_one_answer() -> None:
    """Why a round is counted once: nothing is hidden from whoever sees the figures before and after an answer."""
    before = release(counts_of({("s", "one"): (2, 3, 1)})).cell("s", "a")
    after = release(counts_of({("s", "one"): (2, 3, 2)})).cell("s", "a")
    assert isinstance(before, Distribution)
    assert isinstance(after, Distribution)
    difference = [now - was for was, now in zip(before.counts, after.counts, strict=True)]
    assert difference == [0, 0, 1], "so the app keeps the first release, and never makes another of the same round"
