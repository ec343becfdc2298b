"""A survey of the draft as those who answer will see it: the same page, with nothing to send."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from digivuosi.apps.needs.views.pages_of_survey import shown_parts
from digivuosi.apps.schools.access import AccessRequest, Permission, for_provider
from digivuosi.apps.toolkit.queries.sources import draft_source
from digivuosi.domain.needs.answering import AnswerSheet


@for_provider(Permission.EDIT_TOOLKIT)
@require_safe
def survey_preview(request: AccessRequest, survey: str) -> HttpResponse:
    """The survey as it stands in the draft, for the grades and subjects that are chosen."""
    source = draft_source(request.access.provider)
    found = source.toolkit.survey(survey) if source else None
    if source is None or found is None:
        raise Http404
    known = {branch.key for branch in source.toolkit.branches}
    chosen = tuple(sorted(known.intersection(request.GET.getlist("branch"))))
    parts = shown_parts(source.toolkit, survey, AnswerSheet(survey, branches=chosen))
    slug = request.access.provider.slug
    context = {
        "survey": found,
        "parts": parts,
        "branches": parts.branches,
        "back_url": reverse("toolkit:survey", kwargs={"provider": slug, "survey": survey}),
    }
    return render(request, "needs/survey_preview.html", context)
