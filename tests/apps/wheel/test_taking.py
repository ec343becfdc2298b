"""Taking measures into a year, and saying no."""

from __future__ import annotations

import pytest

from digivuosi.apps.schools.models import Event
from digivuosi.apps.toolkit.actions import change_locally
from digivuosi.apps.wheel import actions
from digivuosi.apps.wheel.models import Decline, Placement
from digivuosi.apps.wheel.queries import year_of
from digivuosi.apps.wheel.queries.offers import LESS_OFTEN, offers_of
from digivuosi.domain.toolkit.changes import MeasureChanges
from tests.apps.wheel.years import fill, inside
from tests.cast import YEAR, Municipality, Someone

NO_SECOND = pytest.mark.one_database(
    "test_one_measure_and_several_with_one_event takes on both; this asks for words and rights"
)

PAGE = "/kuusela/kivelan-koulu/measures/"
pytestmark = pytest.mark.usefixtures("with_toolkit")


def keys(town: Municipality) -> set[str]:
    with inside(town):
        return set(Placement.objects.values_list("measure_key", flat=True))


def newest(town: Municipality) -> Event:
    with inside(town):
        event = Event.objects.order_by("-pk").first()
    assert event is not None
    return event


@NO_SECOND
@pytest.mark.parametrize("who", ["teacher", "tutor", "principal", "mentor", "coordinator"])
def test_everyone_of_the_school_sees_the_offers_and_those_who_plan_may_take(
    request: pytest.FixtureRequest, who: str
) -> None:
    page = request.getfixturevalue(who).get(PAGE).content.decode()
    assert "Suunnittelupäivän digiosuus" in page
    assert ("measures/take-all/" in page) is (who != "teacher")


@NO_SECOND
@pytest.mark.parametrize("address", ["take/", "take-all/", "code-week/decline/", "code-week/withdraw/"])
def test_those_who_may_not_plan_change_nothing(
    teacher: Someone, stranger: Someone, signed_out: Someone, kuusela: Municipality, address: str
) -> None:
    told = {"measure": "code-week", "reason": "Ei"}
    assert teacher.post(PAGE + address, told).status_code == 403
    assert stranger.post(PAGE + address, told).status_code == 404
    assert signed_out.post(PAGE + address, told).status_code == 302
    assert not keys(kuusela)
    with inside(kuusela):
        assert not Decline.objects.exists()


def test_all_recommended_at_once_and_one_undo_takes_them_all_off(tutor: Someone, kuusela: Municipality) -> None:
    assert tutor.post(PAGE + "take-all/")["Location"] == PAGE
    assert len(keys(kuusela)) > 20
    page = tutor.get(PAGE).content.decode()
    undo = f"/kuusela/kivelan-koulu/undo/{newest(kuusela).pk}/"
    assert undo in page
    assert "take-all/" not in page
    tutor.post(undo)
    assert not keys(kuusela)


def test_one_measure_and_several_with_one_event(tutor: Someone, kuusela: Municipality) -> None:
    tutor.post(PAGE + "take/", {"measure": "code-week"})
    assert newest(kuusela).verb == "placement.taken"
    tutor.post(PAGE + "take/", {"measure": ["selfie", "hour-of-code", "code-week"]})
    assert newest(kuusela).verb == "placement.all-taken"
    assert keys(kuusela) == {"code-week", "selfie", "hour-of-code"}


@NO_SECOND
def test_a_part_is_answered_with_the_message_and_the_way_back(tutor: Someone, kuusela: Municipality) -> None:
    part = tutor.post(PAGE + "take/", {"measure": "code-week"}, headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in part
    assert 'hx-swap-oob="true"' in part
    assert f"/undo/{newest(kuusela).pk}/" in part


@NO_SECOND
@pytest.mark.parametrize(
    "told", [{}, {"measure": "no-such-measure"}, {"measure": "x" * 900}, {"measure": "budget-proposal"}]
)
def test_nothing_chosen_or_nothing_known_is_told_and_changes_nothing(
    tutor: Someone, kuusela: Municipality, told: dict[str, str]
) -> None:
    """The budget proposal is the administration's own measure."""
    answer = tutor.post(PAGE + "take/", told, follow=True)
    assert "notice-error" in answer.content.decode()
    assert not keys(kuusela)


def test_declining_needs_a_reason_and_takes_the_measure_off_the_year(tutor: Someone, kuusela: Municipality) -> None:
    fill(kuusela)
    address = PAGE + "code-week/decline/"
    assert "19.–23.10." in tutor.get(address).content.decode()
    assert tutor.post(address, {"reason": "  "}).status_code == 422
    assert "code-week" in keys(kuusela)
    tutor.post(address, {"reason": "Teemme sen keväällä."})
    assert "code-week" not in keys(kuusela)
    assert "Teemme sen keväällä." in tutor.get(PAGE).content.decode()
    tutor.post(f"/kuusela/kivelan-koulu/undo/{newest(kuusela).pk}/")
    assert "code-week" in keys(kuusela)


def test_a_no_is_taken_back_and_the_measure_is_offered_again(tutor: Someone, kuusela: Municipality) -> None:
    tutor.post(PAGE + "code-week/decline/", {"reason": "Ei ehdi."})
    tutor.post(PAGE + "code-week/withdraw/")
    with inside(kuusela):
        assert not Decline.objects.exists()
    assert "Ei ehdi." not in tutor.get(PAGE).content.decode()


@NO_SECOND
def test_a_measure_that_is_not_offered_has_no_page_to_decline(tutor: Someone) -> None:
    assert tutor.get(PAGE + "no-such-measure/decline/").status_code == 404
    assert tutor.get(PAGE + "budget-proposal/decline/").status_code == 404


def test_the_administration_is_offered_its_own_measures(coordinator: Someone) -> None:
    page = coordinator.get("/kuusela/hallinto/measures/").content.decode()
    assert "budget-proposal" in page
    assert "first-digital-lessons" not in page


def test_another_years_page_takes_into_that_year(tutor: Someone, kuusela: Municipality) -> None:
    tutor.post(PAGE + "take/?year=2027", {"measure": "code-week"})
    with inside(kuusela):
        assert Placement.objects.get().year == 2027


@NO_SECOND
def test_what_cannot_be_done_this_year_says_why(kuusela: Municipality, tutor: Someone) -> None:
    rarer = MeasureChanges(repeat="every 5 years")
    change_locally(by=kuusela.people["tutor"], school=kuusela.school, key="selfie", fields=rarer)
    with inside(kuusela):
        offers = offers_of(year_of(kuusela.school, YEAR), "fi")
        found = {offer.measure.key for group in (*offers.recommended, *offers.others) for offer in group.offers}
    assert [offer.why_not for offer in offers.impossible if offer.measure.key == "selfie"] == [LESS_OFTEN]
    assert "selfie" not in found
    assert "code-week" in found
    assert LESS_OFTEN.get("fi") in tutor.get(PAGE).content.decode()


def test_offers_stand_by_theme_and_time(kuusela: Municipality) -> None:
    with inside(kuusela):
        offers = offers_of(year_of(kuusela.school, YEAR), "fi")
    colours = [group.theme.colour for group in offers.recommended if group.theme]
    assert colours == sorted(set(colours))
    for group in offers.recommended:
        firsts = [offer.places[0].first for offer in group.offers]
        assert firsts == sorted(firsts)


def test_taking_says_what_was_refused_and_takes_the_rest(kuusela: Municipality) -> None:
    with inside(kuusela):
        taken = actions.take_chosen(
            by=kuusela.people["tutor"], school=kuusela.school, year=YEAR, measure_keys=["code-week", "nothing"]
        )
        again = actions.take_chosen(
            by=kuusela.people["tutor"], school=kuusela.school, year=YEAR, measure_keys=["code-week"]
        )
    assert list(taken.refused) == ["nothing"]
    assert [placement.measure_key for placement in taken.placements] == ["code-week"]
    assert (again.placements, again.event, again.refused) == ([], None, {})


@NO_SECOND
def test_without_a_toolkit_the_page_says_what_to_wait_for(lahela: Municipality, stranger: Someone) -> None:
    page = stranger.get("/lahela/makilan-koulu/measures/")
    assert page.status_code == 200
    assert "take-all" not in page.content.decode()
