"""Two servers with two databases, as two municipalities have them: each is a process with a data folder of its own."""

from __future__ import annotations

import os
import random
import shutil
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

DIGIVUOSI = [sys.executable, "-P", "-m", "digivuosi"]
PERSON = """
import django; django.setup()
from digivuosi.apps.people.actions import make_user
make_user(email={email!r}, name={name!r}, language="fi", password={password!r}, is_verified=True)
"""
TOWN = """
import django; django.setup()
from datetime import date
from pathlib import Path
from digivuosi.apps.people.queries import user_by_email
from digivuosi.apps.start.actions import begin
from digivuosi.apps.start.queries import Beginning, SchoolRow
from digivuosi.domain.schoolyear.calendar import suggested_year
schools = (SchoolRow("Kivelän koulu", 300), SchoolRow("Rantalan koulu", 200))
begin(by=user_by_email({email!r}), beginning=Beginning(
    name={name!r}, slug={slug!r}, language="fi", calendar=suggested_year({year}, 42, 9), schools=schools))
"""


DATABASE = "digivuosi.sqlite3"


@dataclass(frozen=True)
class Server:
    """A server that is up, with its own database."""

    address: str
    environment: dict[str, str]

    def run(self, *words: str) -> str:
        """Run a command of the server's machine."""
        command = [*DIGIVUOSI, *words]
        done = subprocess.run(command, env=self.environment, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def work(self) -> None:
        """Let the worker do what waits, then end."""
        self.run("work", "--once")

    def person(self, email: str, name: str, password: str) -> None:
        """Make somebody who can sign in."""
        self._python(PERSON.format(email=email, name=name, password=password))

    def town(self, name: str, slug: str, email: str, year: int) -> None:
        """Start a municipality from the starter toolkit, published."""
        self._python(TOWN.format(name=name, slug=slug, email=email, year=year))

    def _python(self, code: str) -> None:
        done = subprocess.run(
            [sys.executable, "-c", code], env=self.environment, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr


def free_ports(count: int) -> list[int]:
    """Ports on which nothing listens, below those that the system gives away by itself: there a connection of some
    other test may take one between now and the start of the server."""
    found: list[int] = []
    for port in random.sample(range(15_000, 30_000), 200):
        with socket.socket() as trial, suppress(OSError):
            trial.bind(("127.0.0.1", port))
            found.append(port)
        if len(found) == count:
            return found
    raise AssertionError("no free ports")


@contextmanager
def serving(folder: Path, port: int, may_call: int, like: Path | None = None) -> Iterator[Server]:
    """A server on a port of this machine that may fetch from another port of it, and from nowhere else that is near.

    What the pages need is taken from where this test has it. With `like` the server begins with a copy of another
    folder's database, which must be as empty as it is after `migrate`.
    """
    shutil.copytree(settings.BUILD_DIR, folder / "build")
    if like is not None:
        with closing(sqlite3.connect(like / DATABASE)) as one, closing(sqlite3.connect(folder / DATABASE)) as other:
            one.backup(other)
    kept = {name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "DIGIVUOSI_TASKS")}
    address = f"http://127.0.0.1:{port}"
    environment = {
        **kept,
        "DIGIVUOSI_DATA": str(folder),
        "DJANGO_SETTINGS_MODULE": "digivuosi.config.settings",
        "DIGIVUOSI_ADDRESS": address,
        "DIGIVUOSI_HOSTS": "127.0.0.1",
        "DIGIVUOSI_OPEN_START": "true",
        "DIGIVUOSI_FETCH_ALLOWED_HOSTS": f"127.0.0.1:{may_call}",
    }
    server = Server(address, environment)
    server.run("build")
    if like is None:
        server.run("migrate", "--verbosity", "0")
    command = [*DIGIVUOSI, "serve", "--port", str(port), "--workers", "1"]
    log = (folder / "serve.log").open("w")
    with log, subprocess.Popen(command, env=environment, stdout=log, stderr=log) as process:
        try:
            _wait_for(address, process)
            yield server
        finally:
            process.terminate()
            process.wait(timeout=30)


def _wait_for(address: str, process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + 180
    while time.monotonic() < until:
        assert process.poll() is None, "the server ended by itself"
        try:
            urllib.request.urlopen(f"{address}/health/", timeout=5).close()  # noqa: S310 - our own server
        except OSError:
            time.sleep(0.2)
        else:
            return
    raise AssertionError("the server does not answer")
