"""Dates in words, by language: 12.10.2026 in Finnish and Swedish, 12 October 2026 in English."""

from __future__ import annotations

from datetime import date

from digivuosi.domain.texts import Text

MONTHS = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)
_WEEKDAYS = {
    "fi": ("ma", "ti", "ke", "to", "pe", "la", "su"),
    "sv": ("må", "ti", "on", "to", "fr", "lö", "sö"),
    "en": ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"),
}


def date_text(day: date) -> Text:
    """Return a date with its weekday: `ma 12.10.2026`."""
    weekday = day.weekday()
    plain = f"{day.day}.{day.month}.{day.year}"
    return Text.of(
        fi=f"{_WEEKDAYS['fi'][weekday]} {plain}",
        sv=f"{_WEEKDAYS['sv'][weekday]} {plain}",
        en=f"{_WEEKDAYS['en'][weekday]} {day.day} {MONTHS[day.month - 1].capitalize()} {day.year}",
    )


def span_text(first: date, last: date) -> Text:
    """Return `ma 12.10.2026 – pe 16.10.2026`, or the one date when both are the same."""
    if first == last:
        return date_text(first)
    return Text.of(fi="{a} – {b}", sv="{a} – {b}", en="{a} – {b}").filled(a=date_text(first), b=date_text(last))
