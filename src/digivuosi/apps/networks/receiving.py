"""Letters from other servers: kept unread, then checked against the key at their sender's own address, and delivered.

The check calls another server, so the background does it; what can be told without that is told at once.
"""

from __future__ import annotations

import logging
from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from django_scopes import scope, scopes_disabled

from digivuosi.apps.look import clock
from digivuosi.apps.look.background import task
from digivuosi.apps.look.languages import current
from digivuosi.apps.look.periodic import enqueue_due
from digivuosi.apps.networks import giving, remote_copies
from digivuosi.apps.networks.models import Correspondence, IncomingLetter, LetterState, RemoteCopy
from digivuosi.apps.networks.posting import CLAIM, MOST_AT_ONCE, own_address
from digivuosi.apps.people.secrets import hash_of, new_secret
from digivuosi.apps.schools.actions import Refused
from digivuosi.apps.schools.models import Provider
from digivuosi.apps.subscribing.addresses import target_of
from digivuosi.apps.subscribing.queries import published_key
from digivuosi.apps.subscribing.refusing import FetchRefused, text_of
from digivuosi.domain.texts import Text
from digivuosi.domain.toolkit.letters import Kind, Letter, LetterProblem, LetterRefusal, read_letter
from digivuosi.domain.toolkit.signing import PublicKey
from digivuosi.domain.toolkit.signing_problems import SignatureProblem

log = logging.getLogger(__name__)

MOST_WAITING = 100
"""Letters to one provider that wait to be checked."""
MOST_TRIES = 5
FIRST_WAIT = timedelta(minutes=10)
KEPT_FOR = timedelta(days=30)
PASSING = frozenset({"no-answer", "busy", "error", "too-slow", "not-found"})
"""What may be better in an hour."""


def take_letter(*, provider: Provider, content: bytes) -> str:
    """Keep a letter until it has been checked; return the secret by which its sender asks. Raises Refused."""
    try:
        letter = read_letter(content, receiver=own_address(provider), now=clock.now())
    except LetterProblem as problem:
        raise Refused(problem.message.get(current())) from problem
    target_of(letter.said.sender)
    secret, now = new_secret(), clock.now()
    with transaction.atomic(), scope(provider=provider):
        IncomingLetter.objects.filter(provider=provider, came_at__lt=now - KEPT_FOR).delete()
        if Correspondence.objects.filter(
            provider=provider, address=letter.said.sender, received__gte=letter.said.number
        ).exists():
            raise Refused(LetterProblem(LetterRefusal.REPLAYED).message.get(current()))
        if IncomingLetter.objects.filter(provider=provider, state=LetterState.CHECKING).count() >= MOST_WAITING:
            raise Refused(_("There are too many messages waiting already. Send it again later."))
        row = IncomingLetter(
            provider=provider,
            content=content.decode(),
            sender=letter.said.sender,
            token_hash=hash_of(secret),
            came_at=now,
            next_at=now + CLAIM,
        )
        row.save()
        check_letter.enqueue(row.pk)
    return secret


def check_due() -> int:
    """Put the letters whose check is to be tried again on the queue; return how many."""
    with scopes_disabled():
        rows = IncomingLetter.objects.filter(state=LetterState.CHECKING)
    return enqueue_due(rows, check_letter, held=CLAIM, most=MOST_AT_ONCE)


@task()
def check_letter(pk: int) -> str:
    """Hold one letter against its sender's key, and deliver it; return its state."""
    with scopes_disabled():
        row = IncomingLetter.objects.select_related("provider").filter(pk=pk, state=LetterState.CHECKING).first()
    if row is None:
        return "done"
    with scope(provider=row.provider):
        try:
            letter = read_letter(row.content.encode(), receiver=own_address(row.provider), now=row.came_at)
            key = _signer(row, letter)
            with transaction.atomic():
                _once(row.provider, letter)
                _deliver(row, letter, key)
                _end(row, LetterState.TAKEN)
        except (LetterProblem, SignatureProblem) as problem:
            _refuse(row, problem.refusal.value, problem.message)
        except FetchRefused as problem:
            if problem.code in PASSING and row.failures + 1 < MOST_TRIES:
                row.failures += 1
                row.next_at = clock.now() + FIRST_WAIT * 2**row.failures
                row.save()
            else:
                _refuse(row, problem.code, problem.text)
        except Refused as problem:
            _refuse(row, "refused", text_of(problem.words))
    return str(row.state)


def _signer(row: IncomingLetter, letter: Letter) -> PublicKey:
    """Return the key that signed: the one that its sender publishes, or that a copy told itself with before."""
    if letter.said.kind == Kind.WITHDRAWAL:
        known = RemoteCopy.objects.filter(provider=row.provider, address=letter.said.sender).first()
        key = PublicKey.from_text(known.key) if known is not None else None
        if key is not None and key.id == letter.said.key:
            letter.verify([key])
            return key
    key = published_key(letter.said.sender)
    letter.verify([key])
    return key


def _once(provider: Provider, letter: Letter) -> None:
    """Let each number of a sender pass once, and none lower than it afterwards."""
    Correspondence.objects.get_or_create(provider=provider, address=letter.said.sender)
    row = Correspondence.objects.select_for_update().get(provider=provider, address=letter.said.sender)
    if letter.said.number <= row.received:
        raise LetterProblem(LetterRefusal.REPLAYED)
    row.received = letter.said.number
    row.save()


def _deliver(row: IncomingLetter, letter: Letter, key: PublicKey) -> None:
    match Kind(letter.said.kind):
        case Kind.SUGGESTION:
            giving.take_in(provider=row.provider, content=letter.body.encode(), letter=row, name=letter.said.name)
        case Kind.COPY:
            remote_copies.note_copy(provider=row.provider, letter=letter, key=key)
        case Kind.WITHDRAWAL:
            remote_copies.forget_copy(provider=row.provider, address=letter.said.sender)


def _refuse(row: IncomingLetter, code: str, words: Text) -> None:
    log.info("Letter %s: %s", row.pk, code)
    row.problem = {"code": code, "words": words.to_document()}
    _end(row, LetterState.REFUSED)


def _end(row: IncomingLetter, state: LetterState) -> None:
    row.state, row.content = state, ""
    row.save()
