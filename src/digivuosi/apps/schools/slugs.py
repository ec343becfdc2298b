"""Addresses that are taken: `/<provider>/<school>/…` must not hide the pages beside it.

A test compares both lists with the address table.
"""

from __future__ import annotations

import re

from django.core.exceptions import ValidationError
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

PROVIDER_RESERVED = frozenset(
    {
        "accessibility", "accounts", "admin", "answer", "api", "demo", "feeds", "health", "language", "look",
        "media", "oai", "open", "public", "start", "static", "theme", "toolkit",
    }
)  # fmt: skip
SCHOOL_RESERVED = frozenset(
    {
        "calendar", "copies", "history", "learnt", "matrix", "needs", "networks", "new", "overview", "people",
        "publishing", "roles", "schools", "settings", "sources", "suggestions", "timing", "toolkit",
    }
)  # fmt: skip
_LETTERS = str.maketrans({"ä": "a", "ö": "o", "å": "a", "š": "s", "ž": "z", "ŋ": "n", "đ": "d"})
_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


def slug_for(name: str, taken: frozenset[str] | set[str]) -> str:
    """Return a free slug for a name: `Kivelän koulu` → `kivelan-koulu`, then `kivelan-koulu-2`."""
    base = slugify(name.lower().translate(_LETTERS))[:50].strip("-") or "koulu"
    slug, number = base, 2
    while slug in taken:
        slug, number = f"{base}-{number}", number + 1
    return slug


def validate_provider_slug(slug: str) -> None:
    _validate(slug, PROVIDER_RESERVED)


def validate_school_slug(slug: str) -> None:
    _validate(slug, SCHOOL_RESERVED)


def _validate(slug: str, reserved: frozenset[str]) -> None:
    if not _SLUG.fullmatch(slug):
        raise ValidationError(_("Use lowercase letters a–z, digits and dashes."))
    if slug in reserved:
        raise ValidationError(_("This address is in use by the program itself. Choose another one."))
