"""Looking at the sources: seldom, one worker each, longer and longer apart while it goes wrong.

A subscription is claimed by one conditional UPDATE, so that any number of workers may look for what is due.
"""

from __future__ import annotations

import logging
import random
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _
from django_scopes import scope, scopes_disabled

from digivuosi.apps.look import clock
from digivuosi.apps.look.background import task
from digivuosi.apps.schools.events import record
from digivuosi.apps.subscribing.models import FetchedEdition, Subscription
from digivuosi.apps.subscribing.queries.sources import (
    Source,
    VerifiedEdition,
    fetch_stated,
    read_source,
    read_statement,
)
from digivuosi.apps.subscribing.queries.subscriptions import DESERTED, due
from digivuosi.apps.subscribing.refusing import FetchRefused
from digivuosi.domain.texts import Text
from digivuosi.domain.toolkit.signing import EditionStatement, PublicKey

log = logging.getLogger(__name__)

MOST_AT_ONCE = 100
"""Sources that one look round puts on the queue."""
MOST_LOOKED_AT = 3
"""Editions of the feed whose statements are read at one look; the newest is among the first."""
MOST_KEPT = 5
"""Editions of one source that are kept."""
FIRST_WAIT, LONGEST_WAIT = timedelta(hours=1), timedelta(days=7)
JITTER = 0.2
CHANGED = Text.of(
    fi="Julkaisuversion {name} sisältö on lähteessä nyt toinen kuin silloin, kun se haettiin. Julkaistu versio ei saa "
    "muuttua, joten sitä ei otettu; aiemmin haettu säilyy.",
    sv="Utgåvan {name} har nu ett annat innehåll hos källan än när den hämtades. En utgiven utgåva får inte ändras, så "
    "den togs inte emot; den som hämtades tidigare är kvar.",
    en="The edition {name} has other content at the source now than when it came. A published edition must not change, "
    "so it was not taken; what came before is kept.",
)


def poll_due() -> int:
    """Put the sources that it is time to look at on the queue; return how many. Call it as often as you like."""
    now, count = clock.now(), 0
    for pk in due(now, MOST_AT_ONCE):
        # The time of the next look is moved before it: another worker that looks round finds nothing to do.
        with scopes_disabled():
            mine = Subscription.objects.filter(pk=pk, next_at__lte=now).update(next_at=now + DESERTED)
        if mine:
            look_at.enqueue(pk)
            count += 1
    return count


@task()
def look_at(pk: int) -> str:
    """The background's part of `poll`."""
    return poll(pk)


def poll(pk: int) -> str:
    """Look at one source now, unless another worker is at it; return what came of it, in one word."""
    now = clock.now()
    with scopes_disabled():
        free = Subscription.objects.filter(pk=pk).exclude(claimed_at__gt=now - DESERTED)
        if not free.update(claimed_at=now):
            return "busy"
        row = Subscription.objects.select_related("provider").get(pk=pk)
    with scope(provider=row.provider):
        try:
            return _look(row)
        except FetchRefused as problem:
            log.info("Source %s: %s", pk, problem.code)
            _note_failure(row, problem)
            return problem.code
        except Exception:
            _note_failure(row, FetchRefused("broken", _("Looking at the source broke off. It is tried again later.")))
            raise


def _look(row: Subscription) -> str:
    source = read_source(row.address, etag=row.etag, modified=row.modified)
    if source is None:
        _note_success(row, None, None)
        return "unchanged"
    trusted = _trusted(row, source)
    edition = _newest(row, source, trusted)
    with transaction.atomic():
        if not Subscription.objects.select_for_update().filter(pk=row.pk).exists():
            return "stopped"
        if edition is not None:
            _keep(row, edition)
        _note_success(row, source, trusted)
    return "new" if edition is not None else "nothing-new"


def _trusted(row: Subscription, source: Source) -> tuple[PublicKey, ...]:
    """The keys that count, the newest last: on the first visit those that are there, later the known one's heirs."""
    if not row.trusted_key:
        return tuple(reversed(source.keys))
    if row.publisher and source.publisher != row.publisher:
        raise FetchRefused("other-publisher", _("The keys at this address are another publisher's."))
    try:
        return source.trusted_from(PublicKey.from_text(row.trusted_key))
    except FetchRefused as problem:
        if problem.code == "new-key":
            Subscription.objects.filter(pk=row.pk).update(offered_key=source.keys[0].to_text())
        raise


def _newest(row: Subscription, source: Source, trusted: tuple[PublicKey, ...]) -> VerifiedEdition | None:
    """Fetch the newest edition, if it is newer than what has come."""
    stated = []
    for place, entry in enumerate(source.entries[:MOST_LOOKED_AT]):
        try:
            statement, signed = read_statement(source, entry, trusted)
        except FetchRefused:
            # What stands further down may be of a key that is trusted no more; the first must be right.
            if place == 0:
                raise
            continue
        stated.append((statement.number, entry, statement, signed))
    if not stated:
        return None
    number, entry, statement, signed = max(stated, key=lambda one: one[0])
    if number == row.seen_number:
        _refuse_changed(row, statement)
        return None
    # A lower number than one that has come is refused there: somebody plays an old feed back.
    return fetch_stated(entry, statement, signed, seen=row.seen_number)


def _refuse_changed(row: Subscription, statement: EditionStatement) -> None:
    """An edition never changes: other content under the number of one that has come is told, and not taken."""
    kept = FetchedEdition.objects.filter(subscription=row, number=statement.number).first()
    if kept is not None and kept.content_hash != statement.content_hash:
        raise FetchRefused("changed", CHANGED.filled(name=kept.name))


def _keep(row: Subscription, edition: VerifiedEdition) -> None:
    said = edition.statement
    kept = FetchedEdition(
        provider=row.provider,
        subscription=row,
        toolkit_id=said.toolkit,
        name=said.edition,
        number=said.number,
        content_hash=said.content_hash,
        statement=edition.signed.to_document(),
        package=edition.content,
        fetched_at=clock.now(),
    )
    kept.save()
    old = FetchedEdition.objects.filter(subscription=row).order_by("-number").values_list("pk", flat=True)
    FetchedEdition.objects.filter(pk__in=list(old[MOST_KEPT:])).delete()
    row.seen_number = said.number
    record(
        by=None,
        provider=row.provider,
        verb="source.edition",
        about=kept,
        title=f"{edition.toolkit.publisher}: {said.edition}",
        after={"edition": said.edition, "number": said.number, "hash": said.content_hash},
    )


def _note_success(row: Subscription, source: Source | None, trusted: tuple[PublicKey, ...] | None) -> None:
    now = clock.now()
    if source is not None and trusted:
        _note_address(row, source)
        row.title, row.publisher, row.publisher_name = source.title, source.publisher, source.publisher_name
        row.trusted_key = trusted[-1].to_text()
        row.etag, row.modified, row.offered_key = source.etag, source.modified, ""
    row.failures, row.problem, row.claimed_at = 0, {}, None
    row.looked_at, row.next_at = now, _after(now, timedelta(hours=settings.POLL_HOURS), earlier=False)
    row.save()


def _note_address(row: Subscription, source: Source) -> None:
    """Remember where the feed really is, unless the provider follows that address already."""
    others = Subscription.objects.filter(provider=row.provider, address=source.address).exclude(pk=row.pk)
    if not others.exists():
        row.address = source.address


def _note_failure(row: Subscription, problem: FetchRefused) -> None:
    now = clock.now()
    failures = row.failures + 1
    wait = min(FIRST_WAIT * 2 ** min(failures - 1, 10), LONGEST_WAIT)
    asked = timedelta(seconds=problem.retry_after or 0)
    Subscription.objects.filter(pk=row.pk).update(
        failures=failures,
        problem=problem.to_document(),
        claimed_at=None,
        looked_at=now,
        next_at=max(_after(now, wait, earlier=True), now + asked),
    )


def _after(now: datetime, wait: timedelta, *, earlier: bool) -> datetime:
    """Some time around then, so that all who follow one publisher do not come at the same minute.

    After a success never earlier: at most once in so many hours is a promise.
    """
    least = 1 - JITTER if earlier else 1.0
    return now + wait * random.uniform(least, 1 + JITTER)  # noqa: S311 - spreading, no secret
