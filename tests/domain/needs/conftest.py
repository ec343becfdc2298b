"""The starter toolkit, whose surveys the tests ask about."""

from __future__ import annotations

from pathlib import Path

import pytest

from digivuosi.domain.toolkit.package import read_package
from digivuosi.domain.toolkit.toolkit import Toolkit

STARTER = Path(__file__).parents[3] / "starter"


@pytest.fixture(scope="session")
def starter() -> Toolkit:
    return read_package(STARTER).toolkit
