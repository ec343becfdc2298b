"""Whole addresses, for mail."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest


def absolute(path: str, origin: str = "") -> str:
    """The whole address of a page, for mail: the server's set address, else the one that was asked."""
    base = settings.PUBLIC_ADDRESS or origin or "http://localhost:8000"
    return base.rstrip("/") + path


def origin_of(request: HttpRequest) -> str:
    """The address that this server was asked by; its host is one of those allowed."""
    return f"{request.scheme}://{request.get_host()}"
