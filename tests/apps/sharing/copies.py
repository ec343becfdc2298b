"""Lähelä has copied Kuusela's toolkit; both go on from there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from django_scopes import scope

from digivuosi.apps.schools.models import Provider, School
from digivuosi.apps.sharing.actions import copy_toolkit, open_toolkit, publish_copy
from digivuosi.apps.sharing.models import Fork, Proposal
from digivuosi.apps.sharing.queries.forks import fork_of
from digivuosi.apps.sharing.queries.offers import Offered, offered_to
from digivuosi.apps.sharing.queries.upstream import from_provider
from digivuosi.apps.toolkit.actions import change_measure, publish
from digivuosi.apps.toolkit.queries import draft_of
from digivuosi.domain.texts import Text
from digivuosi.domain.toolkit.documents import from_document
from digivuosi.domain.toolkit.toolkit import Measure, Toolkit
from tests.cast import Municipality

SURVEY, WEEK = "autumn-survey", "code-week"


def copied(source: Municipality, copier: Municipality) -> Fork:
    """The copier's toolkit is a copy of the source's newest edition, published and on every wheel."""
    open_toolkit(by=source.people["coordinator"], provider=source.provider)
    upstream = from_provider(source.provider.slug)
    assert upstream is not None
    by = copier.people["coordinator"]
    fork = copy_toolkit(by=by, provider=copier.provider, upstream=upstream)
    publish_copy(by=by, provider=copier.provider)
    return fork


def drafted(provider: Provider) -> Toolkit:
    draft = draft_of(provider)
    assert draft is not None
    return from_document(draft.document)


def change(town: Municipality, key: str, how: Callable[[Measure], dict[str, Any]]) -> None:
    """Change a measure of the town's draft through the real action."""
    draft = draft_of(town.provider)
    assert draft is not None
    measure = from_document(draft.document).measure(key)
    assert measure is not None
    changed = replace(measure, **how(measure))
    by = town.people["coordinator"]
    change_measure(by=by, provider=town.provider, key=key, measure=changed, version=draft.version)


def put_out(town: Municipality, name: str) -> None:
    publish(by=town.people["coordinator"], provider=town.provider, name=name)


def offer_to(town: Municipality) -> Offered:
    fork = fork_of(town.provider)
    assert fork is not None
    offered = offered_to(fork)
    assert offered is not None
    return offered


def proposals_of(school: School) -> dict[tuple[str, str], Proposal]:
    with scope(provider=school.provider, school=school):
        return {(row.kind, row.measure_key): row for row in Proposal.objects.filter(school=school)}


def called(finnish: str) -> Callable[[Measure], dict[str, Any]]:
    """For `change`: another Finnish title; the other languages stay."""
    return lambda measure: {"title": Text.from_mapping({**measure.title.to_document(), "fi": finnish})}
