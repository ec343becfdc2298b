"""The placements of some schools' year as the items of a timing problem: what they are, and what holds them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from django.db.models import Prefetch
from django_scopes import scope

from digivuosi.apps.people.models import User
from digivuosi.apps.schools.models import Provider, School
from digivuosi.apps.toolkit.queries import toolkits_for_schools
from digivuosi.apps.wheel.models import Placement, Status
from digivuosi.apps.wheel.queries.years import EMPTY_TOOLKIT
from digivuosi.domain.schoolyear.calendar import SchoolYear
from digivuosi.domain.schoolyear.rules import Resolved, Unresolvable
from digivuosi.domain.texts import Text
from digivuosi.domain.timing.problem import Window
from digivuosi.domain.toolkit.toolkit import Measure, Span, Toolkit
from digivuosi.domain.wheel.placing import length_of, times_of
from digivuosi.domain.wheel.problems import Standing, problems_of

SOON = timedelta(days=7)
"""What begins within so many days stays, and nothing new is put there: people have prepared for these days."""


class Fast(StrEnum):
    """Why an item does not move."""

    DONE = "done"
    BEGUN = "begun"
    LOCKED = "locked"
    SOON = "soon"
    NO_ROOM = "no-room"
    """Its window has no room for it any more, or this calendar cannot meet it: where people put it is best."""
    NOT_CHOSEN = "not-chosen"
    ELSEWHERE = "elsewhere"
    """It is of another unit, and here only because the same people do it or something waits for it."""


@dataclass(frozen=True)
class Stood:
    """A placement as an item: it lasts `days` school days and stands from `first` on."""

    id: str
    school: School
    placement: int
    measure: Measure
    toolkit: Toolkit
    occurrence: int
    first: date
    last: date
    days: int
    status: str
    given: tuple[User, ...]
    window: Window
    recommended: Window
    fast: Fast | None
    has_problem: bool

    @property
    def title(self) -> Text:
        return self.measure.title

    @property
    def is_past(self) -> bool:
        """Its window closed before it was done; it has no day any more in this proposal."""
        return self.fast is None and self.window.earliest is None


def item_id(school: School, measure_key: str, occurrence: int) -> str:
    """`kivelan-koulu/autumn-survey`, and `kivelan-koulu/tutor-network/3` for the third doing."""
    return f"{school.slug}/{measure_key}" + (f"/{occurrence}" if occurrence > 1 else "")


def standing_at(provider: Provider, units: Sequence[School], calendar: SchoolYear, today: date) -> list[Stood]:
    """Read what stands in the year of `calendar` at the units, in a fixed number of queries.

    Cancelled and postponed placements stand nowhere. What is done or past comes too, for order and hours.
    """
    toolkits = toolkits_for_schools(provider, units)
    by_id = {unit.pk: unit for unit in units}
    with scope(provider=provider, school=list(units)):
        rows = Placement.objects.filter(year=calendar.starts).exclude(status__in=[Status.CANCELLED, Status.POSTPONED])
        # As plain lists: a manager for each of a city's thousands of rows takes a third of the time of reading them.
        given = Prefetch("holders", to_attr="given")
        found = list(rows.order_by("school_id", "first", "measure_key", "occurrence").prefetch_related(given))
    standings: dict[int, dict[str, list[Standing]]] = defaultdict(lambda: defaultdict(list))
    for row in found:
        standings[row.school_id][row.measure_key].append(Standing(row.first, row.last))
    reader = _Reader(calendar, today)
    return [
        reader.read(row, by_id[row.school_id], toolkits.get(row.school_id, EMPTY_TOOLKIT), standings[row.school_id])
        for row in found
    ]


class _Reader:
    """Reads placements against one calendar; what a measure's rules mean in it is worked out once."""

    def __init__(self, calendar: SchoolYear, today: date) -> None:
        self.calendar, self.today = calendar, today
        self._times: dict[tuple[Span, Span | None, str], tuple[tuple[Resolved, Resolved | None], ...]] = {}

    def read(self, row: Placement, school: School, toolkit: Toolkit, others: Mapping[str, Sequence[Standing]]) -> Stood:
        measure = toolkit.measure(row.measure_key) or _gone(row.measure_key)
        days = length_of(row.first, row.last, self.calendar)
        fast = self._fast(row)
        window, recommended = Window(), Window()
        if fast is None:
            time = self._time(measure, row.occurrence)
            bounds = self._open(time[0], days) if time else None
            if bounds is not None and time is not None:
                window = bounds
                recommended = _within(time[1], bounds)
            elif row.last >= self.today:
                fast = Fast.NO_ROOM
        is_open = row.status in (Status.PLANNED, Status.IN_PROGRESS)
        return Stood(
            id=item_id(school, row.measure_key, row.occurrence),
            school=school,
            placement=row.pk,
            measure=measure,
            toolkit=toolkit,
            occurrence=row.occurrence,
            first=row.first,
            last=row.last,
            days=days,
            status=row.status,
            given=tuple(row.given),  # type: ignore[attr-defined]
            window=window,
            recommended=recommended,
            fast=fast,
            has_problem=is_open
            and (
                row.last < self.today or bool(problems_of(row.first, row.last, measure, self.calendar, toolkit, others))
            ),
        )

    def _fast(self, row: Placement) -> Fast | None:
        if row.status == Status.DONE:
            return Fast.DONE
        if row.status == Status.IN_PROGRESS or row.first < self.today <= row.last:
            return Fast.BEGUN
        if row.is_pinned:
            return Fast.LOCKED
        return Fast.SOON if self.today <= row.first < self.today + SOON else None

    def _time(self, measure: Measure, occurrence: int) -> tuple[Resolved, Resolved | None] | None:
        """The window and the recommended time of one doing; None when this calendar cannot meet it."""
        rules = (measure.window, measure.recommended_time, measure.repeat)
        if rules not in self._times:
            try:
                self._times[rules] = times_of(measure, self.calendar)
            except Unresolvable:
                self._times[rules] = ()
        times = self._times[rules]
        return times[min(occurrence, len(times)) - 1] if times else None

    def _open(self, time: Resolved, days: int) -> Window | None:
        """What is left of a window from now on, if the item still fits there."""
        for earliest in (self.today + SOON, self.today):
            first = max(time.first, earliest)
            if len(self.calendar.school_days_between(first, time.last)) >= days:
                return Window(first, time.last)
        return None


def _within(time: Resolved | None, window: Window) -> Window:
    """The recommended time as far as it lies in the window; none when it is over."""
    if time is None or window.earliest is None or window.latest is None:
        return Window()
    first, last = max(time.first, window.earliest), min(time.last, window.latest)
    return Window(first, last) if first <= last else Window()


def _gone(key: str) -> Measure:
    """What the toolkit no longer has may be done at any time of the year."""
    title = Text.of(fi=key)
    return Measure(key, title, Text(), "", Span("year-start any day", "year-end any day"))
