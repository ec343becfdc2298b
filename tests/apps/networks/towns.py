"""Two municipalities: Kuusela publishes here, Lähelä copied it; each can stand behind a server of this machine."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

from django_scopes import scope

from digivuosi.apps.look import clock
from digivuosi.apps.publishing.actions import publish_openly
from digivuosi.apps.sharing.models import Fork
from digivuosi.apps.toolkit.queries import toolkit_of
from digivuosi.domain.toolkit.documents import content_hash, to_document
from digivuosi.domain.toolkit.letters import CopyNote, Kind, Letter, write_letter
from digivuosi.domain.toolkit.signing import SigningKey
from digivuosi.domain.toolkit.signing_keys import keys_document
from digivuosi.domain.toolkit.toolkit import Toolkit
from tests.apps.subscribing.servers import Place
from tests.cast import Municipality
from tests.toolkits import EDITION, give_toolkit

HERE = "http://testserver/open/kuusela/"
LETTERS = "/open/kuusela/letters/"
KEY = "autumn-survey"


def held(town: Municipality) -> Toolkit:
    found = toolkit_of(town.provider)
    assert found is not None
    return found


def open_up(town: Municipality, address: str = HERE) -> None:
    publish_openly(by=town.people["coordinator"], provider=town.provider, address=address)


def copied_from(source: Municipality, town: Municipality, **where: Any) -> Municipality:
    """The town's published toolkit is a copy of the source's with other days in one measure."""
    give_toolkit(town)
    base = held(source)
    measures = tuple(replace(one, days=3) if one.key == KEY else one for one in base.measures)
    with scope(provider=town.provider):
        Fork(
            provider=town.provider,
            toolkit_id=base.id,
            publisher="Kuusela",
            first_edition=EDITION,
            edition=EDITION,
            content_hash=content_hash(base),
            base=to_document(replace(base, measures=measures, _by_key={})),
            **(where or {"kind": "server", "source": source.provider}),
        ).save()
    return town


class Sender:
    """A municipality on another server, with a key at its public address."""

    def __init__(self, place: Place, name: str = "Lähelä", slug: str = "lahela") -> None:
        self.place, self.name, self.slug = place, name, slug
        self.key, self.number = SigningKey.new(), 100
        self.show()

    @property
    def address(self) -> str:
        return f"{self.place.origin}/open/{self.slug}/"

    def show(self, publisher: str = "") -> None:
        told = keys_document(publisher or self.address, [self.key.public], [])
        self.place.gives(f"/open/{self.slug}/keys.json", json.dumps(told).encode())

    def close(self) -> None:
        self.place.answers.pop(f"/open/{self.slug}/keys.json", None)

    def letter(self, kind: Kind, body: str, **other: Any) -> Letter:
        self.number += 1
        told = {
            "sender": self.address,
            "name": self.name,
            "receiver": HERE,
            "number": self.number,
            "sent": clock.now(),
            "key": self.key,
        }
        return write_letter(kind, body, **{**told, **other})

    def copy(self, toolkit: str, edition: str = EDITION, **other: Any) -> Letter:
        return self.letter(Kind.COPY, CopyNote(toolkit, edition).to_text(), **other)

    def withdrawal(self, toolkit: str) -> Letter:
        return self.letter(Kind.WITHDRAWAL, CopyNote(toolkit, EDITION).to_text())
