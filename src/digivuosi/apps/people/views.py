"""Signing in by a link or in the demo, and one's own settings; the rest of signing in is allauth's."""

from __future__ import annotations

from typing import Any

from allauth.account.views import LoginView
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from digivuosi.apps.look import clock
from digivuosi.apps.look.marks import public
from digivuosi.apps.look.telling import tell
from digivuosi.apps.people import actions, queries
from digivuosi.apps.people.addresses import origin_of
from digivuosi.apps.people.demo import demo_people, demo_user
from digivuosi.apps.people.forms import LinkForm, SettingsForm
from digivuosi.apps.people.limits import too_many
from digivuosi.apps.people.marks import for_signed_in


class SignInView(LoginView):  # type: ignore[misc]
    """allauth's page with the people of the demo beside it."""

    def get_form(self, form_class: Any = None) -> Any:
        """allauth's form, without the words that our page says itself."""
        form = super().get_form(form_class)
        for field in form.fields.values():
            field.help_text = ""
            field.widget.attrs.pop("placeholder", None)
        return form

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found: dict[str, Any] = super().get_context_data(**kwargs)
        return {**found, "demo_people": demo_people(), "site_is_open": settings.OPEN_START}


@public
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def ask_for_link(request: HttpRequest) -> HttpResponse:
    """Ask for a one-time link by mail. The answer is the same whether the person exists or not."""
    form = LinkForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        email = form.cleaned_data["email"].lower()
        refusal = too_many(request, "sign_in_link", email)
        if refusal:
            return refusal
        actions.ask_for_link(email=email, origin=origin_of(request))
        return redirect("people:link_sent")
    return render(request, "people/ask_for_link.html", {"form": form}, status=422 if form.errors else 200)


@public
@require_safe
def link_sent(request: HttpRequest) -> HttpResponse:
    return render(request, "people/link_sent.html")


@public
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def use_link(request: HttpRequest, secret: str) -> HttpResponse:
    """Come in by a link. Opening it only asks: programs that scan mail open links, but press no buttons."""
    refusal = too_many(request, "use_link")
    if refusal:
        return refusal
    link = queries.live_link(secret, clock.now())
    if request.method == "POST" and link is not None:
        user = actions.use_link(link=link)
        if user is not None:
            actions.sign_in(request, user=user)
            return redirect("/")
        link = None
    return render(request, "people/use_link.html", {"link": link}, status=200 if link else 410)


@public
@never_cache
@require_POST
def demo_sign_in(request: HttpRequest) -> HttpResponse:
    """Sign in as one of the people of the demo; anyone else is not found here."""
    user = demo_user(request.POST.get("user", ""))
    if user is None:
        raise Http404
    actions.sign_in(request, user=user)
    following = request.POST.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(following, {request.get_host()}, require_https=request.is_secure())
    return redirect(following if is_ours else "/")


@for_signed_in
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def own_settings(request: HttpRequest) -> HttpResponse:
    """Name, language, password, and where one belongs."""
    user = queries.signed_in_person(request)
    form = SettingsForm(request.POST or None, instance=user)
    if request.method == "POST" and form.is_valid():
        actions.change_settings(by=user, **form.cleaned_data)
        tell(request, _("Your settings are saved."))
        return redirect("people:settings")
    return render(request, "people/settings.html", {"form": form}, status=422 if form.errors else 200)
