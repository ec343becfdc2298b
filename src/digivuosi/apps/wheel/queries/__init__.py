"""What a school's year holds, ready for pages, the poster and feeds."""

from digivuosi.apps.wheel.queries.entries import Entries, entries_of
from digivuosi.apps.wheel.queries.filters import Filters
from digivuosi.apps.wheel.queries.now import Now, now_of
from digivuosi.apps.wheel.queries.overview import MeasureAcrossSchools, across_schools
from digivuosi.apps.wheel.queries.versions import plan_version
from digivuosi.apps.wheel.queries.years import PlacedMeasure, SchoolsYear, placement_in, year_of

__all__ = [
    "Entries",
    "Filters",
    "MeasureAcrossSchools",
    "Now",
    "PlacedMeasure",
    "SchoolsYear",
    "across_schools",
    "entries_of",
    "now_of",
    "placement_in",
    "plan_version",
    "year_of",
]
