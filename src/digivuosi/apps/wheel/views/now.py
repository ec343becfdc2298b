from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from digivuosi.apps.look import clock, dates
from digivuosi.apps.schools.access import Permission, for_school
from digivuosi.apps.schools.panels import panels_for
from digivuosi.apps.schools.queries import school_year_now
from digivuosi.apps.wheel.queries import Now, now_of
from digivuosi.apps.wheel.queries.now import FEW
from digivuosi.apps.wheel.queries.pictures import small_wheel_of
from digivuosi.apps.wheel.views.asking import Asked, ask
from digivuosi.apps.wheel.views.rows import rows_of
from digivuosi.apps.wheel.views.showing import Bad, Page, PageRequest, show, shows


@for_school(Permission.SEE_SCHOOL)
@require_safe
def now(request: PageRequest) -> HttpResponse:
    """The first page: what is mine now, what is late, what comes next."""
    return show(request, now_page(request, None))


@shows("now")
def now_page(request: PageRequest, bad: Bad | None) -> Page:
    """Today is in this school year, whatever year the address names."""
    asked = ask(request, "now", starts=school_year_now(clock.today()))
    found = now_of(asked.year, asked.today)
    context = {
        "asked": asked,
        "year": asked.year,
        "can_plan": asked.can_plan,
        "here": asked.here,
        "found": found,
        "month_name": dates.month_name(asked.today.month, asked.language),
        "today_words": f"{dates.with_weekday(asked.today, asked.language)}, {dates.week(asked.today, asked.language)}",
        **_lists(found, asked),
        **_addresses(asked),
        "panels": panels_for(request.access),
        "small_wheel": small_wheel_of(asked.year, asked.language, today=asked.today),
    }
    return Page("wheel/now.html", context)


def _lists(found: Now, asked: Asked) -> dict[str, Any]:
    mine = rows_of(found.mine, asked)
    return {
        "mine": mine[:FEW],
        "mine_more": mine[FEW:],
        "late": rows_of(found.late[:FEW], asked),
        "late_more": rows_of(found.late[FEW:], asked),
        "late_of_others": len(found.late_of_others) if asked.can_plan else 0,
        "coming": rows_of(found.coming[:FEW], asked),
        "coming_more": rows_of(found.coming[FEW:], asked),
        "concerns": rows_of(found.concerns[:FEW], asked),
        "concerns_more": rows_of(found.concerns[FEW:], asked),
        "vacancies": _vacancies(found, asked),
    }


def _vacancies(found: Now, asked: Asked) -> list[dict[str, Any]]:
    """The roles that nobody holds and that something soon waits for, each with the first such measure."""
    first: dict[str, Any] = {}
    for one in found.vacant:
        for kind in one.vacant:
            if kind in asked.labels:
                first.setdefault(kind, one)
    return [{"role": asked.labels[kind], "row": rows_of([one], asked)[0]} for kind, one in first.items()]


def _addresses(asked: Asked) -> dict[str, str]:
    filters = asked.year.filters
    return {
        "wheel_address": asked.address("wheel"),
        "list_address": asked.address("list"),
        "late_address": asked.address("list", filters=filters.with_(whose="all", status="late")),
        "all_address": asked.address("list", filters=filters.everything()),
        "feeds_address": reverse("feeds:addresses", kwargs=asked.slugs),
    }
