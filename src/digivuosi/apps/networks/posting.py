"""Signed letters to other servers: written with the provider's key, posted, and asked after."""

from __future__ import annotations

import json
import random
from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import urljoin

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from django_scopes import scope

from digivuosi.apps.look import clock
from digivuosi.apps.networks.models import Correspondence, Posted
from digivuosi.apps.publishing.actions.keys import KeyLost, key_in_use
from digivuosi.apps.publishing.actions.opening import NO_KEY
from digivuosi.apps.publishing.models import OpenToolkit
from digivuosi.apps.schools.models import Provider
from digivuosi.apps.sharing.models import Fork
from digivuosi.apps.subscribing.addresses import target_of
from digivuosi.apps.subscribing.fetching import Fetched, Limits, fetch, send
from digivuosi.apps.subscribing.refusing import FetchRefused
from digivuosi.domain.texts import LANGUAGES, Text
from digivuosi.domain.toolkit.announcements import same_server
from digivuosi.domain.toolkit.letters import Kind, Letter, write_letter
from digivuosi.domain.toolkit.signing_problems import SignatureProblem

PLACE = "letters/"
"""Below a publisher's public address."""
LIMITS = Limits(bytes=50_000)
LONGEST_WORDS = 4_000
RETRY, CLAIM = timedelta(hours=1), timedelta(minutes=15)
"""Wait after the first failure; how long one worker has a row for itself."""
MOST_TRIES, MOST_AT_ONCE = 8, 50
NOT_TAKEN = frozenset({400, 403, 404, 405, 410, 413, 415, 422})
NOT_TAKEN_WORDS = Text.of(
    fi="Vastaanottajan palvelin ei ottanut viestiä vastaan. {words}",
    sv="Mottagarens server tog inte emot meddelandet. {words}",
    en="The receiver's server did not take the message. {words}",
)
NOT_OPEN = _(
    "Messages to other servers are signed with the key that stands at your own public address. Open your toolkit to "
    "anyone first (“For others”)."
)


@dataclass(frozen=True)
class Told:
    """What another server says of a letter that it has."""

    state: str
    words: Text
    """In the languages that it has them in."""


def receiver_of(fork: Fork | None) -> str:
    """Public address of the source of a copy on another server; empty when it is none, or not known."""
    if fork is None or fork.source_id is not None:
        return ""
    known = fork.subscription.publisher if fork.subscription is not None else ""
    return known or (urljoin(fork.address, "./") if fork.address else "")


def own_address(provider: Provider, *, also_closed: bool = False) -> str:
    """The provider's own public address; empty when nobody can find its key there."""
    with scope(provider=provider):
        rows = OpenToolkit.objects.filter(provider=provider)
        row = rows.first() if also_closed else rows.filter(is_open=True).first()
    return row.address if row is not None else ""


def post(provider: Provider, receiver: str, kind: Kind, body: str) -> str:
    """Sign a letter and post it; return the address at which to ask how it is getting on. Raises FetchRefused."""
    place = str(target_of(urljoin(receiver, PLACE)))
    letter = _signed(provider, receiver, kind, body).to_bytes()
    answer = send(place, body=letter, content_type="application/json", limits=LIMITS)
    told = _read(answer)
    if answer.status == 201:
        where = str(target_of(urljoin(place, str(told.get("answer", "")))))
        if same_server(where, place):
            return where
    if answer.status in NOT_TAKEN:
        raise FetchRefused("refused", NOT_TAKEN_WORDS.filled(words=_words(told)))
    raise FetchRefused("busy", _("The other server is busy. It is asked again later."), retry_after=answer.retry_after)


def ask(address: str) -> Told:
    """Ask how a letter is getting on. Raises FetchRefused."""
    answer = fetch(address, limits=LIMITS)
    told = _read(answer)
    state = told.get("state")
    if answer.status != 200 or not isinstance(state, str):
        raise FetchRefused("no-answer", _("The other server does not answer."), retry_after=answer.retry_after)
    return Told(state, _words(told))


def put_off(row: Posted, problem: FetchRefused) -> None:
    """Note on what is on its way why it did not get there, and try again later, ever more seldom."""
    row.failures += 1
    row.problem = problem.to_document()
    wait = max(RETRY * 2 ** min(row.failures - 1, 7), timedelta(seconds=problem.retry_after or 0))
    row.next_at = clock.now() + wait * random.uniform(0.8, 1.2)  # noqa: S311 - spreading, no secret


def _words(told: dict[str, object]) -> Text:
    """Words of another server, without what is no letter."""
    texts = told.get("texts")
    given = texts if isinstance(texts, dict) else dict.fromkeys(LANGUAGES, told.get("words", ""))
    return Text.from_mapping({one: _clean(given.get(one)) for one in LANGUAGES})


def _clean(words: object) -> str:
    plain = words if isinstance(words, str) else ""
    return "".join(c for c in plain if c.isprintable() or c == "\n").strip()[:LONGEST_WORDS]


def _signed(provider: Provider, receiver: str, kind: Kind, body: str) -> Letter:
    with transaction.atomic(), scope(provider=provider):
        # Who has closed its toolkit may still take back its word: the receiver remembers the key.
        sender = own_address(provider, also_closed=kind is Kind.WITHDRAWAL)
        if not sender:
            raise FetchRefused("not-open", NOT_OPEN)
        try:
            key = key_in_use(provider)
        except KeyLost:
            raise FetchRefused("no-key", NO_KEY) from None
        Correspondence.objects.get_or_create(provider=provider, address=receiver)
        row = Correspondence.objects.select_for_update().get(provider=provider, address=receiver)
        now = clock.now()
        # The time as the number: it grows even when the database has been brought back from a copy.
        row.sent = max(row.sent + 1, int(now.timestamp()))
        row.save()
        try:
            return write_letter(
                kind, body, sender=sender, name=provider.name, receiver=receiver, number=row.sent, sent=now, key=key
            )
        except SignatureProblem as problem:
            raise FetchRefused(problem.refusal.value, problem.message) from problem


def _read(answer: Fetched) -> dict[str, object]:
    try:
        told = json.loads(answer.body)
    except (ValueError, RecursionError):
        return {}
    return told if isinstance(told, dict) else {}
