"""Times and hours of measures as the pages say them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from digivuosi.apps.look.languages import current
from digivuosi.domain.schoolyear.calendar import SchoolYear
from digivuosi.domain.schoolyear.rules import RuleError, Unresolvable, print_window, resolve_window
from digivuosi.domain.texts import Text
from digivuosi.domain.toolkit.toolkit import Span


@dataclass(frozen=True)
class Time:
    """A span of the year: in words that hold every year, and this year's dates or why there are none."""

    words: str
    first: date | None = None
    last: date | None = None
    notes: tuple[Text, ...] = ()
    why_not: Text | None = None


def words_of(span: Span) -> str:
    """The span in words; a rule that cannot be read stands as it was written."""
    try:
        return print_window(span.start, span.end, current())
    except RuleError:
        return span.start if span.start == span.end else f"{span.start} – {span.end}"


def time_of(span: Span, year: SchoolYear) -> Time:
    words = words_of(span)
    try:
        found = resolve_window(span.start, span.end, year)
    except (Unresolvable, RuleError) as why:
        return Time(words, why_not=why.text)
    return Time(words, found.first, found.last, found.notes)


def hours_of(hours: float | None) -> str:
    """Hours as one writes them: `2`, `0,5` (in English `0.5`); empty when nothing is said."""
    if hours is None:
        return ""
    shown = f"{hours:g}"
    return shown if current() == "en" else shown.replace(".", ",")


def first_sentence(text: Text) -> Text:
    """The beginning of a purpose, enough for a list."""
    return Text.from_mapping({language: _first_sentence(words) for language, words in text})


def _first_sentence(words: str) -> str:
    flat = " ".join(words.split())
    ends = [place + 1 for mark in (". ", "? ", "! ") if (place := flat.find(mark)) > 0]
    return flat[: min(ends)] if ends else flat
