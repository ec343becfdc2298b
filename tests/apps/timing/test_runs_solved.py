"""Proposals in the background with the solver itself: nothing is stood in for."""

from __future__ import annotations

from datetime import date

import pytest

from digivuosi.apps.timing import actions
from digivuosi.apps.timing.actions import working
from digivuosi.apps.timing.models import RunState
from digivuosi.apps.timing.queries.runs import plans_of
from digivuosi.apps.timing.queries.what import What
from digivuosi.domain.timing.cities import Progress
from digivuosi.domain.timing.judging import judge
from tests.apps.timing.runs import NOV, again, ask, best, broken_year
from tests.apps.timing.years import put, situation, take_measures
from tests.cast import YEAR, Municipality

NO_SECOND = pytest.mark.one_database(
    "test_the_solver_itself_plans_a_whole_provider keeps what the solver found on both"
)


@pytest.fixture
def town(with_toolkit: Municipality) -> Municipality:
    return broken_year(with_toolkit)


@NO_SECOND
def test_the_solver_itself_proves_a_schools_year(town: Municipality) -> None:
    """Nothing is stood in for: what the page's button does, to its end."""
    run = ask(town)
    cheapest = min(plan.figures["cost"] for plan in plans_of(run))
    actions.ask_for_better(by=town.people["principal"], run=run, seconds=30)
    ended = again(run)
    assert ended.state == RunState.DONE
    assert ended.progress["missing"] == 0
    assert ended.progress["proven"]
    assert ended.progress["bound"] == pytest.approx(ended.progress["cost"], abs=0.02)
    assert best(run).figures["cost"] <= cheapest
    grid = situation(town).grid
    assert judge(grid, {**situation(town).now, **best(run).starts}).cost == pytest.approx(ended.progress["cost"])


def test_the_solver_itself_plans_a_whole_provider(town: Municipality) -> None:
    take_measures(town, "action-plan", "digital-talk", school=town.other_school)
    put(town, "action-plan", NOV, school=town.other_school)
    by = town.people["coordinator"]
    run = actions.ask_for_provider(by=by, provider=town.provider, year=YEAR, what=What(), seconds=20)
    ended = again(run)
    assert ended.state == RunState.DONE
    assert best(run).missing == ()
    assert ended.progress["bound"] <= ended.progress["cost"]


def test_the_solvers_progress_can_be_kept_while_it_works(town: Municipality) -> None:
    """A worker may be killed at any moment: each word of progress has a plan that keeps every rule."""
    found = situation(town)
    told: list[Progress] = []
    plans: list[dict[str, date]] = []

    def hear(progress: Progress) -> None:
        told.append(progress)
        plans.append(progress.plan())

    solved = working.solve(found.problem, seconds=10, seed=0, start=None, told=hear, stopped=lambda: False)
    assert len(told) >= 2
    for plan in plans:
        assert judge(found.grid, plan).valid
    assert plans[-1] == solved.starts
