"""A municipality with a published toolkit: the starter, through the real actions."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import pytest
from django_scopes import scope

from digivuosi.apps.schools.models import Provider
from digivuosi.apps.toolkit.actions import publish, start_from
from digivuosi.domain.toolkit.package import Package, read_package
from tests.cast import Municipality

STARTER = Path(__file__).parents[1] / "starter"


@lru_cache
def starter() -> Package:
    """The starter toolkit, read once for all tests of a process."""
    return read_package(STARTER)


def publish_starter(municipality: Municipality, name: str = "2026-1") -> Provider:
    """Start from the starter toolkit and publish it as the first edition."""
    by, provider = municipality.people["coordinator"], municipality.provider
    with scope(provider=provider):
        start_from(by=by, provider=provider, package=starter())
        publish(by=by, provider=provider, name=name)
    return provider


@pytest.fixture
def with_toolkit(kuusela: Municipality) -> Municipality:
    """Kuusela with the starter toolkit as its first edition."""
    publish_starter(kuusela)
    return kuusela
