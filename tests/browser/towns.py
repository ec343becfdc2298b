"""Two servers with two databases, as two municipalities have them: each is a process with a data folder of its own.

Beside each stands a program that does what the people of the server's machine type (`townhall.py`).
"""

from __future__ import annotations

import os
import random
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from digivuosi.apps.start.processes import web_server
from tests.processes import DATABASE, REPOSITORY, said_to


@dataclass(frozen=True)
class Server:
    """A server with its own database; it may still be starting."""

    address: str
    process: subprocess.Popen[bytes]
    say: Callable[..., str]

    def run(self, *words: str) -> str:
        """Run a command of the server's machine."""
        return self.say("run", *words)

    def work(self) -> None:
        """Let the worker do what waits, then end."""
        self.run("work", "--once")

    def person(self, email: str, name: str, password: str) -> None:
        """Make somebody who can sign in."""
        self.say("person", email, name, password)

    def town(self, name: str, slug: str, email: str, year: int) -> None:
        """Start a municipality from the starter toolkit, published."""
        self.say("town", name, slug, email, str(year))

    def answers(self) -> None:
        """Wait until the server does."""
        until = time.monotonic() + 180
        while time.monotonic() < until:
            assert self.process.poll() is None, "the server ended by itself"
            try:
                urllib.request.urlopen(f"{self.address}/health/", timeout=5).close()  # noqa: S310 - our own server
            except OSError:
                time.sleep(0.1)
            else:
                return
        raise AssertionError("the server does not answer")


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
def serving(folder: Path, migrated: Path, port: int, may_call: int) -> Iterator[Server]:
    """A server on a port of this machine that may fetch from another port of it, and from nowhere else that is near.

    What the pages need is taken from where this test has it; the database begins as a copy of one with all tables.
    The server is starting: others can be started meanwhile.
    """
    shutil.copytree(settings.BUILD_DIR, folder / "build")
    shutil.copyfile(migrated, folder / DATABASE)
    kept = {name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "DIGIVUOSI_TASKS")}
    address = f"http://127.0.0.1:{port}"
    environment = {
        **kept,
        "PYTHONPATH": os.pathsep.join([str(REPOSITORY / "src"), str(REPOSITORY)]),
        "DIGIVUOSI_DATA": str(folder),
        "DJANGO_SETTINGS_MODULE": "digivuosi.config.settings",
        "DIGIVUOSI_ADDRESS": address,
        "DIGIVUOSI_HOSTS": "127.0.0.1",
        "DIGIVUOSI_OPEN_START": "true",
        "DIGIVUOSI_FETCH_ALLOWED_HOSTS": f"127.0.0.1:{may_call}",
    }
    # `digivuosi serve` becomes this program after a start of Django of its own; tests/apps/start starts that.
    command = web_server("127.0.0.1", port, 1).command
    hall = subprocess.Popen(
        [sys.executable, "-m", "tests.browser.townhall"],
        env=environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    log = (folder / "serve.log").open("w")
    with log, hall, subprocess.Popen(command, env=environment, stdout=log, stderr=log) as process:
        try:
            yield Server(address, process, said_to(hall))
        finally:
            process.terminate()
            process.wait(timeout=30)
            hall.communicate(timeout=60)
    assert hall.returncode == 0
