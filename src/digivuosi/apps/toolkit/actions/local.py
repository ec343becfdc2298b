"""What a school changes for itself, and the measures it makes itself."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from django_scopes import scope

from digivuosi.apps.people.models import User
from digivuosi.apps.schools.events import record
from digivuosi.apps.schools.models import Event, School
from digivuosi.apps.toolkit.actions.refusing import Refused, StaleDraft
from digivuosi.apps.toolkit.models import LocalChanges
from digivuosi.apps.toolkit.queries import toolkit_of
from digivuosi.domain.toolkit.changes import MeasureChanges, SchoolChanges, is_own, own_key
from digivuosi.domain.toolkit.documents import item_document
from digivuosi.domain.toolkit.toolkit import Measure, Toolkit

MOST_OWN = 200
"""Own measures of one school; a year of more than these is no plan any more."""
CHANGES, OWN, CARRIED = "local-changes", "own-measure", "all-local-changes"
GONE = _("The measure is not in the toolkit any more.")
TOO_LATE = _("It has been changed since, so it cannot be taken back.")


@dataclass
class _Opened:
    row: LocalChanges
    changes: SchoolChanges

    def save(self) -> None:
        self.row.document = self.changes.to_document()
        # A new row begins at 1, and every later one is a new version.
        self.row.version += 1 if self.row.pk else 0
        self.row.save()


@contextmanager
def _opened(school: School) -> Iterator[_Opened]:
    with transaction.atomic(), scope(provider=school.provider, school=school):
        # The school's row is the lock: there may be no row of changes yet.
        School.objects.select_for_update().get(pk=school.pk)
        row = LocalChanges.objects.filter(school=school).first() or LocalChanges(school=school)
        yield _Opened(row, SchoolChanges.from_document(row.document, school.provider.language))


def change_locally(
    *, by: User, school: School, key: str, fields: MeasureChanges, seen: MeasureChanges | None = None
) -> None:
    """Set what the school has changed in a measure of the city's; with nothing changed, the city's own words return.

    `seen` is what the writer had before them: when that is no longer so, StaleDraft tells both.
    """
    toolkit = _toolkit(school)
    measure = toolkit.measure(key)
    if measure is None:
        raise Refused(GONE)
    with _opened(school) as opened:
        before = opened.changes.of(key)
        if seen is not None and before not in (seen, fields):
            raise StaleDraft(mine=fields, theirs=before, version=opened.row.version, by=None)
        if before == fields:
            return
        opened.changes = opened.changes.with_measure(key, fields)
        opened.save()
        verb = "local.change" if fields else "local.clear"
        _record(by, school, verb, (CHANGES, key), measure, _changes(before, key), _changes(fields, key))


def clear_local_change(*, by: User, school: School, key: str) -> None:
    """Take the school's changes away: the city's words and times hold again."""
    change_locally(by=by, school=school, key=key, fields=MeasureChanges())


def add_own_measure(*, by: User, school: School, measure: Measure) -> Measure:
    """Add a measure of the school's own; it gets a key that no edition uses. Returns it with its key."""
    toolkit = _toolkit(school)
    _refuse_unknown(toolkit, measure)
    with _opened(school) as opened:
        taken = {one.key for one in opened.changes.own}
        if len(taken) >= MOST_OWN:
            raise Refused(_("There is no room for more."))
        if not is_own(measure.key) or measure.key in taken:
            key = own_key(measure.title.get(school.provider.language), taken)
            measure = replace(measure, key=key)
        opened.changes = opened.changes.with_own(measure)
        opened.save()
        _record(by, school, "own.add", (OWN, measure.key), measure, None, item_document(measure))
    return measure


def change_own_measure(*, by: User, school: School, measure: Measure, seen: Measure | None = None) -> None:
    """Change a measure of the school's own."""
    _refuse_unknown(_toolkit(school), measure)
    with _opened(school) as opened:
        before = _own(opened.changes, measure.key)
        if seen is not None and before not in (seen, measure):
            raise StaleDraft(mine=measure, theirs=before, version=opened.row.version, by=None)
        if before == measure:
            return
        opened.changes = opened.changes.with_own(measure)
        opened.save()
        documents = item_document(before), item_document(measure)
        _record(by, school, "own.change", (OWN, measure.key), measure, *documents)


def remove_own_measure(*, by: User, school: School, key: str) -> None:
    """Take a measure of the school's own away; what stands in the year stays there until it is taken off."""
    with _opened(school) as opened:
        before = _own(opened.changes, key)
        opened.changes = opened.changes.without_own(key)
        opened.save()
        _record(by, school, "own.remove", (OWN, key), before, item_document(before), None)


def undo_local(*, by: User, event: Event) -> None:
    """Bring a school's change or own measure back to what it was, if nobody has changed it since."""
    school = event.school
    if school is None:
        raise Refused(TOO_LATE)
    language, key = event.provider.language, event.about_id
    with _opened(school) as opened:
        if event.about_kind == CHANGES:
            if (_changes(opened.changes.of(key), key) or None) != (event.after or None):
                raise Refused(TOO_LATE)
            wanted = SchoolChanges.from_document({"measures": {key: event.before or {}}}, language)
            opened.changes = opened.changes.with_measure(key, wanted.of(key))
        else:
            now = next((item_document(one) for one in opened.changes.own if one.key == key), None)
            if now != event.after:
                raise Refused(TOO_LATE)
            opened.changes = opened.changes.without_own(key)
            if event.before:
                found = SchoolChanges.from_document({"own": [event.before]}, language)
                opened.changes = opened.changes.with_own(found.own[0])
        opened.save()
        record(
            by=by,
            provider=event.provider,
            school=school,
            verb=f"{event.verb}.undo",
            about=(event.about_kind, key),
            title=event.about_title,
            before=event.after,
            after=event.before,
            undoes=event,
        )


def carry_changes(
    *, by: User | None, school: School, edition: str, carry: Callable[[SchoolChanges], SchoolChanges]
) -> SchoolChanges:
    """Take a school's changes over to a new edition: `carry` gets those that it has and returns what they become.

    The school's row is locked meanwhile, so that no change made at the same time is lost.
    """
    with _opened(school) as opened:
        before = opened.changes
        after = carry(before)
        if after != before:
            opened.changes = after
            opened.save()
            record(
                by=by,
                provider=school.provider,
                school=school,
                verb="local.carried",
                about=(CARRIED, school.pk),
                title=edition,
                before=before.to_document(),
                after=after.to_document(),
            )
    return after


def _toolkit(school: School) -> Toolkit:
    toolkit = toolkit_of(school.provider)
    if toolkit is None:
        raise Refused(_("The city has not published a toolkit yet."))
    return toolkit


def _own(changes: SchoolChanges, key: str) -> Measure:
    for one in changes.own:
        if one.key == key:
            return one
    raise Refused(GONE)


def _refuse_unknown(toolkit: Toolkit, measure: Measure) -> None:
    """An own measure names the themes, roles and target groups of the city's toolkit."""
    roles = {part.role for part in (*measure.responsible, *measure.contributing)}
    known = (
        toolkit.theme(measure.theme),
        *map(toolkit.role, roles),
        *map(toolkit.audience, measure.audiences),
    )
    if any(one is None for one in known):
        raise Refused(_("The toolkit has no such theme, role or target group any more."))


def _changes(changes: MeasureChanges, key: str) -> Any:
    measures = SchoolChanges().with_measure(key, changes).to_document().get("measures", {})
    return measures.get(key)


def _record(
    by: User, school: School, verb: str, about: tuple[str, str], measure: Measure, before: Any, after: Any
) -> None:
    record(
        by=by,
        provider=school.provider,
        school=school,
        verb=verb,
        about=about,
        title=measure.title.get(school.provider.language),
        before=before,
        after=after,
    )
