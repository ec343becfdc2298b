"""Where a person belongs, and how far a new municipality has come."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import QuerySet
from django_scopes import scope

from digivuosi.apps.people.models import User
from digivuosi.apps.schools.models import Membership, MembershipKind, Provider, School
from digivuosi.apps.wheel.models import Placement
from digivuosi.domain.schoolyear.calendar import SchoolYear

STARTER, HERE, ADDRESS, FILE = "starter", "here-", "address", "file"


@dataclass(frozen=True)
class SchoolRow:
    """A school as it was written in the list."""

    name: str
    pupil_count: int | None = None
    languages: str = "fi"


@dataclass(frozen=True)
class Beginning:
    """What a coordinator tells of the municipality."""

    name: str
    slug: str
    language: str
    calendar: SchoolYear
    schools: tuple[SchoolRow, ...]
    contact: str = ""
    source: str = STARTER
    """What the toolkit begins from: STARTER, HERE with a provider's address on this server, ADDRESS or FILE."""
    address: str = ""
    """Of a toolkit on another server."""

    @property
    def copied_here(self) -> str:
        """Whose toolkit on this server is copied; empty for none."""
        return self.source.removeprefix(HERE) if self.source.startswith(HERE) else ""

    @property
    def begins_at_once(self) -> bool:
        """Whether the toolkit is at hand; one from an address or a file comes later."""
        return self.source not in (ADDRESS, FILE)


@dataclass(frozen=True)
class Home:
    """A provider that a person belongs to, with their schools there."""

    provider: Provider
    is_coordinator: bool
    schools: tuple[School, ...]


def homes_of(user: User) -> list[Home]:
    """The providers and schools of a person, in the order of their names."""
    homes: dict[int, list[Membership]] = {}
    for row in _memberships().filter(user=user).order_by("provider__name", "school__name"):
        homes.setdefault(row.provider_id, []).append(row)
    return [
        Home(
            provider=rows[0].provider,
            is_coordinator=any(row.kind == MembershipKind.COORDINATOR for row in rows),
            schools=tuple({row.school.pk: row.school for row in rows if row.school and row.school.is_active}.values()),
        )
        for rows in homes.values()
    ]


def provider_slugs() -> set[str]:
    return set(Provider.objects.values_list("slug", flat=True))


@dataclass(frozen=True)
class Filling:
    """How many units of a provider have their wheel filled."""

    done: int
    total: int

    @property
    def is_ready(self) -> bool:
        return self.done >= self.total


def filling_of(provider: Provider, starts: int) -> Filling:
    units = School.objects.filter(provider=provider, is_active=True)
    with scope(school=list(units)):
        done = Placement.objects.filter(year=starts).values("school").distinct().count()
    return Filling(done, units.count())


def _memberships() -> QuerySet[Membership]:
    return Membership.objects.select_related("user", "provider", "school")
