"""What a school changes stays the school's; the city's words hold for everything else."""

from __future__ import annotations

from dataclasses import replace

import pytest

from digivuosi.apps.schools.models import School
from digivuosi.apps.toolkit import actions, queries
from digivuosi.apps.toolkit.actions.local import undo_local
from digivuosi.domain.texts import Text
from digivuosi.domain.toolkit.changes import MeasureChanges
from digivuosi.domain.toolkit.toolkit import Measure, Part, Span
from tests.apps.toolkit.test_draft_actions import KEY, last_event
from tests.cast import Municipality

TITLE = MeasureChanges(title=Text.of(fi="Meidän koodausviikko"))
OWN = Measure(
    key="",
    title=Text.of(fi="Robottikerho näyttää työnsä"),
    purpose=Text.of(fi="Useampi innostuu."),
    theme="participation",
    window=Span("november", "december"),
    responsible=(Part("digital-team", 3),),
)


def of(school: School, key: str = KEY) -> Measure | None:
    toolkit = queries.toolkit_for_school(school)
    assert toolkit is not None
    return toolkit.measure(key)


def test_a_change_is_this_schools_only(with_toolkit: Municipality) -> None:
    town, by = with_toolkit, with_toolkit.people["principal"]
    name = queries.toolkit_version(town.school)
    actions.change_locally(by=by, school=town.school, key=KEY, fields=TITLE)
    here, there = of(town.school), of(town.other_school)
    assert here is not None
    assert there is not None
    assert here.title == TITLE.title
    assert there.title != TITLE.title
    assert here.purpose == there.purpose
    assert queries.toolkit_version(town.school) != name
    event = last_event(town)
    assert (event.verb, event.school) == ("local.change", town.school)


def test_clearing_brings_the_citys_words_back(with_toolkit: Municipality) -> None:
    town, by = with_toolkit, with_toolkit.people["principal"]
    before = of(town.school)
    actions.change_locally(by=by, school=town.school, key=KEY, fields=TITLE)
    actions.clear_local_change(by=by, school=town.school, key=KEY)
    assert of(town.school) == before
    event = last_event(town)
    assert (event.verb, event.before) == ("local.clear", {"title": {"fi": "Meidän koodausviikko"}})
    undo_local(by=by, event=event)
    assert of(town.school) != before


def test_two_people_changing_lose_nothing(with_toolkit: Municipality) -> None:
    school, by = with_toolkit.school, with_toolkit.people["principal"]
    seen, mine = MeasureChanges(), MeasureChanges(days=3)
    actions.change_locally(by=by, school=school, key=KEY, fields=TITLE, seen=seen)
    with pytest.raises(actions.StaleDraft) as refused:
        actions.change_locally(by=by, school=school, key=KEY, fields=mine, seen=seen)
    assert (refused.value.mine, refused.value.theirs) == (mine, TITLE)


def test_an_unknown_measure_is_refused(with_toolkit: Municipality) -> None:
    with pytest.raises(actions.Refused):
        actions.change_locally(
            by=with_toolkit.people["principal"], school=with_toolkit.school, key="no-such", fields=TITLE
        )


def test_an_own_measure_gets_a_key_of_its_own_and_goes(with_toolkit: Municipality) -> None:
    school, by = with_toolkit.school, with_toolkit.people["principal"]
    first = actions.add_own_measure(by=by, school=school, measure=OWN)
    second = actions.add_own_measure(by=by, school=school, measure=OWN)
    assert (first.key, second.key) == ("own-robottikerho-nayttaa-tyonsa", "own-robottikerho-nayttaa-tyonsa-2")
    assert of(school, first.key) == first
    assert of(with_toolkit.other_school, first.key) is None
    actions.change_own_measure(by=by, school=school, measure=replace(first, days=2))
    assert of(school, first.key) == replace(first, days=2)
    actions.remove_own_measure(by=by, school=school, key=first.key)
    assert of(school, first.key) is None
    undo_local(by=by, event=last_event(with_toolkit))
    assert of(school, first.key) == replace(first, days=2)


def test_an_own_key_that_is_free_is_kept(with_toolkit: Municipality) -> None:
    made = actions.add_own_measure(
        by=with_toolkit.people["principal"], school=with_toolkit.school, measure=replace(OWN, key="own-club")
    )
    assert made.key == "own-club"


@pytest.mark.parametrize("wrong", [{"theme": "no-such"}, {"responsible": (Part("no-such"),)}, {"audiences": ("x",)}])
def test_an_own_measure_names_what_the_toolkit_has(with_toolkit: Municipality, wrong: dict[str, object]) -> None:
    measure = replace(OWN, **wrong)  # type: ignore[arg-type]
    with pytest.raises(actions.Refused):
        actions.add_own_measure(by=with_toolkit.people["principal"], school=with_toolkit.school, measure=measure)


def test_without_a_toolkit_nothing_can_be_added(kuusela: Municipality) -> None:
    with pytest.raises(actions.Refused):
        actions.add_own_measure(by=kuusela.people["principal"], school=kuusela.school, measure=OWN)
