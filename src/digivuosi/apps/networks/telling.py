"""A copy tells its source on another server that it is one, when its municipality has chosen so, or takes that back.

What is to be told is worked out from how things are (the choice, the copy, the edition), again and again: whatever
was changed and by whomever, the source hears of it.
"""

from __future__ import annotations

import logging
from datetime import timedelta

from django.db import transaction
from django_scopes import scope, scopes_disabled

from digivuosi.apps.look import clock
from digivuosi.apps.look.background import task
from digivuosi.apps.look.periodic import enqueue_due
from digivuosi.apps.networks import posting
from digivuosi.apps.networks.models import LetterState, LineageConsent, Sending, ToldCopy
from digivuosi.apps.schools.models import Provider
from digivuosi.apps.sharing.models import Fork
from digivuosi.apps.subscribing.refusing import FetchRefused
from digivuosi.domain.toolkit.letters import CopyNote, Kind

log = logging.getLogger(__name__)

ASK_AGAIN = timedelta(minutes=10)


def tell_source(provider: Provider, *, again: bool = False) -> None:
    """See what the source is to be told, and have it told in the background; nothing when it knows already.

    `again`: try also what could not be told.
    """
    with transaction.atomic(), scope(provider=provider):
        row = LineageConsent.objects.filter(provider=provider).first()
        # Without the documents: this comes round every few minutes.
        forks = Fork.objects.filter(provider=provider).select_related("subscription").defer("base", "base_files")
        fork = forks.first()
        receiver = posting.receiver_of(fork) if row is not None and row.tells else ""
        if fork is not None and receiver and posting.own_address(provider):
            _wish(provider, receiver, fork.toolkit_id, fork.edition)
        named = ToldCopy.objects.filter(provider=provider, is_withdrawn=False).exclude(receiver=receiver)
        if fork is None and row is not None and row.tells:
            # It has parted from its source; from where it came is as true as before.
            named = named.none()
        for told in named:
            if told.state == Sending.WAITING and not told.answer_address:
                told.delete()  # nothing of it has left this server
                continue
            told.is_withdrawn = True
            _put(told)
        for told in ToldCopy.objects.filter(provider=provider, state=Sending.FAILED) if again else ():
            _put(told)


def _wish(provider: Provider, receiver: str, toolkit: str, edition: str) -> None:
    told = ToldCopy.objects.filter(provider=provider, receiver=receiver).first()
    told = told or ToldCopy(provider=provider, receiver=receiver)
    if told.pk and not told.is_withdrawn and (told.toolkit_id, told.edition) == (toolkit, edition):
        return
    told.toolkit_id, told.edition, told.is_withdrawn = toolkit, edition, False
    _put(told)


def _put(told: ToldCopy) -> None:
    told.state, told.failures, told.problem, told.next_at = Sending.WAITING, 0, {}, clock.now() + posting.CLAIM
    told.save()
    tell.enqueue(told.pk)


def tell_due() -> int:
    """Have told what is due, of all providers; return how many letters are on their way."""
    with scopes_disabled():
        known = ToldCopy.objects.values("provider")
        wishes = LineageConsent.objects.filter(tells=True).values("provider")
        providers = list(Provider.objects.filter(pk__in=known) | Provider.objects.filter(pk__in=wishes))
        rows = ToldCopy.objects.filter(state__in=(Sending.WAITING, Sending.SENT))
    for provider in providers:
        tell_source(provider)
    return enqueue_due(rows, tell, held=posting.CLAIM, most=posting.MOST_AT_ONCE)


@task()
def tell(pk: int) -> str:
    """Send one letter to a source, or ask what became of it; return its state."""
    with scopes_disabled():
        row = ToldCopy.objects.select_related("provider").filter(pk=pk).first()
    if row is None or row.state not in (Sending.WAITING, Sending.SENT):
        return "done"
    with scope(provider=row.provider):
        try:
            if row.state == Sending.WAITING:
                kind = Kind.WITHDRAWAL if row.is_withdrawn else Kind.COPY
                body = CopyNote(row.toolkit_id, row.edition).to_text()
                row.answer_address = posting.post(row.provider, row.receiver, kind, body)
                row.state = Sending.SENT
            else:
                _ask(row)
            row.failures, row.next_at = 0, clock.now() + ASK_AGAIN
        except FetchRefused as problem:
            log.info("Told copy %s: %s", pk, problem.code)
            _note_failure(row, problem)
        row.save()
    return str(row.state)


def _ask(row: ToldCopy) -> None:
    told = posting.ask(row.answer_address)
    if told.state == LetterState.TAKEN:
        row.state, row.problem = Sending.ANSWERED, {}
    elif told.state == LetterState.REFUSED:
        row.state = Sending.FAILED
        row.problem = {"code": "refused", "words": told.words.to_document()}


def _note_failure(row: ToldCopy, problem: FetchRefused) -> None:
    posting.put_off(row, problem)
    if problem.code == "refused" or row.failures >= posting.MOST_TRIES:
        row.state = Sending.FAILED
