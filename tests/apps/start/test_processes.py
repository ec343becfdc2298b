"""Real programs, started and stopped together."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from argparse import ArgumentTypeError
from pathlib import Path

import pytest

from digivuosi.apps.start.processes import Program, port_is_free, port_number, run_together

pytestmark = pytest.mark.allow_hosts(["127.0.0.1"])

SERVER = """
import http.server, os, pathlib, subprocess, sys
folder, port = pathlib.Path(sys.argv[1]), int(sys.argv[2])
(folder / "server.pid").write_text(str(os.getpid()))
helper = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(300)"])
(folder / "helper.pid").write_text(str(helper.pid))
class Answer(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200); self.end_headers(); self.wfile.write(b"ok")
    def log_message(self, *given): pass
http.server.HTTPServer(("127.0.0.1", port), Answer).serve_forever()
"""
WORKER = """
import os, pathlib, signal, sys, time
folder = pathlib.Path(sys.argv[1])
def stop(number, frame):
    (folder / "stopped").write_text(str(number)); sys.exit(0)
signal.signal(signal.SIGTERM, stop)
(folder / "worker.pid").write_text(str(os.getpid()))
while True: time.sleep(0.05)
"""
DEAF = """
import os, pathlib, signal, sys, time
signal.signal(signal.SIGTERM, signal.SIG_IGN)
(pathlib.Path(sys.argv[1]) / "worker.pid").write_text(str(os.getpid()))
while True: time.sleep(0.05)
"""
TOGETHER = """
import sys
from digivuosi.apps.start import processes
processes.STOPPING_SECONDS = 1.0
folder, port, server, worker = sys.argv[1:]
programs = [processes.Program("the server", [sys.executable, "-c", server, folder, port]),
            processes.Program("the worker", [sys.executable, "-c", worker, folder])]
sys.exit(processes.run_together(programs, health_url=f"http://127.0.0.1:{port}/health/",
                                when_ready=lambda: print("ready", flush=True)))
"""


def free_port() -> int:
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        return int(trial.getsockname()[1])


def start_together(folder: Path, worker: str = WORKER) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", TOGETHER, str(folder), str(free_port()), SERVER, worker]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=folder)
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    wait_for((folder / "worker.pid").exists)
    return process


def wait_for(condition: object, seconds: float = 15.0) -> None:
    assert callable(condition)
    until = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < until, "waited in vain"
        time.sleep(0.02)


def lives(folder: Path, name: str) -> bool:
    """Whether the process runs; one that ended and waits for its parent to look does not."""
    status = Path("/proc") / (folder / f"{name}.pid").read_text() / "status"
    try:
        return "\nState:\tZ" not in status.read_text()
    except (FileNotFoundError, ProcessLookupError):
        return False


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_stops_all_cleanly(tmp_path: Path, number: int) -> None:
    with start_together(tmp_path) as process:
        process.send_signal(number)
        assert process.wait(timeout=15) == 0
    assert (tmp_path / "stopped").read_text() == str(int(signal.SIGTERM))
    assert not any(lives(tmp_path, name) for name in ("server", "worker", "helper"))


def test_a_program_that_does_not_listen_is_killed(tmp_path: Path) -> None:
    with start_together(tmp_path, DEAF) as process:
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=15) == 0
    assert not lives(tmp_path, "worker")


def test_no_orphans_when_killed_outright(tmp_path: Path) -> None:
    with start_together(tmp_path) as process:
        process.kill()
        wait_for(lambda: not lives(tmp_path, "worker") and not lives(tmp_path, "server"))
    # A server of this test's kind leaves its helper behind; granian ends its workers itself.
    os.kill(int((tmp_path / "helper.pid").read_text()), signal.SIGKILL)


def test_one_that_ends_ends_all_and_says_so(tmp_path: Path) -> None:
    with start_together(tmp_path) as process:
        os.kill(int((tmp_path / "worker.pid").read_text()), signal.SIGKILL)
        said = process.communicate(timeout=15)[0]
    assert process.returncode == 1
    assert "the worker ended by itself (exit code -9)" in said
    assert not lives(tmp_path, "server")


def test_a_server_that_never_answers_is_told_of() -> None:
    told: list[str] = []
    silent = Program("the server", [sys.executable, "-c", "import time; time.sleep(60)"])
    url = f"http://127.0.0.1:{free_port()}/health/"
    code = run_together([silent], health_url=url, tell=told.append, ready_seconds=0.3)
    assert code == 1
    assert told == [f"the server gave no answer at {url} in 0 seconds."]


def test_a_taken_port_is_seen() -> None:
    with socket.socket() as other:
        other.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        assert not port_is_free("127.0.0.1", port)
    assert port_is_free("127.0.0.1", port)


@pytest.mark.parametrize("given", ["0", "65536", "-1", "http", "", "8 000"])
def test_a_wrong_port_is_refused(given: str) -> None:
    with pytest.raises(ArgumentTypeError, match="no port"):
        port_number(given)
