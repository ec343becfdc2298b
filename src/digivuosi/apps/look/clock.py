"""The one clock of the pages, so that a test can stop it. Call `clock.today()`, never import the function by name."""

from __future__ import annotations

from datetime import date, datetime

from django.utils import timezone


def today() -> date:
    """The date where the schools are."""
    return timezone.localdate()


def now() -> datetime:
    return timezone.now()
