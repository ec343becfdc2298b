"""Surveys of the draft as their pages show them, and what changes in them since the last edition."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from digivuosi.apps.look.languages import current
from digivuosi.apps.toolkit.queries.sources import Source
from digivuosi.domain.texts import Text
from digivuosi.domain.toolkit.survey_changes import WHY, Otherwise, ended_comparisons
from digivuosi.domain.toolkit.surveys import Section, Statement, Survey
from digivuosi.domain.toolkit.toolkit import Measure, Toolkit


@dataclass(frozen=True)
class OutlinedStatement:
    statement: Statement
    scale: Text | None
    need: Text | None
    branches: tuple[Text, ...]
    why_ended: str
    """Why answers will not be compared with the last round's; empty when they will."""
    is_new: bool


@dataclass(frozen=True)
class OutlinedSection:
    section: Section
    branches: tuple[Text, ...]
    statements: tuple[OutlinedStatement, ...]


def surveys_of(toolkit: Toolkit) -> list[tuple[Survey, int]]:
    """The surveys by title, each with how many statements it has."""
    counted = [
        (survey, sum(len(part.statements) for part in toolkit.survey_parts(survey.key))) for survey in toolkit.surveys
    ]
    return sorted(counted, key=lambda one: one[0].title.get(current(), toolkit.language).casefold())


def outline(toolkit: Toolkit, survey: Survey, published: Toolkit | None) -> list[OutlinedSection]:
    """A survey's sections and statements in order, with what each leads to."""
    ended = ended_comparisons(published, toolkit) if published else {}
    titles = {branch.key: branch.title for branch in toolkit.branches}

    def branches(keys: Iterable[str]) -> tuple[Text, ...]:
        return tuple(titles.get(key, Text.of(fi=key)) for key in keys)

    def statement(one: Statement) -> OutlinedStatement:
        scale, need = toolkit.scale(one.scale), toolkit.need(one.need)
        is_new = published is not None and published.statement(one.key) is None
        why = why_words(ended.get(one.key, ()))
        return OutlinedStatement(
            one, scale.title if scale else None, need.title if need else None, branches(one.branches), why, is_new
        )

    return [
        OutlinedSection(part.section, branches(part.section.branches), tuple(statement(one) for one in part.statements))
        for part in toolkit.survey_parts(survey.key)
    ]


def why_words(why: Iterable[Otherwise]) -> str:
    return ", ".join(WHY[one].get(current()) for one in why)


def newly_ended(published: Toolkit | None, before: Toolkit, after: Toolkit) -> list[Statement]:
    """The statements that a change of the draft makes other questions than the published ones."""
    if published is None:
        return []
    old, new = ended_comparisons(published, before), ended_comparisons(published, after)
    return [one for one in after.statements if one.key in new and one.key not in old]


def ended_since(published: Toolkit | None, toolkit: Toolkit) -> list[tuple[Statement, str]]:
    """The statements of which the next round is not compared with the last one, each with the reason."""
    ended = ended_comparisons(published, toolkit) if published else {}
    return [(one, why_words(ended[one.key])) for one in toolkit.statements if one.key in ended]


def measures_answering(source: Source, need: str) -> list[Measure]:
    """The measures that answer a need, by title."""
    found = [one for one in source.toolkit.measures if need and need in one.needs]
    return sorted(found, key=lambda one: one.title.get(current(), source.language).casefold())
