"""What other servers publish (sources), and what providers follow there (subscriptions)."""

from digivuosi.apps.subscribing.queries.sources import (
    Source,
    VerifiedEdition,
    fetch_edition,
    published_key,
    read_source,
)
from digivuosi.apps.subscribing.queries.subscriptions import (
    fetched_edition,
    fetched_editions,
    package_of_fetched,
    subscription_in,
    subscriptions_of,
)

__all__ = [
    "Source",
    "VerifiedEdition",
    "fetch_edition",
    "fetched_edition",
    "fetched_editions",
    "package_of_fetched",
    "published_key",
    "read_source",
    "subscription_in",
    "subscriptions_of",
]
