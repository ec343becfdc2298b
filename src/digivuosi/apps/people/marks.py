"""The mark of a page that any signed-in person may see, as `apps/schools/access.py` sets the others."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import HttpResponse, HttpResponseBase


def for_signed_in(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """The view is for any signed-in person and shows nothing of a tenant but that person's own."""

    @wraps(view)
    def guarded(request: Any, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        return rendered(view(request, *args, **kwargs))

    guarded.access_mark = ("signed-in", None)  # type: ignore[attr-defined]
    return guarded


def rendered(response: HttpResponseBase) -> HttpResponseBase:
    """Render a lazy response now: later it would read rows after the scope has closed."""
    if isinstance(response, HttpResponse) and callable(getattr(response, "render", None)):
        response.render()  # type: ignore[attr-defined]
    return response
