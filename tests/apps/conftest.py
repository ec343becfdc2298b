from __future__ import annotations

from collections.abc import Iterator

import pytest
from pytest_django import Settings

from tests.apps.subscribing.servers import Place, serving


@pytest.fixture
def place(settings: Settings) -> Iterator[Place]:
    """A server on this machine that the settings allow."""
    with serving() as made:
        settings.FETCH_ALLOWED_HOSTS = [f"127.0.0.1:{made.port}"]
        yield made
