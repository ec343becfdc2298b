from __future__ import annotations

from datetime import date

import pytest
from django.utils import translation

from digivuosi.apps.look import dates

TUESDAY = date(2026, 10, 6)
FRIDAY = date(2026, 10, 16)


def plain(words: str) -> str:
    return words.replace(dates.NOBREAK, " ")


@pytest.mark.parametrize(
    ("language", "short", "weekday", "full", "long"),
    [
        ("fi", "6.10.", "ti 6.10.", "6.10.2026", "6. lokakuuta 2026"),
        ("sv", "6.10", "tis 6.10", "6.10.2026", "6 oktober 2026"),
        ("en", "6 Oct", "Tue 6 Oct", "6 Oct 2026", "6 October 2026"),
    ],
)
def test_a_day(language: str, short: str, weekday: str, full: str, long: str) -> None:
    shown = [show(TUESDAY, language) for show in (dates.short, dates.with_weekday, dates.full, dates.long)]
    assert [plain(words) for words in shown] == [short, weekday, full, long]


@pytest.mark.parametrize(
    ("first", "last", "fi", "sv", "en"),
    [
        (TUESDAY, TUESDAY, "6.10.", "6.10", "6 Oct"),
        (TUESDAY, FRIDAY, "6.–16.10.", "6–16.10", "6–16 Oct"),
        (date(2026, 9, 28), TUESDAY, "28.9.–6.10.", "28.9–6.10", "28 Sep – 6 Oct"),
        (date(2026, 12, 21), date(2027, 1, 8), "21.12.–8.1.", "21.12–8.1", "21 Dec – 8 Jan"),
    ],
)
def test_a_span(first: date, last: date, fi: str, sv: str, en: str) -> None:
    assert [plain(dates.span(first, last, language)) for language in ("fi", "sv", "en")] == [fi, sv, en]


@pytest.mark.parametrize(
    ("first", "last", "shown"),
    [
        (TUESDAY, FRIDAY, "6.–16.10.2026"),
        (date(2026, 9, 28), TUESDAY, "28.9.–6.10.2026"),
        (date(2026, 12, 21), date(2027, 1, 8), "21.12.2026–8.1.2027"),
    ],
)
def test_a_span_with_its_year(first: date, last: date, shown: str) -> None:
    assert dates.span(first, last, "fi", year=True) == shown


def test_weeks() -> None:
    assert plain(dates.week(TUESDAY, "fi")) == "vk 41"
    assert plain(dates.weeks(TUESDAY, FRIDAY, "sv")) == "v. 41–42"
    assert plain(dates.weeks(TUESDAY, date(2026, 10, 9), "en")) == "wk 41"
    assert plain(dates.weeks(date(2026, 12, 28), date(2027, 1, 8), "fi")) == "vk 53–1"


def test_months_and_school_years() -> None:
    assert [dates.month_name(10, language) for language in ("fi", "sv", "en")] == ["lokakuu", "oktober", "October"]
    assert dates.short_month(10, "fi") == "loka"
    assert dates.school_year(2026) == "2026–2027"


def test_the_language_being_spoken_is_the_default() -> None:
    with translation.override("en"):
        assert plain(dates.short(TUESDAY)) == "6 Oct"
    with translation.override("de"):
        assert dates.short(TUESDAY) == "6.10."
