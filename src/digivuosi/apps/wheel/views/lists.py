from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from digivuosi.apps.look import dates
from digivuosi.apps.look.parts import STATUSES
from digivuosi.apps.schools.access import Permission, for_school
from digivuosi.apps.schools.queries import school_year_now, years_offered
from digivuosi.apps.wheel.queries import PlacedMeasure
from digivuosi.apps.wheel.queries.months import months_of, weeks_of_month
from digivuosi.apps.wheel.views.asking import Asked, Choice, ask, frame_of
from digivuosi.apps.wheel.views.rows import Row, rows_of, status_name
from digivuosi.apps.wheel.views.showing import Bad, Page, PageRequest, show, shows

SORTS = ("time", "theme", "status")


@dataclass(frozen=True)
class Group:
    """Rows under one heading."""

    title: str
    rows: list[Row]
    theme: int = 0
    is_now: bool = False
    is_folded: bool = False
    """A past month in which nothing is open any more."""


@for_school(Permission.SEE_SCHOOL)
@require_safe
def year_list(request: PageRequest) -> HttpResponse:
    """The year as a list to work in."""
    return show(request, list_page(request, None))


@for_school(Permission.SEE_SCHOOL)
@require_safe
def month(request: PageRequest) -> HttpResponse:
    """One month of the year, week by week."""
    return show(request, month_page(request, None))


# --- the list ----------------------------------------------------------------------------------------------------


@shows("list")
def list_page(request: PageRequest, bad: Bad | None) -> Page:
    sort = request.GET.get("sort", "time")
    sort = sort if sort in SORTS else "time"
    asked = ask(request, "list", extra={} if sort == "time" else {"sort": sort})
    titles = {"time": _("By time"), "theme": _("By theme"), "status": _("By status")}
    context = {
        **frame_of(asked),
        "groups": _groups(asked, sort),
        "sorts": [
            Choice(titles[name], asked.address(sort=None if name == "time" else name), name == sort) for name in SORTS
        ],
    }
    return Page("wheel/list.html", context)


def _groups(asked: Asked, sort: str) -> list[Group]:
    shown = asked.year.shown
    if sort == "theme":
        return _by_theme(asked, shown)
    if sort == "status":
        return _grouped(asked, shown, lambda one: STATUSES.index(one.status), lambda one: status_name(one.status))
    months = _grouped(asked, shown, lambda one: (one.first.year, one.first.month), lambda one: _month(one.first, asked))
    return [_told_apart(group, asked.today) for group in months]


def _told_apart(group: Group, today: date) -> Group:
    first = group.rows[0].one.first
    month, this_month = (first.year, first.month), (today.year, today.month)
    is_over = month < this_month and not any(row.one.is_open for row in group.rows)
    return replace(group, is_now=month == this_month, is_folded=is_over)


def _by_theme(asked: Asked, shown: list[PlacedMeasure]) -> list[Group]:
    own = asked.year.toolkit.language

    def name(one: PlacedMeasure) -> str:
        return one.theme.title.get(asked.language, own) if one.theme else _("Other")

    groups = _grouped(asked, shown, lambda one: (one.theme.colour if one.theme else 99, name(one)), name)
    return [Group(g.title, g.rows, theme=theme.colour if (theme := g.rows[0].theme) else 0) for g in groups]


def _grouped(
    asked: Asked,
    shown: list[PlacedMeasure],
    key: Callable[[PlacedMeasure], Any],
    title: Callable[[PlacedMeasure], str],
) -> list[Group]:
    found: dict[Any, list[PlacedMeasure]] = {}
    for one in shown:
        found.setdefault(key(one), []).append(one)
    return [Group(title(ones[0]), rows_of(ones, asked)) for _key, ones in sorted(found.items(), key=lambda kv: kv[0])]


def _month(day: date, asked: Asked) -> str:
    name = f"{dates.month_name(day.month, asked.language)} {day.year}"
    return name[:1].upper() + name[1:]


# --- a month -----------------------------------------------------------------------------------------------------


@shows("month")
def month_page(request: PageRequest, bad: Bad | None) -> Page:
    wanted = _asked_month(request.GET.get("month", ""))
    asked = ask(
        request,
        "month",
        # A month names its school year by itself.
        starts=_near(school_year_now(wanted)) if wanted else None,
        extra={"month": f"{wanted:%Y-%m}"} if wanted else {},
    )
    months = months_of(asked.year.calendar)
    usual = asked.today.replace(day=1)
    first = wanted if wanted in months else usual if usual in months else months[0]
    place = months.index(first)
    context = {
        **frame_of(asked),
        "title": _month(first, asked),
        "weeks": weeks_of_month(first, asked.year.shown, asked.year.calendar, asked.today),
        "rows": {row.pk: row for row in rows_of(asked.year.shown, asked)},
        "weekdays": [dates.weekday(number, asked.language) for number in range(7)],
        "previous": _step(asked, months, place - 1),
        "next": _step(asked, months, place + 1),
        "is_now": first == usual,
        "now_address": asked.address(month=None, year=None),
        "count": sum(1 for one in asked.year.shown if _touches(one, first)),
    }
    return Page("wheel/month.html", context)


def _asked_month(written: str) -> date | None:
    if not re.fullmatch(r"20\d\d-(0[1-9]|1[0-2])", written, re.ASCII):
        return None
    return date(int(written[:4]), int(written[5:]), 1)


def _near(starts: int) -> int:
    """The nearest of the school years that pages offer."""
    offered = years_offered()
    return min(max(starts, offered[0]), offered[-1])


def _step(asked: Asked, months: list[date], place: int) -> Choice | None:
    if not 0 <= place < len(months):
        return None
    day = months[place]
    name = dates.month_name(day.month, asked.language)
    return Choice(name[:1].upper() + name[1:], asked.address(month=f"{day:%Y-%m}"), current=False)


def _touches(one: PlacedMeasure, first: date) -> bool:
    return (one.first.year, one.first.month) <= (first.year, first.month) <= (one.last.year, one.last.month)
