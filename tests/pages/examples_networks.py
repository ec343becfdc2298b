"""What the addresses of sources, suggestions, lessons and networks need beside the tenant."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

from django_scopes import scope

from digivuosi.apps.look import clock
from digivuosi.apps.networks.actions.consenting import set_consent
from digivuosi.apps.networks.actions.joining import make_network
from digivuosi.apps.networks.actions.lessons import write_school_lesson
from digivuosi.apps.networks.giving import take_in
from digivuosi.apps.networks.models import NetworkMember, RemoteCopy, SchoolLesson, Shown, Suggestion
from digivuosi.apps.networks.remote_copies import answer_copy
from digivuosi.apps.sharing.models import Fork
from digivuosi.apps.subscribing.actions import follow_address
from digivuosi.apps.subscribing.models import Subscription
from digivuosi.apps.toolkit.queries import toolkit_of
from digivuosi.domain.texts import Text
from digivuosi.domain.toolkit.documents import content_hash, to_document
from digivuosi.domain.toolkit.lineage_map import Node, documents
from digivuosi.domain.toolkit.signing import SigningKey
from digivuosi.domain.toolkit.suggestions import suggest
from digivuosi.domain.toolkit.toolkit import Toolkit
from tests.cast import YEAR, Municipality
from tests.toolkits import starter

MEASURE = "autumn-survey"
INSIDE = "http://elsewhere.example/open/elsewhere/"
"""A server that the standing lookup of the tests of pages finds in a closed network, so that nothing is ever called."""
"""An address that is refused before anybody is called."""


def changed(toolkit: Toolkit, days: int, title: str = "") -> Toolkit:
    """The toolkit with one measure that takes other days."""
    measures = tuple(
        replace(one, days=days, title=Text.of(fi=title) if title else one.title) if one.key == MEASURE else one
        for one in toolkit.measures
    )
    return replace(toolkit, measures=measures, _by_key={})


def held(town: Municipality) -> Toolkit:
    return toolkit_of(town.provider) or starter().toolkit


def source(town: Municipality) -> dict[str, object]:
    with scope(provider=town.provider):
        row = Subscription.objects.first()
    row = row or follow_address(by=town.people["coordinator"], provider=town.provider, address=INSIDE)
    return {"source": row.pk}


def suggestion(town: Municipality) -> dict[str, object]:
    """Another municipality suggests other days, and says who it is."""
    with scope(provider=town.provider):
        row = Suggestion.objects.first()
    if row is None:
        content = suggest(held(town), changed(held(town), 17), MEASURE, author="Toinen kunta").to_bytes()
        take_in(provider=town.provider, content=content)
        with scope(provider=town.provider):
            row = Suggestion.objects.get()
    return {"suggestion": row.pk}


def own_change(town: Municipality) -> dict[str, object]:
    """The town's toolkit is a copy, in which one measure takes other days than at its source."""
    base = replace(changed(held(town), 3), id="elsewhere", publisher="Muualla", edition="2026-1", _by_key={})
    with scope(provider=town.provider):
        if not Fork.objects.exists():
            Fork(
                provider=town.provider,
                kind="address",
                address=INSIDE,
                toolkit_id=base.id,
                publisher=base.publisher,
                first_edition=base.edition,
                edition=base.edition,
                content_hash=content_hash(base),
                base=to_document(base),
            ).save()
    return {"key": MEASURE}


def network(town: Municipality) -> dict[str, object]:
    with scope(provider=town.provider):
        row = NetworkMember.objects.first()
        pk = row.network_id if row else None
    return {"network": pk or make_network(by=town.people["coordinator"], provider=town.provider, name="Naapurit").pk}


def member(town: Municipality) -> dict[str, object]:
    return {**network(town), "member": town.provider.slug}


def shown_copies(town: Municipality) -> dict[str, object]:
    """The town shows to anyone who has copied its open toolkit."""
    set_consent(by=town.people["coordinator"], provider=town.provider, tells=False, shows=True)
    return {}


def remote_copy(town: Municipality) -> dict[str, object]:
    """A copy on another server has told of itself, and a copy of that stands in its list."""
    with scope(provider=town.provider):
        row = RemoteCopy.objects.first()
        if row is None:
            below = [Node("Niemen kunta", "2", "https://niemi.example/open/niemi/")]
            row = RemoteCopy(
                provider=town.provider,
                address="https://kaukola.example/open/kaukola/",
                name="Kaukolan kaupunki",
                edition="2026-1",
                key=SigningKey.new().public.to_text(),
                below=documents(below),
                next_at=clock.now() + timedelta(days=300),
            )
            row.save()
    return {"copy": row.pk}


def shown_remote_copy(town: Municipality) -> dict[str, object]:
    """The same, on the map."""
    found = remote_copy(town)
    by = town.people["coordinator"]
    answer_copy(by=by, provider=town.provider, copy=int(str(found["copy"])), shown=True)
    return shown_copies(town)


def lesson(town: Municipality) -> dict[str, object]:
    with scope(provider=town.provider, school=town.school):
        row = SchoolLesson.objects.first()
    row = row or write_school_lesson(
        by=town.people["principal"], school=town.school, measure_key=MEASURE, year=YEAR, text="Muistuta kahdesti."
    )
    return {"lesson": row.pk}


EXAMPLES: dict[str, Callable[[Municipality], dict[str, object]]] = {
    "subscribing:look_now": source,
    "subscribing:stop": source,
    "subscribing:trust_key": source,
    "networks:suggest": own_change,
    "networks:suggestion": suggestion,
    "networks:take": suggestion,
    "networks:decline": suggestion,
    "networks:write_lesson": lambda _town: {"key": MEASURE},
    "networks:network": network,
    "networks:member_toolkit": member,
    "networks:invite": network,
    "networks:accept": network,
    "networks:leave": network,
    "networks:remove_lesson": lesson,
    "networks:answer_copy": remote_copy,
    "networks:answer": lambda _town: {"token": "no-such-token-" + "x" * 30},
}
OWNED = set(EXAMPLES) - {"networks:suggest", "networks:write_lesson", "networks:answer"}


def grow(town: Municipality, number: int) -> None:
    """One more source, suggestion, lesson, network and copy on another server."""
    by = town.people["coordinator"]
    follow_address(by=by, provider=town.provider, address=f"{INSIDE}{number}/")
    made = make_network(by=by, provider=town.provider, name=f"Verkosto {number}")
    assert made.pk
    with scope(provider=town.provider):
        RemoteCopy(
            provider=town.provider, address=f"https://{number}.example/", name=f"Kopio {number}", edition="1",
            key="", state=Shown.SHOWN,
        ).save()  # fmt: skip
    text = f"Opittua {number}"
    write_school_lesson(by=by, school=town.school, measure_key=MEASURE, year=YEAR, text=text)
    if toolkit_of(town.provider) is not None:
        content = suggest(held(town), changed(held(town), 20 + number), MEASURE, author=f"Kunta {number}").to_bytes()
        take_in(provider=town.provider, content=content)
