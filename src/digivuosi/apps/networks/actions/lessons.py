"""What was learnt in doing a measure: the municipality's words go into the toolkit, a school's stay with its people."""

from __future__ import annotations

from dataclasses import replace

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from django_scopes import scope

from digivuosi.apps.look import clock
from digivuosi.apps.networks.models import SchoolLesson
from digivuosi.apps.people.models import User
from digivuosi.apps.schools.actions import Refused
from digivuosi.apps.schools.events import record
from digivuosi.apps.schools.models import Provider, School
from digivuosi.apps.toolkit.actions import change_measure
from digivuosi.apps.toolkit.actions.drafts import open_draft
from digivuosi.apps.toolkit.models import Draft
from digivuosi.domain.texts import Text
from digivuosi.domain.toolkit.toolkit import Lesson, in_order

MOST_LESSONS = 50
"""Of one measure; the package format takes no more."""
MOST_OF_SCHOOL = 1_000


def write_lesson(*, by: User, provider: Provider, key: str, text: Text, year: str) -> Draft:
    """Write what the municipality has learnt into the draft; it is published with the next edition."""
    with transaction.atomic(), scope(provider=provider):
        draft = open_draft(provider)
        measure = draft.toolkit.measure(key)
        if measure is None:
            raise Refused(_("It is not in the draft any more."))
        if not text:
            raise Refused(_("Write what was learnt."))
        if len(measure.learnt) >= MOST_LESSONS:
            raise Refused(_("There is no room for more. Take away an old one first."))
        changed = replace(measure, learnt=in_order((*measure.learnt, Lesson(text, provider.name, year))))
        return change_measure(by=by, provider=provider, key=key, measure=changed, version=draft.row.version)


def remove_lesson(*, by: User, provider: Provider, key: str, lesson: Lesson) -> Draft:
    """Take a lesson out of the draft; editions that have it keep it."""
    with transaction.atomic(), scope(provider=provider):
        draft = open_draft(provider)
        measure = draft.toolkit.measure(key)
        if measure is None or lesson not in measure.learnt:
            raise Refused(_("It is not in the draft any more."))
        changed = replace(measure, learnt=tuple(one for one in measure.learnt if one != lesson))
        return change_measure(by=by, provider=provider, key=key, measure=changed, version=draft.row.version)


def write_school_lesson(*, by: User, school: School, measure_key: str, year: int, text: str) -> SchoolLesson:
    """Write what a school has learnt; only its own people read it."""
    with transaction.atomic(), scope(provider=school.provider, school=school):
        if SchoolLesson.objects.filter(school=school).count() >= MOST_OF_SCHOOL:
            raise Refused(_("There is no room for more. Take away an old one first."))
        row = SchoolLesson(
            school=school,
            measure_key=measure_key,
            year=year,
            text=text.strip(),
            written_at=clock.now(),
            written_by=by,
        )
        row.save()
        after = {"measure": measure_key, "text": row.text}
        record(by=by, provider=school.provider, school=school, verb="lesson.write", about=row, after=after)
    return row


def remove_school_lesson(*, by: User, lesson: SchoolLesson) -> None:
    """Take away what a school wrote."""
    school = lesson.school
    with transaction.atomic(), scope(provider=school.provider, school=school):
        before = {"measure": lesson.measure_key, "text": lesson.text}
        record(by=by, provider=school.provider, school=school, verb="lesson.remove", about=lesson, before=before)
        lesson.delete()
