"""What was made once is put back exactly as it was made, on every kind of database."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import transaction

from digivuosi.apps.people.models import User
from digivuosi.apps.schools.models import Membership
from digivuosi.apps.toolkit.models import MaterialFile
from tests import snapshots
from tests.cast import Municipality
from tests.toolkits import give_toolkit


def everything() -> dict[str, dict[int, Any]]:
    return {
        table: {
            number: tuple(bytes(v) if isinstance(v, memoryview) else v for v in row) for number, row in rows.items()
        }
        for table, _columns, rows in snapshots._rows(snapshots._tables())
    }


@pytest.mark.django_db
def test_rows_that_came_changed_and_went_are_put_back(kuusela: Municipality, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(snapshots, "_made", {})
    built = []

    def build() -> list[int]:
        built.append(1)
        give_toolkit(kuusela)
        User.objects.filter(pk=kuusela.people["teacher"].pk).update(name="Olli Ope; 100 % \\ 'ä' %s")
        Membership.objects.filter(user=kuusela.people["mentor"]).delete()
        return [1, 2]

    seen, before = [], everything()
    for _time in range(3):
        with transaction.atomic():
            result = snapshots.once("changed-and-gone", build)
            assert result == [1, 2]
            result.append(3)
            seen.append(everything())
            transaction.set_rollback(True)
    assert built == [1]
    assert seen[0] != before
    assert seen[1] == seen[2] == seen[0]
    assert everything() == before
    assert len(seen[0][MaterialFile._meta.db_table]) > 10


@pytest.mark.django_db
def test_the_same_name_on_other_rows_is_made_anew(kuusela: Municipality, monkeypatch: pytest.MonkeyPatch) -> None:
    """Else two things made one after the other could meet in their ids."""
    monkeypatch.setattr(snapshots, "_made", {})
    made = []

    def build() -> int:
        made.append(User.objects.create(email=f"{len(made)}@kuusela.example", name="Uusi", language="fi").pk)
        return made[-1]

    first, second = snapshots.once("one-more", build), snapshots.once("one-more", build)
    assert [first, second] == made
    assert first != second
