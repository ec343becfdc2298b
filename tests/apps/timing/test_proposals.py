"""A school's proposal: there at once, taken whole or in parts, and never against what has changed meanwhile."""

from __future__ import annotations

from datetime import date

import pytest
from django_scopes import scope

from digivuosi.apps.look import clock
from digivuosi.apps.schools.actions import Refused
from digivuosi.apps.timing import actions
from digivuosi.apps.timing.actions import running
from digivuosi.apps.timing.models import Run, RunState
from digivuosi.apps.timing.queries.runs import Plan, plans_of
from digivuosi.apps.timing.queries.what import Choice, What
from digivuosi.apps.wheel.actions import pin, undo
from digivuosi.apps.wheel.models import Placement
from digivuosi.domain.timing.judging import judge
from tests.apps.timing.runs import HERE, again, ask, broken_year
from tests.apps.timing.years import put, situation, stands
from tests.cast import TODAY, Municipality

NO_SECOND = pytest.mark.one_database("test_taking_half_and_undoing_one asks the same rows of both")


@pytest.fixture
def town(with_toolkit: Municipality) -> Municipality:
    return broken_year(with_toolkit)


def take(town: Municipality, run: Run, plan: Plan, *items: str) -> actions.Taken:
    return actions.take_moves(by=town.people["principal"], run=run, plan=plan, items=items or list(plan.starts))


def moving(town: Municipality, plan: Plan) -> dict[str, date]:
    now = situation(town).now
    return {item: day for item, day in plan.starts.items() if now[item] != day}


def test_a_proposal_is_there_at_once_and_changes_nothing(town: Municipality) -> None:
    before = stands(town, "action-plan")
    run = ask(town)
    assert run.state == RunState.DONE
    plans = plans_of(again(run))
    assert 1 <= len(plans) <= 3
    assert {care for plan in plans for care in plan.cares} == {"calm", "recommended", "few"}
    grid = situation(town).grid
    for plan in plans:
        assert judge(grid, {**situation(town).now, **plan.starts}).valid
        assert all(day >= TODAY for day in plan.starts.values())
    assert stands(town, "action-plan") == before


@NO_SECOND
def test_what_breaks_a_rule_is_moved_by_every_alternative(town: Municipality) -> None:
    for plan in plans_of(ask(town)):
        assert {f"{HERE}/action-plan", f"{HERE}/mid-year-check"} <= set(moving(town, plan))


@NO_SECOND
def test_only_what_was_chosen_moves(town: Municipality) -> None:
    chosen = f"{HERE}/mid-year-check"
    for plan in plans_of(ask(town, What(Choice.CHOSEN, items=frozenset({chosen})))):
        assert set(plan.starts) == {chosen}


@NO_SECOND
def test_nothing_to_move_is_refused_in_words(town: Municipality) -> None:
    with scope(provider=town.provider, school=town.school):
        Placement.objects.update(status="done")
    with pytest.raises(Refused):
        ask(town)
    with scope(provider=town.provider):
        assert not Run.objects.exists()


def test_taking_half_and_undoing_one(town: Municipality) -> None:
    run = ask(town)
    plan = plans_of(run)[0]
    before = {key: stands(town, key) for key in ("action-plan", "mid-year-check")}
    taken = take(town, run, plan, f"{HERE}/action-plan", f"{HERE}/mid-year-check")
    assert set(taken.moved) == {f"{HERE}/action-plan", f"{HERE}/mid-year-check"}
    assert stands(town, "action-plan")[0] == plan.starts[f"{HERE}/action-plan"]
    assert len(taken.events) == 1
    assert again(run).taken == [taken.events[0].pk]
    with scope(provider=town.provider, school=town.school):
        undo(by=town.people["principal"], event=taken.events[0])
    assert {key: stands(town, key) for key in before} == before


def test_what_changed_meanwhile_is_kept_and_said(town: Municipality) -> None:
    run = ask(town)
    plan = plans_of(run)[0]
    put(town, "action-plan", date(2026, 12, 14))
    with scope(provider=town.provider, school=town.school):
        row = Placement.objects.get(measure_key="mid-year-check")
        row.school = town.school
        pin(by=town.people["tutor"], placement=row, pinned=True)
    taken = take(town, run, plan, f"{HERE}/action-plan", f"{HERE}/mid-year-check")
    assert taken.moved == ()
    assert set(taken.kept) == {f"{HERE}/action-plan", f"{HERE}/mid-year-check"}
    assert stands(town, "action-plan")[0] == date(2026, 12, 14)


@NO_SECOND
def test_a_proposal_that_has_grown_old_puts_nothing_into_the_past(
    town: Municipality, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = ask(town)
    monkeypatch.setattr(clock, "today", lambda: date(2027, 6, 1))
    taken = take(town, run, plans_of(run)[0])
    assert taken.moved == ()


def test_old_proposals_go_and_open_ones_stay(town: Municipality, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(running, "MOST_KEPT", 2)
    runs = [ask(town) for _ in range(4)]
    with scope(provider=town.provider):
        assert set(Run.objects.values_list("pk", flat=True)) == {run.pk for run in runs[-2:]}
