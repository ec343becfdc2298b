from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date

from django.db import transaction

from digivuosi.apps.people.models import User
from digivuosi.apps.schools.models import Event
from digivuosi.apps.schools.queries import calendar_of
from digivuosi.apps.toolkit.queries import toolkit_for_school
from digivuosi.apps.wheel.actions.states import state_of, tell, title_of
from digivuosi.apps.wheel.models import Placement, Status
from digivuosi.domain.texts import Text
from digivuosi.domain.toolkit.toolkit import Measure, Span
from digivuosi.domain.wheel.placing import Place, length_of, moved, placed_at


def move(*, by: User, placement: Placement, weeks: int) -> Event | None:
    """Move a placement by weeks, as long as it was; None when the year's end leaves it where it is."""
    calendar = calendar_of(placement.school.provider, placement.year)
    place = moved(placement.first, placement.last, weeks, _measure(placement), calendar)
    return _put(by, placement, place)


def move_to(*, by: User, placement: Placement, first: date, last: date | None = None) -> Event | None:
    """Put a placement on its own dates; without `last` it stays as long as it was.

    Raises ValueError (in words of the domain) when the days are outside the school year or the wrong way round.
    """
    calendar = calendar_of(placement.school.provider, placement.year)
    if last is None:
        days = length_of(placement.first, placement.last, calendar)
        return _put(by, placement, placed_at(first, days, _measure(placement), calendar))
    if last < first or first not in calendar or last not in calendar:
        raise ValueError("the days are outside the school year or the wrong way round")
    return _put(by, placement, Place(first, last))


def set_status(*, by: User, placement: Placement, status: str) -> Event | None:
    """Set how it goes; None when it was so already."""

    def write() -> None:
        placement.status = Status(status)
        placement.save()

    return _change("placement.status", placement, by, write)


def pin(*, by: User, placement: Placement, pinned: bool) -> Event | None:
    """Lock a placement in its place, so that no proposal moves it, or let it go; people may move it all the same."""

    def write() -> None:
        placement.is_pinned = pinned
        placement.save()

    return _change("placement.pinned" if pinned else "placement.let-go", placement, by, write)


def give_to(*, by: User, placement: Placement, users: Iterable[User]) -> Event | None:
    """Give a placement to people of the school; with nobody it returns to the holders of its roles."""
    people = list(users)

    def write() -> None:
        placement.holders.set(people)
        placement.save()  # so that the plan's version tells feeds of the change

    return _change("placement.given", placement, by, write)


def write_note(*, by: User, placement: Placement, note: str) -> Event | None:
    """Write the school's own note."""

    def write() -> None:
        placement.note = note.strip()[:2000]
        placement.save()

    return _change("placement.note", placement, by, write)


@transaction.atomic
def remove(*, by: User, placement: Placement) -> Event:
    """Take a placement off the year; undo brings it back as it was."""
    before = state_of(placement)
    event = tell("placement.removed", placement, by=by, before=before, after=None)
    placement.delete()
    return event


def _put(by: User, placement: Placement, place: Place) -> Event | None:
    def write() -> None:
        placement.first, placement.last = place.first, place.last
        placement.save()

    return _change("placement.moved", placement, by, write)


@transaction.atomic
def _change(verb: str, placement: Placement, by: User, write: Callable[[], None]) -> Event | None:
    # The row is read again under the lock of the transaction: what the page read may be old.
    current = Placement.objects.select_for_update().get(pk=placement.pk)
    current.school = placement.school
    before = state_of(current)
    write()
    after = state_of(placement)
    if before == after:
        return None
    return tell(verb, placement, by=by, before=before, after=after, title=title_of(placement))


def _measure(placement: Placement) -> Measure:
    toolkit = toolkit_for_school(placement.school)
    found = toolkit.measure(placement.measure_key) if toolkit else None
    # A measure that left the toolkit may still be moved freely.
    anywhere = Span("year-start any day", "year-end any day")
    return found or Measure(key=placement.measure_key, title=Text(), purpose=Text(), theme="", window=anywhere)
