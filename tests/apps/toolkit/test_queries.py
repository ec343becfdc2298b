"""What pages ask: parsed once and bounded, lists by time, vacancies, files that stay with their edition."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from digivuosi.apps.responsibilities.actions import name_holder, set_role_label
from digivuosi.apps.schools.actions import add_member
from digivuosi.apps.schools.queries import calendar_of
from digivuosi.apps.toolkit import actions, queries
from digivuosi.apps.toolkit.queries import lines, toolkits
from digivuosi.apps.toolkit.queries.sources import (
    Source,
    current_source,
    draft_source,
    edition_source,
    file_of,
    find,
    languages_of,
    package_in,
)
from digivuosi.apps.toolkit.queries.toolkits import Kept
from digivuosi.apps.toolkit.queries.vacancies import vacancies
from digivuosi.domain.texts import Text
from digivuosi.domain.toolkit.package import read_package, write_zip
from digivuosi.domain.toolkit.toolkit import Span
from tests.cast import YEAR, Municipality
from tests.toolkits import EDITION, starter

NO_SECOND = pytest.mark.one_database(
    "test_an_edition_keeps_its_files reads the same rows on both; this asks of the package"
)

MATERIAL = "kickoff-agenda"


def current(town: Municipality) -> Source:
    found = current_source(town.provider)
    assert found is not None
    return found


def listed(town: Municipality) -> list[lines.Line]:
    source = current(town)
    names = lines.role_names(town.provider, source.toolkit)
    return lines.lines_of(source.toolkit.measures, names, calendar_of(town.provider, YEAR))


def test_the_least_recently_used_goes_first() -> None:
    kept: Kept[str] = Kept(2)
    kept.put("a", "A")
    kept.put("b", "B")
    assert kept.get("a") == "A"
    kept.put("c", "C")
    assert (kept.get("a"), kept.get("b"), kept.get("c")) == ("A", None, "C")


def test_an_edition_is_parsed_once(with_toolkit: Municipality, monkeypatch: pytest.MonkeyPatch) -> None:
    first = queries.toolkit_of(with_toolkit.provider)

    def never(_document: object) -> None:
        raise AssertionError("parsed again")

    monkeypatch.setattr(toolkits, "from_document", never)
    with CaptureQueriesContext(connection) as asked:
        assert queries.toolkit_of(with_toolkit.provider) is first
    assert len(asked) == 1
    assert '"document"' not in asked[0]["sql"]


def test_a_school_without_changes_shares_the_citys_toolkit(with_toolkit: Municipality) -> None:
    assert queries.toolkit_for_school(with_toolkit.school) is queries.toolkit_of(with_toolkit.provider)


def test_by_month_a_monthly_measure_stands_in_each(with_toolkit: Municipality) -> None:
    months = {group.key: {line.measure.key for line in group.lines} for group in lines.by_month(listed(with_toolkit))}
    monthly = [m.key for m in current(with_toolkit).toolkit.measures if m.repeat == "monthly"]
    assert monthly
    assert sum(monthly[0] in keys for keys in months.values()) > 5
    assert "code-week" in months["10"]
    assert set().union(*months.values()) == {m.key for m in current(with_toolkit).toolkit.measures}


def test_by_audience_begins_with_teachers(with_toolkit: Municipality) -> None:
    groups = lines.by_audience(listed(with_toolkit), current(with_toolkit).toolkit, "fi")
    assert [group.key for group in groups][:6] == list(lines.FIRST_AUDIENCES)


def test_a_measure_that_cannot_be_met_is_listed_apart(with_toolkit: Municipality) -> None:
    source = current(with_toolkit)
    lost = replace(source.toolkit.measures[0], window=Span("december", "august"), recommended_time=None)
    names = lines.role_names(with_toolkit.provider, source.toolkit)
    groups = lines.by_month(lines.lines_of([lost], names, calendar_of(with_toolkit.provider, YEAR)))
    assert [group.key for group in groups] == [str(lines.NOT_THIS_YEAR)]


def test_a_role_is_called_as_the_municipality_calls_it(with_toolkit: Municipality) -> None:
    set_role_label(
        by=with_toolkit.people["coordinator"],
        provider=with_toolkit.provider,
        kind="mentor",
        label=Text.of(fi="Digivelho"),
    )
    name = lines.role_names(with_toolkit.provider, current(with_toolkit).toolkit).named("mentor")
    assert name.get("fi") == "Digivelho"
    assert name.get("sv") == "Digimentor"


def test_search_forgives_missing_dots(with_toolkit: Municipality) -> None:
    found = find(current(with_toolkit), "vuosikello kayttoon", "fi")
    assert found[0].key == "wheel-in-use"


def test_vacant_roles_by_school(with_toolkit: Municipality) -> None:
    town = with_toolkit
    schools = [town.administration, town.school, town.other_school]
    toolkit = current(town).toolkit
    found = vacancies(toolkit, schools, YEAR)
    assert found["principal"].names == (town.other_school.name,)
    assert found["technical-support"].names == (town.school.name, town.other_school.name)
    assert found["it-administration"].names == (town.administration.name,)
    assert "coordinator" not in found
    assert "teachers" not in found
    by = town.people["coordinator"]
    add_member(by=by, provider=town.provider, user=town.people["principal"], kind="principal", school=town.other_school)
    name_holder(by=by, school=town.other_school, year=YEAR, kind="principal", user=town.people["principal"])
    assert "principal" not in vacancies(toolkit, schools, YEAR)


def test_an_edition_keeps_its_files(with_toolkit: Municipality) -> None:
    town, by = with_toolkit, with_toolkit.people["coordinator"]
    before = file_of(current(town), MATERIAL, "fi")
    draft = draft_source(town.provider)
    assert before is not None
    assert draft is not None
    material = draft.toolkit.material(MATERIAL)
    assert material is not None
    new = {before.path: b"# Uusi"}
    actions.save_material(by=by, provider=town.provider, material=material, content=new, version=draft.version)
    actions.publish(by=by, provider=town.provider, name="2026-2")
    now, old = file_of(current(town), MATERIAL, "fi"), edition_source(town.provider, EDITION)
    assert now is not None
    assert old is not None
    assert now.content == b"# Uusi"
    assert file_of(old, MATERIAL, "fi") == before


def test_a_file_missing_in_a_language_falls_back_to_the_toolkits_own(with_toolkit: Municipality) -> None:
    source = current(with_toolkit)
    assert languages_of(source, MATERIAL) == ["fi", "sv", "en"]
    files = {path: sha for path, sha in source.files.items() if not path.endswith("kickoff-agenda.sv.md")}
    found = file_of(replace(source, files=files), MATERIAL, "sv")
    assert found is not None
    assert found.language == "fi"


@NO_SECOND
def test_the_package_out_is_the_package_in(with_toolkit: Municipality) -> None:
    package = package_in(current(with_toolkit))
    again = read_package(write_zip(package))
    assert again.toolkit == current(with_toolkit).toolkit
    assert again.materials == starter().materials
