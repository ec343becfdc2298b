"""The draft and its measures: look over, change, add, take away."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from digivuosi.apps.look.languages import current
from digivuosi.apps.look.parts import Crumb, Fact
from digivuosi.apps.look.telling import tell, warn
from digivuosi.apps.schools.access import AccessRequest, Permission, for_provider
from digivuosi.apps.toolkit import actions
from digivuosi.apps.toolkit.forms.measures import MeasureForm, TimeForm
from digivuosi.apps.toolkit.forms.writing import renew
from digivuosi.apps.toolkit.queries.differences import (
    OTHER_KINDS,
    changed_keys,
    differences,
    measure_differences,
    value_words,
)
from digivuosi.apps.toolkit.queries.drafts import calendars_for, findings_of, published_toolkit
from digivuosi.apps.toolkit.queries.sources import Source, draft_source
from digivuosi.apps.toolkit.views.findings import MOST_FINDINGS, told
from digivuosi.apps.toolkit.views.places import address, the_draft
from digivuosi.apps.toolkit.views.saving import CONFLICT, WRONG, asked_to_remove, removed, version_of
from digivuosi.apps.toolkit.views.times import previews, said_examples
from digivuosi.domain.toolkit.toolkit import Measure


@for_provider(Permission.EDIT_TOOLKIT)
@require_safe
def draft(request: AccessRequest) -> HttpResponse:
    """The draft's measures by theme, what has changed in them and what is wrong."""
    source = draft_source(request.access.provider)
    if source is None:
        return render(request, "toolkit/editing/start.html", {"upload_url": address(request, "upload")})
    published, toolkit = published_toolkit(request.access.provider), source.toolkit
    marks, findings = changed_keys(published, toolkit), findings_of(source)
    themes = sorted(toolkit.themes, key=lambda theme: (theme.colour, theme.key))
    known = {theme.key for theme in themes}
    groups: list[tuple[Any, list[Any]]] = [(theme, []) for theme in themes]
    by_theme = {theme.key: rows for theme, rows in groups}
    lost = [one for one in toolkit.measures if one.theme not in known]
    if lost:
        groups.append((None, by_theme.setdefault("", [])))
    wrong = {finding.key for finding in findings if finding.file.startswith("measures/")}
    for one in sorted(toolkit.measures, key=lambda one: one.title.get(current(), toolkit.language).lower()):
        row = (one, address(request, "edit_measure", key=one.key), marks.get(one.key, ""), one.key in wrong)
        by_theme[one.theme if one.theme in known else ""].append(row)
    change = differences(published, toolkit)
    context = {
        "source": source,
        "own_language": source.language,
        "groups": groups,
        "lists": [
            (_("Surveys"), address(request, "surveys")),
            *((label, address(request, "items", kind=kind)) for kind, label in OTHER_KINDS.items()),
        ],
        "removed": change.removed,
        "others": change.others,
        "has_changes": bool(change) if published is not None else True,
        "is_published": published is not None,
        "findings": told(request, source, findings),
        "more_findings": max(0, len(findings) - MOST_FINDINGS),
        "errors": sum(1 for finding in findings if finding.is_error),
    }
    return render(request, "toolkit/editing/draft.html", context)


@for_provider(Permission.EDIT_TOOLKIT)
@require_http_methods(["GET", "HEAD", "POST"])
def edit_measure(request: AccessRequest, key: str) -> HttpResponse:
    """Change one measure; `verb=preview` only shows it as readers will see it."""
    source = the_draft(request)
    before = source.toolkit.measure(key)
    if before is None:
        raise Http404
    return _measure_form(request, source, before)


@for_provider(Permission.EDIT_TOOLKIT)
@require_http_methods(["GET", "HEAD", "POST"])
def new_measure(request: AccessRequest) -> HttpResponse:
    """Add a measure to the draft."""
    return _measure_form(request, the_draft(request), None)


def _measure_form(request: AccessRequest, source: Source, before: Measure | None) -> HttpResponse:
    data = request.POST if request.method == "POST" else None
    form = MeasureForm(data, toolkit=source.toolkit, before=before, version=source.version)
    if request.method != "POST":
        return _form_page(request, source, form)
    if not form.is_valid():
        return _form_page(request, source, form, status=WRONG)
    measure = form.measure()
    if request.POST.get("verb") == "preview":
        return _form_page(request, source, form, shown=measure)
    by, provider = request.access.user, request.access.provider
    try:
        if before is None:
            actions.add_measure(by=by, provider=provider, measure=measure)
        else:
            version = form.cleaned_data["version"]
            actions.change_measure(by=by, provider=provider, key=before.key, measure=measure, version=version)
    except actions.StaleDraft as stale:
        return _stale_page(request, source, form, stale)
    except actions.Refused as problem:
        form.add_error(None, str(problem.words))
        return _form_page(request, source, form, status=WRONG)
    return _saved(request, measure)


def _saved(request: AccessRequest, measure: Measure) -> HttpResponse:
    title = measure.title.get(current())
    tell(request, _("“%(title)s” is saved in the draft. Schools see it when you publish.") % {"title": title})
    source = the_draft(request)
    wrong = [one for one in findings_of(source) if one.key == measure.key and one.file.startswith("measures/")]
    if wrong:
        warn(request, " ".join(one.message.get(current()) for one in wrong[:3]))
    return redirect(address(request, "edit_measure", key=measure.key))


def _stale_page(request: AccessRequest, source: Source, form: MeasureForm, stale: actions.StaleDraft) -> HttpResponse:
    """Both versions side by side; what was typed stays in the form, and saving again is knowing."""
    if stale.theirs is None:
        form.add_error(None, _("Somebody has taken this measure out of the draft. Copy your text from here."))
        return _form_page(request, source, form, status=CONFLICT)
    rows = list(measure_differences(stale.theirs, stale.mine, source.toolkit))
    renew(form, "version", stale.version)
    more = {"stale": stale, "stale_rows": rows}
    return _form_page(request, source, form, status=CONFLICT, more=more)


def _form_page(
    request: AccessRequest,
    source: Source,
    form: MeasureForm,
    *,
    shown: Measure | None = None,
    status: int = 200,
    more: dict[str, Any] | None = None,
) -> HttpResponse:
    before = form.before
    here = before.title if before else _("New measure")
    findings = [f for f in findings_of(source) if before and f.key == before.key and f.file.startswith("measures/")]
    context: dict[str, Any] = {
        "form": form,
        "measure": before,
        "own_language": source.language,
        "crumbs": [Crumb(_("Draft"), address(request, "draft")), Crumb(here)],
        "findings": findings,
        "previews": _previews(request, form),
        "rules_said": said_examples(),
        "shown": shown,
        "shown_facts": _facts(source, shown) if shown else [],
        "shown_theme": source.toolkit.theme(shown.theme) if shown else None,
        "remove_url": address(request, "remove_measure", key=before.key) if before else "",
        **(more or {}),
    }
    return render(request, "toolkit/editing/measure.html", context, status=status)


def _previews(request: AccessRequest, form: MeasureForm) -> list[Any]:
    """The dates of what the form says now, or of what is stored."""
    calendars = calendars_for(request.access.provider)
    if form.is_bound:
        return previews([(_("Window"), form.window), (_("Recommended time"), form.recommended_time)], calendars)
    if form.before is None:
        return []
    before = form.before
    return previews([(_("Window"), before.window), (_("Recommended time"), before.recommended_time)], calendars)


def _facts(source: Source, measure: Measure) -> list[Fact]:
    names = {
        "window": _("Window"),
        "recommended_time": _("Recommended time"),
        "days": _("School days"),
        "repeat": _("Repeat"),
        "responsible": _("Responsible"),
        "contributing": _("Contributing"),
        "audiences": _("Target groups"),
        "after": _("Comes after"),
    }
    return [
        Fact(label, value_words(name, getattr(measure, name), source.toolkit))
        for name, label in names.items()
        if getattr(measure, name)
    ]


@for_provider(Permission.EDIT_TOOLKIT)
@require_safe
def preview_time(request: AccessRequest) -> HttpResponse:
    """A part of a page: what the rules of the form mean in dates, or what is wrong with them."""
    form = TimeForm(request.GET)
    form.is_valid()
    spans = [(_("Window"), form.window), (_("Recommended time"), form.recommended_time)]
    errors = [
        (form[name].label, words) for name, found in form.errors.items() for words in found if request.GET.get(name)
    ]
    context = {"previews": previews(spans, calendars_for(request.access.provider)), "errors": errors}
    return render(request, "toolkit/editing/time_preview.html", context)


@for_provider(Permission.EDIT_TOOLKIT)
@require_http_methods(["GET", "HEAD", "POST"])
def remove_measure(request: AccessRequest, key: str) -> HttpResponse:
    """Take a measure out of the draft, after asking."""
    source = the_draft(request)
    measure = source.toolkit.measure(key)
    if measure is None:
        raise Http404
    title = measure.title.get(current(), source.language)
    here = address(request, "edit_measure", key=key)
    if request.method == "POST":

        def remove() -> None:
            by, provider = request.access.user, request.access.provider
            actions.remove_measure(by=by, provider=provider, key=key, version=version_of(request))

        return removed(request, title=title, remove=remove, gone_url=address(request, "draft"), kept_url=here)
    return asked_to_remove(
        request,
        title=title,
        text=_("Schools keep what stands in their year. The measure goes when you publish the next edition."),
        version=source.version,
        cancel_url=here,
        label=_("Take it out"),
    )
