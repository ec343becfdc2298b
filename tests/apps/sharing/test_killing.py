"""A worker is really killed while schools are taken over: each school is as it was or whole, and the next goes on."""

from __future__ import annotations

import json
import os
import signal
import subprocess
from collections.abc import Callable
from typing import Any


def test_a_killed_worker_leaves_every_school_old_or_whole(
    start_python: Callable[..., Any], listening: Callable[..., Any]
) -> None:
    ours = ("-m", "tests.apps.sharing.killed")
    say = listening(*ours)
    update = say("make").split()[-1]

    def look(verb: str = "look") -> dict[str, Any]:
        return dict(json.loads(say(verb, update).splitlines()[-1]))

    before = look()
    assert (before["state"], before["over"], before["asked"]) == ("waiting", [], {})
    with start_python(*ours, "work", "4", stdout=subprocess.PIPE) as worker:
        assert worker.stdout.readline() == "in the middle\n", "the worker ended by itself"
        os.killpg(worker.pid, signal.SIGKILL)

    cut_off = look()
    assert cut_off["state"] == "running", "nobody has told that it ended"
    assert 3 <= len(cut_off["over"]) < cut_off["total"]
    schools = {int(school): found for school, found in cut_off["asked"].items()}
    whole = ["disputed autumn-survey", "moved code-week"]
    assert all(found == whole for found in schools.values()), "a school has a part of what it should have"
    assert set(schools) <= set(cut_off["over"]), "a school is asked before it is over"
    assert (cut_off["places"], cut_off["changes"]) == (before["places"], before["changes"])

    look("age")
    say("work", "0")
    ended = look()
    assert (ended["state"], ended["attempt"], ended["done"]) == ("done", 2, ended["total"])
    assert len(ended["over"]) == ended["total"]
    assert len(ended["asked"]) == ended["total"] - 1, "all but the administration"
    assert all(found == whole for found in ended["asked"].values())
    assert ended["places"] == before["places"], "nothing moves by itself"
    assert ended["changes"] == before["changes"], "the schools' own changes stay"
