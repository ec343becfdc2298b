"""What the members of a network see of each other: only what each has published."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django_scopes import scope, scopes_disabled

from digivuosi.apps.networks.models import Network, NetworkMember
from digivuosi.apps.publishing.models import OpenToolkit
from digivuosi.apps.schools.models import Provider, School
from digivuosi.apps.toolkit.models import Edition
from digivuosi.apps.toolkit.queries import toolkit_in, toolkit_of
from digivuosi.domain.toolkit.toolkit import Lesson, Measure, Toolkit

MOST_LESSONS = 100


@dataclass(frozen=True)
class MemberRow:
    """A provider of the network."""

    provider: Provider
    has_joined: bool
    edition: Edition | None = None
    """The newest one, without its document."""
    is_open: bool = False
    """Whether its toolkit is open to anyone, at its public page."""
    wheels: Sequence[School] = ()
    """Schools whose wheels are published."""


def memberships_of(provider: Provider) -> list[NetworkMember]:
    """The networks that the provider is in, and those that have invited it."""
    with scope(provider=provider):
        rows = NetworkMember.objects.filter(provider=provider).select_related("network", "invited_by")
        return list(rows.order_by("joined_at", "network__name"))


def membership_in(provider: Provider, pk: int) -> NetworkMember | None:
    """The provider's membership, or its invitation that waits; None for others: to them the network is not there."""
    with scope(provider=provider):
        rows = NetworkMember.objects.filter(provider=provider, network=pk)
        return rows.select_related("network", "invited_by").first()


def is_last_member(row: NetworkMember) -> bool:
    """Whether the network goes away when this member leaves it."""
    if row.joined_at is None:
        return False
    with scopes_disabled():
        others = NetworkMember.objects.filter(network=row.network_id, joined_at__isnull=False).exclude(pk=row.pk)
        return not others.exists()


def members_of(network: Network) -> list[MemberRow]:
    """All members by name, in a fixed number of queries."""
    with scopes_disabled():
        rows = list(NetworkMember.objects.filter(network=network).select_related("provider"))
        ids = [row.provider_id for row in rows if row.joined_at is not None]
        editions = Edition.objects.filter(provider__in=ids).defer("document").order_by("number")
        newest = {edition.provider_id: edition for edition in editions}
        opened = set(OpenToolkit.objects.filter(provider__in=ids, is_open=True).values_list("provider_id", flat=True))
    wheels: dict[int, list[School]] = {}
    for school in School.objects.filter(provider__in=ids, is_active=True, is_wheel_public=True).order_by("name"):
        wheels.setdefault(school.provider_id, []).append(school)
    found = [
        MemberRow(
            row.provider,
            row.joined_at is not None,
            newest.get(row.provider_id),
            row.provider_id in opened,
            tuple(wheels.get(row.provider_id, ())),
        )
        for row in rows
    ]
    return sorted(found, key=lambda one: one.provider.name.casefold())


@dataclass(frozen=True)
class Practice:
    """A lesson of a member, with its measure."""

    provider: Provider
    toolkit: Toolkit
    measure: Measure
    lesson: Lesson


def practices_of(members: Sequence[MemberRow]) -> list[Practice]:
    """What the members have learnt and published, the newest first, each once however many copies carry it."""
    found: dict[tuple[str, Lesson], Practice] = {}
    for member in members:
        toolkit = toolkit_in(member.edition) if member.edition else None
        for measure in toolkit.measures if toolkit else ():
            for lesson in measure.learnt:
                assert toolkit is not None  # noqa: S101  (the loop is over its measures)
                found.setdefault((measure.key, lesson), Practice(member.provider, toolkit, measure, lesson))
    order = sorted(found.values(), key=lambda one: (one.lesson.year, one.lesson.author), reverse=True)
    return order[:MOST_LESSONS]


def member_toolkit(network: Network, slug: str) -> tuple[Provider, Toolkit] | None:
    """The published toolkit of a member; None for anyone else."""
    with scopes_disabled():
        row = (
            NetworkMember.objects.filter(network=network, provider__slug=slug, joined_at__isnull=False)
            .select_related("provider")
            .first()
        )
    toolkit = toolkit_of(row.provider) if row else None
    return (row.provider, toolkit) if row and toolkit else None
