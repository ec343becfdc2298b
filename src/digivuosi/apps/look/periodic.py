"""Work that comes round again and again: apps register it, the worker does it (apps/start/ticking.py).

Several workers may run at once, so each job must itself see to it that nothing is done twice.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import QuerySet
from django_scopes import scopes_disabled

from digivuosi.apps.look import clock

Job = Callable[[], object]


@dataclass(frozen=True)
class Periodic:
    name: str
    seconds: float
    """How long from one time to the next."""
    job: Job


_jobs: dict[str, Periodic] = {}


def register(name: str, *, seconds: float, job: Job) -> None:
    """Have the worker do a short job every so often; call it from AppConfig.ready. The same name replaces."""
    _jobs[name] = Periodic(name, seconds, job)


def registered() -> tuple[Periodic, ...]:
    return tuple(_jobs[name] for name in sorted(_jobs))


def enqueue_due(rows: QuerySet[Any], task: Any, *, held: timedelta, most: int) -> int:
    """Have a task do at most so many rows that are due (`next_at`), the longest waiting first; return how many.

    Until `held` is over no other worker gets them; the task sets `next_at` anew.
    """
    now, count = clock.now(), 0
    with scopes_disabled():
        due = rows.filter(next_at__lte=now)
        for pk in list(due.order_by("next_at").values_list("pk", flat=True)[:most]):
            # One UPDATE decides which of many workers does it.
            if due.filter(pk=pk).update(next_at=now + held):
                task.enqueue(pk)
                count += 1
    return count
