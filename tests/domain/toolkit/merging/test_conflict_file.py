"""The file of conflicts holds both values in full, and choices come back from it."""

from __future__ import annotations

from typing import Any

import pytest
import yaml

from digivuosi.domain.toolkit.findings import PackageProblem
from digivuosi.domain.toolkit.merging.conflict_file import conflict_file, files_to_save, read_choices
from digivuosi.domain.toolkit.merging.merge import Merge, merge, resolve
from digivuosi.domain.toolkit.merging.places import Place
from digivuosi.domain.toolkit.merging.values import Own, Taken
from digivuosi.domain.toolkit.toolkit import RoleKind, Span
from tests.domain.toolkit.merging.examples import BASE, FILES, edited, with_files, without

OURS = edited(
    ("days: 5", "days: 6"),
    ("from: october", "from: september"),
    ("hours: 8", "hours: 9"),
    ("Lähetä kutsu", "Lähetä kirje"),
    ("kind: principal", "kind: teachers"),
    ("gap_days: 2", "gap_days: 3"),
    ("1. Avaus", "1. Alku"),
)
THEIRS = edited(
    ("days: 5", "days: 7"),
    ("from: october", "from: august"),
    ("hours: 8", "hours: 7"),
    ("Lähetä kutsu", "Lähetä viesti"),
    ("kind: principal", "kind: mentor"),
    ("gap_days: 2", "gap_days: 4"),
    ("1. Avaus", "1. Aloitus"),
)
MERGED = merge(BASE, OURS, THEIRS)


def written(merged: Merge, language: str = "fi") -> str:
    return conflict_file(merged, lambda one: str(one.place), {}, language).decode()


def entries(merged: Merge) -> dict[str, Any]:
    return {one["place"]: one for one in yaml.safe_load(written(merged))["conflicts"]}


def test_all_values_stand_in_the_form_of_the_package() -> None:
    found = entries(MERGED)
    assert found["measures/survey/window"]["theirs"] == {"from": "august", "to": "november"}
    assert found["measures/survey/people/mentor"]["ours"] == [{"part": "responsible", "hours": 9.0}]
    assert found["measures/survey/days"] == {
        "place": "measures/survey/days",
        "words": "measures/survey/days",
        "base": 5,
        "ours": 6,
        "theirs": 7,
        "choice": "ours",
    }
    assert found["measures/survey/steps/fi"]["ours"].startswith("1. Lähetä kirje.\n2.")
    assert found["materials/agenda/file/materials/agenda.fi.md"]["theirs"] == "# Esityslista\n\n1. Aloitus\n"
    assert found["roles/principal/kind"]["base"] == "principal"
    assert len(found) == len(MERGED.conflicts) == 7


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_a_file_that_nobody_touched_chooses_ours(language: str) -> None:
    choices = read_choices(written(MERGED, language).encode(), "c.yaml", MERGED)
    assert choices == {one.place: Taken.OURS for one in MERGED.conflicts}
    assert resolve(MERGED, choices).result == MERGED.result
    assert resolve(MERGED, choices).open == ()


def test_theirs_base_and_own_values_come_back() -> None:
    document = yaml.safe_load(written(MERGED))
    own: dict[str, Any] = {
        "measures/survey/days": "8",
        "measures/survey/window": {"from": "week 40", "to": "week 48"},
        "measures/survey/people/mentor": [{"part": "contributing", "hours": 2}],
        "measures/survey/steps/fi": "1. Lähetä kortti.",
        "roles/principal/kind": "coordinator",
        "measures/summary/after/survey": ["5"],
        "materials/agenda/file/materials/agenda.fi.md": "# Uusi\n",
    }
    for one in document["conflicts"]:
        one.update(choice="own", own=own[one["place"]])
    choices = read_choices(yaml.safe_dump(document, allow_unicode=True).encode(), "c.yaml", MERGED)
    values = {str(place): choice.value for place, choice in choices.items() if isinstance(choice, Own)}
    assert values == {
        "measures/survey/days": 8,
        "measures/survey/window": Span("week 40", "week 48"),
        "measures/survey/people/mentor": (("contributing", 2.0),),
        "measures/survey/steps/fi": "1. Lähetä kortti.",
        "roles/principal/kind": RoleKind.COORDINATOR,
        "measures/summary/after/survey": (5,),
        "materials/agenda/file/materials/agenda.fi.md": b"# Uusi\n",
    }
    settled = resolve(MERGED, choices)
    assert settled.open == ()
    again = entries(settled)
    assert {place: one["choice"] for place, one in again.items()} == dict.fromkeys(own, "own")
    assert read_choices(written(settled).encode(), "c.yaml", MERGED) == choices | {
        Place("materials", "agenda", "file", "materials/agenda.fi.md"): Own(b"# Uusi\n")
    }


@pytest.mark.parametrize(
    ("place", "change", "line_of"),
    [
        ("measures/survey/days", {"choice": "mine"}, "choice"),
        ("measures/survey/days", {"choice": "own", "own": "many"}, "own"),
        ("measures/survey/days", {"choice": "own", "own": {"a": "b"}}, "own"),
        ("measures/survey/people/mentor", {"choice": "own", "own": [{"part": "boss"}]}, "own"),
        ("measures/survey/people/mentor", {"choice": "own", "own": [{"part": "responsible", "hours": -1}]}, "own"),
        ("measures/survey/window", {"choice": "own", "own": {"from": "october"}}, "own"),
        ("roles/principal/kind", {"choice": "own", "own": "king"}, "own"),
        ("measures/survey/days", {"choice": "own", "own": None}, "choice"),
        ("measures/survey/days", {"place": "measures/survey/weeks"}, "place"),
    ],
)
def test_what_cannot_be_chosen_is_refused_with_its_line(place: str, change: dict[str, Any], line_of: str) -> None:
    document = yaml.safe_load(written(MERGED))
    entry = next(one for one in document["conflicts"] if one["place"] == place)
    entry.update(change)
    content = yaml.safe_dump({"conflicts": [entry]}, sort_keys=False, allow_unicode=True)
    with pytest.raises(PackageProblem) as refused:
        read_choices(content.encode(), "c.yaml", MERGED)
    (finding,) = refused.value.findings
    assert finding.file == "c.yaml"
    assert content.splitlines()[finding.line - 1].strip().removeprefix("- ").startswith(f"{line_of}:")


@pytest.mark.parametrize("content", ["", "[]", "conflicts: no", "conflicts: [", "conflicts: &a []", "conflicts: [x]"])
def test_what_is_no_file_of_choices_is_refused(content: str) -> None:
    with pytest.raises(PackageProblem):
        read_choices(content.encode(), "c.yaml", MERGED)


def test_a_measure_that_one_side_took_away_stands_there_whole() -> None:
    merged = merge(BASE, without("measures/summary.yaml"), edited(("to: december", "to: january")))
    (entry,) = entries(merged).values()
    assert (entry["place"], "ours" in entry) == ("measures/summary", False)
    assert entry["theirs"]["window"] == {"from": "november", "to": "january"}
    entry["choice"] = "theirs"
    choices = read_choices(yaml.safe_dump({"conflicts": [entry]}).encode(), "c.yaml", merged)
    assert resolve(merged, choices).result.toolkit.measure("summary") is not None


def test_pictures_and_documents_lie_beside() -> None:
    plan = {
        "materials.yaml": FILES["materials.yaml"]
        + "- key: plan\n  kind: file\n  path: plan.pdf\n  title: {fi: S, sv: P}\n"
    }
    sides = [with_files({**plan, "materials/plan.pdf": content}) for content in ("one", "two", "three")]
    merged = merge(*sides)
    saved = files_to_save(merged)
    assert sorted(saved.values()) == [("1-base.pdf", b"one"), ("1-ours.pdf", b"two"), ("1-theirs.pdf", b"three")]
    told = conflict_file(merged, str, {held: f"c.files/{name}" for held, (name, _) in saved.items()}, "en").decode()
    (entry,) = yaml.safe_load(told)["conflicts"]
    assert (entry["base"], entry["theirs"]) == ("c.files/1-base.pdf", "c.files/1-theirs.pdf")
