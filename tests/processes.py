"""Processes of their own, for what cannot be seen inside one: a worker that is killed."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

REPOSITORY = Path(__file__).parents[1]


@pytest.fixture
def run_python(tmp_path: Path) -> Callable[..., Any]:
    """Start Python on a database of its own; what it printed, or the process when it is not to be waited for."""
    environment = {
        **os.environ,
        "DIGIVUOSI_DATA": str(tmp_path),
        "DJANGO_SETTINGS_MODULE": "digivuosi.config.settings",
        "PYTHONPATH": os.pathsep.join([str(REPOSITORY / "src"), str(REPOSITORY)]),
    }
    environment.pop("DATABASE_URL", None)

    def start(*words: str, wait: bool = True) -> Any:
        command = [sys.executable, *words]
        if not wait:
            return subprocess.Popen(command, env=environment, cwd=REPOSITORY, start_new_session=True)
        done = subprocess.run(command, env=environment, cwd=REPOSITORY, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        return done.stdout

    return start
