"""The mark of a page that any signed-in person may see, as `apps/schools/access.py` sets the others."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from digivuosi.apps.look.telling import refuse


def for_signed_in(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """The view is for any signed-in person and shows nothing of a tenant but that person's own."""

    @wraps(view)
    def guarded(request: Any, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return to_sign_in(request)
        return rendered(view(request, *args, **kwargs))

    guarded.access_mark = ("signed-in", None)  # type: ignore[attr-defined]
    return guarded


def to_sign_in(request: HttpRequest) -> HttpResponse:
    """Lead someone who has not signed in, or no longer is, to the sign-in page, with the way back to a page.

    What was sent is told to be lost: the address that it was sent to opens no page, so the way back is where it came
    from. A part of a page asked for by htmx must not get the sign-in page in its place: the whole page goes there.
    """
    is_part = "HX-Request" in request.headers
    is_sent = request.method not in ("GET", "HEAD")
    if is_sent:
        refuse(request, _("You were no longer signed in, so nothing was saved. Sign in and do it again."))
    back = _page_before(request) if is_part or is_sent else request.get_full_path()
    response = redirect_to_login(back)
    return HttpResponse(status=401, headers={"HX-Redirect": response.url}) if is_part else response


def _page_before(request: HttpRequest) -> str:
    """The page of this server that a request came from."""
    came_from = request.headers.get("HX-Current-URL") or request.headers.get("Referer", "")
    if not url_has_allowed_host_and_scheme(came_from, allowed_hosts={request.get_host()}):
        return "/"
    parts = urlsplit(came_from)
    return urlunsplit(("", "", parts.path, parts.query, ""))


def rendered(response: HttpResponseBase) -> HttpResponseBase:
    """Render a lazy response now: later it would read rows after the scope has closed."""
    if isinstance(response, HttpResponse) and callable(getattr(response, "render", None)):
        response.render()  # type: ignore[attr-defined]
    return response
