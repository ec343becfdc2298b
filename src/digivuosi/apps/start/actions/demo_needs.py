"""Two autumns of surveys in the demo: rounds, answers by chance that is the same every time, and a talk."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from random import Random
from typing import Any

from django_scopes import scope

from digivuosi.apps.needs.actions.answering import store_many
from digivuosi.apps.needs.actions.importing import import_outside
from digivuosi.apps.needs.actions.rounds import close_round, open_round, set_expected
from digivuosi.apps.needs.actions.talking import save_talk, set_target, take_for_target
from digivuosi.apps.needs.models import Round, SchoolRound
from digivuosi.apps.needs.queries.questions import questions_of
from digivuosi.apps.needs.queries.reasons import finding_of, reason_of
from digivuosi.apps.needs.queries.results import read
from digivuosi.apps.needs.queries.subjects import Subject
from digivuosi.apps.start.actions.demo_hours import Demo
from digivuosi.domain.needs.answering import AnswerSheet, asked, choices, read_sheet, statements
from digivuosi.domain.needs.importing import OutsideScore
from digivuosi.domain.toolkit.surveys import BranchKind, StatementKind
from digivuosi.domain.toolkit.toolkit import Toolkit

OPEN_DAYS = timedelta(days=13)
AGO = timedelta(days=24)
"""This autumn's round opened so long before today; it is over."""
YEAR = timedelta(days=364)
SPRING = timedelta(days=161)
"""Another tool measured so long before today."""
SPREAD = 24.0
"""How much people differ, in points."""
MOST_UNKNOWN = 0.05


def ask_needs(demo: Demo) -> None:
    """Ask the teachers last autumn and this one, the teams this autumn; a survey to principals is open today."""
    told, opens = demo.told["needs"], demo.today - AGO
    last = _round(demo, told["survey"], opens - YEAR, told["answers"], told["last"])
    _talks(demo, last)
    _round(demo, told["survey"], opens, told["answers"], told["now"])
    _round(demo, told["team_survey"], opens, told["team_answers"], told["team"])
    _open(demo, told["open_survey"], demo.today, told["answers"])
    _outside(demo, told["outside"])


def _outside(demo: Demo, told: Mapping[str, Any]) -> None:
    """What another tool measured twice at a school that is too small for figures of its own."""
    low, high = told["low"], told["high"]
    for name, day in (("last", demo.today - SPRING - YEAR), ("now", demo.today - SPRING)):
        scores = [
            OutsideScore(
                str(demo.units[key].pk), need, 100 * (score - low) / (high - low), told["source"], None, low, high
            )
            for key, rounds in told["schools"].items()
            for need, score in rounds[name].items()
        ]
        with scope(provider=demo.provider):
            import_outside(by=demo.coordinator, provider=demo.provider, source="SELFIE", measured_on=day, scores=scores)


def _open(demo: Demo, survey: str, opens: date, answers: Mapping[str, int]) -> Round:
    return open_round(
        by=demo.coordinator,
        provider=demo.provider,
        survey_key=survey,
        opens=opens,
        closes=opens + OPEN_DAYS,
        schools=[demo.units[key] for key in answers],
    )


def _round(demo: Demo, survey: str, opens: date, answers: Mapping[str, int], means: Mapping[str, float]) -> Round:
    one = _open(demo, survey, opens, answers)
    questions = questions_of(one)
    texts = list(demo.told["needs"]["texts"]) if means is demo.told["needs"]["now"] else []
    rows = {row.school_id: row for row in SchoolRound.objects.filter(round=one).select_related("round")}
    for key, count in answers.items():
        school = demo.units[key]
        row = rows[school.pk]
        row.school = school
        with scope(provider=demo.provider, school=school):
            set_expected(by=demo.coordinator, asked=row, expected=count + 2)
        here = {area: mean + demo.told["needs"]["schools"].get(key, {}).get(area, 0) for area, mean in means.items()}
        chance = Random(f"{survey} {opens.year} {key}")  # noqa: S311 - the demo is the same every time, on purpose
        sheets = [_sheet(chance, questions, survey, here, texts) for _person in range(count)]
        store_many(asked=row, sheets=sheets)
    close_round(by=demo.coordinator, one=one, on=one.closes)
    return one


def _sheet(
    chance: Random, questions: Toolkit, survey: str, means: Mapping[str, float], texts: list[str]
) -> AnswerSheet:
    """One person's answers: near the school's mean of each area, each in their own way."""
    branches = [
        chance.choice(choice.branches).key
        for choice in choices(questions, survey)
        if choice.kind is BranchKind.GRADE or chance.random() < 0.5
    ]
    mood, answers = chance.gauss(0, SPREAD / 2), dict[str, Any]()
    for statement in statements(asked(questions, survey, branches)):
        scale = questions.scale(statement.scale)
        if statement.kind is StatementKind.FREE_TEXT:
            if texts:
                answers[statement.key] = texts.pop()
        elif scale is not None and (not scale.unknown or chance.random() > MOST_UNKNOWN):
            feeling = means.get(statement.need, 60) + mood + chance.gauss(0, SPREAD)
            answers[statement.key] = 1 + round(min(max(feeling, 0), 100) / 100 * (len(scale.steps) - 1))
    return read_sheet(questions, survey, branches, answers)


def _talks(demo: Demo, one: Round) -> None:
    """What schools chose from last autumn's round, and the measures of this year that answer it."""
    for key, targets in demo.told["needs"]["talks"].items():
        school = demo.units[key]
        reading = read(one, school)
        if reading is None:
            continue
        with scope(provider=demo.provider, school=school):
            held_on = one.closes + timedelta(days=20)
            save_talk(by=demo.coordinator, school=school, about=Subject(one), held_on=held_on, minutes="")
            for area, told in targets.items():
                finding = finding_of(reading, area)
                target = set_target(by=demo.coordinator, school=school, about=Subject(one), area=area,
                                    goal=told["goal"], sign=told["sign"], finding=finding)  # fmt: skip
                for measure in told["measures"]:
                    take_for_target(by=demo.coordinator, target=target, measure_key=measure, year=demo.starts,
                                    reason=reason_of(target))  # fmt: skip
