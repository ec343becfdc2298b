"""The research dataset: nothing in it that the released figures do not hold."""

from __future__ import annotations

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from digivuosi.domain.needs.answering import AnswerSheet
from digivuosi.domain.needs.codebook import GROUP, NOT_TOLD, SMALL, UNIT, Dataset, dataset
from digivuosi.domain.needs.counting import count
from digivuosi.domain.needs.hiding import LEAST, POOL, WHOLE, Release, release
from digivuosi.domain.texts import LANGUAGES
from digivuosi.domain.toolkit.toolkit import Toolkit
from tests.domain.needs.rounds import TEACHERS, sheet_of

SECRET = b"a secret of the provider"
Answers = list[tuple[str, AnswerSheet]]


def made(toolkit: Toolkit, answers: Answers) -> tuple[Release, Dataset]:
    released = release(count(toolkit, TEACHERS, answers))
    return released, dataset(toolkit, released, answers, SECRET)


def respondents(toolkit: Toolkit, unit: str, number: int, *branches: str) -> Answers:
    return [(unit, sheet_of(toolkit, {"resources": 1 + place % 5}, branches)) for place in range(number)]


def test_units_and_grades_stand_where_five_share_them(starter: Toolkit) -> None:
    answers = [
        *respondents(starter, "north", 6, "grades-1-2"),
        *respondents(starter, "north", 7, "grades-3-6"),
        *respondents(starter, "south", 6, "grades-1-2"),
        *respondents(starter, "south", 2, "grades-3-6"),
    ]
    _, held = made(starter, answers)
    groups = Counter(row[:2] for row in held.rows)
    assert sorted(groups.values()) == [6, 7, 8]
    assert len({unit for unit, _ in groups}) == 2
    assert not {"north", "south"} & {row[0] for row in held.rows}
    assert [group for _, group in groups].count(NOT_TOLD) == 1


@given(st.lists(st.integers(0, 9), min_size=4, max_size=4))
def test_a_grade_stands_in_a_row_only_as_in_the_released_figures(starter: Toolkit, sizes: list[int]) -> None:
    places = [(unit, grade) for unit in ("north", "south") for grade in ("grades-1-2", "grades-3-6")]
    answers = [
        one
        for (unit, grade), size in zip(places, sizes, strict=True)
        for one in respondents(starter, unit, size, grade)
    ]
    released, held = made(starter, answers)
    for (_, group), rows in Counter(row[:2] for row in held.rows).items():
        assert rows >= LEAST
        if group != NOT_TOLD:
            assert any(group in released.groups(unit) for unit in released.units)


def test_small_units_are_one_or_not_there(starter: Toolkit) -> None:
    few = [*respondents(starter, "a", 3), *respondents(starter, "b", 4), *respondents(starter, "north", 9)]
    _, held = made(starter, few)
    assert held.left_out == 7
    _, more = made(starter, [*few, *respondents(starter, "c", 4)])
    assert Counter(row[0] for row in more.rows)[SMALL] == 11
    assert more.left_out == 0


def test_what_only_some_are_asked_is_left_out(starter: Toolkit) -> None:
    _, held = made(starter, respondents(starter, "north", 9, "grades-7-9", "languages"))
    names = {column.name for column in held.columns}
    assert "devices-at-hand" in names
    assert not {"subject-languages", "high-own-work", "one-change"} & names


def test_the_codebook_explains_every_column(starter: Toolkit) -> None:
    _, held = made(starter, respondents(starter, "north", 9))
    assert [column.name for column in held.columns][:2] == [UNIT, GROUP]
    for number, column in enumerate(held.columns):
        assert set(column.about.languages) == set(LANGUAGES)
        if column.values:
            assert {row[number] for row in held.rows} <= {code for code, _ in column.values}


units = st.sampled_from(["a", "b", "c", "d"])
sheets = st.builds(
    AnswerSheet,
    st.just(TEACHERS),
    st.sampled_from([(), ("grades-1-2",), ("grades-3-6",)]),
    st.lists(st.sampled_from([("devices-at-hand", 1), ("devices-at-hand", 4), ("time-to-learn", 2)]), max_size=1).map(
        tuple
    ),
)


@given(st.lists(st.tuples(units, sheets), max_size=40))
def test_counting_the_rows_gives_released_figures_only(starter: Toolkit, answers: Answers) -> None:
    released, held = made(starter, answers)
    names = [column.name for column in held.columns]
    for code in {row[0] for row in held.rows}:
        rows = [row for row in held.rows if row[0] == code]
        assert len(rows) >= LEAST
        for number, key in enumerate(names[2:], 2):
            counted = Counter(row[number] for row in rows if row[number] != NOT_TOLD)
            if counted:
                allowed = [
                    {str(step): n for step, n in enumerate((one.unknown, *one.counts)) if n}
                    for (unit, group, about), one in released.shown.items()
                    if about == key and group == WHOLE and (unit == POOL) == (code == SMALL)
                ]
                assert dict(counted) in allowed
