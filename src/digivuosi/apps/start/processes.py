"""Run several programs as one: the web server and the worker of the demo, started and stopped together.

Each program gets a session of its own, so that Ctrl-C in the terminal reaches only this process, which then
asks every program once and waits. Should this process be killed outright, Linux asks the programs to stop. A
program that ends by itself ends them all: nothing is restarted behind the user's back.
"""

from __future__ import annotations

import contextlib
import ctypes
import errno
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from argparse import ArgumentTypeError
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import FrameType

GIVE_WAY = 10
"""How much lower the worker's priority is than the web server's, of 19 steps that Unix knows."""
STOPPING_SECONDS = 10.0
"""How long a program may take to stop before it is killed; the worker may be in the middle of a task."""


@dataclass(frozen=True)
class Program:
    """One program to run: what people call it, and its command line."""

    name: str
    command: Sequence[str]


class Unready(Exception):
    """The programs did not come up; the words say which and why."""


def digivuosi(name: str, *arguments: str) -> Program:
    """Return a command of ours as a program, run by the Python that runs now."""
    return Program(f"digivuosi {name}", (sys.executable, "-P", "-m", "digivuosi", name, *arguments))


def web_server(host: str, port: int, workers: int) -> Program:
    """Return the web server itself, which needs no start of Django before its own.

    One blocking thread a worker, since threads make our pages slower; a worker that breaks is replaced.
    """
    what = ("-P", "-m", "granian", "digivuosi.config.wsgi:application", "--interface", "wsgi")
    where = ("--host", host, "--port", str(port), "--workers", str(workers), "--blocking-threads", "1")
    how = ("--no-ws", "--respawn-failed-workers", "--workers-kill-timeout", "8", "--log-level", "warning")
    return Program("the web server", (sys.executable, *what, *where, *how))


def usual_workers() -> int:
    return min(os.cpu_count() or 1, 4)


def port_number(given: str) -> int:
    """Read a port from the command line."""
    if given.isdecimal() and 1 <= int(given) <= 65535:
        return int(given)
    raise ArgumentTypeError(f"{given} is no port; a port is a number from 1 to 65535")


def port_is_free(host: str, port: int) -> bool:
    """Whether a server can listen there. Asked before starting: two servers may share a port unawares."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind((host, port))
        except OSError as problem:
            if problem.errno == errno.EADDRINUSE:
                return False
            raise
    return True


def run_together(
    programs: Sequence[Program],
    *,
    health_url: str,
    when_ready: Callable[[], None] = lambda: None,
    environment: Mapping[str, str] | None = None,
    tell: Callable[[str], None] = print,
    ready_seconds: float = 60.0,
) -> int:
    """Start the programs, call `when_ready` once `health_url` answers, and stay until Ctrl-C or SIGTERM.

    Returns 0 when asked to stop, and 1 when a program ended by itself or the first answer never came; `tell`
    gets the words for the user.
    """
    with stop_asked() as asked:
        running: list[tuple[Program, subprocess.Popen[bytes]]] = []
        try:
            for program in programs:
                running.append((program, start(program, environment)))
            wait_until_ready(health_url, running, asked, ready_seconds)
            if not asked():
                when_ready()
            while not asked():
                fail_when_ended(running)
                time.sleep(0.1)
        except Unready as problem:
            tell(str(problem))
            return 1
        finally:
            stop([process for _, process in running], hurry=lambda: asked() > 1)
    return 0


def start(program: Program, environment: Mapping[str, str] | None) -> subprocess.Popen[bytes]:
    surroundings = {**os.environ, **(environment or {})}
    return subprocess.Popen(  # noqa: S603 - our own command lines
        list(program.command),
        env=surroundings,
        stdin=subprocess.DEVNULL,
        start_new_session=True,
        preexec_fn=ask_to_stop_with_parent if sys.platform == "linux" else None,  # noqa: PLW1509 - no threads
    )


def ask_to_stop_with_parent() -> None:
    """In the child, before it becomes the program: have Linux send SIGTERM when the parent dies."""
    set_parent_death_signal = 1
    ctypes.CDLL(None).prctl(set_parent_death_signal, signal.SIGTERM)


@contextlib.contextmanager
def stop_asked() -> Iterator[Callable[[], int]]:
    """Count Ctrl-C, SIGTERM and a closed terminal instead of breaking off; hand out how many came."""
    signals = [signal.SIGINT, signal.SIGTERM, *([signal.SIGHUP] if hasattr(signal, "SIGHUP") else [])]
    seen: list[int] = []

    def note(number: int, frame: FrameType | None) -> None:
        seen.append(number)

    before = {number: signal.signal(number, note) for number in signals}
    try:
        yield lambda: len(seen)
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def wait_until_ready(
    url: str,
    running: Sequence[tuple[Program, subprocess.Popen[bytes]]],
    asked: Callable[[], int],
    seconds: float,
) -> None:
    """Return when `url` answers, or when asked to stop; raise Unready when it does not come to that."""
    until = time.monotonic() + seconds
    while not asked():
        fail_when_ended(running)
        if answers(url):
            return
        if time.monotonic() > until:
            raise Unready(f"{running[0][0].name} gave no answer at {url} in {seconds:.0f} seconds.")
        time.sleep(0.05)


def answers(url: str) -> bool:
    # No proxy: the address is this machine, and a proxy of the surroundings would not reach it.
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(url, timeout=5) as response:
            return bool(response.status == 200)
    except (urllib.error.URLError, OSError):
        return False


def fail_when_ended(running: Sequence[tuple[Program, subprocess.Popen[bytes]]]) -> None:
    for program, process in running:
        code = process.poll()
        if code is not None:
            raise Unready(f"{program.name} ended by itself (exit code {code}); stopping the rest.")


def stop(processes: Sequence[subprocess.Popen[bytes]], hurry: Callable[[], bool] = lambda: False) -> None:
    """Ask every process to stop, wait (not when in a hurry), and kill what is left, with all it started."""
    for process in processes:
        if process.poll() is None:
            process.terminate()
    until = time.monotonic() + STOPPING_SECONDS
    while any(process.poll() is None for process in processes) and time.monotonic() < until and not hurry():
        time.sleep(0.02)
    for process in processes:
        kill_session(process)
        process.wait()


def give_way() -> None:
    """Let others have the processor first: this process is background work, and somebody waits for a page."""
    if hasattr(os, "nice"):
        os.nice(GIVE_WAY)


def kill_session(process: subprocess.Popen[bytes]) -> None:
    """Kill a process and the helpers it started; they share its session, and most are gone already."""
    if os.name == "nt":
        process.kill()
        return
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)
