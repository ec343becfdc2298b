"""What stood in the database before a migration stands there after it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

BEFORE, AFTER = ("needs", "0001_rounds"), ("needs", "0002_outside_talks")


def migrated(target: tuple[str, str]) -> Any:
    """The models as they were at a migration, with the tables moved there."""
    executor = MigrationExecutor(connection)
    executor.migrate([target])
    return MigrationExecutor(connection).loader.project_state([target]).apps


@pytest.fixture
def before(transactional_db: None) -> Iterator[Any]:
    """The tables before results of other tools had a day and a scale of their own."""
    newest = [node for node in MigrationExecutor(connection).loader.graph.leaf_nodes() if node[0] == "needs"]
    yield migrated(BEFORE)
    MigrationExecutor(connection).migrate(newest)


def test_results_of_other_tools_and_talks_survive_getting_a_day_and_a_scale(before: Any) -> None:
    provider = before.get_model("schools", "Provider")._base_manager.create(name="Kuusela", slug="kuusela")
    school = before.get_model("schools", "School")._base_manager.create(
        provider=provider, name="Kivelän koulu", slug="kivelan-koulu"
    )
    asked = before.get_model("needs", "Round")._base_manager.create(
        provider=provider, year=2025, survey_key="s", document={}, opens=date(2025, 11, 3), closes=date(2025, 11, 9)
    )
    before.get_model("needs", "Talk")._base_manager.create(school=school, round=asked, minutes="Sovittiin")
    old = before.get_model("needs", "OutsideResult")._base_manager
    for year, score in ((2024, 40.0), (2025, 55.5)):
        old.create(
            provider=provider, school=school, source="SELFIE", area="resources", year=year, score=score, answers=12
        )
    after = migrated(AFTER)
    rows = after.get_model("needs", "OutsideResult")._base_manager.order_by("measured_on")
    assert list(rows.values_list("source", "area", "measured_on", "score", "low", "high", "answers")) == [
        ("SELFIE", "resources", date(2024, 8, 1), 40.0, 0, 100, 12),
        ("SELFIE", "resources", date(2025, 8, 1), 55.5, 0, 100, 12),
    ]
    talk = after.get_model("needs", "Talk")._base_manager.get()
    assert (talk.round_id, talk.source, talk.measured_on, talk.minutes) == (asked.pk, "", None, "Sovittiin")
