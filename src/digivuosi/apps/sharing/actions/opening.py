"""Whether others on this server may copy, and on which services there is a contract here."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from django_scopes import scope

from digivuosi.apps.look import clock
from digivuosi.apps.people.models import User
from digivuosi.apps.schools.actions import Refused
from digivuosi.apps.schools.events import record
from digivuosi.apps.schools.models import Provider
from digivuosi.apps.sharing.models import AgreedService, SharedToolkit
from digivuosi.apps.sharing.queries.forks import services_to_agree


def open_toolkit(*, by: User, provider: Provider) -> None:
    """Let the others on this server copy the published editions."""
    with transaction.atomic(), scope(provider=provider):
        row, is_new = SharedToolkit.objects.get_or_create(provider=provider, defaults={"opened_at": clock.now()})
        if is_new:
            record(by=by, provider=provider, verb="toolkit.open", about=row, title=provider.name)


def close_toolkit(*, by: User, provider: Provider) -> None:
    """Let nobody copy any more; copies stay, and get no further editions from here."""
    with transaction.atomic(), scope(provider=provider):
        row = SharedToolkit.objects.filter(provider=provider).first()
        if row is not None:
            record(by=by, provider=provider, verb="toolkit.close", about=row, title=provider.name)
            row.delete()


def agree_service(*, by: User, provider: Provider, host: str) -> None:
    """Say that the provider has made its own contract on a service, or needs none."""
    with transaction.atomic(), scope(provider=provider):
        if host not in {row.service.name for row in services_to_agree(provider)}:
            raise Refused(_("The toolkit does not name this service any more."))
        row, is_new = AgreedService.objects.get_or_create(
            provider=provider, host=host, defaults={"by": by, "agreed_at": clock.now()}
        )
        if is_new:
            record(by=by, provider=provider, verb="service.agree", about=row, title=host)


def disagree_service(*, by: User, provider: Provider, host: str) -> None:
    """Take that back: the service is flagged again."""
    with transaction.atomic(), scope(provider=provider):
        row = AgreedService.objects.filter(provider=provider, host=host).first()
        if row is not None:
            record(by=by, provider=provider, verb="service.disagree", about=row, title=host)
            row.delete()
