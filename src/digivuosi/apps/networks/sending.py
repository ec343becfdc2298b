"""A suggestion on its way to its publisher, and the answer on its way back; the background does both."""

from __future__ import annotations

import json
import logging
import random
from datetime import timedelta
from urllib.parse import urljoin

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from django_scopes import scope, scopes_disabled

from digivuosi.apps.look import clock
from digivuosi.apps.look.background import task
from digivuosi.apps.networks import giving
from digivuosi.apps.networks.models import OPEN_STATES, Sending, SentSuggestion, Suggestion, SuggestionState
from digivuosi.apps.people.models import User
from digivuosi.apps.people.secrets import hash_of
from digivuosi.apps.schools.actions import Refused
from digivuosi.apps.schools.events import record
from digivuosi.apps.schools.models import Provider
from digivuosi.apps.sharing.models import Fork
from digivuosi.apps.subscribing.addresses import target_of
from digivuosi.apps.subscribing.fetching import Fetched, Limits, fetch, send
from digivuosi.apps.subscribing.refusing import FetchRefused
from digivuosi.domain.toolkit.announcements import same_server
from digivuosi.domain.toolkit.suggestions import Suggestion as Suggested
from digivuosi.domain.toolkit.suggestions import fingerprint_of

log = logging.getLogger(__name__)

PLACE = "proposals/"
"""Below the publisher's public address."""
ANSWER_LIMITS = Limits(bytes=50_000)
RETRY, ASK_AGAIN, CLAIM = timedelta(hours=1), timedelta(hours=24), timedelta(minutes=15)
MOST_TRIES = 8
MOST_WAITING = 50
MOST_AT_ONCE = 50


def send_suggestion(*, by: User, provider: Provider, fork: Fork, suggested: Suggested) -> SentSuggestion:
    """Send a suggestion to the publisher of a copy: at once on this server, else by the background. Raises Refused."""
    address = "" if fork.source_id else _address(fork)
    with transaction.atomic(), scope(provider=provider):
        rows = SentSuggestion.objects.filter(provider=provider)
        if rows.filter(state__in=(Sending.WAITING, Sending.SENT)).count() >= MOST_WAITING:
            raise Refused(_("Too many of your suggestions wait for an answer. Send more when some have been answered."))
        now = clock.now()
        row = SentSuggestion(
            provider=provider,
            document=suggested.to_document(),
            publisher_name=fork.publisher,
            address=address,
            receiver=fork.source,
            sent_by=by,
            sent_at=now,
            next_at=now,
        )
        row.save()
        if fork.source is not None:
            row.answer_address = giving.take_in(provider=fork.source, content=suggested.to_bytes(), sender=provider)
            row.state = Sending.SENT
            row.save()
        record(
            by=by,
            provider=provider,
            verb="suggestion.send",
            about=row,
            title=suggested.title.get(provider.language)[:300],
            after={"to": fork.publisher, "hash": fingerprint_of(suggested)},
        )
        if fork.source is None:
            look_after.enqueue(row.pk)
    return row


def _address(fork: Fork) -> str:
    """Where the publisher takes suggestions: beside its feed."""
    known = fork.subscription.publisher if fork.subscription is not None else ""
    place = known or fork.address
    if not place:
        raise Refused(_("The copy came as a file. Save the suggestion as a file, and mail it to the publisher."))
    return str(target_of(urljoin(place, PLACE)))


def look_after_due() -> int:
    """Put what is to be sent, or to be asked about, on the queue; return how many. Call it as often as you like."""
    now, count = clock.now(), 0
    with scopes_disabled():
        rows = SentSuggestion.objects.filter(state__in=(Sending.WAITING, Sending.SENT), next_at__lte=now)
        numbers = list(rows.order_by("next_at").values_list("pk", flat=True)[:MOST_AT_ONCE])
        for pk in numbers:
            # One UPDATE decides which of many workers does it.
            if rows.filter(pk=pk).update(next_at=now + CLAIM):
                look_after.enqueue(pk)
                count += 1
    return count


@task()
def look_after(pk: int) -> str:
    """Send one suggestion, or ask for the answer to it; return its state."""
    with scopes_disabled():
        row = SentSuggestion.objects.select_related("provider", "receiver").filter(pk=pk).first()
    if row is None or row.state not in (Sending.WAITING, Sending.SENT):
        return "done"
    with scope(provider=row.provider):
        try:
            if row.receiver is not None:
                _ask_here(row)
            elif row.state == Sending.WAITING:
                _post(row)
            else:
                _ask(row)
            row.failures, row.problem = 0, {}
            row.next_at = clock.now() + ASK_AGAIN * random.uniform(1.0, 1.2)  # noqa: S311 - spreading, no secret
        except FetchRefused as problem:
            log.info("Suggestion %s: %s", pk, problem.code)
            _note_failure(row, problem)
        row.save()
    return str(row.state)


def _post(row: SentSuggestion) -> None:
    content = json.dumps(row.document, ensure_ascii=False).encode()
    answer = send(row.address, body=content, content_type="application/json", limits=ANSWER_LIMITS)
    told = _told(answer)
    if answer.status == 201:
        where = str(target_of(urljoin(row.address, str(told.get("answer", "")))))
        if same_server(where, row.address):
            row.state, row.answer_address = Sending.SENT, where
            return
    if answer.status in (400, 404, 405, 413, 422):
        row.failures = MOST_TRIES
        raise FetchRefused("refused", _("The publisher's server did not take it. Mail the suggestion as a file."))
    raise FetchRefused("busy", _("The other server is busy. It is asked again later."), retry_after=answer.retry_after)


def _ask(row: SentSuggestion) -> None:
    answer = fetch(row.answer_address, limits=ANSWER_LIMITS)
    told = _told(answer)
    if answer.status != 200 or told.get("state") not in set(SuggestionState):
        raise FetchRefused("no-answer", _("The other server does not answer."), retry_after=answer.retry_after)
    _note_answer(row, str(told["state"]), str(told.get("words", "")))


def _ask_here(row: SentSuggestion) -> None:
    with scopes_disabled():
        found = Suggestion.objects.filter(provider=row.receiver, token_hash=hash_of(row.answer_address)).first()
    if found is None:
        raise FetchRefused("gone", _("The publisher has this suggestion no more."))
    _note_answer(row, found.state, found.answer)


def _note_answer(row: SentSuggestion, state: str, words: str) -> None:
    row.outcome = state
    if state not in OPEN_STATES:
        row.state = Sending.ANSWERED
        row.answer = "".join(c for c in words if c.isprintable() or c == "\n")[: giving.LONGEST_ANSWER]
        record(
            by=None, provider=row.provider, verb="suggestion.answered", about=row, title=row.publisher_name,
            after={"outcome": state},
        )  # fmt: skip


def _note_failure(row: SentSuggestion, problem: FetchRefused) -> None:
    row.failures += 1
    row.problem = problem.to_document()
    wait = max(RETRY * 2 ** min(row.failures - 1, 7), timedelta(seconds=problem.retry_after or 0))
    row.next_at = clock.now() + wait * random.uniform(0.8, 1.2)  # noqa: S311 - spreading, no secret
    if row.state == Sending.WAITING and row.failures >= MOST_TRIES:
        row.state = Sending.FAILED


def _told(answer: Fetched) -> dict[str, object]:
    try:
        told = json.loads(answer.body)
    except (ValueError, RecursionError):
        return {}
    return told if isinstance(told, dict) else {}
