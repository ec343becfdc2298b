"""Whether rules of time can be read, and whether a calendar can meet them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from difflib import get_close_matches
from functools import cache
from typing import Any

from digivuosi.domain.schoolyear.calendar import SchoolYear, suggested_year
from digivuosi.domain.schoolyear.dates import MONTHS
from digivuosi.domain.schoolyear.parts import RESERVED_KEYS
from digivuosi.domain.schoolyear.rules import (
    Resolved,
    Rule,
    RuleError,
    Unresolvable,
    parse_repeat,
    parse_rule,
    resolve_window,
)
from digivuosi.domain.texts import Text
from digivuosi.domain.toolkit.contents import Contents, Item
from digivuosi.domain.toolkit.findings import Finding, Severity
from digivuosi.domain.toolkit.shape import DID_YOU_MEAN

BREAK_WEEKS = ((42, 10), (43, 8), (42, 9))
"""Autumn and winter break of the suggested years: between them every week that Finnish schools use."""

KNOWN_WORDS = (*MONTHS, *sorted(RESERVED_KEYS))

NO_OWN_DATE = Text.of(
    fi="”{key}” ei ole kalentereissa: lisää se kalenterin omiin päiviin{hint}",
    sv="”{key}” finns inte i kalendrarna: lägg till det bland kalenderns egna dagar{hint}",
    en="“{key}” is not in the calendars: add it to the calendar's own dates{hint}",
)
NEVER = Text.of(
    fi="mikään kalenteri ei voi täyttää tätä: {why}",
    sv="ingen kalender kan uppfylla det här: {why}",
    en="no calendar can meet this: {why}",
)
NOT_ALWAYS = Text.of(
    fi="tämä ei onnistu lukuvuonna {years}: {why}",
    sv="det här går inte läsåret {years}: {why}",
    en="this cannot be met in the school year {years}: {why}",
)
OUTSIDE = Text.of(
    fi="suositusaika {recommended} ei ole aikaikkunassa {window} (lukuvuosi {years})",
    sv="den rekommenderade tiden {recommended} ligger inte i tidsfönstret {window} (läsåret {years})",
    en="the recommended time {recommended} is not inside the window {window} (school year {years})",
)
TOO_LONG = Text.of(
    fi="{days} koulupäivää ei mahdu aikaikkunaan {window} (lukuvuosi {years})",
    sv="{days} skoldagar ryms inte i tidsfönstret {window} (läsåret {years})",
    en="{days} school days do not fit into the window {window} (school year {years})",
)
TOO_EARLY = Text.of(
    fi="”{key}” alkaa vasta tämän aikaikkunan jälkeen (lukuvuosi {years})",
    sv="”{key}” börjar först efter det här tidsfönstret (läsåret {years})",
    en="“{key}” starts only after this window (school year {years})",
)


@cache
def suggested_calendars(starts: int) -> tuple[SchoolYear, ...]:
    """Return a few usual calendars of the coming years, the first of which begins in `starts`."""
    return tuple(suggested_year(starts + number, *weeks) for number, weeks in enumerate(BREAK_WEEKS))


@dataclass(frozen=True)
class _Timed:
    """A measure with rules that can be read, and its dates by the calendar's first year."""

    item: Item
    window: tuple[Rule, Rule]
    windows: dict[SchoolYear, Resolved]


def check_times(contents: Contents, calendars: Sequence[SchoolYear]) -> Iterator[Finding]:
    """Read every rule; with calendars, also meet every window, recommended time and order."""
    timed: dict[str, _Timed] = {}
    for item in contents.of("measures"):
        yield from _check_repeat(item)
        window, findings = _rules(item, "window")
        recommended, more = _rules(item, "recommended_time")
        yield from (*findings, *more)
        if window is None:
            continue
        windows, findings = _dates(item, "window", window, calendars)
        yield from findings
        timed[item.key] = _Timed(item, window, windows)
        yield from _check_length(timed[item.key], len(calendars))
        if recommended is not None:
            dates, findings = _dates(item, "recommended_time", recommended, calendars)
            yield from findings
            yield from _check_inside(timed[item.key], dates, len(calendars))
    yield from _check_order(timed, len(calendars))
    for item in contents.of("surveys"):
        window, findings = _rules(item, "window")
        yield from findings
        if window is not None:
            yield from _dates(item, "window", window, calendars)[1]


def _check_repeat(item: Item) -> Iterator[Finding]:
    if "repeat" in item.value:
        try:
            parse_repeat(item.value["repeat"])
        except RuleError as error:
            yield item.finding(error.text, "bad-repeat", "repeat")


def _rules(item: Item, name: str) -> tuple[tuple[Rule, Rule] | None, list[Finding]]:
    """Read the one or two rules of a window."""
    value = item.value.get(name)
    if value is None:
        return None, []
    written = {"from": value, "to": value} if isinstance(value, str) else value
    rules: list[Rule] = []
    findings: list[Finding] = []
    for end, words in _each_once(written):
        try:
            rules.append(parse_rule(words))
        except RuleError as error:
            findings.append(item.finding(error.text, "bad-rule", name, end))
    return ((rules[0], rules[-1]) if rules and not findings else None), findings


def _each_once(written: dict[str, Any]) -> list[tuple[str, str]]:
    ends = [("from", str(written["from"])), ("to", str(written["to"]))]
    return ends[:1] if ends[0][1] == ends[1][1] else ends


def _dates(
    item: Item, name: str, rules: tuple[Rule, Rule], calendars: Sequence[SchoolYear]
) -> tuple[dict[SchoolYear, Resolved], list[Finding]]:
    """Resolve a window in each calendar; what fails everywhere is an error, what fails somewhere a note."""
    if calendars and (unknown := _unknown_dates(rules, calendars)):
        return {}, [_unknown_date(item, name, key) for key in unknown]
    found: dict[SchoolYear, Resolved] = {}
    failed: dict[SchoolYear, Text] = {}
    for year in calendars:
        try:
            found[year] = resolve_window(*rules, year)
        except Unresolvable as problem:
            failed[year] = problem.text
    if not failed:
        return found, []
    year, why = next(iter(failed.items()))
    if not found:
        return found, [item.finding(NEVER.filled(why=why), "never", name)]
    message = NOT_ALWAYS.filled(years=year.name, why=why)
    return found, [item.finding(message, "not-always", name, severity=Severity.WARNING)]


def _unknown_dates(rules: tuple[Rule, Rule], calendars: Sequence[SchoolYear]) -> list[str]:
    known = {own.key for year in calendars for own in year.own_dates}
    return sorted({anchor.key for rule in rules for anchor in rule.anchors if anchor.is_own} - known)


def _unknown_date(item: Item, name: str, key: str) -> Finding:
    """A misspelt month or fixed point looks like an own date; what looks like neither may be one of a calendar."""
    near = get_close_matches(key, KNOWN_WORDS, 1, 0.8)
    hint = DID_YOU_MEAN.filled(word=near[0]) if near else ""
    severity = Severity.ERROR if near else Severity.WARNING
    return item.finding(NO_OWN_DATE.filled(key=key, hint=hint), "no-own-date", name, severity=severity)


def _check_length(timed: _Timed, calendars: int) -> Iterator[Finding]:
    days = timed.item.value.get("days", 1)
    any_day = any(rule.any_day for rule in timed.window)
    short = {
        year: window
        for year, window in timed.windows.items()
        if days
        > max(len(year.school_days_between(window.first, window.last)), any_day and _working_days(year, window), 1)
    }
    if short:
        year, window = next(iter(short.items()))
        message = TOO_LONG.filled(days=days, window=_shown(window), years=year.name)
        yield timed.item.finding(message, "too-long-for-window", "days", severity=_weight(short, calendars))


def _working_days(year: SchoolYear, window: Resolved) -> int:
    span = (window.last - window.first).days + 1
    return sum(year.is_working_day(window.first + timedelta(days=number)) for number in range(span))


def _check_inside(timed: _Timed, recommended: dict[SchoolYear, Resolved], calendars: int) -> Iterator[Finding]:
    outside = {
        year: (dates, timed.windows[year])
        for year, dates in recommended.items()
        if year in timed.windows
        and not timed.windows[year].first <= dates.first <= dates.last <= timed.windows[year].last
    }
    if outside:
        year, (dates, window) = next(iter(outside.items()))
        message = OUTSIDE.filled(recommended=_shown(dates), window=_shown(window), years=year.name)
        yield timed.item.finding(message, "outside-window", "recommended_time", severity=_weight(outside, calendars))


def _check_order(timed: dict[str, _Timed], calendars: int) -> Iterator[Finding]:
    """Find measures whose window is over before what they come after can even begin."""
    for one in timed.values():
        for number, after in enumerate(one.item.value.get("after", ())):
            before = timed.get(after["measure"])
            if before is None or after.get("of", "this-year") != "this-year":
                continue
            wrong = {
                year: window
                for year, window in one.windows.items()
                if year in before.windows and before.windows[year].first > window.last
            }
            if wrong:
                message = TOO_EARLY.filled(key=after["measure"], years=next(iter(wrong)).name)
                yield one.item.finding(message, "after-too-late", "after", number, severity=_weight(wrong, calendars))


def _weight(failed: dict[SchoolYear, Any], calendars: int) -> Severity:
    """What no calendar meets is an error; what some year's calendar does not meet is worth a look."""
    return Severity.ERROR if len(failed) == calendars else Severity.WARNING


def _shown(dates: Resolved) -> str:
    if dates.first == dates.last:
        return _day(dates.first)
    return f"{_day(dates.first)}–{_day(dates.last)}"


def _day(day: date) -> str:
    return f"{day.day}.{day.month}.{day.year}"
