"""The demo's neighbour has copied the toolkit: an offer waits for it, and its suggestion waits for Kuusela."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from digivuosi.apps.networks.actions.consenting import set_consent
from digivuosi.apps.networks.actions.joining import accept_invitation, invite_provider, make_network
from digivuosi.apps.networks.actions.lessons import write_school_lesson
from digivuosi.apps.networks.queries.suggestions import suggestion_about, to_suggest
from digivuosi.apps.networks.sending import send_suggestion
from digivuosi.apps.people.actions import make_user
from digivuosi.apps.people.models import User
from digivuosi.apps.schools.models import Provider
from digivuosi.apps.schools.queries import calendar_of, school_year_now
from digivuosi.apps.start.actions.demo_hours import Demo
from digivuosi.apps.start.actions.starting import begin
from digivuosi.apps.start.queries import HERE, Beginning, SchoolRow
from digivuosi.apps.toolkit.actions import add_item, change_measure, publish
from digivuosi.apps.toolkit.queries import draft_of
from digivuosi.apps.wheel.actions import place_everywhere
from digivuosi.domain.texts import Text
from digivuosi.domain.toolkit.documents import from_document
from digivuosi.domain.toolkit.toolkit import Service

LEARNT = "Kun kyselyyn varattiin aika opettajainkokouksesta, lähes kaikki vastasivat. Muistutus myös sijaisille."
MEASURE = "autumn-survey"


def share_with_others(demo: Demo) -> None:
    """Let the neighbour copy the open toolkit and change it, publish the next edition, and suggest one change back."""
    neighbour, coordinator = _neighbour(demo)
    told = demo.told["neighbour"]
    _change(coordinator, neighbour, told["changes"])
    publish(by=coordinator, provider=neighbour, name=f"{demo.starts}-2")
    _suggest(coordinator, neighbour, told["suggests"], told["why"])
    _next_edition(demo)
    set_consent(by=coordinator, provider=neighbour, tells=True, shows=True)
    set_consent(by=demo.coordinator, provider=demo.provider, tells=False, shows=True)
    network = make_network(
        by=demo.coordinator,
        provider=demo.provider,
        name="Järviseudun digiverkosto",
        description="Naapurikunnat, jotka kehittävät digitaalista arkea yhdessä.",
    )
    invite_provider(by=demo.coordinator, provider=demo.provider, network=network, slug=neighbour.slug)
    accept_invitation(by=coordinator, provider=neighbour, network=network)
    school = next(unit for key, unit in demo.units.items() if key != "hallinto")
    write_school_lesson(
        by=demo.coordinator, school=school, measure_key=MEASURE, year=school_year_now(demo.today) - 1, text=LEARNT
    )


def _neighbour(demo: Demo) -> tuple[Provider, User]:
    """The neighbour begins as a copy, with every wheel filled."""
    told = demo.told["neighbour"]
    person = told["coordinator"]
    coordinator = make_user(email=person["email"], name=person["name"], language="fi", is_verified=True)
    beginning = Beginning(
        name=told["name"],
        slug=told["slug"],
        language="fi",
        calendar=calendar_of(demo.provider, demo.starts),
        schools=tuple(SchoolRow(row["name"], row["pupils"]) for row in told["schools"]),
        source=f"{HERE}{demo.provider.slug}",
    )
    neighbour = begin(by=coordinator, beginning=beginning, is_demo=True)
    place_everywhere(by=coordinator, provider=neighbour, starts=demo.starts)
    return neighbour, coordinator


def _suggest(by: User, provider: Provider, key: str, why: str) -> None:
    own = to_suggest(provider)
    made = suggestion_about(own, key, author=provider.name, words=why) if own is not None else None
    if own is not None and made is not None:
        send_suggestion(by=by, provider=provider, fork=own.fork, suggested=made)


def _next_edition(demo: Demo) -> None:
    told = demo.told["next_edition"]
    _change(demo.coordinator, demo.provider, told["changes"])
    service = told["service"]
    made = Service(
        service["key"],
        Text.from_mapping(service["title"]),
        service["address"],
        Text.from_mapping(service["description"]),
    )
    add_item(by=demo.coordinator, provider=demo.provider, kind="services", item=made)
    publish(by=demo.coordinator, provider=demo.provider, name=f"{demo.starts}-2")


def _change(by: User, provider: Provider, changes: Mapping[str, Mapping[str, Any]]) -> None:
    """Change fields of measures of the draft: numbers as they are, texts in the languages given."""
    for key, fields in changes.items():
        draft = draft_of(provider)
        measure = from_document(draft.document).measure(key) if draft is not None else None
        if draft is None or measure is None:
            continue
        values: dict[str, Any] = {
            name: Text.from_mapping({**getattr(measure, name).to_document(), **one}) if isinstance(one, dict) else one
            for name, one in fields.items()
        }
        changed = replace(measure, **values)
        change_measure(by=by, provider=provider, key=key, measure=changed, version=draft.version)
