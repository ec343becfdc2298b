"""The digital talk: an agenda made from the summary, two or three targets, and from there measures into the year."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from digivuosi.apps.look import clock, dates
from digivuosi.apps.look.languages import current
from digivuosi.apps.look.parts import Crumb
from digivuosi.apps.look.telling import refuse, tell
from digivuosi.apps.needs.actions import talking as actions
from digivuosi.apps.needs.forms import MinutesForm, TargetForm
from digivuosi.apps.needs.queries.questions import survey_of
from digivuosi.apps.needs.queries.reasons import finding_of, reason_of
from digivuosi.apps.needs.queries.results import Reading, disagreements_of
from digivuosi.apps.needs.queries.suggestions import suggestions_for
from digivuosi.apps.needs.queries.talks import measures_for, talk_of, target_of, targets_of
from digivuosi.apps.needs.views.addresses import of_school, school_crumbs
from digivuosi.apps.needs.views.files import as_file
from digivuosi.apps.needs.views.summaries import school_reading
from digivuosi.apps.schools.access import AccessRequest, Permission, for_school
from digivuosi.apps.schools.actions import Refused
from digivuosi.apps.schools.queries import school_year_now
from digivuosi.apps.toolkit.queries import toolkit_for_school
from digivuosi.domain.needs.suggesting import Standing
from digivuosi.domain.needs.talking import agenda

SHOWN_SUGGESTIONS = 12


@for_school(Permission.SEE_SCHOOL)
@require_safe
def talk(request: AccessRequest, round: int) -> HttpResponse:
    """The agenda (one page, half an hour), what has been chosen, and the minutes."""
    return _page(request, school_reading(request, round))


def _page(request: AccessRequest, reading: Reading, form: MinutesForm | None = None, status: int = 200) -> HttpResponse:
    school, one = request.access.here, reading.round
    held, may = talk_of(school, one), request.access.allows(Permission.PLAN_YEAR)
    initial = {"held_on": held.held_on if held else None, "minutes": held.minutes if held else ""}
    targets = targets_of(school, one)
    chosen = {target.area for target in targets}
    points = agenda(reading.questions, reading.summary, reading.strongest, tuple(disagreements_of(reading, school)))
    context = {
        "reading": reading,
        "round": one,
        "survey": survey_of(one),
        "held": held,
        "may": may,
        "form": form or MinutesForm(initial=initial),
        "agenda": points,
        "targets": [_shown_target(request, target, reading) for target in targets],
        "areas": [
            (need, of_school(request, "target", round=one.pk, area=need.key))
            for area in reading.summary.areas
            if (need := reading.questions.need(area.need)) and need.key not in chosen
        ],
        "is_full": len(targets) >= actions.MOST_TARGETS,
        "summary_url": of_school(request, "school_summary", round=one.pk),
        "file_url": of_school(request, "talk_file", round=one.pk),
        "crumbs": school_crumbs(
            request,
            Crumb(survey_of(one).title, of_school(request, "school_summary", round=one.pk)),
            Crumb(_("Digital talk")),
        ),
    }
    return render(request, "needs/talk.html", context, status=status)


def _shown_target(request: AccessRequest, target: Any, reading: Reading) -> dict[str, Any]:
    school = request.access.here
    toolkit, keys = toolkit_for_school(school), sorted(measures_for(target))
    return {
        "target": target,
        "need": reading.questions.need(target.area),
        "url": of_school(request, "target", round=reading.round.pk, area=target.area),
        "measures": [m.title for key in keys if toolkit and (m := toolkit.measure(key))],
    }


@for_school(Permission.PLAN_YEAR)
@require_POST
def save_talk(request: AccessRequest, round: int) -> HttpResponse:
    """Write down when the talk was held and what else was agreed."""
    reading, form = school_reading(request, round), MinutesForm(request.POST)
    if not form.is_valid():
        return _page(request, reading, form, 422)
    actions.save_talk(by=request.access.user, school=request.access.here, one=reading.round, **form.cleaned_data)
    tell(request, _("The minutes are saved."))
    return redirect(of_school(request, "talk", round=round))


@for_school(Permission.PLAN_YEAR)
@require_http_methods(["GET", "HEAD", "POST"])
def target(request: AccessRequest, round: int, area: str) -> HttpResponse:
    """Choose an area as a target and write its goal; then the measures that answer it."""
    reading, school = school_reading(request, round), request.access.here
    figure = reading.summary.area(area)
    if figure is None:
        raise Http404
    found = target_of(school, reading.round, area)
    initial = {"goal": found.goal, "sign": found.sign} if found else {}
    form = TargetForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            actions.set_target(by=request.access.user, school=school, one=reading.round, area=area,
                               finding=finding_of(reading, area), **form.cleaned_data)  # fmt: skip
        except Refused as no:
            form.add_error(None, str(no.words))
        else:
            tell(request, _("The target is saved. Below are measures that answer it."))
            return redirect(of_school(request, "target", round=round, area=area) + "#measures")
    return _target_page(request, reading, area, found, form)


def _target_page(request: AccessRequest, reading: Reading, area: str, found: Any, form: TargetForm) -> HttpResponse:
    today, need = clock.today(), reading.questions.need(area)
    year = school_year_now(today)
    suggested = suggestions_for(request.access.here, found, year, today) if found else []
    strong = next((one for one in reading.strongest if one.need == area), None)
    figure = reading.summary.area(area)
    here = {"round": reading.round.pk, "area": area}
    context = {
        "need": need,
        "strong": strong,
        "mean": round(figure.mean) if figure and figure.mean is not None else None,
        "target": found,
        "form": form,
        "new": [one for one in suggested if one.standing is Standing.NEW][:SHOWN_SUGGESTIONS],
        "standing": [one for one in suggested if one.standing is not Standing.NEW],
        "year_name": dates.school_year(year),
        "take_url": of_school(request, "take_for_target", **here),
        "remove_url": of_school(request, "remove_target", **here),
        "talk_url": of_school(request, "talk", round=reading.round.pk),
        "crumbs": school_crumbs(request, Crumb(_("Digital talk"), of_school(request, "talk", round=reading.round.pk)),
                                Crumb(need.title if need else area)),
    }  # fmt: skip
    return render(request, "needs/target.html", context, status=422 if form.errors else 200)


@for_school(Permission.PLAN_YEAR)
@require_POST
def remove_target(request: AccessRequest, round: int, area: str) -> HttpResponse:
    """Take a target away; what was taken into the year for it stays."""
    actions.remove_target(by=request.access.user, target=_target_or_404(request, round, area))
    tell(request, _("The target is taken away. What was taken into the year for it stays there."))
    return redirect(of_school(request, "talk", round=round))


@for_school(Permission.PLAN_YEAR)
@require_POST
def take_for_target(request: AccessRequest, round: int, area: str) -> HttpResponse:
    """Take one suggested measure into this year, with its reason."""
    found, key = _target_or_404(request, round, area), request.POST.get("measure", "")[:60]
    year = school_year_now(clock.today())
    try:
        taken = actions.take_for_target(by=request.access.user, target=found, measure_key=key, year=year,
                                        reason=reason_of(found))  # fmt: skip
    except Refused as no:
        refuse(request, str(no.words))
    else:
        first = taken.placements[0].first if taken.placements else None
        words = _("The measure is in the year, with its reason.")
        tell(request, f"{words} {dates.with_weekday(first)}" if first else words)
    return redirect(of_school(request, "target", round=round, area=area) + "#measures")


def _target_or_404(request: AccessRequest, round: int, area: str) -> Any:
    found = target_of(request.access.here, school_reading(request, round).round, area)
    if found is None:
        raise Http404
    return found


@for_school(Permission.SEE_SCHOOL)
@require_safe
def talk_file(request: AccessRequest, round: int) -> HttpResponse:
    """The minutes as a plain file (Markdown)."""
    reading, school = school_reading(request, round), request.access.here
    held = talk_of(school, reading.round)
    language = current()
    lines = [f"# {_('Digital talk')}: {school.name}", "", f"{survey_of(reading.round).title.get(language)}, "
             f"{dates.span(reading.round.opens, reading.round.closes, year=True)}", ""]  # fmt: skip
    if held and held.held_on:
        lines += [f"{_('Day of the talk')}: {dates.full(held.held_on)}", ""]
    for need in reading.strongest:
        found = reading.questions.need(need.need)
        lines += [f"- **{found.title.get(language) if found else need.need}.** {need.reason.get(language)}"]
    for shown in (_shown_target(request, target, reading) for target in targets_of(school, reading.round)):
        title = shown["need"].title.get(language) if shown["need"] else shown["target"].area
        lines += ["", f"## {_('Target')}: {title}", "", f"{_('Goal')}: {shown['target'].goal}", "",
                  f"{_('How we will see it')}: {shown['target'].sign}", ""]  # fmt: skip
        lines += [f"- {measure.get(language)}" for measure in shown["measures"]]
    if held and held.minutes:
        lines += ["", f"## {_('What else was agreed')}", "", held.minutes]
    content = "\n".join(lines).rstrip() + "\n"
    return as_file(content.encode(), f"{school.slug}-{reading.round.opens.year}.md", "text/markdown; charset=utf-8")
