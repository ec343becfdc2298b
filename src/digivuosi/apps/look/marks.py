"""The mark of a public page, as `apps/schools/access.py` sets it; this app stands below that one."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from django.http import HttpResponseBase


def public(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """The view is for anyone, on purpose."""

    @wraps(view)
    def marked(*args: object, **kwargs: object) -> HttpResponseBase:
        return view(*args, **kwargs)

    marked.access_mark = ("anyone", None)  # type: ignore[attr-defined]
    return marked
