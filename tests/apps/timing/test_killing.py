"""A worker is really killed in the middle of a search; the next one takes it up, and nothing is lost."""

from __future__ import annotations

import json
import os
import signal
import time
from collections.abc import Callable
from typing import Any


def test_a_killed_worker_loses_nothing(start_python: Callable[..., Any], listening: Callable[..., Any]) -> None:
    ours = ("-m", "tests.apps.timing.killed")
    say = listening(*ours)
    run = say("ask").split()[-1]

    def look(verb: str = "look") -> dict[str, Any]:
        return dict(json.loads(say(verb, run).splitlines()[-1]))

    assert look()["state"] == "waiting"
    worker = start_python(*ours, "work", "300")
    try:
        until = time.monotonic() + 90
        # Not only the instant plan: what the solver told in the middle of its work is there.
        while look()["progress"].get("bound") != 1.0:
            assert worker.poll() is None, "the worker ended by itself"
            assert time.monotonic() < until, "nothing is kept while the solver works"
            time.sleep(0.1)
        os.killpg(worker.pid, signal.SIGKILL)
    finally:
        worker.kill()
        worker.wait()
    cut_off = look()
    assert cut_off["state"] == "running", "nobody has told that it ended"
    assert cut_off["attempt"] == 1
    assert cut_off["best"][0]["missing"] == []

    # A worker that comes a moment later cannot be sure yet, and leaves it alone.
    say("work", "0")
    assert look()["state"] == "running"

    look("age")
    say("work", "0")
    ended = look()
    assert (ended["state"], ended["attempt"]) == ("done", 2)
    assert ended["progress"]["cost"] <= cut_off["progress"]["cost"]
    assert ended["progress"]["seconds"] >= cut_off["progress"]["seconds"]
    assert ended["best"][0]["missing"] == []
