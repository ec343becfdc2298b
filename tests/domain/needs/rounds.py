"""Rounds of made-up answers to the starter's surveys."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from digivuosi.domain.needs.answering import AnswerSheet, asked, statements
from digivuosi.domain.needs.counting import count
from digivuosi.domain.needs.hiding import Release, release
from digivuosi.domain.toolkit.toolkit import Toolkit

TEACHERS = "autumn-teachers"


def sheet_of(
    toolkit: Toolkit, steps: Mapping[str, int], branches: Sequence[str] = (), survey: str = TEACHERS
) -> AnswerSheet:
    """Make a sheet that gives one step to every statement of a need; other needs get the middle."""
    found = []
    for statement in statements(asked(toolkit, survey, branches)):
        if statement.scale:
            found.append((statement.key, steps.get(statement.need, 3)))
    return AnswerSheet(survey, tuple(sorted(branches)), tuple(sorted(found)))


def answers_of(
    toolkit: Toolkit, units: Mapping[str, Sequence[Mapping[str, int]]], survey: str = TEACHERS
) -> list[tuple[str, AnswerSheet]]:
    """Make sheets by unit, each told as the step it gives to each need."""
    return [(unit, sheet_of(toolkit, one, survey=survey)) for unit, held in units.items() for one in held]


def round_of(toolkit: Toolkit, units: Mapping[str, Sequence[Mapping[str, int]]], survey: str = TEACHERS) -> Release:
    return release(count(toolkit, survey, answers_of(toolkit, units, survey)))


def varied(need: str, *steps: int) -> list[dict[str, int]]:
    """Make one respondent for each step."""
    return [{need: step} for step in steps]
