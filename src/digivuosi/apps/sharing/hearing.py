"""What happens to schools when something happens below: their provider publishes an edition."""

from __future__ import annotations

from typing import Any

from django_scopes import scope

from digivuosi.apps.people.models import User
from digivuosi.apps.sharing.actions.queueing import ask_for_update
from digivuosi.apps.toolkit.models import Edition


def update_schools_of_edition(sender: type[Edition], *, edition: Edition, by: User | None, **_rest: Any) -> None:
    """Have the schools taken over to it; the first edition has nothing before it to go on from."""
    with scope(provider=edition.provider):
        before = Edition.objects.filter(provider=edition.provider, number__lt=edition.number).first()
    if before is not None:
        ask_for_update(by=by, old=before, new=edition)
