"""Many placements moved as one step: back all together, or each by itself; what changed meanwhile stays."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.urls import reverse

from digivuosi.apps.schools.models import Event
from digivuosi.apps.wheel import actions
from digivuosi.apps.wheel.actions import CannotUndo, Move, MovedTogether
from digivuosi.apps.wheel.models import Placement
from digivuosi.apps.wheel.queries.history import changes_of
from digivuosi.domain.wheel.placing import Place
from tests.apps.wheel.years import inside, placed
from tests.cast import YEAR, Municipality, Someone

KEYS = ("autumn-survey", "code-week", "mid-year-check")
WEEK = timedelta(days=7)


@pytest.fixture
def town(with_toolkit: Municipality) -> Municipality:
    with inside(with_toolkit):
        for key in KEYS:
            actions.take(by=with_toolkit.people["tutor"], school=with_toolkit.school, year=YEAR, measure_key=key)
    return with_toolkit


def days(town: Municipality) -> dict[str, date]:
    return {key: placed(town, key).first for key in KEYS}


def move_all(town: Municipality, weeks: int = 1) -> MovedTogether:
    moves = []
    for key in KEYS:
        row = placed(town, key)
        to = Place(row.first + weeks * WEEK, row.last + weeks * WEEK)
        moves.append(Move(row.pk, (row.first, row.last), to))
    with inside(town):
        return actions.move_together(by=town.people["principal"], school=town.school, year=YEAR, moves=moves)


def move_back(town: Municipality, key: str, event: Event) -> Event | None:
    with inside(town):
        row = placed(town, key)
        return actions.move_back(by=town.people["principal"], school=town.school, placement=row, event=event)


def undo(town: Municipality, event: Event) -> Event:
    with inside(town):
        return actions.undo(by=town.people["principal"], event=event)


def test_it_is_one_event_and_one_step_back(town: Municipality) -> None:
    before = days(town)
    done = move_all(town)
    assert days(town) == {key: day + WEEK for key, day in before.items()}
    with inside(town):
        assert Event.objects.filter(verb="placement.all-moved").count() == 1
    assert done.event is not None
    undo(town, done.event)
    assert days(town) == before
    with pytest.raises(CannotUndo):
        undo(town, done.event)


def test_one_move_goes_back_alone_and_then_the_rest_together(town: Municipality) -> None:
    before = days(town)
    done = move_all(town)
    assert done.event is not None
    assert move_back(town, "code-week", done.event) is not None
    assert days(town) == {**{k: d + WEEK for k, d in before.items()}, "code-week": before["code-week"]}
    assert move_back(town, "code-week", done.event) is None, "it has gone back already"
    # Someone moves it on by hand; undoing the rest leaves it there.
    with inside(town):
        actions.move(by=town.people["tutor"], placement=placed(town, "code-week"), weeks=2)
    moved_by_hand = days(town)["code-week"]
    undo(town, done.event)
    assert days(town) == {**before, "code-week": moved_by_hand}


def test_what_was_moved_since_does_not_go_back(town: Municipality) -> None:
    done = move_all(town)
    assert done.event is not None
    with inside(town):
        actions.move(by=town.people["tutor"], placement=placed(town, "code-week"), weeks=1)
    assert move_back(town, "code-week", done.event) is None


def test_a_note_written_since_stays_when_the_move_goes_back(town: Municipality) -> None:
    before = days(town)
    done = move_all(town)
    assert done.event is not None
    with inside(town):
        actions.write_note(by=town.people["tutor"], placement=placed(town, "code-week"), note="Sovittu.")
    undo(town, done.event)
    assert days(town) == before
    assert placed(town, "code-week").note == "Sovittu."


def test_what_changed_meanwhile_is_kept_and_told(town: Municipality) -> None:
    stood = {key: placed(town, key) for key in KEYS}
    with inside(town):
        actions.pin(by=town.people["tutor"], placement=placed(town, "autumn-survey"), pinned=True)
        actions.set_status(by=town.people["tutor"], placement=placed(town, "code-week"), status="in-progress")
        actions.remove(by=town.people["tutor"], placement=placed(town, "mid-year-check"))
        moves = [
            Move(row.pk, (row.first, row.last), Place(row.first + WEEK, row.last + WEEK)) for row in stood.values()
        ]
        done = actions.move_together(by=town.people["principal"], school=town.school, year=YEAR, moves=moves)
    assert done.event is None
    assert set(done.kept) == {row.pk for row in stood.values()}
    assert placed(town, "autumn-survey").first == stood["autumn-survey"].first


def test_each_placement_has_the_move_in_its_own_history(town: Municipality) -> None:
    done = move_all(town)
    assert done.event is not None
    with inside(town):
        row = placed(town, "code-week")
        change = changes_of(row)[0]
    assert change.event == done.event
    assert change.fields == ("first", "last")
    assert change.after("first") == row.first
    assert not change.is_undone
    undo(town, done.event)
    with inside(town):
        assert changes_of(placed(town, "code-week"))[0].is_undone


def test_the_page_of_a_placement_takes_its_own_move_back(town: Municipality, tutor: Someone) -> None:
    before = days(town)
    done = move_all(town)
    assert done.event is not None
    row = placed(town, "code-week")
    page = reverse("wheel:placement", kwargs={**town.here, "placement": row.pk})
    back = reverse("wheel:move_back", kwargs={**town.here, "placement": row.pk, "event": done.event.pk})
    assert back in tutor.get(page).content.decode()
    answer = tutor.post(back, follow=True)
    assert "Kumottu" in answer.content.decode()
    assert days(town)["code-week"] == before["code-week"]
    assert days(town)["autumn-survey"] == before["autumn-survey"] + WEEK
    again = tutor.post(back)
    assert again.status_code == 422


def test_a_lock_is_put_on_and_off_and_undone(town: Municipality, tutor: Someone) -> None:
    row = placed(town, "code-week")
    pin = reverse("wheel:pin", kwargs={**town.here, "placement": row.pk})
    told = tutor.post(pin, {"pinned": "1"}, follow=True).content.decode()
    assert placed(town, "code-week").is_pinned
    assert "lukittu paikalleen" in told
    rows = tutor.get(reverse("wheel:list", kwargs=town.here)).content.decode()
    assert rows.count("Lukittu paikalleen") == 1
    with inside(town):
        event = Event.objects.filter(verb="placement.pinned").get()
        actions.undo(by=town.people["tutor"], event=event)
    assert not placed(town, "code-week").is_pinned
    tutor.post(pin, {"pinned": "1"})
    tutor.post(pin, {"pinned": "0"})
    assert not placed(town, "code-week").is_pinned


def test_people_may_move_what_is_locked(town: Municipality) -> None:
    with inside(town):
        row = placed(town, "mid-year-check")
        actions.pin(by=town.people["tutor"], placement=row, pinned=True)
        assert actions.move(by=town.people["tutor"], placement=row, weeks=1) is not None
    assert placed(town, "mid-year-check").is_pinned


def test_events_from_before_there_were_locks_can_still_be_undone(town: Municipality) -> None:
    with inside(town):
        taken = Event.objects.filter(verb="placement.taken").earliest("pk")
        for state in taken.after:
            del state["is_pinned"]
        taken.save(update_fields=["after"])
        removed = actions.remove(by=town.people["tutor"], placement=placed(town, "code-week"))
        del removed.before["is_pinned"]
        removed.save(update_fields=["before"])
        actions.undo(by=town.people["tutor"], event=removed)
        actions.undo(by=town.people["tutor"], event=taken)
        assert not Placement.objects.filter(measure_key="autumn-survey").exists()
        assert Placement.objects.filter(measure_key="code-week", is_pinned=False).exists()
