"""What the actions made once is put back as rows for every later test that begins the same way.

A municipality with a toolkit takes half a second to make through the real actions, and a thousand tests begin with
one. `once` makes it in the first test of a process, remembers the rows that came, and later writes the same rows.
"""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from typing import Any, TypeVar

from django.apps import apps
from django.db import connection

T = TypeVar("T")
Rows = dict[str, tuple[list[str], list[tuple[Any, ...]]]]
APPS = (
    "people", "account", "schools", "responsibilities", "toolkit", "wheel", "feeds", "timing", "publishing", "sharing",
)  # fmt: skip
_made: dict[tuple[str, tuple[int, ...]], tuple[Rows, Any]] = {}


def once(name: str, build: Callable[[], T]) -> T:
    """Return what `build` returns, with its rows in the database; `name` says what is built.

    Rows are remembered by what stood in the database before, so that two things made one after the other never meet
    in their ids.
    """
    before = _highest()
    key = (name, tuple(before.values()))
    if key not in _made:
        result = build()
        _made[key] = (_rows_after(before), deepcopy(result))
        return result
    rows, result = _made[key]
    _write(rows)
    return deepcopy(result)


# ruff: noqa: S608 - table and column names are the models' own
def _tables() -> list[str]:
    models = (model for app in APPS for model in apps.get_app_config(app).get_models(include_auto_created=True))
    return [model._meta.db_table for model in models if model._meta.pk.column == "id"]


def _highest() -> dict[str, int]:
    tables = _tables()
    asked = " UNION ALL ".join(f"SELECT {place}, COALESCE(MAX(id), 0) FROM {t}" for place, t in enumerate(tables))
    with connection.cursor() as cursor:
        cursor.execute(asked)
        return {tables[place]: highest for place, highest in sorted(cursor.fetchall())}


def _rows_after(before: dict[str, int]) -> Rows:
    found: Rows = {}
    with connection.cursor() as cursor:
        for table, highest in before.items():
            cursor.execute(f"SELECT * FROM {table} WHERE id > %s", [highest])
            rows = cursor.fetchall()
            if rows:
                found[table] = ([column[0] for column in cursor.description], rows)
    return found


def _write(rows: Rows) -> None:
    with connection.cursor() as cursor:
        for table, (columns, values) in rows.items():
            places = ", ".join(["%s"] * len(columns))
            names = ", ".join(f'"{column}"' for column in columns)
            cursor.executemany(f"INSERT INTO {table} ({names}) VALUES ({places})", values)
