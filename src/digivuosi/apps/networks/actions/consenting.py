from __future__ import annotations

from django.db import transaction
from django_scopes import scope

from digivuosi.apps.networks.models import LineageConsent
from digivuosi.apps.people.models import User
from digivuosi.apps.schools.events import record
from digivuosi.apps.schools.models import Provider


def set_consent(*, by: User, provider: Provider, tells: bool, shows: bool) -> None:
    """Choose whether to stand on the map of those whose toolkit one copied, and whether one's own map is public."""
    with transaction.atomic(), scope(provider=provider):
        row, _is_new = LineageConsent.objects.select_for_update().get_or_create(provider=provider)
        before, after = {"tells": row.tells, "shows": row.shows}, {"tells": tells, "shows": shows}
        if before == after:
            return
        row.tells, row.shows = tells, shows
        row.save()
        record(by=by, provider=provider, verb="lineage.consent", about=row, before=before, after=after)
