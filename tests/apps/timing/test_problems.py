"""From a school's year to a timing problem: what moves and what stands fast, windows, order, hours and people."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django_scopes import scope

from digivuosi.apps.responsibilities.actions import name_holder, set_mentor_schools
from digivuosi.apps.timing import actions
from digivuosi.apps.timing.queries.problems import problem_of_provider, problem_of_school
from digivuosi.apps.timing.queries.standing import SOON, Fast
from digivuosi.apps.timing.queries.what import Choice, What
from digivuosi.apps.wheel.actions import give_to, pin, set_status
from digivuosi.apps.wheel.models import Placement
from digivuosi.domain.timing.grid import Grid
from digivuosi.domain.timing.judging import judge
from digivuosi.domain.timing.problem import After, Item
from digivuosi.domain.timing.proposing import propose
from tests.apps.timing.years import put, situation, take_measures
from tests.cast import TODAY, YEAR, Municipality

NO_SECOND = pytest.mark.one_database(
    "test_an_open_measure_is_an_item_with_its_window_order_and_hours reads the same rows on both; this is counted"
)

HERE = "kivelan-koulu"


def item(town: Municipality, key: str, what: What | None = None) -> Item:
    found = situation(town, what).problem.items
    return next(one for one in found if one.id == f"{HERE}/{key}")


def change(town: Municipality, key: str, **changes: object) -> None:
    with scope(provider=town.provider, school=town.school):
        Placement.objects.filter(measure_key=key).update(**changes)


def test_an_open_measure_is_an_item_with_its_window_order_and_hours(with_toolkit: Municipality) -> None:
    take_measures(with_toolkit, "digital-talk", "action-plan")
    plan = item(with_toolkit, "action-plan")
    assert plan.days == 3
    assert plan.after == (After(f"{HERE}/digital-talk", 0),)
    assert plan.window.earliest == date(2026, 12, 1)
    assert plan.window.latest == date(2027, 1, 29)
    assert plan.avoid_quiet
    (real,) = [one for one in situation(with_toolkit).real.items if one.id == plan.id]
    assert {work.person: work.hours for work in real.work} == {
        f"{HERE}/digital-team-1": 4.0,
        f"{HERE}/pedagogical-support-1": 1.0,
        f"{HERE}/principal-1": 1.0,
    }


@NO_SECOND
def test_nothing_is_put_before_today_nor_into_the_coming_days(with_toolkit: Municipality) -> None:
    take_measures(with_toolkit, "mobile-device-rules")
    put(with_toolkit, "mobile-device-rules", date(2026, 10, 26))
    assert item(with_toolkit, "mobile-device-rules").window.earliest == TODAY + SOON


@NO_SECOND
@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"status": "in-progress"}, Fast.BEGUN),
        ({"status": "done"}, Fast.DONE),
        ({"is_pinned": True}, Fast.LOCKED),
        ({"first": TODAY + timedelta(days=2), "last": TODAY + timedelta(days=3)}, Fast.SOON),
        ({"first": TODAY - timedelta(days=6), "last": TODAY + timedelta(days=1)}, Fast.BEGUN),
    ],
)
def test_what_does_not_move(with_toolkit: Municipality, changes: dict[str, object], why: Fast) -> None:
    take_measures(with_toolkit, "autumn-survey")
    change(with_toolkit, "autumn-survey", **changes)
    found = situation(with_toolkit)
    assert found.fast == {f"{HERE}/autumn-survey": why}
    (one,) = found.problem.items
    assert one.pinned == one.stands
    assert found.movable == []


@NO_SECOND
@pytest.mark.parametrize("status", ["cancelled", "postponed"])
def test_what_is_off_the_table_is_no_item(with_toolkit: Municipality, status: str) -> None:
    take_measures(with_toolkit, "autumn-survey")
    change(with_toolkit, "autumn-survey", status=status)
    assert situation(with_toolkit).problem.items == ()


@NO_SECOND
def test_what_is_done_and_past_asks_nothing_but_counts_in_the_load(with_toolkit: Municipality) -> None:
    take_measures(with_toolkit, "responsibilities-walked-through")
    change(with_toolkit, "responsibilities-walked-through", status="done")
    found = situation(with_toolkit)
    assert found.problem.items == ()
    assert sum(sum(weeks) for weeks in found.loads()) == 3.0


@NO_SECOND
def test_what_is_late_may_move_while_its_window_is_open(with_toolkit: Municipality) -> None:
    take_measures(with_toolkit, "mobile-device-rules")
    put(with_toolkit, "mobile-device-rules", date(2026, 9, 7))
    found = situation(with_toolkit, What(Choice.PROBLEMS))
    assert found.movable == [f"{HERE}/mobile-device-rules"]
    late = next(iter(found.problem.items))
    assert late.window.earliest == TODAY + SOON


@NO_SECOND
def test_what_is_late_and_out_of_its_window_is_told_and_left(with_toolkit: Municipality) -> None:
    take_measures(with_toolkit, "goals-into-annual-plan")
    found = situation(with_toolkit)
    assert [one.measure.key for one in found.past] == ["goals-into-annual-plan"]
    assert found.problem.items == ()


@NO_SECOND
def test_a_chosen_theme_or_measure_alone_moves(with_toolkit: Municipality) -> None:
    take_measures(with_toolkit, "autumn-survey", "code-week", "mid-year-check")
    everything = situation(with_toolkit)
    assert len(everything.movable) == 3
    theme = everything.items[f"{HERE}/code-week"].measure.theme
    by_theme = situation(with_toolkit, What(Choice.THEMES, themes=frozenset({theme})))
    assert by_theme.movable == [name for name, one in everything.items.items() if one.measure.theme == theme]
    one = situation(with_toolkit, What(Choice.CHOSEN, items=frozenset({f"{HERE}/mid-year-check"})))
    assert one.movable == [f"{HERE}/mid-year-check"]
    assert one.fast[f"{HERE}/code-week"] is Fast.NOT_CHOSEN


@NO_SECOND
def test_only_problems_means_broken_rules_and_full_weeks(with_toolkit: Municipality) -> None:
    take_measures(with_toolkit, "mid-year-check", "action-plan", "digital-talk")
    put(with_toolkit, "mid-year-check", date(2027, 2, 2))  # its window ended in January
    found = situation(with_toolkit, What(Choice.PROBLEMS))
    assert f"{HERE}/mid-year-check" in found.movable
    assert found.fast[f"{HERE}/digital-talk"] is Fast.NOT_CHOSEN


def test_holders_share_a_roles_hours_and_what_was_given_is_theirs(with_toolkit: Municipality) -> None:
    by, town = with_toolkit.people["principal"], with_toolkit
    name_holder(by=by, school=town.school, year=YEAR, kind="digital-team", user=town.people["teacher"])
    take_measures(town, "mid-year-check")
    work = {one.person: one.hours for one in item(town, "mid-year-check").work}
    assert work == {
        f"{HERE}/digital-team-1": 0.75,
        f"{HERE}/digital-team-2": 0.75,
        f"{HERE}/principal-1": 1.0,
    }
    with scope(provider=town.provider, school=town.school):
        row = Placement.objects.get(measure_key="mid-year-check")
        row.school = town.school
        give_to(by=by, placement=row, users=[town.people["teacher"]])
    work = {one.person: one.hours for one in item(town, "mid-year-check").work}
    assert work == {f"{HERE}/digital-team-2": 1.5, f"{HERE}/principal-1": 1.0}


@NO_SECOND
def test_a_vacant_role_has_no_limit_and_is_told(with_toolkit: Municipality) -> None:
    take_measures(with_toolkit, "device-inventory")
    found = situation(with_toolkit)
    assert (with_toolkit.school.pk, "technical-support") in found.doers.vacant
    assert all("technical" not in person.id for person in found.problem.people)


def test_a_mentors_day_at_a_school_is_a_visit_and_the_rest_is_not(with_toolkit: Municipality) -> None:
    take_measures(with_toolkit, "autumn-survey", "digital-talk")
    people = {person.id: person for person in situation(with_toolkit).problem.people}
    assert people["hallinto/mentor-1/visits"].one_at_a_time
    assert not people["hallinto/mentor-1"].one_at_a_time
    assert {work.person for work in item(with_toolkit, "digital-talk").work} >= {"hallinto/mentor-1/visits"}
    assert {work.person for work in item(with_toolkit, "autumn-survey").work} >= {"hallinto/mentor-1"}


def test_the_mentors_other_schools_stand_fast_and_are_not_named(with_toolkit: Municipality) -> None:
    town = with_toolkit
    schools = [town.school, town.other_school]
    set_mentor_schools(
        by=town.people["coordinator"], provider=town.provider, mentor=town.people["mentor"], schools=schools, year=YEAR
    )
    take_measures(town, "digital-talk")
    take_measures(town, "digital-talk", "code-week", school=town.other_school)
    found = situation(town)
    other = "rantalan-koulu/digital-talk"
    assert found.fast[other] is Fast.ELSEWHERE
    assert "rantalan-koulu/code-week" not in found.items  # the mentor has no part in it
    assert found.item_title(other).get("fi") == "mentorin työ (Rantalan koulu)"
    # Both stand on the same day: the mentor can be at one of them, and this school's own one may move.
    proposal = propose(found.grid, seed=1, restarts=1)
    assert proposal.starts[f"{HERE}/digital-talk"] != proposal.starts[other]


def test_a_school_waits_for_what_the_administration_does(with_toolkit: Municipality) -> None:
    town = with_toolkit
    take_measures(town, "digital-talk")
    take_measures(town, "survey-summary", school=town.administration)
    found = situation(town)
    assert found.fast["hallinto/survey-summary"] is Fast.ELSEWHERE
    talk = next(one for one in found.problem.items if one.id == f"{HERE}/digital-talk")
    assert talk.after == (After("hallinto/survey-summary", 0),)


@NO_SECOND
def test_teachers_new_things_are_counted_by_the_schools_own_number(with_toolkit: Municipality) -> None:
    town = with_toolkit
    take_measures(town, "autumn-survey", "code-week")
    actions.set_school_timing(
        by=town.people["principal"], school=town.school, year=YEAR, new_per_week=1, quiet_weeks=[]
    )
    found = situation(town)
    assert found.problem.new_per_week == {"teachers": 1}
    assert {one.new_for for one in found.problem.items} == {"teachers"}
    whole = problem_of_provider(town.provider, YEAR, TODAY)
    assert whole.problem.new_per_week == {"teachers": 2, "teachers/kivelan-koulu": 1}


def test_own_quiet_weeks_and_need_are_the_schools(with_toolkit: Municipality) -> None:
    town = with_toolkit
    take_measures(town, "autumn-survey")
    by = town.people["principal"]
    actions.set_school_timing(
        by=by, school=town.school, year=YEAR, new_per_week=None, quiet_weeks=[{"week": "2026-W44", "reason": ""}]
    )
    actions.set_need(by=by, school=town.school, year=YEAR, need=4)
    (unit,) = [one for one in situation(town).problem.schools if one.id == HERE]
    assert "2026-W44" in unit.quiet_weeks
    assert unit.need == 0.4


@NO_SECOND
def test_every_doing_of_a_monthly_measure_has_its_own_window(with_toolkit: Municipality) -> None:
    town = with_toolkit
    take_measures(town, "tutor-network", school=town.administration)
    found = problem_of_school(town.administration, YEAR, TODAY)
    windows = {one.id: one.window for one in found.problem.items}
    november = windows["hallinto/tutor-network/3"]
    assert (november.earliest, november.latest) == (date(2026, 11, 2), date(2026, 11, 30))


def test_the_whole_provider_shares_its_mentors_and_makes_rounds(with_toolkit: Municipality) -> None:
    town = with_toolkit
    set_mentor_schools(
        by=town.people["coordinator"],
        provider=town.provider,
        mentor=town.people["mentor"],
        schools=[town.school, town.other_school],
        year=YEAR,
    )
    for unit in (town.school, town.other_school):
        take_measures(town, "digital-talk", school=unit)
    found = problem_of_provider(town.provider, YEAR, TODAY)
    assert {one.round for one in found.problem.items} == {"digital-talk"}
    assert len(found.movable) == 2
    busy = [one.person for item in found.problem.items for one in item.work if "mentor" in one.person]
    assert busy == ["hallinto/mentor-1/visits"] * 2


@NO_SECOND
def test_a_fitted_year_always_has_a_plan_for_what_stands(with_toolkit: Municipality) -> None:
    """Whatever people did to their year, what stands fast is a valid plan of the fitted problem."""
    town = with_toolkit
    take_measures(town, "autumn-survey", "code-week", "digital-talk", "action-plan", "mid-year-check")
    for key in ("autumn-survey", "code-week", "digital-talk", "action-plan", "mid-year-check"):
        put(town, key, date(2026, 11, 2))
        change(town, key, is_pinned=True)
    found = situation(town)
    assert judge(Grid(found.problem), found.now).valid
    assert found.cuts


def test_a_locked_measure_and_a_status_are_read_from_the_verbs(with_toolkit: Municipality) -> None:
    take_measures(with_toolkit, "autumn-survey", "mid-year-check")
    by = with_toolkit.people["tutor"]
    with scope(provider=with_toolkit.provider, school=with_toolkit.school):
        for row in Placement.objects.all():
            row.school = with_toolkit.school
            if row.measure_key == "autumn-survey":
                pin(by=by, placement=row, pinned=True)
            else:
                set_status(by=by, placement=row, status="in-progress")
    assert set(situation(with_toolkit).fast.values()) == {Fast.LOCKED, Fast.BEGUN}


@NO_SECOND
def test_reading_a_school_costs_no_more_for_more_measures(
    with_toolkit: Municipality, django_assert_num_queries: object
) -> None:
    take_measures(with_toolkit, "autumn-survey")
    situation(with_toolkit)
    with django_assert_num_queries(QUERIES):  # type: ignore[operator]
        situation(with_toolkit)
    take_measures(with_toolkit)
    with django_assert_num_queries(QUERIES):  # type: ignore[operator]
        situation(with_toolkit)


QUERIES = 16


def test_mentor_time_is_hours_for_visits_and_for_the_rest(with_toolkit: Municipality) -> None:
    town = with_toolkit
    take_measures(town, "autumn-survey", "digital-talk")
    actions.set_mentor_time(
        by=town.people["coordinator"],
        provider=town.provider,
        user=town.people["mentor"],
        year=YEAR,
        hours_per_week=Decimal("30"),
        visit_hours=Decimal("12"),
    )
    hours = {person.id: person.hours_per_week for person in situation(town).problem.people}
    assert hours["hallinto/mentor-1"] == 18.0
    assert hours["hallinto/mentor-1/visits"] == 12.0
