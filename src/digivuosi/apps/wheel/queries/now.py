"""The first page: what is mine now, what is late, what comes next. Three things, not thirty."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from digivuosi.apps.wheel.queries.years import PlacedMeasure, SchoolsYear

FEW = 3
SOON = timedelta(weeks=6)


@dataclass(frozen=True)
class Now:
    """What one person needs to know today at one school."""

    mine: list[PlacedMeasure]
    """Open, mine and touching this month; the late ones are told apart."""
    late: list[PlacedMeasure]
    """Open, mine, and its last day has passed."""
    late_of_others: list[PlacedMeasure]
    coming: list[PlacedMeasure]
    """What is mine or concerns me in the next weeks; when that is nothing, the next few whenever they are."""
    concerns: list[PlacedMeasure]
    """Not mine, but I am of its target group, this month."""
    vacant: list[PlacedMeasure]
    """Open within six weeks, with a responsible role that nobody holds."""
    done_count: int
    total_count: int


def now_of(year: SchoolsYear, today: date) -> Now:
    """Choose from a school's year what is shown first."""
    month_first = today.replace(day=1)
    next_month = (month_first + timedelta(days=32)).replace(day=1)
    open_ones = [one for one in year.placed if one.is_open]
    late = [one for one in open_ones if one.is_late(today)]
    current = [o for o in open_ones if o.first < next_month and o.last >= month_first and not o.is_late(today)]
    later = [o for o in open_ones if o.first >= next_month]
    soon = [o for o in later if o.first <= today + SOON]
    ahead = [one for one in later if one.is_mine or one.concerns_me]
    return Now(
        mine=[one for one in current if one.is_mine],
        late=[one for one in late if one.is_mine],
        late_of_others=[one for one in late if not one.is_mine],
        coming=[one for one in ahead if one.first <= today + SOON] or ahead[:FEW],
        concerns=[one for one in current if one.concerns_me and not one.is_mine],
        vacant=[one for one in (*late, *current, *soon) if one.vacant],
        done_count=sum(1 for one in year.placed if one.status == "done"),
        total_count=sum(1 for one in year.placed if one.status != "cancelled"),
    )
