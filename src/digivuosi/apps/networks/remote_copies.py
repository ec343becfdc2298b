"""Copies on other servers that have told of themselves: waiting for the publisher's answer, shown, or hidden."""

from __future__ import annotations

import logging
from datetime import timedelta
from urllib.parse import urljoin

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from django_scopes import scope, scopes_disabled

from digivuosi.apps.look import clock
from digivuosi.apps.look.background import task
from digivuosi.apps.look.periodic import enqueue_due
from digivuosi.apps.networks.models import RemoteCopy, Shown
from digivuosi.apps.networks.posting import CLAIM, MOST_AT_ONCE
from digivuosi.apps.people.models import User
from digivuosi.apps.publishing.queries.opened import opened
from digivuosi.apps.schools.actions import Refused
from digivuosi.apps.schools.events import record
from digivuosi.apps.schools.models import Provider
from digivuosi.apps.subscribing.fetching import Limits, fetch
from digivuosi.apps.subscribing.refusing import FetchRefused
from digivuosi.domain.toolkit.announcements import same_server
from digivuosi.domain.toolkit.letters import CopyNote, Letter
from digivuosi.domain.toolkit.lineage_map import LONGEST_LIST, documents, read_list
from digivuosi.domain.toolkit.signing import PublicKey

log = logging.getLogger(__name__)

PLACE = "copies.json"
"""Below a public address: who has copied from there, when that is shown."""
MOST_COPIES = 1_000
AGAIN = timedelta(hours=24)


def note_copy(*, provider: Provider, letter: Letter, key: PublicKey) -> RemoteCopy:
    """Keep what a copy told of itself; its name is shown once the publisher says so. Raises Refused, LetterProblem."""
    note, said = CopyNote.from_text(letter.body), letter.said
    found = opened(provider.slug)
    if found is None or found.toolkit.id != note.toolkit:
        raise Refused(_("The message speaks of a toolkit that is not published here."))
    row = RemoteCopy.objects.filter(provider=provider, address=said.sender).first()
    if row is None:
        if RemoteCopy.objects.filter(provider=provider).count() >= MOST_COPIES:
            raise Refused(_("There is no room for more copies here."))
        row = RemoteCopy(provider=provider, address=said.sender, name=said.name, told_at=clock.now())
        record(by=None, provider=provider, verb="copy.came", about=("remotecopy", said.sender), title=said.name)
    elif row.name != said.name:
        # What was accepted was the name: another one is looked at anew.
        row.name, row.state = said.name, Shown.WAITING
    row.edition, row.key, row.next_at = note.edition, key.to_text(), clock.now()
    row.save()
    return row


def forget_copy(*, provider: Provider, address: str) -> None:
    """A copy does not want to be named any more."""
    row = RemoteCopy.objects.filter(provider=provider, address=address).first()
    if row is not None:
        record(by=None, provider=provider, verb="copy.gone", about=("remotecopy", address), title=row.name)
        row.delete()


def answer_copy(*, by: User, provider: Provider, copy: int, shown: bool) -> None:
    """Put a copy on the map, or hide it. Raises Refused when it has withdrawn."""
    state = Shown.SHOWN if shown else Shown.HIDDEN
    with transaction.atomic(), scope(provider=provider):
        row = RemoteCopy.objects.select_for_update().filter(provider=provider, pk=copy).first()
        if row is None:
            raise Refused(_("It has taken back what it told, and stands in the list no more."))
        if row.state == state:
            return
        before, row.state = row.state, state
        row.save()
        record(
            by=by,
            provider=provider,
            verb="copy.show" if shown else "copy.hide",
            about=row,
            title=row.name,
            before={"state": before},
            after={"state": str(state)},
        )


def look_due() -> int:
    """Have the lists of the copies that are shown looked at, about once a day; return how many."""
    with scopes_disabled():
        rows = RemoteCopy.objects.filter(state=Shown.SHOWN)
    return enqueue_due(rows, look_at_list, held=CLAIM, most=MOST_AT_ONCE)


@task()
def look_at_list(pk: int) -> str:
    """Ask a copy who has copied from it in turn; what it shows to nobody stands on no map."""
    with scopes_disabled():
        row = RemoteCopy.objects.select_related("provider").filter(pk=pk).first()
    if row is None:
        return "gone"
    outcome, below = "known", row.below
    try:
        answer = fetch(urljoin(row.address, PLACE), limits=Limits(bytes=LONGEST_LIST))
        if answer.status == 200 and same_server(answer.final_address, row.address):
            below = documents(read_list(answer.body))
        elif answer.status in (404, 410):
            outcome, below = "not shown", []
    except (FetchRefused, ValueError) as problem:
        outcome = problem.code if isinstance(problem, FetchRefused) else "bad-list"
        log.info("List of copy %s: %s", pk, outcome)
    with scope(provider=row.provider):
        RemoteCopy.objects.filter(pk=pk).update(below=below, next_at=clock.now() + AGAIN)
    return outcome
