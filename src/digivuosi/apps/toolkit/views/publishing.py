"""Publishing: what has changed since the last edition, a name, and a look at what is wrong."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from digivuosi.apps.look.parts import Crumb
from digivuosi.apps.look.telling import tell
from digivuosi.apps.schools.access import AccessRequest, Permission, for_provider
from digivuosi.apps.toolkit import actions
from digivuosi.apps.toolkit.forms.packages import PublishForm
from digivuosi.apps.toolkit.queries import current_edition
from digivuosi.apps.toolkit.queries.differences import differences
from digivuosi.apps.toolkit.queries.drafts import findings_of, next_name, published_toolkit
from digivuosi.apps.toolkit.queries.surveys import ended_since
from digivuosi.apps.toolkit.views.findings import MOST_FINDINGS, told
from digivuosi.apps.toolkit.views.places import address, the_draft


@for_provider(Permission.EDIT_TOOLKIT)
@require_http_methods(["GET", "HEAD", "POST"])
def publish(request: AccessRequest) -> HttpResponse:
    """Make an edition of the draft."""
    provider = request.access.provider
    source = the_draft(request)
    form = PublishForm(request.POST or None, initial={"name": next_name(provider)})
    if request.method == "POST" and form.is_valid():
        try:
            edition = actions.publish(by=request.access.user, provider=provider, **form.cleaned_data)
        except actions.Refused as problem:
            form.add_error(None, str(problem.words))
        else:
            tell(request, _("The edition %(name)s is published. All schools see it now.") % {"name": edition.name})
            return redirect(address(request, "toolkit"))
    findings, published = findings_of(source), published_toolkit(provider)
    change = differences(published, source.toolkit)
    context = {
        "form": form,
        "source": source,
        "own_language": source.language,
        "edition": current_edition(provider),
        "is_first": published is None,
        "change": change,
        "ended": ended_since(published, source.toolkit),
        "findings": told(request, source, findings),
        "more_findings": max(0, len(findings) - MOST_FINDINGS),
        "errors": sum(1 for one in findings if one.is_error),
        "crumbs": [Crumb(_("Draft"), address(request, "draft")), Crumb(_("Publish"))],
    }
    return render(request, "toolkit/editing/publish.html", context, status=422 if form.errors else 200)
