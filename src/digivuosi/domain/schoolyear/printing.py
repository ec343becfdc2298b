"""Rules of time in Finnish, Swedish and English, as a person would say them."""

from __future__ import annotations

from dataclasses import dataclass

from digivuosi.domain.schoolyear.dates import MONTHS
from digivuosi.domain.schoolyear.days import SchoolDays
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
    parse_rule,
)
from digivuosi.domain.texts import Text


@dataclass(frozen=True)
class _Words:
    """The forms of a name that sentences need: by itself, "after …", "before …", "… from"."""

    alone: str
    after: str
    before: str
    since: str = ""
    """Finnish elative, where one counts from the thing itself: "2 viikkoa koulun alusta"."""


_FI = {
    "school-start": _Words("ensimmäinen koulupäivä", "koulun alun", "koulun alkua", "koulun alusta"),
    "school-end": _Words("viimeinen koulupäivä", "koulun päättymisen", "koulun päättymistä"),
    "year-start": _Words("lukuvuoden alku (1.8.)", "lukuvuoden alun", "lukuvuoden alkua", "lukuvuoden alusta"),
    "year-end": _Words("lukuvuoden loppu (31.7.)", "lukuvuoden lopun", "lukuvuoden loppua"),
    "spring-start": _Words(
        "kevätlukukauden ensimmäinen koulupäivä",
        "kevätlukukauden alun",
        "kevätlukukauden alkua",
        "kevätlukukauden alusta",
    ),
    "autumn-break": _Words("syysloma", "syysloman", "syyslomaa"),
    "christmas": _Words("joululoma", "joululoman", "joululomaa"),
    "winter-break": _Words("talviloma", "talviloman", "talvilomaa"),
    "in-service": _Words("alun suunnittelupäivät", "alun suunnittelupäivien", "alun suunnittelupäiviä"),
    "safer-internet-day": _Words(
        "turvallisemman internetin päivä",
        "turvallisemman internetin päivän",
        "turvallisemman internetin päivää",
    ),
    "media-literacy-week": _Words("mediataitoviikko", "mediataitoviikon", "mediataitoviikkoa"),
    "code-week": _Words("koodausviikko", "koodausviikon", "koodausviikkoa"),
    "hour-of-code": _Words("koodaustunti", "koodaustunnin", "koodaustuntia"),
}
_SV = {
    "school-start": ("första skoldagen", "skolstarten"),
    "school-end": ("sista skoldagen", "skolavslutningen"),
    "year-start": ("läsårets början (1.8)", "läsårets början"),
    "year-end": ("läsårets slut (31.7)", "läsårets slut"),
    "spring-start": ("vårterminens första skoldag", "vårterminens början"),
    "autumn-break": ("höstlovet", "höstlovet"),
    "christmas": ("jullovet", "jullovet"),
    "winter-break": ("sportlovet", "sportlovet"),
    "in-service": ("de inledande planeringsdagarna", "de inledande planeringsdagarna"),
    "safer-internet-day": ("dagen för ett säkrare internet", "dagen för ett säkrare internet"),
    "media-literacy-week": ("mediekunskapsveckan", "mediekunskapsveckan"),
    "code-week": ("kodveckan", "kodveckan"),
    "hour-of-code": ("kodtimmen", "kodtimmen"),
}
_EN = {
    "school-start": ("first school day", "the start of school"),
    "school-end": ("last school day", "the end of school"),
    "year-start": ("start of the school year (1 August)", "the start of the school year"),
    "year-end": ("end of the school year (31 July)", "the end of the school year"),
    "spring-start": ("first school day of the spring term", "the start of the spring term"),
    "autumn-break": ("autumn break", "the autumn break"),
    "christmas": ("Christmas break", "the Christmas break"),
    "winter-break": ("winter break", "the winter break"),
    "in-service": ("opening in-service days", "the opening in-service days"),
    "safer-internet-day": ("Safer Internet Day", "Safer Internet Day"),
    "media-literacy-week": ("Media Literacy Week", "Media Literacy Week"),
    "code-week": ("Code Week", "Code Week"),
    "hour-of-code": ("Hour of Code", "Hour of Code"),
}
_FI_MONTHS = (
    *("tammi", "helmi", "maalis", "huhti", "touko", "kesä"),
    *("heinä", "elo", "syys", "loka", "marras", "joulu"),
)
_SV_MONTHS = (
    *("januari", "februari", "mars", "april", "maj", "juni"),
    *("juli", "augusti", "september", "oktober", "november", "december"),
)
_UNITS = {
    "fi": {
        "day": ("päivä", "päivää"),
        "school-day": ("koulupäivä", "koulupäivää"),
        "week": ("viikko", "viikkoa"),
        "month": ("kuukausi", "kuukautta"),
    },
    "sv": {
        "day": ("dag", "dagar"),
        "school-day": ("skoldag", "skoldagar"),
        "week": ("vecka", "veckor"),
        "month": ("månad", "månader"),
    },
    "en": {
        "day": ("day", "days"),
        "school-day": ("school day", "school days"),
        "week": ("week", "weeks"),
        "month": ("month", "months"),
    },
}
_ONE = {
    "fi": "",
    "sv": "en ",
    "en": "a ",
}
_ANY_DAY = Text.of(fi="(myös vapaapäivinä)", sv="(även skolfria dagar)", en="(also on days without school)")
_PARTS = {
    "early": Text.of(fi="{fi}kuun alku", sv="början av {sv}", en="early {en}"),
    "mid": Text.of(fi="{fi}kuun puoliväli", sv="mitten av {sv}", en="mid-{en}"),
    "late": Text.of(fi="{fi}kuun loppu", sv="slutet av {sv}", en="late {en}"),
    "": Text.of(fi="{fi}kuu", sv="{sv}", en="{en}"),
}
_TERMS = {
    "autumn-term": Text.of(fi="syyslukukausi", sv="höstterminen", en="autumn term"),
    "spring-term": Text.of(fi="kevätlukukausi", sv="vårterminen", en="spring term"),
    "school-year": Text.of(fi="koko lukuvuosi", sv="hela läsåret", en="the whole school year"),
}


def print_rule(rule: Rule | str, language: str, year: SchoolDays | None = None) -> str:
    """Return the rule in fi, sv or en (other languages get English).

    With `year`, own dates are called by the names they have in that year's calendar.
    """
    parsed = parse_rule(rule) if isinstance(rule, str) else rule
    tongue = language if language in _UNITS else "en"
    words = _what(parsed, tongue, year)
    return f"{words} {_ANY_DAY.get(tongue)}" if parsed.any_day else words


def print_window(start: Rule | str, end: Rule | str, language: str, year: SchoolDays | None = None) -> str:
    """Return the window in fi, sv or en: `elo–syyskuu`, `syysloma – viikko 50`."""
    first = parse_rule(start) if isinstance(start, str) else start
    last = parse_rule(end) if isinstance(end, str) else end
    tongue = language if language in _UNITS else "en"
    if first == last:
        return print_rule(first, tongue, year)
    both_any = first.any_day and last.any_day
    if first.any_day == last.any_day and _is_month(first) and _is_month(last):
        words = "–".join(_short_months(first, last, tongue))
    elif both_any:
        words = f"{_what(first, tongue, year)} – {_what(last, tongue, year)}"
    else:
        return f"{print_rule(first, tongue, year)} – {print_rule(last, tongue, year)}"
    return f"{words} {_ANY_DAY.get(tongue)}" if both_any else words


def _is_month(rule: Rule) -> bool:
    return isinstance(rule.what, MonthSpan) and not rule.what.part


def _short_months(first: Rule, last: Rule, tongue: str) -> tuple[str, str]:
    one, other = _what(first, tongue, None), _what(last, tongue, None)
    return (one.removesuffix("kuu"), other) if tongue == "fi" else (one, other)


def _what(rule: Rule, tongue: str, year: SchoolDays | None) -> str:
    match rule.what:
        case MonthSpan(month=month, part=part):
            return _month(month, part, tongue)
        case WeekSpan(number=number):
            return f"{Text.of(fi='viikko', sv='vecka', en='week').get(tongue)} {number}"
        case WeekBeside():
            return _week_beside(rule.what, tongue, year)
        case EndWeeks():
            return _end_weeks(rule.what, tongue)
        case TermSpan(key=key):
            return _TERMS[key].get(tongue)
        case Point():
            return _point(rule.what, tongue, year)


def _month(month: int, part: str, tongue: str) -> str:
    names = {
        "fi": _FI_MONTHS[month - 1],
        "sv": _SV_MONTHS[month - 1],
        "en": MONTHS[month - 1].capitalize(),
    }
    return _PARTS[part].filled(**names).get(tongue)


def _week_beside(span: WeekBeside, tongue: str, year: SchoolDays | None) -> str:
    number = _ordinal(span.number, tongue)
    week = {"fi": "kouluviikko", "sv": "skolveckan", "en": "school week"}[tongue]
    return f"{number} {week} {_beside(span.anchor, span.side, tongue, year)}"


def _end_weeks(span: EndWeeks, tongue: str) -> str:
    one = span.number == 1
    end = {
        "fi": {"first": ("ensimmäinen", "ensimmäistä"), "last": ("viimeinen", "viimeistä")},
        "sv": {"first": ("första", "första"), "last": ("sista", "sista")},
        "en": {"first": ("first", "first"), "last": ("last", "last")},
    }[tongue][span.end][not one]
    if tongue == "fi":
        whose = f"{_FI_MONTHS[span.month - 1]}kuun" if span.month else "lukuvuoden"
        return f"{whose} {end} viikko" if one else f"{whose} {span.number} {end} viikkoa"
    if tongue == "sv":
        whose = f"i {_SV_MONTHS[span.month - 1]}" if span.month else "av läsåret"
        return f"{end} veckan {whose}" if one else f"de {span.number} {end} veckorna {whose}"
    whose = MONTHS[span.month - 1].capitalize() if span.month else "the school year"
    return f"{end} week of {whose}" if one else f"{end} {span.number} weeks of {whose}"


def _point(point: Point, tongue: str, year: SchoolDays | None) -> str:
    shifts = list(point.shifts)
    if isinstance(point.base, Anchor) and point.side:
        words = _school_day_beside(point.base, point.side, tongue, year)
    elif isinstance(point.base, Anchor) and shifts:
        words = _steps_from(point.base, shifts.pop(0), tongue, year)
    else:
        words = _base(point.base, tongue, year)
    return " ".join((words, *(_step(shift, tongue) for shift in shifts)))


def _base(base: Anchor | MonthDay | ExactDate, tongue: str, year: SchoolDays | None) -> str:
    match base:
        case Anchor(key=key):
            return _name(key, tongue, year).alone
        case MonthDay(month=month, day=day):
            name = _month(month, "", tongue)
            return f"{day}. {name}ta" if tongue == "fi" else f"{day} {name}"
        case ExactDate(day=exact):
            plain = f"{exact.day}.{exact.month}.{exact.year}"
            return f"{exact.day} {_month(exact.month, '', 'en')} {exact.year}" if tongue == "en" else plain


def _school_day_beside(anchor: Anchor, side: str, tongue: str, year: SchoolDays | None) -> str:
    name = _name(anchor.key, tongue, year)
    if tongue == "fi":
        return f"{name.before} edeltävä koulupäivä" if side == "before" else f"{name.after} jälkeinen koulupäivä"
    end = {"sv": ("sista skoldagen", "första skoldagen"), "en": ("last school day", "first school day")}[tongue]
    return f"{end[side == 'after']} {_beside(anchor, side, tongue, year)}"


def _steps_from(anchor: Anchor, shift: Shift, tongue: str, year: SchoolDays | None) -> str:
    side = "before" if shift.count < 0 else "after"
    since = _name(anchor.key, tongue, year).since
    amount = _amount(shift, tongue, counted=False)
    if side == "after" and since:
        return f"{amount} {since}"
    return f"{amount} {_beside(anchor, side, tongue, year)}"


def _beside(anchor: Anchor, side: str, tongue: str, year: SchoolDays | None) -> str:
    name = _name(anchor.key, tongue, year)
    if tongue == "fi":
        return f"ennen {name.before}" if side == "before" else f"{name.after} jälkeen"
    words = {"sv": ("före", "efter"), "en": ("before", "after")}[tongue][side == "after"]
    return f"{words} {name.after}"


def _step(shift: Shift, tongue: str) -> str:
    return f"{'−' if shift.count < 0 else '+'} {_amount(shift, tongue, counted=True)}"


def _amount(shift: Shift, tongue: str, *, counted: bool) -> str:
    number = abs(shift.count)
    one, many = _UNITS[tongue][shift.unit]
    if number == 1:
        return f"1 {one}" if counted else f"{_ONE[tongue]}{one}"
    return f"{number} {many}"


def _name(key: str, tongue: str, year: SchoolDays | None) -> _Words:
    """Return the forms of an anchor's name; what a calendar calls it goes before what is usual."""
    if tongue == "fi" and key in _FI:
        return _FI[key]
    usual = (_SV if tongue == "sv" else _EN).get(key) if tongue != "fi" else None
    if usual:
        return _Words(usual[0], usual[1], usual[1])
    own = year.own_dates_of(key) if year else ()
    name = own[0].name.get(tongue) if own else ""
    called = name or key
    if tongue == "fi":
        return _Words(called if name else f"”{called}”", f"ajan ”{called}”", f"aikaa ”{called}”")
    quoted = f"”{called}”" if tongue == "sv" else f"“{called}”"
    return _Words(called if name else quoted, quoted, quoted)


def _ordinal(number: int, tongue: str) -> str:
    if tongue == "fi":
        return f"{number}."
    teens = 10 < number % 100 < 20
    if tongue == "sv":
        return f"{number}:a" if number % 10 in (1, 2) and not teens else f"{number}:e"
    return f"{number}{'th' if teens else {1: 'st', 2: 'nd', 3: 'rd'}.get(number % 10, 'th')}"
