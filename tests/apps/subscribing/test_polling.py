"""Sources are looked at by the background: politely, once each, and nothing that went wrong loses what was there."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.urls import reverse
from django_scopes import scope
from pytest_django import Settings

from digivuosi.apps.look import clock
from digivuosi.apps.look.periodic import Periodic, registered
from digivuosi.apps.schools.actions import Refused
from digivuosi.apps.schools.models import Event
from digivuosi.apps.start.ticking import Ticker
from digivuosi.apps.subscribing.actions import follow_address, look_now, poll, poll_due, stop_following
from digivuosi.apps.subscribing.actions.following import key_id, trust_offered_key
from digivuosi.apps.subscribing.models import FetchedEdition, Subscription
from digivuosi.apps.subscribing.queries import fetched_editions, package_of_fetched, subscriptions_of
from tests.cast import Municipality, Someone

from .publishers import BASE, Publisher, package_bytes

NO_SECOND = pytest.mark.one_database(
    "test_other_content_under_the_number_of_an_edition_that_came_is_told writes the same rows on both"
)

pytestmark = [pytest.mark.django_db, pytest.mark.allow_hosts(["127.0.0.1"])]
NOW = datetime(2026, 10, 6, 9, 0, tzinfo=UTC)


class Clock:
    def __init__(self) -> None:
        self.time = NOW

    def __call__(self) -> datetime:
        return self.time


@pytest.fixture
def hands(monkeypatch: pytest.MonkeyPatch, settings: Settings) -> Clock:
    """The clock, and a queue that nobody works on: tests look by themselves."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}}
    made = Clock()
    monkeypatch.setattr(clock, "now", made)
    return made


@pytest.fixture
def followed(lahela: Municipality, publisher: Publisher, hands: Clock) -> Subscription:
    """Lähelä follows the publisher; nobody has looked yet."""
    return follow_address(by=lahela.people["coordinator"], provider=lahela.provider, address=publisher.address)


def again(row: Subscription) -> Subscription:
    with scope(provider=row.provider):
        return Subscription.objects.get(pk=row.pk)


def test_a_new_edition_is_kept_and_told(followed: Subscription, publisher: Publisher) -> None:
    assert followed.is_busy
    assert poll(followed.pk) == "new"
    row = again(followed)
    assert (row.seen_number, row.failures, row.problem, row.is_busy) == (1, 0, {}, False)
    assert row.trusted_key == publisher.keys[0].public.to_text()
    assert (row.publisher, row.publisher_name) == (publisher.page, "Kuusela")
    (edition,) = fetched_editions(row.provider)
    assert package_of_fetched(edition).toolkit.edition == "2026-1"
    with scope(provider=row.provider):
        assert Event.objects.filter(verb="source.edition", about_id=edition.pk).exists()


def test_it_is_asked_at_most_once_a_day_and_says_what_it_has(
    followed: Subscription, publisher: Publisher, hands: Clock
) -> None:
    poll(followed.pk)
    asked = len(publisher.place.asked)
    hands.time += timedelta(hours=23, minutes=59)
    assert poll_due() == 0
    hands.time += timedelta(hours=8)
    assert poll_due() == 1
    assert poll(followed.pk) == "unchanged"
    assert len(publisher.place.asked) == asked + 1
    assert publisher.place.asked[-1][2]["If-None-Match"]


def test_many_workers_put_it_on_the_queue_once(followed: Subscription) -> None:
    assert [poll_due(), poll_due(), poll_due()] == [1, 0, 0]


def test_two_workers_do_not_look_at_the_same_time(
    followed: Subscription, publisher: Publisher, hands: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """While one is at it, another leaves it; when the first has died, it is taken up again."""
    with scope(provider=followed.provider):
        Subscription.objects.filter(pk=followed.pk).update(claimed_at=NOW)
    assert poll(followed.pk) == "busy"
    assert publisher.place.asked == []
    hands.time += timedelta(minutes=16)
    assert poll(followed.pk) == "new"


def test_trouble_is_told_and_waits_grow(followed: Subscription, publisher: Publisher, hands: Clock) -> None:
    poll(followed.pk)
    publisher.place.gives(f"{BASE}/editions.atom", b"", 500)
    waits = []
    for times in range(1, 13):
        assert poll(followed.pk) == "error"
        row = again(followed)
        assert row.failures == times
        assert set(row.problem["words"]) == {"fi", "sv", "en"}
        waits.append((row.next_at - hands.time) / timedelta(hours=1))
        hands.time = row.next_at
    assert 0.8 <= waits[0] <= 1.2
    assert all(0.8 * 2**n <= wait <= 1.2 * 2**n for n, wait in enumerate(waits[:7]))
    assert max(waits) <= 1.2 * 7 * 24
    assert len(fetched_editions(followed.provider)) == 1
    publisher.show()
    assert poll(followed.pk) in {"unchanged", "nothing-new"}
    assert (again(followed).failures, again(followed).problem) == (0, {})


def test_a_busy_server_is_left_in_peace_for_as_long_as_it_asks(
    followed: Subscription, publisher: Publisher, hands: Clock
) -> None:
    publisher.place.gives(f"{BASE}/editions.atom", b"", 429, Retry_After=str(5 * 24 * 3600))
    assert poll(followed.pk) == "busy"
    assert again(followed).next_at >= hands.time + timedelta(days=5)


@NO_SECOND
def test_a_feed_played_back_is_refused_and_the_newer_edition_stays(
    followed: Subscription, publisher: Publisher
) -> None:
    publisher.publish("2026-2", 2)
    poll(followed.pk)
    del publisher.editions["2026-2"]
    publisher.show()
    assert poll(followed.pk) == "replayed"
    assert [one.number for one in fetched_editions(followed.provider)] == [2]


def test_other_content_under_the_number_of_an_edition_that_came_is_told(
    followed: Subscription, publisher: Publisher
) -> None:
    assert poll(followed.pk) == "new"
    (kept,) = fetched_editions(followed.provider)
    publisher.publish("2026-1", 1, package_bytes("2026-1", days=9))
    with scope(provider=followed.provider):
        Subscription.objects.update(etag="", modified="")
    assert poll(followed.pk) == "changed"
    (still,) = fetched_editions(followed.provider)
    assert still.content_hash == kept.content_hash
    assert "2026-1" in again(followed).problem["words"]["fi"]


@NO_SECOND
def test_a_key_is_pinned_and_follows_its_heir(followed: Subscription, publisher: Publisher) -> None:
    poll(followed.pk)
    publisher.rotate()
    publisher.publish("2026-2", 2)
    assert poll(followed.pk) == "new"
    assert again(followed).trusted_key == publisher.keys[-1].public.to_text()


def test_a_strange_key_waits_for_a_person(followed: Subscription, publisher: Publisher, lahela: Municipality) -> None:
    poll(followed.pk)
    publisher.rotate()
    publisher.vouchers.clear()
    publisher.publish("2026-2", 2)
    assert poll(followed.pk) == "new-key"
    row = again(followed)
    assert len(fetched_editions(row.provider)) == 1
    offered = publisher.keys[-1].public.to_text()
    assert row.offered_key == offered
    by = lahela.people["coordinator"]
    with pytest.raises(Refused):
        trust_offered_key(by=by, subscription=row, key="0" * 16)
    page = reverse("subscribing:trust_key", kwargs={"provider": lahela.provider.slug, "source": row.pk})
    assert Someone(lahela.people["principal"]).post(page, {"key": key_id(offered)}).status_code == 403
    assert Someone(by).post(page, {"key": "0" * 16}).status_code == 302
    assert again(followed).offered_key == offered
    assert Someone(by).post(page, {"key": key_id(offered)}).status_code == 302
    assert again(followed).trusted_key == offered
    assert poll(followed.pk) == "new"


def test_only_the_newest_few_editions_are_kept(
    followed: Subscription, publisher: Publisher, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("digivuosi.apps.subscribing.actions.polling.MOST_KEPT", 2)
    for number in range(2, 6):
        publisher.publish(f"2026-{number}", number)
        assert poll(followed.pk) == "new"
    assert [one.number for one in fetched_editions(followed.provider)] == [5, 4]


def test_following_twice_asking_at_once_and_stopping(
    followed: Subscription, publisher: Publisher, lahela: Municipality, hands: Clock
) -> None:
    by = lahela.people["coordinator"]
    with pytest.raises(Refused):
        follow_address(by=by, provider=lahela.provider, address=publisher.address)
    poll(followed.pk)
    with pytest.raises(Refused):
        look_now(by=by, subscription=again(followed))
    hands.time += timedelta(minutes=2)
    look_now(by=by, subscription=again(followed))
    stop_following(by=by, subscription=again(followed))
    assert subscriptions_of(lahela.provider) == []
    with scope(provider=lahela.provider):
        assert not FetchedEdition.objects.exists()


def test_it_is_stopped_from_its_page(followed: Subscription, lahela: Municipality) -> None:
    coordinator, stranger = Someone(lahela.people["coordinator"]), Someone(lahela.people["principal"])
    url = reverse("subscribing:stop", kwargs={"provider": lahela.provider.slug, "source": followed.pk})
    assert stranger.post(url).status_code == 403
    assert coordinator.get(url).status_code == 200
    assert subscriptions_of(lahela.provider) == [followed]
    assert coordinator.post(url).status_code == 302
    assert subscriptions_of(lahela.provider) == []
    assert coordinator.post(url).status_code == 404


def test_one_that_is_stopped_while_it_is_looked_at_stays_stopped(
    followed: Subscription, publisher: Publisher, monkeypatch: pytest.MonkeyPatch
) -> None:
    from digivuosi.apps.subscribing.actions import polling

    real = polling.read_source

    def stopped_meanwhile(address: str, **more: str) -> object:
        source = real(address, **more)
        with scope(provider=followed.provider):
            Subscription.objects.filter(pk=followed.pk).delete()
        return source

    monkeypatch.setattr(polling, "read_source", stopped_meanwhile)
    assert poll(followed.pk) == "stopped"
    assert subscriptions_of(followed.provider) == []


def test_an_address_that_is_found_to_be_followed_already_is_left_as_it_was(
    followed: Subscription, publisher: Publisher, lahela: Municipality
) -> None:
    poll(followed.pk)
    head = '<html><head><link rel="alternate" type="application/atom+xml" href="editions.atom"></head></html>'
    publisher.place.gives(f"{BASE}/", head.encode(), Content_Type="text/html")
    other = follow_address(by=lahela.people["coordinator"], provider=lahela.provider, address=publisher.page)
    assert poll(other.pk) == "new"
    assert again(other).address == publisher.page


def test_the_command_looks_at_what_is_due(followed: Subscription, publisher: Publisher) -> None:
    out = StringIO()
    call_command("subscriptions", "poll", stdout=out)
    assert f"source {followed.pk}: new" in out.getvalue()
    out = StringIO()
    call_command("subscriptions", "poll", stdout=out)
    assert out.getvalue() == "0 looked at, 0 with problems\n"
    publisher.place.gives(f"{BASE}/editions.atom", b"", 500)
    out = StringIO()
    with pytest.raises(SystemExit):
        call_command("subscriptions", "poll", "--all", stdout=out)
    assert "1 looked at, 1 with problems" in out.getvalue()


@NO_SECOND
def test_the_worker_looks_round_again_and_again() -> None:
    assert "subscriptions" in {one.name for one in registered()}
    done: list[str] = []
    now = [100.0]

    def broken() -> None:
        done.append("broken")
        raise ValueError("on purpose")

    jobs = (Periodic("broken", 30, broken), Periodic("sound", 60, lambda: done.append("sound")))
    ticker = Ticker(jobs, now=lambda: now[0])
    assert ticker.tick() == 30
    assert done == ["broken", "sound"]
    now[0] += 29
    assert ticker.tick() == 1
    now[0] += 2
    ticker.tick()
    now[0] += 40
    ticker.tick()
    assert done == ["broken", "sound", "broken", "broken", "sound"]
