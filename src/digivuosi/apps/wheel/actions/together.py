"""Many placements moved as one step, as a proposal is taken; each may go back alone, or all together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction

from digivuosi.apps.people.models import User
from digivuosi.apps.schools.events import record
from digivuosi.apps.schools.models import Event, School
from digivuosi.apps.schools.tenant import guard_all
from digivuosi.apps.wheel.actions.states import state_of_new, title_of, write_days
from digivuosi.apps.wheel.models import Moved, Placement, Status
from digivuosi.domain.wheel.placing import Place


@dataclass(frozen=True)
class Move:
    """A placement that is to move, and where it stood when that was thought out."""

    placement: int
    stood: tuple[date, date]
    to: Place


@dataclass(frozen=True)
class MovedTogether:
    """What came of it."""

    event: Event | None
    """The one event of it all, for the way back; None when nothing moved."""
    moved: tuple[int, ...]
    kept: tuple[int, ...]
    """Placements left where they are, since someone has moved, locked, begun or removed them meanwhile."""


@transaction.atomic
def move_together(*, by: User, school: School, year: int, moves: Sequence[Move]) -> MovedTogether:
    """Move placements of one school's year as one step; whatever has changed meanwhile is left as it is."""
    wanted = {move.placement: move for move in moves}
    rows = Placement.objects.select_for_update().filter(school=school, year=year, pk__in=list(wanted))
    ready = [row for row in rows if _still(row, wanted[row.pk])]
    before, after = [], []
    for row in ready:
        to = wanted[row.pk].to
        if (row.first, row.last) == (to.first, to.last):
            continue
        before.append(_days_of(row))
        row.first, row.last = to.first, to.last
        row.save()
        after.append(_days_of(row))
    moved = tuple(state["id"] for state in after)
    kept = tuple(pk for pk in wanted if pk not in {row.pk for row in ready})
    if not moved:
        return MovedTogether(None, (), kept)
    event = record(
        by=by,
        provider=school.provider,
        school=school,
        verb="placement.all-moved",
        about=("school-year", f"{school.pk}/{year}"),
        before=before,
        after=after,
    )
    links = [Moved(school=school, event=event, placement_id=pk) for pk in moved]
    guard_all(links)
    Moved.objects.bulk_create(links)
    return MovedTogether(event, moved, kept)


@transaction.atomic
def move_back(*, by: User, school: School, placement: Placement, event: Event) -> Event | None:
    """Take back the move of one placement out of many; None when it has been moved again since, or gone back."""
    link = Moved.objects.filter(school=school, event=event, placement=placement, undone_by=None).first()
    if link is None:
        return None
    row = Placement.objects.select_for_update().get(pk=placement.pk)
    row.school = school
    was, became = _of(event.before, row.pk), _of(event.after, row.pk)
    if not was or not became or _days_of(row) != became:
        return None
    write_days(row, was)
    back = record(
        by=by,
        provider=school.provider,
        school=school,
        verb="placement.undone",
        about=("placement", row.pk),
        title=title_of(row),
        before={**state_of_new(row), **became},
        after={**state_of_new(row), **was},
    )
    link.undone_by = back
    link.save(update_fields=["undone_by"])
    return back


def all_back(event: Event, school: School) -> tuple[list[dict[str, Any]], list[dict[str, Any]], list[Moved]]:
    """Put back every placement that still stands where the event put it; return the states before and after, and the
    links. What has been moved since, or gone back alone, stays."""
    links = list(Moved.objects.filter(school=school, event=event, undone_by=None))
    rows = Placement.objects.select_for_update().in_bulk([link.placement_id for link in links])
    before, after, undone = [], [], []
    for link in links:
        row = rows.get(link.placement_id)
        was, became = _of(event.before, link.placement_id), _of(event.after, link.placement_id)
        if row is None or not was or not became or _days_of(row) != became:
            continue
        write_days(row, was)
        before.append(became)
        after.append(was)
        undone.append(link)
    return before, after, undone


def _still(row: Placement, move: Move) -> bool:
    return (row.first, row.last) == move.stood and row.status == Status.PLANNED and not row.is_pinned


def _days_of(row: Placement) -> dict[str, Any]:
    return {"id": row.pk, "first": row.first.isoformat(), "last": row.last.isoformat()}


def _of(states: object, pk: int) -> dict[str, Any]:
    rows = states if isinstance(states, list) else []
    return next((dict(state) for state in rows if state.get("id") == pk), {})
