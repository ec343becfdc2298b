"""A school's year to test with: every recommended measure of the starter toolkit in its place."""

from __future__ import annotations

from contextlib import AbstractContextManager

from django_scopes import scope

from digivuosi.apps.schools.models import School
from digivuosi.apps.wheel.actions import take_all_recommended
from digivuosi.apps.wheel.models import Placement
from tests.cast import YEAR, Municipality
from tests.snapshots import once


def inside(town: Municipality, school: School | None = None) -> AbstractContextManager[None]:
    """The scope that a view of this school runs in."""
    return scope(provider=town.provider, school=school or town.school)  # type: ignore[no-any-return]


def fill(town: Municipality, school: School | None = None) -> list[Placement]:
    """Take everything recommended to a school (the first one unless said)."""
    unit = school or town.school
    with inside(town, unit):
        return take_all_recommended(by=town.people["coordinator"], school=unit, year=YEAR)


def filled(town: Municipality, school: School | None = None) -> Municipality:
    """Kuusela with its toolkit and the year of one school, made once; only where nothing else was done before."""
    unit = school or town.school
    once(f"filled-{town.provider.slug}-{unit.slug}", lambda: fill(town, unit))
    return town


def placed(town: Municipality, key: str, school: School | None = None) -> Placement:
    """The first placement of a measure."""
    unit = school or town.school
    with inside(town, unit):
        found = Placement.objects.filter(school=unit, year=YEAR, measure_key=key).select_related("school").first()
    assert found is not None
    return found
