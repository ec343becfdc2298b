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
from digivuosi.apps.needs.queries.reasons import reason_of
from digivuosi.apps.needs.queries.suggestions import suggestions_for
from digivuosi.apps.needs.queries.talks import measures_for, talk_of, target_of, targets_of
from digivuosi.apps.needs.views.bases import Basis, basis_or_404
from digivuosi.apps.needs.views.files import as_file
from digivuosi.apps.schools.access import AccessRequest, Permission, for_school
from digivuosi.apps.schools.actions import Refused
from digivuosi.apps.schools.queries import school_year_now
from digivuosi.apps.toolkit.queries import toolkit_for_school
from digivuosi.domain.needs.suggesting import Standing

SHOWN_SUGGESTIONS = 12


@for_school(Permission.SEE_SCHOOL)
@require_safe
def talk(request: AccessRequest, **about: Any) -> HttpResponse:
    """The agenda (one page, half an hour), what has been chosen, and the minutes.

    The address names a round, or a tool with its day; the same holds for every page of a talk.
    """
    return _page(request, basis_or_404(request, about))


def _page(request: AccessRequest, basis: Basis, form: MinutesForm | None = None, status: int = 200) -> HttpResponse:
    school, about = request.access.here, basis.subject
    held, may = talk_of(school, about), request.access.allows(Permission.PLAN_YEAR)
    initial = {"held_on": held.held_on if held else None, "minutes": held.minutes if held else ""}
    targets = targets_of(school, about)
    chosen = {target.area for target in targets}
    context = {
        "title": about.title,
        "when": basis.when,
        "held": held,
        "may": may,
        "form": form or MinutesForm(initial=initial),
        "agenda": basis.agenda(request),
        "is_shown": basis.is_shown,
        "targets": _shown_targets(request, targets, basis),
        "areas": [
            (need, basis.url(request, "target", area=need.key)) for need in basis.areas if need.key not in chosen
        ],
        "is_full": len(targets) >= actions.MOST_TARGETS,
        "summary_url": basis.summary_url(request),
        "save_url": basis.url(request, "save_talk"),
        "file_url": basis.url(request, "talk_file"),
        "crumbs": basis.crumbs(request, Crumb(_("Digital talk"))),
    }
    return render(request, "needs/talk.html", context, status=status)


def _shown_targets(request: AccessRequest, targets: list[Any], basis: Basis) -> list[dict[str, Any]]:
    """The targets with the measures that were taken for each."""
    toolkit, taken = toolkit_for_school(request.access.here), measures_for(targets)
    return [
        {
            "target": target,
            "need": basis.toolkit.need(target.area),
            "url": basis.url(request, "target", area=target.area),
            "measures": [m.title for key in sorted(taken[target.pk]) if toolkit and (m := toolkit.measure(key))],
        }
        for target in targets
    ]


@for_school(Permission.PLAN_YEAR)
@require_POST
def save_talk(request: AccessRequest, **about: Any) -> HttpResponse:
    """Write down when the talk was held and what else was agreed."""
    basis, form = basis_or_404(request, about), MinutesForm(request.POST)
    if not form.is_valid():
        return _page(request, basis, form, 422)
    actions.save_talk(by=request.access.user, school=request.access.here, about=basis.subject, **form.cleaned_data)
    tell(request, _("The minutes are saved."))
    return redirect(basis.url(request, "talk"))


@for_school(Permission.PLAN_YEAR)
@require_http_methods(["GET", "HEAD", "POST"])
def target(request: AccessRequest, area: str, **about: Any) -> HttpResponse:
    """Choose an area as a target and write its goal; then the measures that answer it."""
    basis, school = basis_or_404(request, about), request.access.here
    if area not in {need.key for need in basis.areas}:
        raise Http404
    found = target_of(school, basis.subject, area)
    initial = {"goal": found.goal, "sign": found.sign} if found else {}
    form = TargetForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            actions.set_target(by=request.access.user, school=school, about=basis.subject, area=area,
                               finding=basis.finding(area), **form.cleaned_data)  # fmt: skip
        except Refused as no:
            form.add_error(None, str(no.words))
        else:
            tell(request, _("The target is saved. Below are measures that answer it."))
            return redirect(basis.url(request, "target", area=area) + "#measures")
    return _target_page(request, basis, area, found, form)


def _target_page(request: AccessRequest, basis: Basis, area: str, found: Any, form: TargetForm) -> HttpResponse:
    today, need = clock.today(), basis.toolkit.need(area)
    year = school_year_now(today)
    suggested = suggestions_for(request.access.here, found, year, today) if found else []
    strong = next((one for one in basis.strongest if one.need == area), None)
    outside = basis.outside.area(area) if basis.outside else None
    context = {
        "need": need,
        "strong": strong,
        "mean": basis.finding(area).get("mean") if basis.reading else None,
        "outside_words": outside.words if outside and not strong else None,
        "target": found,
        "form": form,
        "new": [one for one in suggested if one.standing is Standing.NEW][:SHOWN_SUGGESTIONS],
        "standing": [one for one in suggested if one.standing is not Standing.NEW],
        "year_name": dates.school_year(year),
        "take_url": basis.url(request, "take_for_target", area=area),
        "remove_url": basis.url(request, "remove_target", area=area),
        "talk_url": basis.url(request, "talk"),
        "crumbs": basis.crumbs(
            request, Crumb(_("Digital talk"), basis.url(request, "talk")), Crumb(need.title if need else area)
        ),
    }
    return render(request, "needs/target.html", context, status=422 if form.errors else 200)


@for_school(Permission.PLAN_YEAR)
@require_POST
def remove_target(request: AccessRequest, area: str, **about: Any) -> HttpResponse:
    """Take a target away; what was taken into the year for it stays."""
    basis = basis_or_404(request, about)
    actions.remove_target(by=request.access.user, target=_target_or_404(request, basis, area))
    tell(request, _("The target is taken away. What was taken into the year for it stays there."))
    return redirect(basis.url(request, "talk"))


@for_school(Permission.PLAN_YEAR)
@require_POST
def take_for_target(request: AccessRequest, area: str, **about: Any) -> HttpResponse:
    """Take one suggested measure into this year, with its reason."""
    basis = basis_or_404(request, about)
    found, key = _target_or_404(request, basis, area), request.POST.get("measure", "")[:60]
    today = clock.today()
    try:
        taken = actions.take_for_target(by=request.access.user, target=found, measure_key=key,
                                        year=school_year_now(today), reason=reason_of(found), since=today)  # fmt: skip
    except Refused as no:
        refuse(request, str(no.words))
    else:
        first = taken.placements[0].first if taken.placements else None
        words = _("The measure is in the year, with its reason.")
        tell(request, f"{words} {dates.with_weekday(first)}" if first else words)
    return redirect(basis.url(request, "target", area=area) + "#measures")


def _target_or_404(request: AccessRequest, basis: Basis, area: str) -> Any:
    found = target_of(request.access.here, basis.subject, area)
    if found is None:
        raise Http404
    return found


@for_school(Permission.SEE_SCHOOL)
@require_safe
def talk_file(request: AccessRequest, **about: Any) -> HttpResponse:
    """The minutes as a plain file (Markdown)."""
    basis, school = basis_or_404(request, about), request.access.here
    held = talk_of(school, basis.subject)
    language = current()
    lines = [f"# {_('Digital talk')}: {school.name}", "", f"{basis.subject.title.get(language)}, {basis.when}", ""]
    if held and held.held_on:
        lines += [f"{_('Day of the talk')}: {dates.full(held.held_on)}", ""]
    for need in basis.strongest:
        found = basis.toolkit.need(need.need)
        lines += [f"- **{found.title.get(language) if found else need.need}.** {need.reason.get(language)}"]
    for shown in _shown_targets(request, targets_of(school, basis.subject), basis):
        title = shown["need"].title.get(language) if shown["need"] else shown["target"].area
        lines += ["", f"## {_('Target')}: {title}", "", f"{_('Goal')}: {shown['target'].goal}", "",
                  f"{_('How we will see it')}: {shown['target'].sign}", ""]  # fmt: skip
        lines += [f"- {measure.get(language)}" for measure in shown["measures"]]
    if held and held.minutes:
        lines += ["", f"## {_('What else was agreed')}", "", held.minutes]
    content = "\n".join(lines).rstrip() + "\n"
    return as_file(content.encode(), f"{school.slug}-{basis.first_day.year}.md", "text/markdown; charset=utf-8")
