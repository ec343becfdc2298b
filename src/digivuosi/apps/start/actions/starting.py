"""A provider of one's own: the starter toolkit, a calendar and a list of schools, and every wheel is there."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _
from django_scopes import scope

from digivuosi.apps.people.models import User
from digivuosi.apps.schools.actions import Refused, add_school, save_calendar, start_provider
from digivuosi.apps.schools.models import Provider
from digivuosi.apps.sharing.actions import copy_toolkit
from digivuosi.apps.sharing.queries.upstream import from_provider
from digivuosi.apps.start.queries import ADDRESS, Beginning
from digivuosi.apps.subscribing.actions import follow_address
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
            _bring_toolkit(by, provider, beginning)
            for row in beginning.schools:
                add_school(
                    by=by,
                    provider=provider,
                    name=row.name,
                    languages=row.languages,
                    pupil_count=row.pupil_count,
                )
    return provider


def _bring_toolkit(by: User, provider: Provider, beginning: Beginning) -> None:
    """The starter toolkit or another municipality's, published; one from elsewhere comes when it has been fetched."""
    if beginning.source == ADDRESS:
        follow_address(by=by, provider=provider, address=beginning.address)
        return
    if not beginning.begins_at_once:
        return
    if beginning.copied_here:
        upstream = from_provider(beginning.copied_here)
        if upstream is None:
            raise Refused(_("This toolkit is not there to be copied. Choose another one."))
        copy_toolkit(by=by, provider=provider, upstream=upstream)
    else:
        start_from(by=by, provider=provider, package=read_package(Path(settings.STARTER_DIR)))
    publish(by=by, provider=provider, name=f"{beginning.calendar.starts}-1")
