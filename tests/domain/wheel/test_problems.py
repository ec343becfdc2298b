"""What is wrong with a place, in words."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from digivuosi.domain.schoolyear.calendar import QuietWeek, suggested_year
from digivuosi.domain.texts import Text
from digivuosi.domain.toolkit.toolkit import After, Measure, Span, Toolkit, Year
from digivuosi.domain.wheel.problems import Kind, Others, Problem, Standing, problems_of

YEAR = replace(
    suggested_year(2026), quiet_weeks=(QuietWeek("2026-W49", Text.of(fi="Arviointi", sv="Bedömning", en="Assessment")),)
)
NOBODY: Others = {}


def measure(key: str = "kysely", window: tuple[str, str] = ("september", "may"), **more: object) -> Measure:
    title = Text.of(fi=key.capitalize(), en=key.upper())
    return Measure(key=key, title=title, purpose=Text(), theme="needs", window=Span(*window), **more)  # type: ignore[arg-type]


def found(
    first: date, last: date, asked: Measure, others: Others = NOBODY, measures: tuple[Measure, ...] = ()
) -> tuple[Problem, ...]:
    toolkit = Toolkit(id="t", edition="1", title=Text(), publisher="", measures=(asked, *measures))
    return problems_of(first, last, asked, YEAR, toolkit, others)


def kinds(*args: object, **more: object) -> list[Kind]:
    return [problem.kind for problem in found(*args, **more)]  # type: ignore[arg-type]


def test_a_good_place_has_no_problems() -> None:
    assert found(date(2026, 11, 2), date(2026, 11, 6), measure()) == ()


def test_outside_the_window_names_the_window() -> None:
    (problem,) = found(date(2026, 11, 2), date(2026, 11, 2), measure(window=("september", "september")))
    assert problem.kind is Kind.WINDOW
    assert problem.text.get("fi") == "Aikaikkunan ulkopuolella: ikkuna on ti 1.9.2026 – ke 30.9.2026."
    assert "Tue 1 September 2026" in problem.text.get("en")


def test_a_window_that_cannot_be_met_is_no_problem_of_the_place() -> None:
    assert found(date(2026, 11, 2), date(2026, 11, 2), measure(window=("no-such", "no-such"))) == ()


def test_the_last_day_may_pass_the_window_too() -> None:
    assert kinds(date(2026, 9, 30), date(2026, 10, 1), measure(window=("september", "september"))) == [Kind.WINDOW]


def test_a_break_is_named() -> None:
    (problem,) = found(date(2026, 10, 14), date(2026, 10, 14), measure())
    assert (problem.kind, problem.text.get("fi")) == (Kind.BREAK, "Osuu lomalle: syysloma.")
    assert problem.text.get("sv") == "Infaller på lovet: höstlovet."


def test_a_saturday_is_a_day_without_school() -> None:
    (problem,) = found(date(2026, 9, 12), date(2026, 9, 12), measure())
    assert problem.text.get("en") == "Starts or ends on a day without school."


def test_what_goes_on_over_a_break_is_fine() -> None:
    assert found(date(2026, 10, 9), date(2026, 10, 19), measure()) == ()


def test_any_day_may_be_in_a_break() -> None:
    anywhere = measure(window=("year-start any day", "year-end any day"))
    assert found(date(2026, 10, 14), date(2026, 10, 14), anywhere) == ()


def test_a_quiet_week_tells_its_reason() -> None:
    (problem,) = found(date(2026, 11, 26), date(2026, 11, 30), measure())
    assert (problem.kind, problem.text.get("fi")) == (Kind.QUIET, "Rauhoitettu viikko 49: Arviointi.")


def test_before_what_it_comes_after() -> None:
    asked = measure("koonti", after=(After("kysely"),))
    others = {"kysely": [Standing(date(2026, 11, 2), date(2026, 11, 6))]}
    assert kinds(date(2026, 11, 6), date(2026, 11, 6), asked, others, (measure(),)) == [Kind.ORDER]
    assert kinds(date(2026, 11, 9), date(2026, 11, 9), asked, others, (measure(),)) == []
    (problem,) = found(date(2026, 11, 3), date(2026, 11, 3), asked, others, (measure(),))
    assert problem.text.get("fi") == "Alkaa ennen kuin ”Kysely” on tehty."


def test_the_gap_is_counted_in_school_days() -> None:
    asked = measure("koonti", after=(After("kysely", gap_days=2),))
    others = {"kysely": [Standing(date(2026, 10, 9), date(2026, 10, 9))]}  # the Friday before the break
    assert kinds(date(2026, 10, 20), date(2026, 10, 20), asked, others, (measure(),)) == [Kind.ORDER]
    assert kinds(date(2026, 10, 21), date(2026, 10, 21), asked, others, (measure(),)) == []


def test_of_several_doings_the_first_is_enough() -> None:
    asked = measure("koonti", after=(After("kysely"),))
    doings = {"kysely": [Standing(date(2026, 9, 2), date(2026, 9, 3)), Standing(date(2027, 3, 2), date(2027, 3, 3))]}
    assert kinds(date(2026, 11, 9), date(2026, 11, 9), asked, doings, (measure(),)) == []


def test_last_years_doing_is_not_asked_of_this_year() -> None:
    asked = measure("koonti", after=(After("kysely", of=Year.LAST),))
    others = {"kysely": [Standing(date(2027, 4, 1), date(2027, 4, 1))]}
    assert kinds(date(2026, 11, 9), date(2026, 11, 9), asked, others, (measure(),)) == []


def test_what_is_not_in_the_year_or_the_toolkit_breaks_nothing() -> None:
    asked = measure("koonti", after=(After("kysely"), After("gone")))
    assert kinds(date(2026, 11, 9), date(2026, 11, 9), asked, NOBODY, (measure(),)) == []


def test_what_comes_after_it_is_told_from_this_side_too() -> None:
    later = measure("koonti", after=(After("kysely"),))
    others = {"koonti": [Standing(date(2026, 11, 4), date(2026, 11, 4))]}
    (problem,) = found(date(2026, 11, 2), date(2026, 11, 6), measure(), others, (later,))
    assert problem.text.get("en") == "“KOONTI” comes after this one but starts earlier."


def test_everything_is_told_at_once() -> None:
    asked = measure(window=("september", "september"))
    assert kinds(date(2026, 10, 14), date(2026, 11, 30), asked) == [Kind.WINDOW, Kind.BREAK, Kind.QUIET]
