"""Taking back what was decided about hours and absences, when nobody has changed it since."""

from __future__ import annotations

from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from django_scopes import scope

from digivuosi.apps.people.models import User
from digivuosi.apps.schools.actions import Refused
from digivuosi.apps.schools.events import record
from digivuosi.apps.schools.models import Event
from digivuosi.apps.timing.actions.states import absence_state, mentor_state, rules_state, school_state
from digivuosi.apps.timing.models import (
    USUAL_NEW_PER_WEEK,
    Absence,
    AbsenceKind,
    HourRule,
    MentorTime,
    ProviderTiming,
    SchoolTiming,
)


def take_back(*, by: User, event: Event) -> Event:
    """Undo one event of this app. Raises Refused in words when it is too late."""
    provider, school = event.provider, event.school
    with transaction.atomic(), scope(provider=provider, **({"school": school} if school else {})):
        _WAYS[event.verb](event)
        return record(
            by=by,
            provider=provider,
            school=school,
            verb=f"{event.verb}.undo",
            about=(event.about_kind, event.about_id),
            title=event.about_title,
            before=event.after,
            after=event.before,
            undoes=event,
        )


def _rules(event: Event) -> None:
    _same(rules_state(), event.after)
    HourRule.objects.all().delete()
    for kind, rows in (event.before or {}).items():
        for pupils, hours in rows:
            HourRule.objects.create(
                provider=event.provider, kind=kind, from_pupils=int(pupils), hours=Decimal(str(hours))
            )


def _new_per_week(event: Event) -> None:
    row = ProviderTiming.objects.filter(pk=event.about_id).first()
    _same({"new_per_week": row.new_per_week if row else USUAL_NEW_PER_WEEK}, event.after)
    if row is not None:
        row.new_per_week = (event.before or {}).get("new_per_week", USUAL_NEW_PER_WEEK)
        row.save()


def _school(event: Event) -> None:
    row = SchoolTiming.objects.filter(pk=event.about_id).first()
    _same(school_state(row), event.after)
    if row is not None:
        for name, value in (event.before or {}).items():
            setattr(row, name, value)
        row.save()


def _mentor(event: Event) -> None:
    row = MentorTime.objects.filter(pk=event.about_id).first()
    _same(mentor_state(row), event.after)
    if row is None:
        return
    before = event.before
    if before is None:
        row.delete()
        return
    row.hours_per_week, row.visit_hours = Decimal(str(before["hours_per_week"])), Decimal(str(before["visit_hours"]))
    row.from_week, row.to_week = before["from_week"], before["to_week"]
    row.save()


def _added(event: Event) -> None:
    row = Absence.objects.filter(pk=event.about_id).first()
    _same(absence_state(row) if row else None, event.after)
    if row is not None:
        row.delete()


def _removed(event: Event) -> None:
    state = event.before or {}
    user = User.objects.filter(pk=int(state["user"]), is_active=True).first()
    if user is None:
        raise Refused(_("It has been changed since, so it cannot be taken back."))
    Absence.objects.create(
        provider=event.provider,
        user=user,
        from_week=state["from_week"],
        to_week=state["to_week"],
        kind=AbsenceKind(state["kind"]),
    )


def _same(now: object, then: object) -> None:
    if now is None or now != then:
        raise Refused(_("It has been changed since, so it cannot be taken back."))


_WAYS = {
    "timing.rules": _rules,
    "timing.new-per-week": _new_per_week,
    "timing.school": _school,
    "timing.mentor": _mentor,
    "timing.absence-added": _added,
    "timing.absence-removed": _removed,
}
CAN_BE_UNDONE = tuple(_WAYS)
