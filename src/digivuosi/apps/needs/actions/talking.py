"""The digital talk: what the school chose together, and from there to the wheel."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from digivuosi.apps.needs.models import Talk, Target, Why
from digivuosi.apps.needs.queries.subjects import Subject, subject_of
from digivuosi.apps.people.models import User
from digivuosi.apps.schools.actions import Refused
from digivuosi.apps.schools.events import record
from digivuosi.apps.schools.models import School
from digivuosi.apps.schools.tenant import guard_all
from digivuosi.apps.wheel.actions import Taken, take_chosen
from digivuosi.apps.wheel.models import Placement
from digivuosi.domain.texts import Text

MOST_TARGETS = 3
"""More than three targets are none: the talk has half an hour and the school one year."""


@transaction.atomic
def save_talk(*, by: User, school: School, about: Subject, held_on: date | None, minutes: str) -> Talk:
    """Write down when the talk was held and what else was agreed."""
    talk = _talk(school, about)
    before = {"held_on": talk.held_on.isoformat() if talk.held_on else None, "minutes": talk.minutes}
    talk.held_on, talk.minutes = held_on, minutes
    talk.save(update_fields=["held_on", "minutes"])
    after = {"held_on": held_on.isoformat() if held_on else None, "minutes": minutes}
    record(by=by, provider=school.provider, school=school, verb="talk.save", about=talk, before=before, after=after,
           title=about.title.get(school.provider.language))  # fmt: skip
    return talk


@transaction.atomic
def set_target(
    *, by: User, school: School, about: Subject, area: str, goal: str, sign: str, finding: Mapping[str, Any]
) -> Target:
    """Choose a needs area as a target of the school, or write its goal anew. Raises Refused at the fourth."""
    talk = _talk(school, about)
    target = Target.objects.filter(talk=talk, area=area).first()
    if target is None and Target.objects.filter(talk=talk).count() >= MOST_TARGETS:
        raise Refused(_("Three targets are the most. Take one away first."))
    before = {"goal": target.goal, "sign": target.sign} if target else None
    if target is None:
        target = Target(school=school, talk=talk, area=area, finding=dict(finding))
    target.goal, target.sign = goal, sign
    target.save()
    title = about.area_title(area, school).get(school.provider.language)
    record(by=by, provider=school.provider, school=school, verb="target.save", about=target, before=before,
           after={"goal": goal, "sign": sign}, title=title)  # fmt: skip
    return target


@transaction.atomic
def remove_target(*, by: User, target: Target) -> None:
    """Take a target away. What was taken into the year for it stays, with its reason in words."""
    school, about = target.school, subject_of(target.talk)
    record(by=by, provider=school.provider, school=school, verb="target.remove", about=target,
           before={"area": target.area, "goal": target.goal, "sign": target.sign},
           title=about.area_title(target.area, school).get(school.provider.language))  # fmt: skip
    target.delete()


@transaction.atomic
def take_for_target(
    *, by: User, target: Target, measure_key: str, year: int, reason: Text, since: date | None = None
) -> Taken:
    """Take a measure into the year by the wheel's own action, and say with it why. Raises Refused in words.

    What answers a finding comes after it: with `since` the measure does not begin earlier if its window has room.
    """
    school = target.school
    taken = take_chosen(by=by, school=school, year=year, measure_keys=[measure_key], since=since)
    if taken.refused:
        raise Refused(taken.refused[measure_key].get(school.provider.language))
    explain(school=school, about=subject_of(target.talk), target=target, area=target.area, measure_key=measure_key,
            year=year, reason=reason)  # fmt: skip
    return taken


def explain(
    *, school: School, about: Subject, target: Target | None, area: str, measure_key: str, year: int, reason: Text
) -> None:
    """Attach the reason to every doing of a measure in a year that has none yet."""
    bare = Placement.objects.filter(school=school, year=year, measure_key=measure_key)
    bare = bare.exclude(pk__in=Why.objects.filter(school=school).values("placement"))
    rows = [
        Why(
            school=school, placement=placement, target=target, area=area, round=about.round, reason=reason.to_document()
        )
        for placement in bare
    ]
    guard_all(rows)
    Why.objects.bulk_create(rows)


def _talk(school: School, about: Subject) -> Talk:
    talk, _made = Talk.objects.get_or_create(school=school, **about.fields)
    talk.school = school
    return talk
