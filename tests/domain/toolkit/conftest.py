"""What the tests of the toolkit share."""

from __future__ import annotations

import pytest

from tests.domain.toolkit.packages import SMALL, Texts


@pytest.fixture
def small() -> Texts:
    """A small sound package that a test may break."""
    return dict(SMALL)
