"""What the background does when an edition is published: all schools are taken over to it, one by one.

Each school is a transaction of its own, so that a worker that is killed in the middle leaves every school either as
it was or whole; the next worker goes on with those that are left.
"""

from __future__ import annotations

import time

from django.db import models, transaction
from django_scopes import scope

from digivuosi.apps.look import clock
from digivuosi.apps.look.background import task
from digivuosi.apps.schools.models import School
from digivuosi.apps.sharing.actions.carrying import Carrier
from digivuosi.apps.sharing.models import SchoolsUpdate, UpdateState
from digivuosi.apps.sharing.queries.updates import schools_behind, update_with

EVERY = 1.0
"""Seconds between two signs of life; `queries.updates.STALE` must be many of them."""


@task()
def update_schools(update_id: int) -> str:
    """Take the schools over to the update's edition. Return the state it ended in."""
    update = _claim(update_id)
    if update is None:
        return "not waiting"
    try:
        mine = _carry_all(update)
    except Exception:
        # Whoever looks must not wait for ever; schools that are over stay so.
        _tell(update, state=UpdateState.FAILED, ended_at=clock.now())
        raise
    if not mine:
        return "taken up by another"
    _tell(update, state=UpdateState.DONE, done=update.total, ended_at=clock.now())
    return str(UpdateState.DONE)


def _claim(update_id: int) -> SchoolsUpdate | None:
    """Take a waiting update up. Only the worker that counts it up may write to it from now on."""
    update = update_with(update_id)
    if update is None:
        return None
    now = clock.now()
    total = School.objects.filter(provider=update.provider).count()
    with transaction.atomic(), scope(provider=update.provider):
        mine = SchoolsUpdate.objects.filter(pk=update_id, state=UpdateState.WAITING, attempt=update.attempt).update(
            state=UpdateState.RUNNING,
            attempt=models.F("attempt") + 1,
            started_at=update.started_at or now,
            beat_at=now,
            total=total,
        )
    return update_with(update_id) if mine else None


def _carry_all(update: SchoolsUpdate) -> bool:
    """Go through the schools; False when another worker has taken the update up meanwhile."""
    behind = schools_behind(update)
    carrier, told = Carrier(update), time.monotonic()
    before = update.total - len(behind)
    for number, school in enumerate(behind):
        if time.monotonic() - told >= EVERY or number == 0:
            told = time.monotonic()
            if not _tell(update, done=max(0, before) + number, beat_at=clock.now()):
                return False
        carrier.carry(school)
    return True


def _tell(update: SchoolsUpdate, **news: object) -> bool:
    """Write how far it is, unless another worker has taken it up."""
    with scope(provider=update.provider):
        mine = SchoolsUpdate.objects.filter(pk=update.pk, attempt=update.attempt, state=UpdateState.RUNNING)
        return bool(mine.update(**news))
