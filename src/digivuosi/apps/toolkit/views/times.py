"""What rules of time mean in this school year and the next one, in words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from digivuosi.apps.look import dates
from digivuosi.apps.look.languages import current
from digivuosi.apps.toolkit.forms.writing import RULE_EXAMPLES
from digivuosi.apps.toolkit.queries.differences import span_words
from digivuosi.domain.schoolyear.calendar import SchoolYear
from digivuosi.domain.schoolyear.rules import RuleError, Unresolvable, print_rule, resolve_window
from digivuosi.domain.toolkit.toolkit import Span


@dataclass(frozen=True)
class Dates:
    """A window in one school year: its dates, or why it has none."""

    year: str
    dates: str
    weeks: str = ""
    notes: tuple[str, ...] = ()
    impossible: bool = False


@dataclass(frozen=True)
class Preview:
    label: Any
    words: str
    years: tuple[Dates, ...]


def previews(spans: Iterable[tuple[Any, Span | None]], calendars: Iterable[SchoolYear]) -> list[Preview]:
    """Each span that is given, in each calendar."""
    years = tuple(calendars)
    return [
        Preview(label, span_words(span), tuple(_dates(span, year) for year in years))
        for label, span in spans
        if span is not None
    ]


def _dates(span: Span, year: SchoolYear) -> Dates:
    name, language = dates.school_year(year.starts), current()
    try:
        found = resolve_window(span.start, span.end, year)
    except (Unresolvable, RuleError) as problem:
        return Dates(name, problem.text.get(language), impossible=True)
    notes = tuple(note.get(language) for note in found.notes)
    return Dates(name, dates.span(found.first, found.last), dates.weeks(found.first, found.last), notes)


def said_examples() -> list[tuple[str, str]]:
    """Examples of rules, each with what it means."""
    return [(rule, print_rule(rule, current())) for rule in RULE_EXAMPLES]
