"""From rules of time to dates: a rule or a window against the calendar of one school year."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

from digivuosi.domain.schoolyear.dates import date_text, span_text
from digivuosi.domain.schoolyear.days import SchoolDays
from digivuosi.domain.schoolyear.grammar import EndWeeks, MonthSpan, Point, Rule, parse_rule
from digivuosi.domain.schoolyear.meaning import Raw, Unresolvable, raw_days
from digivuosi.domain.schoolyear.parts import monday_of
from digivuosi.domain.texts import Text

FARTHEST_MOVE = 21
"""Days that a point moves at most to reach a day with school: a Christmas break is shorter, a summer longer."""
FARTHEST_BACK = 7
"""Days between the end of school and a stretch that may still mean its last week (June, when school ends in May)."""

ANY_DAY_HINT = Text.of(
    fi="Lisää sääntöön ”any day”, jos päivä saa olla koulutyön ulkopuolella.",
    sv="Lägg till ”any day” i regeln, om dagen får vara utanför skolarbetet.",
    en="Add “any day” to the rule if the day may be outside school time.",
)


@dataclass(frozen=True)
class Resolved:
    """The dates of a rule in one school year, both counted in, and what there is to say about them."""

    first: date
    last: date
    notes: tuple[Text, ...] = ()


def resolve(rule: Rule | str, year: SchoolDays) -> Resolved:
    """Return the dates of a rule; raises Unresolvable, or RuleError for words that are no rule."""
    found = _resolved(parse_rule(rule) if isinstance(rule, str) else rule, year)
    if isinstance(found, Text):
        raise Unresolvable(found)
    return found


def resolve_window(start: Rule | str, end: Rule | str, year: SchoolDays) -> Resolved:
    """Return the dates from the first day of `start` to the last day of `end`.

    The window shrinks to its days with school, at each end unless that end's rule says any day. Raises Unresolvable,
    or RuleError for words that are no rule.
    """
    first = parse_rule(start) if isinstance(start, str) else start
    last = parse_rule(end) if isinstance(end, str) else end
    found = _resolved(first, year) if first == last else _resolved_window(first, last, year)
    if isinstance(found, Text):
        raise Unresolvable(found)
    return found


# Failures are kept too (as their Text): a page may ask the same impossible rule a thousand times.
@lru_cache(maxsize=16384)
def _resolved(rule: Rule, year: SchoolDays) -> Resolved | Text:
    try:
        raw = raw_days(rule, year)
        if rule.any_day or raw.kind == "free":
            return _inside(raw, rule, year)
        return _settled(raw, rule, year)
    except Unresolvable as why:
        return why.text


@lru_cache(maxsize=16384)
def _resolved_window(start: Rule, end: Rule, year: SchoolDays) -> Resolved | Text:
    try:
        return _window(start, end, year)
    except Unresolvable as why:
        return why.text


def _window(start: Rule, end: Rule, year: SchoolDays) -> Resolved:
    begins, ends = raw_days(start, year), raw_days(end, year)
    if ends.last < begins.first:
        raise Unresolvable(
            Text.of(
                fi="Aikaikkuna päättyy ({last}) ennen kuin alkaa ({first}).",
                sv="Tidsfönstret slutar ({last}) innan det börjar ({first}).",
                en="The window ends ({last}) before it starts ({first}).",
            ).filled(first=date_text(begins.first), last=date_text(ends.last))
        )
    notes = tuple(dict.fromkeys((*begins.notes, *ends.notes)))
    whole = _inside(Raw(begins.first, ends.last, notes=notes), start, year)
    starts_free, ends_free = (rule.any_day or raw.kind == "free" for rule, raw in ((start, begins), (end, ends)))
    first = whole.first if starts_free else year.school_day_from(whole.first)
    last = whole.last if ends_free else year.school_day_until(whole.last)
    if first and last and first <= last:
        return replace(whole, first=first, last=last)
    if starts_free or ends_free:
        raise _no_school(start if not starts_free else end, whole.first, whole.last)
    return _moved(Raw(whole.first, whole.last, notes=notes), start, year)


# --- finding school days ----------------------------------------------------------------------------------


def _inside(raw: Raw, rule: Rule, year: SchoolDays) -> Resolved:
    """Return the dates clipped to the school year; what lies wholly outside it cannot be met."""
    if raw.last < year.first_day or raw.first > year.last_day:
        if isinstance(rule.what, Point) and rule.what.shifts:
            return _at_the_edge(raw, rule, year)
        raise _outside(raw, rule, year)
    return Resolved(max(raw.first, year.first_day), min(raw.last, year.last_day), raw.notes)


def _at_the_edge(raw: Raw, rule: Rule, year: SchoolDays) -> Resolved:
    """Return the first or last day of the year for steps that went a little past it: school may start on 6 August."""
    edge = year.first_day if raw.last < year.first_day else year.last_day
    if abs((raw.first - edge).days) > FARTHEST_MOVE:
        raise _outside(raw, rule, year)
    note = Text.of(
        fi="{day} ei kuulu lukuvuoteen {year}; siirretty: {edge}.",
        sv="{day} hör inte till läsåret {year}; flyttad till {edge}.",
        en="{day} is not in the school year {year}; moved to {edge}.",
    ).filled(day=date_text(raw.first), year=year.name, edge=date_text(edge))
    return Resolved(edge, edge, (*raw.notes, note))


def _outside(raw: Raw, rule: Rule, year: SchoolDays) -> Unresolvable:
    return Unresolvable(
        Text.of(
            fi="Aikasääntö ”{rule}” osuu lukuvuoden {year} ulkopuolelle: {span}.",
            sv="Tidsregeln ”{rule}” hamnar utanför läsåret {year}: {span}.",
            en="The time rule “{rule}” falls outside the school year {year}: {span}.",
        ).filled(rule=str(rule), year=year.name, span=span_text(raw.first, raw.last))
    )


def _settled(raw: Raw, rule: Rule, year: SchoolDays) -> Resolved:
    """Return the dates on days with school: shrunk, or moved with a note."""
    inside = _inside(raw, rule, year)
    if raw.kind == "point":
        return _settled_point(raw, rule, year)
    days = year.school_days_between(inside.first, inside.last)
    if days:
        return replace(inside, first=days[0], last=days[-1])
    if raw.kind == "break" or (raw.kind == "month" and not _just_after_school(raw, year)):
        raise _no_school(rule, raw.first, raw.last)
    return _moved(raw, rule, year)


def _settled_point(raw: Raw, rule: Rule, year: SchoolDays) -> Resolved:
    day = raw.first
    if year.is_school_day(day):
        return Resolved(day, day, raw.notes)
    later, earlier = year.next_school_day(day), year.previous_school_day(day)
    for found in (earlier, later) if raw.backward else (later, earlier):
        if found and abs((found - day).days) <= FARTHEST_MOVE:
            note = Text.of(
                fi="{day} ei ole koulupäivä; siirretty: {found}.",
                sv="{day} är ingen skoldag; flyttad till {found}.",
                en="{day} is not a school day; moved to {found}.",
            ).filled(day=date_text(day), found=date_text(found))
            return Resolved(found, found, (*raw.notes, note))
    raise _no_school(rule, day, day)


def _just_after_school(raw: Raw, year: SchoolDays) -> bool:
    return 0 < (raw.first - year.last_school_day).days <= FARTHEST_BACK


def _moved(raw: Raw, rule: Rule, year: SchoolDays) -> Resolved:
    """Return the next school weeks after a stretch without school, as many as it had.

    June has no school in the years when it ends in May; then the last school weeks before it are meant.
    """
    count = max(1, ((raw.last - raw.first).days + 1) // 7)
    days: tuple[date, ...] = ()
    later = year.next_school_day(raw.last)
    if later:
        weeks = [week for week in year.school_weeks if week.monday >= monday_of(later)][:count]
        days = year.school_days_between(later, weeks[-1].sunday)
    elif _just_after_school(raw, year) and isinstance(rule.what, (MonthSpan, EndWeeks)):
        weeks = list(year.school_weeks[-min(count, 2) :])
        days = year.school_days_between(weeks[0].monday, weeks[-1].sunday)
    if not days:
        raise _no_school(rule, raw.first, raw.last)
    note = Text.of(
        fi="Ajalla {span} ei ole koulua; siirretty: {moved}.",
        sv="Under {span} är det inte skola; flyttat till {moved}.",
        en="There is no school on {span}; moved to {moved}.",
    ).filled(span=span_text(raw.first, raw.last), moved=span_text(days[0], days[-1]))
    return Resolved(days[0], days[-1], (*raw.notes, note))


def _no_school(rule: Rule, first: date, last: date) -> Unresolvable:
    return Unresolvable(
        Text.of(
            fi="Aikasäännön ”{rule}” aikana ({span}) ei ole koulua. {hint}",
            sv="Under tidsregeln ”{rule}” ({span}) är det inte skola. {hint}",
            en="There is no school at the time of the rule “{rule}” ({span}). {hint}",
        ).filled(rule=str(rule), span=span_text(first, last), hint=ANY_DAY_HINT)
    )
