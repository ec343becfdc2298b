"""What is impossible and why: each kind of conflict, as small as it can be, and ways out that work."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import pytest

from digivuosi.domain.texts import Text
from digivuosi.domain.timing import conflict_words
from digivuosi.domain.timing.conflicts import Conflict, find_conflict
from digivuosi.domain.timing.demands import Demand, Kind, smallest
from digivuosi.domain.timing.generating import generate_with_plan
from digivuosi.domain.timing.grid import Grid
from digivuosi.domain.timing.judging import judge
from digivuosi.domain.timing.problem import After, Item, Person, Problem, School, Window, Work
from digivuosi.domain.timing.refuting import Ties, refute
from digivuosi.domain.timing.solving.conflicts import core, feasible
from digivuosi.domain.timing.ways_out import Way, ways_out
from tests.timings import random_problem, school_days

DAYS = school_days(10, first=date(2026, 10, 26))
"""From Monday of week 44 on: weeks 44–53."""
WEEKS = [DAYS[5 * n] for n in range(10)]


def window(first: int, last: int) -> Window:
    """From the Monday of one week after week 44 to the Friday of another."""
    return Window(WEEKS[first], DAYS[5 * last + 4])


def conflict_of(*items: Item, people: Sequence[Person] = (), **more: object) -> Conflict:
    problem = Problem(DAYS, items, tuple(people), **more)  # type: ignore[arg-type]
    conflict = find_conflict(Grid(problem), core)
    assert conflict is not None
    return conflict


def demands(conflict: Conflict) -> set[tuple[str, str, str]]:
    return {(one.kind.value, one.subject, one.other) for one in conflict.demands}


def round_of_visits(count: int = 16, hours: float = 12) -> Problem:
    """Mentor a has 84 hours in weeks 44–50, and 16 schools need 96; mentor b has room."""
    mentors = (Person("a", hours, one_at_a_time=True), Person("b", hours, one_at_a_time=True))
    schools = tuple(School(f"s{n:02d}", n / 32) for n in range(count + 8))
    visits = tuple(
        Item(f"{one.id}/visit", 1, one.id, (Work("a" if n < count else "b", 6),), window(0, 6), round="autumn")
        for n, one in enumerate(schools)
    )
    return Problem(DAYS, visits, mentors, schools)


def ways(problem: Problem, conflict: Conflict) -> list[Way]:
    return list(ways_out(problem, conflict, feasible, plan=feasible(Grid(problem)), core=core))


# --- naming ------------------------------------------------------------------------------------------------


def test_the_example_of_the_mentor_has_ways_out_with_plans_that_break_no_rule() -> None:
    problem = round_of_visits()
    conflict = find_conflict(Grid(problem))
    assert conflict is not None
    assert conflict.sentence.told().get("en") == "a has 84 hours in weeks 44–50, but 16 items need 96."
    assert conflict.sentence.told().get("fi") == (
        "a, viikot 44–50: tunteja on 84, mutta 16 kohdetta tarvitsee niitä 96."
    )
    # 15 of the 16 visits are already too many.
    assert [one.kind for one in conflict.demands] == [Kind.WINDOW] * 15 + [Kind.HOURS]
    found = ways(problem, conflict)
    assert [way.sentence.told().get("en") for way in found] == [
        "Move 2 items to Mon 14 December 2026 – Fri 18 December 2026: s00/visit, s01/visit.",
        "Give the work of a at 2 schools to b: s00, s01.",
        "a: 18 hours a week (now 12).",
    ]
    for way in found:
        assert judge(Grid(way.problem), way.starts).valid
        assert way.problem != problem


def test_an_item_that_is_longer_than_its_window() -> None:
    conflict = conflict_of(Item("x", 6, window=window(0, 0)), Item("y"))
    assert demands(conflict) == {("window", "x", "")}
    assert conflict.sentence.told().get("fi") == "”x” ei mahdu mihinkään."
    assert conflict.details[0].told().get("en") == (
        "“x” takes 6 school days, and its time window is Mon 26 October 2026 – Fri 30 October 2026."
    )


def test_a_pin_outside_the_window_or_on_a_day_without_school() -> None:
    assert demands(conflict_of(Item("x", window=window(0, 0), pinned=WEEKS[2]))) == {
        ("window", "x", ""),
        ("pin", "x", ""),
    }
    assert demands(conflict_of(Item("x", pinned=date(2026, 10, 31)))) == {("pin", "x", "")}


def test_quiet_weeks_that_leave_no_day() -> None:
    schools = (School("s", 0, frozenset({"2026-W44", "2026-W45"})),)
    conflict = conflict_of(Item("x", 1, "s", window=window(0, 1), avoid_quiet=True), schools=schools)
    assert demands(conflict) == {("window", "x", ""), ("quiet", "x", "")}
    assert conflict.details[1].told().get("en") == "“x” must not fall in the school's quiet time (weeks 44, 45)."


def test_a_person_who_is_away_or_has_too_little() -> None:
    away = Person("p", 5, absent_weeks=frozenset({"2026-W44"}))
    work = (Work("p", 2),)
    assert demands(conflict_of(Item("x", window=window(0, 0), work=work), people=[away])) == {
        ("window", "x", ""),
        ("hours", "p", ""),
    }
    assert demands(conflict_of(Item("x", work=work), people=[Person("p", 1)])) == {("hours", "p", "")}


def test_a_chain_that_is_longer_than_its_windows() -> None:
    items = [
        Item("a", 5, window=Window(WEEKS[1])),
        Item("b", 5, after=(After("a", 3),)),
        Item("c", 5, after=(After("b"),), window=Window(latest=DAYS[19])),
        Item("d", after=(After("a"),)),
    ]
    conflict = conflict_of(*items)
    assert demands(conflict) == {
        ("window", "a", ""),
        ("window", "c", ""),
        ("order", "b", "a"),
        ("order", "c", "b"),
    } | {("window", "b", "")} & demands(conflict)
    assert conflict.sentence.told().get("en") == "These do not fit one after another into their time windows: a, b, c."


def test_one_thing_at_a_time() -> None:
    items = [Item(f"i{n}", 3, work=(Work("p", 0),), window=window(0, 0)) for n in range(2)]
    conflict = conflict_of(*items, people=[Person("p", 5, one_at_a_time=True)])
    assert demands(conflict) == {("window", "i0", ""), ("window", "i1", ""), ("one", "p", "")}
    assert conflict.sentence.told().get("en") == (
        "p does one thing at a time: Mon 26 October 2026 – Fri 30 October 2026 has 5 days, but 2 items need 6 days."
    )


def test_too_much_that_is_new() -> None:
    items = [Item(f"i{n}", 1, "s", new_for="teachers", window=window(0, 1)) for n in range(5)]
    problem = Problem(DAYS, tuple(items), (), (School("s"),), {"teachers": 2})
    conflict = find_conflict(Grid(problem))
    assert conflict is not None
    assert conflict.sentence.told().get("en") == (
        "s, weeks 44, 45: 4 new things can start for “teachers”, but 5 should."
    )
    told = [way.sentence.told().get("en") for way in ways(problem, conflict)]
    assert told[0] == "Move “i0” to Mon 9 November 2026 – Fri 13 November 2026."
    assert len(told) == 3


def test_a_group_that_has_no_day_in_common() -> None:
    items = [Item("a", window=window(0, 0), together="day"), Item("b", window=window(2, 2), together="day")]
    assert demands(conflict_of(*items)) == {("window", "a", ""), ("window", "b", ""), ("together", "day", "")}


def test_a_group_in_which_one_comes_after_another() -> None:
    items = [
        Item("a", together="day"),
        Item("b", together="day", after=(After("between"),)),
        Item("between", after=(After("a"),)),
    ]
    conflict = conflict_of(*items)
    assert demands(conflict) == {("together", "day", ""), ("order", "b", "between"), ("order", "between", "a")}
    problem = Problem(DAYS, tuple(items))
    told = [way.sentence.told().get("en") for way in ways(problem, conflict)]
    assert told[0] == "Let “b” start on another day than the others (“day”)."


def test_what_quick_proofs_do_not_see_the_solver_does() -> None:
    # Five days of one person for five days' work, but what stands on Tuesday parts the others.
    items = [Item(key, 2, work=(Work("p", 4),), window=window(0, 0)) for key in "ab"]
    pinned = Item("c", pinned=DAYS[1], work=(Work("p", 1),))
    problem = Problem(DAYS, (*items, pinned), (Person("p", 30, one_at_a_time=True),))
    assert find_conflict(Grid(problem)) is None
    conflict = find_conflict(Grid(problem), core)
    assert conflict is not None
    assert demands(conflict) == {
        ("window", "a", ""),
        ("window", "b", ""),
        ("window", "c", ""),
        ("pin", "c", ""),
        ("one", "p", ""),
    }
    assert conflict.refutation is None
    assert conflict.sentence.told().get("en") == "These cannot all hold at the same time."
    told = [way.sentence.told().get("en") for way in ways(problem, conflict)]
    assert told[0] == "Widen the time window of “a” to Mon 26 October 2026 – Mon 2 November 2026."


def test_only_whole_items_fit_into_a_week() -> None:
    problem = round_of_visits(hours=14)
    conflict = find_conflict(Grid(problem))
    assert conflict is not None
    assert conflict.sentence.told().get("en") == (
        "a, weeks 44–50: the hours of a week hold whole items only, 14 in all, but 16 are needed."
    )


# --- laws --------------------------------------------------------------------------------------------------


def test_a_problem_with_a_plan_has_no_conflict() -> None:
    for seed in range(3):
        problem, plan = generate_with_plan(schools=2, measures=25, seed=seed)
        grid = Grid(problem)
        assert judge(grid, plan).valid
        assert find_conflict(grid, core) is None


@pytest.mark.parametrize(
    "seeds", [range(50), pytest.param(range(50, 100), marks=pytest.mark.thorough("50 problems of the same making"))]
)
def test_a_conflict_is_real_and_smallest(seeds: range) -> None:
    """On random problems: what is refuted has no plan, and without any one of the demands there is no proof left."""
    refuted = solved = 0
    for seed in seeds:
        grid = Grid(random_problem(seed, items=8))
        ties = Ties(grid)
        conflict = find_conflict(grid, core)
        plan = feasible(grid)
        if conflict is None:
            solved += judge(grid, plan).valid
            continue
        refuted += 1
        assert plan == {}
        if conflict.refutation is not None:
            items = range(len(grid.places))
            assert refute(ties, items, conflict.demands) is not None
            for one in conflict.demands:
                assert refute(ties, items, [other for other in conflict.demands if other != one]) is None
    assert refuted > 15
    assert solved > 15


def test_ways_out_work_on_any_problem() -> None:
    found = tried = 0
    for seed in range(20):
        problem = random_problem(seed, items=7)
        conflict = find_conflict(Grid(problem), core)
        if conflict is None:
            continue
        tried += 1
        for way in ways(problem, conflict):
            found += 1
            assert judge(Grid(way.problem), way.starts).valid
            assert way.problem != problem
            assert way.sentence.told().languages == ("en", "fi", "sv")
    assert tried > 5
    assert found >= tried


def test_the_smallest_part_that_fails() -> None:
    all_of_them = [Demand(Kind.WINDOW, str(n)) for n in range(40)]
    bad = {all_of_them[n] for n in (3, 17, 31)}
    asked = []

    def fails(some: Sequence[Demand]) -> bool:
        asked.append(some)
        return bad <= set(some)

    assert set(smallest(all_of_them, fails)) == bad
    assert len(asked) < 40


@pytest.mark.parametrize("schools", [1, 35])
def test_the_conflict_of_a_crowded_year_is_found(schools: int) -> None:
    problem, _ = generate_with_plan(schools=schools, measures=60, seed=1)
    people = tuple(
        replace(one, hours_per_week=one.hours_per_week / 3) if one.id == "s001/tutor" else one for one in problem.people
    )
    conflict = find_conflict(Grid(replace(problem, people=people)))
    assert conflict is not None
    assert ("hours", "s001/tutor", "") in demands(conflict)


def test_the_quick_proofs_need_no_solver() -> None:
    """A page may ask why there is no plan without loading OR-Tools."""
    program = (
        "import sys; import digivuosi.domain.timing.ways_out, digivuosi.domain.timing.solving.conflicts;"
        "sys.exit(any(name.split('.')[0] in ('ortools', 'highspy', 'numpy', 'pandas') for name in sys.modules))"
    )
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0


def test_every_sentence_is_in_three_languages_with_the_same_places() -> None:
    for text in (one for one in vars(conflict_words).values() if isinstance(one, Text)):
        assert text.languages == ("en", "fi", "sv")
        assert len({tuple(sorted(p.split("}")[0] for p in words.split("{")[1:])) for _, words in text}) == 1, text
