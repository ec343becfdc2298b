"""A placement's state as the log keeps it: enough to show what changed and to bring it back."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from digivuosi.apps.people.models import User
from digivuosi.apps.schools.events import record
from digivuosi.apps.schools.models import Event
from digivuosi.apps.toolkit.queries import toolkit_for_school
from digivuosi.apps.wheel.models import Placement


def state_of(placement: Placement) -> dict[str, Any]:
    """Return the whole state of a placement in JSON's own kinds."""
    return {**state_of_new(placement), "holders": sorted(placement.holders.values_list("pk", flat=True))}


def state_of_new(placement: Placement) -> dict[str, Any]:
    """The state of a placement that nobody was given yet: no query, so that many can be told of at once."""
    return {
        "year": placement.year,
        "measure_key": placement.measure_key,
        "occurrence": placement.occurrence,
        "first": placement.first.isoformat(),
        "last": placement.last.isoformat(),
        "status": placement.status,
        "note": placement.note,
        "is_pinned": placement.is_pinned,
        "holders": [],
    }


def write_state(placement: Placement, state: dict[str, Any]) -> None:
    """Put a kept state back and save it."""
    for name in ("year", "measure_key", "occurrence", "status", "note"):
        setattr(placement, name, state[name])
    placement.is_pinned = state.get("is_pinned", False)  # events of before there were locks do not tell
    placement.first = date.fromisoformat(state["first"])
    placement.last = date.fromisoformat(state["last"])
    placement.save()
    placement.holders.set(User.objects.filter(pk__in=state["holders"], is_active=True))


def write_days(placement: Placement, state: Mapping[str, Any]) -> None:
    """Put only the days of a kept state back and save them."""
    placement.first = date.fromisoformat(state["first"])
    placement.last = date.fromisoformat(state["last"])
    placement.save()


def title_of(placement: Placement) -> str:
    """The measure's title in the provider's language, for the log."""
    toolkit = toolkit_for_school(placement.school)
    measure = toolkit.measure(placement.measure_key) if toolkit else None
    return measure.title.get(placement.school.provider.language) if measure else placement.measure_key


def tell(
    verb: str,
    placement: Placement,
    *,
    by: User,
    before: dict[str, Any] | None,
    after: dict[str, Any] | None,
    undoes: Event | None = None,
    title: str = "",
) -> Event:
    """Write the event of a change of one placement."""
    return record(
        by=by,
        provider=placement.school.provider,
        school=placement.school,
        verb=verb,
        about=("placement", placement.pk),
        title=title or title_of(placement),
        before=before,
        after=after,
        undoes=undoes,
    )
