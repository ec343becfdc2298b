"""Kuusela with a toolkit: the starter toolkit, taken and published through the real actions.

Reading the starter's files takes a while, so it is done once for all tests.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import pytest

from digivuosi.apps.toolkit.actions import publish, start_from
from digivuosi.domain.toolkit.package import Package, read_package
from tests.cast import Municipality
from tests.snapshots import once

STARTER = Path(__file__).parent.parent / "starter"
EDITION = "2026-1"


@lru_cache(maxsize=1)
def starter() -> Package:
    return read_package(STARTER)


def give_toolkit(town: Municipality) -> Municipality:
    """The starter toolkit as the municipality's own, published."""
    by = town.people["coordinator"]
    start_from(by=by, provider=town.provider, package=starter())
    publish(by=by, provider=town.provider, name=EDITION)
    return town


@pytest.fixture
def with_toolkit(kuusela: Municipality) -> Municipality:
    """Kuusela with the edition 2026-1 of the starter toolkit, and its draft."""
    return once("with-toolkit", lambda: give_toolkit(kuusela))
