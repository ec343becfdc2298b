"""All schools at once: what the page tells, what may move, a proposal taken by group and taken back, and no way out."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django_scopes import scope

from digivuosi.apps.responsibilities.actions import name_holder
from digivuosi.apps.schools.actions import add_member, add_school
from digivuosi.apps.schools.models import Event, School
from digivuosi.apps.timing import actions
from digivuosi.apps.timing.actions import working
from digivuosi.apps.timing.models import Run
from digivuosi.apps.timing.queries.city import MentorYear, mentor_years, school_rows
from digivuosi.apps.timing.queries.problems import problem_of_provider
from digivuosi.apps.timing.queries.situations import Situation
from digivuosi.apps.timing.queries.what import Choice, What
from digivuosi.apps.timing.views.city import weeks_listed
from digivuosi.apps.wheel.actions import move_to, pin
from digivuosi.apps.wheel.models import Placement
from digivuosi.domain.timing.judging import judge
from tests.apps.timing.years import put, stands, take_measures
from tests.cast import TODAY, YEAR, Municipality, Someone
from tests.snapshots import once

NO_SECOND = pytest.mark.one_database(
    "test_a_group_is_taken_and_all_of_it_taken_back reads and writes the same rows on both; this is counted in memory"
)

TUESDAY, WEDNESDAY = date(2026, 11, 3), date(2026, 11, 11)
HERE, THERE = "kivelan-koulu/mentor-round", "rantalan-koulu/mentor-round"
VISITS = What(Choice.ROUNDS, keeps=True)


def guides(town: Municipality, who: str, school: School) -> None:
    """Somebody is mentor of a school."""
    by, user = town.people["coordinator"], town.people[who]
    add_member(by=by, provider=town.provider, user=user, kind="mentor", school=school)
    name_holder(by=by, school=school, year=YEAR, kind="mentor", user=user)


@pytest.fixture
def town(with_toolkit: Municipality) -> Municipality:
    """Mikko is mentor of both schools; his autumn visits stand in weeks 45 and 46."""
    return once("a city to time", lambda: _town(with_toolkit))


def _town(with_toolkit: Municipality) -> Municipality:
    guides(with_toolkit, "mentor", with_toolkit.other_school)
    by = with_toolkit.people["coordinator"]
    for number, school in enumerate((with_toolkit.school, with_toolkit.other_school)):
        take_measures(with_toolkit, "mentor-round", "mid-year-check", school=school)
        put(with_toolkit, "mentor-round", (TUESDAY, WEDNESDAY)[number], school=school)
        with scope(provider=with_toolkit.provider, school=school):
            spring = Placement.objects.get(measure_key="mentor-round", occurrence=2)
            spring.school = school
            move_to(by=by, placement=spring, first=date(2027, 1, 26) + number * timedelta(days=7))
    return with_toolkit


def now(town: Municipality, what: What | None = None) -> Situation:
    return problem_of_provider(town.provider, YEAR, TODAY, what or What())


def mikko(town: Municipality) -> MentorYear:
    (one,) = mentor_years(now(town))
    return one


def away(town: Municipality, first: str = "2026-W45", last: str = "2026-W47") -> None:
    by, user = town.people["coordinator"], town.people["mentor"]
    actions.add_absence(by=by, provider=town.provider, user=user, from_week=first, to_week=last, kind="away")


def ask(town: Municipality, what: What = VISITS) -> Run:
    by = town.people["coordinator"]
    actions.ask_for_provider(by=by, provider=town.provider, year=YEAR, what=what)
    with scope(provider=town.provider):
        run = Run.objects.order_by("-pk").first()
    assert run is not None
    return run


def at(town: Municipality, name: str, **more: object) -> str:
    return reverse(f"timing:{name}", kwargs={"provider": town.provider.slug, **more})


def text(answer: HttpResponse) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split()).replace("\u00a0", " ")


@pytest.fixture
def no_solver(monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*given: Any, **more: Any) -> Any:
        raise AssertionError("what can be kept needs no solver")

    monkeypatch.setattr(working, "solve", refused)


# --- what the page tells -----------------------------------------------------------------------------------------


@NO_SECOND
def test_visits_stand_in_their_weeks_and_all_fit(town: Municipality) -> None:
    one = mikko(town)
    weeks = {week.monday: week for week in one.weeks if week.visits}
    first = weeks[date(2026, 11, 2)]
    assert [(visit.stood.id, visit.day) for visit in first.visits] == [(HERE, TUESDAY)]
    assert (first.cell.hours, first.cell.capacity) == (5.0, 8.0)
    assert (one.misfits, one.other_work, one.doubled, one.overfull, one.absent) == ([], [], 0, [], [])


@NO_SECOND
def test_an_absence_makes_visits_that_do_not_fit(town: Municipality) -> None:
    away(town)
    one = mikko(town)
    assert [stood.id for stood in one.misfits] == [HERE, THERE]
    assert one.absent == ["2026-W45", "2026-W46", "2026-W47"]
    assert [week.monday.isocalendar().week for week in one.weeks if week.is_absent] == [45, 46, 47]
    assert one.stuck == 0
    with scope(provider=town.provider, school=town.school):
        row = Placement.objects.get(measure_key="mentor-round", occurrence=1)
        row.school = town.school
        pin(by=town.people["principal"], placement=row, pinned=True)
    assert mikko(town).stuck == 1


@NO_SECOND
def test_two_schools_on_the_same_day_are_told(town: Municipality) -> None:
    put(town, "mentor-round", TUESDAY, school=town.other_school)
    one = mikko(town)
    assert one.doubled == 2
    (week,) = [week for week in one.weeks if len(week.visits) == 2 and week.monday == date(2026, 11, 2)]
    assert all(visit.with_another for visit in week.visits)
    assert one.overfull == [date(2026, 11, 2)], "ten hours of eight"


@NO_SECOND
def test_a_schools_hours_are_those_of_its_own_people(town: Municipality) -> None:
    found = now(town)
    here, there = school_rows(found, [town.school, town.other_school])
    week = found.whole_grid.weeks.index("2026-W45")
    # The digital team's 1.5 h, the principal's and the support person's hour; the mentor's five are not the school's.
    assert here.cells[week].hours == pytest.approx(3.5)
    assert here.cells[week].capacity > 0
    assert (there.cells[week].hours, there.cells[week].capacity) == (0, 0), "nobody holds a role there"


def test_weeks_in_words_skip_no_break() -> None:
    monday = date(2026, 11, 2)
    days = [monday, date(2026, 11, 12), date(2026, 11, 20), date(2027, 2, 1)]
    assert weeks_listed(days).replace("\u00a0", " ") == "vk 45–47, 5"


def test_the_page_offers_to_plan_anew_after_an_absence(town: Municipality, coordinator: Someone) -> None:
    fits = text(coordinator.get(at(town, "city")))
    assert "Kaikki tulevat käynnit mahtuvat" in fits
    assert "Suunnittele käynnit uudelleen" not in fits
    away(town)
    words = text(coordinator.get(at(town, "city")))
    assert "Mikko Mentori on poissa vk 45–47; 2 käyntiä ei mahdu." in words
    assert "Suunnittele käynnit uudelleen" in words


@NO_SECOND
def test_weeks_and_numbers_are_the_readers_choice(town: Municipality, coordinator: Someone) -> None:
    page = at(town, "city")
    november = coordinator.get(f"{page}?weeks=2026-11&numbers=on").content.decode()
    assert re.findall(r'<th scope="col"[^>]*>(\d+)<', november) == [str(week) for week in range(45, 50)] * 2
    assert '<span aria-hidden="true">3,5</span>' in november
    assert '<span aria-hidden="true">3,5</span>' not in coordinator.get(page).content.decode()
    assert "3,5 h / " in text(coordinator.get(page)), "the words are there without the numbers"
    assert coordinator.get(f"{page}?weeks=nonsense&numbers={'x' * 500}").status_code == 200


def test_a_mentor_sees_their_own_weeks_and_changes_nothing(town: Municipality, mentor: Someone) -> None:
    third = add_school(by=town.people["coordinator"], provider=town.provider, name="Kolmas koulu", pupil_count=90)
    guides(town, "tutor", third)
    take_measures(town, "mentor-round", school=third)
    put(town, "mentor-round", TUESDAY, school=third)
    by, tutor = town.people["coordinator"], town.people["tutor"]
    actions.add_absence(
        by=by, provider=town.provider, user=tutor, from_week="2026-W45", to_week="2026-W45", kind="away"
    )
    away(town)
    run = ask(town)
    words = text(mentor.get(at(town, "city")))
    assert "Mikko Mentori on poissa" in words
    assert "Taina Tutor" not in words
    assert "Suunnittele käynnit uudelleen" not in words
    proposal = text(mentor.get(at(town, "provider_run", run=run.pk)))
    assert "Kivelän koulu: Mentorin koulukierros" in proposal
    assert "Kolmas koulu" not in proposal, "he is no member there"
    assert "Kolmas koulu" not in words
    assert "Ota nämä" not in proposal


@NO_SECOND
def test_twenty_schools_cost_as_many_queries_as_two(town: Municipality, coordinator: Someone) -> None:
    away(town)
    run = ask(town)
    pages = [at(town, "city"), at(town, "city_ask"), at(town, "provider_run", run=run.pk)]
    few = [_queries(coordinator, page) for page in pages]
    by = town.people["coordinator"]
    for number in range(18):
        school = add_school(by=by, provider=town.provider, name=f"Koulu {number}", pupil_count=200)
        guides(town, "mentor", school)
        take_measures(town, "mentor-round", school=school)
    assert [_queries(coordinator, page) for page in pages] == few


def _queries(client: Someone, url: str) -> int:
    client.get(url)  # what is kept in memory is filled
    with CaptureQueriesContext(connection) as queries:
        assert client.get(url).status_code == 200
    return len(queries)


# --- what may move -----------------------------------------------------------------------------------------------


@NO_SECOND
def test_only_visits_or_only_what_is_picked_may_move(town: Municipality) -> None:
    visits = set(now(town, What(Choice.ROUNDS)).movable)
    assert visits == {HERE, THERE, f"{HERE}/2", f"{THERE}/2"}
    assert visits < set(now(town).movable)
    here = What(Choice.PICKED, schools=frozenset({"kivelan-koulu"}))
    assert set(now(town, here).movable) == {HERE, f"{HERE}/2", "kivelan-koulu/mid-year-check"}
    both = What(Choice.PICKED, measures=frozenset({"mid-year-check"}), schools=frozenset({"rantalan-koulu"}))
    assert now(town, both).movable == ["rantalan-koulu/mid-year-check"]
    assert What.from_document(both.to_document()) == both


@NO_SECOND
def test_the_form_counts_what_may_move(town: Municipality, coordinator: Someone) -> None:
    words = text(coordinator.get(at(town, "city_ask")))
    assert "Vain mentorien käynnit (4)" in words
    assert "Kaikki avoimet (6)" in words
    assert "4 asiaa saa siirtyä." in words
    count = at(town, "city_count")
    picked = {"kind": "picked", "schools": ["kivelan-koulu"], "measures": ["mid-year-check"]}
    assert "1 asia saa siirtyä." in text(coordinator.get(count, picked))
    assert "Valitse ainakin yksi" in text(coordinator.get(count, {"kind": "picked"}))
    refused = coordinator.post(at(town, "city_ask"), {"kind": "picked"})
    assert refused.status_code == 422
    with scope(provider=town.provider):
        assert not Run.objects.exists()


# --- a proposal --------------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("no_solver")
def test_what_stands_is_kept_unless_it_must_move(town: Municipality) -> None:
    away(town, "2026-W45", "2026-W45")
    run = ask(town)
    assert run.state == "done"
    (plan,) = run.plans
    found = now(town, VISITS)
    starts = {item: date.fromisoformat(day) for item, day in plan["starts"].items()}
    assert {item for item, day in starts.items() if found.now[item] != day} == {HERE}
    assert judge(found.grid, {**found.now, **starts}).valid
    assert run.progress["bound"] is None, "no bound is known, and none is told"
    assert stands(town, "mentor-round") == (TUESDAY, TUESDAY), "a proposal changes nothing"


@pytest.mark.usefixtures("no_solver")
def test_a_group_is_taken_and_all_of_it_taken_back(town: Municipality, coordinator: Someone) -> None:
    away(town)
    run = ask(town)
    words = text(coordinator.get(at(town, "provider_run", run=run.pk)))
    assert "on poissa: viikko 45" in words
    assert "Mentorin koulukierros (1/2)" in words
    take = at(town, "provider_take", run=run.pk)
    key = f"mentor:{town.people['mentor'].pk}"
    answer = coordinator.post(take, {"only": key}, follow=True)
    assert "2 toimenpidettä siirrettiin." in text(answer)
    assert mikko(town).misfits == []
    with scope(provider=town.provider):
        steps = list(Event.objects.filter(verb="placement.all-moved").order_by("pk"))
    assert {step.school for step in steps} == {town.school, town.other_school}
    back = at(town, "provider_back", run=run.pk, since=steps[0].pk)
    assert "Peruttu 2 koulussa." in text(coordinator.post(back, follow=True))
    assert stands(town, "mentor-round")[0] == TUESDAY
    assert stands(town, "mentor-round", town.other_school)[0] == WEDNESDAY
    assert "Se on jo peruttu." in text(coordinator.post(back, follow=True))
    assert coordinator.post(at(town, "provider_back", run=run.pk, since=1_000_000)).status_code == 404


@pytest.mark.usefixtures("no_solver")
def test_a_school_or_the_ticked_are_taken_and_what_changed_is_kept(town: Municipality, coordinator: Someone) -> None:
    away(town)
    run = ask(town)
    take = at(town, "provider_take", run=run.pk)
    assert "Mitään ei valittu" in text(coordinator.post(take, {"only": "school:nowhere"}, follow=True))
    assert "Mitään ei valittu" in text(coordinator.post(take, {"items": ["no/such"]}, follow=True))
    coordinator.post(take, {"only": "school:kivelan-koulu"})
    assert stands(town, "mentor-round")[0] != TUESDAY
    assert stands(town, "mentor-round", town.other_school)[0] == WEDNESDAY
    put(town, "mentor-round", date(2026, 12, 9), school=town.other_school)
    answer = coordinator.post(take, {"items": [THERE]}, follow=True)
    assert "1 toimenpide jäi paikalleen" in text(answer)
    assert stands(town, "mentor-round", town.other_school)[0] == date(2026, 12, 9)


@pytest.mark.usefixtures("no_solver")
def test_what_was_moved_since_stays_when_the_rest_is_taken_back(town: Municipality, coordinator: Someone) -> None:
    away(town)
    run = ask(town)
    coordinator.post(at(town, "provider_take", run=run.pk), {"only": "all"})
    put(town, "mentor-round", date(2026, 12, 10))
    with scope(provider=town.provider):
        first = Event.objects.filter(verb="placement.all-moved").order_by("pk").first()
    assert first is not None
    answer = coordinator.post(at(town, "provider_back", run=run.pk, since=first.pk), follow=True)
    assert "Muutettu sen jälkeen, joten jäi ennalleen: Kivelän koulu." in text(answer)
    assert stands(town, "mentor-round")[0] == date(2026, 12, 10)
    assert stands(town, "mentor-round", town.other_school)[0] == WEDNESDAY


@NO_SECOND
def test_without_a_way_the_conflict_and_ways_out_are_told(
    town: Municipality, coordinator: Someone, monkeypatch: pytest.MonkeyPatch
) -> None:
    away(town, "2026-W41", "2026-W50")

    class Nothing:
        starts: dict[str, date] = {}
        bound = None

    monkeypatch.setattr(working, "solve", lambda *given, **more: Nothing())
    run = ask(town)
    deadlock = run.progress["deadlock"]
    assert run.progress["missing"] == 1
    assert "Mikko" not in str(deadlock), "a run keeps no names"
    assert deadlock["ways"], deadlock
    words = text(coordinator.get(at(town, "provider_run", run=run.pk)))
    assert "Kaikki ehdot eivät voi toteutua" in words
    assert "Mikko Mentori" in words
    assert "Jokaista näistä kokeiltiin" in words
    assert "⟨" not in words
    assert "Kivelän koulu: Mentorin koulukierros" in words, "what has no day is named"
