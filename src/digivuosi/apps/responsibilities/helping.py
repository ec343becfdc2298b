"""Who helps a teacher with what, and whom to ask when a role is vacant."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from digivuosi.apps.people.models import User
from digivuosi.domain.texts import Text


@dataclass(frozen=True)
class Kind:
    kind: str
    topic: Any
    helps_in: Any
    instead: tuple[str, ...]
    """Whom to ask when nobody has the role, in this order."""


HELP = (
    Kind(
        "technical-support",
        _("A device, an account or an app does not work"),
        _("First help with devices, accounts, apps and the classroom's equipment."),
        ("digital-team", "principal", "coordinator"),
    ),
    Kind(
        "pedagogical-support",
        _("I want to use digital tools in my teaching"),
        _("Planning lessons together, teaching side by side, trying out new tools."),
        ("digital-team", "mentor", "principal", "coordinator"),
    ),
    Kind(
        "digital-team",
        _("Ideas and wishes for the school's digital work"),
        _("Plans the school's digital year and hears what colleagues need."),
        ("principal", "mentor", "coordinator"),
    ),
    Kind(
        "mentor",
        _("Help from outside the school"),
        _("Visits the schools: training, digital talks, help for the digital team."),
        ("coordinator",),
    ),
    Kind(
        "principal",
        _("Time, money and decisions"),
        _("Decides about hours, purchases and the school's goals."),
        ("coordinator",),
    ),
    Kind(
        "coordinator",
        _("The whole municipality's digital development"),
        _("Leads the development work, the year wheel and the toolkit of the municipality."),
        (),
    ),
)


@dataclass(frozen=True)
class Helper:
    """A role with its people as the page shows it; `instead` is filled when there is nobody."""

    topic: Any
    helps_in: Any
    role: Text
    people: Sequence[User]
    instead_role: Text | None = None
    instead: Sequence[User] = ()


def helpers(people: Mapping[str, Sequence[User]], labels: Mapping[str, Text]) -> list[Helper]:
    """Who helps, role by role; a vacant role says whom to ask instead."""
    return [_helper(kind, people, labels) for kind in HELP]


def _helper(kind: Kind, people: Mapping[str, Sequence[User]], labels: Mapping[str, Text]) -> Helper:
    found = people.get(kind.kind, ())
    substitute = "" if found else next((other for other in kind.instead if people.get(other)), "")
    return Helper(
        kind.topic,
        kind.helps_in,
        labels[kind.kind],
        found,
        labels[substitute] if substitute else None,
        people.get(substitute, ()) if substitute else (),
    )
