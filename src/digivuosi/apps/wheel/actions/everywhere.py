"""Every recommended measure on every wheel of a provider, when a toolkit is new there."""

from __future__ import annotations

from collections.abc import Callable

from django_scopes import scope

from digivuosi.apps.look.background import task
from digivuosi.apps.people.models import User
from digivuosi.apps.schools.models import Provider, School
from digivuosi.apps.wheel.actions.taking import take_all_recommended


@task()
def fill_wheels(provider_id: int, user_id: int, starts: int) -> int:
    """The background's part of starting: put every recommended measure on every school's wheel."""
    provider = Provider.objects.get(pk=provider_id)
    return place_everywhere(by=User.objects.get(pk=user_id), provider=provider, starts=starts)


def place_everywhere(
    *, by: User, provider: Provider, starts: int, told: Callable[[int, int], None] | None = None
) -> int:
    """Take all recommended measures at every unit; each unit is whole or untouched. Return the placements made.

    Run again after an interruption, it goes on where it was: what stands is left as it stands. `told` hears of the
    units done and of all.
    """
    units = list(School.objects.filter(provider=provider, is_active=True).select_related("provider"))
    made = 0
    for number, unit in enumerate(units, 1):
        with scope(provider=provider, school=unit):
            made += len(take_all_recommended(by=by, school=unit, year=starts))
        if told:
            told(number, len(units))
    return made
