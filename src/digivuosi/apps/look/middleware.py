"""The language of a page, what the person has chosen, else what the browser asks for; and words for an empty answer."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase, HttpResponseNotAllowed
from django.template import loader
from django.utils import translation
from django.utils.cache import patch_vary_headers

from digivuosi.apps.look.languages import language_of


class NotAllowedMiddleware:
    """An address that only takes what a form sends answers a reader in words, not with an empty page."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if isinstance(response, HttpResponseNotAllowed) and request.method != "HEAD" and not response.content:
            response.content = loader.render_to_string("405.html", request=request)
        return response


class LanguageMiddleware:
    """Speak the language of the person: their own setting, the cookie, the browser's wish, else Finnish.

    Unlike Django's own, it looks at the signed-in person first, so that a mentor meets the same language on every
    machine. It stands after the authentication middleware for that reason.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        language = language_of(request)
        request.LANGUAGE_CODE = language
        before = translation.get_language()
        translation.activate(language)
        try:
            response = self.get_response(request)
        finally:
            # Worker threads are reused: the next reader must not inherit this one's language.
            translation.activate(before or settings.LANGUAGE_CODE)
        response.headers.setdefault("Content-Language", language)
        patch_vary_headers(response, ("Accept-Language", "Cookie"))
        return response
