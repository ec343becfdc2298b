"""Taking back what this app does: changes of schools and calendars."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from django_scopes import scope

from digivuosi.apps.people.models import User
from digivuosi.apps.schools.actions import Refused
from digivuosi.apps.schools.events import record
from digivuosi.apps.schools.models import CalendarYear, Event, School


def undo_school(*, by: User, event: Event) -> None:
    """Bring a school back to what it was before the event, if nobody has changed it since."""
    with transaction.atomic(), scope(provider=event.provider):
        school = School.objects.filter(provider=event.provider, pk=event.about_id).first()
        before, after = event.before or {}, event.after or {}
        if school is None or not before or any(getattr(school, k) != v for k, v in after.items()):
            raise Refused(_("It has been changed since, so it cannot be taken back."))
        for field, value in before.items():
            setattr(school, field, value)
        school.full_clean()
        school.save()
        _record(by, event, school, school.name, after, before)


def undo_calendar(*, by: User, event: Event) -> None:
    """Bring the calendar of a year back to what it was; a first one goes, and the usual one shows again."""
    with transaction.atomic(), scope(provider=event.provider):
        row = CalendarYear.objects.filter(pk=event.about_id).first()
        if row is None or row.document != event.after:
            raise Refused(_("It has been changed since, so it cannot be taken back."))
        _record(by, event, row, str(row), event.after, event.before)
        if event.before is None:
            row.delete()
        else:
            row.document = event.before
            row.save()


def _record(by: User, event: Event, row: Any, title: str, before: Any, after: Any) -> None:
    record(
        by=by,
        provider=event.provider,
        school=event.school,
        verb=f"{event.verb}.undo",
        about=row,
        title=title,
        before=before,
        after=after,
        undoes=event,
    )
