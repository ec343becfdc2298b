"""Summaries of a closed round: a school's and the provider's, on a page, on paper and as files."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from digivuosi.apps.look import clock
from digivuosi.apps.look.languages import current
from digivuosi.apps.look.parts import Crumb, Tab
from digivuosi.apps.needs.actions.rounds import close_when_past
from digivuosi.apps.needs.queries.followed import followed_at
from digivuosi.apps.needs.queries.outside import latest_outside_at
from digivuosi.apps.needs.queries.questions import survey_of
from digivuosi.apps.needs.queries.results import Reading, disagreements_of, read
from digivuosi.apps.needs.queries.rounds import schools_asked
from digivuosi.apps.needs.queries.texts import shown
from digivuosi.apps.needs.views.addresses import (
    asked_or_404,
    of_provider,
    of_school,
    provider_crumbs,
    round_or_404,
    school_crumbs,
)
from digivuosi.apps.needs.views.charts import SHADES, ShownArea, mean_words, shown_area
from digivuosi.apps.needs.views.files import download
from digivuosi.apps.needs.views.outside_lines import address_of, lines_of, rows_beside
from digivuosi.apps.schools.access import AccessRequest, Permission, for_provider, for_school
from digivuosi.apps.toolkit.queries import toolkit_for_school
from digivuosi.domain.needs.hiding import LEAST, WHOLE
from digivuosi.domain.needs.outside import OutsideSummary, strongest_outside
from digivuosi.domain.needs.strongest import StrongNeed
from digivuosi.domain.needs.talking import QUESTIONS, discussion_sheet
from digivuosi.domain.needs.wording import SHEET

if TYPE_CHECKING:
    from digivuosi.domain.texts import Text


@for_school(Permission.SEE_SCHOOL)
@require_safe
def school_summary(request: AccessRequest, round: int) -> HttpResponse:
    """What the school's own people answered; a discussion sheet when there are fewer than five."""
    reading = school_reading(request, round)
    survey = survey_of(reading.round)
    outside = latest_outside_at(request.access.here)
    context = {
        **summary_context(request, reading, of_school(request, "school_summary", round=round)),
        "outside_lines": lines_of(reading.questions, outside),
        "outside_strongest": _outside_strongest(request, reading, outside),
        "disagreements": disagreements_of(reading, request.access.here),
        "followed": _followed(request, reading),
        "talk_url": of_school(request, "talk", round=round),
        "files": [
            (kind.upper(), of_school(request, "school_table", round=round, kind=kind)) for kind in ("xlsx", "csv")
        ],
        "crumbs": school_crumbs(request, Crumb(survey.title)),
    }
    template = "needs/summary.html" if reading.summary.is_shown else "needs/sheet.html"
    return render(request, template, context)


def _followed(request: AccessRequest, reading: Reading) -> list[tuple[Any, Any, Text]]:
    """Beside each measure that the school did since the last round: what became of its need."""
    school = request.access.here
    toolkit, found = toolkit_for_school(school), []
    for one in followed_at(school, reading.last, reading.round):
        measure = toolkit.measure(one.measure) if toolkit else None
        need = reading.questions.need(one.need)
        if measure is not None and need is not None:
            found.append((measure.title, need.title, one.words))
    return found


def _outside_strongest(
    request: AccessRequest, reading: Reading, outside: list[OutsideSummary]
) -> list[tuple[Any, StrongNeed, str]]:
    """The strongest needs by other tools that the survey itself does not tell as strong, each with its page."""
    told = {one.need for one in reading.strongest}
    found = []
    for summary in outside:
        for one in strongest_outside(summary):
            need = reading.questions.need(one.need)
            if need is not None and one.need not in told:
                told.add(one.need)
                found.append((need, one, address_of(request, "outside_summary", summary)))
    return found


@for_school(Permission.SEE_SCHOOL)
@require_safe
def school_table(request: AccessRequest, round: int, kind: str) -> HttpResponse:
    """The school's summary as a spreadsheet."""
    reading = school_reading(request, round)
    name = f"{request.access.here.slug}-{reading.round.survey_key}-{reading.round.opens.year}"
    headings, rows = table_of(reading)
    outside = rows_beside(reading.questions, latest_outside_at(request.access.here), len(headings), current())
    return download(name, kind, headings, [*rows, *outside])


@for_provider(Permission.OVERSEE_SCHOOLS)
@require_safe
def summary(request: AccessRequest, round: int) -> HttpResponse:
    """What all answered together. Schools stand by name, with no figures beside them: this is no race."""
    reading = provider_reading(request, round)
    survey, may = survey_of(reading.round), request.access.allows(Permission.MANAGE_PROVIDER)
    context = {
        **summary_context(request, reading, of_provider(request, "summary", round=round)),
        "disagreements": disagreements_of(reading),
        "schools": schools_asked(reading.round),
        "texts": shown(reading.round) if may else [],
        "files": [(kind.upper(), of_provider(request, "table", round=round, kind=kind)) for kind in ("xlsx", "csv")],
        "dataset_url": of_provider(request, "dataset", round=round) if may else "",
        "crumbs": provider_crumbs(
            request, Crumb(survey.title, of_provider(request, "round", round=round)), Crumb(_("Summary"))
        ),
    }
    return render(request, "needs/summary.html", context)


@for_provider(Permission.OVERSEE_SCHOOLS)
@require_safe
def table(request: AccessRequest, round: int, kind: str) -> HttpResponse:
    """The provider's summary as a spreadsheet."""
    reading = provider_reading(request, round)
    name = f"{request.access.provider.slug}-{reading.round.survey_key}-{reading.round.opens.year}"
    return download(name, kind, *table_of(reading))


def school_reading(request: AccessRequest, round_pk: int) -> Reading:
    """A closed round as this school reads it; 404 while it is open."""
    one = asked_or_404(request, round_pk).asked.round
    return _reading(request, one, request.access.here)


def provider_reading(request: AccessRequest, round_pk: int) -> Reading:
    return _reading(request, round_or_404(request, round_pk), None)


def _reading(request: AccessRequest, one: Any, school: Any) -> Reading:
    close_when_past(one, clock.today())
    group = request.GET.get("group", WHOLE)[:60]
    found = read(one, school, group)
    if found is None:
        raise Http404
    return found


def summary_context(request: AccessRequest, reading: Reading, here: str) -> dict[str, Any]:
    """What the page of a summary shows, whoever reads it."""
    language, strong = current(), reading.strongest
    names = {one.need for one in strong}
    areas = [
        shown_area(reading.questions, figure, is_strong=figure.need in names, language=language)
        for figure in reading.summary.areas
    ]
    needs = {area.need.key: area.need for area in areas}
    return {
        "reading": reading,
        "round": reading.round,
        "survey": survey_of(reading.round),
        "last": reading.last,
        "areas": [(area, mean_words(area)) for area in areas],
        "strongest": [(needs[one.need], one) for one in strong],
        "scales": _scales(reading),
        "groups": _groups(reading, here),
        "sheet_words": SHEET,
        "sheet": [
            (needs[area.need], area.statements)
            for area in discussion_sheet(reading.questions, reading.round.survey_key).areas
            if area.need in needs
        ],
        "sheet_questions": QUESTIONS,
        "few": reading.summary.sheets < LEAST,
    }


def _scales(reading: Reading) -> list[tuple[Any, list[tuple[int, Text]]]]:
    """The scales of the survey with the shade of each step."""
    used = {statement.scale for statement in reading.questions.statements if statement.scale}
    found = [scale for scale in reading.questions.scales if scale.key in used]
    return [(s, list(zip(reversed(SHADES[len(s.steps)]), s.steps, strict=True))) for s in found]


def _groups(reading: Reading, here: str) -> list[Tab]:
    """The groups whose figures may be shown, to choose from; none when there is nothing to choose."""
    keys = reading.release.groups(reading.summary.unit)
    if not set(keys) - {"none"}:  # a survey that asks no grade has everybody in one group
        return []
    titles = {branch.key: branch.title.get(current()) for branch in reading.questions.branches}
    titles |= {"several": _("Several grades"), "none": _("No grade chosen")}
    now = reading.summary.group
    everyone = Tab(_("Everyone"), here, now == WHOLE)
    return [everyone, *(Tab(titles.get(key, key), f"{here}?group={key}", now == key) for key in keys)]


def table_of(reading: Reading) -> tuple[list[str], list[Sequence[Any]]]:
    """Headings and rows of a summary: one row a statement, with what is not shown said in words."""
    language = current()
    most = max((len(scale.steps) for scale in reading.questions.scales), default=0)
    headings = [_("Needs area"), _("Statement"), *(_("Step %(step)d") % {"step": n} for n in range(1, most + 1)),
                _("Cannot say"), _("Answers"), _("Mean 0–100"), _("Change from last time")]  # fmt: skip
    rows: list[Sequence[Any]] = []
    for figure in reading.summary.areas:
        area: ShownArea = shown_area(reading.questions, figure, is_strong=False, language=language)
        for one in area.statements:
            words = [area.need.title.get(language), one.statement.text.get(language)]
            if one.why_not is not None:
                rows.append([*words, *[""] * (most + 3), one.why_not.get(language)])
                continue
            counts = [piece.count for piece in one.pieces]
            change = one.change.get(language) if one.change else ""
            rows.append([*words, *counts, *[""] * (most - len(counts)), one.unknown, one.answers, one.mean, change])
    return headings, rows
