"""Copies on other servers: told of by letter, shown when the publisher says so, with those that copied from them."""

from __future__ import annotations

import json

import pytest
from django.urls import reverse

from digivuosi.apps.networks import remote_copies
from digivuosi.apps.networks.actions.consenting import set_consent
from digivuosi.apps.networks.models import Shown
from digivuosi.apps.networks.queries.lineage import copies_of, public_copies
from digivuosi.domain.toolkit.letters import Kind
from digivuosi.domain.toolkit.lineage_map import Node, list_of
from tests.apps.subscribing.servers import Place
from tests.cast import Municipality, Someone

from .letters import ended, post, remote
from .towns import HERE, Sender, held

NO_SECOND = pytest.mark.one_database(
    "test_copies_of_a_copy_stand_below_it asks the same rows of both; this asks what is read of an answer"
)

pytestmark = [pytest.mark.django_db, pytest.mark.allow_hosts(["127.0.0.1"])]


class TestCopies:
    def test_it_is_shown_once_the_publisher_says_so(self, source: Municipality, place: Place) -> None:
        sender, someone = Sender(place), Someone(source.people["coordinator"])
        assert ended(post(sender.copy(held(source).id)))["state"] == "taken"
        (row,) = remote(source)
        assert (row.name, row.address, row.state) == ("Lähelä", sender.address, Shown.WAITING)
        assert copies_of(source.provider) == ()
        here = reverse("networks:copies", kwargs={"provider": "kuusela"})
        assert sender.address in someone.get(here).content.decode()
        url = reverse("networks:answer_copy", kwargs={"provider": "kuusela", "copy": row.pk})
        assert someone.post(url, {"verb": "show"}).status_code == 302
        assert [one.name for one in copies_of(source.provider)] == ["Lähelä"]
        assert '<svg class="lineage-map"' in someone.get(here).content.decode()
        someone.post(url, {"verb": "hide"})
        assert copies_of(source.provider) == ()

    @NO_SECOND
    def test_another_name_is_looked_at_anew(self, source: Municipality, place: Place) -> None:
        sender = Sender(place)
        post(sender.copy(held(source).id))
        (row,) = remote(source)
        remote_copies.answer_copy(by=source.people["coordinator"], provider=source.provider, copy=row.pk, shown=True)
        post(sender.copy(held(source).id, "2027-1"))
        (row,) = remote(source)
        assert (row.edition, row.state) == ("2027-1", Shown.SHOWN)
        post(sender.copy(held(source).id, name="Kuuselan kaupunki"))
        (row,) = remote(source)
        assert (row.name, row.state) == ("Kuuselan kaupunki", Shown.WAITING)

    @NO_SECOND
    def test_a_copy_of_something_else(self, source: Municipality, place: Place) -> None:
        assert ended(post(Sender(place).copy("another-toolkit")))["state"] == "refused"
        assert not remote(source)

    def test_who_has_closed_its_toolkit_can_withdraw(self, source: Municipality, place: Place) -> None:
        sender = Sender(place)
        post(sender.copy(held(source).id))
        sender.close()
        stranger = Sender(place, "Muu", "muu")
        assert (
            ended(post(stranger.letter(Kind.WITHDRAWAL, "{}", sender=sender.address, number=9_000)))["state"]
            == "refused"
        )
        assert remote(source)
        assert ended(post(sender.withdrawal(held(source).id)))["state"] == "taken"
        assert not remote(source)

    def test_copies_of_a_copy_stand_below_it(self, source: Municipality, place: Place) -> None:
        sender, by = Sender(place), source.people["coordinator"]
        post(sender.copy(held(source).id))
        (row,) = remote(source)
        remote_copies.answer_copy(by=by, provider=source.provider, copy=row.pk, shown=True)
        # One of them says that Kuusela is a copy of it: it does not go round.
        nodes = (Node("Niemi", "3", "http://niemi.example/open/niemi/"), Node("Kuusela", "1", HERE))
        place.gives("/open/lahela/copies.json", json.dumps(list_of(nodes)).encode())
        assert remote_copies.look_due() == 1
        (found,) = copies_of(source.provider)
        assert [one.name for one in found.copies] == ["Niemi"]
        set_consent(by=by, provider=source.provider, tells=False, shows=True)
        assert public_copies("kuusela") is not None
        told = Someone(None).get("/open/kuusela/copies.json").json()
        assert told["copies"][0]["copies"][0]["name"] == "Niemi"
        page = Someone(None).get("/open/kuusela/copies/").content.decode()
        assert page.count("Niemi") == 2, "on the map and in the list"
        place.gives("/open/lahela/copies.json", b"no list")
        assert remote_copies.look_at_list.func(row.pk) == "bad-list"
        assert copies_of(source.provider)[0].copies, "what was known is kept"
        place.gives("/open/lahela/copies.json", b"", 404)
        assert remote_copies.look_at_list.func(row.pk) == "not shown"
        assert copies_of(source.provider)[0].copies == ()
