"""Updates of schools are asked for when an edition is published, and looked after until they are done."""

from __future__ import annotations

from django.db import transaction
from django_scopes import scope

from digivuosi.apps.look import clock
from digivuosi.apps.people.models import User
from digivuosi.apps.schools.models import School
from digivuosi.apps.sharing.actions.working import update_schools
from digivuosi.apps.sharing.models import OPEN_STATES, SchoolsUpdate, UpdateState
from digivuosi.apps.sharing.queries.updates import deserted
from digivuosi.apps.toolkit.models import Edition

MOST_ATTEMPTS = 20
"""An update whose workers have died so many times is given up; each of them got some schools further."""


def ask_for_update(*, by: User | None, old: Edition, new: Edition) -> SchoolsUpdate:
    """Have all schools taken over from one edition to the next; call it in the transaction that publishes."""
    provider = new.provider
    with transaction.atomic(), scope(provider=provider):
        # An update that is not done is passed by this one, which takes its schools over from where they stand.
        last = SchoolsUpdate.objects.filter(provider=provider).select_related("old").first()
        if last is not None and last.state != UpdateState.DONE:
            old = last.old
        SchoolsUpdate.objects.filter(provider=provider, state__in=OPEN_STATES).update(
            state=UpdateState.PASSED, ended_at=clock.now()
        )
        update = SchoolsUpdate(
            provider=provider,
            old=old,
            new=new,
            by=by,
            asked_at=clock.now(),
            beat_at=clock.now(),
            total=School.objects.filter(provider=provider).count(),
        )
        update.save()
        # The task stands in the same database: it is there when the edition is, or neither is.
        update_schools.enqueue(update.pk)
    return update


def take_up_again() -> int:
    """Put updates whose worker has died back on the queue; return how many. Call it as often as you like."""
    count, now = 0, clock.now()
    for update in deserted(now):
        given_up = update.attempt >= MOST_ATTEMPTS
        state = UpdateState.FAILED if given_up else UpdateState.WAITING
        with transaction.atomic(), scope(provider=update.provider_id):
            # Two who look at once: only one of them finds it as it was.
            same = SchoolsUpdate.objects.filter(pk=update.pk, state=update.state, beat_at=update.beat_at)
            mine = same.update(state=state, beat_at=now, **({"ended_at": now} if given_up else {}))
            if mine and not given_up:
                update_schools.enqueue(update.pk)
                count += 1
    return count
