"""Whether a provider's toolkit is a copy, and what there is to agree about it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _
from django_scopes import scope

from digivuosi.apps.responsibilities.labels import DEFAULT_LABELS
from digivuosi.apps.responsibilities.queries import label_rows
from digivuosi.apps.schools.models import Event, Provider
from digivuosi.apps.sharing.models import AgreedService, Fork
from digivuosi.apps.toolkit.models import Draft
from digivuosi.apps.toolkit.queries import draft_of
from digivuosi.domain.texts import Text
from digivuosi.domain.toolkit.documents import from_document
from digivuosi.domain.toolkit.merging.places import Place
from digivuosi.domain.toolkit.named_services import NamedService, services_of
from digivuosi.domain.toolkit.toolkit import Toolkit

HISTORY = ("toolkit.copy", "toolkit.update")
SHOWN = 50


@dataclass(frozen=True)
class ServiceRow:
    """A service that the copy names, and who has agreed on it here."""

    service: NamedService
    agreed: AgreedService | None
    materials: tuple[Text, ...]
    measures: tuple[Text, ...]


@dataclass(frozen=True)
class RoleRow:
    """A kind of role: what the source calls it, and what it is called here."""

    kind: str
    theirs: tuple[Text, ...]
    own: Text


def fork_of(provider: Provider) -> Fork | None:
    """The provider's copy, or None when its toolkit is nobody's copy."""
    with scope(provider=provider):
        row = Fork.objects.filter(provider=provider).select_related("source", "subscription", "made_by").first()
    if row is not None:
        row.provider = provider
    return row


def why_not_copied(provider: Provider, draft: Draft | None, fork: Fork | None) -> str:
    """Why another toolkit cannot take the place of what there is; empty when it can."""
    if fork is not None:
        return str(_("The toolkit is a copy already. Its source's next editions come as offers."))
    if draft is not None and draft.touched:
        return str(_("The draft has changes of your own, and a copy would take their place."))
    return ""


def never_of(fork: Fork) -> frozenset[Place]:
    """The places that nobody is to be asked about again."""
    return frozenset(Place(*words) for words in fork.never)


def services_to_agree(provider: Provider) -> list[ServiceRow]:
    """The services that the draft names; those without a contract of one's own first."""
    draft = draft_of(provider)
    if draft is None:
        return []
    toolkit = from_document(draft.document)
    with scope(provider=provider):
        agreed = {row.host: row for row in AgreedService.objects.select_related("by")}
    rows = [
        ServiceRow(
            service,
            agreed.get(service.name),
            _titles(map(toolkit.material, service.materials)),
            _titles(map(toolkit.measure, service.measures)),
        )
        for service in services_of(toolkit)
    ]
    return sorted(rows, key=lambda row: (row.agreed is not None, row.service.name))


def roles_to_call(provider: Provider, theirs: Toolkit) -> list[RoleRow]:
    """The kinds of role that a toolkit speaks of, with its words and the provider's own."""
    own = label_rows(provider)
    titles: dict[str, list[Text]] = {}
    for role in theirs.roles:
        titles.setdefault(role.kind.value, []).append(role.title)
    return [
        RoleRow(kind, tuple(titles[kind]), Text.from_mapping(own.get(kind, {})))
        for kind in DEFAULT_LABELS
        if kind in titles
    ]


def history_of(provider: Provider) -> list[Event]:
    """What was copied and taken in, the newest first."""
    with scope(provider=provider):
        rows = Event.objects.filter(provider=provider, verb__in=HISTORY).select_related("by", "undone_by")
        return list(rows.defer("before")[:SHOWN])


def _titles(items: Iterable[object]) -> tuple[Text, ...]:
    return tuple(item.title for item in items if item is not None)  # type: ignore[attr-defined]
