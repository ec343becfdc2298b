"""What of the program asked the database in a stage, so that the second one is asked no less than the first.

A test may stay away from the second database when what it asks there is asked by another (`one_database`). Whether that
is so is counted: `ASKED` names a folder, and every process of a stage leaves there, under the name of its kind of
database, each line of the program that sent it a statement, with what the statement did to which tables.
`tests/run_all.py` sets it and reads what is `left_out`.
"""

from __future__ import annotations

import json
import os
import re
import sys
from collections.abc import Callable
from functools import cache, lru_cache
from pathlib import Path
from types import CodeType
from typing import Any

import pytest

NAME = "ASKED"
PROGRAM = str(Path(__file__).parents[1] / "src" / "digivuosi") + os.sep
TABLES = re.compile(r'\b(?:FROM|JOIN|INTO|UPDATE) "(\w+)"')
IGNORED = ("SAVEPOINT", "RELEASE", "ROLLBACK", "SET ")

_asked: set[str] = set()


@cache
def _inside(code: CodeType) -> bool:
    return code.co_filename.startswith(PROGRAM)


@lru_cache(maxsize=5_000)
def shape(statement: str) -> str:
    """What a statement does, and to which tables: "SELECT people_user schools_school"; empty when it is no query."""
    if statement.startswith(IGNORED):
        return ""
    return " ".join([statement.split(maxsplit=1)[0], *sorted(set(TABLES.findall(statement)))])


def note(execute: Callable[..., Any], statement: str, given: Any, many: bool, context: Any) -> Any:
    frame = sys._getframe(1)
    while frame is not None and not _inside(frame.f_code):
        frame = frame.f_back  # type: ignore[assignment]
    if frame is not None and (done := shape(statement)):
        _asked.add(f"{frame.f_code.co_filename.removeprefix(PROGRAM)}:{frame.f_lineno} {done}")
    return execute(statement, given, many, context)


def pytest_collection_finish(session: pytest.Session) -> None:
    from django.db import connections

    if NAME in os.environ and not session.config.option.collectonly:
        connections["default"].execute_wrappers.append(note)


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Also the process that only hands out the tests writes what it saw, which is nothing."""
    from django.db import connections

    if (folder := os.environ.get(NAME)) is not None:
        kind = connections["default"].vendor
        (Path(folder) / f"{kind}-{os.getpid()}.json").write_text(json.dumps(sorted(_asked)))


def left_out(folder: Path) -> list[str]:
    """What the first database was asked and the second was not, line by line of the program."""
    asked: dict[str, set[str]] = {"sqlite": set(), "postgresql": set()}
    for path in folder.glob("*-*.json"):
        asked[path.name.split("-")[0]].update(json.loads(path.read_text()))
    if not all(asked.values()):
        return [f"nothing was counted on {kind}" for kind, lines in asked.items() if not lines]
    return sorted(asked["sqlite"] - asked["postgresql"])
