"""A database on which all migrations have run, for a test run that begins with copies of it.

    python -m tests.migrated ADDRESS

`tests/run_all.py` makes one on each kind of database and tells where it is in `MIGRATED`. Every process of every stage
would else run the migrations anew, which takes each of them seven seconds.
"""

from __future__ import annotations

import os
import sqlite3
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

NAME = "MIGRATED"


def migrate(address: str) -> None:
    """Run all migrations on the empty database at an address."""
    os.environ["DATABASE_URL"] = address
    import django
    from django.core.management import call_command
    from django.db import connection

    django.setup()
    call_command("migrate", verbosity=0)
    connection.close()


def begin_with_copy(add_cleanup: Callable[[Callable[[], Any]], None]) -> None:
    """Let Django's test database begin as a copy of the one that `MIGRATED` names, if it names one of this kind.

    Django then finds every table, and neither runs a migration nor makes a table.
    """
    from django.db import connections

    connection = connections["default"]
    address = os.environ.get(NAME, "")
    kind = "sqlite" if connection.vendor == "sqlite" else "postgres"
    if not address.startswith(kind) or (kind == "sqlite" and not migrated_file().exists()):
        return
    connection.settings_dict["TEST"]["MIGRATE"] = False
    if connection.vendor != "sqlite":
        connection.settings_dict["TEST"]["TEMPLATE"] = urlsplit(address).path.removeprefix("/")
        return
    creation: Any = connection.creation
    create = creation._create_test_db

    def create_and_fill(*given: Any, **named: Any) -> Any:
        name = create(*given, **named)
        filled = sqlite3.connect(name, uri=name.startswith("file:"))
        with closing(sqlite3.connect(migrated_file())) as source:
            source.backup(filled)
        # A database in memory is gone when nobody holds it.
        add_cleanup(filled.close)
        return name

    creation._create_test_db = create_and_fill


def migrated_file() -> Path:
    """The file of SQLite that `MIGRATED` names."""
    return Path(os.environ[NAME].removeprefix("sqlite:///"))


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "digivuosi.config.settings")
    migrate(sys.argv[1])
