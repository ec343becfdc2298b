"""A school's changes are sparse, and lie over whatever edition there is."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given

from digivuosi.domain.texts import Text
from digivuosi.domain.toolkit.changes import (
    MeasureChanges,
    SchoolChanges,
    changed_measure,
    difference,
    is_own,
    left_aside,
    own_key,
    with_changes,
)
from digivuosi.domain.toolkit.documents import DocumentProblem
from digivuosi.domain.toolkit.package import read_package
from digivuosi.domain.toolkit.toolkit import Measure, Part, Span
from tests.domain.toolkit.packages import SMALL, zipped
from tests.domain.toolkit.strategies import measures

TOOLKIT = read_package(zipped(SMALL)).toolkit
OWN = Measure("own-club", Text.of(fi="Kerho"), Text.of(fi="Oppilaat opettavat."), "support", Span("september", "may"))
CHANGES = SchoolChanges(own=(OWN,)).with_measure(
    "survey",
    MeasureChanges(
        title=Text.of(fi="Meidän kysely"),
        window=Span("week 44", "week 46"),
        days=3,
        hours=(Part("principal", 2.0),),
    ),
)


def test_changed_fields_are_the_schools_and_the_rest_the_citys() -> None:
    ours = with_changes(TOOLKIT, CHANGES)
    survey, before = ours.measure("survey"), TOOLKIT.measure("survey")
    assert survey is not None
    assert before is not None
    assert survey.title == Text.of(fi="Meidän kysely")
    assert survey.window == Span("week 44", "week 46")
    assert survey.days == 3
    assert survey.responsible == before.responsible
    assert survey.contributing == (Part("principal", 2.0),)
    assert survey.purpose == before.purpose
    assert ours.measure("own-club") == OWN
    assert [measure.key for measure in ours.measures] == ["own-club", "summary", "survey"]
    assert ours.measure("summary") is TOOLKIT.measure("summary")


def test_the_edition_stays_as_it_is() -> None:
    with_changes(TOOLKIT, CHANGES)
    assert read_package(zipped(SMALL)).toolkit == TOOLKIT
    assert with_changes(TOOLKIT, SchoolChanges()) is TOOLKIT


def test_a_measure_that_the_edition_dropped_stays_aside() -> None:
    changes = CHANGES.with_measure("gone", MeasureChanges(days=2))
    assert with_changes(TOOLKIT, changes) == with_changes(TOOLKIT, CHANGES)
    assert left_aside(TOOLKIT, changes) == ("gone",)


def test_the_document_is_sparse_and_gives_the_changes_back() -> None:
    document = CHANGES.to_document()
    assert document["measures"] == {
        "survey": {
            "title": {"fi": "Meidän kysely"},
            "window": {"from": "week 44", "to": "week 46"},
            "days": 3,
            "hours": [{"role": "principal", "hours": 2}],
        }
    }
    assert SchoolChanges.from_document(json.loads(json.dumps(document))) == CHANGES
    assert SchoolChanges().to_document() == {}
    assert SchoolChanges.from_document({}) == SchoolChanges()


@given(measures, measures)
def test_the_difference_of_two_measures_makes_one_of_the_other(before: Measure, after: Measure) -> None:
    wanted = replace(
        after,
        key=before.key,
        theme=before.theme,
        responsible=before.responsible,
        contributing=before.contributing,
        recommended_time=after.recommended_time or before.recommended_time,
    )
    changes = difference(before, wanted)
    made = changed_measure(before, changes)
    for name in ("title", "purpose", "steps", "done_when", "window", "recommended_time", "days", "repeat", "audiences"):
        assert getattr(made, name) == getattr(wanted, name)
    document = SchoolChanges().with_measure("a", changes).to_document()
    assert SchoolChanges.from_document(document).to_document() == document


def test_no_difference_is_no_change() -> None:
    survey = TOOLKIT.measure("survey")
    assert survey is not None
    assert not difference(survey, survey)
    assert SchoolChanges().with_measure("survey", difference(survey, survey)) == SchoolChanges()
    assert CHANGES.with_measure("survey", MeasureChanges()).measures == ()


def test_changed_hours_are_found_by_role() -> None:
    survey = TOOLKIT.measure("survey")
    assert survey is not None
    wanted = replace(survey, responsible=(Part("mentor", 4.0),))
    assert difference(survey, wanted) == MeasureChanges(hours=(Part("mentor", 4.0),))
    assert CHANGES.of("survey").changed == ("title", "window", "days", "hours")
    assert CHANGES.of("summary").changed == ()


def test_own_measures_come_and_go() -> None:
    changed = CHANGES.with_own(replace(OWN, days=4))
    assert [one.days for one in changed.own] == [4]
    assert changed.without_own("own-club").own == ()
    with pytest.raises(ValueError, match="survey"):
        CHANGES.with_own(replace(OWN, key="survey"))


@pytest.mark.parametrize(
    ("title", "taken", "key"),
    [
        ("Oppilasagenttien iltapäivä", (), "own-oppilasagenttien-iltapaiva"),
        ("Kerho", ("own-kerho", "own-kerho-2"), "own-kerho-3"),
        ("???", (), "own-measure"),
        ("å" * 200, (), "own-" + "a" * 40),
    ],
)
def test_an_own_key_is_made_of_the_title(title: str, taken: tuple[str, ...], key: str) -> None:
    assert own_key(title, taken) == key
    assert is_own(key)
    assert not is_own(key.removeprefix("own-"))


@pytest.mark.parametrize(
    "document",
    [
        {"measures": []},
        {"measures": {"a": {"theme": "needs"}}},
        {"measures": {"a": {"days": "3"}}},
        {"measures": {"a": {"days": 0}}},
        {"measures": {"a": {"title": 5}}},
        {"measures": {"a": {"hours": [{"hours": 2}]}}},
        {"measures": {"a": {"window": {"from": "october"}}}},
        {"own": [{"key": "survey", "theme": "a", "window": "october"}]},
        {"own": [{"key": "own-a"}]},
        {"wheel": {}},
    ],
)
def test_what_is_no_change_is_refused(document: dict[str, Any]) -> None:
    with pytest.raises(DocumentProblem):
        SchoolChanges.from_document(document)
