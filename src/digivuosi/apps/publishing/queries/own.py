"""What the coordinator's page asks of the provider's own publishing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django_scopes import scope

from digivuosi.apps.publishing.models import OpenEdition, OpenToolkit, PublisherKey
from digivuosi.apps.publishing.sealing import CannotOpen, unseal
from digivuosi.apps.schools.models import Provider
from digivuosi.apps.toolkit.queries import current_edition
from digivuosi.domain.toolkit.signing import PublicKey


@dataclass(frozen=True)
class State:
    is_open: bool
    address: str
    """The address that the editions are signed under."""
    newest: str
    """Name of the newest edition; empty when there is none."""
    open_names: tuple[str, ...]
    """Names of the editions that anyone may have, the newest first."""
    key_id: str
    key_is_lost: bool
    """The server cannot open the key: new editions stay inside until another key is in use."""

    @property
    def is_behind(self) -> bool:
        return self.is_open and self.newest not in self.open_names


@dataclass(frozen=True)
class OwnKey:
    id: str
    made_at: datetime
    retired_at: datetime | None
    is_vouched: bool
    """Whether the key before it signed for it, or it was the first."""
    is_lost: bool


def own_state(provider: Provider) -> State:
    with scope(provider=provider):
        row = OpenToolkit.objects.filter(provider=provider).first()
        names = OpenEdition.objects.filter(provider=provider).values_list("edition__name", flat=True)
        newest, keys = current_edition(provider), own_keys(provider)
        in_use = next((one for one in keys if one.retired_at is None), None)
        return State(
            is_open=bool(row and row.is_open),
            address=row.address if row else "",
            newest=newest.name if newest else "",
            open_names=tuple(names),
            key_id=in_use.id if in_use else "",
            key_is_lost=bool(in_use and in_use.is_lost),
        )


def own_keys(provider: Provider) -> list[OwnKey]:
    """All keys, the newest first."""
    with scope(provider=provider):
        rows = list(PublisherKey.objects.filter(provider=provider).order_by("-number"))
    return [
        OwnKey(
            id=PublicKey.from_text(row.public_key).id,
            made_at=row.made_at,
            retired_at=row.retired_at,
            is_vouched=row.voucher is not None or row.number == 1,
            is_lost=row.retired_at is None and not _opens(row),
        )
        for row in rows
    ]


def _opens(row: PublisherKey) -> bool:
    try:
        unseal(row.sealed)
    except CannotOpen:
        return False
    return True
