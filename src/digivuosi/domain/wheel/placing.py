"""Where a measure goes in a year when nobody has said otherwise, and how a placement moves.

The default place is the recommended time of the toolkit, resolved by the provider's calendar: a rule, never last
year's date, so that the same toolkit fits every municipality and every year.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from digivuosi.domain.schoolyear.calendar import SchoolYear
from digivuosi.domain.schoolyear.rules import Resolved, Unresolvable, occurrences, resolve_window
from digivuosi.domain.texts import Text
from digivuosi.domain.toolkit.toolkit import Measure

WEEK = timedelta(days=7)


@dataclass(frozen=True)
class Place:
    """Where one doing of a measure stands: first and last day, both included."""

    first: date
    last: date
    occurrence: int = 1
    notes: tuple[Text, ...] = ()


def may_stand_on_any_day(measure: Measure) -> bool:
    """Whether the measure's window says that it may be done on days without school."""
    return measure.window.start.endswith("any day") or measure.window.end.endswith("any day")


def window_of(measure: Measure, year: SchoolYear) -> Resolved:
    """The window in dates; raises Unresolvable in words when this year cannot meet it."""
    return resolve_window(measure.window.start, measure.window.end, year)


def recommended_of(measure: Measure, year: SchoolYear) -> Resolved:
    """The recommended time in dates, the window where none is given."""
    span = measure.recommended_time or measure.window
    return resolve_window(span.start, span.end, year)


def places_for(measure: Measure, year: SchoolYear, since: date | None = None) -> tuple[Place, ...]:
    """Return a place for each doing of the measure in this year, in order of time.

    With `since`, what would begin before that day begins on it or soon after, as long as its window has room.
    Empty when the measure is not done this year at all (every nth year). Raises Unresolvable in words when its
    window has no days in this calendar.
    """
    found = []
    for number, (time, recommended) in enumerate(times_of(measure, year), 1):
        first = _beginning((recommended or time).first, time, measure, year)
        last = year.end_of(first, measure.days)
        if last > time.last:
            first = _beginning(max(time.first, _start_of(time.last, measure.days, year)), time, measure, year)
            last = year.end_of(first, measure.days)
        if since is not None and first < since <= time.last:
            begins = _beginning(since, time, measure, year)
            if begins >= since and year.end_of(begins, measure.days) <= time.last:
                first, last = begins, year.end_of(begins, measure.days)
        found.append(Place(first, last, number, time.notes))
    return tuple(found)


def times_of(measure: Measure, year: SchoolYear) -> tuple[tuple[Resolved, Resolved | None], ...]:
    """Return for each doing of the measure in this year its window, and its recommended time where there is one.

    Empty when the measure is not done this year at all. Raises Unresolvable in words when its window has no days in
    this calendar.
    """
    times = occurrences(measure.repeat, (measure.window.start, measure.window.end), year)
    wished = measure.recommended_time
    try:
        recommended = occurrences(measure.repeat, (wished.start, wished.end), year) if times and wished else ()
    except Unresolvable:
        # A recommended time may name a date that this calendar lacks (a theme week): the window is then enough.
        recommended = ()
    return tuple(
        (time, next((span for span in recommended if time.first <= span.first <= time.last), None)) for time in times
    )


def moved(first: date, last: date, weeks: int, measure: Measure, year: SchoolYear) -> Place:
    """Return the place `weeks` later (earlier when negative), as long as it was in working days.

    Weeks without school are stepped over, on to the next one in the same direction, so that a week at a time passes a
    break and comes back to the same weekday. Where the year ends first, the place stays as it was.
    """
    days = length_of(first, last, year)
    target = first + weeks * WEEK
    if not may_stand_on_any_day(measure):
        while target in year and not year.is_school_week(target):
            target += WEEK if weeks > 0 else -WEEK
        target = _in_same_week(target, year) or target
    if target not in year:
        return Place(first, last)
    place = placed_at(target, days, measure, year, back=weeks < 0)
    return place if length_of(place.first, place.last, year) == days else Place(first, last)


def placed_at(first: date, days: int, measure: Measure, year: SchoolYear, *, back: bool = False) -> Place:
    """Return the place that starts on `first`, or on the nearest day that the measure may stand on.

    `back` says to look for that day backwards. The year's own ends are never crossed.
    """
    first = min(max(first, year.first_day), year.last_day)
    first = _standing(first, measure, year, back=back)
    return Place(first, year.end_of(first, days))


def length_of(first: date, last: date, year: SchoolYear) -> int:
    """Length in the days that `SchoolYear.end_of` counts, so that what is moved stays as long as it was."""
    counts = year.is_school_day if year.is_school_day(first) else year.is_working_day
    days = (first + timedelta(days=number) for number in range((last - first).days + 1))
    after = year.last_school_day
    return max(1, sum(1 for day in days if counts(day) or (day > after and year.is_working_day(day))))


def _beginning(day: date, time: Resolved, measure: Measure, year: SchoolYear) -> date:
    """Where a default place begins. A measure that may be done on any day still begins on a working day: nobody
    expects accounts to be made on a Saturday that the calendar happened to give."""
    if not may_stand_on_any_day(measure):
        return _standing(day, measure, year)
    later = (day + timedelta(days=number) for number in range((time.last - day).days + 1))
    earlier = (day - timedelta(days=number) for number in range((day - time.first).days + 1))
    return next((one for one in (*later, *earlier) if year.is_working_day(one)), day)


def _in_same_week(day: date, year: SchoolYear) -> date | None:
    """The school day of the same week that is nearest to `day`."""
    monday = day - timedelta(days=day.weekday())
    days = year.school_days_between(monday, monday + timedelta(days=6))
    return min(days, key=lambda one: (abs((one - day).days), one), default=None)


def _standing(day: date, measure: Measure, year: SchoolYear, *, back: bool = False) -> date:
    if may_stand_on_any_day(measure):
        return day
    later, earlier = year.school_day_from(day), year.school_day_until(day)
    chosen = (earlier or later) if back else (later or earlier)
    if chosen is None:
        raise Unresolvable(
            Text.of(
                fi="Lukuvuoden kalenterissa ei ole yhtään koulupäivää.",
                sv="Läsårets kalender har inte en enda skoldag.",
                en="The calendar of the school year has no school days at all.",
            )
        )
    return chosen


def _start_of(last: date, days: int, year: SchoolYear) -> date:
    """The latest start from which `days` days end by `last`."""
    end = year.school_day_until(last)
    if end is not None and (last - end).days < 7:
        return year.shift_school_days(end, 1 - days) or end
    day, left = last, days
    while True:
        left -= year.is_working_day(day)
        if left <= 0:
            return day
        day -= timedelta(days=1)
