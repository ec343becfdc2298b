"""How people are called on the pages of a school who are asked to join it."""

from __future__ import annotations

import pytest

from digivuosi.apps.responsibilities.actions import name_holder
from digivuosi.apps.schools.actions import accept_invitation, add_member, invite
from digivuosi.apps.wheel import actions
from tests.apps.wheel.years import filled, inside, placed
from tests.cast import YEAR, Municipality, Someone

NO_SECOND = pytest.mark.one_database(
    "test_who_is_asked_to_join_is_called_as_they_were_invited reads the same rows on both"
)
pytestmark = pytest.mark.usefixtures("with_toolkit")


@pytest.fixture
def town(kuusela: Municipality) -> Municipality:
    return filled(kuusela)


@NO_SECOND
def test_who_has_an_account_elsewhere_is_called_as_invited_until_they_come(
    town: Municipality, lahela: Municipality, principal: Someone, coordinator: Someone
) -> None:
    stranger, provider, school = lahela.people["tutor"], town.provider, town.school
    stranger.name = "Oikea Nimi"
    stranger.save()
    invitation = invite(
        by=principal.user, provider=provider, email=stranger.email, name="Uusi Kollega", kind="team", school=school
    )
    by = {"by": principal.user}
    name_holder(**by, school=school, year=YEAR, kind="technical-support", user=stranger)
    week = placed(town, "code-week")
    with inside(town):
        actions.give_to(**by, placement=week, users=[stranger])
    here = f"/{provider.slug}/{school.slug}/"
    people = {"principal": principal, "coordinator": coordinator}
    addresses = [("principal", here + at) for at in ("roles/", "help/", "list/", "history/", f"placements/{week.pk}/")]
    addresses += [("coordinator", f"/{provider.slug}/{at}") for at in ("roles/", "history/", "overview/code-week/")]
    for who, address in addresses:
        html = people[who].get(address).content.decode()
        assert "Uusi Kollega" in html, address
        assert "Oikea Nimi" not in html, address
    accept_invitation(invitation=invitation)
    assert "Oikea Nimi" in principal.get(f"{here}roles/").content.decode()


def test_who_is_asked_to_join_is_called_as_they_were_invited(town: Municipality, principal: Someone) -> None:
    week = placed(town, "code-week")
    add_member(by=principal.user, provider=town.provider, user=town.people["mentor"], kind="team", school=town.school)
    html = principal.get(f"/kuusela/kivelan-koulu/placements/{week.pk}/").content.decode()
    assert html.count("Mikko Mentori") == 1
