"""Taking back what was taken of a proposal for all schools: every school's step, as one."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction
from django_scopes import scope

from digivuosi.apps.people.models import User
from digivuosi.apps.schools.models import Event, School
from digivuosi.apps.timing.models import Run
from digivuosi.apps.wheel.actions import CannotUndo, undo


@dataclass(frozen=True)
class Untaken:
    """What came of it."""

    schools: tuple[School, ...]
    """Where the step was taken back."""
    kept: tuple[School, ...]
    """Where all of it has been changed since, so that it stays."""


def take_all_back(*, by: User, run: Run, since: int) -> Untaken:
    """Take back what was taken of a run from the event numbered `since` on; what was changed after that stays."""
    numbers = [number for number in run.taken if number >= since]
    back, kept = [], []
    with transaction.atomic(), scope(provider=run.provider):
        events = Event.objects.filter(pk__in=numbers, undone_by=None, school__isnull=False).select_related("school")
        for event in events.order_by("pk"):
            school = event.school
            assert school is not None  # noqa: S101  (asked for above)
            school.provider = event.provider = run.provider
            try:
                with scope(provider=run.provider, school=school):
                    undo(by=by, event=event)
            except CannotUndo:
                kept.append(school)
            else:
                back.append(school)
    return Untaken(tuple(back), tuple(kept))
