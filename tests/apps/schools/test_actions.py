from __future__ import annotations

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django_scopes import scope

from digivuosi.apps.schools import actions, queries
from digivuosi.apps.schools.models import Event, Membership
from tests.cast import Municipality


def verbs(town: Municipality) -> list[str]:
    with scope(provider=town.provider):
        return list(Event.objects.order_by("pk").values_list("verb", flat=True))


def test_a_provider_starts_with_a_coordinator_and_an_administration(kuusela: Municipality) -> None:
    assert kuusela.administration.slug == "hallinto"
    assert queries.coordinators_of(kuusela.provider) == [kuusela.people["coordinator"]]
    assert verbs(kuusela)[:3] == ["provider.start", "school.add", "member.add"]


def test_a_school_gets_an_address_from_its_name(kuusela: Municipality) -> None:
    assert kuusela.school.slug == "kivelan-koulu"
    coordinator = kuusela.people["coordinator"]
    assert actions.add_school(by=coordinator, provider=kuusela.provider, name="People").slug == "people-2"
    with pytest.raises(ValidationError):
        actions.add_school(by=coordinator, provider=kuusela.provider, name="Kivelän koulu")


def test_the_last_coordinator_stays(kuusela: Municipality) -> None:
    membership = Membership.objects.get(provider=kuusela.provider, kind="coordinator")
    with pytest.raises(actions.Refused):
        actions.remove_member(by=kuusela.people["coordinator"], membership=membership)
    assert Membership.objects.filter(pk=membership.pk).exists()


def test_an_invitation_makes_a_member_and_mails_a_link_whose_secret_is_not_kept(kuusela: Municipality) -> None:
    invitation = actions.invite(
        by=kuusela.people["coordinator"],
        provider=kuusela.provider,
        email="Uusi@Kuusela.example",
        name="Uusi Opettaja",
        kind="teacher",
        school=kuusela.school,
    )
    assert invitation.user in queries.members_of(kuusela.school)
    (sent,) = mail.outbox
    assert sent.to == ["uusi@kuusela.example"]
    secret = sent.body.split("/invitation/")[1].split("/")[0]
    assert queries.invitation_by(secret) == invitation
    assert secret not in str(Event.objects.with_scopes_disabled().values_list("after"))
