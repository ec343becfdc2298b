from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction

from digivuosi.apps.people.models import User
from digivuosi.apps.schools.events import record
from digivuosi.apps.schools.models import Event, School
from digivuosi.apps.schools.queries import calendar_of
from digivuosi.apps.schools.tenant import guard_all
from digivuosi.apps.toolkit.queries import toolkit_for_school
from digivuosi.apps.wheel.actions.states import state_of_new
from digivuosi.apps.wheel.models import Decline, Placement
from digivuosi.domain.schoolyear.calendar import SchoolYear
from digivuosi.domain.schoolyear.rules import Unresolvable
from digivuosi.domain.texts import Text
from digivuosi.domain.toolkit.toolkit import Level, Measure
from digivuosi.domain.wheel.placing import places_for


class NotOffered(Exception):
    """The measure cannot be taken into this year; `text` says why."""

    def __init__(self, text: Text) -> None:
        super().__init__(text.get("en"))
        self.text = text


@transaction.atomic
def take(*, by: User, school: School, year: int, measure_key: str) -> list[Placement]:
    """Take one measure into the year, every doing of it in its recommended time.

    Doings that stand already are left as they are. Raises NotOffered when the toolkit has no such measure for this
    unit, or when the calendar cannot meet its window.
    """
    toolkit = toolkit_for_school(school)
    measure = toolkit.measure(measure_key) if toolkit else None
    if measure is None or _level(school) not in measure.levels:
        raise NotOffered(
            Text.of(
                fi="Toimenpidettä ei ole työkalupaketissa.",
                sv="Åtgärden finns inte i verktygslådan.",
                en="The toolkit has no such measure.",
            )
        )
    placements = _new_placements([measure], school, year, by)
    if not placements and not Placement.objects.filter(year=year, measure_key=measure_key).exists():
        raise NotOffered(_why_not(measure, calendar_of(school.provider, year)))
    Decline.objects.filter(school=school, year=year, measure_key=measure_key).delete()
    _save(placements, school, by)
    return placements


@transaction.atomic
def take_all_recommended(*, by: User, school: School, year: int) -> list[Placement]:
    """Take every measure recommended to this unit, but for the declined and those that this calendar cannot meet."""
    toolkit = toolkit_for_school(school)
    if toolkit is None:
        return []
    declined = set(Decline.objects.filter(school=school, year=year).values_list("measure_key", flat=True))
    offered = [
        measure
        for measure in toolkit.measures
        if measure.recommended and _level(school) in measure.levels and measure.key not in declined
    ]
    placements = _new_placements(offered, school, year, by)
    _save(placements, school, by)
    return placements


def _new_placements(measures: Iterable[Measure], school: School, year: int, by: User) -> list[Placement]:
    calendar = calendar_of(school.provider, year)
    rows = Placement.objects.filter(school=school, year=year)
    standing = set(rows.values_list("measure_key", "occurrence"))
    found = []
    for measure in measures:
        try:
            places = places_for(measure, calendar)
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


def _level(school: School) -> Level:
    return Level.ADMINISTRATION if school.is_administration else Level.SCHOOL


def _why_not(measure: Measure, calendar: SchoolYear) -> Text:
    try:
        places_for(measure, calendar)
    except Unresolvable as problem:
        return problem.text
    return Text.of(
        fi="Toimenpidettä ei tehdä tänä lukuvuonna: se toistuu harvemmin.",
        sv="Åtgärden görs inte detta läsår: den upprepas mera sällan.",
        en="The measure is not done this school year: it is repeated less often.",
    )
