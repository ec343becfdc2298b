"""The few words that stand on a wheel, in its three languages."""

from __future__ import annotations

from datetime import date

from digivuosi.domain.texts import Text

MONTHS = {
    "fi": [
        "tammikuu",
        "helmikuu",
        "maaliskuu",
        "huhtikuu",
        "toukokuu",
        "kesäkuu",
        "heinäkuu",
        "elokuu",
        "syyskuu",
        "lokakuu",
        "marraskuu",
        "joulukuu",
    ],
    "sv": [
        "januari",
        "februari",
        "mars",
        "april",
        "maj",
        "juni",
        "juli",
        "augusti",
        "september",
        "oktober",
        "november",
        "december",
    ],
    "en": [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ],
}
SHORT_MONTHS = {
    "fi": ["tammi", "helmi", "maalis", "huhti", "touko", "kesä", "heinä", "elo", "syys", "loka", "marras", "joulu"],
    "sv": ["jan", "feb", "mars", "apr", "maj", "juni", "juli", "aug", "sep", "okt", "nov", "dec"],
    "en": ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"],
}

WHEEL = Text.of(fi="Vuosikello", sv="Årsklocka", en="Year wheel")
SCHOOL_YEAR = Text.of(fi="Lukuvuosi", sv="Läsåret", en="School year")
RINGS = Text.of(fi="Kehät", sv="Ringar", en="Rings")
HOLIDAY = Text.of(fi="loma", sv="lov", en="break")
TODAY = Text.of(fi="tänään", sv="i dag", en="today")
PROPOSED = Text.of(fi="ehdotus", sv="förslag", en="proposal")

STATUS = {
    "planned": Text.of(fi="suunniteltu", sv="planerad", en="planned"),
    "in-progress": Text.of(fi="käynnissä", sv="pågår", en="in progress"),
    "done": Text.of(fi="tehty", sv="gjord", en="done"),
    "postponed": Text.of(fi="siirretty", sv="uppskjuten", en="postponed"),
    "cancelled": Text.of(fi="peruttu", sv="inställd", en="cancelled"),
}
BREAKS = {
    "autumn-break": Text.of(fi="syysloma", sv="höstlov", en="autumn break"),
    "christmas": Text.of(fi="joululoma", sv="jullov", en="Christmas break"),
    "winter-break": Text.of(fi="talviloma", sv="sportlov", en="winter break"),
}


def month_name(number: int, language: str) -> str:
    return MONTHS.get(language, MONTHS["en"])[number - 1]


def short_month_name(number: int, language: str) -> str:
    return SHORT_MONTHS.get(language, SHORT_MONTHS["en"])[number - 1]


def day_text(day: date, language: str) -> str:
    """Return the day as people write it: 5.10.2026, or 5 October 2026 in English."""
    if language == "en":
        return f"{day.day} {month_name(day.month, 'en')} {day.year}"
    return f"{day.day}.{day.month}.{day.year}"


def days_text(first: date, last: date, language: str) -> str:
    """Return a span of days as people write it."""
    if first == last:
        return day_text(first, language)
    if language != "en" and first.year == last.year:
        start = f"{first.day}.{first.month}."
        return f"{start}–{day_text(last, language)}"
    return f"{day_text(first, language)}–{day_text(last, language)}"
