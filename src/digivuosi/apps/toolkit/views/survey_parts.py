"""A section or a statement of a survey in the draft: change, add, take away."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from digivuosi.apps.look.languages import current
from digivuosi.apps.look.parts import Crumb
from digivuosi.apps.schools.access import AccessRequest, Permission, for_provider
from digivuosi.apps.toolkit import actions
from digivuosi.apps.toolkit.forms.surveys import SectionForm, StatementForm
from digivuosi.apps.toolkit.queries.drafts import published_toolkit
from digivuosi.apps.toolkit.queries.sources import Source
from digivuosi.apps.toolkit.queries.surveys import measures_answering, why_words
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
from digivuosi.apps.toolkit.views.surveys import survey_crumbs, survey_or_404
from digivuosi.domain.toolkit.survey_changes import asked_otherwise
from digivuosi.domain.toolkit.surveys import Section, Statement, Survey

REMOVE = {"sections": "section_remove", "statements": "statement_remove"}


@for_provider(Permission.EDIT_TOOLKIT)
@require_http_methods(["GET", "HEAD", "POST"])
def section_new(request: AccessRequest, survey: str) -> HttpResponse:
    """Add a section at the end of a survey."""
    source = the_draft(request)
    return _section_form(request, source, survey_or_404(source, survey), None)


@for_provider(Permission.EDIT_TOOLKIT)
@require_http_methods(["GET", "HEAD", "POST"])
def section(request: AccessRequest, survey: str, key: str) -> HttpResponse:
    """Change a section: its title, and which grades and subjects get it."""
    source = the_draft(request)
    found = survey_or_404(source, survey)
    return _section_form(request, source, found, section_or_404(source, found, key))


def _section_form(request: AccessRequest, source: Source, survey: Survey, before: Section | None) -> HttpResponse:
    return _part_form(request, source, survey, before, SectionForm, _("New section"), {}, lambda _form: {})


@for_provider(Permission.EDIT_TOOLKIT)
@require_http_methods(["GET", "HEAD", "POST"])
def section_remove(request: AccessRequest, survey: str, key: str) -> HttpResponse:
    """Take a section out of a survey with its statements, after asking."""
    source = the_draft(request)
    owner = survey_or_404(source, survey)
    before = section_or_404(source, owner, key)
    if request.method == "POST":

        def remove() -> None:
            by, provider = request.access.user, request.access.provider
            actions.remove_section(by=by, provider=provider, key=key, title=before.title, version=version_of(request))

        return _removed(request, source, owner, before, remove)
    text = _("Its statements go with it. You can bring it back in the history.")
    return _asked(request, source, owner, before, text)


@for_provider(Permission.EDIT_TOOLKIT)
@require_http_methods(["GET", "HEAD", "POST"])
def statement_new(request: AccessRequest, survey: str, section: str) -> HttpResponse:
    """Add a statement at the end of a section."""
    source = the_draft(request)
    owner = survey_or_404(source, survey)
    return _statement_form(request, source, owner, section_or_404(source, owner, section), None)


@for_provider(Permission.EDIT_TOOLKIT)
@require_http_methods(["GET", "HEAD", "POST"])
def statement(request: AccessRequest, survey: str, key: str) -> HttpResponse:
    """Change a statement: its words, how it is answered, what it leads to, whose it is."""
    source = the_draft(request)
    owner = survey_or_404(source, survey)
    before = statement_or_404(source, owner, key)
    return _statement_form(request, source, owner, section_or_404(source, owner, before.section), before)


def _statement_form(
    request: AccessRequest, source: Source, survey: Survey, section: Section, before: Statement | None
) -> HttpResponse:
    def shown(form: forms.Form) -> dict[str, Any]:
        need = str(form["need"].value() or "")
        return {
            **_since_published(request, source, before),
            "statement": before,
            "answering": measures_answering(source, need),
            "need_url": address(request, "item", kind="needs", key=need) if source.toolkit.need(need) else "",
        }

    given = {"section": section}
    return _part_form(request, source, survey, before, StatementForm, _("New statement"), given, shown)


def _part_form(
    request: AccessRequest,
    source: Source,
    survey: Survey,
    before: Section | Statement | None,
    made: type[SectionForm] | type[StatementForm],
    new_title: str,
    given: dict[str, Any],
    shown: Callable[[forms.Form], dict[str, Any]],
) -> HttpResponse:
    """The page of one part's form; `given` is what its form needs more, `shown` what its page shows more."""
    given = {"toolkit": source.toolkit, "survey": survey, **given}
    form = made(request.POST if request.method == "POST" else None, before=before, version=source.version, **given)

    def page(status: int, stale: actions.StaleDraft | None = None) -> HttpResponse:
        theirs = made(None, before=stale.theirs, version=0, **given) if stale and stale.theirs else None
        context = {
            **_frame(request, source, survey, before),
            "form": form,
            "stale": stale,
            "their_words": theirs_of(theirs),
            "title": _title(before) if before else new_title,
            "remove_url": _at(request, REMOVE[form.kind], survey, before),
            **shown(form),
        }
        return render(request, "toolkit/surveys/form.html", context, status=status)

    return written(
        request, form, lambda: save_item(request, form, before), page, lambda: _done(request, source, survey, form)
    )


def _since_published(request: AccessRequest, source: Source, before: Statement | None) -> dict[str, Any]:
    """What the published statement asks, when the draft's asks something else."""
    published = published_toolkit(request.access.provider)
    old = published.statement(before.key) if published and before else None
    if published is None or before is None or old is None:
        return {}
    why = asked_otherwise(published, source.toolkit, before.key)
    return {"is_asked": True, "why_ended": why_words(why), "published_words": old.text}


@for_provider(Permission.EDIT_TOOLKIT)
@require_http_methods(["GET", "HEAD", "POST"])
def statement_remove(request: AccessRequest, survey: str, key: str) -> HttpResponse:
    """Take a statement out of a survey, after asking."""
    source = the_draft(request)
    owner = survey_or_404(source, survey)
    before = statement_or_404(source, owner, key)
    if request.method == "POST":

        def remove() -> None:
            by, provider = request.access.user, request.access.provider
            actions.remove_item(by=by, provider=provider, kind="statements", key=key, version=version_of(request))

        return _removed(request, source, owner, before, remove)
    text = _("The next round does not ask it, so its answers are not compared. You can bring it back in the history.")
    return _asked(request, source, owner, before, text)


def _removed(
    request: AccessRequest, source: Source, survey: Survey, before: Section | Statement, remove: Callable[[], object]
) -> HttpResponse:
    title, back = _title(before).get(current(), source.language), address(request, "survey", survey=survey.key)
    return removed(request, title=title, remove=remove, gone_url=back, kept_url=back)


def _asked(
    request: AccessRequest, source: Source, survey: Survey, before: Section | Statement, text: str
) -> HttpResponse:
    title = _title(before).get(current(), source.language)
    here = _at(request, "section" if isinstance(before, Section) else "statement", survey, before)
    return asked_to_remove(request, title=title, text=text, version=source.version, cancel_url=here)


def _done(request: AccessRequest, source: Source, survey: Survey, form: SectionForm | StatementForm) -> HttpResponse:
    """Back to the outline, at what was saved; or on to the next statement of the same section."""
    item = form.item()
    tell_saved(request, _title(item), source.toolkit)
    if request.POST.get("verb") == "next" and isinstance(item, Statement):
        return redirect(address(request, "statement_new", survey=survey.key, section=item.section))
    return redirect(f"{address(request, 'survey', survey=survey.key)}#{form.kind}-{item.key}")


def _frame(
    request: AccessRequest, source: Source, survey: Survey, before: Section | Statement | None
) -> dict[str, Any]:
    kind = "sections" if isinstance(before, Section) else "statements"
    place = f"#{kind}-{before.key}" if before else ""
    here = _title(before) if before else _("New")
    return {
        "own_language": source.language,
        "back_url": f"{address(request, 'survey', survey=survey.key)}{place}",
        "crumbs": survey_crumbs(request, survey, Crumb(here)),
    }


def _at(request: AccessRequest, name: str, survey: Survey, before: Section | Statement | None) -> str:
    return address(request, name, survey=survey.key, key=before.key) if before else ""


def _title(one: Section | Statement) -> Any:
    return one.text if isinstance(one, Statement) else one.title


def section_or_404(source: Source, survey: Survey, key: str) -> Section:
    found = next((one for one in source.toolkit.sections if one.key == key and one.survey == survey.key), None)
    if found is None:
        raise Http404
    return found


def statement_or_404(source: Source, survey: Survey, key: str) -> Statement:
    """A statement that stands in this survey."""
    found = source.toolkit.statement(key)
    if found is None:
        raise Http404
    section_or_404(source, survey, found.section)
    return found
