"""The municipalities that pages are asked of: with a plan where the page is of an app that needs one."""

from __future__ import annotations

import socket
from typing import Any

import pytest

from tests.cast import Municipality
from tests.opened import open_up
from tests.pages.examples_wheel import plan
from tests.snapshots import once

OF_THE_PLAN = ("wheel", "toolkit", "feeds", "timing", "start", "publishing", "sharing", "needs")


@pytest.fixture(autouse=True)
def other_servers_are_closed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever host is looked up stands in a closed network: it is followed, and refused before it is called."""

    def lookup(_host: str, port: int, **_how: Any) -> list[tuple[Any, ...]]:
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("10.0.0.1", port))]

    monkeypatch.setattr(socket, "getaddrinfo", lookup)


def asked_of(request: pytest.FixtureRequest) -> str:
    return str(request.node.callspec.params.get("address"))


def needs_plan(request: pytest.FixtureRequest) -> bool:
    return asked_of(request).startswith(OF_THE_PLAN)


def open_too(town: Municipality, request: pytest.FixtureRequest) -> None:
    """Pages of an open toolkit are asked of an open toolkit."""
    if asked_of(request).startswith("publishing"):
        once(f"open-{town.provider.slug}", lambda: open_up(town))


@pytest.fixture
def town(kuusela: Municipality, request: pytest.FixtureRequest) -> Municipality:
    if needs_plan(request):
        once("plan-kuusela", lambda: plan(kuusela))
        open_too(kuusela, request)
    return kuusela


@pytest.fixture
def other_town(lahela: Municipality, request: pytest.FixtureRequest) -> Municipality:
    if needs_plan(request):
        once("plan-lahela", lambda: plan(lahela))
        open_too(lahela, request)
    return lahela
