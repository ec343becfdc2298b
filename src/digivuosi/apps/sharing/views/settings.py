"""What is agreed on locally about a copy: names of roles, contracts on services, and whether others may copy."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from digivuosi.apps.look.telling import refuse, tell
from digivuosi.apps.responsibilities.actions import set_role_label
from digivuosi.apps.schools.access import AccessRequest, Permission, for_provider
from digivuosi.apps.schools.actions import Refused
from digivuosi.apps.sharing import actions
from digivuosi.apps.sharing.forms.copying import RolesForm
from digivuosi.apps.sharing.queries.forks import fork_of, roles_to_call, services_to_agree
from digivuosi.apps.sharing.queries.sources import places_of
from digivuosi.apps.sharing.views.places import address, crumbs
from digivuosi.domain.toolkit.documents import from_document


@for_provider(Permission.EDIT_TOOLKIT)
@require_http_methods(["GET", "HEAD", "POST"])
def roles(request: AccessRequest) -> HttpResponse:
    """What the roles of the source are called here."""
    provider = request.access.provider
    fork = fork_of(provider)
    if fork is None:
        refuse(request, _("The toolkit is nobody's copy."))
        return redirect(address(request, "copy"))
    form = RolesForm(
        request.POST if request.method == "POST" else None, roles=roles_to_call(provider, from_document(fork.base))
    )
    if request.method == "POST" and form.is_valid():
        for kind, label in form.labels().items():
            set_role_label(by=request.access.user, provider=provider, kind=kind, label=label)
        tell(request, _("The names of the roles are saved."))
        return redirect(address(request, "roles"))
    context = {"form": form, "fork": fork, "crumbs": crumbs(request, _("What the roles are called here"))}
    return render(request, "sharing/roles.html", context, status=422 if form.errors else 200)


@for_provider(Permission.EDIT_TOOLKIT)
@require_http_methods(["GET", "HEAD", "POST"])
def source(request: AccessRequest) -> HttpResponse:
    """The source has moved, or the copy goes on alone."""
    access = request.access
    fork = fork_of(access.provider)
    if fork is None:
        refuse(request, _("The toolkit is nobody's copy."))
        return redirect(address(request, "copy"))
    if request.method != "POST":
        context = {"fork": fork, "places": places_of(fork), "crumbs": crumbs(request, _("The toolkit's source"))}
        return render(request, "sharing/source.html", context)
    try:
        if request.POST.get("verb") == "detach":
            actions.detach_source(by=access.user, provider=access.provider)
            tell(request, _("The toolkit goes on by itself, and no editions are offered."))
        else:
            actions.move_source(by=access.user, provider=access.provider, name=request.POST.get("place", "")[:100])
            tell(request, _("New editions of the source come from there now."))
    except Refused as problem:
        refuse(request, str(problem.words))
        return redirect(address(request, "source"))
    return redirect(address(request, "copy"))


@for_provider(Permission.EDIT_TOOLKIT)
@require_http_methods(["GET", "HEAD", "POST"])
def services(request: AccessRequest) -> HttpResponse:
    """Services that the toolkit names: a contract is local, so each is flagged until somebody ticks it."""
    access = request.access
    if request.method == "POST":
        host, verb = request.POST.get("host", "")[:255], request.POST.get("verb")
        try:
            if verb == "agree":
                actions.agree_service(by=access.user, provider=access.provider, host=host)
                tell(request, _("Noted: %(host)s is agreed on here.") % {"host": host})
            else:
                actions.disagree_service(by=access.user, provider=access.provider, host=host)
                tell(request, _("%(host)s is flagged again.") % {"host": host})
        except Refused as problem:
            refuse(request, str(problem.words))
        return redirect(address(request, "services"))
    context = {
        "rows": services_to_agree(access.provider),
        "crumbs": crumbs(request, _("Services to agree on")),
    }
    return render(request, "sharing/services.html", context)


@for_provider(Permission.EDIT_TOOLKIT)
@require_POST
def opening(request: AccessRequest) -> HttpResponse:
    """Let the others on this server copy, or stop that."""
    access = request.access
    if request.POST.get("verb") == "open":
        actions.open_toolkit(by=access.user, provider=access.provider)
        tell(request, _("Others on this server may copy your published editions now."))
    else:
        actions.close_toolkit(by=access.user, provider=access.provider)
        tell(request, _("Nobody can copy your toolkit any more. Copies that were made stay with those who made them."))
    return redirect(address(request, "copy"))
