"""Which measures to take for the chosen needs, the most fitting first, each with its reasons in words.

Ranked by how well a measure fits the needs, then by whether the roles have hours left for it, then by effort. What is
in the year already stands last: it is told, so that nobody wonders where it is, but it is nothing new to take.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from enum import IntEnum

from digivuosi.domain.needs.strongest import joined
from digivuosi.domain.texts import LANGUAGES, Text
from digivuosi.domain.toolkit.toolkit import Level, Measure, Toolkit

SMALL = 4.0
"""Working hours up to which a measure is called a small job."""

ANSWERS_ONE = Text.of(
    fi="Vastaa tarpeeseen ”{needs}”.", sv="Svarar på behovet ”{needs}”.", en="Answers the need “{needs}”."
)
ANSWERS_MANY = Text.of(
    fi="Vastaa {count} valittuun tarpeeseen: {needs}.",
    sv="Svarar på {count} valda behov: {needs}.",
    en="Answers {count} of the chosen needs: {needs}.",
)
ONLY = Text.of(fi="Tehty juuri siihen.", sv="Gjord just för det.", en="Made for just that.")
SMALL_JOB = Text.of(fi="Pieni työ: {hours} h.", sv="Ett litet arbete: {hours} h.", en="A small job: {hours} h.")
EFFORT = Text.of(fi="Työtä {hours} h.", sv="Arbete {hours} h.", en="Takes {hours} h of work.")
FREE = Text.of(
    fi="Tekijöillä on tunteja jäljellä.", sv="De som gör det har timmar kvar.", en="Those who do it have hours left."
)
TOO_LITTLE = Text.of(
    fi="Roolilla ”{role}” on jäljellä {free} h, mutta tähän menee {hours} h.",
    sv="Rollen ”{role}” har {free} h kvar, men det här tar {hours} h.",
    en="The role “{role}” has {free} h left, but this takes {hours} h.",
)
VACANT = Text.of(
    fi="Roolilla ”{role}” ei ole hoitajaa.",
    sv="Rollen ”{role}” saknar innehavare.",
    en="Nobody holds the role “{role}”.",
)
PLANNED = Text.of(fi="On jo vuosikellossa.", sv="Finns redan i årsklockan.", en="Is in the year wheel already.")
DONE = Text.of(fi="On tehty jo tänä vuonna.", sv="Har gjorts redan i år.", en="Has been done already this year.")
DONE_BEFORE = Text.of(
    fi="Tehtiin myös viime vuonna; tarve on silti jäljellä, joten miettikää, mitä tekisitte toisin.",
    sv="Gjordes också i fjol; behovet finns ändå kvar, så fundera på vad ni skulle göra annorlunda.",
    en="Was done last year too; the need is still there, so think what you would do differently.",
)
REPEATED = Text.of(
    fi="Tehdään useita kertoja vuodessa.", sv="Görs flera gånger om året.", en="Is done several times a year."
)


class Standing(IntEnum):
    """Where a measure stands in this year, in the order that suggestions are told."""

    NEW = 0
    PLANNED = 1
    DONE = 2


@dataclass(frozen=True)
class Situation:
    """What a school (or the administration) has done and can do; keys are of the toolkit."""

    planned: Collection[str] = ()
    """Measures in this year's plan."""
    done: Collection[str] = ()
    """Measures done this year."""
    done_before: Collection[str] = ()
    """Measures done last year."""
    declined: Collection[str] = ()
    """Measures that it has said it will not do: they are not suggested."""
    free_hours: Mapping[str, float] = field(default_factory=dict)
    """Working hours left this year, by role; a role that is not there has no figure."""
    vacant: Collection[str] = ()
    """Roles that nobody holds."""


@dataclass(frozen=True)
class Suggestion:
    measure: Measure
    fit: float
    """From 0 to 1: which part of the chosen needs it answers; up to half less where it answers other needs besides."""
    hours: float
    """Working hours of the responsible and contributing roles; a role of many people counts for one of them."""
    lacking: tuple[str, ...]
    """Roles without a holder, or without the hours."""
    standing: Standing
    answers: tuple[str, ...]
    """Which of the chosen needs it answers."""
    reason: Text


def suggest(
    toolkit: Toolkit,
    needs: Iterable[str],
    situation: Situation = Situation(),
    level: Level = Level.SCHOOL,
) -> tuple[Suggestion, ...]:
    """Return the measures of a level that answer the chosen needs, the most fitting first."""
    chosen = frozenset(needs)
    found = [
        _suggestion(toolkit, measure, chosen, situation)
        for measure in toolkit.measures
        if level in measure.levels and chosen & set(measure.needs) and measure.key not in situation.declined
    ]
    return tuple(sorted(found, key=_rank))


def _rank(one: Suggestion) -> tuple[int, float, bool, float, str]:
    return one.standing, -round(one.fit, 2), bool(one.lacking), one.hours, one.measure.key


def _suggestion(toolkit: Toolkit, measure: Measure, chosen: frozenset[str], situation: Situation) -> Suggestion:
    answers = tuple(key for key in measure.needs if key in chosen)
    fit = len(answers) / len(chosen) * (1 + len(answers) / len(measure.needs)) / 2
    hours = {part.role: part.hours or 0.0 for part in (*measure.contributing, *measure.responsible)}
    lacking = tuple(
        sorted(
            role
            for role, needed in hours.items()
            if role in situation.vacant or needed > situation.free_hours.get(role, needed)
        )
    )
    standing = Standing.NEW
    if measure.key in situation.done:
        standing = Standing.DONE
    elif measure.key in situation.planned:
        standing = Standing.PLANNED
    reason = _reason(toolkit, measure, answers, hours, lacking, situation, standing)
    return Suggestion(measure, fit, sum(hours.values()), lacking, standing, answers, reason)


def _reason(
    toolkit: Toolkit,
    measure: Measure,
    answers: tuple[str, ...],
    hours: Mapping[str, float],
    lacking: tuple[str, ...],
    situation: Situation,
    standing: Standing,
) -> Text:
    told = [_answers(toolkit, answers)]
    if len(measure.needs) == len(answers) == 1:
        told.append(ONLY)
    all_hours = sum(hours.values())
    if all_hours:
        told.append((SMALL_JOB if all_hours <= SMALL else EFFORT).filled(hours=_number(all_hours)))
    told.extend(_lacks(toolkit, role, hours[role], situation) for role in lacking)
    if not lacking and any(role in situation.free_hours for role in hours):
        told.append(FREE)
    if measure.repeat in ("monthly", "each term"):
        told.append(REPEATED)
    if measure.key in situation.done_before and standing is Standing.NEW:
        told.append(DONE_BEFORE)
    told.extend({Standing.PLANNED: [PLANNED], Standing.DONE: [DONE]}.get(standing, []))
    return joined(told)


def _answers(toolkit: Toolkit, answers: tuple[str, ...]) -> Text:
    titles = []
    for key in answers:
        need = toolkit.need(key)
        titles.append(need.title.everywhere(toolkit.language) if need else Text.of(fi=key, sv=key, en=key))
    names = Text.from_mapping({one: ", ".join(title.get(one) for title in titles) for one in LANGUAGES})
    return (ANSWERS_ONE if len(answers) == 1 else ANSWERS_MANY).filled(needs=names, count=len(answers))


def _lacks(toolkit: Toolkit, key: str, hours: float, situation: Situation) -> Text:
    role = toolkit.role(key)
    title = role.title.everywhere(toolkit.language) if role else Text.of(fi=key, sv=key, en=key)
    if key in situation.vacant:
        return VACANT.filled(role=title)
    return TOO_LITTLE.filled(role=title, free=_number(max(situation.free_hours[key], 0)), hours=_number(hours))


def _number(hours: float) -> Text:
    """Return hours as each language writes them, to a tenth."""
    words = f"{round(hours, 1):g}"
    return Text.of(fi=words.replace(".", ","), sv=words.replace(".", ","), en=words)
