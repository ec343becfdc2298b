"""What is counted of the questions that the program asks a database."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from django.db import connection

from digivuosi.apps.people.models import User
from digivuosi.apps.schools.actions import add_school
from tests import asked, run_all
from tests.cast import Municipality


def write(folder: Path, kind: str, *lines: str) -> None:
    (folder / f"{kind}-{len(list(folder.iterdir()))}.json").write_text(json.dumps(lines))


@pytest.mark.django_db
def test_a_statement_is_counted_with_the_line_that_sent_it(
    kuusela: Municipality, monkeypatch: pytest.MonkeyPatch
) -> None:
    counted: set[str] = set()
    monkeypatch.setattr(asked, "_asked", counted)
    with connection.execute_wrapper(asked.note):
        User.objects.get(pk=kuusela.people["teacher"].pk)
        assert not counted, "a test that asks the database itself is not the program"
        add_school(by=kuusela.people["coordinator"], provider=kuusela.provider, name="Uusi koulu")
    assert any(
        line.startswith("apps/schools/actions/") and line.endswith(" INSERT schools_school") for line in counted
    ), counted
    assert not [line for line in counted if "SAVEPOINT" in line]


def test_what_a_statement_does_to_which_tables() -> None:
    joined = 'SELECT "a"."id" FROM "a" INNER JOIN "b" ON ("a"."id" = "b"."a_id") WHERE "a"."x" IN (SELECT 1 FROM "a")'
    assert asked.shape(joined) == "SELECT a b"
    assert asked.shape('UPDATE "c" SET "x" = %s') == "UPDATE c"
    assert asked.shape('RELEASE SAVEPOINT "s1"') == ""


def test_what_the_second_database_was_not_asked_fails_the_run(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run_all.asked_on_both(tmp_path).counts.failed == 1, "nothing was counted at all"
    write(tmp_path, "sqlite", "a.py:1 SELECT a", "a.py:2 SELECT b")
    write(tmp_path, "sqlite", "a.py:3 SELECT c")
    write(tmp_path, "postgresql", "a.py:1 SELECT a", "a.py:9 SELECT d")
    assert asked.left_out(tmp_path) == ["a.py:2 SELECT b", "a.py:3 SELECT c"]
    assert run_all.asked_on_both(tmp_path).counts.failed == 1
    assert "not asked on PostgreSQL: a.py:3 SELECT c" in capsys.readouterr().out
    write(tmp_path, "postgresql", "a.py:2 SELECT b", "a.py:3 SELECT c")
    assert run_all.asked_on_both(tmp_path).counts.failed == 0
