"""What is decided about hours: rules by pupils, mentors' time, absences, quiet weeks, new things a week."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from django_scopes import scope

from digivuosi.apps.people.models import User
from digivuosi.apps.schools.actions import Refused
from digivuosi.apps.schools.events import record
from digivuosi.apps.schools.models import Event, Provider, School
from digivuosi.apps.timing.actions.states import (
    Rules,
    absence_state,
    mentor_state,
    rules_state,
    school_state,
)
from digivuosi.apps.timing.models import (
    LONGEST_REASON,
    MOST_ABSENCES,
    MOST_NEW,
    MOST_QUIET_WEEKS,
    MOST_RULES,
    USUAL_NEW_PER_WEEK,
    Absence,
    AbsenceKind,
    HourRule,
    MentorTime,
    ProviderTiming,
    SchoolTiming,
)
from digivuosi.domain.schoolyear.parts import monday_of_written_week


def set_hour_rules(*, by: User, provider: Provider, rules: Rules) -> Event | None:
    """Replace the provider's whole table of paid hours by pupils; None when nothing changed.

    Raises ValueError for more rows of a role than there is room for, or the same number of pupils twice.
    """
    for rows in rules.values():
        if len(rows) > MOST_RULES or len({pupils for pupils, _hours in rows}) < len(rows):
            raise ValueError("too many rows, or the same number of pupils twice")
    with transaction.atomic(), scope(provider=provider):
        before = rules_state()
        HourRule.objects.all().delete()
        for kind, rows in rules.items():
            for pupils, hours in rows:
                HourRule.objects.create(provider=provider, kind=kind, from_pupils=pupils, hours=hours)
        after = rules_state()
        if before == after:
            return None
        return record(
            by=by, provider=provider, verb="timing.rules", about=("hour-rules", provider.pk), before=before, after=after
        )


def set_new_per_week(*, by: User, provider: Provider, new_per_week: int) -> Event | None:
    """How many new things a week teachers are asked to take up, where their school has not said."""
    _check_new(new_per_week)
    with transaction.atomic(), scope(provider=provider):
        row = ProviderTiming.objects.first() or ProviderTiming(provider=provider)
        before = {"new_per_week": row.new_per_week if row.pk else USUAL_NEW_PER_WEEK}
        row.new_per_week = new_per_week
        row.save()
        after = {"new_per_week": new_per_week}
        if before == after:
            return None
        return record(by=by, provider=provider, verb="timing.new-per-week", about=row, before=before, after=after)


def set_school_timing(
    *,
    by: User,
    school: School,
    year: int,
    new_per_week: int | None,
    quiet_weeks: Sequence[Mapping[str, str]],
) -> Event | None:
    """A school's own number of new things a week (None: as the provider says) and its own quiet weeks.

    Raises ValueError for a week that is none, or too many.
    """
    if new_per_week is not None:
        _check_new(new_per_week)
    if len(quiet_weeks) > MOST_QUIET_WEEKS:
        raise ValueError("too many quiet weeks")
    rows = {row["week"]: str(row.get("reason", "")).strip()[:LONGEST_REASON] for row in quiet_weeks}
    for week in rows:
        monday_of_written_week(week)
    weeks = [{"week": week, "reason": reason} for week, reason in sorted(rows.items())]
    return _change_school(by, school, year, new_per_week=new_per_week, quiet_weeks=weeks)


def set_need(*, by: User, school: School, year: int, need: int) -> Event | None:
    """How much support a school needs, from 0 to 10: in a mentor's round greater need comes first."""
    if not 0 <= need <= 10:
        raise ValueError("need is from 0 to 10")
    return _change_school(by, school, year, need=need)


def _change_school(by: User, school: School, year: int, **values: Any) -> Event | None:
    with transaction.atomic(), scope(provider=school.provider, school=school):
        row = SchoolTiming.objects.filter(year=year).first() or SchoolTiming(school=school, year=year)
        before = school_state(row)
        for name, value in values.items():
            setattr(row, name, value)
        after = school_state(row)
        if before == after:
            return None
        row.save()
        return record(
            by=by,
            provider=school.provider,
            school=school,
            verb="timing.school",
            about=row,
            before=before,
            after=after,
        )


def set_mentor_time(
    *,
    by: User,
    provider: Provider,
    user: User,
    year: int,
    hours_per_week: Decimal,
    visit_hours: Decimal,
    from_week: str = "",
    to_week: str = "",
) -> Event | None:
    """A mentor's hours a week over all schools, how many of them are for visits, and the working weeks.

    Raises ValueError when the visits take more than there is, or the weeks are none or the wrong way round.
    """
    if not 0 <= visit_hours <= hours_per_week <= 40:
        raise ValueError("the hours of visits are a part of at most 40 hours a week")
    for week in filter(None, (from_week, to_week)):
        monday_of_written_week(week)
    if from_week and to_week and to_week < from_week:
        raise ValueError("the last week comes before the first one")
    with transaction.atomic(), scope(provider=provider):
        row = MentorTime.objects.filter(year=year, user=user).first()
        before = mentor_state(row)
        row = row or MentorTime(provider=provider, year=year, user=user)
        row.hours_per_week, row.visit_hours = hours_per_week, visit_hours
        row.from_week, row.to_week = from_week, to_week
        after = mentor_state(row)
        if before == after:
            return None
        row.save()
        return record(by=by, provider=provider, verb="timing.mentor", about=row, before=before, after=after)


def add_absence(
    *, by: User, provider: Provider, user: User, from_week: str, to_week: str, kind: str, school: School | None = None
) -> Absence:
    """Someone is away from one week to another, both counted in. `school` is where it was written, for the history.

    Raises ValueError for weeks that are none or the wrong way round, Refused when there are too many.
    """
    for week in (from_week, to_week):
        monday_of_written_week(week)
    if to_week < from_week:
        raise ValueError("the last week comes before the first one")
    with transaction.atomic(), scope(provider=provider):
        if Absence.objects.filter(user=user).count() >= MOST_ABSENCES:
            raise Refused(_("There are too many absences of this person. Remove old ones first."))
        row = Absence.objects.create(
            provider=provider, user=user, from_week=from_week, to_week=to_week, kind=AbsenceKind(kind)
        )
        record(
            by=by, provider=provider, school=school, verb="timing.absence-added", about=row, after=absence_state(row)
        )
    return row


def remove_absence(*, by: User, absence: Absence, school: School | None = None) -> Event:
    """Someone is there after all."""
    with transaction.atomic(), scope(provider=absence.provider):
        event = record(
            by=by,
            provider=absence.provider,
            school=school,
            verb="timing.absence-removed",
            about=absence,
            before=absence_state(absence),
        )
        absence.delete()
    return event


def _check_new(new_per_week: int) -> None:
    if not 0 <= new_per_week <= MOST_NEW:
        raise ValueError(f"new things a week are from 0 to {MOST_NEW}")
