"""Each rule R1–R7 alone: what keeps it, what just breaks it, and its words in three languages."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date

import pytest

from digivuosi.domain.texts import Text
from digivuosi.domain.timing import rule_words, rules
from digivuosi.domain.timing.grid import Grid
from digivuosi.domain.timing.plan import Plan
from digivuosi.domain.timing.problem import After, Item, Person, Problem, School, Window, Work
from digivuosi.domain.timing.rules import Broken, Rule
from digivuosi.domain.timing.saying import Kind, Names
from tests.timings import school_days

MON, TUE, WED, THU, FRI = (date(2026, 8, day) for day in range(17, 22))
SATURDAY = date(2026, 8, 22)
NEXT_MON = date(2026, 8, 24)
DAYS = school_days(8, without=("2026-W36",))


def broken_by(
    rule: Callable[[Plan], Iterator[Broken]],
    starts: Mapping[str, date],
    *items: Item,
    people: tuple[Person, ...] = (),
    schools: tuple[School, ...] = (School("s", 0, frozenset({"2026-W35"})), School("t")),
    new: Mapping[str, int] | None = None,
) -> list[Broken]:
    problem = Problem(DAYS, items, people, schools, new or {})
    return list(rule(Plan(Grid(problem), starts)))


def words(broken: list[Broken], language: str = "en") -> list[str]:
    return [one.text.get(language) for one in broken]


def test_r1_asks_for_school_days_inside_the_window() -> None:
    item = Item("x", 2, window=Window(TUE, THU))
    for start, told in (
        (TUE, []),
        (WED, []),
        (MON, ["“x” starts on Mon 17 August 2026; its time window begins only on Tue 18 August 2026."]),
        (THU, ["“x” ends on Fri 21 August 2026; its time window ends already on Thu 20 August 2026."]),
        (SATURDAY, ["“x” would start on Sat 22 August 2026, when there is no school."]),
    ):
        assert words(broken_by(rules.window, {"x": start}, item)) == told
    assert words(broken_by(rules.window, {}, item), "fi") == ["”x”: päivä puuttuu."]


def test_r1_lets_nothing_run_beyond_the_year() -> None:
    item = Item("x", 2)
    assert broken_by(rules.window, {"x": DAYS[-2]}, item) == []
    (broken,) = broken_by(rules.window, {"x": DAYS[-1]}, item)
    assert broken.text.get("en").endswith("takes 2 school days, but the school year ends on Tue 6 October 2026.")


def test_r2_starts_on_the_next_school_day_at_the_earliest() -> None:
    first, then = Item("a", 2), Item("b", after=(After("a"),))
    assert broken_by(rules.order, {"a": MON, "b": WED}, first, then) == []
    assert broken_by(rules.order, {"a": FRI, "b": date(2026, 8, 25)}, first, then) == []
    (broken,) = broken_by(rules.order, {"a": MON, "b": TUE}, first, then)
    assert broken.items == ("b", "a")
    assert broken.text.get("en") == ("“b” starts on Tue 18 August 2026, but “a” ends only on Tue 18 August 2026.")


def test_r2_counts_each_gap_day_as_one_school_day_more() -> None:
    first, then = Item("a"), Item("b", after=(After("a", 2),))
    assert broken_by(rules.order, {"a": WED, "b": NEXT_MON}, first, then) == []
    (broken,) = broken_by(rules.order, {"a": THU, "b": NEXT_MON}, first, then)
    assert "at least 2 school days" in broken.text.get("en")


def test_r3_gives_a_short_week_its_share_and_an_absent_week_nothing() -> None:
    tutor = Person("t", 5, absent_weeks=frozenset({"2026-W35"}))
    item = Item("x", 1, work=(Work("t", 3),))
    assert broken_by(rules.hours, {"x": date(2026, 8, 12)}, item, people=(tutor,)) == []
    more = Item("x", 1, work=(Work("t", 3.01),))
    (broken,) = broken_by(rules.hours, {"x": date(2026, 8, 12)}, more, people=(tutor,))
    assert (broken.person, broken.week, broken.items) == ("t", "2026-W33", ("x",))
    assert broken.text.get("fi") == "t: viikolla 33 on 3 tuntia, mutta tarvitaan 3,01: x."
    (broken,) = broken_by(rules.hours, {"x": NEXT_MON}, item, people=(tutor,))
    assert broken.text.get("en") == "t is away in week 35, but 3 hours are needed: x."
    assert broken_by(rules.hours, {"x": NEXT_MON}, Item("x", work=(Work("t", 0),)), people=(tutor,)) == []


def test_r3_spreads_hours_evenly_and_counts_to_a_hundredth() -> None:
    # Three days of 1/3 hour: the sum is an hour, though no third can be written down.
    tutor, item = Person("t", 1), Item("x", 3, work=(Work("t", 1),))
    assert broken_by(rules.hours, {"x": MON}, item, people=(tutor,)) == []
    # Over a weekend each week gets its own days: 2 of 6 hours, then 4.
    item = Item("x", 3, work=(Work("t", 6),))
    (broken,) = broken_by(rules.hours, {"x": FRI}, item, people=(Person("t", 3),))
    assert broken.week == "2026-W35"
    # 0.004 hours too much are no hours.
    assert broken_by(rules.hours, {"x": MON}, Item("x", work=(Work("t", 1.004),)), people=(tutor,)) == []
    assert len(broken_by(rules.hours, {"x": MON}, Item("x", work=(Work("t", 1.006),)), people=(tutor,))) == 1


def test_r4_keeps_items_of_a_person_apart_whatever_their_hours() -> None:
    mentor = Person("m", 30, one_at_a_time=True)
    long, short = Item("a", 3, work=(Work("m", 3),)), Item("b", work=(Work("m", 0),))
    assert broken_by(rules.one_at_a_time, {"a": MON, "b": THU}, long, short, people=(mentor,)) == []
    (broken,) = broken_by(rules.one_at_a_time, {"a": MON, "b": WED}, long, short, people=(mentor,))
    assert broken.items == ("b", "a")
    assert broken.text.get("en") == "m: on Wed 19 August 2026 “b” starts while “a” is going on."
    free = Person("m", 30)
    assert broken_by(rules.one_at_a_time, {"a": MON, "b": WED}, long, short, people=(free,)) == []


def test_r4_sees_an_overlap_behind_a_shorter_item() -> None:
    mentor = Person("m", 30, one_at_a_time=True)
    items = [Item(key, days, work=(Work("m", 1),)) for key, days in (("a", 5), ("b", 1), ("c", 1))]
    found = broken_by(rules.one_at_a_time, {"a": MON, "b": TUE, "c": THU}, *items, people=(mentor,))
    assert [one.items for one in found] == [("b", "a"), ("c", "a")]


def test_r5_keeps_out_of_the_schools_quiet_weeks() -> None:
    item = Item("x", 2, "s", avoid_quiet=True)
    assert broken_by(rules.quiet, {"x": THU}, item) == []
    (broken,) = broken_by(rules.quiet, {"x": FRI}, item)
    assert (broken.school, broken.week) == ("s", "2026-W35")
    assert broken.text.get("sv") == "”x” infaller under skolans fredade vecka 35."
    for other in (Item("x", 2, "s"), Item("x", 2, "t", avoid_quiet=True), Item("x", 2, avoid_quiet=True)):
        assert broken_by(rules.quiet, {"x": FRI}, other) == []


def test_r6_limits_what_is_new_at_one_school_in_one_week() -> None:
    items = [Item(key, 6, school, new_for="teachers") for key, school in (("a", "s"), ("b", "s"), ("c", "t"))]
    (broken,) = broken_by(rules.new, {"a": MON, "b": FRI, "c": MON}, *items, new={"teachers": 1})
    assert (broken.items, broken.school, broken.week) == (("a", "b"), "s", "2026-W34")
    assert "at most 1 may: a, b" in broken.text.get("en")
    assert broken_by(rules.new, {"a": MON, "b": NEXT_MON, "c": MON}, *items, new={"teachers": 1}) == []
    assert broken_by(rules.new, {"a": MON, "b": FRI, "c": MON}, *items, new={"pupils": 1}) == []


def test_r7_keeps_shared_and_agreed_starts() -> None:
    items = [Item(key, together="training") for key in "abc"]
    assert broken_by(rules.together, dict.fromkeys("abc", MON), *items) == []
    (broken,) = broken_by(rules.together, {"a": TUE, "b": MON, "c": TUE}, *items)
    assert broken.items == ("b",)
    assert (
        broken.text.get("en")
        == "“training” starts together, but these do not start with the others on Tue 18 August 2026: b."
    )
    agreed = Item("x", pinned=TUE)
    assert broken_by(rules.together, {"x": TUE}, agreed) == []
    (broken,) = broken_by(rules.together, {"x": WED}, agreed)
    assert broken.text.get("fi") == "”x” on sovittu alkamaan ti 18.8.2026, mutta alkaisi ke 19.8.2026."


def test_what_has_no_place_breaks_r1_alone() -> None:
    tutor = Person("t", 0, one_at_a_time=True)
    items = [Item("a", work=(Work("t", 5),)), Item("b", after=(After("a"),), work=(Work("t", 0),))]
    for rule in (rules.order, rules.hours, rules.one_at_a_time):
        assert broken_by(rule, {"a": SATURDAY, "b": MON}, *items, people=(tutor,)) == []


@pytest.mark.parametrize("rule", Rule)
def test_each_rule_has_its_function_and_its_sentence(rule: Rule) -> None:
    assert rule.text.languages == ("en", "fi", "sv")
    assert (rules.ALL[rule].__doc__ or "").startswith(f"{rule.value}: ")


def test_every_sentence_is_in_three_languages_with_the_same_places() -> None:
    texts = [one for one in vars(rule_words).values() if isinstance(one, Text)]
    assert len(texts) > 15
    for text in texts:
        assert text.languages == ("en", "fi", "sv")
        places = {tuple(sorted(part.split("}")[0] for part in told.split("{")[1:])) for _, told in text}
        assert len(places) == 1, text


def test_names_take_the_place_of_ids() -> None:
    (broken,) = broken_by(rules.window, {}, Item("x"))
    names = Names({Kind.ITEM: {"x": Text.of(fi="Kysely", sv="Enkät")}})
    assert broken.sentence.told(names).get("sv") == "”Enkät”: dagen saknas."
    assert broken.sentence.told(names).get("fi") == "”Kysely”: päivä puuttuu."
