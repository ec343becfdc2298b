"""Area scores from elsewhere: what is taken in, and what is told by row and column."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digivuosi.domain.needs.importing import (
    MOST_COLUMNS,
    MOST_FAULTS,
    MOST_ROWS,
    Mapped,
    OutsideScore,
    column_name,
    framework_mapping,
    number_of,
    read_scores,
)
from digivuosi.domain.toolkit.toolkit import Toolkit

UNITS = {"Pohjoinen koulu": "north", "Etelä": "south"}
HEAD = ["Koulu", "Vastaajia", "C", "D"]
MAPPED = Mapped("Koulu", {"C": "technology-in-use", "D": "teacher-competence"}, 1, 5, "Vastaajia", "SELFIE")


def test_scores_are_read_onto_one_scale(starter: Toolkit) -> None:
    rows = [HEAD, ["pohjoinen  KOULU", 12, "3,0", 5], ["Etelä", "5", "", " 1.5 "], [None, "", "", ""]]
    found = read_scores(rows, MAPPED, UNITS, starter)
    assert found.faults == ()
    assert found.scores == (
        OutsideScore("north", "teacher-competence", 100, "SELFIE", 12, 1, 5),
        OutsideScore("north", "technology-in-use", 50, "SELFIE", 12, 1, 5),
        OutsideScore("south", "teacher-competence", 12.5, "SELFIE", 5, 1, 5),
    )


def test_columns_of_one_need_are_averaged(starter: Toolkit) -> None:
    mapped = Mapped("K", {"A": "resources", "B": "resources"}, 0, 100)
    (found,) = read_scores([["K", "A", "B"], ["Etelä", 40, 60]], mapped, UNITS, starter).scores
    assert (found.score, found.answers) == (50, None)


def test_a_row_under_five_is_left_out_and_is_no_fault(starter: Toolkit) -> None:
    found = read_scores([HEAD, ["Etelä", 4, 3, 3], ["Pohjoinen koulu", 5, 3, 3]], MAPPED, UNITS, starter)
    assert not found.faults
    assert [one.words.get("fi") for one in found.left_out] == ["rivi 2: vastauksia on alle 5: riviä ei oteta mukaan"]
    assert {one.unit for one in found.scores} == {"north"}


@pytest.mark.parametrize(
    ("row", "words"),
    [
        (["Itäinen", 9, 3, 3], "rivi 2, sarake A: koulua ”Itäinen” ei ole"),
        (["Etelä", "", 3, 3], "rivi 2, sarake B: ”” ei ole luku"),
        (["Etelä", 9, "kolme", ""], "rivi 2, sarake C: ”kolme” ei ole luku"),
        (["Etelä", 9, "", 5.5], "rivi 2, sarake D: 5.5 ei ole välillä 1–5"),
        (["Etelä", 9, "nan", ""], "rivi 2, sarake C: ”nan” ei ole luku"),
    ],
)
def test_what_is_wrong_is_told_by_row_and_column(starter: Toolkit, row: list[object], words: str) -> None:
    found = read_scores([HEAD, row], MAPPED, UNITS, starter)
    assert [fault.words.get("fi") for fault in found.faults] == [words]
    assert found.scores == ()


def test_a_school_stands_once(starter: Toolkit) -> None:
    found = read_scores([HEAD, ["Etelä", 9, 3, 3], ["etelä", 9, 4, 4]], MAPPED, UNITS, starter)
    assert [fault.words.get("en") for fault in found.faults] == [
        "row 3, column A: the school “etelä” is already on row 2"
    ]
    assert len(found.scores) == 2


@pytest.mark.parametrize(
    ("rows", "mapped", "words"),
    [
        ([], MAPPED, "the table is empty"),
        ([["Koulu", "C"]], MAPPED, "row 1: there is no column “D”; the columns are: Koulu, C"),
        ([["Koulu", *HEAD]], MAPPED, "row 1, column B: the column “Koulu” is there twice"),
        ([HEAD], Mapped("Koulu", {"C": "gone"}, 1, 5), "the need “gone” is not in the toolkit"),
        ([HEAD] * (MOST_ROWS + 2), MAPPED, "the table is too large"),
        ([["x"] * (MOST_COLUMNS + 1)], MAPPED, "the table is too large"),
    ],
)
def test_a_table_that_cannot_be_read(starter: Toolkit, rows: list[list[object]], mapped: Mapped, words: str) -> None:
    found = read_scores(rows, mapped, UNITS, starter)
    assert found.scores == ()
    assert any(words in fault.words.get("en") for fault in found.faults)


def test_faults_are_limited(starter: Toolkit) -> None:
    rows = [HEAD, *([f"school {number}", 9, 3, 3] for number in range(500))]
    assert len(read_scores(rows, MAPPED, UNITS, starter).faults) == MOST_FAULTS


def test_a_scale_of_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="5–5"):
        Mapped("Koulu", {}, 5, 5)


def test_columns_are_recognised_by_code_or_title(starter: Toolkit) -> None:
    heads = ["Koulu", "C", "SELFIE D", "johtaminen", "Tekninen tuki", "Muu"]
    assert framework_mapping(starter, "SELFIE", heads) == {
        "C": "technology-in-use",
        "SELFIE D": "teacher-competence",
        "johtaminen": "resources",
        "Tekninen tuki": "technical-help",
    }


@pytest.mark.parametrize(("number", "name"), [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ"), (702, "AAA")])
def test_columns_are_named_as_in_spreadsheets(number: int, name: str) -> None:
    assert column_name(number) == name


@pytest.mark.parametrize(
    ("value", "number"), [("3,5", 3.5), ("1 000", 1000), ("75 %", 75), ("−2", -2), ("inf", None), (None, None)]
)
def test_numbers_as_people_write_them(value: object, number: float | None) -> None:
    assert number_of(value) == number


cells = st.none() | st.integers() | st.floats() | st.text(max_size=20) | st.booleans()


@given(st.lists(st.lists(cells | st.sampled_from([*UNITS, *HEAD]), max_size=6), max_size=6))
def test_whatever_comes_in_scores_stay_on_the_scale(starter: Toolkit, rows: list[list[object]]) -> None:
    for one in read_scores([HEAD, *rows], MAPPED, UNITS, starter).scores:
        assert 0 <= one.score <= 100
        assert one.answers is not None
        assert one.answers >= 5
        assert one.unit in UNITS.values()
