"""What one Digivuosi publishes, another one reads: the very answers of the public pages, over a real connection."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from digivuosi.apps.publishing.actions import publish_openly, replace_key
from digivuosi.apps.subscribing.actions import follow_address, poll
from digivuosi.apps.subscribing.models import Subscription
from digivuosi.apps.subscribing.queries import fetched_editions, package_of_fetched, subscription_in
from tests.cast import Municipality
from tests.opened import next_edition

from .servers import Place

NO_SECOND = pytest.mark.one_database(
    "test_a_new_edition_is_kept_and_told stores the same on both; this asks that both ends speak alike"
)

pytestmark = [pytest.mark.django_db, pytest.mark.allow_hosts(["127.0.0.1"])]
FEED = "/open/kuusela/editions.atom"


def show(place: Place) -> None:
    """Put the public answers of this server on the other one."""
    client = Client(headers={"host": f"127.0.0.1:{place.port}"})
    feed = client.get(FEED)
    assert feed.status_code == 200
    linked = re.findall(r'href="([^"]*(?:\.json|\.zip))"', feed.content.decode())
    paths = {re.sub(r"^https?://[^/]+", "", one) for one in linked} | {
        FEED,
        "/open/kuusela/",
        "/open/kuusela/keys.json",
    }
    assert len(paths) >= 5
    for path in paths:
        answer = client.get(path)
        assert answer.status_code == 200, path
        place.gives(path, b"".join(answer) if answer.streaming else answer.content, Content_Type=answer["Content-Type"])


def again(row: Subscription) -> Subscription:
    found = subscription_in(row.provider, row.pk)
    assert found is not None
    return found


@NO_SECOND
def test_editions_and_a_handed_over_key_come_across(
    with_toolkit: Municipality, lahela: Municipality, place: Place, settings: Settings
) -> None:
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}}
    by, provider = with_toolkit.people["coordinator"], with_toolkit.provider
    publish_openly(by=by, provider=provider, address=f"{place.origin}/open/kuusela/")
    show(place)
    page = place.origin + reverse("publishing:front", kwargs={"provider": "kuusela"})
    row = follow_address(by=lahela.people["coordinator"], provider=lahela.provider, address=page)
    assert poll(row.pk) == "new"
    assert again(row).address == place.origin + FEED
    first = again(row).trusted_key
    replace_key(by=by, provider=provider)
    next_edition(with_toolkit)
    show(place)
    assert poll(row.pk) == "new"
    assert again(row).trusted_key != first
    newest = fetched_editions(lahela.provider)[0]
    assert (newest.name, newest.number) == ("2026-2", 2)
    assert package_of_fetched(newest).toolkit.edition == "2026-2"
