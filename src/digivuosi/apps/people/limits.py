"""Rate limits of our own pages, in the words of allauth's, so that one setting (ACCOUNT_RATE_LIMITS) holds them all."""

from __future__ import annotations

from allauth.account import app_settings
from allauth.core import ratelimit
from allauth.core.internal.ratelimit import Rate, get_ip, parse_rates
from django.http import HttpRequest, HttpResponse

from digivuosi.apps.people.counting import count


def too_many(
    request: HttpRequest, action: str, key: str | None = None, *, even_get: bool = False
) -> HttpResponse | None:
    """Count this request; the answer "too many" when there have been too many, else None."""
    if is_within(request, action, key, even_get=even_get):
        return None
    answer: HttpResponse = ratelimit.respond_429(request)
    return answer


def is_within(request: HttpRequest, action: str, key: str | None = None, *, even_get: bool = False) -> bool:
    """Count this request; whether it is within all limits of the action. Only looking (GET) is not counted unless
    `even_get`: for where looking is trying."""
    if request.method in ("GET", "HEAD") and not even_get:
        return True
    rates = parse_rates(app_settings.RATE_LIMITS.get(action))
    return all(count(_name(request, action, rate, key), rate.duration) <= rate.amount for rate in rates)


def _name(request: HttpRequest, action: str, rate: Rate, key: str | None) -> str:
    if rate.per == "key" and key is not None:
        whose = key
    elif rate.per == "user" and (user := getattr(request, "user", None)) is not None and user.is_authenticated:
        whose = str(user.pk)
    elif rate.per == "ip":
        whose = get_ip(request)
    else:
        raise ValueError(f"the limit of {action} is per {rate.per}, and that is not known here")
    return f"{action}:{rate}:{whose}"
