from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from digivuosi.apps.people.models import User
from digivuosi.apps.schools.events import record
from digivuosi.apps.schools.models import Event, School
from digivuosi.apps.schools.queries import calendar_of
from digivuosi.apps.schools.tenant import guard_all
from digivuosi.apps.toolkit.queries import toolkit_for_school
from digivuosi.apps.wheel.actions.states import state_of_new
from digivuosi.apps.wheel.models import Decline, Placement
from digivuosi.apps.wheel.queries.offers import NOT_IN_TOOLKIT, level_of, why_not
from digivuosi.domain.schoolyear.rules import Unresolvable
from digivuosi.domain.texts import Text
from digivuosi.domain.toolkit.toolkit import Measure
from digivuosi.domain.wheel.placing import places_for


class NotOffered(Exception):
    """The measure cannot be taken into this year; `text` says why."""

    def __init__(self, text: Text) -> None:
        super().__init__(text.get("en"))
        self.text = text


@dataclass(frozen=True)
class Taken:
    """What came of taking measures into a year."""

    placements: list[Placement]
    event: Event | None
    """The one event of it all, for the way back; None when nothing was new."""
    refused: dict[str, Text]
    """By key: why the measure cannot be done this year."""


def take(*, by: User, school: School, year: int, measure_key: str) -> list[Placement]:
    """Take one measure into the year, every doing of it in its recommended time.

    Doings that stand already are left as they are. Raises NotOffered when the toolkit has no such measure for this
    unit, or when the calendar cannot meet its window.
    """
    taken = take_chosen(by=by, school=school, year=year, measure_keys=[measure_key])
    if taken.refused:
        raise NotOffered(taken.refused[measure_key])
    return taken.placements


def take_all_recommended(*, by: User, school: School, year: int) -> list[Placement]:
    """Take every measure recommended to this unit, but for the declined and those that this calendar cannot meet."""
    toolkit = toolkit_for_school(school)
    if toolkit is None:
        return []
    declined = set(Decline.objects.filter(school=school, year=year).values_list("measure_key", flat=True))
    offered = (m for m in toolkit.measures if m.recommended and level_of(school) in m.levels)
    keys = [measure.key for measure in offered if measure.key not in declined]
    return take_chosen(by=by, school=school, year=year, measure_keys=keys).placements


@transaction.atomic
def take_chosen(
    *, by: User, school: School, year: int, measure_keys: Iterable[str], since: date | None = None
) -> Taken:
    """Take several measures into the year as one step; what cannot be done is told, the rest is taken.

    With `since` nothing begins before that day that can begin later.
    Taking a declined measure takes the no back.
    """
    toolkit, calendar = toolkit_for_school(school), calendar_of(school.provider, year)
    refused: dict[str, Text] = {}
    measures = []
    for key in dict.fromkeys(measure_keys):
        measure = toolkit.measure(key) if toolkit else None
        if measure is None or level_of(school) not in measure.levels:
            refused[key] = NOT_IN_TOOLKIT
        else:
            measures.append(measure)
    placements = _new_placements(measures, school, year, by, since)
    standing = set(Placement.objects.filter(school=school, year=year).values_list("measure_key", flat=True))
    standing |= {placement.measure_key for placement in placements}
    for measure in measures:
        if measure.key not in standing:
            refused[measure.key] = why_not(measure, calendar) or NOT_IN_TOOLKIT
    taken = [measure.key for measure in measures if measure.key in standing]
    Decline.objects.filter(school=school, year=year, measure_key__in=taken).delete()
    return Taken(placements, _save(placements, school, by), refused)


def _new_placements(
    measures: Iterable[Measure], school: School, year: int, by: User, since: date | None
) -> list[Placement]:
    calendar = calendar_of(school.provider, year)
    rows = Placement.objects.filter(school=school, year=year)
    standing = set(rows.values_list("measure_key", "occurrence"))
    found = []
    for measure in measures:
        try:
            places = places_for(measure, calendar, since)
        except Unresolvable:
            continue
        found += [
            Placement(
                school=school,
                year=year,
                measure_key=measure.key,
                occurrence=place.occurrence,
                first=place.first,
                last=place.last,
                placed_by=by,
            )
            for place in places
            if (measure.key, place.occurrence) not in standing
        ]
    return found


def _save(placements: list[Placement], school: School, by: User) -> Event | None:
    """Write the rows at once, with one event for all, so that taking a whole toolkit is one step to undo."""
    if not placements:
        return None
    guard_all(placements)
    Placement.objects.bulk_create(placements)
    toolkit = toolkit_for_school(school)
    measure = toolkit.measure(placements[0].measure_key) if toolkit else None
    one_measure = len({placement.measure_key for placement in placements}) == 1
    return record(
        by=by,
        provider=school.provider,
        school=school,
        verb="placement.taken" if one_measure else "placement.all-taken",
        about=("school-year", f"{school.pk}/{placements[0].year}"),
        title=measure.title.get(school.provider.language) if measure and one_measure else "",
        after=[{**state_of_new(placement), "id": placement.pk} for placement in placements],
    )
