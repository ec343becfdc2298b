"""From where the toolkit that was copied could be had: places here and on other servers that publish the same one."""

from __future__ import annotations

from dataclasses import dataclass

from digivuosi.apps.schools.models import Provider
from digivuosi.apps.sharing.models import Fork
from digivuosi.apps.sharing.queries.upstream import fetched_to_copy, open_toolkits
from digivuosi.apps.subscribing.models import Subscription
from digivuosi.apps.toolkit.queries import toolkit_in


@dataclass(frozen=True)
class Place:
    """A place where the same toolkit is published, with its newest edition there."""

    name: str
    """By which a form names it."""
    title: str
    edition: str
    source: Provider | None = None
    subscription: Subscription | None = None

    @property
    def address(self) -> str:
        return self.subscription.address if self.subscription is not None else ""


def places_of(fork: Fork) -> list[Place]:
    """Where else the copy's toolkit is: told by the toolkit's own identifier, which a copy of it does not bear."""
    here = [
        Place(f"server-{one.provider.slug}", one.provider.name, one.edition.name, source=one.provider)
        for one in open_toolkits(but=fork.provider)
        if one.provider.pk != fork.source_id and toolkit_in(one.edition).id == fork.toolkit_id
    ]
    elsewhere = [
        Place(
            f"address-{edition.subscription_id}",
            edition.subscription.publisher_name or edition.subscription.title,
            edition.name,
            subscription=edition.subscription,
        )
        for edition in fetched_to_copy(fork.provider)
        if edition.toolkit_id == fork.toolkit_id and edition.subscription_id != fork.subscription_id
    ]
    return [*here, *elsewhere]
