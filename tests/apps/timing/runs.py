"""What the tests of proposals share: a year that breaks rules, asking, and stand-ins for the queue and the solver."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from typing import Any

from digivuosi.apps.timing import actions
from digivuosi.apps.timing.models import Run
from digivuosi.apps.timing.queries.runs import Plan, plans_of, run_to_work_on
from digivuosi.apps.timing.queries.what import What
from digivuosi.domain.timing.cities import Progress, Solved
from digivuosi.domain.timing.problem import Problem
from tests.apps.timing.years import put, situation, take_measures
from tests.cast import YEAR, Municipality
from tests.snapshots import once

HERE = "kivelan-koulu"
NOV = date(2026, 11, 2)


def broken_year(town: Municipality) -> Municipality:
    """A year in which the digital talk stands before its summary, and two things begin in one full week."""
    return once("a broken year", lambda: _broken_year(town))


def _broken_year(town: Municipality) -> Municipality:
    take_measures(town, "autumn-survey", "code-week", "digital-talk", "action-plan", "mid-year-check")
    put(town, "action-plan", NOV)
    put(town, "mid-year-check", date(2027, 2, 8))
    return town


def ask(town: Municipality, what: What | None = None) -> Run:
    return actions.ask_for_school(by=town.people["principal"], school=town.school, year=YEAR, what=what or What())


def again(run: Run) -> Run:
    found = run_to_work_on(run.pk)
    assert found is not None
    return found


def best(run: Run) -> Plan:
    (plan,) = [plan for plan in plans_of(again(run)) if plan.name == "best"]
    return plan


def everything(town: Municipality, run: Run) -> dict[str, date]:
    """The whole of the best alternative so far."""
    return {**situation(town).now, **plans_of(run)[0].starts}


class Queue:
    """A queue that only holds what it is given."""

    def __init__(self) -> None:
        self.held: list[int] = []

    def enqueue(self, run: int) -> None:
        self.held.append(run)


def tell_elsewhere(told: Callable[[Progress], None], progress: Progress) -> None:
    """Tell from another thread; what goes wrong there goes wrong here."""
    with ThreadPoolExecutor(1) as pool:
        pool.submit(told, progress).result()


class Solver:
    """A stand-in that tells what it is given to tell, in the solver's own words, and may be cut off in the middle."""

    def __init__(self, *plans: dict[str, date], bound: float | None = 1.0, dies: bool = False) -> None:
        self.plans, self.bound, self.dies = plans, bound, dies
        self.asked: list[dict[str, Any]] = []

    def __call__(self, problem: Problem, *, told: Callable[[Progress], None], **how: Any) -> Solved:
        self.asked.append(how)
        for plan in self.plans:
            # The real one tells from a thread of its own, where there is neither a scope nor our connection.
            tell_elsewhere(told, Progress(None, self.bound, None, 0, 0.0, "improving", lambda plan=plan: plan))
        if self.dies:
            raise SystemExit("killed")
        starts = self.plans[-1] if self.plans else dict(how["start"] or {})
        missing = tuple(item.id for item in problem.items if item.id not in starts)
        return Solved(starts, 0.0, self.bound, missing, proven=False)
