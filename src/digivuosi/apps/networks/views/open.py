"""What other servers may do: leave a signed letter, and hear what became of it. Strictly limited, no sign-in."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from digivuosi.apps.look.languages import current
from digivuosi.apps.networks import receiving
from digivuosi.apps.networks.queries.suggestions import letter_by_token, suggestion_by_token, takes_suggestions
from digivuosi.apps.people.limits import is_within
from digivuosi.apps.schools.access import for_anyone
from digivuosi.apps.schools.actions import Refused
from digivuosi.domain.texts import Text
from digivuosi.domain.toolkit.letters import LONGEST_LETTER


@csrf_exempt
@for_anyone
@require_POST
def letters(request: HttpRequest, provider: str) -> HttpResponse:
    """Keep a signed letter until it has been checked; answer with the address at which to ask what became of it."""
    receiver = takes_suggestions(provider)
    if receiver is None:
        raise Http404
    if not is_within(request, "letter") or not is_within(request, "letter_to", receiver.slug):
        return _told(429, state="busy", retry=3600)
    if request.content_type != "application/json":
        return _told(415, state="not-json")
    if _announced(request) > LONGEST_LETTER:
        return _told(413, state="too-large")
    content = request.read(LONGEST_LETTER + 1)
    if len(content) > LONGEST_LETTER:
        return _told(413, state="too-large")
    try:
        secret = receiving.take_letter(provider=receiver, content=content)
    except Refused as problem:
        return _told(422, state="refused", words=str(problem.words))
    return _told(201, state="checking", answer=reverse("networks:answer", args=(provider, secret)))


@for_anyone
@require_safe
def answer(request: HttpRequest, provider: str, token: str) -> HttpResponse:
    """What became of a letter, or how the suggestion in it is getting on; whoever knows its secret may ask."""
    if not is_within(request, "letter_ask", even_get=True):
        return _told(429, state="busy", retry=600)
    row = suggestion_by_token(provider, token)
    if row is not None:
        return _told(200, state=str(row.state), words=row.answer)
    letter = letter_by_token(provider, token)
    if letter is None:
        raise Http404
    texts = letter.problem.get("words", {})
    return _told(200, state=str(letter.state), words=Text.from_document(texts).get(current()), texts=texts)


def _announced(request: HttpRequest) -> int:
    try:
        return int(request.headers.get("Content-Length") or 0)
    except ValueError:
        return LONGEST_LETTER + 1


def _told(status: int, retry: int = 0, **words: object) -> HttpResponse:
    response = JsonResponse(words, status=status)
    response["Cache-Control"] = "no-store"
    response["X-Robots-Tag"] = "noindex"
    if retry:
        response["Retry-After"] = str(retry)
    return response
