"""Problem and plan files: what is read, what is refused and in which words, and that schema and reader agree."""

from __future__ import annotations

import copy
import json
from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from digivuosi.domain.texts import Text
from digivuosi.domain.timing import fault_words, parsing
from digivuosi.domain.timing.faults import MOST, Fault, TimingProblem
from digivuosi.domain.timing.problem import Item, Problem, Window
from digivuosi.domain.timing.reading import plan_of, problem_of, read_plan, read_problem
from digivuosi.domain.timing.schema import PLAN_SCHEMA, PROBLEM_SCHEMA, schema
from digivuosi.domain.timing.writing import plan_document, problem_document, write_plan, write_problem
from tests.architecture.repository import ROOT
from tests.timings import random_plan, random_problem, school_days

Document = dict[str, Any]

WHOLE: Document = {
    "format": "digivuosi-timing/1",
    "days": ["2026-08-12", "2026-08-13", "2026-08-14"],
    "schools": [{"id": "s", "need": 0.8, "quiet_weeks": ["2026-W50"]}],
    "people": [{"id": "t", "hours_per_week": 2, "one_at_a_time": True, "absent_weeks": ["2027-W05"]}],
    "limits": {"new_per_week": {"teachers": 2}},
    "items": [
        {"id": "a"},
        {
            "id": "b",
            "school": "s",
            "days": 2,
            "work": [{"person": "t", "hours": 1.5}],
            "window": {"earliest": "2026-08-12", "latest": "2026-08-14"},
            "recommended": {"earliest": "2026-08-13", "latest": None},
            "after": [{"item": "a", "gap_days": 1}],
            "avoid_quiet": True,
            "new_for": "teachers",
            "together": "day",
            "round": "autumn",
            "pinned": "2026-08-13",
            "stands": "2026-08-12",
        },
    ],
}


def changed(*path: str | int, to: Any) -> Document:
    """The whole document with one value changed; `...` takes it away."""
    document = copy.deepcopy(WHOLE)
    place: Any = document
    for step in path[:-1]:
        place = place[step]
    if to is ...:
        del place[path[-1]]
    else:
        place[path[-1]] = to
    return document


def faults(document: Any) -> tuple[Fault, ...]:
    try:
        problem_of(document)
    except TimingProblem as problem:
        return problem.faults
    return ()


def test_every_field_is_read() -> None:
    problem = problem_of(WHOLE).problem
    assert problem_document(problem)["items"][1] == {
        **WHOLE["items"][1],
        "recommended": {"earliest": "2026-08-13"},
    }
    assert problem.items[0] == Item("a")
    assert problem.new_per_week == {"teachers": 2}


def test_optional_fields_may_be_left_out_or_null() -> None:
    bare = {"format": "digivuosi-timing/1", "days": ["2026-08-12"], "items": [{"id": "a"}]}
    nulls = {**bare, "schools": None, "people": None, "limits": {"new_per_week": None}}
    nulls["items"] = [{"id": "a", **dict.fromkeys(WHOLE["items"][1].keys() - {"id"})}]
    assert problem_of(bare).problem == problem_of(nulls).problem == Problem(school_days(1)[:1], (Item("a"),))


@pytest.mark.parametrize(
    ("document", "where", "told"),
    [
        ([], "", "Here should be fields in braces."),
        (changed("format", to="digivuosi-timing/9"), "format", "The format “digivuosi-timing/9” is not known"),
        (changed("format", to=...), "format", "The field is missing."),
        (changed("days", to=...), "days", "The field is missing."),
        (changed("days", to=[]), "days", "The field is missing."),
        (changed("days", 1, to="12.8.2026"), "days[1]", "“12.8.2026” is no day."),
        (changed("days", 1, to="2026-02-30"), "days[1]", "“2026-02-30” is no day."),
        (changed("days", 1, to="2026-08-12"), "days[1]", "The day 2026-08-12 is there twice."),
        (changed("days", 1, to="2026-08-11"), "days[1]", "The day 2026-08-11 is in the wrong place"),
        (changed("schools", to={}), "schools", "Here should be a list."),
        (changed("schools", 0, to="s"), "schools[0]", "Here should be fields in braces."),
        (changed("schools", 0, "need", to=-0.1), "schools[0].need", "“-0.1” will not do"),
        (changed("schools", 0, "need", to=True), "schools[0].need", "“True” will not do"),
        (changed("schools", 0, "quiet_weeks", to=["2026-50"]), "schools[0].quiet_weeks[0]", "“2026-50” is no week."),
        (changed("schools", 0, "quiet_weeks", to=["2025-W53"]), "schools[0].quiet_weeks[0]", "“2025-W53” is no week."),
        (changed("people", 0, "hours_per_week", to=...), "people[0].hours_per_week", "The field is missing."),
        (changed("people", 0, "hours_per_week", to=float("inf")), "people[0].hours_per_week", "“inf” will not do"),
        (
            changed("people", 0, "one_at_a_time", to="yes"),
            "people[0].one_at_a_time",
            "“yes” will not do: true or false.",
        ),
        (changed("limits", "new_per_week", "teachers", to=1.5), "limits.new_per_week.teachers", "“1.5” will not do"),
        (changed("limits", to=[]), "limits", "Here should be fields in braces."),
        (changed("items", to=...), "items", "The field is missing."),
        (changed("items", 1, "id", to=7), "items[1].id", "An id is text of 1 to 200 plain characters."),
        (changed("items", 1, "id", to="a\nb"), "items[1].id", "An id is text"),
        (changed("items", to=[{"id": "a"}] * 2), "items[1].id", "The id “a” is there twice; first at items[0]."),
        (changed("items", 1, "days", to=0), "items[1].days", "“0” will not do: a whole number from 1 to 400"),
        (changed("items", 1, "school", to="x"), "items[1].school", "There is no school “x”"),
        (changed("items", 1, "work", 0, "person", to="x"), "items[1].work[0].person", "There is no person “x”"),
        (changed("items", 1, "work", 0, "hours", to=-1), "items[1].work[0].hours", "“-1” will not do"),
        (changed("items", 1, "work", 0, "hours", to=float("nan")), "items[1].work[0].hours", "“nan” will not do"),
        (changed("items", 1, "work", 0, "hours", to=...), "items[1].work[0].hours", "The field is missing."),
        (
            changed("items", 1, "work", to=[{"person": "t", "hours": 1}] * 2),
            "items[1].work[1].person",
            "The person “t” is there twice",
        ),
        (
            changed("items", 1, "window", to={"earliest": "2026-08-14", "latest": "2026-08-13"}),
            "items[1].window",
            "The end 2026-08-13 is before the start 2026-08-14.",
        ),
        (changed("items", 1, "window", to="August"), "items[1].window", "Here should be fields in braces."),
        (changed("items", 1, "after", 0, "item", to="x"), "items[1].after[0].item", "There is no item “x”"),
        (changed("items", 1, "after", 0, "item", to="b"), "items[1].after[0].item", "cannot come after itself"),
        (
            changed("items", 1, "after", to=[{"item": "a"}] * 2),
            "items[1].after[1].item",
            "The item “a” is there twice.",
        ),
        (changed("items", 1, "after", 0, "gap_days", to=-1), "items[1].after[0].gap_days", "“-1” will not do"),
        (changed("items", 0, "after", to=[{"item": "b"}]), "items[0].after", "The order goes in a circle"),
        (changed("items", 1, "pinned", to="soon"), "items[1].pinned", "“soon” is no day."),
    ],
)
def test_a_fault_is_told_with_its_place(document: Any, where: str, told: str) -> None:
    (fault,) = faults(document)
    assert fault.where == where
    assert told in fault.text.get("en")
    assert fault.text.languages == ("en", "fi", "sv")


def test_the_place_names_the_item() -> None:
    (fault,) = faults(changed("items", 1, "window", "latest", to="x"))
    assert fault.message("fi") == "items[1].window.latest (b): ”x” ei ole päivä. Kirjoita se näin: 2026-10-12."


def test_a_circle_is_told_along_its_way() -> None:
    document = changed("items", to=[{"id": key, "after": [{"item": other}]} for key, other in ("ab", "bc", "cd", "db")])
    (fault,) = faults(document)
    assert fault.text.get("en").endswith("nothing can start: b → d → c → b.")


def test_several_faults_come_at_once_and_not_too_many() -> None:
    document = changed("items", to=[{"id": f"i{n}", "days": 0} for n in range(100)])
    with pytest.raises(TimingProblem) as caught:
        problem_of(document)
    assert len(caught.value.faults) == MOST
    assert caught.value.messages("en")[-1] == "There are more faults; put these right first."
    two = faults(changed("people", to=[{"id": "t", "hours_per_week": -1, "absent_weeks": ["x"]}]))
    assert len(two) == 2


def test_what_is_only_impossible_is_read() -> None:
    document = changed("items", 1, "pinned", to="2026-08-15")
    document["items"][0]["window"] = {"earliest": "2030-01-01", "latest": "2030-01-02"}
    assert problem_of(document).problem.items[0].window == Window(date(2030, 1, 1), date(2030, 1, 2))
    assert problem_of(document).warnings == ()


def test_a_typo_does_not_pass_in_silence() -> None:
    document = changed("items", 1, "windw", to={})
    document["items"][0]["windw"] = {}
    document["colour"] = "red"
    warnings = [one.message("en") for one in problem_of(document).warnings]
    assert warnings == [
        "colour: The field “colour” is not known and not taken into account (places: 1).",
        "items[0].windw (a): The field “windw” is not known and not taken into account (places: 2). "
        "Did you mean “window”?",
    ]


def test_odd_values_are_warned_of() -> None:
    document = changed("schools", 0, "need", to=8)
    document["items"][1]["new_for"] = "techers"
    first, second = problem_of(document).warnings
    assert first.message("en") == "schools[0].need (s): The need 8.0 is greater than 1; the scale is 0 to 1."
    assert second.where == "items[1].new_for"


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "The file is empty."),
        (b"\xff\xfe", "The file is not UTF-8 text (byte 1)."),
        (b'{"format": ', "The file is not valid JSON: line 1, character 12."),
        (b'{"a": NaN}', "The file has the value NaN, which is no number."),
        (b'{"a": -Infinity}', "The file has the value -Infinity, which is no number."),
        (b'{"id": "x", "days": 1, "days": 2}', "x: The field “days” is there twice."),
        (b"[" * 100_000, "The file has too many parts inside one another."),
        (b"9" * 5_000, "The file has a number that is too long."),
    ],
)
def test_a_file_that_is_no_document_is_told(content: bytes, told: str) -> None:
    with pytest.raises(TimingProblem) as caught:
        read_problem(content)
    assert caught.value.messages("en") == (told,)


def test_a_file_that_is_too_large_is_not_parsed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parsing, "LARGEST", 1_000_000)
    with pytest.raises(TimingProblem, match="too large"):
        read_problem(b"x" * 1_000_001)


def test_a_file_written_is_the_problem_read() -> None:
    for seed in range(60):
        problem = random_problem(seed)
        reading = read_problem(write_problem(problem))
        assert reading.problem == problem
        plan = random_plan(problem, seed)
        assert read_plan(write_plan(plan), problem) == plan


def test_a_plan_names_items_of_the_problem_only() -> None:
    problem = problem_of(WHOLE).problem
    document = {"format": "digivuosi-plan/1", "starts": {"a": "2026-08-12", "b": None}}
    assert list(plan_of(document, problem)) == ["a"]
    document["starts"] = {"a": "soon", "x": "2026-08-12"}
    with pytest.raises(TimingProblem) as caught:
        plan_of(document, problem)
    assert [fault.where for fault in caught.value.faults] == ["starts.a", "starts.x"]
    for broken in ({}, {"format": "digivuosi-timing/1", "starts": {}}, {"format": "digivuosi-plan/1"}):
        with pytest.raises(TimingProblem):
            plan_of(broken, problem)


# --- the schema --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", [PROBLEM_SCHEMA, PLAN_SCHEMA])
def test_the_published_schema_is_the_one_that_ships(name: str) -> None:
    published = ROOT / "docs/schemas" / name
    assert json.loads(published.read_text(encoding="utf-8")) == schema(name)
    Draft202012Validator.check_schema(schema(name))


VALIDATOR = Draft202012Validator(schema(PROBLEM_SCHEMA))


def agree(document: Any) -> bool:
    """Whether the reader takes a document; fails when the schema and the reader see its shape otherwise."""
    found = faults(document)
    wrong = list(VALIDATOR.iter_errors(document))
    assert bool(wrong) == any(fault.of_shape for fault in found), (found, wrong, document)
    return not found


def test_schema_and_reader_agree_on_what_is_written() -> None:
    plans = Draft202012Validator(schema(PLAN_SCHEMA))
    for seed in range(40):
        problem = random_problem(seed)
        assert agree(problem_document(problem))
        plans.validate(plan_document(random_plan(problem, seed)))


VALUES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-2, 500),
    st.floats(allow_nan=False, allow_infinity=False),
    st.sampled_from(["a", "b", "s", "t", "", "x" * 201, "2026-08-13", "2026-W34", "2026-02-30", "2026-W99", "a\tb"]),
    st.just([]),
    st.just({}),
    st.lists(st.sampled_from(["2026-W34", "2026-08-13", 3, None]), max_size=3),
    st.dictionaries(st.sampled_from(["id", "item", "person", "hours", "earliest", "new_per_week"]), st.integers(0, 3)),
)


def paths(value: Any, before: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    found = [before] if before else []
    if isinstance(value, dict):
        for key, inner in value.items():
            found += paths(inner, (*before, key))
    if isinstance(value, list):
        for key, inner in enumerate(value):
            found += paths(inner, (*before, key))
    return found


@settings(max_examples=3 * settings().max_examples, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.tuples(st.sampled_from(paths(WHOLE)), VALUES), min_size=1, max_size=3))
def test_schema_and_reader_agree_on_documents_with_anything_in_them(changes: list[tuple[Any, Any]]) -> None:
    document = copy.deepcopy(WHOLE)
    for path, value in changes:
        place: Any = document
        for step in path[:-1]:
            inside = isinstance(place, dict) and step in place
            if not inside and not (isinstance(place, list) and isinstance(step, int) and step < len(place)):
                break
            place = place[step]
        else:
            step = path[-1]
            named = isinstance(place, dict) and isinstance(step, str)
            if named or (isinstance(place, list) and step in range(len(place))):
                place[step] = value
    agree(document)


@given(st.recursive(VALUES, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3)))
def test_any_json_value_is_read_or_refused_in_words(value: Any) -> None:
    assert faults(value)


def test_every_sentence_is_in_three_languages_with_the_same_places() -> None:
    for text in (one for one in vars(fault_words).values() if isinstance(one, Text)):
        assert text.languages == ("en", "fi", "sv")
        assert len({tuple(sorted(p.split("}")[0] for p in told.split("{")[1:])) for _, told in text}) == 1, text
