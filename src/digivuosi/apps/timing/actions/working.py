"""What the background does on a proposal: it improves it step by step and keeps the best so far, so that a worker that
is killed in the middle loses nothing but the last seconds."""

from __future__ import annotations

import hashlib
import os
import time
from collections.abc import Callable, Mapping
from datetime import date
from threading import Event, Lock
from typing import Any

from django.db import models, transaction
from django_scopes import scope

from digivuosi.apps.look import clock
from digivuosi.apps.look.background import task
from digivuosi.apps.timing.actions.deadlocks import deadlock_of
from digivuosi.apps.timing.actions.pulse import Pulse
from digivuosi.apps.timing.models import Run, RunState
from digivuosi.apps.timing.queries.problems import problem_of_provider, problem_of_school
from digivuosi.apps.timing.queries.runs import Plan, edition_of, plans_of, run_to_work_on, stood_of
from digivuosi.apps.timing.queries.what import What
from digivuosi.domain.timing.alternatives import Care, figures_of
from digivuosi.domain.timing.cities import Progress, Solved, solve_city
from digivuosi.domain.timing.grid import Grid
from digivuosi.domain.timing.judging import judge
from digivuosi.domain.timing.problem import Problem
from digivuosi.domain.timing.proposing import propose
from digivuosi.domain.timing.replanning import replan
from digivuosi.domain.timing.writing import write_problem

BEST = "best"
FIRST_SECONDS = 0.5
ITEMS_A_SECOND = 700
"""So many more items of what is kept, and the quick search gets a second more."""
MOST_PROCESSES = 4
"""So many schools are searched at once, where the machine has the cores."""
SECONDS_FOR_A_STEP = 20.0
"""For the solver, when the quick search finds no day for something although all that may move is free."""


def solve(
    problem: Problem,
    *,
    seconds: float,
    seed: int,
    told: Callable[[Progress], None],
    stopped: Callable[[], bool],
    start: Mapping[str, date] | None = None,
) -> Solved:
    """Hand the problem to the solver, which is loaded by this very call: no page may ever load it."""
    workers = min(MOST_PROCESSES, os.cpu_count() or 1)
    return solve_city(problem, seconds=seconds, seed=seed, workers=workers, start=start, told=told, stopped=stopped)


@task()
def work_on(run_id: int) -> str:
    """Work on a run until it is good, stopped or its time is over. Return the state it ended in."""
    run = _claim(run_id)
    if run is None:
        return "not waiting"
    with scope(provider=run.provider):
        try:
            with Pulse(run) as pulse:
                work = _Work(run, pulse.stopped)
                pulse.also(work.keep_up)
                work.improve()
        except Exception:
            # Whoever asked must not wait for ever; what was found before stays.
            Run.objects.filter(pk=run.pk, attempt=run.attempt).update(state=RunState.FAILED, ended_at=clock.now())
            raise
        ended = RunState.STOPPED if pulse.stopped.is_set() else RunState.DONE
        Run.objects.filter(pk=run.pk, attempt=run.attempt).update(state=ended, ended_at=clock.now())
    return str(ended)


def _claim(run_id: int) -> Run | None:
    """Take a waiting run up. Only the worker that counts it up may write to it from now on."""
    run = run_to_work_on(run_id)
    if run is None:
        return None
    now = clock.now()
    with transaction.atomic(), scope(provider=run.provider):
        mine = Run.objects.filter(pk=run_id, state=RunState.WAITING, attempt=run.attempt).update(
            state=RunState.RUNNING, attempt=models.F("attempt") + 1, beat_at=now, started_at=now
        )
    return run_to_work_on(run_id) if mine else None


class _Work:
    """The work on one run by one worker."""

    def __init__(self, run: Run, stopped: Event) -> None:
        self.run, self.stopped = run, stopped
        self.begun = time.monotonic()
        self.before = float(run.progress.get("seconds", 0.0))
        """Seconds that earlier workers spent."""
        today = clock.today()
        self.what = What.from_document(run.what)
        self.situation = (
            problem_of_provider(run.provider, run.year, today, self.what)
            if run.school is None
            else problem_of_school(run.school, run.year, today, self.what)
        )
        self.best: dict[str, date] | None = None
        self.key = (float("inf"), float("inf"), float("inf"))
        """Of the best so far: how many items are missing, how many move when that counts, and its points."""
        self.deadlock: dict[str, Any] = {}
        """Why there is no plan, and the ways out."""
        self.of = hashlib.sha256(write_problem(self.situation.problem)).hexdigest()
        """What this very problem is called: a bound that was proved holds for no other."""
        self.bound: float | None = run.progress.get("bound") if run.progress.get("of") == self.of else None
        self.proven = False
        self.heard: Progress | None = None
        self.lock = Lock()

    @property
    def seconds(self) -> float:
        return self.before + time.monotonic() - self.begun

    @property
    def missing(self) -> tuple[str, ...]:
        """Items that the best so far has no day for."""
        best = self.best or {}
        return tuple(item for item in self.situation.items if item not in best)

    def improve(self) -> None:
        """Take up what was found before, propose, then let the solver improve it and say how good it can get."""
        if not self.situation.movable:
            self.save()
            return
        for plan in plans_of(self.run):
            self.keep({**self.situation.now, **plan.starts})
        if self.what.keeps:
            self._move_the_fewest()
        else:
            self._weigh_everything()
        if self.key[0] and not self.stopped.is_set():
            self.save()
            self.deadlock = deadlock_of(self.situation, self.missing, plan=self.best or {}, stopped=self.stopped.is_set)
        self.save()

    def _move_the_fewest(self) -> None:
        """What stands is kept unless it must move; then a solver's plan of everything would move too much."""

        held = sum(item.pinned is not None for item in self.situation.problem.items)

        def found(grid: Grid) -> Mapping[str, date]:
            seconds = FIRST_SECONDS + len(grid.places) / ITEMS_A_SECOND
            quick = propose(grid, seconds=seconds, seed=self.run.seed, stopped=self.stopped.is_set)
            left = min(self.run.seconds - self.seconds, SECONDS_FOR_A_STEP)
            self.save()
            is_held = sum(item.pinned is not None for item in grid.problem.items) > held
            if not quick.missing or is_held or left <= 0 or self.stopped.is_set():
                # While something is held, setting more of it free is quicker than the solver.
                return quick.starts
            solved = solve(
                grid.problem, seconds=left, seed=self.run.seed, told=lambda _one: None, stopped=self.stopped.is_set
            )
            return solved.starts if len(solved.starts) > len(quick.starts) else quick.starts

        self.keep(replan(self.situation.problem, self.situation.now, found).starts)

    def _weigh_everything(self) -> None:
        quick = propose(self.situation.grid, seconds=FIRST_SECONDS, seed=self.run.seed, stopped=self.stopped.is_set)
        self.keep(quick.starts)
        self.save()
        left = self.run.seconds - self.seconds
        if left > 0 and not self.stopped.is_set():
            whole = self.best if self.key[0] == 0 else None
            solved = solve(
                self.situation.problem,
                seconds=left,
                seed=self.run.seed,
                start=whole,
                told=self.hear,
                stopped=self.stopped.is_set,
            )
            self.keep(solved.starts)
            # A proof is of this very plan: the judge may have kept another one that is better still.
            self.raise_bound(solved.bound)
            self.proven = solved.proven

    def hear(self, told: Progress) -> None:
        """Remember what the solver has now. It tells from threads of its own, where there is no tenant's scope and no
        database connection of ours: the pulse keeps it."""
        self.heard = told

    def keep_up(self) -> None:
        """Keep what was heard, at every beat of the pulse: the worker may be killed at any moment."""
        told, self.heard = self.heard, None
        if told is not None:
            self.raise_bound(told.bound)
            self.keep(told.plan())
            self.save()

    def raise_bound(self, bound: float | None) -> None:
        """What was proved once stays proved: also by a worker that has died since."""
        if bound is not None:
            self.bound = bound if self.bound is None else max(self.bound, bound)

    def keep(self, starts: Mapping[str, date]) -> None:
        """Keep a plan when it is better than the best so far; the judge alone says how good it is.

        Items may be without a day, but nothing that stands may break a rule.
        """
        known = {item: day for item, day in starts.items() if item in self.situation.items}
        verdict = judge(self.situation.grid, known)
        if any(broken.items[0] in known for broken in verdict.broken):
            return
        now = self.situation.now
        moved = sum(now.get(item) != day for item, day in known.items()) if self.what.keeps else 0
        key = (float(len(self.situation.items) - len(known)), float(moved), sum(verdict.points.values()))
        with self.lock:
            if key < self.key:
                self.key, self.best = key, known

    def save(self) -> None:
        """Keep the best so far and the figures in the run, unless another worker has taken it up."""
        with self.lock:
            (missing, _moved, cost), best = self.key, self.best
        progress = {
            "cost": round(cost, 2) if best is not None else None,
            "bound": None if self.bound is None or missing else round(self.bound, 2),
            "proven": self.proven and not missing,
            "of": self.of,
            "seconds": round(self.seconds, 1),
            "missing": int(missing) if best is not None else None,
            **({"deadlock": self.deadlock} if self.deadlock else {}),
        }
        plans = [document for document in self.run.plans if document["name"] != BEST]
        if best is not None:
            plans.append(self._plan(best).to_document())
        Run.objects.filter(pk=self.run.pk, attempt=self.run.attempt, state=RunState.RUNNING).update(
            progress=progress,
            plans=plans,
            beat_at=clock.now(),
            stood=stood_of(self.situation),
            edition=edition_of(self.situation),
        )

    def _plan(self, starts: Mapping[str, date]) -> Plan:
        movable = set(self.situation.movable)
        figures = figures_of(self.situation.grid, starts)
        return Plan(
            name=BEST,
            starts={item: day for item, day in starts.items() if item in movable},
            missing=tuple(item for item in self.situation.items if item not in starts),
            figures={"cost": figures.cost, "outside": figures.outside, "load": figures.load},
            cares=(Care.BALANCED.value,),
        )
