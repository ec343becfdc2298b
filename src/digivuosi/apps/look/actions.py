"""What a reader may change about the look: the language and the colours of the pages."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpResponse

from digivuosi.apps.look.languages import known

SCHEMES = ("light", "dark")
SCHEME_COOKIE = "scheme"
_YEAR = 365 * 24 * 3600


class UnknownChoice(ValueError):
    """The page offered no such choice."""


def choose_language(*, by: Any, language: str, response: HttpResponse) -> None:
    """Speak `language` from now on: on this machine by a cookie, and with the person when signed in."""
    if language not in known():
        raise UnknownChoice(language)
    if by.is_authenticated and hasattr(by, "language"):
        by.language = language
        by.save(update_fields=["language"])
    _remember(response, settings.LANGUAGE_COOKIE_NAME, language)


def choose_scheme(*, scheme: str, response: HttpResponse) -> None:
    """Show light or dark pages on this machine; an empty scheme follows the system again."""
    if scheme == "":
        response.delete_cookie(SCHEME_COOKIE, samesite="Lax")
        return
    if scheme not in SCHEMES:
        raise UnknownChoice(scheme)
    _remember(response, SCHEME_COOKIE, scheme)


def _remember(response: HttpResponse, name: str, value: str) -> None:
    response.set_cookie(
        name,
        value,
        max_age=_YEAR,
        samesite="Lax",
        secure=bool(settings.SESSION_COOKIE_SECURE),
        httponly=True,
    )
