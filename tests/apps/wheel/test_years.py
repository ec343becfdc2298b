"""A school's year as pages ask for it: whose things are, what is vacant, what is late, what hides."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from digivuosi.apps.people.models import User
from digivuosi.apps.responsibilities.actions import name_holder
from digivuosi.apps.toolkit.actions import change_locally
from digivuosi.apps.wheel import actions
from digivuosi.apps.wheel.models import Placement
from digivuosi.apps.wheel.queries import Filters, PlacedMeasure, SchoolsYear, entries_of, now_of, placement_in, year_of
from digivuosi.apps.wheel.queries.entries import OTHERS
from digivuosi.domain.toolkit.changes import MeasureChanges
from tests.apps.wheel.years import fill, filled, inside, placed
from tests.cast import TODAY, YEAR, Municipality

NO_SECOND = pytest.mark.one_database(
    "test_given_to_a_person_it_is_theirs_and_no_longer_the_roles reads the same rows on both; this is computed of them"
)

pytestmark = pytest.mark.usefixtures("with_toolkit")
Read = Callable[..., SchoolsYear]


@pytest.fixture
def read(kuusela: Municipality) -> Read:
    """Read the first school's year, of somebody and with filters."""
    filled(kuusela)

    def reader(who: str = "", **filters: str) -> SchoolsYear:
        user = kuusela.people[who] if who else None
        with inside(kuusela):
            return year_of(kuusela.school, YEAR, user=user, filters=Filters(**filters))

    return reader


def one_of(year: SchoolsYear, key: str) -> PlacedMeasure:
    return next(one for one in year.placed if one.measure.key == key)


def roles(one: PlacedMeasure) -> set[str]:
    return {part.role for part in (*one.measure.responsible, *one.measure.contributing)}


def keys(ones: list[PlacedMeasure]) -> set[str]:
    return {one.measure.key for one in ones}


def test_it_takes_the_same_queries_whatever_its_size(kuusela: Municipality) -> None:
    def count() -> int:
        with inside(kuusela), CaptureQueriesContext(connection) as queries:
            year = year_of(kuusela.school, YEAR, user=kuusela.people["tutor"])
            assert all(one.holders is not None for one in year.placed)
        return len(queries)

    with inside(kuusela):
        actions.take(by=kuusela.people["tutor"], school=kuusela.school, year=YEAR, measure_key="code-week")
    few = count()
    fill(kuusela)
    assert count() == few <= 10


# --- whose it is -------------------------------------------------------------------------------------------------


@NO_SECOND
def test_what_my_role_is_responsible_for_is_mine(read: Read) -> None:
    assert one_of(read("tutor"), "code-week").is_mine
    assert not one_of(read("principal"), "code-week").is_mine
    assert one_of(read("mentor"), "autumn-survey").is_mine


@NO_SECOND
def test_it_concerns_the_target_group_and_those_who_take_part(read: Read) -> None:
    survey = one_of(read("teacher"), "autumn-survey")
    assert survey.concerns_me
    assert not survey.is_mine
    assert one_of(read("principal"), "autumn-survey").concerns_me
    assert not all(one.concerns_me for one in read("teacher").placed)


@NO_SECOND
def test_nobody_asked_means_nobodys(read: Read) -> None:
    assert not any(one.is_mine or one.concerns_me for one in read().placed)


def test_given_to_a_person_it_is_theirs_and_no_longer_the_roles(read: Read, kuusela: Municipality) -> None:
    with inside(kuusela):
        week = placed(kuusela, "code-week")
        actions.give_to(by=kuusela.people["principal"], placement=week, users=[kuusela.people["teacher"]])
    assert one_of(read("teacher"), "code-week").is_mine
    assert not one_of(read("tutor"), "code-week").is_mine
    assert one_of(read(), "code-week").holders == (kuusela.people["teacher"],)


def test_a_role_that_nobody_holds_is_vacant(read: Read, kuusela: Municipality) -> None:
    assert one_of(read(), "device-inventory").vacant == ("technical-support",)
    by, school = kuusela.people["principal"], kuusela.school
    name_holder(by=by, school=school, year=YEAR, kind="technical-support", user=kuusela.people["tutor"])
    assert one_of(read(), "device-inventory").vacant == ()


def test_the_coordinator_is_held_in_the_administration(read: Read, kuusela: Municipality) -> None:
    wheel = one_of(read(), "wheel-in-use")
    assert kuusela.people["coordinator"] in wheel.holders
    assert "coordinator" not in wheel.vacant
    assert one_of(read("coordinator"), "wheel-in-use").is_mine


def test_in_the_administrations_year_schools_roles_are_not_vacant(kuusela: Municipality) -> None:
    fill(kuusela, kuusela.administration)
    with inside(kuusela, kuusela.administration):
        year = year_of(kuusela.administration, YEAR)
    vacant = {kind for one in year.placed for kind in one.vacant}
    assert vacant <= {"it-administration"}
    assert year.placed


# --- filters and what is left ------------------------------------------------------------------------------------


@NO_SECOND
@pytest.mark.parametrize(
    ("filters", "shown"),
    [
        ({"theme": "needs"}, lambda one: one.measure.theme == "needs"),
        ({"audience": "teachers"}, lambda one: "teachers" in one.measure.audiences),
        ({"status": "done"}, lambda one: one.status == "done"),
        ({"status": "late"}, lambda one: one.last < TODAY),
        ({"theme": "no-such"}, lambda one: False),
        ({"whose": "mine"}, lambda one: one.is_mine),
        ({"whose": "concerns"}, lambda one: one.concerns_me),
        ({"role": "mentor"}, lambda one: "mentor" in roles(one)),
    ],
)
def test_each_filter_hides_the_rest_and_counts_it(
    read: Read, filters: dict[str, str], shown: Callable[[PlacedMeasure], bool]
) -> None:
    year = read("tutor", **filters)
    assert year.shown == [one for one in year.placed if shown(one)]
    assert year.hidden_count == len(year.placed) - len(year.shown) > 0


def test_what_was_not_taken_nor_declined_is_left(read: Read, kuusela: Municipality) -> None:
    year = read()
    assert "hour-of-code" not in keys(year.placed)
    assert "hour-of-code" in {measure.key for measure in year.untaken}
    with inside(kuusela):
        actions.decline(
            by=kuusela.people["tutor"], school=kuusela.school, year=YEAR, measure_key="hour-of-code", reason="Ei"
        )
    assert "hour-of-code" not in {measure.key for measure in read().untaken}


def test_a_measure_that_left_the_toolkit_stays_in_the_year(read: Read, kuusela: Municipality) -> None:
    with inside(kuusela):
        Placement.objects.filter(measure_key="code-week").update(measure_key="poistunut")
        one = one_of(year_of(kuusela.school, YEAR), "poistunut")
    assert one.measure.title.get("fi") == "Poistettu toimenpide (poistunut)"
    assert one.theme is None
    assert one.problems == ()
    given = entries_of(read(), "fi")
    assert given.rings[-1].key == OTHERS


def test_the_schools_own_words_are_used(read: Read, kuusela: Municipality) -> None:
    from digivuosi.domain.texts import Text

    with inside(kuusela):
        changes = MeasureChanges(title=Text.of(fi="Koodaustuokio"))
        change_locally(by=kuusela.people["principal"], school=kuusela.school, key="code-week", fields=changes)
    assert one_of(read(), "code-week").measure.title.get("fi") == "Koodaustuokio"


@NO_SECOND
def test_nothing_is_wrong_with_what_is_done(read: Read, kuusela: Municipality) -> None:
    with inside(kuusela):
        survey = placed(kuusela, "autumn-survey")
        actions.move(by=kuusela.people["tutor"], placement=survey, weeks=20)
    assert one_of(read(), "autumn-survey").problems
    with inside(kuusela):
        actions.set_status(by=kuusela.people["tutor"], placement=survey, status="done")
    assert not one_of(read(), "autumn-survey").problems


@NO_SECOND
@pytest.mark.parametrize("status", ["cancelled", "postponed"])
def test_order_does_not_ask_of_what_is_off_the_table(read: Read, kuusela: Municipality, status: str) -> None:
    assert "autumn-survey" in read().standings
    with inside(kuusela):
        actions.set_status(by=kuusela.people["tutor"], placement=placed(kuusela, "autumn-survey"), status=status)
    assert "autumn-survey" not in read().standings


def test_a_placement_of_another_school_is_not_found(kuusela: Municipality) -> None:
    fill(kuusela)
    fill(kuusela, kuusela.other_school)
    other = placed(kuusela, "code-week", kuusela.other_school)
    with inside(kuusela):
        assert placement_in(kuusela.school, other.pk) is None
        assert placement_in(kuusela.school, placed(kuusela, "code-week").pk) is not None


# --- now ---------------------------------------------------------------------------------------------------------


@NO_SECOND
def test_now_tells_mine_late_and_next_apart(read: Read) -> None:
    year = read("tutor")
    now = now_of(year, TODAY)
    assert keys(now.mine) == {one.measure.key for one in year.placed if one.is_mine and one.first.month == 10}
    assert now.late
    assert all(one.is_mine and one.last < TODAY for one in now.late)
    assert all(one.first > date(2026, 10, 31) for one in now.coming)
    assert not set(keys(now.mine)) & set(keys(now.concerns))


@NO_SECOND
def test_what_is_done_is_neither_late_nor_mine_now(read: Read, kuusela: Municipality) -> None:
    with inside(kuusela):
        for placement in Placement.objects.all():
            placement.school = kuusela.school
            actions.set_status(by=kuusela.people["tutor"], placement=placement, status="done")
    now = now_of(read("tutor"), TODAY)
    assert (now.mine, now.late, now.coming, now.vacant) == ([], [], [], [])
    assert now.done_count == now.total_count > 20


@NO_SECOND
def test_the_cancelled_do_not_count(read: Read, kuusela: Municipality) -> None:
    before = now_of(read(), TODAY).total_count
    with inside(kuusela):
        actions.set_status(by=kuusela.people["tutor"], placement=placed(kuusela, "code-week"), status="cancelled")
    assert now_of(read(), TODAY).total_count == before - 1


@NO_SECOND
def test_when_nothing_is_near_the_next_few_are_told(read: Read) -> None:
    far = TODAY.replace(month=12, day=1)
    year = read("tutor")
    for one in year.placed:
        near = one.first <= far + timedelta(days=60)
        one.placement.status = "done" if near else "planned"
    now = now_of(year, far)
    assert 0 < len(now.coming) <= 3


# --- entries of the wheel ----------------------------------------------------------------------------------------


@NO_SECOND
def test_rings_by_theme_and_by_target_group(read: Read) -> None:
    by_theme = entries_of(read(), "fi")
    assert [ring.theme for ring in by_theme.rings] == sorted(ring.theme or 99 for ring in by_theme.rings)
    by_audience = entries_of(read(rings="audience"), "fi")
    assert "teachers" in {ring.key for ring in by_audience.rings}
    assert {entry.theme for entry in by_audience.entries} == {entry.theme for entry in by_theme.entries}
    assert len(by_audience.entries) == len(by_theme.entries)


@NO_SECOND
def test_what_is_selected_dims_the_rest(read: Read) -> None:
    year = read()
    chosen = year.placed[3].placement.pk
    entries = entries_of(year, "fi", selected=chosen).entries
    assert [entry.key for entry in entries if entry.selected] == [str(chosen)]
    assert all(entry.dimmed != entry.selected for entry in entries)
    assert not any(entry.dimmed for entry in entries_of(replace(year), "fi").entries)


def test_people_with_a_given_name_are_shown_once(read: Read, kuusela: Municipality) -> None:
    people: list[User] = [kuusela.people["tutor"], kuusela.people["tutor"]]
    with inside(kuusela):
        actions.give_to(by=kuusela.people["principal"], placement=placed(kuusela, "code-week"), users=people)
    assert len(one_of(read(), "code-week").holders) == 1
