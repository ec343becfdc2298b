"""A section or a statement of a survey in the draft: change, add, take away."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from digivuosi.apps.look.languages import current
from digivuosi.apps.look.parts import Crumb
from digivuosi.apps.look.telling import refuse, tell
from digivuosi.apps.schools.access import AccessRequest, Permission, for_provider
from digivuosi.apps.toolkit import actions
from digivuosi.apps.toolkit.forms.surveys import SectionForm, StatementForm
from digivuosi.apps.toolkit.queries.drafts import published_toolkit
from digivuosi.apps.toolkit.queries.sources import Source
from digivuosi.apps.toolkit.queries.surveys import measures_answering, why_words
from digivuosi.apps.toolkit.views.places import address, the_draft
from digivuosi.apps.toolkit.views.saving import theirs_of, version_of, warn_of_ended, written
from digivuosi.apps.toolkit.views.surveys import survey_crumbs, survey_or_404
from digivuosi.domain.toolkit.survey_changes import asked_otherwise
from digivuosi.domain.toolkit.surveys import Section, Statement, Survey


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
    data = request.POST if request.method == "POST" else None
    form = SectionForm(data, toolkit=source.toolkit, before=before, version=source.version, survey=survey)

    def page(status: int, stale: actions.StaleDraft | None = None) -> HttpResponse:
        theirs = None
        if stale and stale.theirs:
            theirs = SectionForm(None, toolkit=source.toolkit, before=stale.theirs, version=0, survey=survey)
        context = {
            **_frame(request, source, survey, before),
            "form": form,
            "stale": stale,
            "their_words": theirs_of(theirs),
            "title": before.title if before else _("New section"),
            "remove_url": _at(request, "section_remove", survey, before),
        }
        return render(request, "toolkit/surveys/form.html", context, status=status)

    return written(
        request, form, lambda: _save(request, form, before), page, lambda: _done(request, source, survey, form)
    )


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
    return _ask_to_remove(request, source, before, text, address(request, "section", survey=survey, key=key))


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
    data = request.POST if request.method == "POST" else None
    more: dict[str, Any] = {"toolkit": source.toolkit, "survey": survey, "section": section}
    form = StatementForm(data, before=before, version=source.version, **more)

    def page(status: int, stale: actions.StaleDraft | None = None) -> HttpResponse:
        theirs = StatementForm(None, before=stale.theirs, version=0, **more) if stale and stale.theirs else None
        need = form["need"].value()
        context = {
            **_frame(request, source, survey, before),
            **_since_published(request, source, before),
            "form": form,
            "stale": stale,
            "their_words": theirs_of(theirs),
            "title": before.text if before else _("New statement"),
            "statement": before,
            "answering": measures_answering(source, str(need or "")),
            "need_url": address(request, "item", kind="needs", key=need) if source.toolkit.need(str(need)) else "",
            "remove_url": _at(request, "statement_remove", survey, before),
        }
        return render(request, "toolkit/surveys/form.html", context, status=status)

    return written(
        request, form, lambda: _save(request, form, before), page, lambda: _done(request, source, survey, form)
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
    return _ask_to_remove(request, source, before, text, address(request, "statement", survey=survey, key=key))


def _removed(
    request: AccessRequest, source: Source, survey: Survey, before: Section | Statement, remove: Any
) -> HttpResponse:
    try:
        remove()
    except actions.Refused as refused:
        refuse(request, str(refused.words))
    else:
        title = _title(before).get(current(), source.language)
        tell(request, _("“%(title)s” was taken out of the draft.") % {"title": title})
    return redirect(address(request, "survey", survey=survey.key))


def _ask_to_remove(
    request: AccessRequest, source: Source, before: Section | Statement, text: str, cancel_url: str
) -> HttpResponse:
    title = _title(before).get(current(), source.language)
    context = {
        "title": _("Take “%(title)s” out of the draft?") % {"title": title},
        "text": text,
        "label": _("Take it away"),
        "cancel_url": cancel_url,
        "danger": True,
        "hidden": {"version": source.version},
    }
    return render(request, "look/confirm.html", context)


def _save(request: AccessRequest, form: SectionForm | StatementForm, before: Section | Statement | None) -> None:
    by, provider = request.access.user, request.access.provider
    if before is None:
        actions.add_item(by=by, provider=provider, kind=form.kind, item=form.item())
    else:
        version = form.cleaned_data["version"] or 0
        actions.change_item(by=by, provider=provider, kind=form.kind, key=before.key, item=form.item(), version=version)


def _done(request: AccessRequest, source: Source, survey: Survey, form: SectionForm | StatementForm) -> HttpResponse:
    """Back to the outline, at what was saved; or on to the next statement of the same section."""
    item = form.item()
    title = _title(item).get(current(), source.language)
    tell(request, _("“%(title)s” is saved in the draft. Schools see it when you publish.") % {"title": title})
    warn_of_ended(request, source.toolkit)
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
