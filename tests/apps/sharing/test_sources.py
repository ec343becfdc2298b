"""The source of a copy moves to another address, or the copy goes on alone; both can be taken back."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.urls import reverse
from django_scopes import scope

from digivuosi.apps.schools.models import Event
from digivuosi.apps.sharing.models import Fork, SourceKind
from digivuosi.apps.sharing.queries.forks import fork_of
from digivuosi.apps.sharing.queries.offers import offered_to
from digivuosi.apps.subscribing.models import FetchedEdition, Subscription
from digivuosi.apps.toolkit.queries import toolkit_of
from digivuosi.domain.toolkit.documents import content_hash
from digivuosi.domain.toolkit.package import package_of, write_zip
from tests.apps.sharing.copies import SURVEY, change, copied, drafted, offer_to, put_out
from tests.cast import Municipality, Someone
from tests.toolkits import starter

NO_SECOND = pytest.mark.one_database("test_the_source_has_moved_to_another_server asks the same rows of both")

pytestmark = pytest.mark.django_db
MOVED = "https://uusi.kuusela.example/open/kuusela/editions.atom"


def elsewhere(source: Municipality, town: Municipality, days: int, toolkit_id: str = "") -> Subscription:
    """The source's toolkit has come from another server, in an edition with other days."""
    base = toolkit_of(source.provider)
    assert base is not None
    measures = tuple(replace(one, days=days) if one.key == SURVEY else one for one in base.measures)
    toolkit = replace(
        base, id=toolkit_id or base.id, edition="2027-1", measures=measures, _by_key={}
    )  # fmt: skip
    with scope(provider=town.provider):
        row = Subscription(provider=town.provider, address=MOVED, publisher_name="Kuusela")
        row.save()
        FetchedEdition(
            provider=town.provider,
            subscription=row,
            toolkit_id=toolkit.id,
            name="2027-1",
            number=9,
            content_hash=content_hash(toolkit),
            statement={},
            package=write_zip(package_of(toolkit, starter().materials)),
        ).save()
    return row


def page(someone: Someone, name: str) -> str:
    return someone.get(reverse(f"sharing:{name}", kwargs={"provider": "lahela"})).content.decode()


def take_back(someone: Someone, town: Municipality, verb: str) -> None:
    with scope(provider=town.provider):
        event = Event.objects.filter(verb=verb).latest("pk")
    url = reverse("schools:provider_undo", kwargs={"provider": town.provider.slug, "pk": event.pk})
    assert someone.post(url).status_code == 302


def the_fork(town: Municipality) -> Fork:
    found = fork_of(town.provider)
    assert found is not None
    return found


def test_the_source_has_moved_to_another_server(with_toolkit: Municipality, lahela: Municipality) -> None:
    copied(with_toolkit, lahela)
    someone, before = Someone(lahela.people["coordinator"]), the_fork(lahela)
    change(lahela, "code-week", lambda one: {"days": one.days + 3})
    url = reverse("sharing:source", kwargs={"provider": "lahela"})
    assert someone.post(url, {"verb": "move", "place": "address-1"}).headers["Location"] == url
    row = elsewhere(with_toolkit, lahela, days=21)
    assert MOVED in page(someone, "source")
    assert someone.post(url, {"verb": "move", "place": f"address-{row.pk}"}).status_code == 302
    fork = the_fork(lahela)
    assert (fork.kind, fork.address, fork.source) == (SourceKind.ADDRESS, MOVED, None)
    assert (fork.base, fork.first_edition) == (before.base, before.first_edition)
    (offer,) = offer_to(lahela).offers
    assert offer.key == SURVEY
    take_back(someone, lahela, "fork.move")
    fork = the_fork(lahela)
    assert (fork.kind, fork.address, fork.source_id, fork.version) == (
        SourceKind.SERVER,
        "",
        with_toolkit.provider.pk,
        before.version,
    )
    assert not offer_to(lahela).offers


@NO_SECOND
def test_another_toolkit_at_the_address_is_not_it(with_toolkit: Municipality, lahela: Municipality) -> None:
    copied(with_toolkit, lahela)
    row = elsewhere(with_toolkit, lahela, days=21, toolkit_id="something-else")
    someone = Someone(lahela.people["coordinator"])
    url = reverse("sharing:source", kwargs={"provider": "lahela"})
    assert MOVED not in page(someone, "source")
    someone.post(url, {"verb": "move", "place": f"address-{row.pk}"})
    assert the_fork(lahela).kind == SourceKind.SERVER


def test_a_copy_goes_on_alone_and_comes_back(with_toolkit: Municipality, lahela: Municipality) -> None:
    copied(with_toolkit, lahela)
    someone, before = Someone(lahela.people["coordinator"]), the_fork(lahela)
    lineage = drafted(lahela.provider).lineage
    change(with_toolkit, SURVEY, lambda one: {"days": one.days + 3})
    put_out(with_toolkit, "2027-1")
    url = reverse("sharing:source", kwargs={"provider": "lahela"})
    assert someone.post(url, {"verb": "detach"}).status_code == 302
    assert fork_of(lahela.provider) is None
    assert drafted(lahela.provider).lineage == lineage, "where it came from stays"
    assert someone.get(url).headers["Location"] == reverse("sharing:copy", kwargs={"provider": "lahela"})
    take_back(someone, lahela, "fork.detach")
    after = the_fork(lahela)
    names = [field.attname for field in Fork._meta.concrete_fields]
    assert [getattr(after, one) for one in names] == [getattr(before, one) for one in names]
    offered = offered_to(after)
    assert offered is not None
    assert [one.key for one in offered.offers] == [SURVEY]


def test_who_has_copied_anew_since_cannot_take_it_back(with_toolkit: Municipality, lahela: Municipality) -> None:
    copied(with_toolkit, lahela)
    someone = Someone(lahela.people["coordinator"])
    someone.post(reverse("sharing:source", kwargs={"provider": "lahela"}), {"verb": "detach"})
    with scope(provider=lahela.provider):
        Fork(provider=lahela.provider, kind="file", toolkit_id="x", publisher="X", first_edition="1", edition="1",
             content_hash="0" * 64, base={}).save()  # fmt: skip
    take_back(someone, lahela, "fork.detach")
    assert the_fork(lahela).toolkit_id == "x"
