"""Suggestions to one's own toolkit and to the toolkit one has copied."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from digivuosi.apps.look.languages import current
from digivuosi.apps.look.parts import Crumb
from digivuosi.apps.look.telling import refuse, tell
from digivuosi.apps.networks import giving, sending
from digivuosi.apps.networks.forms.suggestions import AnswerForm, FileForm, TakeForm, WordsForm, labels_of
from digivuosi.apps.networks.queries import suggestions as asking
from digivuosi.apps.schools.access import AccessRequest, Permission, for_provider
from digivuosi.apps.schools.actions import Refused
from digivuosi.apps.toolkit.queries import draft_of
from digivuosi.domain.toolkit.merging.differences import Change
from digivuosi.domain.toolkit.merging.merge import Merge
from digivuosi.domain.toolkit.merging.places import side_of
from digivuosi.domain.toolkit.merging.showing import Names
from digivuosi.domain.toolkit.merging.telling import (
    change_line,
    conflict_in_words,
    diff_in_words,
    in_reading_order,
    title_of,
)
from digivuosi.domain.toolkit.suggestions import sides, suggestion_from

# Both forms of the page ask for an answer; a label leads to the field of its own form.
DECLINE_IDS = "decline_%s"


@for_provider(Permission.EDIT_TOOLKIT)
@require_http_methods(["GET", "HEAD", "POST"])
def suggestions(request: AccessRequest) -> HttpResponse:
    """What others suggest, what was suggested to others, and what could be; a file that came by mail is read here."""
    provider = request.access.provider
    form = FileForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            giving.take_in(provider=provider, content=form.cleaned_data["file"], by=request.access.user)
        except Refused as problem:
            form.add_error("file", str(problem.words))
        else:
            tell(request, _("The suggestion was read, and stands in the list."))
            return redirect("networks:suggestions", provider=provider.slug)
    context = {
        "form": form,
        "came": asking.suggestions_of(provider),
        "sent": asking.sent_by(provider),
        "own": asking.to_suggest(provider),
    }
    return render(request, "networks/suggestions.html", context, status=422 if form.errors else 200)


@for_provider(Permission.EDIT_TOOLKIT)
@require_http_methods(["GET", "HEAD", "POST"])
def suggest(request: AccessRequest, key: str) -> HttpResponse:
    """Look at one's own change of a measure, and send it to the publisher or save it as a file."""
    provider = request.access.provider
    own = asking.to_suggest(provider)
    form = WordsForm(request.POST or None)
    words = form.cleaned_data if request.method == "POST" and form.is_valid() else {"words": "", "contact": ""}
    made = asking.suggestion_about(own, key, author=provider.name, **words) if own else None
    if own is None or made is None:
        raise Http404
    if request.method == "POST" and form.is_valid():
        if "file" in request.POST:
            name = content_disposition_header(True, f"{provider.slug}-{key}.suggestion.json") or "attachment"
            return HttpResponse(made.to_bytes(), content_type="application/json", headers={"Content-Disposition": name})
        try:
            sending.send_suggestion(by=request.access.user, provider=provider, fork=own.fork, suggested=made)
        except Refused as problem:
            form.add_error(None, str(problem.words))
        else:
            tell(request, _("The suggestion is on its way to %(publisher)s.") % {"publisher": own.fork.publisher})
            return redirect("networks:suggestions", provider=provider.slug)
    base, theirs = sides(side_of(own.base), made)
    told = diff_in_words(base.toolkit, theirs.toolkit, asking.difference(base, theirs), current())
    context = {
        "form": form,
        "told": told,
        "made": made,
        "publisher": own.fork.publisher,
        "own_language": own.toolkit.language,
        "crumbs": _crumbs(request, made.title),
    }
    return render(request, "networks/suggest.html", context, status=422 if form.errors else 200)


@for_provider(Permission.EDIT_TOOLKIT)
@require_safe
def suggestion(request: AccessRequest, suggestion: int) -> HttpResponse:
    """One suggestion as a difference from the draft, to be taken or answered."""
    row = _asked(request, suggestion)
    giving.mark_read(by=request.access.user, suggestion=row)
    return _shown(request, row)


@for_provider(Permission.EDIT_TOOLKIT)
@require_POST
def take(request: AccessRequest, suggestion: int) -> HttpResponse:
    """Take the chosen changes into the draft."""
    row = _asked(request, suggestion)
    form = _take_form(request, row, data=request.POST)
    if form is not None and request.POST.get("version") != str(form.initial["version"]):
        # What is asked now may not be what was answered: nothing is read from it before it has been seen.
        refuse(request, str(giving.MOVED_ON))
        return _again(request, row.pk)
    if form is None or not form.is_valid():
        return _shown(request, row, form=form, status=422)
    try:
        giving.take(
            by=request.access.user,
            suggestion=row,
            version=form.cleaned_data["version"],
            without=form.without,
            choices=form.choices,
            answer=form.cleaned_data["answer"],
        )
    except Refused as problem:
        refuse(request, str(problem.words))
        return _again(request, row.pk)
    tell(request, _("The changes are in the draft now. Publish an edition when you are ready."))
    return redirect("networks:suggestions", provider=request.access.provider.slug)


@for_provider(Permission.EDIT_TOOLKIT)
@require_POST
def decline(request: AccessRequest, suggestion: int) -> HttpResponse:
    """Leave the draft as it is, and say why."""
    row = _asked(request, suggestion)
    form = AnswerForm(request.POST, auto_id=DECLINE_IDS)
    if not form.is_valid():
        return _shown(request, row, answer_form=form, status=422)
    try:
        giving.decline(by=request.access.user, suggestion=row, answer=form.cleaned_data["answer"])
    except Refused as problem:
        refuse(request, str(problem.words))
    else:
        tell(request, _("The answer is saved. Those who suggested it see it when they ask next."))
    return redirect("networks:suggestions", provider=request.access.provider.slug)


def _again(request: AccessRequest, pk: int) -> HttpResponse:
    """The suggestion against the draft as it is now; what was chosen and written is kept where it still applies."""
    row = _asked(request, pk)
    form = _take_form(request, row) if row.is_open else None
    if form is not None:
        form.keep(request.POST)
    return _shown(request, row, form=form, status=409)


def _asked(request: AccessRequest, pk: int) -> Any:
    row = asking.suggestion_in(request.access.provider, pk)
    if row is None:
        raise Http404
    return row


def _shown(
    request: AccessRequest,
    row: Any,
    *,
    form: TakeForm | None = None,
    answer_form: AnswerForm | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {
        "row": row,
        "suggested": suggestion_from(row.document),
        "form": form or (_take_form(request, row) if row.is_open else None),
        "answer_form": answer_form or AnswerForm(auto_id=DECLINE_IDS),
        "crumbs": _crumbs(request, row.sender_name),
    }
    return render(request, "networks/suggestion.html", context, status=status)


def _take_form(request: AccessRequest, row: Any, data: Any = None) -> TakeForm | None:
    draft = draft_of(request.access.provider)
    if draft is None:
        return None
    merged, about = asking.merged_into(draft, row), suggestion_from(row.document).items[0].key
    changes = asking.changes_of(merged)
    conflicts = {one.place: (one, conflict_in_words(merged, one, current())) for one in merged.conflicts}
    lines = tuple(_line(merged, one, about) for one in changes)
    form = TakeForm(data, changes=labels_of(changes, lines), conflicts=conflicts, version=draft.version)
    # Only shown in the reader's order: the fields are numbered alike in every language.
    form.show_in_order(one.place for one in in_reading_order(changes, current()))
    return form


def _line(merged: Merge, change: Change, about: str) -> str:
    """One change; the item that the suggestion is about stands in the heading already."""
    names = Names((merged.theirs.toolkit, merged.base.toolkit), current())
    line = change_line(change, names)
    words = line[:1].upper() + line[1:]
    return words if change.place.key == about else f"{title_of(change.place.kind, change.place.key, names)}: {line}"


def _crumbs(request: AccessRequest, title: Any) -> list[Crumb]:
    here = reverse("networks:suggestions", kwargs={"provider": request.access.provider.slug})
    return [Crumb(_("Suggestions"), here), Crumb(title)]
