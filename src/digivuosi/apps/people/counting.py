"""How often something was done lately, counted in the database: all processes and all servers on it count together.

What is counted is kept as a keyed hash alone, with a key that is drawn by chance every day and thrown away the next:
who reads the database then can find out no address from it, not even by trying them all.
"""

from __future__ import annotations

import hmac
import secrets
import time
from datetime import date

from django.db import connection
from django.utils import timezone

from digivuosi.apps.look import clock
from digivuosi.apps.people.models import CacheEntry, DaySalt, RateCount

# One statement, so that two processes never read the same number; SQLite (3.35) and PostgreSQL both know it.
COUNT = """
    INSERT INTO people_ratecount (key, until, count) VALUES (%s, %s, 1)
    ON CONFLICT (key) DO UPDATE SET
        count = CASE WHEN people_ratecount.until <= %s THEN 1 ELSE people_ratecount.count + 1 END,
        until = CASE WHEN people_ratecount.until <= %s THEN excluded.until ELSE people_ratecount.until END
    RETURNING count
"""
_salts: dict[date, bytes] = {}
"""Today's, as this process knows it."""


def count(name: str, seconds: float) -> int:
    """Count once more what goes by this name; return how often it was in its stretch of so many seconds. A stretch
    begins with the first time and is not prolonged."""
    now = int(time.time())
    with connection.cursor() as cursor:
        cursor.execute(COUNT, [hidden(name), now + max(1, round(seconds)), now, now])
        return int(cursor.fetchone()[0])


def hidden(name: str) -> str:
    """A name as it is kept: the same all day, and nothing after it."""
    return hmac.new(_salt(clock.today()), name.encode(), "sha256").hexdigest()


def cache_key(key: str, prefix: str, version: int) -> str:
    """For Django's cache, in which allauth counts what is tried at its own pages."""
    return hidden(f"{prefix}:{version}:{key}")


def remove_past(today: date) -> int:
    """Remove the counts whose time is up and the salts of days before; return how many rows went."""
    done = RateCount.objects.filter(until__lte=int(time.time())).delete()[0]
    done += CacheEntry.objects.filter(expires__lte=timezone.now()).delete()[0]
    return done + DaySalt.objects.filter(day__lt=today).delete()[0]


def _salt(day: date) -> bytes:
    if day not in _salts:
        row, is_new = DaySalt.objects.get_or_create(day=day, defaults={"secret": secrets.token_hex(32)})
        if is_new:
            remove_past(day)
        _salts.clear()
        _salts[day] = bytes.fromhex(row.secret)
    return _salts[day]
