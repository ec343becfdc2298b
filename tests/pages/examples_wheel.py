"""What the addresses of the wheel need beside the tenant, and the plan that they show."""

from __future__ import annotations

from collections.abc import Callable

from django_scopes import scope

from digivuosi.apps.schools.models import Event
from digivuosi.apps.wheel.actions import Move, move, move_together, take
from digivuosi.apps.wheel.models import Placement
from digivuosi.domain.wheel.placing import WEEK, Place
from tests.cast import YEAR, Municipality
from tests.toolkits import give_toolkit

Example = Callable[[Municipality], dict[str, object]]
MEASURES = ("autumn-survey", "code-week", "mid-year-check", "device-inventory", "digital-talk", "hour-of-code")


def plan(town: Municipality) -> None:
    """Give the municipality a toolkit, and its first school a year with three measures, one of them moved."""
    give_toolkit(town)
    with scope(provider=town.provider, school=town.school):
        placements = [
            row
            for key in MEASURES[:3]
            for row in take(by=town.people["principal"], school=town.school, year=YEAR, measure_key=key)
        ]
        move(by=town.people["principal"], placement=placements[0], weeks=1)


def placement(town: Municipality) -> dict[str, object]:
    with scope(school=town.school):
        row = Placement.objects.order_by("pk").first()
        assert row is not None
        return {"placement": row.pk}


def moving(town: Municipality) -> dict[str, object]:
    with scope(provider=town.provider):
        row = Event.objects.filter(school=town.school, verb__startswith="placement.").order_by("-pk").first()
        assert row is not None
        return {"event": row.pk}


def moved_together(town: Municipality) -> dict[str, object]:
    """A placement that was moved with others, and the event that tells of it."""
    by = town.people["principal"]
    with scope(provider=town.provider, school=town.school):
        row = Placement.objects.order_by("pk").last()
        assert row is not None
        to = Place(row.first + WEEK, row.last + WEEK)
        moves = [Move(row.pk, (row.first, row.last), to)]
        event = move_together(by=by, school=town.school, year=YEAR, moves=moves).event
        assert event is not None
        return {"placement": row.pk, "event": event.pk}


EXAMPLES: dict[str, Example] = {
    "wheel:placement": placement,
    "wheel:move": placement,
    "wheel:status": placement,
    "wheel:give": placement,
    "wheel:note": placement,
    "wheel:remove": placement,
    "wheel:undo": moving,
    "wheel:pin": placement,
    "wheel:move_back": moved_together,
    "wheel:decline": lambda _town: {"key": MEASURES[5]},
    "wheel:withdraw": lambda _town: {"key": MEASURES[5]},
    "wheel:overview_measure": lambda _town: {"key": MEASURES[0]},
    "wheel:poster_file": lambda _town: {"kind": "svg"},
}
OWNED = {
    "wheel:placement", "wheel:move", "wheel:status", "wheel:give", "wheel:note", "wheel:remove", "wheel:undo",
    "wheel:pin", "wheel:move_back",
}  # fmt: skip
