"""Telling the person what was done, with a way back where there is one."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest

UNDO = "undo:"


def tell(request: HttpRequest, words: str, *, undo: str = "", level: int = messages.SUCCESS) -> None:
    """Show `words` on the next page (or part of a page); `undo` is the address that takes the change back by POST."""
    messages.add_message(request, level, words, extra_tags=f"{UNDO}{undo}" if undo else "")


def warn(request: HttpRequest, words: str) -> None:
    """Say that something needs attention; the change itself was made."""
    tell(request, words, level=messages.WARNING)


def refuse(request: HttpRequest, words: str) -> None:
    """Say why something was not done, and that nothing was changed."""
    tell(request, words, level=messages.ERROR)


def undo_of(extra_tags: str | None) -> str:
    """The undo address of a message, or an empty string. Only addresses of this server count."""
    tags = extra_tags or ""
    url = tags[len(UNDO) :] if tags.startswith(UNDO) else ""
    return url if url.startswith("/") and not url.startswith("//") else ""
