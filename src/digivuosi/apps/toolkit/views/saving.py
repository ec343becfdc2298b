"""Saving one thing of the draft from a form: what is refused stays in the form, and what ends is told."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from digivuosi.apps.look.languages import current
from digivuosi.apps.look.telling import warn
from digivuosi.apps.schools.access import AccessRequest
from digivuosi.apps.toolkit import actions
from digivuosi.apps.toolkit.forms.items import ItemForm
from digivuosi.apps.toolkit.forms.writing import renew
from digivuosi.apps.toolkit.queries.drafts import published_toolkit
from digivuosi.apps.toolkit.queries.surveys import newly_ended
from digivuosi.apps.toolkit.views.places import the_draft
from digivuosi.domain.toolkit.toolkit import Toolkit

CONFLICT, WRONG = 409, 422
MOST_NAMED = 3


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


def theirs_of(form: ItemForm | None) -> list[tuple[Any, str, Any]]:
    """What somebody else has saved: label, language and words of each field."""
    if form is None:
        return []
    return [(bound.label, name, bound.initial) for name, _code, fields, _open in form.words for bound in fields]


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
