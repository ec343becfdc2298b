"""The database between two browser tests: on SQLite the empty one is put back as a whole, from a copy.

Django empties table after table, then lets every app write anew what it always has; that takes each test as long as a
page does. The copy is what the migrations leave, so that numbers begin with 1 in every test.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import TransactionTestCase


def empty_by_copy(file: Path, patch: pytest.MonkeyPatch) -> None:
    """Let tests leave the database as it is now, which `file` keeps; on another kind Django goes on emptying it."""
    if connection.vendor != "sqlite":
        return
    copy(file, back=False)

    def put_back(_test: Any) -> None:
        copy(file, back=True)

    patch.setattr(TransactionTestCase, "_fixture_teardown", put_back)


def copy(file: Path, *, back: bool) -> None:
    """Copy the whole database to a file of SQLite, or back from it."""
    connection.ensure_connection()
    with closing(sqlite3.connect(file)) as kept:
        one, other = (kept, connection.connection) if back else (connection.connection, kept)
        one.backup(other)
