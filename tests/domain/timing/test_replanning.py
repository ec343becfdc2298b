"""After a change: what can stay stays, pins always do, and each move says why."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from digivuosi.domain.timing.changing import kept_in_place
from digivuosi.domain.timing.generating import generate_with_plan
from digivuosi.domain.timing.grid import Grid
from digivuosi.domain.timing.judging import judge
from digivuosi.domain.timing.moving import Surroundings
from digivuosi.domain.timing.problem import After, Item, Person, Problem, Starts, Window, Work, week_of
from digivuosi.domain.timing.replanning import Replan, replan
from digivuosi.domain.timing.solving.conflicts import feasible
from tests.timings import random_problem, school_days

DAYS = school_days(8, first=date(2026, 10, 26))
WEEKS = [DAYS[5 * n] for n in range(8)]


def solve(grid: Grid) -> Starts:
    return feasible(grid)


def told(plan: Replan) -> dict[str, list[str]]:
    return {move.item: [line.get("en") for line in move.lines()] for move in plan.moves}


def test_without_a_change_nothing_moves() -> None:
    problem, plan = generate_with_plan(schools=1, measures=30, seed=2)
    again = replan(problem, plan, solve)
    assert again.moves == ()
    assert again.starts == plan
    assert again.missing == ()


def test_an_absence_moves_only_what_needs_the_absent() -> None:
    tutor = Person("tutor", 4)
    items = tuple(Item(key, work=(Work("tutor", 2),)) for key in "abc")
    stood = {"a": WEEKS[0], "b": WEEKS[1], "c": WEEKS[2]}
    away = replace(tutor, absent_weeks=frozenset({"2026-W45"}))
    plan = replan(Problem(DAYS, items, (away,)), stood, solve)
    assert [move.item for move in plan.moves] == ["b"]
    assert judge(Grid(plan.problem), plan.starts).valid
    assert told(plan)["b"][1:] == ["tutor is away: week 45."]
    assert plan.starts["a"] == WEEKS[0]


def test_of_two_that_no_longer_fit_one_stays() -> None:
    items = tuple(Item(key, work=(Work("tutor", 2),)) for key in "ab")
    stood = {"a": DAYS[0], "b": DAYS[1]}
    plan = replan(Problem(DAYS, items, (Person("tutor", 3),)), stood, solve)
    assert len(plan.moves) == 1
    assert "tutor: of the 3 hours of week 44 1 are free, 2 are needed: " in told(plan)[plan.moves[0].item][1]


def test_a_changed_break_moves_what_stood_in_it() -> None:
    items = (Item("a"), Item("b", 3))
    stood = {"a": DAYS[2], "b": DAYS[4]}
    days = tuple(day for day in DAYS if day != DAYS[2])
    plan = replan(Problem(days, items), stood, solve)
    assert [move.item for move in plan.moves] == ["a"]
    assert told(plan)["a"][1] == "Wed 28 October 2026 is no school day any more."


def test_a_new_item_is_made_room_for() -> None:
    mentor = Person("mentor", 30, one_at_a_time=True)
    old = Item("old", 5, work=(Work("mentor", 5),), window=Window(latest=DAYS[19]))
    new = Item("new", 5, work=(Work("mentor", 5),), window=Window(WEEKS[1], DAYS[9]))
    plan = replan(Problem(DAYS, (old, new), (mentor,)), {"old": WEEKS[1]}, solve)
    moves = {move.item: move for move in plan.moves}
    assert moves["old"].room_for == ("new",)
    assert told(plan)["old"][1] == "Makes room for new."
    assert told(plan)["new"] == ["“new” gets the day Mon 2 November 2026."]
    assert plan.missing == ()


def test_what_follows_a_move_says_so() -> None:
    items = (Item("a", window=Window(WEEKS[2])), Item("b", after=(After("a"),)))
    plan = replan(Problem(DAYS, items), {"a": WEEKS[1], "b": DAYS[6]}, solve)
    assert told(plan)["a"][1] == "The time window begins only on Mon 9 November 2026."
    assert told(plan)["b"][1].startswith("a must be done first; it ends on ")
    assert {move.item: move.room_for for move in plan.moves}["b"] == ()


def test_pins_never_move_and_what_cannot_be_is_missing() -> None:
    mentor = Person("mentor", 30, one_at_a_time=True)
    pinned = Item("pinned", 5, work=(Work("mentor", 5),), pinned=WEEKS[1])
    new = Item("new", 5, work=(Work("mentor", 5),), window=Window(WEEKS[1], DAYS[9]))
    plan = replan(Problem(DAYS, (pinned, new), (mentor,)), {"pinned": WEEKS[1]}, solve)
    assert "pinned" not in {move.item for move in plan.moves}
    assert "new" in plan.missing


def test_items_that_are_gone_are_forgotten() -> None:
    plan = replan(Problem(DAYS, (Item("a"),)), {"a": DAYS[0], "gone": DAYS[1]}, solve)
    assert plan.starts == {"a": DAYS[0]}


def test_three_weeks_without_a_mentor_in_a_city() -> None:
    """Everything that moves has a reason, nothing could have stayed, and all rules hold."""
    problem, stood = generate_with_plan(schools=5, measures=20, seed=3)
    away = frozenset({"2026-W36", "2026-W37", "2026-W38"})
    people = tuple(
        replace(one, absent_weeks=one.absent_weeks | away) if one.id == "mentor-1" else one for one in problem.people
    )
    # Windows of the autumn leave room after the absence.
    items = tuple(
        replace(one, window=Window(one.window.earliest, None)) if one.round is not None else one
        for one in problem.items
    )
    plan = replan(replace(problem, people=people, items=items), stood, solve)
    grid = Grid(plan.problem)
    assert plan.missing == ()
    assert judge(grid, plan.starts).valid
    assert 1 <= len(plan.moves) < len(items) / 4
    around = Surroundings(grid, plan.starts)
    for move in plan.moves:
        assert move.old is not None
        assert move.reasons
        block = around.block(grid.items[move.item])
        assert len(block) > 1 or around.stops(block, grid.day_number[move.old])


def test_after_any_absence_only_what_must_moves() -> None:
    moved = 0
    for seed in range(30):
        problem = random_problem(seed, ease=0.9)
        stood = feasible(Grid(problem))
        if not judge(Grid(problem), stood).valid:
            continue
        # Everybody is away when the first item stands.
        first = week_of(min(stood.values()))
        people = tuple(replace(one, absent_weeks=one.absent_weeks | {first}) for one in problem.people)
        plan = replan(replace(problem, people=people), stood, solve)
        grid = Grid(plan.problem)
        pinned = {one.id for one in problem.items if one.pinned is not None}
        assert not pinned & {move.item for move in plan.moves}
        if plan.missing:
            continue
        assert judge(grid, plan.starts).valid
        assert {move.item for move in plan.moves} == {key for key, day in plan.starts.items() if stood[key] != day}
        around = Surroundings(grid, plan.starts)
        for move in plan.moves:
            moved += 1
            assert move.reasons
            block = around.block(grid.items[move.item])
            assert move.old is not None
            assert around.stops(block, grid.day_number[move.old])
    assert moved > 10


def test_all_else_is_pinned_where_it_is() -> None:
    problem = Problem(DAYS, (Item("a"), Item("b"), Item("c", pinned=DAYS[7])))
    held = kept_in_place(problem, {"a": DAYS[1], "b": DAYS[2], "c": DAYS[7]}, {"b", "c"})
    assert [one.pinned for one in held.items] == [DAYS[1], None, DAYS[7]]
