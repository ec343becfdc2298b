"""Rate limits through allauth's, so that one setting (ACCOUNT_RATE_LIMITS) holds them all."""

from __future__ import annotations

from allauth.core import ratelimit
from django.http import HttpRequest, HttpResponse


def too_many(request: HttpRequest, action: str, key: str | None = None) -> HttpResponse | None:
    """Count this request; the answer "too many" when there have been too many, else None."""
    answer: HttpResponse | None = ratelimit.consume_or_429(request, action=action, key=key)
    return answer
