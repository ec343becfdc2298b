"""A provider of one's own: the starter toolkit, a calendar and a list of schools, and every wheel is there."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django_scopes import scope

from digivuosi.apps.look.background import task
from digivuosi.apps.people.models import User
from digivuosi.apps.schools.actions import add_school, save_calendar, start_provider
from digivuosi.apps.schools.models import Provider, School
from digivuosi.apps.start.queries import Beginning
from digivuosi.apps.toolkit.actions import publish, start_from
from digivuosi.apps.wheel.actions import take_all_recommended
from digivuosi.domain.toolkit.package import read_package


def begin(*, by: User, beginning: Beginning, is_demo: bool = False) -> Provider:
    """Start the provider whole, or nothing of it; its wheels are then filled in the background."""
    with transaction.atomic():
        provider = start_provider(
            by=by,
            name=beginning.name,
            slug=beginning.slug,
            language=beginning.language,
            contact=beginning.contact,
            is_demo=is_demo,
        )
        with scope(provider=provider):
            save_calendar(by=by, provider=provider, year=beginning.calendar)
            start_from(by=by, provider=provider, package=read_package(Path(settings.STARTER_DIR)))
            publish(by=by, provider=provider, name=f"{beginning.calendar.starts}-1")
            for row in beginning.schools:
                add_school(
                    by=by,
                    provider=provider,
                    name=row.name,
                    languages=row.languages,
                    pupil_count=row.pupil_count,
                )
    return provider


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
