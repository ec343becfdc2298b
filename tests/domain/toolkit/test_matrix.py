"""The matrix shows who does what, and what is missing or double."""

from __future__ import annotations

from digivuosi.domain.texts import LANGUAGES, Text
from digivuosi.domain.toolkit.matrix import DUTIES, LEVELS, MarkKind, responsibility_matrix
from digivuosi.domain.toolkit.toolkit import Area, Audience, Duty, Level, Responsibility, Role, RoleKind, Toolkit

ADMINISTRATION, SCHOOL, COMMUNITY = Level
R, A, C, I = Duty  # noqa: E741 - the letters of the matrix


def toolkit(*statements: tuple[Level, str, Duty, str]) -> Toolkit:
    return Toolkit(
        id="a",
        edition="1",
        title=Text.of(fi="A"),
        publisher="A",
        areas=(Area("devices", Text.of(fi="Laitteet")),),
        audiences=(Audience("guardians", Text.of(fi="Huoltajat")),),
        roles=(
            Role("coordinator", RoleKind.COORDINATOR, Text.of(fi="Koordinaattori"), ADMINISTRATION),
            Role("principal", RoleKind.PRINCIPAL, Text.of(fi="Rehtori", sv="Rektor")),
            Role("teachers", RoleKind.TEACHERS, Text.of(fi="Opettajat")),
        ),
        responsibilities=tuple(
            Responsibility(f"r{number}", level, actor, duty, about, Text.of(fi="Teemme."))
            for number, (level, actor, duty, about) in enumerate(statements)
        ),
    )


WHOLE = (
    (ADMINISTRATION, "coordinator", A, "devices"),
    (ADMINISTRATION, "coordinator", R, "devices"),
    (SCHOOL, "principal", A, "devices"),
    (SCHOOL, "teachers", R, "devices"),
    (COMMUNITY, "guardians", R, "devices"),
)


def kinds(*statements: tuple[Level, str, Duty, str]) -> list[MarkKind]:
    return [mark.kind for mark in responsibility_matrix(toolkit(*statements)).marks]


def test_rows_are_areas_and_columns_are_actors_by_level() -> None:
    matrix = responsibility_matrix(toolkit(*WHOLE))
    assert [(column.level, column.actor) for column in matrix.columns] == [
        (ADMINISTRATION, "coordinator"),
        (SCHOOL, "principal"),
        (SCHOOL, "teachers"),
        (COMMUNITY, "guardians"),
    ]
    (row,) = matrix.rows
    assert row.title.get("fi") == "Laitteet"
    assert [cell.duties for cell in row.cells] == [(R, A), (A,), (R,), (R,)]
    assert [column.actor for column in matrix.columns_of(SCHOOL)] == ["principal", "teachers"]
    assert matrix.marks == ()


def test_a_level_without_a_doer_is_a_gap() -> None:
    told = ((SCHOOL, "teachers", I, "devices"), (SCHOOL, "principal", I, "devices"))
    assert kinds(*WHOLE[:2], WHOLE[4], *told) == [MarkKind.NO_RESPONSIBLE]


def test_who_answers_for_it_may_have_it_done_on_another_level() -> None:
    assert kinds(*WHOLE[:3], WHOLE[4], (SCHOOL, "teachers", I, "devices")) == []
    nobody_does_it = ((ADMINISTRATION, "coordinator", A, "devices"), (SCHOOL, "principal", A, "devices"))
    found = kinds(*nobody_does_it, (SCHOOL, "teachers", I, "devices"), (COMMUNITY, "guardians", I, "devices"))
    assert found == [MarkKind.NO_RESPONSIBLE, MarkKind.NO_RESPONSIBLE]


def test_a_level_on_which_nothing_is_said_is_a_gap() -> None:
    assert kinds(
        *WHOLE[:2], WHOLE[4], (ADMINISTRATION, "teachers", I, "devices"), (ADMINISTRATION, "principal", I, "devices")
    ) == [MarkKind.NOTHING_SAID]


def test_the_wider_community_has_no_duties_by_default() -> None:
    assert kinds(*WHOLE[:4]) == []


def test_two_accountable_are_an_overlap() -> None:
    (mark,) = responsibility_matrix(toolkit(*WHOLE, (SCHOOL, "teachers", A, "devices"))).marks
    assert mark.kind is MarkKind.TWO_ACCOUNTABLE
    assert not mark.is_gap
    assert (mark.about, mark.level, mark.actors) == ("devices", SCHOOL, ("principal", "teachers"))
    assert mark.text.get("fi") == "”Laitteet”: tasolla koulu on useampi vastaava (A): Rehtori, Opettajat"
    assert mark.text.get("sv").endswith("Rektor, Opettajat")


def test_one_who_is_accountable_on_each_level_is_no_overlap() -> None:
    assert kinds(*WHOLE) == []


def test_a_role_with_nothing_to_do_is_shown() -> None:
    matrix = responsibility_matrix(toolkit(*WHOLE[:3], WHOLE[4], (SCHOOL, "principal", R, "devices")))
    (mark,) = matrix.marks
    assert (mark.kind, mark.actors) == (MarkKind.IDLE_ACTOR, ("teachers",))
    assert [cell.statements for cell in matrix.rows[0].cells if cell.column.actor == "teachers"] == [()]


def test_unknown_actors_and_areas_are_shown() -> None:
    marks = responsibility_matrix(toolkit(*WHOLE, (SCHOOL, "king", R, "the-throne"))).marks
    assert {mark.kind for mark in marks} >= {MarkKind.UNKNOWN_ACTOR, MarkKind.UNKNOWN_AREA}
    for mark in marks:
        assert mark.text.languages == ("en", "fi", "sv")


def test_an_area_nobody_speaks_of_has_a_row() -> None:
    assert kinds()[:3] == [MarkKind.NOTHING_SAID, MarkKind.NOTHING_SAID, MarkKind.IDLE_ACTOR]


def test_levels_and_duties_have_names() -> None:
    assert {text.languages for text in (*LEVELS.values(), *DUTIES.values())} == {tuple(sorted(LANGUAGES))}
