"""What every page knows: its language, colours, navigation and the version of the program."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from digivuosi.apps.look.actions import SCHEME_COOKIE, SCHEMES
from digivuosi.apps.look.languages import NAMES, current, known
from digivuosi.apps.look.navigation import groups_for, user_links


@dataclass(frozen=True)
class LanguageChoice:
    code: str
    name: str
    current: bool


def page(request: HttpRequest) -> dict[str, Any]:
    """Context of every page. The navigation is lazy: parts of pages do not pay for it."""
    scheme = request.COOKIES.get(SCHEME_COOKIE, "")
    return {
        "access": getattr(request, "access", None),
        "language": current(),
        "languages": [LanguageChoice(code, NAMES[code], code == current()) for code in known()],
        "scheme": scheme if scheme in SCHEMES else "",
        "navigation": SimpleLazyObject(lambda: groups_for(request)),
        "user_links": SimpleLazyObject(lambda: user_links(request)),
        "contact_email": getattr(settings, "CONTACT_EMAIL", ""),
        "version": program_version(),
        "here": request.get_full_path() if request.method == "GET" else request.path,
    }


@cache
def program_version() -> str:
    """The version of the installed program."""
    try:
        return version("digivuosi")
    except PackageNotFoundError:
        return ""
