"""A provider of one's own: the starter toolkit, a calendar and a list of schools, and every wheel is there."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings
from django.db import transaction
from django_scopes import scope

from digivuosi.apps.people.models import User
from digivuosi.apps.schools.actions import add_school, save_calendar, start_provider
from digivuosi.apps.schools.models import Provider
from digivuosi.apps.start.queries import Beginning
from digivuosi.apps.toolkit.actions import publish, start_from
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
