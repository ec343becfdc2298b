"""What harvesters are told of: kept in step with the edition that anyone may read."""

from __future__ import annotations

from datetime import datetime

from digivuosi.apps.look import clock
from digivuosi.apps.publishing.models import OpenRecord
from digivuosi.apps.schools.models import Provider
from digivuosi.apps.schools.tenant import guard_all
from digivuosi.domain.publishing.resources import Places, resources_of
from digivuosi.domain.toolkit.toolkit import Toolkit

_NOWHERE = Places("", str, str)
"""Fingerprints are of keys, not of addresses."""


def renew_records(provider: Provider, toolkit: Toolkit, published: datetime) -> None:
    """Note what is new, changed or gone; call it in a transaction, in the provider's scope."""
    now = _whole_second()
    there = {(row.kind, row.key): row for row in OpenRecord.objects.filter(provider=provider)}
    added, changed = [], []
    for resource in resources_of(toolkit, _NOWHERE, published):
        row = there.pop((resource.kind.value, resource.key), None)
        if row is None:
            row = OpenRecord(provider=provider, kind=resource.kind.value, key=resource.key)
            added.append(row)
        elif row.fingerprint == resource.fingerprint and not row.is_gone:
            continue
        else:
            changed.append(row)
        row.fingerprint, row.changed_at, row.is_gone = resource.fingerprint, now, False
    for row in there.values():
        if not row.is_gone:
            row.is_gone, row.changed_at = True, now
            changed.append(row)
    _write(added, changed)


def forget_records(provider: Provider) -> None:
    """Tell that everything is gone."""
    rows = list(OpenRecord.objects.filter(provider=provider, is_gone=False))
    for row in rows:
        row.is_gone, row.changed_at = True, _whole_second()
    _write([], rows)


def _write(added: list[OpenRecord], changed: list[OpenRecord]) -> None:
    guard_all([*added, *changed])
    OpenRecord.objects.bulk_create(added)
    OpenRecord.objects.bulk_update(changed, ["fingerprint", "changed_at", "is_gone"], batch_size=200)


def _whole_second() -> datetime:
    return clock.now().replace(microsecond=0)
