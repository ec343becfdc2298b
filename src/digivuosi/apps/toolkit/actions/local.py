"""A school's own changes over the edition, and its own measures."""

from __future__ import annotations

from collections.abc import Callable

from django.db import transaction
from django_scopes import scope

from digivuosi.apps.people.models import User
from digivuosi.apps.schools.events import record
from digivuosi.apps.schools.models import School
from digivuosi.apps.toolkit.models import LocalChanges
from digivuosi.domain.toolkit.changes import MeasureChanges, SchoolChanges
from digivuosi.domain.toolkit.toolkit import Measure


def change_locally(*, by: User, school: School, key: str, changes: MeasureChanges, title: str = "") -> LocalChanges:
    """Change one measure of the edition for this school only; empty changes take the school's own away."""
    return _change(by, school, "local.changed", key, title, lambda all_of_it: all_of_it.with_measure(key, changes))


def clear_local_change(*, by: User, school: School, key: str, title: str = "") -> LocalChanges:
    """Return to the city's own words."""
    empty = MeasureChanges()
    return _change(by, school, "local.cleared", key, title, lambda all_of_it: all_of_it.with_measure(key, empty))


def add_own_measure(*, by: User, school: School, measure: Measure) -> LocalChanges:
    """Add a measure of the school's own, or put a new text in place of it. Its key begins with `own-`."""
    title = measure.title.get(school.provider.language)
    return _change(by, school, "local.own-added", measure.key, title, lambda all_of_it: all_of_it.with_own(measure))


def remove_own_measure(*, by: User, school: School, key: str, title: str = "") -> LocalChanges:
    """Take an own measure away; what stands of it in the year stays, shown as removed."""
    return _change(by, school, "local.own-removed", key, title, lambda all_of_it: all_of_it.without_own(key))


@transaction.atomic
def _change(
    by: User, school: School, verb: str, key: str, title: str, change: Callable[[SchoolChanges], SchoolChanges]
) -> LocalChanges:
    with scope(provider=school.provider, school=school):
        row, _made = LocalChanges.objects.select_for_update().get_or_create(school=school)
        row.school = school
        before = row.document
        row.document = change(SchoolChanges.from_document(before)).to_document()
        if row.document == before:
            return row
        row.version += 1
        row.save()
        record(
            by=by,
            provider=school.provider,
            school=school,
            verb=verb,
            about=("measure", key),
            title=title or key,
            before=before,
            after=row.document,
        )
    return row
