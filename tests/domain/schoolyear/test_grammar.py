"""Reading rules and saying them: what is written is read back, what is said is said in three languages."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digivuosi.domain.schoolyear.calendar import OwnDate, suggested_year
from digivuosi.domain.schoolyear.rules import RuleError, parse_rule, print_rule, print_window
from digivuosi.domain.texts import LANGUAGES, Text
from tests.domain.schoolyear.strategies import rules


@given(rules)
def test_the_written_form_is_read_back(rule: str) -> None:
    parsed = parse_rule(rule)
    assert parse_rule(str(parsed)) == parsed


@given(rules, st.sampled_from(LANGUAGES))
def test_every_rule_is_said_in_every_language(rule: str, language: str) -> None:
    said = print_rule(rule, language)
    assert said.strip() == said
    assert said
    assert "{" not in said
    assert "None" not in said


@pytest.mark.parametrize(
    ("written", "tidy"),
    [
        ("  OCTOBER ", "october"),
        ("School-Start  +  2   week", "school-start + 2 weeks"),
        ("school-start +1 weeks", "school-start + 1 week"),
        ("school-start − 2 weeks any day", "school-start - 2 weeks any day"),
        ("first week", "first 1 week"),
        ("code-week-2 + 1 day", "code-week-2 + 1 day"),
        ("first 1 weeks of may", "first 1 week of may"),
    ],
)
def test_small_differences_of_writing_do_not_matter(written: str, tidy: str) -> None:
    assert str(parse_rule(written)) == tidy


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("", "Aikasääntö puuttuu."),
        ("any day", "”any day” ei tunneta"),
        ("week", "”week” ei tunneta"),
        ("week 0", "sen pitää olla 1–53"),
        ("week 2 after", "ei tunneta"),
        ("week 2 after october", "”october” ei tunneta"),
        ("30 february", "sen pitää olla 1–29"),
        ("31 apryl", "ei tunneta"),
        ("2026-13-01", "ei ole, tai se on liian kaukana"),
        ("9999-12-31", "ei ole, tai se on liian kaukana"),
        ("october + 1 week", "”october” ei tunneta"),
        ("school-start + 0 weeks", "sen pitää olla 1–53"),
        ("school-start + 500 weeks", "sen pitää olla 1–53"),
        ("school-start + two weeks", "ei tunneta"),
        ("school-start + 1 day" + " + 1 day" * 5, "ei tunneta"),
        ("before before christmas", "ei tunneta"),
        ("first 2 weeks of christmas", "”christmas” ei tunneta"),
        ("syysloman jälkeen", "ei tunneta"),
        ("joulu", ""),
        ("x" * 300, "liian pitkä"),
        ("koe-päivä", "”koe-päivä” ei tunneta"),
        ("a--b", "”a--b” ei tunneta"),
    ],
)
def test_what_is_no_rule_says_why(written: str, words: str) -> None:
    if not words:
        assert parse_rule(written).anchors[0].is_own, "any small word may be an own date; the calendar decides"
        return
    with pytest.raises(RuleError) as caught:
        parse_rule(written)
    assert words in caught.value.text.get("fi")
    assert set(caught.value.text.languages) == set(LANGUAGES)


@given(st.text(max_size=60) | st.text("0123456789-+ abcdekweosanytf", max_size=40))
def test_anything_written_is_a_rule_or_an_explained_error(written: str) -> None:
    try:
        parsed = parse_rule(written)
    except RuleError as problem:
        text = problem.text
    else:
        text = Text.of(**{language: print_rule(parsed, language) for language in LANGUAGES})
        assert parse_rule(str(parsed)) == parsed
    assert set(text.languages) == set(LANGUAGES)


@pytest.mark.parametrize(
    ("rule", "fi", "sv", "en"),
    [
        ("october", "lokakuu", "oktober", "October"),
        ("early october", "lokakuun alku", "början av oktober", "early October"),
        (
            "school-start + 2 weeks",
            "2 viikkoa koulun alusta",
            "2 veckor efter skolstarten",
            "2 weeks after the start of school",
        ),
        (
            "autumn-break - 1 week",
            "viikko ennen syyslomaa",
            "en vecka före höstlovet",
            "a week before the autumn break",
        ),
        (
            "week 2 after autumn-break",
            "2. kouluviikko syysloman jälkeen",
            "2:a skolveckan efter höstlovet",
            "2nd school week after the autumn break",
        ),
        (
            "before christmas - 1 week",
            "joululomaa edeltävä koulupäivä − 1 viikko",
            "sista skoldagen före jullovet − 1 vecka",
            "last school day before the Christmas break − 1 week",
        ),
        (
            "last 2 weeks",
            "lukuvuoden 2 viimeistä viikkoa",
            "de 2 sista veckorna av läsåret",
            "last 2 weeks of the school year",
        ),
        ("first week of may", "toukokuun ensimmäinen viikko", "första veckan i maj", "first week of May"),
        (
            "31 december any day",
            "31. joulukuuta (myös vapaapäivinä)",
            "31 december (även skolfria dagar)",
            "31 December (also on days without school)",
        ),
        ("2027-02-09", "9.2.2027", "9.2.2027", "9 February 2027"),
        ("week 13 before own-day", "13. kouluviikko ennen aikaa ”own-day”", "13:e skolveckan före ”own-day”", "13th"),
        ("week 22 after own-day", "22. kouluviikko ajan ”own-day” jälkeen", "22:a skolveckan efter ”own-day”", "22nd"),
    ],
)
def test_rules_are_said_as_people_say_them(rule: str, fi: str, sv: str, en: str) -> None:
    assert print_rule(rule, "fi") == fi
    assert print_rule(rule, "sv") == sv
    assert print_rule(rule, "en").startswith(en)
    assert print_rule(rule, "de") == print_rule(rule, "en")


def test_own_dates_are_called_as_their_calendar_calls_them() -> None:
    day = date(2027, 4, 23)
    own = OwnDate("book-day", day, day, Text.of(fi="Kirjan päivä", sv="Bokens dag"))
    year = replace(suggested_year(2026), own_dates=(own,))
    assert print_rule("book-day", "fi", year) == "Kirjan päivä"
    assert print_rule("book-day + 1 week", "fi", year) == "viikko ajan ”Kirjan päivä” jälkeen"
    assert print_rule("book-day + 1 week", "sv", year) == "en vecka efter ”Bokens dag”"


@pytest.mark.parametrize(
    ("start", "end", "fi"),
    [
        ("october", "october", "lokakuu"),
        ("august", "september", "elo–syyskuu"),
        ("june any day", "july any day", "kesä–heinäkuu (myös vapaapäivinä)"),
        ("autumn-break + 1 week", "christmas", "viikko syysloman jälkeen – joululoma"),
        ("year-start any day", "31 december any day", "lukuvuoden alku (1.8.) – 31. joulukuuta (myös vapaapäivinä)"),
        ("august any day", "september", "elokuu (myös vapaapäivinä) – syyskuu"),
    ],
)
def test_windows_are_said_shortly(start: str, end: str, fi: str) -> None:
    assert print_window(start, end, "fi") == fi


def test_windows_in_other_languages() -> None:
    assert print_window("august", "september", "sv") == "augusti–september"
    assert print_window("week 42", "week 44", "en") == "week 42 – week 44"
