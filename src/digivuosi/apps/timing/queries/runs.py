"""Proposals that were asked for, as they are kept."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django_scopes import scope

from digivuosi.apps.schools.models import Provider, School
from digivuosi.apps.timing.models import Run, RunState
from digivuosi.apps.timing.queries.situations import Situation
from digivuosi.apps.toolkit.queries import current_edition

STALE = timedelta(seconds=30)
"""A worker that has not been heard of for so long is dead; it tells of itself every few seconds."""
WAITED = timedelta(minutes=5)
"""A run that has waited for so long is put on the queue again, in case its task was lost with a worker."""
SHOWN = 20


@dataclass(frozen=True)
class Plan:
    """One proposal of a run."""

    name: str
    """The care (`domain.timing.alternatives.Care`), or `best` for the one that the background improves."""
    starts: Mapping[str, date]
    missing: tuple[str, ...] = ()
    figures: Mapping[str, float] = field(default_factory=dict)
    cares: tuple[str, ...] = ()

    def to_document(self) -> dict[str, Any]:
        return {
            "name": self.name,
            "starts": {item: day.isoformat() for item, day in self.starts.items()},
            "missing": list(self.missing),
            "figures": dict(self.figures),
            "cares": list(self.cares),
        }

    @classmethod
    def from_document(cls, document: Mapping[str, Any]) -> Plan:
        return cls(
            name=document["name"],
            starts={item: date.fromisoformat(day) for item, day in document["starts"].items()},
            missing=tuple(document.get("missing", ())),
            figures=document.get("figures", {}),
            cares=tuple(document.get("cares", ())),
        )


def plans_of(run: Run) -> list[Plan]:
    """The proposals of a run, in the order they are shown."""
    return [Plan.from_document(document) for document in run.plans]


def stood_of(situation: Situation) -> dict[str, list[str]]:
    """Where each item stands now, as a run keeps it; with those of the whole place that the run is of."""
    return {
        item: [situation.items[item].first.isoformat(), situation.items[item].last.isoformat()]
        for item in situation.own
    }


def edition_of(situation: Situation) -> str:
    """What the state of plans and toolkit is called; it changes when any of it does."""
    edition = current_edition(situation.provider)
    told = [edition.content_hash if edition else "", sorted(stood_of(situation).items())]
    return hashlib.sha256(json.dumps(told).encode()).hexdigest()


def run_of(provider: Provider, pk: int, school: School | None) -> Run | None:
    """One run of a school, or (school None) of the whole provider."""
    with scope(provider=provider):
        run = Run.objects.select_related("by").filter(pk=pk, school=school).first()
    if run is not None:
        run.provider = provider
        run.school = school
    return run


def runs_of(provider: Provider, school: School | None, year: int) -> list[Run]:
    """The newest runs of a place and year, without their plans."""
    with scope(provider=provider):
        rows = Run.objects.filter(school=school, year=year).select_related("by").defer("plans", "stood")
        return list(rows.order_by("-pk")[:SHOWN])


def run_to_work_on(pk: int) -> Run | None:
    """A run by its number, for the worker, which has no tenant."""
    rows: Any = Run.objects
    found: Run | None = rows.with_scopes_disabled().select_related("provider", "school").filter(pk=pk).first()
    if found is not None and found.school is not None:
        found.school.provider = found.provider
    return found


def deserted_runs(now: Any) -> Iterable[Run]:
    """Runs whose worker has died, and those that have waited so long that their task may be lost."""
    rows: Any = Run.objects
    every = rows.with_scopes_disabled().defer("plans", "stood").order_by("pk")
    return [
        *every.filter(state=RunState.RUNNING, beat_at__lt=now - STALE),
        *every.filter(state=RunState.WAITING, beat_at__lt=now - WAITED),
    ]
