"""The city's view: which school placed which measure when, and who declined."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from digivuosi.apps.schools.models import School
from digivuosi.apps.wheel.models import Decline, Placement
from digivuosi.domain.toolkit.toolkit import Level, Measure, Toolkit


@dataclass
class MeasureAcrossSchools:
    """One measure of the toolkit over the schools."""

    measure: Measure
    placements: dict[int, list[Placement]] = field(default_factory=dict)
    """By school id, in order of time."""
    declines: dict[int, Decline] = field(default_factory=dict)

    @property
    def school_count(self) -> int:
        return len(self.placements)


def across_schools(toolkit: Toolkit, schools: Sequence[School], starts: int) -> list[MeasureAcrossSchools]:
    """Return a row for every school-level measure, in two queries; run it in the scope of `schools`."""
    rows = {
        measure.key: MeasureAcrossSchools(measure) for measure in toolkit.measures if Level.SCHOOL in measure.levels
    }
    ids = [school.pk for school in schools]
    found: dict[tuple[str, int], list[Placement]] = defaultdict(list)
    for placement in Placement.objects.filter(year=starts, school_id__in=ids).order_by("first"):
        found[placement.measure_key, placement.school_id].append(placement)
    for (key, school_id), placements in found.items():
        if key in rows:
            rows[key].placements[school_id] = placements
    for decline in Decline.objects.filter(year=starts, school_id__in=ids).select_related("by"):
        if decline.measure_key in rows:
            rows[decline.measure_key].declines[decline.school_id] = decline
    return list(rows.values())
