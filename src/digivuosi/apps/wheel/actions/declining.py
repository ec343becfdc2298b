from __future__ import annotations

from django.db import transaction

from digivuosi.apps.people.models import User
from digivuosi.apps.schools.events import record
from digivuosi.apps.schools.models import Event, School
from digivuosi.apps.toolkit.queries import toolkit_for_school
from digivuosi.apps.wheel.actions.states import state_of
from digivuosi.apps.wheel.models import Decline, Placement


@transaction.atomic
def decline(*, by: User, school: School, year: int, measure_key: str, reason: str) -> Event:
    """Say no to a measure this year, with a reason that the city sees; what stood of it leaves the year.

    Raises ValueError without a reason.
    """
    reason = reason.strip()[:1000]
    if not reason:
        raise ValueError("a decline has a reason")
    standing = Placement.objects.filter(school=school, year=year, measure_key=measure_key)
    before = [{**state_of(placement), "id": placement.pk} for placement in standing]
    standing.delete()
    Decline.objects.update_or_create(
        school=school, year=year, measure_key=measure_key, defaults={"reason": reason, "by": by}
    )
    return _tell("measure.declined", by, school, year, measure_key, before=before, after={"reason": reason})


@transaction.atomic
def withdraw_decline(*, by: User, school: School, year: int, measure_key: str) -> Event | None:
    """Take the no back; the measure is offered again."""
    found = Decline.objects.filter(school=school, year=year, measure_key=measure_key).first()
    if found is None:
        return None
    before = {"reason": found.reason}
    found.delete()
    return _tell("measure.decline-withdrawn", by, school, year, measure_key, before=before, after=None)


def _tell(verb: str, by: User, school: School, year: int, measure_key: str, *, before: object, after: object) -> Event:
    toolkit = toolkit_for_school(school)
    measure = toolkit.measure(measure_key) if toolkit else None
    return record(
        by=by,
        provider=school.provider,
        school=school,
        verb=verb,
        about=("measure", f"{year}/{measure_key}"),
        title=measure.title.get(school.provider.language) if measure else measure_key,
        before=before,
        after=after,
    )
