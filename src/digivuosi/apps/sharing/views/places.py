"""Addresses and crumbs of the pages of copying."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from digivuosi.apps.look.parts import Crumb
from digivuosi.apps.schools.access import AccessRequest


def address(request: AccessRequest, name: str) -> str:
    return reverse(f"sharing:{name}", kwargs={"provider": request.access.provider.slug})


def crumbs(request: AccessRequest, here: str) -> list[Crumb]:
    return [Crumb(_("Copy from others"), address(request, "copy")), Crumb(here)]


def is_number(word: str) -> bool:
    """Whether a word of a form or an address is the number of a row."""
    return word.isascii() and word.isdecimal() and len(word) < 19
