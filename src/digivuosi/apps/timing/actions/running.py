"""Asking for a proposal, and looking after those that the background works on."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from django_scopes import scope

from digivuosi.apps.look import clock
from digivuosi.apps.people.models import User
from digivuosi.apps.schools.actions import Refused
from digivuosi.apps.schools.models import Provider, School
from digivuosi.apps.timing.actions.working import work_on
from digivuosi.apps.timing.models import OPEN_STATES, Run, RunState
from digivuosi.apps.timing.queries.problems import problem_of_provider, problem_of_school
from digivuosi.apps.timing.queries.runs import Plan, deserted_runs, edition_of, stood_of
from digivuosi.apps.timing.queries.situations import Situation
from digivuosi.apps.timing.queries.what import What
from digivuosi.domain.timing.alternatives import alternatives

INSTANT_SECONDS = 0.8
"""For all alternatives of a school together, while the reader waits."""
USUAL_SECONDS = {"school": 60, "provider": 180}
MOST_SECONDS = 900
MOST_OPEN = 3
"""Runs of one place that may be open at once."""
MOST_KEPT = 30
"""Runs of one place that are kept; older ones go, for what was taken of them stands in the history."""
MOST_ATTEMPTS = 5
"""A run whose workers have died so many times is given up."""


def ask_for_school(*, by: User, school: School, year: int, what: What, seed: int = 0) -> Run:
    """Propose a school's year at once, in a second: up to three alternatives. Raises Refused when nothing may move."""
    situation = problem_of_school(school, year, clock.today(), what)
    if not situation.movable:
        raise Refused(_("Nothing of what you chose can move. What is done, begun, locked or begins this week stays."))
    found = alternatives(situation.problem, seconds=INSTANT_SECONDS, seed=seed)
    plans = [
        Plan(
            name=one.cares[0].value,
            starts=_moving(situation, one.starts),
            missing=one.missing,
            figures={"cost": one.figures.cost, "outside": one.figures.outside, "load": one.figures.load},
            cares=tuple(care.value for care in one.cares),
        )
        for one in found
    ]
    run = _make(by, situation, what, state=RunState.DONE, seed=seed, plans=[plan.to_document() for plan in plans])
    run.ended_at = run.started_at = run.asked_at
    with scope(provider=school.provider):
        run.save()
    return run


def ask_for_better(*, by: User, run: Run, seconds: int = USUAL_SECONDS["school"]) -> Run:
    """Let the background look for a better plan of a school, and for a proof of how good it can be at all."""
    return _queue(by, run, seconds)


def ask_for_provider(
    *, by: User, provider: Provider, year: int, what: What, seconds: int = USUAL_SECONDS["provider"], seed: int = 0
) -> Run:
    """Ask for a proposal for all schools of a provider; the background works on it."""
    situation = problem_of_provider(provider, year, clock.today(), what)
    if not situation.movable:
        raise Refused(_("Nothing of what you chose can move. What is done, begun, locked or begins this week stays."))
    with transaction.atomic(), scope(provider=provider):
        run = _make(by, situation, what, state=RunState.STOPPED, seed=seed, plans=[])
        run.save()
        return _queue(by, run, seconds)


def stop(*, by: User, run: Run) -> None:
    """Stop with the best so far. One that waits stops at once, one that works within a second or two."""
    with transaction.atomic(), scope(provider=run.provider):
        ended = Run.objects.filter(pk=run.pk, state=RunState.WAITING).update(
            state=RunState.STOPPED, ended_at=clock.now(), stop_asked=True
        )
        if not ended:
            Run.objects.filter(pk=run.pk, state=RunState.RUNNING).update(stop_asked=True)
    run.refresh_from_db(fields=["state", "stop_asked", "ended_at"])


def take_up_again() -> int:
    """Put runs whose worker has died back on the queue; return how many. Call it as often as you like.

    The task of a dead worker stays marked as running in the queue's own table, so nobody else would take it up.
    """
    count, now = 0, clock.now()
    for run in deserted_runs(now):
        if run.attempt >= MOST_ATTEMPTS:
            state: dict[str, Any] = {"state": RunState.FAILED, "ended_at": now}
        else:
            state = {"state": RunState.WAITING, "beat_at": now}
        with transaction.atomic(), scope(provider=run.provider_id):
            # Two who look at once: only one of them finds it as it was.
            mine = Run.objects.filter(pk=run.pk, state=run.state, beat_at=run.beat_at).update(**state)
            if mine and state["state"] == RunState.WAITING:
                work_on.enqueue(run.pk)
                count += 1
    return count


def _queue(by: User, run: Run, seconds: int) -> Run:
    provider = run.provider
    with transaction.atomic(), scope(provider=provider):
        others = Run.objects.filter(school=run.school, state__in=OPEN_STATES).exclude(pk=run.pk)
        if others.count() >= MOST_OPEN:
            raise Refused(_("Others are being worked on already. Stop one of them, or wait."))
        current = Run.objects.select_for_update().get(pk=run.pk)
        if current.is_open:
            return run
        run.state, run.stop_asked, run.attempt = RunState.WAITING, False, 0
        run.by, run.seconds = by, max(5, min(seconds, MOST_SECONDS))
        run.beat_at, run.started_at, run.ended_at = clock.now(), None, None
        run.progress = {}
        run.save()
        work_on.enqueue(run.pk)
    run.refresh_from_db()
    return run


def _make(by: User, situation: Situation, what: What, *, state: RunState, seed: int, plans: list[Any]) -> Run:
    provider, school = situation.provider, situation.school
    with scope(provider=provider):
        old = Run.objects.filter(school=school).exclude(state__in=OPEN_STATES).order_by("-pk")
        Run.objects.filter(pk__in=list(old.values_list("pk", flat=True)[MOST_KEPT - 1 :])).delete()
    return Run(
        provider=provider,
        school=school,
        year=situation.year,
        by=by,
        state=state,
        asked_at=clock.now(),
        what=what.to_document(),
        seed=seed,
        today=situation.today,
        edition=edition_of(situation),
        stood=stood_of(situation),
        plans=plans,
    )


def _moving(situation: Situation, starts: Any) -> dict[str, Any]:
    """Only what may move is kept: the rest is where it is."""
    movable = set(situation.movable)
    return {item: day for item, day in starts.items() if item in movable}
