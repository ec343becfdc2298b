"""What a rule of time says in a school year, before anyone asks whether there is school on those days."""

from __future__ import annotations

from calendar import monthrange
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from digivuosi.domain.schoolyear.dates import date_text
from digivuosi.domain.schoolyear.days import DAY, WEEK, SchoolDays
from digivuosi.domain.schoolyear.grammar import (
    Anchor,
    EndWeeks,
    ExactDate,
    MonthDay,
    MonthSpan,
    Point,
    Rule,
    Shift,
    TermSpan,
    WeekBeside,
    WeekSpan,
)
from digivuosi.domain.schoolyear.law import SATURDAY
from digivuosi.domain.schoolyear.parts import BREAKS, IN_SERVICE, monday_of
from digivuosi.domain.texts import Text

WEEK_OF_MONTH = 3
"""Days that a week must have in a month to count as a week of it: the last week of May is not Monday the 31st."""


class Unresolvable(ValueError):
    """A rule that has no dates in this school year; `text` says why."""

    def __init__(self, text: Text) -> None:
        super().__init__(text.get("en"))
        self.text = text


@dataclass(frozen=True)
class Raw:
    """What a rule says before anyone asks whether there is school."""

    first: date
    last: date
    kind: str = "span"
    """`point`, `span`, `month` (stands where it is), `break` (has no school at all) or `free` (needs none)."""
    backward: bool = False
    """Whether a point looks for a day with school backwards."""
    notes: tuple[Text, ...] = ()


def raw_days(rule: Rule, year: SchoolDays) -> Raw:
    match rule.what:
        case MonthSpan():
            return _raw_month(rule.what, year)
        case WeekSpan():
            return _raw_week(rule.what, year)
        case WeekBeside():
            return _raw_week_beside(rule.what, year)
        case EndWeeks():
            return _raw_end_weeks(rule.what, year)
        case TermSpan():
            return _raw_term(rule.what, year)
        case Point():
            return _raw_point(rule.what, year)


def _month_bounds(month: int, year: SchoolDays) -> tuple[date, date]:
    calendar_year = year.starts if month >= 8 else year.starts + 1
    return date(calendar_year, month, 1), date(calendar_year, month, monthrange(calendar_year, month)[1])


def _raw_month(span: MonthSpan, year: SchoolDays) -> Raw:
    first, last = _month_bounds(span.month, year)
    match span.part:
        case "early":
            return Raw(first, first.replace(day=10))
        case "mid":
            return Raw(first.replace(day=11), first.replace(day=20))
        case "late":
            return Raw(first.replace(day=21), last)
    return Raw(first, last, "month")


def _raw_week(span: WeekSpan, year: SchoolDays) -> Raw:
    week = year.week_numbered(span.number)
    if week:
        return Raw(week.monday, week.sunday)
    # Only week 53 is missing from a year; the last week of December stands for it.
    last = date.fromisocalendar(year.starts, 52, 1)
    note = Text.of(
        fi="Tässä lukuvuodessa ei ole viikkoa 53, joten käytetään viikkoa 52.",
        sv="Det här läsåret har ingen vecka 53, så vecka 52 används.",
        en="This school year has no week 53, so week 52 is used.",
    )
    return Raw(last, last + 6 * DAY, notes=(note,))


def _raw_week_beside(span: WeekBeside, year: SchoolDays) -> Raw:
    first, last = _anchor_days(span.anchor, year)
    # A break that begins on a Saturday begins, for weeks, on the Monday.
    while first < last and not year.is_school_day(first) and first.isoweekday() >= SATURDAY:
        first += DAY
    if span.side == "after":
        weeks = [week for week in year.school_weeks if week.monday > last]
    else:
        weeks = [week for week in reversed(year.school_weeks) if week.monday < monday_of(first)]
    if len(weeks) < span.number:
        raise Unresolvable(
            Text.of(
                fi="Kouluviikkoja on siinä kohdassa ({rule}) vain {count}.",
                sv="Skolveckorna är där ({rule}) bara {count}.",
                en="There are only {count} school weeks there ({rule}).",
            ).filled(rule=str(span), count=len(weeks))
        )
    week = weeks[span.number - 1]
    return Raw(week.monday, week.sunday)


def _raw_end_weeks(span: EndWeeks, year: SchoolDays) -> Raw:
    first, last = _month_bounds(span.month, year) if span.month else (year.first_school_day, year.last_school_day)
    days = year.school_days_between(first, last)
    mondays = _mondays(days or _weekdays(first, last), WEEK_OF_MONTH if span.month else 1)
    chosen = mondays[: span.number] if span.end == "first" else mondays[-span.number :]
    kind = "month" if span.month and not days else "span"
    return Raw(max(chosen[0], first), min(chosen[-1] + 6 * DAY, last), kind)


def _mondays(days: Sequence[date], least: int) -> list[date]:
    """Return the weeks that have at least `least` of the days; any of them where no week has so many."""
    counts = Counter(map(monday_of, days))
    return sorted(monday for monday, count in counts.items() if count >= min(least, max(counts.values())))


def _weekdays(first: date, last: date) -> list[date]:
    days = (first + n * DAY for n in range((last - first).days + 1))
    return [day for day in days if day.isoweekday() < SATURDAY]


def _raw_term(span: TermSpan, year: SchoolDays) -> Raw:
    """By law the terms run from August to December and from January to July."""
    if span.key == "autumn-term":
        return Raw(year.first_day, date(year.starts, 12, 31))
    if span.key == "spring-term":
        return Raw(date(year.starts + 1, 1, 1), year.last_day)
    return Raw(year.first_day, year.last_day)


def _raw_point(point: Point, year: SchoolDays) -> Raw:
    first, last, kind, notes = _raw_base(point, year)
    if not point.shifts:
        return Raw(first, last, kind, notes=notes)
    day = first if point.shifts[0].count < 0 else last
    for shift in point.shifts:
        day = _shifted(day, shift, year)
    return Raw(day, day, "point", backward=point.shifts[-1].count < 0, notes=notes)


def _raw_base(point: Point, year: SchoolDays) -> tuple[date, date, str, tuple[Text, ...]]:
    match point.base:
        case ExactDate(day=day):
            return day, day, "point", ()
        case MonthDay():
            return _raw_month_day(point.base, year)
        case Anchor():
            first, last = _anchor_days(point.base, year)
            if point.side:
                day = _beside(point, first, last, year)
                return day, day, "point", ()
            return first, last, _kind_of(point.base, first, last), ()


def _kind_of(anchor: Anchor, first: date, last: date) -> str:
    if anchor.key in BREAKS:
        return "break"
    if anchor.key == IN_SERVICE:
        return "free"
    return "point" if first == last else "span"


def _raw_month_day(base: MonthDay, year: SchoolDays) -> tuple[date, date, str, tuple[Text, ...]]:
    first, last = _month_bounds(base.month, year)
    if base.day <= last.day:
        day = first.replace(day=base.day)
        return day, day, "point", ()
    note = Text.of(
        fi="Tänä vuonna ei ole karkauspäivää, joten käytetään päivää 28.2.",
        sv="Det här året har ingen skottdag, så 28.2 används.",
        en="This year has no leap day, so 28 February is used.",
    )
    return last, last, "point", (note,)


def _beside(point: Point, first: date, last: date, year: SchoolDays) -> date:
    day = year.previous_school_day(first) if point.side == "before" else year.next_school_day(last)
    if day is None:
        raise Unresolvable(
            Text.of(
                fi="Lukuvuodessa {year} ei ole koulupäivää siinä kohdassa: {rule}.",
                sv="Läsåret {year} har ingen skoldag där: {rule}.",
                en="The school year {year} has no school day there: {rule}.",
            ).filled(year=year.name, rule=str(point))
        )
    return day


def _shifted(day: date, shift: Shift, year: SchoolDays) -> date:
    match shift.unit:
        case "week":
            return day + shift.count * WEEK
        case "month":
            months = day.year * 12 + day.month - 1 + shift.count
            month_days = monthrange(months // 12, months % 12 + 1)[1]
            return date(months // 12, months % 12 + 1, min(day.day, month_days))
        case "school-day":
            found = year.shift_school_days(day, shift.count)
            if found is None:
                raise Unresolvable(
                    Text.of(
                        fi="Koulupäivät loppuvat kesken: päivästä {day} ei ole {count} koulupäivää siihen suuntaan.",
                        sv="Skoldagarna tar slut: från {day} finns det inte {count} skoldagar åt det hållet.",
                        en="The school days run out: there are not {count} school days that way from {day}.",
                    ).filled(day=date_text(day), count=abs(shift.count))
                )
            return found
    return day + timedelta(days=shift.count)


def _anchor_days(anchor: Anchor, year: SchoolDays) -> tuple[date, date]:
    days: dict[str, date | None] = {
        "school-start": year.first_school_day,
        "school-end": year.last_school_day,
        "year-start": year.first_day,
        "year-end": year.last_day,
        "spring-start": year.spring_start,
    }
    day = days.get(anchor.key)
    if day:
        return day, day
    if anchor.key == IN_SERVICE and year.opening_in_service_days:
        return year.opening_in_service_days[0], year.opening_in_service_days[-1]
    own = year.own_dates_of(anchor.key)
    found = year.break_of(anchor.key) or (own[0] if own else None)
    if found:
        return found.first, found.last
    raise Unresolvable(_no_anchor(anchor, year))


def _no_anchor(anchor: Anchor, year: SchoolDays) -> Text:
    if anchor.key == IN_SERVICE:
        text = Text.of(
            fi="Lukuvuoden {year} kalenterissa ei ole suunnittelupäiviä ennen koulun alkua.",
            sv="Kalendern för läsåret {year} har inga planeringsdagar före skolstarten.",
            en="The calendar of {year} has no in-service days before school starts.",
        )
    elif anchor.is_own:
        text = Text.of(
            fi="Lukuvuoden {year} kalenterissa ei ole omaa päivää ”{key}”. "
            "Lisää se kalenteriin tai tarkista kirjoitus.",
            sv="Kalendern för läsåret {year} har inget eget datum ”{key}”. "
            "Lägg till det i kalendern eller kontrollera stavningen.",
            en="The calendar of {year} has no own date “{key}”. Add it to the calendar, or check the spelling.",
        )
    else:
        text = Text.of(
            fi="Lukuvuoden {year} kalenterista puuttuu kohta ”{key}”.",
            sv="Kalendern för läsåret {year} saknar ”{key}”.",
            en="The calendar of {year} lacks “{key}”.",
        )
    return text.filled(year=year.name, key=anchor.key)
