"""A suggestion on its way to its publisher, and the answer on its way back; the background does both."""

from __future__ import annotations

import json
import logging
import random
from datetime import timedelta

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _
from django_scopes import scope, scopes_disabled

from digivuosi.apps.look import clock
from digivuosi.apps.look.background import task
from digivuosi.apps.look.languages import current
from digivuosi.apps.look.periodic import enqueue_due
from digivuosi.apps.networks import giving, posting
from digivuosi.apps.networks.models import (
    OPEN_STATES,
    LetterState,
    Sending,
    SentSuggestion,
    Suggestion,
    SuggestionState,
)
from digivuosi.apps.people.models import User
from digivuosi.apps.people.secrets import hash_of
from digivuosi.apps.schools.actions import Refused
from digivuosi.apps.schools.events import record
from digivuosi.apps.schools.models import Provider
from digivuosi.apps.sharing.models import Fork
from digivuosi.apps.subscribing.addresses import target_of
from digivuosi.apps.subscribing.refusing import FetchRefused
from digivuosi.domain.toolkit.letters import Kind
from digivuosi.domain.toolkit.suggestions import Suggestion as Suggested
from digivuosi.domain.toolkit.suggestions import fingerprint_of

log = logging.getLogger(__name__)

SOON, ASK_AGAIN = timedelta(minutes=5), timedelta(hours=24)
HEARD_FOR = timedelta(days=90)
"""How long a publisher is asked whether what it has taken is still so."""
MOST_WAITING = 50


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
    """Public address of the publisher on another server. Raises Refused when nothing can be sent there."""
    receiver = posting.receiver_of(fork)
    if not receiver:
        raise Refused(_("The copy came as a file. Save the suggestion as a file, and mail it to the publisher."))
    if not posting.own_address(fork.provider):
        raise Refused(posting.NOT_OPEN)
    target_of(receiver)
    return receiver


def look_after_due() -> int:
    """Put what is to be sent, or to be asked about, on the queue; return how many. Call it as often as you like."""
    with scopes_disabled():
        waiting = models.Q(state__in=(Sending.WAITING, Sending.SENT))
        taken = models.Q(state=Sending.ANSWERED, outcome=SuggestionState.TAKEN, sent_at__gt=clock.now() - HEARD_FOR)
        rows = SentSuggestion.objects.filter(waiting | taken)
    return enqueue_due(rows, look_after, held=posting.CLAIM, most=posting.MOST_AT_ONCE)


@task()
def look_after(pk: int) -> str:
    """Send one suggestion, or ask for the answer to it; return its state."""
    with scopes_disabled():
        row = SentSuggestion.objects.select_related("provider", "receiver").filter(pk=pk).first()
    if row is None or row.state == Sending.FAILED or row.outcome == SuggestionState.DECLINED:
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
        except FetchRefused as problem:
            log.info("Suggestion %s: %s", pk, problem.code)
            _note_failure(row, problem)
        row.save()
    return str(row.state)


def _post(row: SentSuggestion) -> None:
    content = json.dumps(row.document, ensure_ascii=False)
    row.answer_address = posting.post(row.provider, row.address, Kind.SUGGESTION, content)
    row.state, row.next_at = Sending.SENT, clock.now() + SOON


def _ask(row: SentSuggestion) -> None:
    told = posting.ask(row.answer_address)
    if told.state == LetterState.REFUSED:
        raise FetchRefused("refused", posting.NOT_TAKEN_WORDS.filled(words=told.words))
    if told.state == LetterState.CHECKING:
        row.next_at = clock.now() + SOON
    elif told.state in set(SuggestionState):
        _note_answer(row, told.state, told.words.get(current()))
    else:
        raise FetchRefused("no-answer", _("The other server does not answer."))


def _ask_here(row: SentSuggestion) -> None:
    with scopes_disabled():
        found = Suggestion.objects.filter(provider=row.receiver, token_hash=hash_of(row.answer_address)).first()
    if found is None:
        raise FetchRefused("gone", _("The publisher has this suggestion no more."))
    _note_answer(row, found.state, found.answer)


def _note_answer(row: SentSuggestion, state: str, words: str) -> None:
    """What the publisher says now; it may also take back that it had taken the suggestion."""
    is_open = state in OPEN_STATES
    was_answered, said_before = row.state == Sending.ANSWERED, row.outcome
    row.outcome, row.answer = state, "" if is_open else words[: giving.LONGEST_ANSWER]
    row.state = Sending.SENT if is_open else Sending.ANSWERED
    row.next_at = clock.now() + ASK_AGAIN * random.uniform(1.0, 1.2)  # noqa: S311 - spreading, no secret
    if state != said_before and (was_answered or not is_open):
        verb = "suggestion.reopened" if is_open else "suggestion.answered"
        record(
            by=None, provider=row.provider, verb=verb, about=row, title=row.publisher_name, after={"outcome": state}
        )  # fmt: skip


def _note_failure(row: SentSuggestion, problem: FetchRefused) -> None:
    posting.put_off(row, problem)
    is_refused = problem.code in ("refused", "not-open", "no-key")
    if row.state != Sending.ANSWERED and (
        is_refused or (row.state == Sending.WAITING and row.failures >= posting.MOST_TRIES)
    ):
        row.state = Sending.FAILED
