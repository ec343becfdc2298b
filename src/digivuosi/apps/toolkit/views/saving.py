"""Saving one thing of the draft from a form, or taking it out: what is refused is said, and what ends is told."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from digivuosi.apps.look.languages import current
from digivuosi.apps.look.telling import refuse, tell, warn
from digivuosi.apps.schools.access import AccessRequest
from digivuosi.apps.toolkit import actions
from digivuosi.apps.toolkit.forms.items import WordedForm
from digivuosi.apps.toolkit.forms.writing import renew
from digivuosi.apps.toolkit.queries.drafts import published_toolkit
from digivuosi.apps.toolkit.queries.surveys import newly_ended
from digivuosi.apps.toolkit.views.places import the_draft
from digivuosi.domain.texts import Text
from digivuosi.domain.toolkit.toolkit import Toolkit

CONFLICT, WRONG = 409, 422
MOST_NAMED = 3
MOST_USERS = 5


class Page(Protocol):
    """Shows the form again; `stale` is what somebody else has saved meanwhile."""

    def __call__(self, status: int, stale: actions.StaleDraft | None = None) -> HttpResponse: ...


def written(
    request: AccessRequest, form: Any, save: Callable[[], object], page: Page, done: Callable[[], HttpResponse]
) -> HttpResponse:
    """The page of a form, or what comes after it was saved."""
    if request.method != "POST":
        return page(200)
    if not form.is_valid():
        return page(WRONG)
    try:
        save()
    except actions.StaleDraft as stale:
        form.add_error(None, str(stale.words))
        renew(form, "version", stale.version)
        return page(CONFLICT, stale)
    except actions.Refused as refused:
        form.add_error(None, str(refused.words))
        return page(WRONG)
    return done()


def save_item(request: AccessRequest, form: Any, before: Any) -> None:
    """Add what a form says to its list, or put it in place of what was there."""
    by, provider = request.access.user, request.access.provider
    if before is None:
        actions.add_item(by=by, provider=provider, kind=form.kind, item=form.item())
    else:
        version = form.cleaned_data["version"] or 0
        actions.change_item(by=by, provider=provider, kind=form.kind, key=before.key, item=form.item(), version=version)


def tell_saved(request: AccessRequest, title: Text, before: Toolkit) -> None:
    """Say that it is saved, and which statements that cut off; `before` is the draft's toolkit before."""
    words = _("“%(title)s” is saved in the draft. Schools see it when you publish.")
    tell(request, words % {"title": title.get(current(), before.language)})
    warn_of_ended(request, before)


def theirs_of(form: WordedForm | None) -> list[tuple[Any, str, Any]]:
    """What somebody else has saved: label, language and words of each field."""
    if form is None:
        return []
    return [(bound.label, name, bound.initial) for name, _code, fields, _open in form.words for bound in fields]


def asked_to_remove(
    request: AccessRequest, *, title: str, text: str, version: int, cancel_url: str, label: str = ""
) -> HttpResponse:
    """The page that asks before something is taken out of the draft."""
    context = {
        "title": _("Take “%(title)s” out of the draft?") % {"title": title},
        "text": text,
        "label": label or _("Take it away"),
        "cancel_url": cancel_url,
        "danger": True,
        "hidden": {"version": version},
    }
    return render(request, "look/confirm.html", context)


def removed(
    request: AccessRequest, *, title: str, remove: Callable[[], object], gone_url: str, kept_url: str
) -> HttpResponse:
    """Take something out of the draft; on to `gone_url`, or to `kept_url` with the reason why it stays."""
    try:
        remove()
    except actions.StillUsed as used:
        names = ", ".join(one.get(current()) for one in used.users[:MOST_USERS])
        refuse(request, " ".join([str(used.words), _("What builds on it: %(titles)s.") % {"titles": names}]))
    except actions.Refused as refused:
        refuse(request, str(refused.words))
    else:
        tell(request, _("“%(title)s” was taken out of the draft.") % {"title": title})
        return redirect(gone_url)
    return redirect(kept_url)


def version_of(request: AccessRequest) -> int:
    """The version that a page of asking was made with; 0 when it is no such number."""
    sent = request.POST.get("version", "")
    return int(sent) if sent.isascii() and sent.isdecimal() and len(sent) < 10 else 0


def warn_of_ended(request: AccessRequest, before: Toolkit) -> None:
    """Say which statements the change that was just made cuts off from the last round's answers."""
    toolkit = the_draft(request).toolkit
    found = newly_ended(published_toolkit(request.access.provider), before, toolkit)
    if not found:
        return
    names = ", ".join(f"“{one.text.get(current(), toolkit.language)}”" for one in found[:MOST_NAMED])
    more = len(found) - MOST_NAMED
    if more > 0:
        names = _("%(names)s and %(more)d more") % {"names": names, "more": more}
    words = ngettext(
        "Comparison with the last round ends for this statement: %(names)s.",
        "Comparison with the last round ends for these statements: %(names)s.",
        len(found),
    )
    warn(request, words % {"names": names})
