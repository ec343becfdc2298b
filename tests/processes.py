"""Processes of their own, for what cannot be seen inside one: a worker that is killed."""

from __future__ import annotations

import json
import os
import shlex
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from tests import migrated

REPOSITORY = Path(__file__).parents[1]
DATABASE = "digivuosi.sqlite3"
"""The name of the database in the folder that DIGIVUOSI_DATA names."""


@pytest.fixture(scope="session")
def migrated_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file of SQLite on which all migrations have run: the one of the whole run, else one of this process."""
    if os.environ.get(migrated.NAME, "").startswith("sqlite"):
        return migrated.migrated_file()
    file = tmp_path_factory.mktemp("migrated") / DATABASE
    command = [sys.executable, "-m", "tests.migrated", f"sqlite:///{file}"]
    subprocess.run(command, cwd=REPOSITORY, check=True)
    return file


@pytest.fixture
def start_python(tmp_path: Path, migrated_database: Path) -> Callable[..., subprocess.Popen[str]]:
    """Start Python on a database of its own, with all tables and no rows."""
    shutil.copyfile(migrated_database, tmp_path / DATABASE)
    environment = {
        **os.environ,
        "DIGIVUOSI_DATA": str(tmp_path),
        "DJANGO_SETTINGS_MODULE": "digivuosi.config.settings",
        "PYTHONPATH": os.pathsep.join([str(REPOSITORY / "src"), str(REPOSITORY)]),
    }
    environment.pop("DATABASE_URL", None)

    def start(*words: str, **how: Any) -> subprocess.Popen[str]:
        command = [sys.executable, *words]
        return subprocess.Popen(command, env=environment, cwd=REPOSITORY, start_new_session=True, text=True, **how)

    return start


@pytest.fixture
def listening(start_python: Callable[..., subprocess.Popen[str]]) -> Iterator[Callable[..., Callable[..., str]]]:
    """Start a program that obeys line by line (`obey`): starting Django for every question takes two seconds each.

    Gives a function that says words to it and returns what it printed.
    """
    started: list[subprocess.Popen[str]] = []

    def listen(*command: str) -> Callable[..., str]:
        program = start_python(*command, "listen", stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        started.append(program)
        return said_to(program)

    yield listen
    for program in started:
        program.communicate(timeout=60)
        assert program.returncode == 0


def said_to(program: subprocess.Popen[str]) -> Callable[..., str]:
    """Give a function that says words to a program that obeys, and returns what it printed."""
    assert program.stdin is not None
    assert program.stdout is not None
    to, back = program.stdin, program.stdout

    def say(*words: str) -> str:
        print(shlex.join(words), file=to, flush=True)
        answer = back.readline()
        assert answer, f"the program ended at {words}"
        return str(json.loads(answer))

    return say


def obey(do: Callable[..., None], *, signs_in: bool = False) -> None:
    """Do what each line of the input says, and print as one line of JSON what that printed.

    `signs_in`: a server should know the passwords of the people who are made.
    """
    if not signs_in:
        # As in the tests: people would each take half a second, as whoever guesses passwords should.
        settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    for line in sys.stdin:
        with redirect_stdout(StringIO()) as told:
            do(*shlex.split(line))
        print(json.dumps(told.getvalue()), flush=True)
