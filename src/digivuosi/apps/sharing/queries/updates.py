"""How far the schools of a provider are with a new edition."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.db import models
from django_scopes import scope, scopes_disabled

from digivuosi.apps.schools.models import Provider, School
from digivuosi.apps.sharing.models import Answer, Followed, Proposal, SchoolsUpdate, UpdateState

STALE = timedelta(seconds=30)
"""A worker that has not been heard of for so long is dead; it tells of itself every second or so."""
WAITED = timedelta(minutes=5)
"""An update that has waited for so long is put on the queue again, in case its task was lost with a worker."""
SHOWN = 20


def updates_of(provider: Provider) -> list[SchoolsUpdate]:
    """The updates of the schools, the newest first."""
    with scope(provider=provider):
        rows = SchoolsUpdate.objects.filter(provider=provider).select_related("new", "old", "by")
        return list(rows.defer("new__document", "new__files", "old__document", "old__files")[:SHOWN])


def update_with(pk: int) -> SchoolsUpdate | None:
    """One update with its provider, for its worker."""
    with scopes_disabled():
        return SchoolsUpdate.objects.select_related("provider", "old", "new", "by").filter(pk=pk).first()


def schools_behind(update: SchoolsUpdate) -> list[School]:
    """The schools that have not been taken over to the edition yet: the closed ones too, for they may open again."""
    with scopes_disabled():
        done = Followed.objects.filter(
            school__provider=update.provider_id, edition__number__gte=update.new.number
        ).values("school")
        rows = School.objects.filter(provider=update.provider_id).exclude(pk__in=done)
        return list(rows.select_related("provider"))


def deserted(now: datetime) -> Iterable[SchoolsUpdate]:
    """Updates whose worker has died, and those that have waited so long that their task may be lost."""
    with scopes_disabled():
        every = SchoolsUpdate.objects.order_by("pk")
        return [
            *every.filter(state=UpdateState.RUNNING, beat_at__lt=now - STALE),
            *every.filter(state=UpdateState.WAITING, beat_at__lt=now - WAITED),
        ]


def answers_in(provider: Provider, year: int) -> dict[str, int]:
    """How many proposals of the year the schools have taken, left and not answered, over all of them."""
    found: dict[str, int] = dict.fromkeys(Answer.values, 0)
    with scopes_disabled():
        rows: Any = Proposal.objects.filter(school__provider=provider, school__is_active=True, year=year)
        found.update(rows.order_by().values_list("answer").annotate(models.Count("pk")))
    return found
