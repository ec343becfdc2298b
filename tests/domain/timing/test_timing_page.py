"""The example of docs/timing.md is a problem and a plan, and the judge says of them what the page says."""

from __future__ import annotations

import re

from digivuosi.domain.timing.grid import Grid
from digivuosi.domain.timing.judging import judge
from digivuosi.domain.timing.reading import ITEM_FIELDS, PERSON_FIELDS, SCHOOL_FIELDS, read_plan, read_problem
from digivuosi.domain.timing.rules import Rule
from digivuosi.domain.timing.wishes import Wish
from tests.architecture.repository import ROOT

PAGE = (ROOT / "docs/timing.md").read_text(encoding="utf-8")


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", PAGE, re.DOTALL | re.MULTILINE)


def test_the_judge_says_what_the_page_says() -> None:
    problem_block, plan_block = blocks("json")
    reading = read_problem(problem_block.encode())
    assert reading.warnings == ()
    verdict = judge(Grid(reading.problem), read_plan(plan_block.encode(), reading.problem))
    assert verdict.valid
    (told,) = blocks("text")
    points = dict(re.findall(r"^  (W\d) .*?([\d.]+)$", told, re.MULTILINE))
    assert {Wish(name): float(value) for name, value in points.items()} == verdict.points
    assert float(told.split()[-1]) == verdict.cost


def test_every_field_rule_and_wish_stands_on_the_page() -> None:
    for name, known in (("schools", SCHOOL_FIELDS), ("people", PERSON_FIELDS), ("items", ITEM_FIELDS)):
        told = set(re.findall(rf"^\| `{name}\[\]\.(\w+)` \|", PAGE, re.MULTILINE))
        assert told == set(known) - {"id", "school"}
    assert set(re.findall(r"^\| ([RW]\d) \|", PAGE, re.MULTILINE)) == {*Rule, *Wish}
