"""Why an item stands where it does: each reason in its sentence, and no reason that is not there."""

from __future__ import annotations

from collections import Counter
from datetime import date

import pytest

from digivuosi.domain.texts import Text
from digivuosi.domain.timing import why_words
from digivuosi.domain.timing.explaining import Explanation, explain, explain_in
from digivuosi.domain.timing.generating import generate_with_plan
from digivuosi.domain.timing.grid import Grid
from digivuosi.domain.timing.judging import judge
from digivuosi.domain.timing.moving import Surroundings
from digivuosi.domain.timing.problem import After, Item, Person, Problem, School, Window, Work
from digivuosi.domain.timing.rules import Rule
from digivuosi.domain.timing.saying import Kind, Names
from digivuosi.domain.timing.wishes import Wish
from tests.timings import random_plan, random_problem, school_days

DAYS = school_days(6, first=date(2026, 9, 7))
"""From Monday of week 37 on."""
WEEKS = [DAYS[5 * n] for n in range(6)]
TUTOR = Person("tutor", 2, absent_weeks=frozenset({"2026-W38"}))


def told(
    starts: dict[str, date],
    *items: Item,
    people: tuple[Person, ...] = (TUTOR,),
    schools: tuple[School, ...] = (School("s", 1, frozenset({"2026-W39"})), School("t", 0)),
    new: dict[str, int] | None = None,
) -> Explanation:
    """The explanation of the first of the items."""
    return explain(Grid(Problem(DAYS, items, people, schools, new or {})), starts, items[0].id)


def earlier(explanation: Explanation, language: str = "en") -> list[str]:
    return [one.told().get(language) for one in explanation.earlier]


def test_the_example_of_the_readme_of_a_full_week() -> None:
    busy = [Item(key, work=(Work("tutor", 1),)) for key in ("accounts", "kick-off")]
    survey = Item("survey", work=(Work("tutor", 1),), window=Window(WEEKS[0]))
    starts = {"survey": WEEKS[2], "accounts": DAYS[0], "kick-off": DAYS[2]}
    assert earlier(told(starts, survey, *busy), "fi") == [
        "tutor: viikon 37 2 tuntia ovat täynnä: accounts, kick-off.",
        "tutor on poissa: viikko 38.",
    ]


def test_a_week_with_too_little_left_and_one_that_is_too_small() -> None:
    item = Item("x", work=(Work("tutor", 1.5),))
    starts = {"x": WEEKS[2], "y": DAYS[0]}
    found = earlier(told(starts, item, Item("y", work=(Work("tutor", 1),))))
    assert found[0] == "tutor: of the 2 hours of week 37 1 are free, 1.5 are needed: y."
    found = earlier(told({"x": WEEKS[1]}, Item("x", work=(Work("small", 3),)), people=(Person("small", 2.5),)))
    assert found == ["small: week 37 has only 2.5 hours, 3 are needed."]


def test_several_weeks_come_in_one_sentence() -> None:
    items = [Item(f"i{n}", 5, work=(Work("p", 2),)) for n in range(4)]
    starts = {f"i{n}": WEEKS[n] for n in range(4)}
    item = Item("x", work=(Work("p", 1),))
    assert earlier(told({"x": WEEKS[4], **starts}, item, *items, people=(Person("p", 2),))) == [
        "p: weeks 37–40 are too full: i0, i1, i2, i3."
    ]


def test_windows_and_the_year() -> None:
    assert earlier(told({"x": DAYS[3]}, Item("x", window=Window(DAYS[3])))) == [
        "The time window begins only on Thu 10 September 2026."
    ]
    assert earlier(told({"x": DAYS[0]}, Item("x"))) == ["School begins only on Mon 7 September 2026."]
    late = told({"x": DAYS[0]}, Item("x", 2, window=Window(latest=DAYS[3]), recommended=Window(DAYS[5])))
    assert late.recommended[0].told().get("en") == "The time window ends already on Thu 10 September 2026."


def test_orders_on_both_sides() -> None:
    first, gap = Item("first", 2), Item("x", after=(After("first", 1),))
    assert earlier(told({"first": DAYS[0], "x": DAYS[3]}, gap, first)) == [
        "first must be done first; it ends on Tue 8 September 2026, and at least 1 school days lie between."
    ]
    item = Item("x", recommended=Window(DAYS[8]))
    found = told({"x": DAYS[0], "y": DAYS[1]}, item, Item("y", after=(After("x"),)))
    assert [one.told().get("en") for one in found.recommended] == [
        "It must be done before y, which starts on Tue 8 September 2026."
    ]


def test_quiet_weeks_new_things_and_people_who_do_one_thing() -> None:
    quiet = Item("x", school="s", avoid_quiet=True, window=Window(WEEKS[2]))
    assert earlier(told({"x": WEEKS[3]}, quiet))[0] == "The time window begins only on Mon 21 September 2026."
    assert "The school's quiet time: week 39." in earlier(told({"x": WEEKS[3]}, quiet))
    items = [Item(key, school="s", new_for="teachers") for key in "xy"]
    assert earlier(told({"x": WEEKS[1], "y": DAYS[0]}, *items, new={"teachers": 1})) == [
        "Week 37: other new things start for “teachers” already (y), there is no room for more."
    ]
    mentor = Person("mentor", 30, one_at_a_time=True)
    visits = [Item("x", work=(Work("mentor", 1),)), Item("y", 5, work=(Work("mentor", 1),))]
    assert earlier(told({"x": WEEKS[1], "y": WEEKS[0]}, *visits, people=(mentor,))) == [
        "mentor does one thing at a time, and then there is y."
    ]


def test_what_people_agreed() -> None:
    assert earlier(told({"x": DAYS[4]}, Item("x", pinned=DAYS[4]))) == ["The start is agreed: Fri 11 September 2026."]
    pair = [Item("x", together="day"), Item("y", together="day", pinned=DAYS[4])]
    assert earlier(told({"x": DAYS[4], "y": DAYS[4]}, *pair)) == [
        "At the same time starts y, whose start is agreed: Fri 11 September 2026."
    ]


def test_a_block_is_stopped_by_what_stops_one_of_it() -> None:
    pair = [Item("x", together="day"), Item("y", together="day", window=Window(DAYS[4]))]
    assert earlier(told({"x": DAYS[4], "y": DAYS[4]}, *pair)) == [
        "At the same time starts y. The time window begins only on Fri 11 September 2026."
    ]


@pytest.mark.parametrize(
    ("item", "others", "sentence"),
    [
        (
            Item("x", stands=DAYS[4]),
            (),
            "Thu 10 September 2026 would be possible, but 6 points worse: "
            "further from where it stands now (Fri 11 September 2026).",
        ),
        (
            Item("x", recommended=Window(DAYS[4])),
            (),
            "Thu 10 September 2026 would be possible, but 10 points worse: "
            "more of it would be outside the recommended time.",
        ),
        (
            Item("x", school="t", round="r"),
            (Item("y", school="s", round="r"),),
            "Mon 7 September 2026 would do as well.",
        ),
    ],
)
def test_a_wish_is_named_when_no_rule_stops(item: Item, others: tuple[Item, ...], sentence: str) -> None:
    starts = {"x": DAYS[4], **{other.id: DAYS[0] for other in others}}
    assert earlier(told(starts, item, *others)) == [sentence]


def test_a_more_even_load_and_the_order_of_need_are_named() -> None:
    load = [Item(key, work=(Work("p", 2),)) for key in "xy"]
    assert earlier(told({"x": WEEKS[1], "y": DAYS[0]}, *load, people=(Person("p", 4),))) == [
        "Mon 7 September 2026 would be possible, but 52 points worse: the load of p would be less even."
    ]
    visits = [Item("x", school="t", round="r", window=Window(latest=WEEKS[2])), Item("y", school="s", round="r")]
    found = told({"x": WEEKS[1], "y": WEEKS[1]}, *visits)
    assert earlier(found) == [
        "Mon 7 September 2026 would be possible, but 2 points worse: "
        "in the round a school in greater need would wait longer."
    ]


def test_a_better_day_is_said_to_be_better() -> None:
    found = told({"x": WEEKS[1]}, Item("x", recommended=Window(latest=DAYS[4])))
    assert [one.told().get("en") for one in found.recommended] == ["Mon 7 September 2026 would be 10 points better."]


def test_an_item_without_a_day_is_explained_too() -> None:
    found = told({}, Item("x", window=Window(WEEKS[1], DAYS[9]), work=(Work("tutor", 1),)))
    assert not found.placed
    assert found.heading.told().get("fi") == "”x” ei saanut päivää."
    assert "tutor is away: week 38." in earlier(found)


def test_names_take_the_place_of_ids() -> None:
    found = told({"x": DAYS[4], "y": DAYS[0]}, Item("x", after=(After("y", 3),)), Item("y"))
    names = Names({Kind.ITEM: {"x": Text.of(fi="Kysely"), "y": Text.of(fi="Tunnukset")}})
    assert [line.get("fi") for line in found.lines(names)] == [
        "”Kysely” alkaa pe 11.9.2026.",
        "Ensin on tehtävä Tunnukset; se päättyy ma 7.9.2026, ja väliin jää koulupäiviä vähintään 3.",
    ]


@pytest.mark.parametrize(
    "seeds",
    [
        range(100),
        pytest.param(range(400), marks=pytest.mark.thorough("the first 100 problems meet every rule and wish")),
    ],
)
def test_a_stop_is_a_broken_rule_and_no_stop_is_none(seeds: range) -> None:
    """Against the judge: moving one item breaks a rule exactly when something stops it, and costs what is said."""
    asked: Counter[str] = Counter()
    for seed in seeds:
        problem = random_problem(seed, ease=0.8)
        grid, starts = Grid(problem), random_plan(problem, seed)
        before = judge(grid, starts)
        if not before.valid:
            continue
        around = Surroundings(grid, starts)
        for number in range(len(problem.items)):
            block = around.block(number)
            for day in range(0, len(grid.days), 3):
                moved = {**starts, **{problem.items[one].id: grid.days[day] for one in block}}
                after = judge(grid, moved)
                stops = around.stops(block, day)
                assert bool(stops) == bool(after.broken)
                rules = {stop.rule for stop in stops}
                if Rule.WINDOW in rules:
                    continue  # That is reason enough; hours are not looked at.
                assert rules == {one.rule for one in after.broken}
                asked.update(rule.value for rule in rules)
                if not stops:
                    added = around.added(block, day)
                    for wish in Wish:
                        assert float(added[wish]) == pytest.approx(after.points[wish] - before.points[wish], abs=1e-9)
                    asked.update(wish.value for wish in Wish if added[wish])
                asked["all"] += 1
    # Nothing that can stop an item went untried; in easy years nobody does one thing at a time.
    assert min(asked[name] for name in (*Rule, *Wish) if name not in (Rule.WINDOW, Rule.ONE_AT_A_TIME)) > 5, asked
    assert asked["all"] > 2000


def test_every_item_of_a_school_has_its_reasons() -> None:
    problem, plan = generate_with_plan(schools=1, measures=60, seed=4)
    around = Surroundings(Grid(problem), plan)
    for number in range(len(problem.items)):
        explanation = explain_in(around, number)
        assert explanation.placed
        assert 1 <= len(explanation.earlier) <= 6
        for line in explanation.lines():
            assert line.languages == ("en", "fi", "sv")
            assert "{" not in line.get("fi")


def test_every_sentence_is_in_three_languages_with_the_same_places() -> None:
    for text in (one for one in vars(why_words).values() if isinstance(one, Text)):
        assert text.languages == ("en", "fi", "sv")
        assert len({tuple(sorted(p.split("}")[0] for p in words.split("{")[1:])) for _, words in text}) == 1, text
