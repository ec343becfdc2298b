"""A toolkit told in plain lines: by theme, each measure with its time and its people."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from digivuosi.domain.schoolyear.calendar import SchoolYear
from digivuosi.domain.schoolyear.rules import (
    RuleError,
    Unresolvable,
    print_repeat,
    print_window,
    resolve_window,
)
from digivuosi.domain.texts import Text
from digivuosi.domain.toolkit.surveys import Survey
from digivuosi.domain.toolkit.toolkit import Measure, Part, Span, Theme, Toolkit

HEAD = Text.of(
    fi="{title}, julkaisuversio {edition} ({publisher}, {licence})",
    sv="{title}, utgåva {edition} ({publisher}, {licence})",
    en="{title}, edition {edition} ({publisher}, {licence})",
)
COUNTS = Text.of(
    fi="{measures} toimenpidettä, {roles} roolia, {responsibilities} vastuuta, {materials} materiaalia; "
    "kielet {languages}",
    sv="{measures} åtgärder, {roles} roller, {responsibilities} ansvar, {materials} material; språk {languages}",
    en="{measures} measures, {roles} roles, {responsibilities} responsibilities, {materials} materials; "
    "languages {languages}",
)
SURVEY = Text.of(
    fi="Kysely ”{title}”  [{key}]: {audience}, {count} kohtaa, enintään {minutes} min",
    sv="Enkäten ”{title}”  [{key}]: {audience}, {count} punkter, högst {minutes} min",
    en="Survey “{title}”  [{key}]: {audience}, {count} items, at most {minutes} min",
)
DAYS = Text.of(fi="{days} koulupäivää", sv="{days} skoldagar", en="{days} school days")
ONE_DAY = Text.of(fi="1 koulupäivä", sv="1 skoldag", en="1 school day")
HOURS = Text.of(fi="{hours} h", sv="{hours} h", en="{hours} h")
NO_DATES = Text.of(
    fi="ei onnistu tänä lukuvuonna: {why}",
    sv="går inte det här läsåret: {why}",
    en="not possible this school year: {why}",
)
OPTIONAL = Text.of(fi="vapaaehtoinen", sv="frivillig", en="optional")


def summary(toolkit: Toolkit, language: str, year: SchoolYear | None = None) -> Iterator[str]:
    """Give the lines; with a calendar, also the dates of each window."""
    own = toolkit.language
    yield HEAD.filled(
        title=toolkit.title.get(language, own),
        edition=toolkit.edition,
        publisher=toolkit.publisher,
        licence=toolkit.licence,
    ).get(language)
    yield COUNTS.filled(
        measures=len(toolkit.measures),
        roles=len(toolkit.roles),
        responsibilities=len(toolkit.responsibilities),
        materials=len(toolkit.materials),
        languages=", ".join(toolkit.languages),
    ).get(language)
    for theme in sorted(toolkit.themes, key=lambda theme: (theme.colour, theme.key)):
        yield from _theme(toolkit, theme, language, year)
    if toolkit.surveys:
        yield ""
    for survey in toolkit.surveys:
        yield from _survey(toolkit, survey, language, year)


def _survey(toolkit: Toolkit, survey: Survey, language: str, year: SchoolYear | None) -> Iterator[str]:
    audience = toolkit.audience(survey.audience)
    yield SURVEY.filled(
        title=survey.title.get(language, toolkit.language),
        key=survey.key,
        audience=audience.title.get(language, toolkit.language) if audience else survey.audience,
        count=sum(len(part.statements) for part in toolkit.survey_parts(survey.key)),
        minutes=survey.minutes,
    ).get(language)
    yield f"  {_window(survey.window, language, year)}"


def _theme(toolkit: Toolkit, theme: Theme, language: str, year: SchoolYear | None) -> Iterator[str]:
    measures = [measure for measure in toolkit.measures if measure.theme == theme.key]
    if not measures:
        return
    yield ""
    yield theme.title.get(language, toolkit.language)
    for measure in sorted(measures, key=lambda measure: _place(measure, year)):
        yield f"  {measure.title.get(language, toolkit.language)}  [{measure.key}]"
        yield f"    {_time(measure, language, year)}"
        if people := _people(toolkit, measure.responsible, language):
            yield f"    {people}"


def _place(measure: Measure, year: SchoolYear | None) -> tuple[date, str]:
    """Order measures by their dates where there are dates, else by key."""
    try:
        first = resolve_window(measure.window.start, measure.window.end, year).first if year else date.min
    except (RuleError, Unresolvable):
        first = date.max
    return first, measure.key


def _time(measure: Measure, language: str, year: SchoolYear | None) -> str:
    days = ONE_DAY if measure.days == 1 else DAYS.filled(days=measure.days)
    parts = [_window(measure.window, language, year), days.get(language), _repeat(measure.repeat, language)]
    if not measure.recommended:
        parts.append(OPTIONAL.get(language))
    return " · ".join(parts)


def _window(span: Span, language: str, year: SchoolYear | None) -> str:
    try:
        words = print_window(span.start, span.end, language, year)
    except RuleError:
        return f"{span.start} – {span.end}"
    if year is None:
        return words
    try:
        dates = resolve_window(span.start, span.end, year)
    except Unresolvable as problem:
        return f"{words} ({NO_DATES.filled(why=problem.text).get(language)})"
    return f"{words} ({_days(dates.first, dates.last)})"


def _days(first: date, last: date) -> str:
    shown = [f"{day.day}.{day.month}.{day.year}" for day in (first, last)]
    return shown[0] if first == last else "–".join(shown)


def _repeat(repeat: str, language: str) -> str:
    try:
        return print_repeat(repeat, language)
    except RuleError:
        return repeat


def _people(toolkit: Toolkit, parts: tuple[Part, ...], language: str) -> str:
    told = []
    for part in parts:
        role = toolkit.role(part.role)
        name = role.title.get(language, toolkit.language) if role else part.role
        hours = f" {HOURS.filled(hours=f'{part.hours:g}').get(language)}" if part.hours is not None else ""
        told.append(f"{name}{hours}")
    return ", ".join(told)
