"""The feed as people's own tools read it, over HTTP: vdirsyncer fetches, khal shows."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse
from django_scopes import scope
from pytest_django.live_server_helper import LiveServer

from digivuosi.apps.wheel.actions import move, take
from digivuosi.apps.wheel.models import Placement
from tests.cast import YEAR, Municipality, Someone

CONFIG = """\
[general]
status_path = "{folder}/status/"
[pair school]
a = "there"
b = "here"
collections = null
[storage there]
type = "http"
url = "{url}"
[storage here]
type = "filesystem"
path = "{folder}/calendar/"
fileext = ".ics"
"""
KHAL = """\
[calendars]
[[school]]
path = {folder}/calendar/
[locale]
local_timezone = Europe/Helsinki
default_timezone = Europe/Helsinki
dateformat = %Y-%m-%d
longdateformat = %Y-%m-%d
timeformat = %H:%M
datetimeformat = %Y-%m-%d %H:%M
longdatetimeformat = %Y-%m-%d %H:%M
[sqlite]
path = {folder}/khal.db
"""


def tool(*command: str, folder: Path, answer: str = "") -> str:
    """Run one of the tools of this environment and return what it printed."""
    program = str(Path(sys.executable).with_name(command[0]))
    environment = {"HOME": str(folder), "PATH": str(Path(sys.executable).parent), "LANG": "C.UTF-8"}
    done = subprocess.run(
        [program, *command[1:]], env=environment, input=answer, capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.mark.django_db(transaction=True)
def test_vdirsyncer_fetches_and_khal_shows_the_moved_measure_once(
    with_toolkit: Municipality, principal: Someone, live_server: LiveServer, tmp_path: Path
) -> None:
    school, provider = with_toolkit.school, with_toolkit.provider
    with scope(provider=provider, school=school):
        take(by=principal.user, school=school, year=YEAR, measure_key="digital-talk")
    page = Client()
    page.force_login(principal.user, backend="django.contrib.auth.backends.ModelBackend")
    given = {"scope": "school", "kind": "", "language": "fi"}
    shown = page.post(reverse("feeds:addresses", kwargs=with_toolkit.here), given).content.decode()
    found = re.search(r"/feeds/[\w-]+\.ics", shown)
    assert found
    config, khal = tmp_path / "vdirsyncer", tmp_path / "khal"
    (tmp_path / "calendar").mkdir()
    config.write_text(CONFIG.format(folder=tmp_path, url=live_server.url + found[0]))
    khal.write_text(KHAL.format(folder=tmp_path))

    def listed() -> list[str]:
        tool("vdirsyncer", "-c", str(config), "sync", folder=tmp_path)
        words = ("list", "--format", "{start-date} {title}", "--day-format", "", "2026-08-01", "365d", "--once")
        return [line for line in tool("khal", "-c", str(khal), *words, folder=tmp_path).splitlines() if line.strip()]

    tool("vdirsyncer", "-c", str(config), "discover", folder=tmp_path, answer="y\n")
    (before,) = listed()
    assert "Digikeskustelu" in before or "igi" in before
    with scope(provider=provider, school=school):
        placement = Placement.objects.get()
        placement.school = school
        move(by=principal.user, placement=placement, weeks=1)
    (after,) = listed()
    assert after != before
    assert after.split(" ", 1)[1] == before.split(" ", 1)[1]
