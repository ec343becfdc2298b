"""The demo municipality for browser tests: made once through the real action, then put back from a copy.

The clock of the pages stands at Tuesday 6 October 2026. Making the demo takes seconds and a browser test empties the
database after itself, so on SQLite the made database is kept as a file beside it.
"""

from __future__ import annotations

import os
import time
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django_scopes import scopes_disabled

from digivuosi.apps.people.models import User
from digivuosi.apps.schools.models import Provider, School
from digivuosi.apps.start.actions import make_demo
from digivuosi.apps.wheel.models import Placement
from tests.cast import Municipality
from tests.emptying import copy

PATIENCE = 90
"""Seconds for which a process waits for the demo that another makes; then it makes its own."""
PEOPLE = {
    "coordinator": "kaisa.lehtola",
    "mentor": "mikko.sarvela",
    "principal": "riitta.kallio",
    "tutor": "taina.nurmi",
    "teacher": "olli.makinen",
}


@pytest.fixture(scope="session")
def demo_copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the made demo is kept, for all workers; not there until the first test has made it."""
    own = tmp_path_factory.getbasetemp()
    return (own.parent if "PYTEST_XDIST_WORKER" in os.environ else own) / "demo.sqlite3"


@pytest.fixture
def demo(transactional_db: None, october: date, settings: Any, demo_copy: Path) -> Municipality:
    """The municipality of the demo, with one-click sign-in; `school` is Kivelä, `other_school` Rantala."""
    settings.DEMO = True
    if connection.vendor != "sqlite":
        make_demo(today=october)
    elif _is_made(demo_copy):
        copy(demo_copy, back=True)
    else:
        make_demo(today=october)
        made = demo_copy.with_suffix(f".{os.getpid()}")
        copy(made, back=False)
        made.replace(demo_copy)
    return town_of("kuusela")


def _is_made(demo_copy: Path) -> bool:
    """Whether the demo is there, or comes from the process that said first that it makes it."""
    with suppress(FileExistsError):
        demo_copy.with_suffix(".making").touch(exist_ok=False)
        return False
    until = time.monotonic() + PATIENCE
    while not demo_copy.exists() and time.monotonic() < until:
        time.sleep(0.1)
    return demo_copy.exists()


def town_of(slug: str) -> Municipality:
    provider = Provider.objects.get(slug=slug)
    units = {school.slug: school for school in School.objects.filter(provider=provider).select_related("provider")}
    administration = next(unit for unit in units.values() if unit.is_administration)
    people = {who: User.objects.get(email=f"{name}@kuusela.example") for who, name in PEOPLE.items()}
    return Municipality(provider, administration, units["kivelan-koulu"], units["rantalan-koulu"], people)


def placed(town: Municipality, key: str) -> Placement:
    """The placement of a measure at the first school, as the database has it now."""
    with scopes_disabled():
        return Placement.objects.select_related("school").get(school=town.school, measure_key=key)
