"""Undo: what an event changed is put back, when nothing has changed it since."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from digivuosi.apps.people.models import User
from digivuosi.apps.schools.events import record
from digivuosi.apps.schools.models import Event, School
from digivuosi.apps.wheel.actions.states import state_of, tell, write_state
from digivuosi.apps.wheel.actions.together import all_back
from digivuosi.apps.wheel.models import Decline, Placement
from digivuosi.domain.texts import Text


class CannotUndo(Exception):
    """The change cannot be taken back; `text` says why."""

    def __init__(self, text: Text) -> None:
        super().__init__(text.get("en"))
        self.text = text


@transaction.atomic
def undo(*, by: User, event: Event) -> Event:
    """Take back what `event` did at its school. Raises CannotUndo in words."""
    if Event.objects.filter(undoes=event).exists() or event.school is None:
        raise _cannot("Muutos on jo kumottu.", "Ändringen har redan ångrats.", "The change was already undone.")
    match event.verb:
        case (
            "placement.moved"
            | "placement.status"
            | "placement.given"
            | "placement.note"
            | "placement.pinned"
            | "placement.let-go"
        ):
            return _put_back(by, event)
        case "placement.all-moved":
            return _all_back(by, event)
        case "placement.removed":
            return _bring_back(by, event)
        case "placement.taken" | "placement.all-taken":
            return _take_off(by, event)
        case "measure.declined":
            return _withdraw(by, event)
    raise _cannot("Tätä ei voi kumota.", "Det här kan inte ångras.", "This cannot be undone.")


def _put_back(by: User, event: Event) -> Event:
    placement = Placement.objects.select_for_update().filter(pk=int(event.about_id)).first()
    if placement is None:
        raise _changed()
    assert event.school is not None  # noqa: S101  (checked by undo)
    placement.school = event.school
    current = state_of(placement)
    # Only what the event changed must be as it left it: a later note does not stand in the way of undoing a move.
    before, after = event.before or {}, event.after or {}
    touched = [name for name in after if before[name] != after[name]]
    if any(current[name] != after[name] for name in touched):
        raise _changed()
    wanted = {**current, **{name: before[name] for name in touched}}
    write_state(placement, wanted)
    return tell("placement.undone", placement, by=by, before=current, after=wanted, undoes=event)


def _bring_back(by: User, event: Event) -> Event:
    assert event.school is not None  # noqa: S101  (checked by undo)
    placement = _recreated(event.before or {}, event.school, by)
    return tell("placement.undone", placement, by=by, before=None, after=state_of(placement), undoes=event)


def _take_off(by: User, event: Event) -> Event:
    """Only placements that nobody has touched since leave the year."""
    taken = {state["id"]: state for state in event.after or ()}
    rows = list(Placement.objects.filter(pk__in=list(taken)).prefetch_related("holders"))
    untouched = [row for row in rows if _is_as(taken[row.pk], row)]
    if not untouched:
        raise _changed()
    before = [taken[row.pk] for row in untouched]
    Placement.objects.filter(pk__in=[row.pk for row in untouched]).delete()
    return _tell_of_year(by, event, before=before, after=None)


def _is_as(kept: dict[str, Any], row: Placement) -> bool:
    """Whether the placement is as the event left it; events of before there were locks do not tell of them."""
    now = {**state_of(row), "id": row.pk}
    return {"is_pinned": False, **kept} == now


def _all_back(by: User, event: Event) -> Event:
    assert event.school is not None  # noqa: S101  (checked by undo)
    before, after, links = all_back(event, event.school)
    if not links:
        raise _changed()
    told = _tell_of_year(by, event, before=before, after=after)
    for link in links:
        link.undone_by = told
        link.save(update_fields=["undone_by"])
    return told


def _withdraw(by: User, event: Event) -> Event:
    assert event.school is not None  # noqa: S101  (checked by undo)
    year, measure_key = event.about_id.split("/", 1)
    deleted, _rows = Decline.objects.filter(school=event.school, year=int(year), measure_key=measure_key).delete()
    if not deleted:
        raise _changed()
    for state in event.before or ():
        _recreated(state, event.school, by)
    return _tell_of_year(by, event, before=event.after, after=event.before)


def _recreated(state: dict[str, Any], school: School, by: User) -> Placement:
    stands = Placement.objects.filter(
        school=school, year=state["year"], measure_key=state["measure_key"], occurrence=state["occurrence"]
    )
    if stands.exists():
        raise _changed()
    placement = Placement(school=school, placed_by=by)
    write_state(placement, state)
    return placement


def _tell_of_year(by: User, event: Event, *, before: object, after: object) -> Event:
    return record(
        by=by,
        provider=event.provider,
        school=event.school,
        verb="placement.undone",
        about=(event.about_kind, event.about_id),
        title=event.about_title,
        before=before,
        after=after,
        undoes=event,
    )


def _changed() -> CannotUndo:
    return _cannot(
        "Ei voi kumota: asiaa on muutettu sen jälkeen. Mitään ei muutettu.",
        "Kan inte ångras: saken har ändrats efter det. Ingenting ändrades.",
        "Cannot be undone: it has been changed since. Nothing was changed.",
    )


def _cannot(fi: str, sv: str, en: str) -> CannotUndo:
    return CannotUndo(Text.of(fi=fi, sv=sv, en=en))
