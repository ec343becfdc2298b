"""What is wrong with a place in the year, in words: window, order, break, quiet week.

Nothing here forbids: a school may have its reasons. The words are said at once, so that a move is made knowingly.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from digivuosi.domain.schoolyear.calendar import SchoolYear
from digivuosi.domain.schoolyear.dates import span_text
from digivuosi.domain.schoolyear.rules import Resolved, Unresolvable
from digivuosi.domain.texts import Text
from digivuosi.domain.toolkit.toolkit import Measure, Toolkit, Year
from digivuosi.domain.wheel.placing import may_stand_on_any_day, window_of


class Kind(StrEnum):
    WINDOW = "window"
    ORDER = "order"
    BREAK = "break"
    QUIET = "quiet"


@dataclass(frozen=True)
class Problem:
    kind: Kind
    text: Text


@dataclass(frozen=True)
class Standing:
    """One doing of a measure as it stands, as far as order is concerned; cancelled ones are left out."""

    first: date
    last: date


Others = Mapping[str, Sequence[Standing]]


def problems_of(
    first: date, last: date, measure: Measure, year: SchoolYear, toolkit: Toolkit, others: Others
) -> tuple[Problem, ...]:
    """Return what is wrong with `measure` standing on first–last beside `others` (by measure key)."""
    found: list[Problem] = []
    window = _window(measure, year)
    if window and (first < window.first or last > window.last):
        found.append(_outside(window))
    found += _without_school(first, last, measure, year)
    found += _quiet(first, last, year)
    found += _order(first, last, measure, year, toolkit, others)
    return tuple(found)


def _window(measure: Measure, year: SchoolYear) -> Resolved | None:
    try:
        return window_of(measure, year)
    except Unresolvable:
        return None


def _outside(window: Resolved) -> Problem:
    words = Text.of(
        fi="Aikaikkunan ulkopuolella: ikkuna on {span}.",
        sv="Utanför tidsfönstret: fönstret är {span}.",
        en="Outside the time window: the window is {span}.",
    )
    return Problem(Kind.WINDOW, words.filled(span=span_text(window.first, window.last)))


def _without_school(first: date, last: date, measure: Measure, year: SchoolYear) -> list[Problem]:
    if may_stand_on_any_day(measure):
        return []
    for day in (first, last):
        if year.is_school_day(day):
            continue
        pause = year.break_on(day)
        if pause:
            words = Text.of(fi="Osuu lomalle: {name}.", sv="Infaller på lovet: {name}.", en="Falls on a break: {name}.")
            return [Problem(Kind.BREAK, words.filled(name=pause.name))]
        words = Text.of(
            fi="Alkaa tai päättyy päivänä, jona ei ole koulua.",
            sv="Börjar eller slutar en dag utan skola.",
            en="Starts or ends on a day without school.",
        )
        return [Problem(Kind.BREAK, words)]
    return []


def _quiet(first: date, last: date, year: SchoolYear) -> list[Problem]:
    for week in year.quiet_weeks:
        if first <= week.monday + timedelta(days=6) and last >= week.monday:
            words = Text.of(
                fi="Rauhoitettu viikko {week}: {reason}.",
                sv="Fredad vecka {week}: {reason}.",
                en="Quiet week {week}: {reason}.",
            )
            return [Problem(Kind.QUIET, words.filled(week=int(week.week[-2:]), reason=week.reason))]
    return []


def _order(
    first: date, last: date, measure: Measure, year: SchoolYear, toolkit: Toolkit, others: Others
) -> list[Problem]:
    found = []
    for after in measure.after:
        before = toolkit.measure(after.measure)
        if after.of is not Year.THIS or before is None or not others.get(after.measure):
            continue
        ready = min(standing.last for standing in others[after.measure])
        if not _follows(first, ready, after.gap_days, year):
            words = Text.of(
                fi="Alkaa ennen kuin ”{title}” on tehty.",
                sv="Börjar innan ”{title}” är gjord.",
                en="Starts before “{title}” is done.",
            )
            found.append(Problem(Kind.ORDER, words.filled(title=before.title)))
    for later in toolkit.measures:
        for after in later.after:
            if after.measure != measure.key or after.of is not Year.THIS or not others.get(later.key):
                continue
            if not _follows(min(s.first for s in others[later.key]), last, after.gap_days, year):
                words = Text.of(
                    fi="”{title}” tulee tämän jälkeen, mutta alkaa jo aiemmin.",
                    sv="”{title}” kommer efter denna men börjar tidigare.",
                    en="“{title}” comes after this one but starts earlier.",
                )
                found.append(Problem(Kind.ORDER, words.filled(title=later.title)))
    return found


def _follows(first: date, ready: date, gap_days: int, year: SchoolYear) -> bool:
    """R2 of docs/timing.md: it may start on the first school day after the other's last day, plus the gap."""
    if gap_days == 0:
        return first > ready
    earliest = year.shift_school_days(ready, 1 + gap_days)
    return earliest is None or first >= earliest
