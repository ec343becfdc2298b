"""Reading free texts before anyone else does."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from digivuosi.apps.look import clock
from digivuosi.apps.look.parts import Crumb
from digivuosi.apps.look.telling import refuse, tell
from digivuosi.apps.needs.actions.moderating import decide
from digivuosi.apps.needs.actions.rounds import close_when_past
from digivuosi.apps.needs.queries.questions import survey_of
from digivuosi.apps.needs.queries.rounds import is_over
from digivuosi.apps.needs.queries.texts import has_few, shown, waiting, waiting_text
from digivuosi.apps.needs.views.addresses import of_provider, provider_crumbs, round_or_404
from digivuosi.apps.schools.access import AccessRequest, Permission, for_provider
from digivuosi.apps.schools.actions import Refused


@for_provider(Permission.MANAGE_PROVIDER)
@require_safe
def texts(request: AccessRequest, round: int) -> HttpResponse:
    """The texts that wait to be read, and those that are shown. While the round is open nobody reads any."""
    one = round_or_404(request, round)
    close_when_past(one, clock.today())
    over, survey = is_over(one, clock.today()), survey_of(one)
    context = {
        "round": one,
        "survey": survey,
        "is_over": over,
        "has_few": over and has_few(one),
        "waiting": waiting(one) if over else [],
        "shown": shown(one) if over else [],
        "crumbs": provider_crumbs(
            request, Crumb(survey.title, of_provider(request, "round", round=one.pk)), Crumb(_("Free texts"))
        ),
    }
    return render(request, "needs/texts.html", context)


@for_provider(Permission.MANAGE_PROVIDER)
@require_POST
def decide_text(request: AccessRequest, round: int, text: int) -> HttpResponse:
    """Show a text, perhaps with words taken out, or leave it out."""
    one = round_or_404(request, round)
    close_when_past(one, clock.today())
    found = waiting_text(waiting(one) if is_over(one, clock.today()) else [], text)
    if found is None:
        raise Http404
    is_shown = request.POST.get("what") == "show"
    try:
        decide(by=request.access.user, text=found, shown=is_shown, words=request.POST.get("words", ""))
    except Refused as no:
        refuse(request, str(no.words))
    else:
        tell(request, _("The text is shown in the summary.") if is_shown else _("The text is left out and removed."))
    return redirect(of_provider(request, "texts", round=one.pk))
