"""Words that the editing pages need in templates."""

from __future__ import annotations

from django import template

from digivuosi.apps.look.languages import NAMES

register = template.Library()


@register.filter
def language_name(code: str) -> str:
    """A language by its own name."""
    return NAMES.get(code, code)
