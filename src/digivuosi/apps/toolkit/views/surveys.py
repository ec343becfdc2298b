"""Surveys of the draft: what there is, one as an outline, and what is done to a survey as a whole."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from digivuosi.apps.look.languages import current
from digivuosi.apps.look.parts import Crumb
from digivuosi.apps.look.telling import refuse, tell
from digivuosi.apps.schools.access import AccessRequest, Permission, for_provider
from digivuosi.apps.toolkit import actions
from digivuosi.apps.toolkit.forms.surveys import CopyForm, SurveyForm
from digivuosi.apps.toolkit.queries.differences import span_words
from digivuosi.apps.toolkit.queries.drafts import calendars_for, findings_of, published_toolkit
from digivuosi.apps.toolkit.queries.sources import Source
from digivuosi.apps.toolkit.queries.surveys import outline, surveys_of
from digivuosi.apps.toolkit.views.places import address, the_draft
from digivuosi.apps.toolkit.views.saving import (
    asked_to_remove,
    removed,
    save_item,
    tell_saved,
    theirs_of,
    version_of,
    written,
)
from digivuosi.apps.toolkit.views.times import previews, said_examples
from digivuosi.domain.toolkit.surveys import Survey

GOES_TOO = gettext_noop(
    "Its sections and statements go with it. Rounds that have been asked stay, with their summaries. "
    "You can bring it back in the history."
)


@for_provider(Permission.EDIT_TOOLKIT)
@require_safe
def surveys(request: AccessRequest) -> HttpResponse:
    """The surveys of the draft."""
    source = the_draft(request)
    audiences = {one.key: one.title for one in source.toolkit.audiences}
    context = {
        "own_language": source.language,
        "rows": [
            {
                "survey": survey,
                "url": address(request, "survey", survey=survey.key),
                "audience": audiences.get(survey.audience, survey.audience),
                "window": span_words(survey.window),
                "count": count,
            }
            for survey, count in surveys_of(source.toolkit)
        ],
        "lists": [
            (_("Needs areas and the measures that answer them"), address(request, "items", kind="needs")),
            (_("Scales"), address(request, "items", kind="scales")),
            (_("Grades and subjects"), address(request, "items", kind="branches")),
            (_("Areas of outer frameworks"), address(request, "items", kind="frameworks")),
        ],
        "crumbs": [Crumb(_("Draft"), address(request, "draft")), Crumb(_("Surveys"))],
    }
    return render(request, "toolkit/surveys/surveys.html", context)


@for_provider(Permission.EDIT_TOOLKIT)
@require_safe
def survey(request: AccessRequest, survey: str) -> HttpResponse:
    """One survey: what it is, and its sections with their statements, each with the page where it is changed."""
    source = the_draft(request)
    found = survey_or_404(source, survey)
    toolkit = source.toolkit
    audience, measure = toolkit.audience(found.audience), toolkit.measure(found.measure)
    sections = outline(toolkit, found, published_toolkit(request.access.provider))
    context = {
        "survey": found,
        "own_language": source.language,
        "audience": audience.title if audience else found.audience,
        "measure": measure.title if measure else None,
        "window": span_words(found.window),
        "sections": sections,
        "ended": [one for section in sections for one in section.statements if one.why_ended],
        "findings": _findings(source, found),
        "crumbs": [*survey_crumbs(request, None), Crumb(found.title)],
    }
    return render(request, "toolkit/surveys/survey.html", context)


def _findings(source: Source, found: Survey) -> list[Any]:
    """What the checker says of a survey and of what stands inside it."""
    parts = source.toolkit.survey_parts(found.key)
    files = {f"surveys/{found.key}.yaml", *(f"sections/{part.section.key}.yaml" for part in parts)}
    files |= {f"statements/{one.key}.yaml" for part in parts for one in part.statements}
    return [one for one in findings_of(source) if one.file in files]


@for_provider(Permission.EDIT_TOOLKIT)
@require_http_methods(["GET", "HEAD", "POST"])
def survey_about(request: AccessRequest, survey: str) -> HttpResponse:
    """Change what a survey is: its title and introduction, whom it asks, when it is open."""
    source = the_draft(request)
    return _survey_form(request, source, survey_or_404(source, survey))


@for_provider(Permission.EDIT_TOOLKIT)
@require_http_methods(["GET", "HEAD", "POST"])
def survey_new(request: AccessRequest) -> HttpResponse:
    """Add a survey; its sections come next."""
    return _survey_form(request, the_draft(request), None)


def _survey_form(request: AccessRequest, source: Source, before: Survey | None) -> HttpResponse:
    data = request.POST if request.method == "POST" else None
    form = SurveyForm(data, toolkit=source.toolkit, before=before, version=source.version)

    def done() -> HttpResponse:
        item = form.item()
        tell_saved(request, item.title, source.toolkit)
        return redirect(address(request, "survey", survey=item.key))

    def page(status: int, stale: actions.StaleDraft | None = None) -> HttpResponse:
        theirs = SurveyForm(None, toolkit=source.toolkit, before=stale.theirs, version=0) if stale else None
        window = form.window if form.is_bound else before.window if before else None
        context = {
            "form": form,
            "stale": stale,
            "their_words": theirs_of(theirs) if stale and stale.theirs else [],
            "title": before.title if before else _("New survey"),
            "own_language": source.language,
            "has_time": True,
            "previews": previews([(_("Open for answers"), window)], calendars_for(request.access.provider)),
            "rules_said": said_examples(),
            "back_url": address(request, "survey", survey=before.key) if before else address(request, "surveys"),
            "crumbs": survey_crumbs(request, before),
        }
        return render(request, "toolkit/surveys/form.html", context, status=status)

    return written(request, form, lambda: save_item(request, form, before), page, done)


@for_provider(Permission.EDIT_TOOLKIT)
@require_http_methods(["GET", "HEAD", "POST"])
def survey_copy(request: AccessRequest, survey: str) -> HttpResponse:
    """Copy a survey with its sections and statements, under a title of its own."""
    source = the_draft(request)
    found = survey_or_404(source, survey)
    form = CopyForm(request.POST if request.method == "POST" else None, toolkit=source.toolkit, survey=found)
    here = address(request, "survey", survey=survey)

    def save() -> None:
        by, provider = request.access.user, request.access.provider
        actions.copy_survey(by=by, provider=provider, key=found.key, new_key=form.new_key(), title=form.title())

    def page(status: int, stale: actions.StaleDraft | None = None) -> HttpResponse:
        title = found.title.get(current(), source.language)
        context = {
            "title": _("Copy “%(title)s”") % {"title": title},
            "text": _("The copy asks the same, but it is another survey: its answers are not compared with these."),
            "form": form,
            "label": _("Copy the survey"),
            "cancel_url": here,
        }
        return render(request, "look/confirm.html", context, status=status)

    def done() -> HttpResponse:
        tell(request, _("The survey was copied. You are at the copy now."))
        return redirect(address(request, "survey", survey=form.new_key()))

    return written(request, form, save, page, done)


@for_provider(Permission.EDIT_TOOLKIT)
@require_http_methods(["GET", "HEAD", "POST"])
def survey_remove(request: AccessRequest, survey: str) -> HttpResponse:
    """Take a survey out of the draft, after asking."""
    source = the_draft(request)
    found = survey_or_404(source, survey)
    title = found.title.get(current(), source.language)
    here = address(request, "survey", survey=survey)
    if request.method == "POST":

        def remove() -> None:
            by, provider = request.access.user, request.access.provider
            actions.remove_survey(
                by=by, provider=provider, key=found.key, title=found.title, version=version_of(request)
            )

        return removed(request, title=title, remove=remove, gone_url=address(request, "surveys"), kept_url=here)
    return asked_to_remove(request, title=title, text=_(GOES_TOO), version=source.version, cancel_url=here)


@for_provider(Permission.EDIT_TOOLKIT)
@require_POST
def survey_order(request: AccessRequest, survey: str) -> HttpResponse:
    """Move a section or a statement up or down: `move` says which list, which item, and where to."""
    source = the_draft(request)
    found = survey_or_404(source, survey)
    kind, _colon, rest = request.POST.get("move", "").partition(":")
    key, _colon, way = rest.partition(":")
    titles = {("sections", part.section.key): part.section.title for part in source.toolkit.survey_parts(found.key)}
    for part in source.toolkit.survey_parts(found.key):
        titles.update({("statements", one.key): one.text for one in part.statements})
    if (kind, key) not in titles or way not in ("up", "down"):
        raise Http404
    by, provider = request.access.user, request.access.provider
    steps = -1 if way == "up" else 1
    try:
        actions.move_in_survey(by=by, provider=provider, kind=kind, key=key, title=titles[kind, key], steps=steps)
    except actions.Refused as refused:
        refuse(request, str(refused.words))
    return redirect(f"{address(request, 'survey', survey=survey)}#{kind}-{key}")


def survey_or_404(source: Source, key: str) -> Survey:
    found = source.toolkit.survey(key)
    if found is None:
        raise Http404
    return found


def survey_crumbs(request: AccessRequest, found: Survey | None, *more: Crumb) -> list[Crumb]:
    """The way to a page of a survey; the survey itself is a link when something comes after it."""
    crumbs = [Crumb(_("Draft"), address(request, "draft")), Crumb(_("Surveys"), address(request, "surveys"))]
    own = [Crumb(found.title, address(request, "survey", survey=found.key))] if found else []
    return [*crumbs, *own, *more]
