from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotModified
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import parse_etags, quote_etag
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from digivuosi.apps.feeds import actions, queries
from digivuosi.apps.feeds.forms import AddressForm
from digivuosi.apps.look.telling import tell
from digivuosi.apps.people.addresses import absolute
from digivuosi.apps.schools.access import AccessRequest, Permission, for_anyone, for_school


@for_school(Permission.SEE_SCHOOL)
@require_http_methods(["GET", "HEAD", "POST"])
def addresses(request: AccessRequest) -> HttpResponse:
    """Make a calendar address and see those in use. A new one is shown on the answer itself, once."""
    access = request.access
    assert access.school is not None  # noqa: S101  (for_school)
    form = AddressForm(request.POST or None, initial={"language": get_language()})
    new_address = ""
    if request.method == "POST" and form.is_valid():
        _address, token = actions.make_address(by=access.user, school=access.school, **form.cleaned_data)
        new_address = absolute(reverse("feeds:read", kwargs={"token": token}), _origin(request))
        form = AddressForm(initial={"language": get_language()})
    manages = access.allows(Permission.MANAGE_SCHOOL)
    context = {
        "form": form,
        "new_address": new_address,
        "addresses": [
            {"address": address, "name": queries.name_of(address)}
            for address in queries.addresses_of(access.school, access.user, all_of_school=manages)
        ],
        "manages": manages,
    }
    response = render(request, "feeds/addresses.html", context, status=422 if form.errors else 200)
    response["Cache-Control"] = "no-store"
    return response


@for_school(Permission.SEE_SCHOOL)
@require_POST
def revoke(request: AccessRequest, address: int) -> HttpResponse:
    access = request.access
    assert access.school is not None  # noqa: S101  (for_school)
    manages = access.allows(Permission.MANAGE_SCHOOL)
    found = queries.address_in(access.school, address, access.user, all_of_school=manages)
    if found is None:
        raise Http404
    actions.revoke(by=access.user, address=found)
    tell(request, _("The address was closed. Calendars that read it get nothing more."))
    return redirect("feeds:addresses", provider=access.provider.slug, school=access.school.slug)


@for_anyone
@require_safe
def read(request: HttpRequest, token: str) -> HttpResponse:
    """The feed itself, for calendar programs: whoever knows the secret may read it."""
    address = queries.address_by_token(token)
    if address is None:
        raise Http404
    tag = quote_etag(queries.tag_of(address))
    asked = parse_etags(request.headers.get("If-None-Match", ""))
    if tag in asked or f"W/{tag}" in asked:
        response: HttpResponse = HttpResponseNotModified()
    else:
        feed = queries.feed_at(address, absolute("", _origin(request)))
        response = HttpResponse(feed.content, content_type="text/calendar; charset=utf-8")
        response["Content-Disposition"] = 'inline; filename="digivuosi.ics"'
    actions.note_reading(address=address)
    response["ETag"] = tag
    response["Cache-Control"] = "private, max-age=900"
    response["X-Robots-Tag"] = "noindex"
    return response


def _origin(request: HttpRequest) -> str:
    return request.build_absolute_uri("/")
