"""How often a measure comes back, and which times of a school year that makes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

from digivuosi.domain.schoolyear.days import SchoolDays
from digivuosi.domain.schoolyear.grammar import RuleError, parse_rule
from digivuosi.domain.schoolyear.meaning import Unresolvable
from digivuosi.domain.schoolyear.resolving import Resolved, resolve_window
from digivuosi.domain.texts import Text

MOST_YEARS = 20


class RepeatKind(StrEnum):
    EVERY_YEAR = "every year"
    MONTHLY = "monthly"
    EACH_TERM = "each term"
    EVERY_N_YEARS = "every N years"
    OWN_DATES = "own dates"
    ONCE = "once"


@dataclass(frozen=True)
class Repeat:
    """How often; `str()` gives its written form."""

    kind: RepeatKind = RepeatKind.EVERY_YEAR
    years: int = 1
    """For every N years."""

    def __str__(self) -> str:
        return f"every {self.years} years" if self.kind is RepeatKind.EVERY_N_YEARS else self.kind.value

    def is_due(self, starts: int, last_done: int | None = None) -> bool:
        """Tell whether it is the turn of the school year that starts in `starts`.

        `last_done` is the start of the latest school year in which it was done. Without it, every nth year has a phase
        of its own, the same for everyone, so that a plan does not wander when it is made again.
        """
        if self.kind is RepeatKind.ONCE:
            return last_done is None or last_done == starts
        if self.kind is not RepeatKind.EVERY_N_YEARS:
            return True
        if last_done is None:
            return starts % self.years == 0
        passed = starts - last_done
        return passed >= self.years or passed % self.years == 0


_NAMES = {
    RepeatKind.EVERY_YEAR: Text.of(fi="joka vuosi", sv="varje år", en="every year"),
    RepeatKind.MONTHLY: Text.of(fi="kuukausittain", sv="varje månad", en="monthly"),
    RepeatKind.EACH_TERM: Text.of(fi="kerran lukukaudessa", sv="varje termin", en="each term"),
    RepeatKind.EVERY_N_YEARS: Text.of(fi="{years} vuoden välein", sv="vart {years} år", en="every {years} years"),
    RepeatKind.OWN_DATES: Text.of(fi="vuoden omina päivinä", sv="på årets egna datum", en="on the year's own dates"),
    RepeatKind.ONCE: Text.of(fi="kerran", sv="en gång", en="once"),
}


def parse_repeat(written: str) -> Repeat:
    """Read `every year`, `monthly`, `each term`, `every 3 years`, `own dates` or `once`; raises RuleError."""
    words = " ".join(written[:100].lower().split())
    if words in set(RepeatKind) - {RepeatKind.EVERY_N_YEARS.value}:
        return Repeat(RepeatKind(words))
    found = re.fullmatch(r"every (\d{1,2}) years?", words)
    if found and 1 <= int(found[1]) <= MOST_YEARS:
        years = int(found[1])
        return Repeat(RepeatKind.EVERY_N_YEARS, years) if years > 1 else Repeat()
    raise RuleError(
        Text.of(
            fi="Toistoa ”{words}” ei tunneta. Toisto voi olla every year, monthly, each term, every 2 years, "
            "own dates tai once.",
            sv="Upprepningen ”{words}” är okänd. Den kan vara every year, monthly, each term, every 2 years, "
            "own dates eller once.",
            en="The repeat “{words}” is not known. It can be every year, monthly, each term, every 2 years, "
            "own dates or once.",
        ).filled(words=words)
    )


def print_repeat(repeat: Repeat | str, language: str) -> str:
    """Return the repeat in fi, sv or en (other languages get English)."""
    parsed = parse_repeat(repeat) if isinstance(repeat, str) else repeat
    years = Text.of(
        fi="kahden" if parsed.years == 2 else "kolmen" if parsed.years == 3 else str(parsed.years),
        sv=_swedish_ordinal(parsed.years),
        en=str(parsed.years),
    )
    return _NAMES[parsed.kind].filled(years=years).get(language, "en")


def _swedish_ordinal(number: int) -> str:
    names = {2: "annat", 3: "tredje", 4: "fjärde", 5: "femte", 6: "sjätte"}
    return names.get(number, f"{number}:e")


def occurrences(
    repeat: Repeat | str, window: tuple[str, str], year: SchoolDays, last_done: int | None = None
) -> tuple[Resolved, ...]:
    """Return the times of one school year at which a measure is done, none when it is not this year's turn.

    `window` is the pair of its rules, from and to. Each time lies inside the window, and for monthly or each term
    inside its own month or term too. Raises Unresolvable as `resolve_window` does.
    """
    parsed = parse_repeat(repeat) if isinstance(repeat, str) else repeat
    if not parsed.is_due(year.starts, last_done):
        return ()
    if parsed.kind is RepeatKind.OWN_DATES:
        return _on_own_dates(window, year)
    whole = resolve_window(*window, year)
    if parsed.kind is RepeatKind.MONTHLY:
        return _divided(whole, window, year, _months(year))
    if parsed.kind is RepeatKind.EACH_TERM:
        return _divided(whole, window, year, _terms(year))
    return (whole,)


def _months(year: SchoolDays) -> Iterator[tuple[date, date]]:
    for number in range(8, 20):
        first = date(year.starts + (number > 12), (number - 1) % 12 + 1, 1)
        following = date(year.starts + (number > 11), number % 12 + 1, 1)
        yield first, following - timedelta(days=1)


def _terms(year: SchoolDays) -> Iterator[tuple[date, date]]:
    yield year.first_day, date(year.starts, 12, 31)
    yield date(year.starts + 1, 1, 1), year.last_day


def _divided(
    whole: Resolved, window: tuple[str, str], year: SchoolDays, parts: Iterator[tuple[date, date]]
) -> tuple[Resolved, ...]:
    """Divide a window into its months or terms; a part without school is left out unless any day will do."""
    any_day = all(parse_rule(rule).any_day for rule in window)
    found = []
    for part_first, part_last in parts:
        first, last = max(whole.first, part_first), min(whole.last, part_last)
        days = year.school_days_between(first, last)
        if any_day and first <= last:
            found.append(replace(whole, first=first, last=last))
        elif days:
            # The window's own ends stand as they are: their rules have settled already what days they take.
            found.append(
                replace(
                    whole,
                    first=first if first == whole.first else days[0],
                    last=last if last == whole.last else days[-1],
                )
            )
    return tuple(found) or (whole,)


def _on_own_dates(window: tuple[str, str], year: SchoolDays) -> tuple[Resolved, ...]:
    """Return the window once for every own date of its keys: two statistics days make two times."""
    keys = {anchor.key for rule in window for anchor in parse_rule(rule).anchors if anchor.is_own}
    if not keys:
        raise Unresolvable(
            Text.of(
                fi="Toisto ”own dates” vaatii, että aikaikkuna nimeää jonkin kalenterin oman päivän.",
                sv="Upprepningen ”own dates” kräver att tidsfönstret nämner något eget datum i kalendern.",
                en="The repeat “own dates” needs a window that names one of the calendar's own dates.",
            )
        )
    dates = {key: year.own_dates_of(key) for key in keys}
    times = max(len(own) for own in dates.values())
    if times <= 1:
        return (resolve_window(*window, year),)
    others = tuple(own for own in year.own_dates if own.key not in keys)
    found = []
    for turn in range(times):
        chosen = tuple(own[min(turn, len(own) - 1)] for own in dates.values() if own)
        found.append(resolve_window(*window, replace(year, own_dates=others + chosen)))
    return tuple(found)
