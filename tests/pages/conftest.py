"""The municipalities that pages are asked of: with a plan where the page is of an app that needs one."""

from __future__ import annotations

import pytest

from tests.cast import Municipality
from tests.pages.examples import plan
from tests.snapshots import once

OF_THE_PLAN = ("wheel", "toolkit", "feeds", "timing", "start", "sharing")


def needs_plan(request: pytest.FixtureRequest) -> bool:
    address = request.node.callspec.params.get("address")
    return str(address).startswith(OF_THE_PLAN)


@pytest.fixture
def town(kuusela: Municipality, request: pytest.FixtureRequest) -> Municipality:
    if needs_plan(request):
        once("plan-kuusela", lambda: plan(kuusela))
    return kuusela


@pytest.fixture
def other_town(lahela: Municipality, request: pytest.FixtureRequest) -> Municipality:
    if needs_plan(request):
        once("plan-lahela", lambda: plan(lahela))
    return lahela
