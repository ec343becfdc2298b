"""Rate limits: counted over all processes, forgotten in time, and telling nothing of whose they were."""

from __future__ import annotations

import sqlite3
import threading
import time
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.core.cache import cache
from django.test import Client, RequestFactory
from pytest_django import Settings

from digivuosi.apps.look import clock
from digivuosi.apps.people import counting
from digivuosi.apps.people.limits import is_within
from digivuosi.apps.people.models import CacheEntry, DaySalt, RateCount
from tests.cast import Municipality, Someone

pytestmark = pytest.mark.django_db
ADDRESS = "203.0.113.77"


@pytest.fixture(autouse=True)
def another_process() -> None:
    """Every test begins with a process that knows no salt yet."""
    counting._salts.clear()


def tried(times: int, **more: str) -> list[bool]:
    """The same person tries, each time at another process."""
    found = []
    for _time in range(times):
        counting._salts.clear()
        found.append(is_within(RequestFactory().post("/", REMOTE_ADDR=ADDRESS, **more), "use_link"))
    return found


def test_all_processes_count_together(settings: Settings) -> None:
    settings.ACCOUNT_RATE_LIMITS = {**settings.ACCOUNT_RATE_LIMITS, "use_link": "3/m/ip"}
    assert tried(5) == [True, True, True, False, False]
    other = RequestFactory().post("/", REMOTE_ADDR="203.0.113.78")
    assert is_within(other, "use_link"), "the next house has tries of its own"


def test_what_is_past_counts_no_more(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.ACCOUNT_RATE_LIMITS = {**settings.ACCOUNT_RATE_LIMITS, "use_link": "2/m/ip"}
    assert tried(3) == [True, True, False]
    later = time.time() + 61
    monkeypatch.setattr(counting.time, "time", lambda: later)
    assert tried(3) == [True, True, False]


def test_the_strictest_of_several_limits_holds(settings: Settings) -> None:
    settings.ACCOUNT_RATE_LIMITS = {**settings.ACCOUNT_RATE_LIMITS, "use_link": "100/m/ip,2/h/ip"}
    assert tried(3) == [True, True, False]


def test_an_unknown_kind_of_limit_is_a_mistake_and_no_open_door(settings: Settings) -> None:
    settings.ACCOUNT_RATE_LIMITS = {**settings.ACCOUNT_RATE_LIMITS, "use_link": "2/m/user"}
    with pytest.raises(ValueError, match="use_link"):
        tried(1)


def test_looking_is_counted_only_where_it_is_trying(settings: Settings) -> None:
    settings.ACCOUNT_RATE_LIMITS = {**settings.ACCOUNT_RATE_LIMITS, "answer_code": "2/m/ip"}
    stranger = Client(REMOTE_ADDR=ADDRESS)
    assert [stranger.get(f"/answer/NOSUCH2{n}/").status_code for n in range(4)] == [410, 410, 429, 429]
    assert stranger.get("/answer/").status_code == 200


def test_no_address_is_in_the_database(kuusela: Municipality, signed_out: Someone) -> None:
    for _time in range(3):
        signed_out.post("/accounts/link/", {"email": "teacher@kuusela.example"}, REMOTE_ADDR=ADDRESS)
        form = {"login": "teacher@kuusela.example", "password": "not this one"}
        signed_out.post("/accounts/login/", form, REMOTE_ADDR=ADDRESS)
    assert RateCount.objects.exists()
    assert CacheEntry.objects.exists(), "allauth counts in the same database"
    kept = str([*RateCount.objects.values(), *CacheEntry.objects.values()])
    for told in (ADDRESS, "kuusela", "teacher", "login", "sign_in"):
        assert told not in kept


def test_the_salt_is_another_one_every_day_and_the_old_one_is_gone(monkeypatch: pytest.MonkeyPatch) -> None:
    before = counting.hidden("the same")
    old = DaySalt.objects.get().secret
    tomorrow = clock.today() + timedelta(days=1)
    monkeypatch.setattr(clock, "today", lambda: tomorrow)
    assert counting.hidden("the same") != before
    assert DaySalt.objects.get().secret != old


def test_what_is_past_is_removed_and_what_is_not_stays() -> None:
    counting.count("long", 3600)
    counting.count("short", 60)
    RateCount.objects.filter(key=counting.hidden("short")).update(until=int(time.time()) - 1)
    cache.set("long", [1.0], 3600)
    cache.set("short", [1.0], -1)
    DaySalt.objects.create(day=date(2020, 1, 1), secret="00")
    counting.remove_past(clock.today())
    assert [row.key for row in RateCount.objects.all()] == [counting.hidden("long")]
    assert cache.get("long") == [1.0]
    assert CacheEntry.objects.count() == 1
    assert DaySalt.objects.count() == 1


def test_counting_is_one_statement(django_assert_num_queries: object) -> None:
    counting.count("first", 60)
    with django_assert_num_queries(1):  # type: ignore[operator]
        assert counting.count("first", 60) == 2


def test_nothing_is_lost_when_many_count_at_once(tmp_path: Path) -> None:
    place = tmp_path / "counts.sqlite3"
    with sqlite3.connect(place) as made:
        made.execute("PRAGMA journal_mode=WAL")
        made.execute("CREATE TABLE people_ratecount (id INTEGER PRIMARY KEY, key TEXT UNIQUE, until INT, count INT)")
    numbers: list[int] = []

    def work() -> None:
        own = sqlite3.connect(place, timeout=20, isolation_level=None)
        for _time in range(25):
            numbers.append(own.execute(counting.COUNT.replace("%s", "?"), ["many", 600, 1, 1]).fetchone()[0])
        own.close()

    workers = [threading.Thread(target=work) for _worker in range(4)]
    for one in workers:
        one.start()
    for one in workers:
        one.join()
    assert sorted(numbers) == list(range(1, 101))
