"""A new edition of an open toolkit is open too, in the same transaction."""

from __future__ import annotations

import logging
from typing import Any

from digivuosi.apps.publishing.actions.editions import open_missing
from digivuosi.apps.publishing.actions.keys import KeyLost, key_in_use
from digivuosi.apps.publishing.actions.records import renew_records
from digivuosi.apps.publishing.models import OpenToolkit
from digivuosi.apps.toolkit.models import Edition
from digivuosi.apps.toolkit.queries import toolkit_in

log = logging.getLogger(__name__)


def open_new_edition(edition: Edition, **_rest: Any) -> None:
    provider = edition.provider
    row = OpenToolkit.objects.select_for_update().filter(provider=provider, is_open=True).first()
    if row is None:
        return
    try:
        key = key_in_use(provider)
    except KeyLost:
        # The schools must have their edition all the same; the coordinator's page says what to do.
        log.warning("an edition was not opened to others: the signing key of provider %s cannot be read", provider.pk)
        return
    open_missing(provider, row.address, key)
    renew_records(provider, toolkit_in(edition), edition.published_at)
