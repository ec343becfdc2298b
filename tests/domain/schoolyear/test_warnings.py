"""What is unusual in a calendar is said in words, and forbids nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given

from digivuosi.domain.schoolyear.calendar import Break, DayOff, OwnDate, SchoolYear, suggested_year
from digivuosi.domain.texts import LANGUAGES, Text
from tests.domain.schoolyear.strategies import calendars

YEAR = suggested_year(2026, 42, 10)


def moved(key: str, first: date, last: date) -> tuple[Break, ...]:
    return tuple(Break(key, first, last) if item.key == key else item for item in YEAR.breaks)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"first_school_day": date(2026, 8, 12)}, "Koulupäiviä on 188, mutta lain mukaan niitä on 189: 1 puuttuu."),
        ({"first_school_day": date(2026, 8, 10)}, "Koulupäiviä on 190, mutta lain mukaan niitä on 189: 1 liikaa."),
        ({"first_school_day": date(2026, 8, 5)}, "Ensimmäinen koulupäivä ke 5.8.2026 on epätavallinen"),
        ({"first_school_day": date(2026, 8, 8)}, "Ensimmäinen koulupäivä la 8.8.2026 on viikonloppuna."),
        ({"first_school_day": date(2026, 10, 12)}, "on vapaapäivä tai lomalla"),
        ({"last_school_day": date(2027, 6, 4)}, "viikon 22 viimeinen arkipäivä, la 5.6.2027"),
        ({"last_school_day": date(2027, 5, 6)}, "Viimeinen koulupäivä to 6.5.2027 on vapaapäivä tai lomalla."),
        ({"breaks": YEAR.breaks[1:]}, "Kalenterista puuttuu syysloma."),
        (
            {"breaks": moved("autumn-break", date(2026, 10, 26), date(2026, 10, 30))},
            "Syysloma on viikolla 44; yleensä se on viikolla 42 tai 43.",
        ),
        (
            {"breaks": moved("winter-break", date(2027, 3, 1), date(2027, 3, 14))},
            "Talviloma kestää yli viikon: ma 1.3.2027 – su 14.3.2027.",
        ),
        ({"breaks": moved("christmas", date(2026, 12, 12), date(2027, 1, 6))}, "Joululoma la 12.12.2026"),
        (
            {"breaks": moved("christmas", date(2026, 10, 16), date(2027, 1, 6))},
            "Syysloma ja joululoma ovat päällekkäin.",
        ),
        (
            {"breaks": moved("winter-break", date(2027, 7, 1), date(2027, 7, 4))},
            "Talviloma to 1.7.2027 – su 4.7.2027 ei ole koulutyön aikana.",
        ),
        ({"days_off": (DayOff(date(2027, 5, 6)),)}, "Vapaapäivä to 6.5.2027 ei muuta mitään: Helatorstai."),
        ({"days_off": (DayOff(date(2026, 10, 14)),)}, "ei muuta mitään: syysloma."),
        ({"days_off": (DayOff(date(2026, 9, 5)),)}, "ei muuta mitään: se on viikonloppuna."),
        ({"days_off": (DayOff(date(2027, 7, 5)),)}, "ei muuta mitään: se ei ole koulutyön aikana."),
        ({"days_off": (DayOff(date(2026, 9, 4)),) * 2}, "ei muuta mitään: se on mainittu kahdesti."),
        ({"school_saturdays": (date(2026, 9, 4),)}, "Koululauantai pe 4.9.2026 ei ole lauantai."),
        ({"school_saturdays": (date(2026, 12, 26),)}, "Koululauantaina la 26.12.2026 ei ole koulua"),
        ({"in_service_days": (date(2026, 9, 4),)}, "Suunnittelupäivä pe 4.9.2026 on myös oppilaiden koulupäivä"),
        (
            {"own_dates": (OwnDate("x", date(2026, 10, 12), date(2026, 10, 16)),)},
            "Oma päivä ”x” (ma 12.10.2026 – pe 16.10.2026) ei osu yhteenkään koulupäivään.",
        ),
    ],
)
def test_each_odd_thing_is_said(changes: dict[str, object], words: str) -> None:
    found = replace(YEAR, **changes).warnings()  # type: ignore[arg-type]
    assert any(words in warning.get("fi") for warning in found), [warning.get("fi") for warning in found]


@given(calendars())
def test_warnings_are_whole_in_three_languages(year: SchoolYear) -> None:
    for warning in year.warnings():
        assert isinstance(warning, Text)
        assert set(LANGUAGES) <= set(warning.languages)
        assert not any("{" in text for language, text in warning)
