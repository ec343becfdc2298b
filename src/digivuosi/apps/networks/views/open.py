"""What other servers may ask: to leave a suggestion, and to hear the answer to it. Strictly limited, no sign-in."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from digivuosi.apps.networks import giving
from digivuosi.apps.networks.queries.suggestions import suggestion_by_token, takes_suggestions
from digivuosi.apps.people.limits import is_within
from digivuosi.apps.schools.access import for_anyone
from digivuosi.apps.schools.actions import Refused
from digivuosi.domain.toolkit.suggestions import LARGEST


@csrf_exempt
@for_anyone
@require_POST
def propose(request: HttpRequest, provider: str) -> HttpResponse:
    """Keep a suggestion unread until a coordinator looks; answer with the address at which to ask for the answer."""
    receiver = takes_suggestions(provider)
    if receiver is None:
        raise Http404
    if not is_within(request, "propose") or not is_within(request, "propose_to", receiver.slug):
        return _told(429, state="busy", retry=3600)
    if request.content_type != "application/json":
        return _told(415, state="not-json")
    if _announced(request) > LARGEST:
        return _told(413, state="too-large")
    content = request.read(LARGEST + 1)
    if len(content) > LARGEST:
        return _told(413, state="too-large")
    try:
        secret = giving.take_in(provider=receiver, content=content)
    except Refused as problem:
        return _told(422, state="refused", words=str(problem.words))
    answer = reverse("networks:answer", kwargs={"provider": provider, "token": secret})
    return _told(201, state="unread", answer=answer)


@for_anyone
@require_safe
def answer(request: HttpRequest, provider: str, token: str) -> HttpResponse:
    """How a suggestion is getting on; whoever knows the secret of it may ask."""
    if not is_within(request, "propose_ask", even_get=True):
        return _told(429, state="busy", retry=600)
    row = suggestion_by_token(provider, token)
    if row is None:
        raise Http404
    return _told(200, state=str(row.state), words=row.answer)


def _announced(request: HttpRequest) -> int:
    try:
        return int(request.headers.get("Content-Length") or 0)
    except ValueError:
        return LARGEST + 1


def _told(status: int, retry: int = 0, **words: str) -> HttpResponse:
    response = JsonResponse(words, status=status)
    response["Cache-Control"] = "no-store"
    response["X-Robots-Tag"] = "noindex"
    if retry:
        response["Retry-After"] = str(retry)
    return response
