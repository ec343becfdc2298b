"""An invited person's first steps."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from digivuosi.apps.look.telling import tell
from digivuosi.apps.people import actions as people
from digivuosi.apps.people.forms import JoinForm
from digivuosi.apps.people.limits import too_many
from digivuosi.apps.people.queries import has_joined
from digivuosi.apps.schools import actions, queries
from digivuosi.apps.schools.access import for_anyone


@for_anyone
@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def join(request: HttpRequest, secret: str) -> HttpResponse:
    """Take up an invitation. Someone who has an account already signs in to it; the link alone does not let in."""
    refusal = too_many(request, "join")
    if refusal:
        return refusal
    invitation = queries.invitation_by(secret)
    if invitation is None:
        return render(request, "schools/join_gone.html", status=410)
    user, provider = invitation.user, invitation.provider
    home = reverse("schools:overview", kwargs={"provider": provider.slug})
    if has_joined(user):
        if request.user.pk != user.pk:
            address = f"{reverse('account_login')}?{urlencode({'next': request.path})}"
            return render(request, "schools/join_known.html", {"provider": provider, "address": address})
        if request.method == "POST":
            actions.accept_invitation(invitation=invitation)
            tell(request, _("Welcome to %(provider)s.") % {"provider": provider.name})
            return redirect(home)
        return render(request, "schools/join_known.html", {"provider": provider, "address": ""})
    form = JoinForm(
        request.POST or None,
        user=user,
        initial={"name": invitation.name or user.name, "language": user.language},
    )
    if request.method == "POST" and form.is_valid():
        people.join(user=user, **form.cleaned_data)
        actions.accept_invitation(invitation=invitation)
        people.sign_in(request, user=user)
        tell(request, _("Welcome to %(provider)s.") % {"provider": provider.name})
        return redirect(home)
    context = {"form": form, "provider": provider, "invited": user}
    return render(request, "schools/join.html", context, status=422 if form.errors else 200)
