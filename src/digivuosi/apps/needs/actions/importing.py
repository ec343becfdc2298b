"""Results that another tool measured, taken in whole or not at all."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db import transaction

from digivuosi.apps.needs.models import OutsideResult
from digivuosi.apps.people.models import User
from digivuosi.apps.schools.events import record
from digivuosi.apps.schools.models import Provider
from digivuosi.apps.schools.tenant import guard_all
from digivuosi.domain.needs.importing import OutsideScore


@transaction.atomic
def import_outside(
    *,
    by: User,
    provider: Provider,
    source: str,
    measured_on: date,
    scores: Sequence[OutsideScore],
    few: Sequence[str] = (),
) -> int:
    """Store what a tool measured on a day; what it is said to have measured at the same schools then is replaced.

    `few` are the units that had fewer than five answers: nothing is stored of them, and what was is removed.
    """
    schools = {int(one.unit) for one in scores} | {int(unit) for unit in few}
    OutsideResult.objects.filter(source=source, measured_on=measured_on, school__in=schools).delete()
    rows = [
        OutsideResult(
            provider=provider,
            school_id=int(one.unit),
            source=source,
            area=one.need,
            measured_on=measured_on,
            score=one.score,
            low=one.low,
            high=one.high,
            answers=one.answers,
        )
        for one in scores
    ]
    guard_all(rows)
    OutsideResult.objects.bulk_create(rows)
    about = ("outside-results", f"{provider.pk}/{measured_on}")
    record(by=by, provider=provider, verb="outside.import", about=about, title=source, after=len(rows))
    return len(rows)
