"""The real server and the real worker, side by side over a real database."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest

from digivuosi.apps.start.processes import port_is_free
from tests.processes import DATABASE

pytestmark = pytest.mark.allow_hosts(["127.0.0.1"])

DIGIVUOSI = [sys.executable, "-P", "-m", "digivuosi"]
TOGETHER = """
import sys
from digivuosi.apps.start.processes import digivuosi, run_together
port = sys.argv[1]
sys.exit(run_together([digivuosi("serve", "--port", port, "--workers", "1"), digivuosi("work")],
                      health_url=f"http://127.0.0.1:{port}/health/",
                      when_ready=lambda: print("ready", flush=True)))
"""


@pytest.fixture
def environment(tmp_path: Path, migrated_database: Path) -> dict[str, str]:
    # Not the database of a test run: these programs know nothing of a test's transaction.
    (tmp_path / "data").mkdir()
    shutil.copyfile(migrated_database, tmp_path / "data" / DATABASE)
    kept = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    return {**kept, "DIGIVUOSI_DATA": str(tmp_path / "data")}


@pytest.fixture
def port() -> int:
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        return int(trial.getsockname()[1])


def test_they_answer_and_stop(environment: dict[str, str], port: int) -> None:
    command = [sys.executable, "-c", TOGETHER, str(port)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/health/", timeout=10) as response:
            assert response.status == 200
        process.send_signal(signal.SIGINT)
        assert process.wait(timeout=20) == 0
    assert port_is_free("127.0.0.1", port)


def test_a_taken_port_is_told_of(environment: dict[str, str], port: int) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", port))
        other.listen()
        command = [*DIGIVUOSI, "serve", "--port", str(port)]
        answer = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert answer.returncode == 1
    assert answer.stderr == f"digivuosi serve: port {port} is taken by another program; choose one with --port\n"


def test_the_worker_can_do_what_waits_and_end(environment: dict[str, str]) -> None:
    answer = subprocess.run([*DIGIVUOSI, "work", "--once"], env=environment, capture_output=True, check=False)
    assert (answer.returncode, answer.stderr) == (0, b"")
