"""Surveys: statements that cannot be answered, scales with holes, surveys that take too long or lead nowhere."""

from __future__ import annotations

from collections.abc import Iterator

from digivuosi.domain.texts import Text
from digivuosi.domain.toolkit.contents import Contents, Item
from digivuosi.domain.toolkit.findings import Finding, Severity
from digivuosi.domain.toolkit.surveys import STEPS, StatementKind

A_MINUTE = 4
"""Short statements that one reads and answers in a minute without haste: fifteen seconds each."""

NEEDS = Text.of(
    fi="asteikolla vastattavalla väittämällä pitää olla ”{name}”",
    sv="ett påstående som besvaras på en skala ska ha ”{name}”",
    en="a statement that is answered on a scale must have “{name}”",
)
NOT_FREE = Text.of(
    fi="vapaalla tekstillä ei ole asteikkoa: jätä ”scale” pois",
    sv="en fri text har ingen skala: lämna bort ”scale”",
    en="a free text has no scale: leave “scale” out",
)
HOLE = Text.of(
    fi="asteikosta puuttuu ”{name}”, vaikka ”{later}” on",
    sv="skalan saknar ”{name}” fast ”{later}” finns",
    en="the scale lacks “{name}” though “{later}” is there",
)
NOTHING_ASKED = Text.of(
    fi="kyselyssä ei ole yhtään väittämää",
    sv="enkäten har inga påståenden",
    en="the survey has no statements",
)
TOO_LONG = Text.of(
    fi="kyselyssä voi tulla vastattavaksi {count} kohtaa, mikä ei onnistu {minutes} minuutissa",
    sv="enkäten kan ha {count} punkter att svara på, vilket inte går på {minutes} minuter",
    en="the survey may have {count} items to answer, which cannot be done in {minutes} minutes",
)
NO_ANSWER = Text.of(
    fi="kysely kysyy tästä tarpeesta, mutta mikään toimenpide ei vastaa siihen",
    sv="en enkät frågar om det här behovet, men ingen åtgärd svarar på det",
    en="a survey asks about this need, but no measure answers it",
)


def check_surveys(contents: Contents) -> Iterator[Finding]:
    """Check scales, statements, surveys as wholes, and whether each need that is asked about has a measure."""
    for item in contents.of("scales"):
        yield from _check_scale(item)
    for item in contents.of("statements"):
        yield from _check_statement(item)
    for item in contents.of("surveys"):
        yield from _check_survey(item, contents)
    yield from _check_needs(contents)


def _check_scale(item: Item) -> Iterator[Finding]:
    held = [name for name in STEPS if name in item.value]
    for name in STEPS[: STEPS.index(held[-1])] if held else ():
        if name not in item.value and item.sound:
            yield item.finding(HOLE.filled(name=name, later=held[-1]), "scale-hole", held[-1])


def _check_statement(item: Item) -> Iterator[Finding]:
    if item.value.get("kind", StatementKind.SCALE) == StatementKind.FREE_TEXT:
        if "scale" in item.value:
            yield item.finding(NOT_FREE, "free-text-scale", "scale")
        return
    for name in ("scale", "need"):
        if name not in item.value and item.sound:
            yield item.finding(NEEDS.filled(name=name), "statement-without")


def _check_survey(item: Item, contents: Contents) -> Iterator[Finding]:
    sections = {one.key for one in contents.of("sections") if one.value.get("survey") == item.key}
    count = sum(one.value.get("section") in sections for one in contents.of("statements"))
    minutes = item.value.get("minutes", 10)
    if not count:
        yield item.finding(NOTHING_ASKED, "nothing-asked", severity=Severity.WARNING)
    elif count > A_MINUTE * minutes:
        message = TOO_LONG.filled(count=count, minutes=minutes)
        yield item.finding(message, "survey-too-long", "minutes", severity=Severity.WARNING)


def _check_needs(contents: Contents) -> Iterator[Finding]:
    asked = {one.value.get("need") for one in contents.of("statements")}
    answered = {key for one in contents.of("measures") for key in one.value.get("needs", ())}
    for item in contents.of("needs"):
        if item.key in asked and item.key not in answered:
            yield item.finding(NO_ANSWER, "need-without-measure", "key", severity=Severity.WARNING)
