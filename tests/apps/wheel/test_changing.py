"""Changing a placement: what is written, what is logged, what comes back by undo."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from digivuosi.apps.people.models import User
from digivuosi.apps.schools.actions import Refused
from digivuosi.apps.schools.models import Event
from digivuosi.apps.wheel import actions
from digivuosi.apps.wheel.models import Placement
from digivuosi.apps.wheel.taking_back import take_back
from tests.apps.wheel.years import filled, inside, placed
from tests.cast import YEAR, Municipality

NO_SECOND = pytest.mark.one_database(
    "test_a_change_is_logged_and_undo_puts_it_back stores every change on both; this is decided before"
)

pytestmark = pytest.mark.usefixtures("with_toolkit")
Do = Callable[[User, Placement], Event | None]

CHANGES: dict[str, Do] = {
    "move": lambda by, it: actions.move(by=by, placement=it, weeks=1),
    "move_to": lambda by, it: actions.move_to(by=by, placement=it, first=date(2026, 11, 9)),
    "set_status": lambda by, it: actions.set_status(by=by, placement=it, status="in-progress"),
    "give_to": lambda by, it: actions.give_to(by=by, placement=it, users=[by]),
    "write_note": lambda by, it: actions.write_note(by=by, placement=it, note="Muista salasanat"),
    "remove": lambda by, it: actions.remove(by=by, placement=it),
}


@pytest.fixture
def tutor_user(kuusela: Municipality) -> User:
    return filled(kuusela).people["tutor"]


def state(placement: Placement) -> tuple[object, ...]:
    holders = sorted(placement.holders.values_list("pk", flat=True))
    return placement.first, placement.last, placement.status, placement.note, holders, placement.measure_key


@pytest.mark.parametrize("name", CHANGES)
def test_a_change_is_logged_and_undo_puts_it_back(kuusela: Municipality, tutor_user: User, name: str) -> None:
    with inside(kuusela):
        placement = placed(kuusela, "code-week")
        before = state(placement)
        event = CHANGES[name](tutor_user, placement)
        assert event is not None
        assert (event.by, event.school, event.about_title) == (tutor_user, kuusela.school, "Koodiviikko")
        assert event.before != event.after
        undone = actions.undo(by=kuusela.people["principal"], event=event)
        assert undone.undoes == event
        assert state(placed(kuusela, "code-week")) == before


@NO_SECOND
@pytest.mark.parametrize("name", ["set_status", "give_to", "write_note", "move_to"])
def test_doing_the_same_again_is_no_event(kuusela: Municipality, tutor_user: User, name: str) -> None:
    with inside(kuusela):
        placement = placed(kuusela, "code-week")
        assert CHANGES[name](tutor_user, placement)
        count = Event.objects.count()
        assert CHANGES[name](tutor_user, placed(kuusela, "code-week")) is None
        assert Event.objects.count() == count


def test_undo_happens_once(kuusela: Municipality, tutor_user: User) -> None:
    with inside(kuusela):
        event = actions.set_status(by=tutor_user, placement=placed(kuusela, "code-week"), status="done")
        assert event is not None
        actions.undo(by=tutor_user, event=event)
        with pytest.raises(actions.CannotUndo, match="already"):
            actions.undo(by=tutor_user, event=event)


def test_undo_does_not_tread_on_a_later_change_of_the_same(kuusela: Municipality, tutor_user: User) -> None:
    with inside(kuusela):
        placement = placed(kuusela, "code-week")
        first = actions.move(by=tutor_user, placement=placement, weeks=1)
        actions.move(by=tutor_user, placement=placement, weeks=1)
        there = state(placement)
        assert first is not None
        with pytest.raises(actions.CannotUndo, match="changed since"):
            actions.undo(by=tutor_user, event=first)
        assert state(placed(kuusela, "code-week")) == there


def test_a_later_note_does_not_stop_undoing_a_move(kuusela: Municipality, tutor_user: User) -> None:
    with inside(kuusela):
        placement = placed(kuusela, "code-week")
        day = placement.first
        event = actions.move(by=tutor_user, placement=placement, weeks=1)
        actions.write_note(by=tutor_user, placement=placement, note="Jää")
        assert event is not None
        actions.undo(by=tutor_user, event=event)
        again = placed(kuusela, "code-week")
        assert (again.first, again.note) == (day, "Jää")


def test_what_was_removed_does_not_come_back_over_what_was_taken_anew(kuusela: Municipality, tutor_user: User) -> None:
    with inside(kuusela):
        event = actions.remove(by=tutor_user, placement=placed(kuusela, "code-week"))
        actions.take(by=tutor_user, school=kuusela.school, year=YEAR, measure_key="code-week")
        with pytest.raises(actions.CannotUndo):
            actions.undo(by=tutor_user, event=event)


def test_a_removed_placement_cannot_be_moved_back(kuusela: Municipality, tutor_user: User) -> None:
    with inside(kuusela):
        placement = placed(kuusela, "code-week")
        event = actions.move(by=tutor_user, placement=placement, weeks=1)
        actions.remove(by=tutor_user, placement=placement)
        assert event is not None
        with pytest.raises(actions.CannotUndo):
            actions.undo(by=tutor_user, event=event)


def test_what_is_no_change_of_a_year_cannot_be_undone(kuusela: Municipality, tutor_user: User) -> None:
    with inside(kuusela):
        event = Event.objects.exclude(verb__startswith="placement.").filter(school=kuusela.school).first()
        assert event is not None
        with pytest.raises(actions.CannotUndo, match="cannot be undone"):
            actions.undo(by=tutor_user, event=event)


def test_the_history_of_the_school_takes_back_in_the_readers_words(kuusela: Municipality, tutor_user: User) -> None:
    with inside(kuusela):
        event = actions.set_status(by=tutor_user, placement=placed(kuusela, "code-week"), status="done")
    assert event is not None
    take_back(by=tutor_user, event=event)
    with pytest.raises(Refused, match="kumottu"):
        take_back(by=tutor_user, event=event)
    assert placed(kuusela, "code-week").status == "planned"


@NO_SECOND
def test_moving_past_the_end_of_the_year_changes_nothing(kuusela: Municipality, tutor_user: User) -> None:
    with inside(kuusela):
        placement = placed(kuusela, "devices-collected")
        before = state(placement)
        assert actions.move(by=tutor_user, placement=placement, weeks=40) is None
        assert state(placed(kuusela, "devices-collected")) == before


@NO_SECOND
@pytest.mark.parametrize(
    ("first", "last"),
    [
        (date(2026, 10, 6), date(2026, 10, 5)),
        (date(2025, 10, 6), date(2026, 10, 5)),
        (date(2026, 10, 6), date(2028, 1, 1)),
    ],
)
def test_days_that_are_no_place_are_refused(kuusela: Municipality, tutor_user: User, first: date, last: date) -> None:
    with inside(kuusela), pytest.raises(ValueError, match="outside the school year"):
        actions.move_to(by=tutor_user, placement=placed(kuusela, "code-week"), first=first, last=last)


def test_moved_to_a_day_it_stays_as_long_as_it_was(kuusela: Municipality, tutor_user: User) -> None:
    with inside(kuusela):
        placement = placed(kuusela, "code-week")
        assert (placement.last - placement.first).days == 4
        actions.move_to(by=tutor_user, placement=placement, first=date(2026, 11, 4))
        assert (placement.first, placement.last) == (date(2026, 11, 4), date(2026, 11, 10))
