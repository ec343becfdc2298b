"""A reader's patience is not what these tests ask about: the years here are small, and so is the search."""

from __future__ import annotations

import pytest

from digivuosi.apps.timing.actions import running, working


@pytest.fixture(autouse=True)
def in_a_hurry(monkeypatch: pytest.MonkeyPatch) -> None:
    """Search by the clock for an eighth of the usual time: however little there is, every item is looked at."""
    monkeypatch.setattr(running, "INSTANT_SECONDS", running.INSTANT_SECONDS / 8)
    monkeypatch.setattr(working, "FIRST_SECONDS", working.FIRST_SECONDS / 8)
