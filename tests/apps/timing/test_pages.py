"""The pages of timing as people use them: hours and absences, a proposal taken in part, the load of the weeks."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest
from django.http import HttpResponse
from django.urls import reverse
from django_scopes import scope

from digivuosi.apps.schools.models import Event
from digivuosi.apps.timing.models import Absence, HourRule, MentorTime, Run, SchoolTiming
from digivuosi.apps.timing.views.progress import facts_of
from tests.apps.timing.years import put, stands, take_measures
from tests.cast import YEAR, Municipality, Someone
from tests.snapshots import once

NO_SECOND = pytest.mark.one_database(
    "test_a_principal_asks_understands_takes_a_part_and_undoes_it does it on both; this asks for words and rights"
)

NOV = date(2026, 11, 2)
FORMSET = {"quiet-TOTAL_FORMS": "2", "quiet-INITIAL_FORMS": "0"}


@pytest.fixture
def town(with_toolkit: Municipality) -> Municipality:
    return once("a year to time", lambda: _town(with_toolkit))


def _town(with_toolkit: Municipality) -> Municipality:
    take_measures(with_toolkit, "autumn-survey", "code-week", "digital-talk", "action-plan", "mid-year-check")
    put(with_toolkit, "action-plan", NOV)
    return with_toolkit


def at(town: Municipality, name: str, **more: object) -> str:
    return reverse(f"timing:{name}", kwargs={**town.here, **more})


def of_provider(town: Municipality, name: str, **more: object) -> str:
    return reverse(f"timing:{name}", kwargs={"provider": town.provider.slug, **more})


def text(answer: HttpResponse) -> str:
    """The words of a page, in one line."""
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split()).replace("\u00a0", " ")


def absences(town: Municipality) -> list[tuple[int, str, str]]:
    with scope(provider=town.provider):
        return [(row.user_id, row.from_week, row.to_week) for row in Absence.objects.all()]


# --- hours -----------------------------------------------------------------------------------------------------


def test_the_page_says_openly_where_hours_come_from(town: Municipality, tutor: Someone) -> None:
    words = text(tutor.get(at(town, "hours")))
    assert "tavallinen luku: tunteja ei ole annettu eikä sääntö kerro niitä" in words
    assert "Taina Tutor 2 h" in words
    assert "Tekninen tukihenkilö" in words
    assert "Ilman hoitajaa sen töillä ei ole ehdotuksessa rajaa." in words


def test_a_school_writes_its_quiet_weeks_and_new_things(town: Municipality, principal: Someone) -> None:
    sent = {**FORMSET, "new_per_week": "1", "quiet-0-week": "2026-W47", "quiet-0-reason": "konsertti"}
    answer = principal.post(at(town, "save_school"), sent, follow=True)
    assert "Koulun viikot on tallennettu." in text(answer)
    with scope(school=town.school):
        row = SchoolTiming.objects.get()
    assert (row.new_per_week, row.quiet_weeks) == (1, [{"week": "2026-W47", "reason": "konsertti"}])
    # The history knows who did it, and takes it back.
    with scope(provider=town.provider):
        event = Event.objects.get(verb="timing.school")
    undo = reverse("schools:undo", kwargs={**town.here, "pk": event.pk})
    principal.post(undo)
    with scope(school=town.school):
        assert SchoolTiming.objects.get().quiet_weeks == []


@NO_SECOND
@pytest.mark.parametrize("bad", [{"quiet-0-week": "2025-W47"}, {"new_per_week": "-1"}, {"quiet-0-reason": "x" * 101}])
def test_what_cannot_be_a_week_is_told_and_nothing_is_saved(
    town: Municipality, principal: Someone, bad: dict[str, str]
) -> None:
    answer = principal.post(at(town, "save_school"), {**FORMSET, **bad})
    assert answer.status_code == 422
    with scope(school=town.school):
        assert not SchoolTiming.objects.exists()


def test_a_principal_writes_down_an_absence_and_removes_it(town: Municipality, principal: Someone) -> None:
    tutor = town.people["tutor"]
    sent = {"user": tutor.pk, "from_week": "2026-W45", "to_week": "2026-W47", "kind": "away"}
    answer = principal.post(at(town, "add_absence"), sent, follow=True)
    assert "Taina Tutor vk 45–47 poissa" in text(answer)
    assert absences(town) == [(tutor.pk, "2026-W45", "2026-W47")]
    with scope(provider=town.provider):
        row = Absence.objects.get()
    principal.post(at(town, "remove_absence", absence=row.pk))
    assert absences(town) == []


def test_a_mentor_writes_down_their_own_absence_and_nobody_elses(town: Municipality, mentor: Someone) -> None:
    page = at(town, "add_absence")
    weeks = {"from_week": "2026-W45", "to_week": "2026-W45", "kind": "training"}
    other = mentor.post(page, {"user": town.people["tutor"].pk, **weeks})
    assert other.status_code == 422
    assert absences(town) == []
    mentor.post(page, {"user": mentor.user.pk, **weeks})
    mentor.post(of_provider(town, "add_provider_absence"), {"user": mentor.user.pk, **weeks, "from_week": "2026-W44"})
    assert [user for user, _first, _last in absences(town)] == [mentor.user.pk] * 2


@NO_SECOND
def test_a_planner_of_the_school_does_not_write_the_mentors_absences(
    town: Municipality, principal: Someone, coordinator: Someone
) -> None:
    sent = {"user": town.people["mentor"].pk, "from_week": "2026-W45", "to_week": "2026-W45", "kind": "away"}
    assert principal.post(at(town, "add_absence"), sent).status_code == 422
    assert coordinator.post(at(town, "add_absence"), sent).status_code == 302
    with scope(provider=town.provider):
        row = Absence.objects.get()
    assert principal.post(at(town, "remove_absence", absence=row.pk)).status_code == 404
    assert principal.get(at(town, "hours")).content.decode().count("remove") == 0 or absences(town)


def test_a_coordinator_writes_the_rules_a_mentors_time_and_the_needs(
    town: Municipality, coordinator: Someone, mentor: Someone
) -> None:
    rows = {
        "rules-TOTAL_FORMS": "2",
        "rules-INITIAL_FORMS": "0",
        "rules-0-kind": "pedagogical-support",
        "rules-0-from_pupils": "100",
        "rules-0-hours": "1,5",
        "new_per_week": "3",
    }
    answer = coordinator.post(of_provider(town, "save_rules"), rows, follow=True)
    assert "Tuntien säännöt on tallennettu." in text(answer)
    with scope(provider=town.provider):
        rule = HourRule.objects.get()
    assert (rule.from_pupils, float(rule.hours)) == (100, 1.5)
    assert "kunnan sääntö: vähintään 100 oppilasta, 1,5 h viikossa" in text(coordinator.get(at(town, "hours")))

    pk = town.people["mentor"].pk
    time = {f"mentor-{pk}-hours_per_week": "30", f"mentor-{pk}-visit_hours": "12"}
    coordinator.post(of_provider(town, "save_mentor", mentor=pk), time)
    with scope(provider=town.provider):
        assert float(MentorTime.objects.get(year=YEAR).visit_hours) == 12.0
    needs = {f"need-{town.school.pk}": "7", f"need-{town.other_school.pk}": "0"}
    coordinator.post(of_provider(town, "save_needs"), needs)
    with scope(school=town.school):
        assert SchoolTiming.objects.get().need == 7
    # A mentor reads the same page and changes only their own absences.
    page = text(mentor.get(of_provider(town, "provider_hours")))
    assert "vähintään 100 oppilasta: 1,5 h viikossa" in page
    assert mentor.post(of_provider(town, "save_rules"), rows).status_code == 403


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ({"rules-0-kind": "principal"}, "Täytä rooli, oppilaat ja tunnit"),
        (
            {
                f"rules-{number}-{name}": value
                for number in (0, 1)
                for name, value in (("kind", "principal"), ("from_pupils", "1"), ("hours", "2"))
            },
            "Sama rooli on kahdesti samalla oppilasmäärällä.",
        ),
    ],
)
def test_a_table_that_cannot_be_is_shown_again(
    town: Municipality, coordinator: Someone, rows: dict[str, str], words: str
) -> None:
    sent = {"rules-TOTAL_FORMS": "2", "rules-INITIAL_FORMS": "0", "new_per_week": "2", **rows}
    answer = coordinator.post(of_provider(town, "save_rules"), sent)
    assert answer.status_code == 422
    assert words in text(answer)
    with scope(provider=town.provider):
        assert not HourRule.objects.exists()


@NO_SECOND
def test_visits_cannot_take_more_than_there_is(town: Municipality, coordinator: Someone) -> None:
    pk = town.people["mentor"].pk
    sent = {f"mentor-{pk}-hours_per_week": "10", f"mentor-{pk}-visit_hours": "12"}
    answer = coordinator.post(of_provider(town, "save_mentor", mentor=pk), sent)
    assert answer.status_code == 422
    assert "Käynteihin menee enemmän tunteja kuin niitä on." in text(answer)


# --- proposals ---------------------------------------------------------------------------------------------------


def propose(client: Someone, town: Municipality, **sent: Any) -> tuple[str, HttpResponse]:
    answer = client.post(at(town, "propose"), {"kind": "all", **sent})
    assert answer.status_code == 302, text(answer)
    return answer["Location"], client.get(answer["Location"])


def moves_on(answer: HttpResponse) -> list[str]:
    """The items whose moves are offered."""
    return re.findall(r'name="items" value="([^"]+)"', answer.content.decode())


def test_a_principal_asks_understands_takes_a_part_and_undoes_it(town: Municipality, principal: Someone) -> None:
    before = stands(town, "action-plan")
    url, page = propose(principal, town)
    words = text(page)
    assert "Miten ehdotukset eroavat" in words
    assert "Ei voi jäädä nykyiselle paikalleen." in words
    item = "kivelan-koulu/action-plan"
    assert item in moves_on(page)
    assert stands(town, "action-plan") == before, "a proposal changes nothing"
    plan = re.search(r'name="plan" value="(\w+)"', page.content.decode())
    assert plan
    taken = principal.post(f"{url}take/", {"plan": plan[1], "items": [item]}, follow=True)
    assert "1 toimenpide siirrettiin." in text(taken)
    assert stands(town, "action-plan") != before
    assert stands(town, "mid-year-check") == stands(town, "mid-year-check")
    undo = re.search(r'action="([^"]+/undo/\d+/[^"]*)"', taken.content.decode())
    assert undo
    principal.post(undo[1].replace("&amp;", "&"))
    assert stands(town, "action-plan") == before


@NO_SECOND
def test_taking_nothing_changes_nothing_and_says_so(town: Municipality, principal: Someone) -> None:
    url, page = propose(principal, town)
    plan = re.search(r'name="plan" value="(\w+)"', page.content.decode())
    assert plan
    answer = principal.post(f"{url}take/", {"plan": plan[1]}, follow=True)
    assert "Mitään ei valittu, eikä mitään muutettu." in text(answer)
    assert principal.post(f"{url}take/", {"plan": "no-such"}).status_code == 404
    forged = principal.post(f"{url}take/", {"plan": plan[1], "items": ["rantala/secret"]}, follow=True)
    assert "Mitään ei valittu" in text(forged)


def test_what_someone_changed_meanwhile_cannot_be_ticked_and_is_kept(town: Municipality, principal: Someone) -> None:
    url, page = propose(principal, town)
    put(town, "action-plan", date(2026, 12, 14))
    again = principal.get(url)
    assert "Tätä on muutettu ehdotuksen teon jälkeen, joten se jää paikalleen." in text(again)
    plan = re.search(r'name="plan" value="(\w+)"', page.content.decode())
    assert plan
    sent = {"plan": plan[1], "items": ["kivelan-koulu/action-plan"]}
    told = text(principal.post(f"{url}take/", sent, follow=True))
    assert "1 toimenpide jäi paikalleen: sitä on muutettu ehdotuksen teon jälkeen." in told
    assert stands(town, "action-plan")[0] == date(2026, 12, 14)


def test_choosing_a_theme_needs_a_theme(town: Municipality, principal: Someone) -> None:
    answer = principal.post(at(town, "propose"), {"kind": "themes"})
    assert answer.status_code == 422
    assert "Valitse ainakin yksi teema." in text(answer)
    with scope(provider=town.provider):
        assert not Run.objects.exists()
    _url, page = propose(principal, town, kind="chosen", items=["kivelan-koulu/action-plan"])
    assert moves_on(page) == ["kivelan-koulu/action-plan"]


@NO_SECOND
def test_another_schools_proposal_is_not_found(town: Municipality, coordinator: Someone) -> None:
    url, _page = propose(coordinator, town)
    elsewhere = url.replace("/kivelan-koulu/", "/rantalan-koulu/")
    assert coordinator.get(elsewhere).status_code == 404


@NO_SECOND
def test_the_wheel_of_a_proposal_shows_the_new_places_as_proposals(town: Municipality, principal: Someone) -> None:
    _url, page = propose(principal, town, kind="chosen", items=["kivelan-koulu/action-plan"])
    html = page.content.decode()
    assert len(re.findall(r'class="entry [^"]*\bghost\b', html)) == 1
    assert len(re.findall(r'class="entry [^"]*\bdimmed\b', html)) == 4


# --- load --------------------------------------------------------------------------------------------------------


@NO_SECOND
def test_everyone_of_the_school_sees_the_load_by_role(town: Municipality, teacher: Someone) -> None:
    page = teacher.get(at(town, "load"))
    words = text(page)
    assert "Tunnit rooleittain ja viikoittain" in words
    assert "Digitiimi" in words
    assert "Taina" not in words, "by role, not by name"
    assert "4 h / 2 h, liian täynnä" in words or "4 h / 2 h" in words
    part = teacher.get(at(town, "load"), headers={"HX-Request": "true"})
    assert "<html" not in part.content.decode()
    assert "Ehdota ajoitus" not in words, "a teacher cannot ask"


@NO_SECOND
def test_the_wheel_fetches_the_load_by_address_and_links_to_it(town: Municipality, teacher: Someone) -> None:
    page = teacher.get(reverse("wheel:wheel", kwargs=town.here)).content.decode()
    assert f'hx-get="{at(town, "load")}"' in page
    assert f'<a href="{at(town, "load")}">' in page


@NO_SECOND
def test_a_placement_tells_how_full_its_weeks_are(town: Municipality, principal: Someone) -> None:
    with scope(provider=town.provider, school=town.school):
        from digivuosi.apps.wheel.models import Placement

        row = Placement.objects.get(measure_key="action-plan")
    words = text(principal.get(at(town, "placement_load", placement=row.pk)))
    assert "Taina Tutor (digitiimi): vk 45 4 h / 2 h" in words


# --- the search in the background ----------------------------------------------------------------------------------


@NO_SECOND
def test_the_button_for_a_better_one_really_searches_and_tells_the_proof(
    town: Municipality, principal: Someone
) -> None:
    url, _page = propose(principal, town)
    words = text(principal.post(f"{url}better/", follow=True))
    assert "valmis" in words
    assert "on todistettu, ettei parempaa suunnitelmaa ole" in words
    assert "Pidempään haettu" in words
    assert "epäonnistui" not in words


@pytest.mark.parametrize(
    ("figures", "words"),
    [
        ({"cost": 100.0, "bound": 99.7, "proven": False, "seconds": 5}, "ei voi olla yli 0,3 % parempi"),
        ({"cost": 100.0, "bound": 99.99, "proven": False, "seconds": 5}, "ei voi olla yli 0,1 % parempi"),
        ({"cost": 0.0, "bound": 0.0, "proven": False, "seconds": 5}, "paras tähän mennessä: 0 pistettä"),
    ],
)
def test_a_small_gap_is_no_proof(figures: dict[str, Any], words: str) -> None:
    """Only what the solver has proved is called proved; what is promised is rounded so that it holds."""
    told = " · ".join(facts_of(figures))
    assert words in told
    assert "todistettu" not in told
