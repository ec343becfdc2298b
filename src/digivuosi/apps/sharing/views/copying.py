"""Copying a toolkit: where from, a look at what it brings, and the copy itself in one step."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from digivuosi.apps.look.telling import refuse, tell, warn
from digivuosi.apps.schools.access import AccessRequest, Permission, for_provider
from digivuosi.apps.schools.actions import Refused
from digivuosi.apps.sharing import actions
from digivuosi.apps.sharing.forms.copying import CopyForm
from digivuosi.apps.sharing.queries.forks import (
    fork_of,
    history_of,
    roles_to_call,
    services_to_agree,
    why_not_copied,
)
from digivuosi.apps.sharing.queries.offers import offered_to
from digivuosi.apps.sharing.queries.updates import updates_of
from digivuosi.apps.sharing.queries.upstream import (
    Upstream,
    fetched_to_copy,
    from_fetched,
    from_package,
    from_provider,
    incoming_of,
    is_open,
    open_toolkits,
    package_of_incoming,
)
from digivuosi.apps.sharing.views.places import address, crumbs, is_number
from digivuosi.apps.subscribing.forms import AddressForm
from digivuosi.apps.toolkit.actions import NotSound
from digivuosi.apps.toolkit.forms.packages import UploadForm
from digivuosi.apps.toolkit.queries import current_edition, draft_of
from digivuosi.apps.toolkit.queries.drafts import calendars_for
from digivuosi.domain.toolkit.checking import PackageProblem, examine
from digivuosi.domain.toolkit.findings import Finding
from digivuosi.domain.toolkit.named_services import services_of

FILE = "file"
FETCHED = "fetched-"
MOST_FINDINGS = 100


@for_provider(Permission.EDIT_TOOLKIT)
@require_safe
def copy(request: AccessRequest) -> HttpResponse:
    """Where the toolkit was copied from, or from where it could be; and whether others may copy it."""
    return copy_page(request, UploadForm())


def copy_page(
    request: AccessRequest, form: UploadForm, *, findings: tuple[Finding, ...] = (), status: int = 200
) -> HttpResponse:
    """The page, with what is wrong with a package that was sent."""
    provider = request.access.provider
    fork = fork_of(provider)
    context: dict[str, Any] = {
        "fork": fork,
        "form": form,
        "is_open": is_open(provider),
        "has_edition": current_edition(provider) is not None,
        "refused": bool(findings),
        "findings": [(finding, "", finding.file) for finding in findings[:MOST_FINDINGS]],
        "more_findings": max(0, len(findings) - MOST_FINDINGS),
        "has_updates": bool(updates_of(provider)),
        "history_url": reverse("schools:provider_history", kwargs={"provider": provider.slug}),
    }
    if fork is None:
        look_url = address(request, "look")
        context |= {
            "toolkits": [(one, f"{look_url}?from={one.provider.slug}") for one in open_toolkits(provider)],
            "fetched": [(one, f"{look_url}?from={FETCHED}{one.pk}") for one in fetched_to_copy(provider)],
            "address_form": AddressForm(),
            "why_not": why_not_copied(provider, draft_of(provider), fork),
            "incoming": incoming_of(provider),
        }
    else:
        offered = offered_to(fork)
        context |= {
            "offered": offered,
            "history": history_of(provider),
            "to_agree": sum(row.agreed is None for row in services_to_agree(provider)),
        }
    return render(request, "sharing/copy.html", context, status=status)


@for_provider(Permission.EDIT_TOOLKIT)
@require_http_methods(["GET", "HEAD", "POST"])
def look(request: AccessRequest) -> HttpResponse:
    """Look at what a copy brings, say what its roles are called here, and make it."""
    upstream = _asked(request)
    if upstream is None:
        refuse(request, _("This toolkit is not there to be copied. Choose another one."))
        return redirect(address(request, "copy"))
    provider = request.access.provider
    form = CopyForm(request.POST if request.method == "POST" else None, roles=roles_to_call(provider, upstream.toolkit))
    if request.method != "POST" or not form.is_valid():
        return _look_page(request, upstream, form, status=422 if form.errors else 200)
    try:
        actions.copy_toolkit(by=request.access.user, provider=provider, upstream=upstream, labels=form.labels())
    except Refused as problem:
        refuse(request, str(problem.words))
        return _look_page(request, upstream, form, status=409)
    _begin(request, at_once=form.cleaned_data["at_once"])
    return redirect(address(request, "copy"))


def _begin(request: AccessRequest, *, at_once: bool) -> None:
    """Publish the copy when that was asked for; a calendar of one's own may not meet all of its rules."""
    tell(request, _("The toolkit is copied. It is your own draft now."))
    if not at_once:
        return
    try:
        edition = actions.publish_copy(by=request.access.user, provider=request.access.provider)
    except NotSound as problem:
        warn(request, str(problem.words))
    except Refused as problem:
        warn(request, str(problem.words))
    else:
        words = _("The edition %(name)s is published, and the wheels of the schools are being filled.")
        tell(request, words % {"name": edition.name})


def _look_page(request: AccessRequest, upstream: Upstream, form: CopyForm, *, status: int) -> HttpResponse:
    provider = request.access.provider
    toolkit = upstream.toolkit
    context = {
        "form": form,
        "upstream": upstream,
        "toolkit": toolkit,
        "own_language": toolkit.language,
        "services": services_of(toolkit),
        "why_not": why_not_copied(provider, draft_of(provider), fork_of(provider)),
        "replaces": draft_of(provider) is not None,
        "crumbs": crumbs(request, _("Look and copy")),
    }
    return render(request, "sharing/look.html", context, status=status)


def _asked(request: AccessRequest) -> Upstream | None:
    """The toolkit that the address names: of a provider here, or the file that was sent."""
    asked = request.GET.get("from", "")[:100]
    if asked.startswith(FETCHED):
        number = asked.removeprefix(FETCHED)
        return from_fetched(request.access.provider, int(number)) if is_number(number) else None
    if asked != FILE:
        return from_provider(asked)
    row = incoming_of(request.access.provider)
    return from_package(package_of_incoming(row)) if row else None


@for_provider(Permission.EDIT_TOOLKIT)
@require_POST
def upload(request: AccessRequest) -> HttpResponse:
    """Send a package, to be copied or (when there is a copy) as the source's next edition."""
    form = UploadForm(request.POST, request.FILES)
    if not form.is_valid():
        return copy_page(request, form, status=422)
    content = form.cleaned_data["file"]
    provider = request.access.provider
    try:
        examined = examine(content, calendars_for(provider))
        findings = () if examined.is_sound and examined.package else examined.findings
    except PackageProblem as problem:
        findings = problem.findings
    if findings:
        return copy_page(request, form, findings=findings, status=422)
    try:
        actions.keep_incoming(by=request.access.user, provider=provider, name=form.file_name, content=content)
    except Refused as problem:
        form.add_error("file", str(problem.words))
        return copy_page(request, form, status=422)
    if fork_of(provider) is not None:
        return redirect(address(request, "offer"))
    return redirect(f"{address(request, 'look')}?from={FILE}")


@for_provider(Permission.EDIT_TOOLKIT)
@require_POST
def forget(request: AccessRequest) -> HttpResponse:
    """Leave the package that was sent."""
    actions.forget_incoming(by=request.access.user, provider=request.access.provider)
    tell(request, _("The package was left. Nothing else has changed."))
    return redirect(address(request, "copy"))
