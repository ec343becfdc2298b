"""What a respondent is asked, and which answers are taken in."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digivuosi.domain.needs.answering import (
    LONGEST_TEXT,
    MOST_FIELDS,
    AnswerSheet,
    SheetProblem,
    asked,
    choices,
    read_sheet,
    statements,
)
from digivuosi.domain.toolkit.surveys import BranchKind, StatementKind
from digivuosi.domain.toolkit.toolkit import Toolkit

TEACHERS = "autumn-teachers"
MOST_STATEMENTS = 40


def keys(toolkit: Toolkit, *branches: str) -> set[str]:
    return {one.key for one in statements(asked(toolkit, TEACHERS, branches))}


def test_a_teacher_answers_only_what_is_theirs(starter: Toolkit) -> None:
    everyone, low = keys(starter), keys(starter, "grades-1-2")
    assert "low-commands" in low - everyone
    assert not {"mid-ai", "high-own-work", "subject-languages"} & low


def test_a_subject_is_asked_of_its_grade_only(starter: Toolkit) -> None:
    assert "subject-languages" not in keys(starter, "languages")
    assert "subject-languages" not in keys(starter, "grades-7-9")
    assert "subject-languages" in keys(starter, "grades-7-9", "languages")


def test_no_survey_takes_more_than_ten_minutes(starter: Toolkit) -> None:
    everything = [branch.key for branch in starter.branches]
    for survey in starter.surveys:
        assert len(list(statements(asked(starter, survey.key, everything)))) <= MOST_STATEMENTS
        assert survey.minutes <= 10


def test_every_survey_asks_about_the_six_areas_and_measures_answer_them(starter: Toolkit) -> None:
    answered = {need for measure in starter.measures for need in measure.needs}
    for survey in starter.surveys:
        needs = {one.need for one in statements(asked(starter, survey.key, ())) if one.need}
        assert needs == {need.key for need in starter.needs} <= answered


def test_a_survey_asks_for_grades_and_subjects_in_their_order(starter: Toolkit) -> None:
    grades, subjects = choices(starter, TEACHERS)
    assert (grades.kind, subjects.kind) == (BranchKind.GRADE, BranchKind.SUBJECT)
    assert [branch.key for branch in grades.branches] == ["pre-primary", "grades-1-2", "grades-3-6", "grades-7-9"]
    assert choices(starter, "digital-teams") == ()


def test_answers_become_a_sheet(starter: Toolkit) -> None:
    answers = {"devices-at-hand": "4", "network-holds": 0, "one-change": " Lisää aikaa.\r\n ", "right-programs": ""}
    assert read_sheet(starter, TEACHERS, ["grades-1-2"], answers) == AnswerSheet(
        TEACHERS,
        ("grades-1-2",),
        (("devices-at-hand", 4), ("network-holds", 0)),
        (("one-change", "Lisää aikaa."),),
    )


def test_what_is_not_asked_is_left_out(starter: Toolkit) -> None:
    sheet = read_sheet(starter, TEACHERS, ["grades-1-2"], {"mid-ai": "2", "low-commands": "2", "nothing": "1"})
    assert sheet.steps == (("low-commands", 2),)


@pytest.mark.parametrize(
    ("branches", "answers", "field"),
    [
        ([], {"devices-at-hand": "6"}, "devices-at-hand"),
        ([], {"devices-at-hand": "-1"}, "devices-at-hand"),
        ([], {"devices-at-hand": "1.0"}, "devices-at-hand"),
        ([], {"devices-at-hand": "four"}, "devices-at-hand"),
        ([], {"one-change": "x" * (LONGEST_TEXT + 1)}, "one-change"),
        (["grade-12"], {"devices-at-hand": "1"}, "grade-12"),
        ([], {}, ""),
        ([], {str(number): "1" for number in range(MOST_FIELDS + 1)}, ""),
        ([str(number) for number in range(100)], {"devices-at-hand": "1"}, ""),
    ],
)
def test_what_is_refused(starter: Toolkit, branches: list[str], answers: Mapping[str, object], field: str) -> None:
    with pytest.raises(SheetProblem) as problem:
        read_sheet(starter, TEACHERS, branches, answers)
    assert field in {fault.field for fault in problem.value.faults}


def test_what_was_right_is_kept_beside_what_is_refused(starter: Toolkit) -> None:
    long = "x" * (LONGEST_TEXT + 1)
    answers = {"devices-at-hand": "9", "network-holds": "2", "one-change": long}
    with pytest.raises(SheetProblem) as problem:
        read_sheet(starter, TEACHERS, ["grades-1-2", "grade-12"], answers)
    kept = problem.value.kept
    assert kept is not None
    assert kept.branches == ("grades-1-2",)
    assert kept.steps == (("network-holds", 2),)
    assert kept.texts == (("one-change", long),), "whoever wrote too much shortens it, and does not write it again"


def test_an_unknown_survey_is_refused(starter: Toolkit) -> None:
    with pytest.raises(SheetProblem):
        read_sheet(starter, "none", [], {"devices-at-hand": "1"})


def test_a_sheet_on_the_way_may_be_empty(starter: Toolkit) -> None:
    assert read_sheet(starter, TEACHERS, [], {}, partial=True) == AnswerSheet(TEACHERS)


@given(
    branches=st.lists(st.sampled_from(["grades-1-2", "grades-7-9", "languages", "x"]), max_size=4),
    answers=st.dictionaries(
        st.sampled_from(["devices-at-hand", "low-commands", "one-change", "subject-languages", "mid-ai"]),
        st.integers(-2, 9) | st.text(max_size=8) | st.none() | st.booleans(),
        max_size=5,
    ),
)
def test_whatever_comes_in_only_asked_statements_on_their_scales_come_out(
    starter: Toolkit, branches: list[str], answers: Mapping[str, object]
) -> None:
    try:
        sheet = read_sheet(starter, TEACHERS, branches, answers)
    except SheetProblem:
        return
    held = {one.key: one for one in statements(asked(starter, TEACHERS, branches))}
    for key, step in sheet.steps:
        scale = starter.scale(held[key].scale)
        assert scale is not None
        assert 0 <= step <= len(scale.steps)
    assert all(held[key].kind is StatementKind.FREE_TEXT and words.strip() for key, words in sheet.texts)
