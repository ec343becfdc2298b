"""The languages of the interface and how a reader's language is found."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language
from django.utils.translation.trans_real import parse_accept_lang_header

NAMES = {"fi": "Suomi", "sv": "Svenska", "en": "English"}
"""Each language by its own name; these are never translated."""

FALLBACK = "fi"


def known() -> tuple[str, ...]:
    """The codes of the interface's languages, in the order that they are offered."""
    return tuple(code for code, _ in settings.LANGUAGES)


def current() -> str:
    """The language being spoken now, as a two-letter code."""
    code = (get_language() or FALLBACK)[:2]
    return code if code in known() else FALLBACK


def language_of(request: HttpRequest) -> str:
    """The language to speak to this reader."""
    user = getattr(request, "user", None)
    if user is not None and user.is_authenticated:
        chosen = getattr(user, "language", "")
        if chosen in known():
            return str(chosen)
    cookie = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
    if cookie in known():
        return cookie
    return _asked_for(request.headers.get("Accept-Language", ""))


def _asked_for(header: str) -> str:
    for code, _quality in parse_accept_lang_header(header):
        if code[:2] in known():
            return code[:2]
    return FALLBACK
