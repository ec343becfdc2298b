"""A school and its city's new edition: nothing moves by itself, nothing of the school's is lost."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.utils import timezone
from django_scopes import scope

from digivuosi.apps.schools.actions import Refused
from digivuosi.apps.schools.models import Event, School
from digivuosi.apps.sharing.actions import leave_proposals, reopen_proposal, take_proposals, take_up_again
from digivuosi.apps.sharing.actions.answering import undo_left
from digivuosi.apps.sharing.actions.working import update_schools
from digivuosi.apps.sharing.models import Answer, Followed, Proposal, SchoolsUpdate, UpdateState
from digivuosi.apps.sharing.queries.proposals import asked_of
from digivuosi.apps.sharing.queries.updates import answers_in, updates_of
from digivuosi.apps.toolkit.actions import add_measure, change_locally, remove_measure
from digivuosi.apps.toolkit.queries import draft_of, local_changes_of, toolkit_for_school
from digivuosi.apps.wheel.actions import decline, move, pin
from digivuosi.apps.wheel.models import Placement
from digivuosi.domain.texts import Text
from digivuosi.domain.toolkit.changes import MeasureChanges
from digivuosi.domain.toolkit.documents import from_document
from digivuosi.domain.toolkit.toolkit import Measure, Span
from tests.apps.sharing.copies import SURVEY, change, proposals_of, put_out
from tests.apps.wheel.years import fill, inside, placed
from tests.cast import YEAR, Municipality
from tests.snapshots import once

NO_SECOND = pytest.mark.one_database(
    "test_taking_a_move_moves_only_it and test_new_and_removed_measures_are_proposed ask the same rows of both"
)

pytestmark = pytest.mark.django_db

LATER = Span("week 47", "week 48")
"""The survey's new recommended time."""
REPEATED = "tutor-network"


@pytest.fixture
def filled(with_toolkit: Municipality) -> Municipality:
    once("filled", lambda: fill(with_toolkit))
    return with_toolkit


def move_survey(town: Municipality, name: str = "2026-2", span: Span = LATER) -> None:
    change(town, SURVEY, lambda _m: {"recommended_time": span, "window": Span("week 40", "week 50")})
    put_out(town, name)


def standing(town: Municipality) -> dict[tuple[str, int], tuple[date, date]]:
    with inside(town):
        rows = Placement.objects.filter(school=town.school)
        return {(row.measure_key, row.occurrence): (row.first, row.last) for row in rows}


def change_survey_locally(town: Municipality, fields: MeasureChanges) -> None:
    with inside(town):
        change_locally(by=town.people["principal"], school=town.school, key=SURVEY, fields=fields)


def take(town: Municipality, *names: tuple[str, str]) -> None:
    found = proposals_of(town.school)
    by = town.people["principal"]
    take_proposals(by=by, school=town.school, year=YEAR, proposals=[found[name].pk for name in names])


def leave(town: Municipality, *names: tuple[str, str]) -> None:
    found = proposals_of(town.school)
    by = town.people["principal"]
    leave_proposals(by=by, school=town.school, year=YEAR, proposals=[found[name].pk for name in names])


@NO_SECOND
def test_what_moved_in_time_is_proposed_and_nothing_moves(filled: Municipality) -> None:
    before = standing(filled)
    move_survey(filled)
    assert standing(filled) == before
    assert set(proposals_of(filled.school)) == {("moved", SURVEY)}
    with inside(filled):
        (one,) = asked_of(filled.school, YEAR, "fi").open
    (moving,) = one.moves
    assert (moving.placement.first, moving.placement.last) == before[SURVEY, 1]
    assert moving.to.first.isocalendar().week == 47
    assert not moving.is_own_place
    assert any("viikko 47" in reason for reason in one.reasons)


@NO_SECOND
def test_a_school_without_the_measure_is_not_asked_of_its_time(filled: Municipality) -> None:
    move_survey(filled)
    assert ("moved", SURVEY) not in proposals_of(filled.other_school)


def test_taking_a_move_moves_only_it(filled: Municipality) -> None:
    before = standing(filled)
    move_survey(filled)
    take(filled, ("moved", SURVEY))
    after = standing(filled)
    assert after.pop((SURVEY, 1))[0].isocalendar().week == 47
    before.pop((SURVEY, 1))
    assert after == before
    assert proposals_of(filled.school)["moved", SURVEY].answer == Answer.TAKEN
    with inside(filled):
        assert asked_of(filled.school, YEAR, "fi").open == []


def test_a_move_of_its_own_is_told_and_what_people_agreed_is_not_asked(filled: Municipality) -> None:
    by = filled.people["principal"]
    with inside(filled):
        move(by=by, placement=placed(filled, SURVEY), weeks=1)
    move_survey(filled)
    with inside(filled):
        (one,) = asked_of(filled.school, YEAR, "fi").open
        assert one.moves[0].is_own_place
        pin(by=by, placement=placed(filled, SURVEY), pinned=True)
        assert asked_of(filled.school, YEAR, "fi").open == []


def test_what_was_left_stays_left_whatever_comes(filled: Municipality) -> None:
    move_survey(filled)
    before = standing(filled)
    leave(filled, ("moved", SURVEY))
    move_survey(filled, "2026-3", Span("week 49", "week 50"))
    assert proposals_of(filled.school)["moved", SURVEY].answer == Answer.LEFT
    assert standing(filled) == before
    with inside(filled):
        assert asked_of(filled.school, YEAR, "fi").open == []


def test_what_was_left_can_be_asked_again(filled: Municipality) -> None:
    move_survey(filled)
    leave(filled, ("moved", SURVEY))
    by = filled.people["principal"]
    row = proposals_of(filled.school)["moved", SURVEY]
    reopen_proposal(by=by, school=filled.school, year=YEAR, proposal=row.pk)
    assert proposals_of(filled.school)["moved", SURVEY].answer == Answer.OPEN
    leave(filled, ("moved", SURVEY))
    with scope(provider=filled.provider):
        event = Event.objects.filter(verb="proposal.left").order_by("-pk").first()
    assert event is not None
    undo_left(by=by, event=event)
    assert proposals_of(filled.school)["moved", SURVEY].answer == Answer.OPEN


def test_what_waits_goes_on_from_where_it_began(filled: Municipality) -> None:
    move_survey(filled)
    move_survey(filled, "2026-3", Span("week 49", "week 49"))
    row = proposals_of(filled.school)["moved", SURVEY]
    assert row.since_id < row.edition_id
    with inside(filled):
        (one,) = asked_of(filled.school, YEAR, "fi").open
    assert one.row.since.name == "2026-1"
    assert one.moves[0].to.first.isocalendar().week == 49


def test_local_changes_stay_and_the_rest_follows(filled: Municipality) -> None:
    change_survey_locally(filled, MeasureChanges(days=4))
    change(filled, SURVEY, lambda m: {"purpose": Text.from_mapping({**m.purpose.to_document(), "fi": "Uusi syy."})})
    put_out(filled, "2026-2")
    toolkit = toolkit_for_school(filled.school)
    assert toolkit is not None
    mine = toolkit.measure(SURVEY)
    assert mine is not None
    assert (mine.days, mine.purpose.get("fi")) == (4, "Uusi syy.")


@NO_SECOND
def test_a_school_with_a_time_of_its_own_is_not_asked_of_the_citys(filled: Municipality) -> None:
    change_survey_locally(
        filled, MeasureChanges(window=Span("november", "november"), recommended_time=Span("week 46", "week 46"))
    )
    move_survey(filled)
    assert ("moved", SURVEY) not in proposals_of(filled.school)


@NO_SECOND
def test_where_both_changed_the_schools_stays_until_it_chooses(filled: Municipality) -> None:
    change_survey_locally(filled, MeasureChanges(days=4, title=Text.of(fi="Meidän kysely")))
    change(filled, SURVEY, lambda _m: {"days": 12})
    put_out(filled, "2026-2")
    assert local_changes_of(filled.school).of(SURVEY).days == 4
    with inside(filled):
        found = next(one for one in asked_of(filled.school, YEAR, "fi").open if one.row.kind == "disputed")
    assert [(one.ours, one.theirs) for one in found.disputed] == [("4", "12")]
    take(filled, ("disputed", SURVEY))
    changes = local_changes_of(filled.school).of(SURVEY)
    assert changes.days is None
    assert changes.title is not None
    assert changes.title.get("fi") == "Meidän kysely", "only what was in question is given up"


def test_new_and_removed_measures_are_proposed(filled: Municipality) -> None:
    by, provider = filled.people["coordinator"], filled.provider
    window = Span("november", "november")
    fresh = Measure("photo-day", Text.of(fi="Kuvauspäivä"), Text.of(fi="Muistoja."), "participation", window)
    add_measure(by=by, provider=provider, measure=fresh)
    draft = draft_of(provider)
    assert draft is not None
    remove_measure(by=by, provider=provider, key="code-week", version=draft.version)
    before = standing(filled)
    put_out(filled, "2026-2")
    assert standing(filled) == before
    assert {("new", "photo-day"), ("gone", "code-week")} <= set(proposals_of(filled.school))
    take(filled, ("new", "photo-day"), ("gone", "code-week"))
    after = standing(filled)
    assert ("photo-day", 1) in after
    assert ("code-week", 1) not in after
    assert {key for key in before if key[0] != "code-week"} <= set(after)


@NO_SECOND
def test_a_declined_measure_is_not_proposed(filled: Municipality) -> None:
    with inside(filled):
        by = filled.people["principal"]
        decline(by=by, school=filled.school, year=YEAR, measure_key=SURVEY, reason="Ei tänä vuonna.")
    move_survey(filled)
    assert proposals_of(filled.school) == {}


def test_a_renamed_measure_keeps_its_place(filled: Municipality) -> None:
    """A measure with a new key and the same content, word for word, is the same one."""
    draft = draft_of(filled.provider)
    assert draft is not None
    by, provider = filled.people["coordinator"], filled.provider
    measure = from_document(draft.document).measure("code-week")
    assert measure is not None
    remove_measure(by=by, provider=provider, key="code-week", version=draft.version)
    add_measure(by=by, provider=provider, measure=replace(measure, key="coding-hour"))
    before = standing(filled)
    put_out(filled, "2026-2")
    after = standing(filled)
    assert after["coding-hour", 1] == before["code-week", 1]
    assert ("code-week", 1) not in after
    assert not {key for kind, key in proposals_of(filled.school) if kind in ("new", "gone")}


@NO_SECOND
def test_what_changed_meanwhile_is_not_taken(filled: Municipality) -> None:
    move_survey(filled)
    pk = proposals_of(filled.school)["moved", SURVEY].pk
    leave(filled, ("moved", SURVEY))
    by = filled.people["principal"]
    with pytest.raises(Refused):
        take_proposals(by=by, school=filled.school, year=YEAR, proposals=[pk])


def test_every_school_is_taken_over_and_the_answers_are_counted(filled: Municipality) -> None:
    fill(filled, filled.other_school)
    move_survey(filled)
    (update,) = updates_of(filled.provider)
    assert (update.state, update.done, update.total) == (UpdateState.DONE, 3, 3)
    take(filled, ("moved", SURVEY))
    assert answers_in(filled.provider, YEAR) == {"open": 1, "taken": 1, "left": 0}


def test_a_dead_workers_update_is_taken_up_and_goes_on(filled: Municipality) -> None:
    move_survey(filled)
    units = School.objects.filter(provider=filled.provider)
    with scope(provider=filled.provider, school=list(units)):
        Followed.objects.filter(school=filled.other_school).delete()
        old = timezone.now() - timedelta(minutes=1)
        SchoolsUpdate.objects.update(state=UpdateState.RUNNING, beat_at=old, ended_at=None, done=2)
    kept = proposals_of(filled.school)
    assert take_up_again() == 1
    (update,) = updates_of(filled.provider)
    assert (update.state, update.done, update.attempt) == (UpdateState.DONE, 3, 2)
    assert {name: row.pk for name, row in proposals_of(filled.school).items()} == {n: r.pk for n, r in kept.items()}
    assert update_schools.call(update.pk) == "not waiting"


@NO_SECOND
def test_a_newer_edition_takes_schools_over_from_where_they_stand(filled: Municipality) -> None:
    """The update to 2026-2 never came to the second school; 2026-3 must tell it of both changes."""
    fill(filled, filled.other_school)
    move_survey(filled)
    units = School.objects.filter(provider=filled.provider)
    with scope(provider=filled.provider, school=list(units)):
        Followed.objects.filter(school=filled.other_school).delete()
        Proposal.objects.filter(school=filled.other_school).delete()
        SchoolsUpdate.objects.update(state=UpdateState.WAITING, ended_at=None)
    change(filled, "mid-year-check", lambda _m: {"days": 3})
    put_out(filled, "2026-3")
    assert ("moved", SURVEY) in proposals_of(filled.other_school)
    newest, passed = updates_of(filled.provider)
    assert (newest.state, passed.state) == (UpdateState.DONE, UpdateState.PASSED)
