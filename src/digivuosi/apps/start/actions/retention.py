"""Personal data goes when its time is up: `config/data_retention.yaml` says what, why and how long, this obeys it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django_scopes import scopes_disabled
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from digivuosi.apps.look import clock
from digivuosi.apps.needs.actions.rounds import close_past
from digivuosi.apps.needs.models import Answer, FreeText
from digivuosi.apps.needs.queries.rounds import rounds_past
from digivuosi.apps.people.counting import remove_past
from digivuosi.apps.people.models import SignInLink
from digivuosi.apps.schools.models import Event, Invitation, Provider

FILE = Path(__file__).parents[3] / "config" / "data_retention.yaml"


@dataclass(frozen=True)
class Rule:
    """One kind of data of the file. `days` is None for what is kept until somebody ends it."""

    data: dict[str, str]
    models: tuple[str, ...]
    holds: dict[str, str]
    why: dict[str, str]
    days: int | None
    ends: dict[str, str]
    """What the days count from, or what ends the keeping."""
    remove: str = ""


@cache
def rules() -> tuple[Rule, ...]:
    """The rules of the file, in its order."""
    rows: list[dict[str, Any]] = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return tuple(
        Rule(
            data=row["data"],
            models=tuple(row["models"]),
            holds=row["holds"],
            why=row["why"],
            days=row.get("days"),
            ends=row["from"] if "days" in row else row["until"],
            remove=row.get("remove", ""),
        )
        for row in rows
    )


def obey(today: date, *, only_tell: bool = False) -> dict[str, int]:
    """Remove what is past its time; how many rows (or rounds closed) by rule. Each rule is whole or untouched."""
    done = {}
    for rule in rules():
        if rule.remove and rule.days is not None:
            with transaction.atomic(), scopes_disabled():  # all providers alike; no row is shown to anybody
                done[rule.remove] = REMOVERS[rule.remove](today - timedelta(days=rule.days), only_tell)
    return done


def _close_past_rounds(before: date, only_tell: bool) -> int:
    if only_tell:
        return sum(len(rounds_past(provider, before)) for provider in Provider.objects.all())
    return sum(close_past(provider, before) for provider in Provider.objects.all())


def _remove(rows: QuerySet[Any], only_tell: bool) -> int:
    number = rows.count()
    if number and not only_tell:
        rows.delete()
    return number


def _start_of(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))


def _old_tasks(before: date, only_tell: bool) -> int:
    over = (TaskResultStatus.SUCCESSFUL, TaskResultStatus.FAILED)
    return _remove(DBTaskResult.objects.filter(status__in=over, finished_at__lt=_start_of(before)), only_tell)


REMOVERS: dict[str, Callable[[date, bool], int]] = {
    "close_past_rounds": _close_past_rounds,
    "old_answers": lambda day, tell: _remove(Answer.objects.filter(asked__round__closed_on__lt=day), tell),
    "old_texts": lambda day, tell: _remove(FreeText.objects.filter(round__closed_on__lt=day), tell),
    "old_invitations": lambda day, tell: _remove(Invitation.objects.filter(sent_at__lt=_start_of(day)), tell),
    "old_links": lambda day, tell: _remove(SignInLink.objects.filter(created_at__lt=_start_of(day)), tell),
    "old_events": lambda day, tell: _remove(Event.objects.filter(at__lt=_start_of(day)), tell),
    "old_sessions": lambda day, tell: _remove(Session.objects.filter(expire_date__lt=_start_of(day)), tell),
    "old_tasks": _old_tasks,
    "old_counts": lambda day, tell: 0 if tell else remove_past(day),
}
"""By the name in the file: removes what ended before the day; with True it only counts."""


def obey_today() -> None:
    """What the worker does once a day; several workers do no harm."""
    obey(clock.today())
