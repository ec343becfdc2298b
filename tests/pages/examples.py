"""What the addresses need beside the tenant, and how a municipality grows.

A new page adds its line here, or in the file of its app beside this one.
"""

from __future__ import annotations

from collections.abc import Callable

from django_scopes import scope

from digivuosi.apps.feeds.actions import make_address
from digivuosi.apps.feeds.models import FeedAddress
from digivuosi.apps.people.actions import make_user
from digivuosi.apps.responsibilities.actions import name_holder
from digivuosi.apps.responsibilities.models import RoleHolder
from digivuosi.apps.schools.actions import add_member, add_school
from digivuosi.apps.schools.models import Event, Membership
from digivuosi.apps.timing.actions import add_absence
from digivuosi.apps.toolkit.queries import toolkit_of
from digivuosi.apps.wheel.actions import take
from tests.cast import YEAR, Municipality
from tests.toolkits import EDITION

from . import examples_needs, examples_networks, examples_timing, examples_toolkit, examples_wheel
from .examples_toolkit import MATERIAL
from .examples_wheel import MEASURES

Example = Callable[[Municipality], dict[str, object]]


def membership(town: Municipality) -> dict[str, object]:
    return {"pk": Membership.objects.get(provider=town.provider, kind="teacher").pk}


def event(town: Municipality) -> dict[str, object]:
    with scope(provider=town.provider):
        row = Event.objects.filter(school=town.school).order_by("pk").first()
        assert row is not None
        return {"pk": row.pk}


def holder(town: Municipality) -> dict[str, object]:
    with scope(school=town.school):
        return {"pk": RoleHolder.objects.get(kind="principal").pk}


def unit(town: Municipality) -> dict[str, object]:
    return {"unit": town.other_school.slug}


def spreadsheet(_town: Municipality) -> dict[str, object]:
    return {"kind": "xlsx"}


def feed(town: Municipality) -> dict[str, object]:
    with scope(school=town.school, provider=town.provider):
        row = FeedAddress.objects.first()
        if row is None:
            by = town.people["principal"]
            row, _secret = make_address(by=by, school=town.school, scope="school", kind="", language="fi")
        return {"address": row.pk}


EXAMPLES: dict[str, Example] = {
    **examples_networks.EXAMPLES,
    **examples_needs.EXAMPLES,
    **examples_timing.EXAMPLES,
    **examples_toolkit.EXAMPLES,
    **examples_wheel.EXAMPLES,
    "look:sample-error": lambda _town: {"status": 404},
    "publishing:measure": lambda _town: {"key": MEASURES[0]},
    "publishing:material": lambda _town: {"key": MATERIAL},
    "publishing:file": lambda _town: {"key": MATERIAL},
    "publishing:statement": lambda _town: {"edition": EDITION},
    "publishing:package": lambda _town: {"edition": EDITION},
    "feeds:revoke": feed,
    "feeds:read": lambda _town: {"token": "no-such-token-" + "x" * 30},
    "schools:change": unit,
    "schools:close": unit,
    "schools:open": unit,
    "schools:import_template": spreadsheet,
    "schools:download_schools": spreadsheet,
    "schools:download_people": spreadsheet,
    "schools:member": membership,
    "schools:member_remove": membership,
    "schools:member_resend": membership,
    "schools:school_member": membership,
    "schools:school_member_remove": membership,
    "schools:school_member_resend": membership,
    "schools:undo": event,
    "schools:provider_undo": event,
    "schools:join": lambda _town: {"secret": "no-such-secret"},
    "people:use_link": lambda _town: {"secret": "no-such-secret"},
    "account_confirm_email": lambda _town: {"key": "no-such-key"},
    "account_reset_password_from_key": lambda _town: {"uidb36": "zz", "key": "no-such-key"},
    "responsibilities:remove": holder,
    "responsibilities:import_template": spreadsheet,
}
OWNED = {
    *examples_networks.OWNED,
    *examples_needs.OWNED,
    *examples_timing.OWNED,
    *examples_wheel.OWNED,
    "schools:change", "schools:close", "schools:open", "schools:member", "schools:member_remove",
    "schools:member_resend", "schools:school_member", "schools:school_member_remove", "schools:school_member_resend",
    "schools:undo", "schools:provider_undo", "responsibilities:remove", "feeds:revoke",
}  # fmt: skip
"""Addresses whose own argument names a row of a tenant; with another tenant's row they must not be found."""

PARTS_ONLY = {
    "look:sample-progress",
    "toolkit:preview_time",
    "timing:progress",
    "timing:provider_progress",
    "timing:city_count",
    "sharing:schools_progress",
}
"""Addresses that answer with a part of a page whoever asks."""


def grow(town: Municipality, number: int) -> None:
    """One more of everything that pages list: a school, a person with roles there and at the first school."""
    by = town.people["coordinator"]
    school = add_school(by=by, provider=town.provider, name=f"Uusi koulu {number}")
    user = make_user(email=f"uusi{number}@{town.provider.slug}.example", name=f"Uusi {number}", language="fi")
    for place in (school, town.school):
        for kind in ("team", "mentor"):
            add_member(by=by, provider=town.provider, user=user, kind=kind, school=place)
        for kind in ("digital-team", "mentor", "technical-support"):
            name_holder(by=by, school=place, year=YEAR, kind=kind, user=user)
    examples_networks.grow(town, number)
    add_absence(by=by, provider=town.provider, user=user, from_week="2026-W50", to_week="2026-W51", kind="away")
    if toolkit_of(town.provider) is not None:
        for place, key in ((town.school, MEASURES[2 + number]), (school, MEASURES[0])):
            with scope(provider=town.provider, school=place):
                take(by=by, school=place, year=YEAR, measure_key=key)
