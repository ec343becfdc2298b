"""What is unusual in a calendar: warnings in words, which forbid nothing.

One function for each thing that is looked at; each yields its warnings.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from itertools import pairwise

from digivuosi.domain.schoolyear.dates import date_text, span_text
from digivuosi.domain.schoolyear.days import DAY, SchoolDays
from digivuosi.domain.schoolyear.law import (
    EARLIEST_START,
    LATEST_START,
    SATURDAY,
    legal_last_school_day,
    required_school_days,
)
from digivuosi.domain.schoolyear.parts import AUTUMN_BREAK, BREAK_NAMES, BREAKS, CHRISTMAS, WINTER_BREAK, Break
from digivuosi.domain.texts import Text

USUAL_WEEKS = {AUTUMN_BREAK: (42, 43), WINTER_BREAK: (8, 9, 10)}
"""ISO weeks in which Finnish providers have these breaks."""


def warnings(year: SchoolDays) -> tuple[Text, ...]:
    """Return everything unusual, in the order of the year's parts."""
    return tuple(warning for check in CHECKS for warning in check(year))


def _check_count(year: SchoolDays) -> Iterator[Text]:
    wanted, found = required_school_days(year.starts), len(year.school_days)
    if found == wanted:
        return
    more = found - wanted
    yield Text.of(
        fi="Koulupäiviä on {found}, mutta lain mukaan niitä on {wanted}: {fi}.",
        sv="Skoldagarna är {found}, men enligt lagen ska de vara {wanted}: {sv}.",
        en="There are {found} school days, but by law there are {wanted}: {en}.",
    ).filled(
        found=found,
        wanted=wanted,
        fi=f"{abs(more)} liikaa" if more > 0 else f"{abs(more)} puuttuu",
        sv=f"{abs(more)} för många" if more > 0 else f"{abs(more)} saknas",
        en=f"{abs(more)} too many" if more > 0 else f"{abs(more)} missing",
    )


def _check_first_day(year: SchoolDays) -> Iterator[Text]:
    day = year.first_school_day
    if not date(year.starts, *EARLIEST_START) <= day <= date(year.starts, *LATEST_START):
        yield Text.of(
            fi="Ensimmäinen koulupäivä {day} on epätavallinen: koulut alkavat yleensä 6.–17. elokuuta.",
            sv="Den första skoldagen {day} är ovanlig: skolorna börjar i regel 6–17 augusti.",
            en="The first school day {day} is unusual: schools usually start between 6 and 17 August.",
        ).filled(day=date_text(day))
    if not year.is_school_day(day):
        yield Text.of(
            fi="Ensimmäinen koulupäivä {day} on vapaapäivä tai lomalla.",
            sv="Den första skoldagen {day} är ledig eller infaller under ett lov.",
            en="The first school day {day} is a day off or in a break.",
        ).filled(day=date_text(day))
    elif day.isoweekday() >= SATURDAY:
        yield Text.of(
            fi="Ensimmäinen koulupäivä {day} on viikonloppuna.",
            sv="Den första skoldagen {day} infaller på ett veckoslut.",
            en="The first school day {day} is on a weekend.",
        ).filled(day=date_text(day))


def _check_last_day(year: SchoolDays) -> Iterator[Text]:
    day, legal = year.last_school_day, legal_last_school_day(year.starts)
    if day != legal:
        yield Text.of(
            fi="Viimeinen koulupäivä on {day}, mutta asetuksen mukaan viikon 22 viimeinen arkipäivä, {legal}.",
            sv="Den sista skoldagen är {day}, men enligt förordningen sista vardagen i vecka 22, {legal}.",
            en="The last school day is {day}, but by decree it is the last weekday of week 22, {legal}.",
        ).filled(day=date_text(day), legal=date_text(legal))
    if not year.is_school_day(day):
        yield Text.of(
            fi="Viimeinen koulupäivä {day} on vapaapäivä tai lomalla.",
            sv="Den sista skoldagen {day} är ledig eller infaller under ett lov.",
            en="The last school day {day} is a day off or in a break.",
        ).filled(day=date_text(day))


def _check_breaks_there(year: SchoolDays) -> Iterator[Text]:
    for key in BREAKS:
        if year.break_of(key) is None:
            yield Text.of(
                fi="Kalenterista puuttuu {name}.",
                sv="Kalendern saknar {name}.",
                en="The calendar has no {name}.",
            ).filled(name=BREAK_NAMES[key])


def _check_break_weeks(year: SchoolDays) -> Iterator[Text]:
    for item in year.breaks:
        usual = USUAL_WEEKS.get(item.key)
        week = _weekday_from(item.first).isocalendar().week
        if usual and week not in usual:
            yield Text.of(
                fi="{name} on viikolla {week}; yleensä se on viikolla {fi}.",
                sv="{name} är vecka {week}; i regel är det vecka {sv}.",
                en="{name} is in week {week}; usually it is in week {en}.",
            ).filled(
                name=_capitalised(item.name),
                week=week,
                fi=_listed(usual, "tai"),
                sv=_listed(usual, "eller"),
                en=_listed(usual, "or"),
            )
        if item.key != CHRISTMAS and (item.last - item.first).days > 8:
            yield Text.of(
                fi="{name} kestää yli viikon: {span}.",
                sv="{name} är längre än en vecka: {span}.",
                en="{name} is longer than a week: {span}.",
            ).filled(name=_capitalised(item.name), span=span_text(item.first, item.last))


def _check_christmas(year: SchoolDays) -> Iterator[Text]:
    item = year.break_of(CHRISTMAS)
    if item is None:
        return
    begins_well = date(year.starts, 12, 18) <= item.first <= date(year.starts, 12, 24)
    ends_well = date(year.starts + 1, 1, 1) <= item.last <= date(year.starts + 1, 1, 10)
    if not (begins_well and ends_well):
        yield Text.of(
            fi="Joululoma {span} on epätavallinen: yleensä se alkaa 19.–22.12. ja päättyy loppiaisena.",
            sv="Jullovet {span} är ovanligt: i regel börjar det 19–22.12 och slutar på trettondagen.",
            en="The Christmas break {span} is unusual: as a rule it starts on 19–22 December and ends on Epiphany.",
        ).filled(span=span_text(item.first, item.last))


def _check_overlaps(year: SchoolDays) -> Iterator[Text]:
    for one, other in pairwise(year.breaks):
        if other.first <= one.last:
            yield Text.of(
                fi="{one} ja {other} ovat päällekkäin.",
                sv="{one} och {other} överlappar varandra.",
                en="{one} and {other} overlap.",
            ).filled(one=_capitalised(one.name), other=other.name)
    for item in year.breaks:
        if item.last < year.first_school_day or item.first > year.last_school_day:
            yield Text.of(
                fi="{name} {span} ei ole koulutyön aikana.",
                sv="{name} {span} ligger utanför skolarbetets tid.",
                en="{name} {span} is outside school time.",
            ).filled(name=_capitalised(item.name), span=span_text(item.first, item.last))


def _check_days_off(year: SchoolDays) -> Iterator[Text]:
    seen: set[date] = set()
    for off in year.days_off:
        reason = _free_anyway(year, off.day)
        if off.day in seen:
            reason = Text.of(fi="se on mainittu kahdesti", sv="den nämns två gånger", en="it is given twice")
        seen.add(off.day)
        if reason:
            yield Text.of(
                fi="Vapaapäivä {day} ei muuta mitään: {why}.",
                sv="Den lediga dagen {day} ändrar ingenting: {why}.",
                en="The day off {day} changes nothing: {why}.",
            ).filled(day=date_text(off.day), why=reason)


def _check_saturdays(year: SchoolDays) -> Iterator[Text]:
    for day in year.school_saturdays:
        if day.isoweekday() != SATURDAY:
            yield Text.of(
                fi="Koululauantai {day} ei ole lauantai.",
                sv="Skollördagen {day} är ingen lördag.",
                en="The school Saturday {day} is no Saturday.",
            ).filled(day=date_text(day))
        elif not year.is_school_day(day):
            yield Text.of(
                fi="Koululauantaina {day} ei ole koulua: se on vapaapäivä, lomalla tai koulutyön ulkopuolella.",
                sv="Skollördagen {day} har ingen skola: den är ledig, under ett lov eller utanför skolarbetets tid.",
                en="The school Saturday {day} has no school: it is a day off, in a break or outside school time.",
            ).filled(day=date_text(day))


def _check_in_service(year: SchoolDays) -> Iterator[Text]:
    for day in year.in_service_days:
        if year.is_school_day(day):
            yield Text.of(
                fi="Suunnittelupäivä {day} on myös oppilaiden koulupäivä; merkitse se vapaapäiväksi, jos ei ole.",
                sv="Planeringsdagen {day} är också skoldag för eleverna; ange den som ledig, om den inte är det.",
                en="The in-service day {day} is a school day for pupils too; enter it as a day off if it is not.",
            ).filled(day=date_text(day))


def _check_own_dates(year: SchoolDays) -> Iterator[Text]:
    for own in year.own_dates:
        if not year.school_days_between(own.first, own.last):
            yield Text.of(
                fi="Oma päivä ”{key}” ({span}) ei osu yhteenkään koulupäivään.",
                sv="Det egna datumet ”{key}” ({span}) infaller inte på någon skoldag.",
                en="The own date “{key}” ({span}) meets no school day.",
            ).filled(key=own.key, span=span_text(own.first, own.last))


CHECKS: tuple[Callable[[SchoolDays], Iterator[Text]], ...] = (
    _check_count,
    _check_first_day,
    _check_last_day,
    _check_breaks_there,
    _check_break_weeks,
    _check_christmas,
    _check_overlaps,
    _check_days_off,
    _check_saturdays,
    _check_in_service,
    _check_own_dates,
)


def _free_anyway(year: SchoolDays, day: date) -> Text | None:
    """Say why a day has no school even without being a day off; None when it would have."""
    if day in year.public_holidays:
        return year.public_holidays[day]
    found: Break | None = year.break_on(day)
    if found:
        return found.name
    if not year.first_school_day <= day <= year.last_school_day:
        return Text.of(
            fi="se ei ole koulutyön aikana", sv="den ligger utanför skolarbetets tid", en="it is outside school time"
        )
    ends = (year.first_school_day, year.last_school_day)
    if day.isoweekday() >= SATURDAY and day not in year.school_saturdays and day not in ends:
        return Text.of(fi="se on viikonloppuna", sv="den infaller på ett veckoslut", en="it is on a weekend")
    return None


def _weekday_from(day: date) -> date:
    """Return the day, or the Monday after it when it is on a weekend."""
    while day.isoweekday() >= SATURDAY:
        day += DAY
    return day


def _capitalised(text: Text) -> Text:
    return Text.from_mapping({language: words[:1].upper() + words[1:] for language, words in text})


def _listed(numbers: tuple[int, ...], word: str) -> str:
    *first, last = map(str, numbers)
    return f"{', '.join(first)} {word} {last}"
