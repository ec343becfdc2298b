"""What the actions made once is put back as rows for every later test that begins the same way.

A municipality with a toolkit takes half a second to make through the real actions, and a thousand tests begin with
one. `once` makes it in the first test of a process, remembers the rows that came, changed and went, and later does the
same to the same rows. On PostgreSQL the rows that came are kept in tables beside the others, from where one statement
brings them: sent anew, a toolkit's documents cost each test more than most tests themselves.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing
from copy import deepcopy
from dataclasses import dataclass
from itertools import count
from typing import Any, TypeVar

from django.apps import apps
from django.db import connection

T = TypeVar("T")
Row = tuple[Any, ...]
APPS = (
    "people", "account", "schools", "responsibilities", "toolkit", "wheel", "feeds", "timing", "needs", "publishing",
    "subscribing", "sharing", "networks",
)  # fmt: skip


@dataclass(frozen=True)
class Difference:
    """What was done to a table."""

    columns: list[str]
    gone: list[int]
    """Numbers of the rows that went or changed."""
    came: list[Row]
    """Rows that came, and those that changed as they are now."""


Write = Callable[[], None]
"""Does to the database once more what was done to it."""

_made: dict[tuple[str, tuple[int, ...]], tuple[Write, Any]] = {}
_kept = count()
_knows_highest: list[Any] = []
"""The connection to PostgreSQL that was told how the highest ids are found."""


def once(name: str, build: Callable[[], T]) -> T:
    """Return what `build` returns, with what it does done to the database; `name` says what is built.

    Rows are remembered by what stood in the database before, so that two things made one after the other never meet
    in their ids. What is built may look at nothing that a test did to earlier rows.
    """
    before = _highest()
    key = (name, tuple(before.values()))
    if key not in _made:
        rows = {table: found for table, _columns, found in _rows(list(before))}
        result = build()
        differences = _differences(rows)
        keep = _kept_beside if connection.vendor == "postgresql" else _kept_here
        _made[key] = (keep(differences), deepcopy(result))
        return result
    write, result = _made[key]
    write()
    return deepcopy(result)


# ruff: noqa: S608 - table and column names are the models' own
def _tables() -> list[str]:
    models = (model for app in APPS for model in apps.get_app_config(app).get_models(include_auto_created=True))
    return [model._meta.db_table for model in models if model._meta.pk.column == "id"]


def _highest() -> dict[str, int]:
    tables = _tables()
    asked = " UNION ALL ".join(f"SELECT {place}, COALESCE(MAX(id), 0) FROM {t}" for place, t in enumerate(tables))
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            # Thinking of how to answer takes the server ten times as long as answering.
            if _knows_highest != [connection.connection]:
                cursor.execute(f"PREPARE highest_ids AS {asked}")
                _knows_highest[:] = [connection.connection]
            asked = "EXECUTE highest_ids"
        cursor.execute(asked)
        return {tables[place]: highest for place, highest in sorted(cursor.fetchall())}


def _rows(tables: list[str]) -> Iterator[tuple[str, list[str], dict[int, Row]]]:
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f"SELECT * FROM {table} ORDER BY id")
            columns = [column[0] for column in cursor.description]
            number = columns.index("id")
            yield table, columns, {row[number]: row for row in cursor.fetchall()}


def _differences(before: dict[str, dict[int, Row]]) -> dict[str, Difference]:
    found = {}
    for table, columns, after in _rows(list(before)):
        was = before[table]
        gone = [number for number, row in was.items() if after.get(number) != row]
        came = [row for number, row in after.items() if was.get(number) != row]
        if gone or came:
            found[table] = Difference(columns, gone, came)
    return found


def _kept_here(differences: dict[str, Difference]) -> Write:
    def write() -> None:
        with connection.cursor() as cursor:
            for table, one in differences.items():
                if one.gone:
                    cursor.execute(_goes(table, one))
                if one.came:
                    cursor.executemany(_comes(table, one), one.came)

    return write


def _kept_beside(differences: dict[str, Difference]) -> Write:
    """What one test's transaction takes back must stay: a connection of its own keeps it."""
    number, script = next(_kept), []
    with closing(connection.copy()) as beside, beside.cursor() as cursor:
        for table, one in differences.items():
            if one.gone:
                script.append(_goes(table, one))
            if one.came:
                kept = f"kept_{number}_{table}"
                cursor.execute(f"CREATE UNLOGGED TABLE {kept} AS TABLE {table} WITH NO DATA")
                cursor.executemany(_comes(kept, one), one.came)
                script.append(f"INSERT INTO {table} ({_names(one)}) SELECT {_names(one)} FROM {kept}")

    def write() -> None:
        if not script:
            return
        with connection.cursor() as again:
            again.execute("; ".join(script))

    return write


def _goes(table: str, one: Difference) -> str:
    """Keys are looked at when the transaction ends: rows may go that others still point to, and come again."""
    return f"DELETE FROM {table} WHERE id IN ({', '.join(map(str, one.gone))})"


def _comes(table: str, one: Difference) -> str:
    return f"INSERT INTO {table} ({_names(one)}) VALUES ({', '.join(['%s'] * len(one.columns))})"


def _names(one: Difference) -> str:
    return ", ".join(f'"{column}"' for column in one.columns)
