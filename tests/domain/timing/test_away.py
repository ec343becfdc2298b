"""A mentor who is away: what has no day then, and the ways out of it."""

from __future__ import annotations

from dataclasses import replace

from digivuosi.domain.timing.away import left_without_a_day
from digivuosi.domain.timing.changing import takers
from digivuosi.domain.timing.conflicts import find_conflict
from digivuosi.domain.timing.generating import generate
from digivuosi.domain.timing.grid import Grid
from digivuosi.domain.timing.judging import judge
from digivuosi.domain.timing.problem import After, Item, Person, Problem, School, Starts, Work
from digivuosi.domain.timing.proposing import propose
from digivuosi.domain.timing.ways_out import Way, ways_out
from tests.domain.timing.test_conflicts import DAYS, window


def visits(*, hours_of_b: float = 30, away: range = range(48, 54)) -> Problem:
    """Mentors a and b visit schools; a's are in weeks 45–46 and 49–50, after a talk, and a is away, to the end."""
    mentors = (
        Person("a", 30, one_at_a_time=True, absent_weeks=frozenset(f"2026-W{week}" for week in away)),
        Person("b", hours_of_b, one_at_a_time=True),
    )
    items = [
        Item(f"s{n}/{name}", 1, f"s{n}", (Work("a" if n < 3 else "b", 6),), window(first, first + 1))
        for n in range(5)
        for name, first in (("talk", 1), ("visit", 5))
    ]
    items += [Item(f"s{n}/after", 1, f"s{n}", after=(After(f"s{n}/visit"),)) for n in range(5)]
    return Problem(DAYS, tuple(items), mentors, tuple(School(f"s{n}") for n in range(5)))


def searched(grid: Grid) -> Starts:
    return propose(grid, restarts=2).starts


def ways(problem: Problem, most: int = 3) -> list[Way]:
    conflict = find_conflict(Grid(problem))
    assert conflict is not None
    found = list(ways_out(problem, conflict, searched, plan=searched(Grid(problem)), most=most))
    for way in found:
        assert judge(Grid(way.problem), way.starts).valid
        assert way.sentence.told().languages == ("en", "fi", "sv")
    return found


def told(found: list[Way]) -> list[str]:
    return [way.sentence.told().get("en") for way in found]


def test_what_has_no_day_is_what_the_absence_takes_and_not_what_waits_for_it() -> None:
    assert left_without_a_day(visits(), "a") == ("s0/visit", "s1/visit", "s2/visit")
    assert left_without_a_day(visits(), "b") == ()
    assert left_without_a_day(visits(away=range(48, 50)), "a") == ()


def test_what_has_no_day_anyway_is_not_the_fault_of_the_absence() -> None:
    problem = visits()
    long = replace(problem.items[1], days=11)
    assert left_without_a_day(replace(problem, items=(long,)), "a") == ()


def test_a_mentor_away_to_the_end_of_term() -> None:
    assert told(ways(visits())) == [
        "Move 3 items to Mon 16 November 2026 – Fri 20 November 2026: s0/visit, s1/visit, s2/visit.",
        "Give 3 items that a has no day for to b: s0/visit, s1/visit, s2/visit.",
        "Find a stand-in with the same hours for a, weeks 48–53.",
    ]


def test_a_single_item_is_named_in_the_sentence() -> None:
    problem = visits()
    some = tuple(one for one in problem.items if one.id not in ("s0/visit", "s1/visit") and not one.after)
    assert told(ways(replace(problem, items=some)))[1] == "Give “s2/visit”, which a has no day for, to b."


def test_who_has_no_hours_is_given_more_besides() -> None:
    found = ways(visits(hours_of_b=6), most=2)[1]
    assert "Give 3 items that a has no day for to b" in found.sentence.told().get("en")
    assert "Besides:" in found.sentence.told().get("en")


def test_what_is_agreed_is_not_moved() -> None:
    problem = visits()
    agreed = [replace(one, pinned=DAYS[25]) if one.id == "s1/visit" else one for one in problem.items]
    found = told(ways(replace(problem, items=tuple(agreed))))
    assert found[0].startswith("Give 3 items")
    assert not any(words.startswith("Move 3") for words in found)


def test_at_the_worst_something_is_left_out() -> None:
    """A mentor away for the whole rest of the year: whatever else helps, the rest of the year has a plan."""
    problem = generate(schools=1, measures=30, seed=0)
    weeks = frozenset(Grid(problem).weeks[12:])
    people = tuple(replace(one, absent_weeks=weeks) if one.one_at_a_time else one for one in problem.people)
    found = ways(replace(problem, people=people), most=20)
    last = found[-1]
    assert last.sentence.told().get("en").startswith("Leave ")
    assert 0 < len(last.problem.items) < len(problem.items)
    assert set(last.starts) == {one.id for one in last.problem.items}


def test_work_is_taken_by_who_works_at_several_schools_in_the_same_manner_and_has_least_to_do() -> None:
    people = [
        Person(key, 30, one_at_a_time=key != "office") for key in ("a", "busy", "free", "beside", "one", "office")
    ]
    at = {"a": 12, "busy": 9, "free": 3, "beside": 1, "office": 1}
    items = [
        Item(f"s{n}/{key}", 1, f"s{n}", (Work(key, hours),), window(1, 4)) for key, hours in at.items() for n in (0, 1)
    ]
    items.append(Item("s0/one", 1, "s0", (Work("one", 1),), window(1, 4)))
    items.append(Item("s1/together", 1, "s1", (Work("a", 1), Work("beside", 1)), window(1, 4)))
    problem = Problem(DAYS, tuple(items), tuple(people), (School("s0"), School("s1")))
    assert takers(problem, people[0]) == ["free", "busy"]
