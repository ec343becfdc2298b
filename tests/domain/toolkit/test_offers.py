"""A new edition as an offer: taken, left for later, or refused for ever."""

from __future__ import annotations

from random import Random
from typing import Any

import pytest

from digivuosi.domain.toolkit.changes import MeasureChanges, SchoolChanges
from digivuosi.domain.toolkit.merging.places import Place, Side
from digivuosi.domain.toolkit.merging.values import Taken
from digivuosi.domain.toolkit.offers import SchoolOfferKind, answer, offer_in_words, offers, school_offers
from digivuosi.domain.toolkit.toolkit import Span
from tests.domain.toolkit.merging.drawn import every_merge
from tests.domain.toolkit.merging.examples import BASE, NEW, edited, with_files, without
from tests.domain.toolkit.merging.strategies import says

THEIRS = edited(
    ('edition: "2026.1"', 'edition: "2027.1"'),
    ("week 45", "week 44"),
    ("days: 5", "days: 8"),
    ("to: december", "to: january"),
)
OURS = edited(("id: kuusela", "id: metsala"), ("publisher: Kuusela", "publisher: Metsälä"), ("days: 5", "days: 6"))
DAYS = Place("measures", "survey", "days")
TIME = Place("measures", "survey", "recommended_time")
WINDOW = Place("measures", "summary", "window")


def places(*sides: Side, never: frozenset[Place] = frozenset()) -> set[Place]:
    return {place for offer in offers(*sides, never) for place in offer.places}


def test_an_offer_tells_what_would_change_and_what_meets_ones_own() -> None:
    found = offers(BASE, OURS, THEIRS)
    assert [(one.key, one.places) for one in found] == [("summary", (WINDOW,)), ("survey", (DAYS, TIME))]
    assert [one.place for offer in found for one in offer.conflicts] == [DAYS]
    told = offer_in_words(found[1], BASE.toolkit, THEIRS.toolkit, "en")
    assert told.title == "measure “Syyskysely”"
    assert told.sentences == ("length in school days: 5 → 8", "recommended time: week 45 → week 44")


def test_some_are_taken_and_the_rest_is_offered_again() -> None:
    done = answer(BASE, OURS, THEIRS, taken=[TIME])
    survey = done.draft.toolkit.measure("survey")
    assert survey is not None
    assert (survey.recommended_time, survey.days) == (Span("week 44", "week 44"), 6)
    assert done.draft.toolkit.id == "metsala"
    assert [line.edition for line in done.draft.toolkit.lineage] == ["2027.1"]
    assert places(done.base, done.draft, THEIRS) == {DAYS, WINDOW}


def test_to_take_what_meets_ones_own_takes_theirs_unless_chosen_otherwise() -> None:
    for choices, days in ((None, 8), ({DAYS: Taken.OURS}, 6)):
        done = answer(BASE, OURS, THEIRS, taken=[DAYS, TIME, WINDOW], choices=choices)
        survey = done.draft.toolkit.measure("survey")
        assert survey is not None
        assert survey.days == days
        assert places(done.base, done.draft, THEIRS) == set()


def test_what_is_refused_for_ever_stays_unasked_when_it_changes_again() -> None:
    done = answer(BASE, OURS, THEIRS, taken=[TIME], never=[DAYS, WINDOW])
    assert places(done.base, done.draft, THEIRS, never=frozenset({DAYS, WINDOW})) == set()
    next_one = edited(("week 45", "week 44"), ("days: 5", "days: 9"), ("to: december", "to: february"))
    assert places(done.base, done.draft, next_one, never=frozenset({DAYS, WINDOW})) == set()
    again = answer(done.base, done.draft, next_one, taken=[], never=[DAYS, WINDOW])
    assert again.draft.toolkit.measure("survey") == done.draft.toolkit.measure("survey")
    assert not again.merge.open


def test_a_new_measure_brings_the_role_that_it_names() -> None:
    role = "- key: librarian\n  kind: teachers\n  title: {fi: Kirjastonhoitaja, sv: Bibliotekarie}\n"
    more = {"measures/new.yaml": NEW.replace("mentor", "librarian")}
    theirs = with_files(more, ("- key: mentor\n  kind", f"{role}- key: mentor\n  kind"))
    done = answer(BASE, OURS, theirs, taken=[Place("measures", "new")])
    assert done.draft.toolkit.role("librarian") is not None
    assert not done.merge.findings()


NAMES = {"languages", "authors", "lineage", "edition", "files"}


def held(side: Side) -> dict[tuple[str, ...], Any]:
    return {way: value for way, value in says(side).items() if way[0] not in NAMES}


@every_merge
def test_all_taken_leaves_nothing_to_offer(base: Side, ours: Side, theirs: Side) -> None:
    done = answer(base, ours, theirs, taken=places(base, ours, theirs))
    assert places(done.base, done.draft, theirs) == set()
    assert held(done.base) == held(theirs)


@every_merge
def test_nothing_taken_leaves_ours_as_it_is_and_offers_the_same_again(base: Side, ours: Side, theirs: Side) -> None:
    done = answer(base, ours, theirs, taken=[])
    assert held(done.draft) == held(ours)
    assert places(done.base, done.draft, theirs) == places(base, ours, theirs)


@every_merge
def test_some_taken_and_the_others_refused_leave_nothing_to_offer(
    base: Side, ours: Side, theirs: Side, dice: Random
) -> None:
    offered = sorted(places(base, ours, theirs))
    taken = {place for place in offered if dice.random() < 0.5}
    never = frozenset(offered) - taken
    done = answer(base, ours, theirs, taken=taken, never=never)
    assert places(done.base, done.draft, theirs, never=never) <= taken
    whole = {place for place in never if not place.field}
    for place in whole:
        mine = place.key in ours.items(place.kind)
        assert (place.key in done.draft.items(place.kind)) == mine, "what was refused stays as it is here"


CITY_NEW = with_files(
    {"measures/new.yaml": NEW}, ("week 45", "week 44"), ("days: 5", "days: 8"), ("to: december", "to: january")
)


def test_a_school_is_asked_about_new_moved_and_disputed_measures() -> None:
    changes = SchoolChanges().with_measure("survey", MeasureChanges(days=3))
    merged, asked = school_offers(BASE.toolkit, CITY_NEW.toolkit, changes, placed={"survey"})
    assert [(one.kind, one.key) for one in asked] == [
        (SchoolOfferKind.NEW, "new"),
        (SchoolOfferKind.DISPUTED, "survey"),
        (SchoolOfferKind.MOVED, "survey"),
    ]
    assert [change.place.field for change in asked[2].changes] == ["recommended_time"]
    assert merged.changes.of("survey").days == 3


@pytest.mark.parametrize("declined", [{"new"}, {"survey"}, {"new", "survey"}])
def test_what_a_school_declined_stays_declined(declined: set[str]) -> None:
    _, asked = school_offers(BASE.toolkit, CITY_NEW.toolkit, SchoolChanges(), placed={"survey"}, declined=declined)
    assert not {one.key for one in asked} & declined


def test_a_school_hears_of_a_measure_that_is_gone_when_it_stands_in_its_year() -> None:
    gone = without("measures/summary.yaml").toolkit
    _, asked = school_offers(BASE.toolkit, gone, SchoolChanges(), placed={"summary"})
    assert [(one.kind, one.key) for one in asked] == [(SchoolOfferKind.GONE, "summary")]
    assert school_offers(BASE.toolkit, gone, SchoolChanges(), placed=set())[1] == ()


def test_what_a_school_has_settled_once_for_all_is_not_asked_again() -> None:
    changes = SchoolChanges().with_measure("survey", MeasureChanges(days=3))
    never = {DAYS, TIME}
    merged, asked = school_offers(BASE.toolkit, CITY_NEW.toolkit, changes, placed={"survey"}, never=never)
    assert [(one.kind, one.key) for one in asked] == [(SchoolOfferKind.NEW, "new")]
    assert merged.changes.of("survey").days == 3
