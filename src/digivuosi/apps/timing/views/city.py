"""The timing of all schools at once: what does not fit, each mentor's weeks, hours by school and by role."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from digivuosi.apps.look import clock, dates
from digivuosi.apps.look.languages import current
from digivuosi.apps.look.parts import Tab, part_or_page
from digivuosi.apps.schools.access import AccessRequest, Permission, for_provider
from digivuosi.apps.schools.queries import asked_year, years_offered
from digivuosi.apps.timing.forms import ShowForm
from digivuosi.apps.timing.queries.city import MentorWeek, MentorYear, Visit, mentor_years, school_rows
from digivuosi.apps.timing.queries.loads import Cell, LoadTable, Row, load_table
from digivuosi.apps.timing.queries.problems import problem_of_provider
from digivuosi.apps.timing.queries.situations import Situation
from digivuosi.apps.timing.views import city_weeks, words
from digivuosi.apps.timing.views.city_asking import run_lines
from digivuosi.apps.timing.views.loads import shown_table
from digivuosi.apps.timing.views.provider import address
from digivuosi.domain.schoolyear.parts import monday_of_written_week
from digivuosi.domain.texts import Text


@dataclass(frozen=True)
class ShownVisit:
    day: str
    school: str
    title: Any
    url: str
    note: str
    """What is wrong with its day, in words."""


@dataclass(frozen=True)
class ShownWeek:
    week: str
    visits: list[ShownVisit]
    hours: str
    state: str
    is_over: bool
    step: int


@dataclass(frozen=True)
class ShownMentor:
    pk: int
    name: str
    hours: str
    weeks: list[ShownWeek]


@for_provider(Permission.OVERSEE_SCHOOLS)
@require_safe
def city(request: AccessRequest) -> HttpResponse:
    """What does not fit, each mentor's weeks, and the hours of schools and roles as heat maps."""
    year, access = asked_year(request), request.access
    situation = problem_of_provider(access.provider, year, clock.today())
    roles = load_table(situation)
    which, form = _shown_weeks(request, roles.weeks)
    weeks = city_weeks.chosen(roles.weeks, which)
    years = mentor_years(situation, seen_mentors(request))
    may_manage = access.allows(Permission.MANAGE_PROVIDER)
    context = {
        "year": year,
        "year_name": dates.school_year(year),
        "tabs": [Tab(dates.school_year(y), address(request, "city", y), y == year) for y in years_offered()[1:]],
        "form": form,
        "numbers": form.cleaned_data.get("numbers", False),
        "troubles": [line for one in years for line in troubles_of(one)],
        "is_about_visits": any(one.misfits or one.doubled or one.overfull for one in years),
        "mentors": [_mentor(request, situation, one, weeks) for one in years],
        "roles": shown_table([("", city_weeks.narrowed(roles, weeks))]),
        "schools": _schools(request, situation, roles, weeks),
        "may_manage": may_manage,
        "ask_url": address(request, "city_ask", year),
        "hours_url": address(request, "provider_hours", year),
        "runs": run_lines(request, year),
    }
    return render(request, part_or_page(request, "timing/city.html", "tables"), context)


def seen_mentors(request: AccessRequest) -> set[int] | None:
    """Whose weeks the reader sees: a mentor their own, the coordinator everybody's (None)."""
    return None if request.access.is_coordinator else {request.access.user.pk}


def troubles_of(one: MentorYear) -> list[str]:
    """What does not fit in a mentor's weeks, a sentence each."""
    told, name = [], {"name": str(one.user)}
    if one.misfits:
        sentence = ngettext(
            "%(name)s is away %(weeks)s; %(count)s visit does not fit.",
            "%(name)s is away %(weeks)s; %(count)s visits do not fit.",
            len(one.misfits),
        )
        told.append(sentence % {**name, "weeks": _away(one), "count": len(one.misfits)})
    if one.other_work:
        sentence = ngettext(
            "%(name)s is away %(weeks)s; %(count)s other task stands in these weeks.",
            "%(name)s is away %(weeks)s; %(count)s other tasks stand in these weeks.",
            len(one.other_work),
        )
        told.append(sentence % {**name, "weeks": _away(one), "count": len(one.other_work)})
    if one.doubled:
        told.append(
            _("%(name)s would be at two schools on the same day; this concerns %(count)s visits.")
            % {**name, "count": one.doubled}
        )
    if one.overfull:
        told.append(
            _("%(name)s has more visits than hours for them: %(weeks)s.")
            % {**name, "weeks": weeks_listed(one.overfull)}
        )
    if told and one.stuck:
        sentence = ngettext(
            "%(count)s of these stands fast (locked, begun or about to begin): agree about it with the school.",
            "%(count)s of these stand fast (locked, begun or about to begin): agree about them with the schools.",
            one.stuck,
        )
        told.append(sentence % {"count": one.stuck})
    return told


def _away(one: MentorYear) -> str:
    """The weeks of absences, else those outside the working weeks in which something stands."""
    if one.absent:
        return weeks_listed([monday_of_written_week(week) for week in one.absent])
    return weeks_listed(sorted({day.first for day in [*one.misfits, *one.other_work]}))


def weeks_listed(days: list[date]) -> str:
    """`vk 45–47, 5` of days in order; weeks that follow each other are one span."""
    runs: list[list[date]] = []
    for day in days:
        monday = date.fromisocalendar(*day.isocalendar()[:2], 1)
        if runs and (monday - runs[-1][-1]).days <= 7:
            runs[-1].append(monday)
        else:
            runs.append([monday])
    spans = [dates.weeks(run[0], run[-1]) for run in runs]
    return ", ".join([*spans[:1], *(span.split(dates.NOBREAK)[-1] for span in spans[1:])])


def _shown_weeks(request: AccessRequest, mondays: list[date]) -> tuple[str, ShowForm]:
    """The weeks that the address asks for; what it cannot mean is as if it were not there."""
    offered, usual = city_weeks.offered(mondays), city_weeks.usual(mondays, clock.today())
    given = request.GET.get("weeks", "")
    which = given if given in dict(offered) else usual
    form = ShowForm({"weeks": which, "numbers": request.GET.get("numbers", "")[:5]}, weeks=offered)
    form.is_valid()
    return which, form


def _mentor(request: AccessRequest, situation: Situation, one: MentorYear, weeks: list[int]) -> ShownMentor:
    shown = [
        _week(request, one.weeks[number]) for number in weeks if one.weeks[number].visits or one.weeks[number].is_absent
    ]
    hours = _("%(visits)s a week for visits, of %(hours)s in all") % {
        "visits": words.hours(one.hours.visits),
        "hours": words.hours(one.hours.value),
    }
    return ShownMentor(one.user.pk, str(one.user), hours, shown)


def _week(request: AccessRequest, week: MentorWeek) -> ShownWeek:
    state = _("away") if week.is_absent else _("overfull") if week.cell.is_over else ""
    return ShownWeek(
        dates.week(week.monday),
        [_visit(request, visit, week) for visit in week.visits],
        "" if week.is_absent and not week.visits else of_capacity(week.cell),
        state,
        week.cell.is_over,
        week.cell.step,
    )


def _visit(request: AccessRequest, visit: Visit, week: MentorWeek) -> ShownVisit:
    stood = visit.stood
    note = _("does not fit") if week.is_absent else _("two schools on the same day") if visit.with_another else ""
    url = reverse(
        "wheel:placement",
        kwargs={
            "provider": request.access.provider.slug,
            "school": stood.school.slug,
            "placement": stood.placement,
        },
    )
    return ShownVisit(dates.with_weekday(visit.day), stood.school.name, stood.title, url, note)


def of_capacity(cell: Cell) -> str:
    """`10 h / 12 h` in words."""
    return _("%(hours)s of %(capacity)s") % {"hours": words.hours(cell.hours), "capacity": words.hours(cell.capacity)}


def _schools(request: AccessRequest, situation: Situation, roles: LoadTable, weeks: list[int]) -> dict[str, Any]:
    schools = [school for school in request.access.schools() if not school.is_administration]
    rows = school_rows(situation, schools)
    table = LoadTable(
        roles.weeks, roles.quiet, [Row(row.school.slug, Text.of(fi=row.school.name), row.cells) for row in rows]
    )
    shown = shown_table([("", city_weeks.narrowed(table, weeks))])
    slugs = {"provider": request.access.provider.slug}
    urls = [reverse("timing:load", kwargs={**slugs, "school": school.slug}) for school in schools]
    return {
        "table": shown,
        "rows": [(row.label.get(current()), url, row.cells) for row, url in zip(shown.rows, urls, strict=True)],
        "over": [(label.get(current()), over) for label, over in shown.over],
    }
