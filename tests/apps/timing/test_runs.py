"""Proposals worked on in the background: kept, stopped, and taken up again when a worker has died."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from threading import Event as Flag
from typing import Any

import pytest
from django_scopes import scope

from digivuosi.apps.look import clock
from digivuosi.apps.schools.actions import Refused
from digivuosi.apps.schools.models import Event
from digivuosi.apps.timing import actions
from digivuosi.apps.timing.actions import running, working
from digivuosi.apps.timing.models import Run, RunState
from digivuosi.apps.timing.queries.runs import STALE, WAITED, plans_of
from digivuosi.apps.timing.queries.what import What
from digivuosi.domain.timing.cities import Progress, Solved
from digivuosi.domain.timing.judging import judge
from digivuosi.domain.timing.problem import Problem
from tests.apps.timing.runs import HERE, NOV, Queue, Solver, again, ask, best, broken_year, everything, tell_elsewhere
from tests.apps.timing.years import put, situation, take_measures
from tests.cast import YEAR, Municipality

NO_SECOND = pytest.mark.one_database(
    "test_a_better_plan_is_kept_with_its_proof keeps a plan on both; which one is better is judged in memory"
)


@pytest.fixture
def town(with_toolkit: Municipality) -> Municipality:
    return broken_year(with_toolkit)


@pytest.fixture
def solver(monkeypatch: pytest.MonkeyPatch) -> Any:
    def use(one: Solver) -> Solver:
        monkeypatch.setattr(working, "solve", one)
        return one

    return use


def test_a_better_plan_is_kept_with_its_proof(town: Municipality, solver: Any) -> None:
    run = ask(town)
    alternatives = len(plans_of(run))
    plan = everything(town, run)
    used = solver(Solver(plan))
    actions.ask_for_better(by=town.people["principal"], run=run, seconds=20)
    ended = again(run)
    assert ended.state == RunState.DONE
    (how,) = used.asked
    assert 0 < how["seconds"] <= 20
    assert how["start"] is not None, "the solver goes on from what is there"
    assert ended.progress["bound"] == 1.0
    assert ended.progress["missing"] == 0
    assert judge(situation(town).grid, {**situation(town).now, **best(run).starts}).valid
    assert len(plans_of(ended)) == alternatives + 1, "the alternatives stay beside it"


@NO_SECOND
def test_a_worse_plan_never_takes_the_place_of_a_better_one(town: Municipality, solver: Any) -> None:
    run = ask(town)
    good = everything(town, run)
    bad = {item: day for item, day in good.items() if item != f"{HERE}/action-plan"}
    solver(Solver(good, bad))
    actions.ask_for_better(by=town.people["principal"], run=run)
    assert best(run).missing == ()


def test_a_worker_that_dies_loses_nothing_and_the_run_goes_on(
    town: Municipality, solver: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = ask(town)
    plan = everything(town, run)
    solver(Solver(plan, dies=True))
    monkeypatch.setattr(running, "work_on", Queue())
    actions.ask_for_better(by=town.people["principal"], run=run)
    with pytest.raises(SystemExit):
        working.work_on.func(run.pk)
    cut_off = again(run)
    assert cut_off.state == RunState.RUNNING, "a killed worker says nothing"
    assert cut_off.attempt == 1
    kept = best(run)

    # Too early to be sure; then its silence is long enough.
    assert actions.take_up_again() == 0
    monkeypatch.setattr(clock, "now", lambda: cut_off.beat_at + STALE + timedelta(seconds=1))
    assert actions.take_up_again() == 1
    assert actions.take_up_again() == 0, "whoever looks next finds it waiting"
    assert again(run).state == RunState.WAITING

    second = solver(Solver(bound=2.0))
    assert working.work_on.func(run.pk) == "done"
    ended = again(run)
    assert second.asked[0]["start"], "it begins with what the dead worker left"
    assert (ended.state, ended.attempt) == (RunState.DONE, 2)
    assert ended.progress["bound"] == 2.0
    assert ended.progress["cost"] <= cut_off.progress["cost"]
    assert best(run).figures["cost"] <= kept.figures["cost"]


def test_an_old_worker_that_comes_back_writes_nothing(
    town: Municipality, solver: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = ask(town)
    monkeypatch.setattr(running, "work_on", Queue())
    actions.ask_for_better(by=town.people["principal"], run=run)
    old = working._claim(run.pk)
    assert old is not None
    assert working._claim(run.pk) is None, "two workers cannot take it up at once"
    with scope(provider=town.provider):
        Run.objects.filter(pk=run.pk).update(state=RunState.WAITING)
    new = working._claim(run.pk)
    assert new is not None
    with scope(provider=town.provider):
        work = working._Work(old, Flag())
        work.keep(everything(town, run))
        work.save()
    assert again(run).progress == {}, "only the latest worker may write"


def test_a_run_whose_workers_die_again_and_again_is_given_up(
    town: Municipality, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = ask(town)
    with scope(provider=town.provider):
        Run.objects.filter(pk=run.pk).update(
            state=RunState.RUNNING, attempt=running.MOST_ATTEMPTS, beat_at=clock.now() - 2 * STALE
        )
    assert actions.take_up_again() == 0
    assert again(run).state == RunState.FAILED


def test_a_waiting_run_whose_task_was_lost_is_queued_again(
    town: Municipality, solver: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = ask(town)
    queue = Queue()
    monkeypatch.setattr(running, "work_on", queue)
    actions.ask_for_better(by=town.people["principal"], run=run)
    assert queue.held == [run.pk]
    assert actions.take_up_again() == 0
    now = clock.now()
    monkeypatch.setattr(clock, "now", lambda: now + WAITED + timedelta(minutes=1))
    assert actions.take_up_again() == 1
    assert queue.held == [run.pk, run.pk]


def test_stopping_what_waits_ends_it_and_what_works_hears_of_it(
    town: Municipality, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = ask(town)
    monkeypatch.setattr(running, "work_on", Queue())
    by = town.people["principal"]
    actions.ask_for_better(by=by, run=run)
    actions.stop(by=by, run=run)
    assert again(run).state == RunState.STOPPED

    actions.ask_for_better(by=by, run=run)

    def stops(problem: Problem, *, stopped: Callable[[], bool], **how: Any) -> Solved:
        assert not stopped()
        actions.stop(by=by, run=run)
        assert stopped()
        return Solver()(problem, stopped=stopped, **how)

    monkeypatch.setattr(working, "solve", stops)
    monkeypatch.setattr(working.Pulse, "__enter__", _without_thread)
    assert working.work_on.func(run.pk) == "stopped"
    assert again(run).state == RunState.STOPPED
    assert best(run).missing == ()


def _without_thread(pulse: Any) -> Any:
    """The pulse, whose flag asks the row itself each time it is looked at."""

    class Asked(Flag):
        def is_set(self) -> bool:
            if not super().is_set():
                pulse.beat()
            return super().is_set()

    pulse.stopped = Asked()
    return pulse


def test_an_error_is_told_as_failed_and_what_was_found_stays(
    town: Municipality, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = ask(town)
    monkeypatch.setattr(running, "work_on", Queue())
    actions.ask_for_better(by=town.people["principal"], run=run)

    def breaks(*given: Any, **more: Any) -> Any:
        raise RuntimeError("out of memory")

    monkeypatch.setattr(working, "solve", breaks)
    with pytest.raises(RuntimeError):
        working.work_on.func(run.pk)
    assert again(run).state == RunState.FAILED
    assert best(run).missing == ()


def test_a_provider_asks_in_the_background_and_each_school_gets_its_own_event(town: Municipality, solver: Any) -> None:
    take_measures(town, "action-plan", "digital-talk", school=town.other_school)
    put(town, "action-plan", NOV, school=town.other_school)
    solver(Solver(bound=0.5))
    by = town.people["coordinator"]
    run = actions.ask_for_provider(by=by, provider=town.provider, year=YEAR, what=What())
    assert again(run).state == RunState.DONE
    plan = best(run)
    items = [f"{HERE}/action-plan", "rantalan-koulu/action-plan"]
    taken = actions.take_moves(by=by, run=again(run), plan=plan, items=items)
    assert set(taken.moved) == set(items)
    with scope(provider=town.provider):
        schools = {event.school for event in Event.objects.filter(verb="placement.all-moved")}
    assert schools == {town.school, town.other_school}


def test_too_many_open_searches_are_refused(town: Municipality, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(running, "work_on", Queue())
    monkeypatch.setattr(running, "MOST_OPEN", 1)
    by = town.people["principal"]
    actions.ask_for_better(by=by, run=ask(town))
    with pytest.raises(Refused):
        actions.ask_for_better(by=by, run=ask(town))


@NO_SECOND
def test_what_is_heard_is_kept_at_the_next_beat_and_never_by_the_solvers_thread(
    town: Municipality, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = ask(town)
    monkeypatch.setattr(running, "work_on", Queue())
    actions.ask_for_better(by=town.people["principal"], run=run)
    claimed = working._claim(run.pk)
    assert claimed is not None
    with scope(provider=town.provider):
        work = working._Work(claimed, Flag())
    plan = everything(town, run)
    tell_elsewhere(work.hear, Progress(None, 7.0, None, 0, 0.0, "improving", lambda: plan))
    assert again(run).progress == {}
    pulse = working.Pulse(claimed)
    pulse.also(work.keep_up)
    pulse.beat()
    assert again(run).progress["bound"] == 7.0
    assert best(run).missing == ()


@NO_SECOND
def test_a_plan_that_breaks_a_rule_is_never_kept_however_cheap(town: Municipality) -> None:
    """Today's plan breaks rules here, and costs no moves at all."""
    run = ask(town)
    with scope(provider=town.provider):
        work = working._Work(again(run), Flag())
    assert not judge(work.situation.grid, work.situation.now).valid
    work.keep(work.situation.now)
    assert work.best is None
    work.keep(everything(town, run))
    assert work.best is not None


@NO_SECOND
def test_a_bound_that_a_dead_worker_proved_holds_for_the_same_problem_only(
    town: Municipality, solver: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def cut_off_and_again(bound: float) -> float | None:
        with scope(provider=town.provider):
            Run.objects.filter(pk=run.pk).update(state=RunState.WAITING)
        solver(Solver(bound=bound))
        assert working.work_on.func(run.pk) == "done"
        found: float | None = again(run).progress["bound"]
        return found

    run = ask(town)
    monkeypatch.setattr(running, "work_on", Queue())
    actions.ask_for_better(by=town.people["principal"], run=run)
    assert cut_off_and_again(9.0) == 9.0
    assert cut_off_and_again(4.0) == 9.0, "the same problem: it stays proved"
    actions.set_school_timing(
        by=town.people["principal"], school=town.school, year=YEAR, new_per_week=5, quiet_weeks=[]
    )
    assert cut_off_and_again(4.0) == 4.0, "another problem: nothing is proved of it yet"
