"""The calendar file: what is written is read back, and what is wrong is said with its line."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digivuosi.domain.schoolyear.calendar import CalendarProblem, DayOff, OwnDate, QuietWeek, SchoolYear, suggested_year
from digivuosi.domain.schoolyear.files import LARGEST, read_calendar, write_calendar
from digivuosi.domain.texts import LANGUAGES, Text
from tests.domain.schoolyear.strategies import calendars

WRITTEN = """\
# Kalenteri, jonka ihminen on kirjoittanut
school_year: 2026-2027
first_school_day: 12.8.2026
last_school_day: "2027-06-05"
breaks:
  autumn-break: {first: 2026-10-12, last: 2026-10-16}
  christmas: {first: 2026-12-20, last: 2027-01-06}
  winter-break:
    first: 2027-03-01
    last: 2027-03-05
days_off:
  - 2027-05-07
  - {day: 2026-12-07, name: Ylimääräinen vapaa}
school_saturdays: [2026-12-19]
in_service_days:
quiet_weeks: [2026-W50]
own_dates:
  - {key: statistics-day, day: 2026-09-21, name: {fi: Tilastointipäivä, sv: Statistikdagen}}
"""


def problems(written: str | bytes) -> list[str]:
    content = written.encode() if isinstance(written, str) else written
    with pytest.raises(CalendarProblem) as caught:
        read_calendar(content, "kalenteri.yaml")
    for problem in caught.value.problems:
        assert set(problem.text.languages) == set(LANGUAGES)
        assert problem.line is not None
    return list(caught.value.messages("fi"))


def test_a_calendar_written_by_hand() -> None:
    year = read_calendar(WRITTEN.encode(), "kalenteri.yaml")
    assert year.first_school_day == date(2026, 8, 12)
    assert year.breaks[2].last == date(2027, 3, 5)
    assert year.days_off == (
        DayOff(date(2026, 12, 7), Text.of(fi="Ylimääräinen vapaa")),
        DayOff(date(2027, 5, 7)),
    )
    assert year.quiet_weeks == (QuietWeek("2026-W50"),)
    assert year.own_dates == (
        OwnDate(
            "statistics-day",
            date(2026, 9, 21),
            date(2026, 9, 21),
            Text.of(fi="Tilastointipäivä", sv="Statistikdagen"),
        ),
    )
    assert len(year.school_days) == 187


def test_with_a_byte_order_mark_and_windows_line_ends() -> None:
    assert read_calendar(b"\xef\xbb\xbf" + WRITTEN.replace("\n", "\r\n").encode()) == read_calendar(WRITTEN.encode())


@given(calendars())
def test_what_is_written_is_read_back(year: SchoolYear) -> None:
    assert read_calendar(write_calendar(year).encode()) == year


@given(calendars())
def test_a_document_is_read_back(year: SchoolYear) -> None:
    assert SchoolYear.from_document(year.to_document()) == year


def test_a_written_calendar_explains_itself() -> None:
    written = write_calendar(suggested_year(2026, 42, 10))
    assert "first_school_day: 2026-08-11  # Tue 11 August 2026" in written
    assert "# 189 school days." in written
    assert "      fi: Mediataitoviikko" in written


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (("12.8.2026", "2026-02-30"), "3: Päivämäärä puuttuu tai on väärin: ”2026-02-30”."),
        (("12.8.2026", "2025-08-12"), "3: Päivä 2025-08-12 ei ole lukuvuotta 2026–2027."),
        (("first_school_day: 12.8.2026\n", ""), "2: Päivämäärä puuttuu"),
        (('"2027-06-05"', "2026-08-11"), "4: Viimeinen koulupäivä on ennen ensimmäistä."),
        (("2026-2027", "2026-2028"), "2: Lukuvuosi puuttuu tai on väärin: ”2026-2028”."),
        (("2026-2027", "1066-1067"), "2: Lukuvuosi puuttuu tai on väärin"),
        (("2026-10-16", "2026-10-06"), "6: Loppu on ennen alkua."),
        (("autumn-break", "syysloma"), "6: Kohtaa ”syysloma” ei tunneta; tässä voi olla autumn-break, christmas"),
        (("days_off", "days-off"), "11: Kohtaa ”days-off” ei tunneta"),
        (("    last: 2027-03-05", "    lsat: 2027-03-05"), "10: Kohtaa ”lsat” ei tunneta"),
        (("  - 2027-05-07", "  - huomenna"), "12: Päivämäärä puuttuu tai on väärin: ”huomenna”."),
        (("[2026-12-19]", "2026-12-19"), "14: Tässä pitäisi olla luettelo."),
        (("2026-W50", "2026-W60"), "16: Viikko puuttuu, on väärin"),
        (("2026-W50", "2026-W20"), "16: Viikko puuttuu, on väärin tai on toista lukuvuotta"),
        (("key: statistics-day", "key: christmas"), "18: Tunnus ”christmas” ei kelpaa"),
        (("key: statistics-day", "key: Tilasto Päivä"), "18: Tunnus ”Tilasto Päivä” ei kelpaa"),
        (("name: Ylimääräinen vapaa", "name: [a, b]"), "13: Tässä pitäisi olla teksti"),
        (("name: Ylimääräinen vapaa", "name: " + "a" * 500), "13: Tässä pitäisi olla teksti"),
        (("{first: 2026-10-12, last: 2026-10-16}", "2026-W42"), "6: Tässä pitäisi olla kohdat first, last."),
        (("# Kalenteri", "format: muu/9 #"), "1: Muotoa ”muu/9” ei tunneta"),
        (("school_saturdays:", "breaks: {}\nschool_saturdays:"), "14: Kohta ”breaks” on kahdesti."),
        (("christmas: {first", "christmas: &x {first"), "7: YAML-viittauksia"),
        (("  - 2027-05-07", "  - *x"), "12: YAML-viittauksia"),
        (("  - 2027-05-07", "  - !!python/object/apply:os.system [ls]"), "12: YAML-viittauksia"),
        (("  winter-break:", "   winter-break:"), "8: Tiedosto ei ole kelvollista YAML-tekstiä"),
        (("[2026-12-19]", "[2026-12-19"), "Tiedosto ei ole kelvollista YAML-tekstiä"),
        (("[2026-12-19]", "[[[[[[[[2026-12-19]]]]]]]]"), "14: Kalenterissa on liikaa"),
        (("[2026-12-19]", "[" + "2026-12-19," * 300 + "]"), "14: Luettelossa on 300 kohtaa"),
        (("days_off:", "---\ndays_off:"), "11: Kalenterissa on liikaa"),
        (("days_off:", "? [a]\n: b\ndays_off:"), "11: Tiedosto ei ole kelvollista"),
    ],
)
def test_each_wrong_thing_is_said_with_its_line(change: tuple[str, str], message: str) -> None:
    found = problems(WRITTEN.replace(*change))
    assert any(one.startswith("kalenteri.yaml:") and message in one for one in found), found


def test_all_problems_come_at_once_in_the_order_of_lines() -> None:
    broken = WRITTEN.replace("12.8.2026", "??").replace("2026-10-16", "x").replace("2026-W50", "W50")
    assert [one.split(":")[1] for one in problems(broken)] == ["3", "6", "16"]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "1: Tiedosto on tyhjä."),
        (b"  \n\n", "Tiedosto on tyhjä."),
        (b"just words", "1: Tässä pitäisi olla kohdat"),
        (b"- a\n- b", "1: Tässä pitäisi olla kohdat"),
        (b"# only a remark\n", "1: Tiedosto on tyhjä."),
        (b"school_year: \xe4\xf6\n", "1: Tiedosto ei ole UTF-8-tekstiä."),
        (b"a: 1\nb: \x00\n", "2: Tiedosto ei ole kelvollista YAML-tekstiä"),
        (b"PK\x03\x04" + bytes(range(256)), "kalenteri.yaml:"),
        (b"[" * 200_000, "1: Kalenterissa on liikaa"),
        (b"- " * 100_000, "Kalenterissa on liikaa"),
        (b"days_off: [" + b"1," * 100_000, "Kalenterissa on liikaa"),
        (b"#" * (LARGEST + 1), "1: Tiedosto on liian suuri"),
    ],
)
def test_what_is_no_calendar_at_all(content: bytes, words: str) -> None:
    assert words in problems(content)[0]


@given(st.binary(max_size=200) | st.text(max_size=200).map(lambda text: text.encode("utf-8", "replace")))
def test_anything_else_is_refused_in_words(content: bytes) -> None:
    assert problems(content)


@given(
    st.recursive(
        st.none() | st.text(max_size=9) | st.integers() | st.booleans(), lambda inner: st.lists(inner, max_size=3)
    )
)
def test_documents_of_wrong_shape_are_refused_in_words(value: object) -> None:
    good = suggested_year(2026).to_document()
    for key in good:
        if value in (None, []) and key not in ("school_year", "first_school_day", "last_school_day"):
            continue
        with pytest.raises(CalendarProblem) as caught:
            SchoolYear.from_document({**good, key: {"odd": value}})
        assert str(caught.value)
