from __future__ import annotations

import pytest

from .publishers import Publisher
from .servers import Place


@pytest.fixture
def publisher(place: Place) -> Publisher:
    """A publisher with one edition."""
    made = Publisher(place)
    made.publish("2026-1", 1)
    return made
