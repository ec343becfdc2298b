from __future__ import annotations

import pytest

from tests.cast import Municipality

from .towns import open_up


@pytest.fixture
def source(with_toolkit: Municipality) -> Municipality:
    """Kuusela with its toolkit open to the world."""
    open_up(with_toolkit)
    return with_toolkit
