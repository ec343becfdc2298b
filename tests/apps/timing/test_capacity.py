"""Hours: given, by the provider's rule, or the usual ones; mentors, absences, quiet weeks; who decides what."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django_scopes import scope

from digivuosi.apps.responsibilities.actions import name_holder
from digivuosi.apps.responsibilities.models import RoleHolder
from digivuosi.apps.schools.actions import Refused, add_member, change_school
from digivuosi.apps.schools.models import Event, School
from digivuosi.apps.schools.queries import calendar_of
from digivuosi.apps.timing import actions
from digivuosi.apps.timing.models import Absence, HourRule
from digivuosi.apps.timing.queries.capacity import USUAL_HOURS, Capacity, Source, capacity_of
from tests.cast import YEAR, Municipality

NO_SECOND = pytest.mark.one_database(
    "refused before anything is stored; test_a_mentor_has_hours_over_all_schools_and_working_weeks stores on both"
)

SUPPORT = "pedagogical-support"
RULES = {SUPPORT: [(100, Decimal("1.0")), (300, Decimal("3.0"))]}


def capacity(town: Municipality) -> Capacity:
    return capacity_of(
        town.provider,
        [town.administration, town.school, town.other_school],
        YEAR,
        calendar_of(town.provider, YEAR),
    )


def holder(town: Municipality, kind: str = SUPPORT, who: str = "tutor") -> RoleHolder:
    with scope(school=town.school):
        return RoleHolder.objects.get(kind=kind, user=town.people[who])


def last_event(town: Municipality, verb: str) -> Event:
    with scope(provider=town.provider):
        return Event.objects.filter(verb=verb).latest("pk")


def set_rules(town: Municipality) -> None:
    actions.set_hour_rules(by=town.people["coordinator"], provider=town.provider, rules=RULES)


def test_hours_that_were_given_come_first(kuusela: Municipality) -> None:
    set_rules(kuusela)
    by, user = kuusela.people["principal"], kuusela.people["tutor"]
    name_holder(by=by, school=kuusela.school, year=YEAR, kind=SUPPORT, user=user, hours_per_week=1.5)
    found = capacity(kuusela).hours(holder(kuusela), kuusela.school)
    assert (found.value, found.source) == (1.5, Source.GIVEN)


def test_the_rule_is_by_pupils_and_shared_by_the_holders(kuusela: Municipality) -> None:
    """The school has 300 pupils: three hours, for two of them one and a half each."""
    set_rules(kuusela)
    assert capacity(kuusela).hours(holder(kuusela), kuusela.school).value == 3.0
    by, teacher = kuusela.people["principal"], kuusela.people["teacher"]
    name_holder(by=by, school=kuusela.school, year=YEAR, kind=SUPPORT, user=teacher)
    found = capacity(kuusela).hours(holder(kuusela), kuusela.school)
    assert (found.value, found.source, found.shared_by) == (1.5, Source.RULE, 2)
    # Who has hours of their own has them beside the rule.
    name_holder(by=by, school=kuusela.school, year=YEAR, kind=SUPPORT, user=teacher, hours_per_week=4)
    assert capacity(kuusela).hours(holder(kuusela), kuusela.school).value == 3.0


@pytest.mark.parametrize(("pupils", "hours", "source"), [(99, 2.0, "usual"), (100, 1.0, "rule"), (299, 1.0, "rule")])
def test_the_rule_begins_at_its_pupils(kuusela: Municipality, pupils: int, hours: float, source: str) -> None:
    set_rules(kuusela)
    change_school(by=kuusela.people["principal"], school=kuusela.school, pupil_count=pupils)
    found = capacity(kuusela).hours(holder(kuusela), kuusela.school)
    assert (found.value, found.source) == (hours, source)


def test_without_pupils_or_rule_the_usual_hours_are_said_to_be_usual(kuusela: Municipality) -> None:
    change_school(by=kuusela.people["principal"], school=kuusela.school, pupil_count=None)
    set_rules(kuusela)
    found = capacity(kuusela).hours(holder(kuusela), kuusela.school)
    assert (found.value, found.source) == (USUAL_HOURS[SUPPORT], Source.USUAL)


def test_the_table_of_rules_is_replaced_whole_and_can_be_taken_back(kuusela: Municipality) -> None:
    set_rules(kuusela)
    by = kuusela.people["coordinator"]
    actions.set_hour_rules(by=by, provider=kuusela.provider, rules={"principal": [(0, Decimal("2"))]})
    with scope(provider=kuusela.provider):
        assert [(row.kind, row.from_pupils) for row in HourRule.objects.all()] == [("principal", 0)]
    event = last_event(kuusela, "timing.rules")
    assert event.before == {SUPPORT: [[100, 1.0], [300, 3.0]]}
    actions.take_back(by=by, event=event)
    with scope(provider=kuusela.provider):
        assert sorted(row.from_pupils for row in HourRule.objects.filter(kind=SUPPORT)) == [100, 300]
    # Somebody has changed it since: the first setting cannot be taken back any more.
    with pytest.raises(Refused):
        actions.take_back(by=by, event=event)


def test_saving_the_same_rules_tells_nothing(kuusela: Municipality) -> None:
    set_rules(kuusela)
    again = actions.set_hour_rules(by=kuusela.people["coordinator"], provider=kuusela.provider, rules=RULES)
    assert again is None


@NO_SECOND
def test_the_same_pupils_twice_are_refused(kuusela: Municipality) -> None:
    twice = {SUPPORT: [(100, Decimal("1")), (100, Decimal("2"))]}
    with pytest.raises(ValueError, match="twice"):
        actions.set_hour_rules(by=kuusela.people["coordinator"], provider=kuusela.provider, rules=twice)


def test_a_mentor_has_hours_over_all_schools_and_working_weeks(kuusela: Municipality) -> None:
    mentor, by = kuusela.people["mentor"], kuusela.people["coordinator"]
    usual = capacity(kuusela).mentor_hours(mentor)
    assert (usual.value, usual.visits, usual.source) == (20.0, 8.0, Source.USUAL)
    actions.set_mentor_time(
        by=by,
        provider=kuusela.provider,
        user=mentor,
        year=YEAR,
        hours_per_week=Decimal("30"),
        visit_hours=Decimal("12"),
        from_week="2026-W36",
        to_week="2027-W20",
    )
    found = capacity(kuusela)
    assert (found.mentor_hours(mentor).other, found.mentor_hours(mentor).visits) == (18.0, 12.0)
    away = found.absent_weeks(mentor)
    assert "2026-W35" in away
    assert "2027-W21" in away
    assert "2026-W36" not in away
    assert "2027-W20" not in away


@NO_SECOND
@pytest.mark.parametrize(
    ("hours", "visits", "weeks"),
    [("10", "11", ("", "")), ("41", "1", ("", "")), ("10", "1", ("2026-W40", "2026-W39")), ("10", "1", ("week 4", ""))],
)
def test_a_mentors_time_that_cannot_be_is_refused(
    kuusela: Municipality, hours: str, visits: str, weeks: tuple[str, str]
) -> None:
    with pytest.raises(ValueError, match=r"."):
        actions.set_mentor_time(
            by=kuusela.people["coordinator"],
            provider=kuusela.provider,
            user=kuusela.people["mentor"],
            year=YEAR,
            hours_per_week=Decimal(hours),
            visit_hours=Decimal(visits),
            from_week=weeks[0],
            to_week=weeks[1],
        )


def test_an_absence_counts_in_its_weeks_only_and_may_pass_new_year(kuusela: Municipality) -> None:
    by, tutor = kuusela.people["principal"], kuusela.people["tutor"]
    row = actions.add_absence(
        by=by, provider=kuusela.provider, user=tutor, from_week="2026-W52", to_week="2027-W02", kind="away"
    )
    assert capacity(kuusela).absent_weeks(tutor) == {"2026-W52", "2026-W53", "2027-W01", "2027-W02"}
    event = actions.remove_absence(by=by, absence=row)
    assert capacity(kuusela).absent_weeks(tutor) == frozenset()
    actions.take_back(by=by, event=event)
    assert len(capacity(kuusela).absent_weeks(tutor)) == 4
    # What was written down anew can be taken back by its own event only once it is as it was.
    with scope(provider=kuusela.provider):
        assert Absence.objects.get().kind == "away"


@NO_SECOND
def test_an_absence_the_wrong_way_round_is_refused(kuusela: Municipality) -> None:
    tutor = kuusela.people["tutor"]
    with pytest.raises(ValueError, match="before"):
        actions.add_absence(
            by=tutor, provider=kuusela.provider, user=tutor, from_week="2026-W50", to_week="2026-W49", kind="away"
        )


def test_a_schools_own_weeks_are_beside_the_calendars(kuusela: Municipality) -> None:
    by = kuusela.people["principal"]
    weeks = [{"week": "2026-W47", "reason": "konserttiviikko"}]
    event = actions.set_school_timing(by=by, school=kuusela.school, year=YEAR, new_per_week=1, quiet_weeks=weeks)
    found = capacity(kuusela)
    assert found.quiet_weeks(kuusela.school)["2026-W47"] == "konserttiviikko"
    assert "2026-W47" not in found.quiet_weeks(kuusela.other_school)
    assert (found.new_at(kuusela.school), found.new_at(kuusela.other_school)) == (1, 2)
    assert event is not None
    actions.take_back(by=by, event=event)
    assert capacity(kuusela).new_at(kuusela.school) == 2


def test_the_provider_says_for_schools_that_do_not(kuusela: Municipality) -> None:
    by = kuusela.people["coordinator"]
    event = actions.set_new_per_week(by=by, provider=kuusela.provider, new_per_week=3)
    assert capacity(kuusela).new_at(kuusela.other_school) == 3
    assert event is not None
    actions.take_back(by=by, event=event)
    assert capacity(kuusela).new_at(kuusela.other_school) == 2


def test_need_is_from_nothing_to_one(kuusela: Municipality) -> None:
    by = kuusela.people["coordinator"]
    actions.set_need(by=by, school=kuusela.other_school, year=YEAR, need=7)
    assert capacity(kuusela).need(kuusela.other_school) == 0.7
    assert capacity(kuusela).need(kuusela.school) == 0.0
    with pytest.raises(ValueError, match="0 to 10"):
        actions.set_need(by=by, school=kuusela.other_school, year=YEAR, need=11)


def test_reading_costs_the_same_for_many_schools(kuusela: Municipality, django_assert_max_num_queries: object) -> None:
    calendar = calendar_of(kuusela.provider, YEAR)
    schools = list(School.objects.filter(provider=kuusela.provider))
    for school in schools:
        add_member(
            by=kuusela.people["coordinator"],
            provider=kuusela.provider,
            user=kuusela.people["teacher"],
            kind="teacher" if not school.is_administration else "team",
            school=school,
        )
    with django_assert_max_num_queries(8):  # type: ignore[operator]
        capacity_of(kuusela.provider, schools, YEAR, calendar)
