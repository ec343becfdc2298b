"""Why a proposal moves something: a rule that stops it, else the wish that gains most."""

from __future__ import annotations

from datetime import date, timedelta

from digivuosi.domain.texts import Text
from digivuosi.domain.timing.grid import Grid
from digivuosi.domain.timing.loads import loads_of
from digivuosi.domain.timing.problem import Item, Person, Problem, School, Window, Work
from digivuosi.domain.timing.reasons import reasons_for
from digivuosi.domain.timing.saying import Kind, Names

MONDAY = date(2026, 10, 5)
DAYS = tuple(MONDAY + timedelta(days=7 * week + day) for week in range(4) for day in range(5))
NAMES = Names({Kind.PERSON: {"tutor": Text.of(fi="Taina", en="Taina")}})


def grid(*items: Item, hours: float = 2.0, quiet: tuple[str, ...] = ()) -> Grid:
    return Grid(
        Problem(DAYS, items, (Person("tutor", hours),), (School("s", quiet_weeks=frozenset(quiet)),)),
    )


def work(hours: float) -> tuple[Work, ...]:
    return (Work("tutor", hours),)


def test_a_full_week_is_named_with_whom_it_is_full_for() -> None:
    one = grid(Item("a", work=work(2.0), stands=DAYS[0]), Item("b", work=work(1.0), stands=DAYS[1]))
    (reason,) = reasons_for(one, {"a": DAYS[0], "b": DAYS[5]}).values()
    assert reason.item == "b"
    assert reason.must
    told = reason.lines(NAMES)[0].get("fi")
    assert told.startswith("Ei voi jäädä nykyiselle paikalleen. Taina: viikon 41 2 tuntia ovat täynnä")


def test_a_quiet_week_is_a_reason() -> None:
    one = grid(Item("a", school="s", avoid_quiet=True, stands=DAYS[0]), quiet=("2026-W41",))
    reason = reasons_for(one, {"a": DAYS[5]})["a"]
    assert reason.must
    assert "viikko 41" in reason.lines(NAMES)[0].get("fi")


def test_what_could_stay_tells_what_gets_better() -> None:
    recommended = Window(DAYS[5], DAYS[9])
    one = grid(Item("a", stands=DAYS[0], recommended=recommended))
    reason = reasons_for(one, {"a": DAYS[5]})["a"]
    assert not reason.must
    assert reason.lines(NAMES)[0].get("fi") == "Näin se on lähempänä suositeltua aikaa (ma 12.10.2026 – pe 16.10.2026)."


def test_a_lighter_week_is_told_of_the_person() -> None:
    one = grid(Item("a", work=work(1.0), stands=DAYS[0]), Item("b", work=work(1.0), stands=DAYS[1]), hours=2.0)
    reason = reasons_for(one, {"a": DAYS[0], "b": DAYS[5]})["b"]
    assert not reason.must
    assert reason.lines(NAMES)[0].get("en") == "So the load of the weeks is more even: Taina."


def test_a_move_for_nothing_says_so() -> None:
    one = grid(Item("a", stands=DAYS[0]))
    reason = reasons_for(one, {"a": DAYS[5]})["a"]
    assert reason.lines()[0].get("fi") == "Voisi jäädä paikalleenkin: ero on pieni."


def test_what_stays_needs_no_reason_and_what_stands_nowhere_has_none() -> None:
    one = grid(Item("a", stands=DAYS[0]), Item("b"))
    assert reasons_for(one, {"a": DAYS[0], "b": DAYS[3]}) == {}


def test_loads_spread_over_the_days_and_stop_at_the_end_of_the_year() -> None:
    one = grid(Item("a", days=4, work=work(4.0)), Item("b", days=2, work=work(2.0)), Item("c", work=work(9.0)))
    (weeks,) = loads_of(one, {"a": DAYS[3], "b": DAYS[-1]})
    assert weeks == [2.0, 2.0, 0.0, 1.0]
