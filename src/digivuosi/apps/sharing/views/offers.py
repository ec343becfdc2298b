"""The offer of the source's newest edition: place by place, to take, to leave, or to settle."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from digivuosi.apps.look.parts import part_or_page
from digivuosi.apps.look.telling import refuse, tell
from digivuosi.apps.schools.access import AccessRequest, Permission, for_provider
from digivuosi.apps.schools.actions import Refused
from digivuosi.apps.sharing import actions
from digivuosi.apps.sharing.forms.answers import AnswersForm
from digivuosi.apps.sharing.queries.forks import fork_of
from digivuosi.apps.sharing.queries.offers import Offered, offered_to
from digivuosi.apps.sharing.views.places import address, crumbs

CONFLICT = 409


@for_provider(Permission.EDIT_TOOLKIT)
@require_http_methods(["GET", "HEAD", "POST"])
def offer(request: AccessRequest) -> HttpResponse:
    """Look at the newest edition of the source, and answer."""
    provider = request.access.provider
    fork = fork_of(provider)
    offered = offered_to(fork) if fork else None
    if fork is None or offered is None:
        refuse(request, _("There is no edition of a source to look at."))
        return redirect(address(request, "copy"))
    if request.method != "POST":
        return _page(request, fork, AnswersForm(offered))
    if request.POST.get("version") != offered.version:
        return _out_of_date(request, fork, offered)
    form = AnswersForm(offered, request.POST)
    if not form.is_valid:
        return _page(request, fork, form, status=422)
    answers = form.answers(everything=request.POST.get("verb") == "all")
    try:
        actions.take_in(by=request.access.user, provider=provider, version=offered.version, answers=answers)
    except actions.OutOfDate:
        return _out_of_date(request, fork, offered_to(fork_of(provider) or fork) or offered)
    except Refused as problem:
        refuse(request, str(problem.words))
        return _page(request, fork, form, status=422)
    tell(request, _("It is in the draft now. Look at it there; schools see it when you publish."))
    return redirect(reverse("toolkit:draft", kwargs={"provider": provider.slug}))


def _out_of_date(request: AccessRequest, fork: Any, offered: Offered) -> HttpResponse:
    """The offer as it is now, with the answers that still have their place; nothing was taken."""
    if offered.offers:
        refuse(request, str(actions.OutOfDate().words))
    else:
        refuse(request, _("All of it has been answered already. Nothing was taken a second time."))
    return _page(request, fork, AnswersForm(offered, request.POST, settles=False), status=CONFLICT)


def _page(request: AccessRequest, fork: Any, form: AnswersForm, *, status: int = 200) -> HttpResponse:
    offered: Offered = form.offered
    context = {
        "fork": fork,
        "offered": offered,
        "items": form.items,
        "edition": offered.theirs.toolkit.edition,
        "publisher": offered.theirs.toolkit.publisher,
        "crumbs": crumbs(request, _("What the new edition offers")),
    }
    return render(request, "sharing/offer.html", context, status=status)


@for_provider(Permission.EDIT_TOOLKIT)
@require_safe
def panel(request: AccessRequest) -> HttpResponse:
    """On the provider's front page: whether the source has something new."""
    fork = fork_of(request.access.provider)
    offered = offered_to(fork) if fork else None
    context = {"fork": fork, "offered": offered, "count": len(offered.offers) if offered else 0}
    return render(request, part_or_page(request, "sharing/panel.html", "panel"), context)
