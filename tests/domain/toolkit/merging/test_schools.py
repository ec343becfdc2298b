"""A school's sparse changes over a new edition of its municipality."""

from __future__ import annotations

from dataclasses import replace

from digivuosi.domain.texts import Text
from digivuosi.domain.toolkit.changes import MeasureChanges, SchoolChanges, difference, with_changes
from digivuosi.domain.toolkit.merging.places import Place, Side
from digivuosi.domain.toolkit.merging.schools import merge_school
from digivuosi.domain.toolkit.merging.values import Taken
from digivuosi.domain.toolkit.toolkit import Measure, Part, Span, Toolkit
from tests.domain.toolkit.merging.drawn import every_merge
from tests.domain.toolkit.merging.examples import BASE, edited, renamed, without

OLD = BASE.toolkit
OWN = Measure("own-club", Text.of(fi="Kerho"), Text.of(fi="Oppilaat opettavat."), "support", Span("september", "may"))
CHANGES = SchoolChanges(own=(OWN,)).with_measure(
    "survey", MeasureChanges(title=Text.of(fi="Meidän kysely", sv="Höstenkät"), days=3, hours=(Part("mentor", 2.0),))
)


def test_what_the_school_did_not_change_follows_the_new_edition() -> None:
    new = edited(("week 45", "week 44"), ("Höstenkät", "Enkät i höst"), ("hours: 0.5", "hours: 1")).toolkit
    merged = merge_school(OLD, new, CHANGES)
    assert merged.changes.of("survey") == MeasureChanges(
        title=Text.of(fi="Meidän kysely", sv="Enkät i höst"), days=3, hours=(Part("mentor", 2.0),)
    )
    assert merged.changes.own == (OWN,)
    assert (merged.merge.conflicts, merged.left_aside) == ((), ())


def test_where_both_changed_the_schools_stays_until_it_chooses() -> None:
    new = edited(("days: 5", "days: 8")).toolkit
    merged = merge_school(OLD, new, CHANGES)
    (conflict,) = merged.merge.open
    assert (conflict.ours, conflict.theirs, merged.changes.of("survey").days) == (3, 8, 3)
    settled = merge_school(OLD, new, CHANGES, {conflict.place: Taken.THEIRS})
    assert settled.changes.of("survey").days is None
    assert settled.changes.of("survey").title is not None
    assert settled.merge.open == ()
    assert merge_school(OLD, new, CHANGES, {conflict.place: Taken.OURS}).changes == merged.changes


def test_what_the_city_now_says_too_is_no_change_any_more() -> None:
    assert merge_school(OLD, edited(("days: 5", "days: 3")).toolkit, CHANGES).changes.of("survey").days is None


def test_changes_of_a_measure_that_is_gone_wait_and_come_back() -> None:
    gone = without(
        "measures/survey.yaml", ("after:\n- {measure: survey, gap_days: 2}\n", ""), ("  measures: [survey]\n", "")
    ).toolkit
    merged = merge_school(OLD, gone, CHANGES)
    assert [one.place for one in merged.merge.open] == [Place("measures", "survey")]
    assert merged.left_aside == ("survey",)
    assert merged.changes == CHANGES
    back = merge_school(gone, OLD, merged.changes)
    assert (back.left_aside, back.changes) == ((), CHANGES)
    given_up = merge_school(OLD, gone, CHANGES, {Place("measures", "survey"): Taken.THEIRS})
    assert (given_up.changes.measures, given_up.changes.own) == ((), (OWN,))


def test_a_new_key_takes_the_changes_along() -> None:
    merged = merge_school(OLD, renamed().toolkit, CHANGES)
    assert merged.changes.of("poll") == CHANGES.of("survey")
    assert dict(merged.changes.measures).keys() == {"poll"}


def test_hours_of_a_role_that_is_gone_are_told_of() -> None:
    new = edited(
        ("- {role: mentor, hours: 8}", "- {role: principal, hours: 8}"),
        ("contributing:\n- {role: principal, hours: 0.5}\n", ""),
    ).toolkit
    merged = merge_school(OLD, new, CHANGES)
    assert [str(one.place) for one in merged.merge.open] == ["measures/survey/people/mentor"]
    assert merged.changes.of("survey").hours is None


def school(toolkit: Toolkit, wanted: Toolkit) -> SchoolChanges:
    """The changes of a school that would rather have another toolkit's measures."""
    changes = SchoolChanges(own=tuple(replace(one, key=f"own-{one.key}") for one in wanted.measures[:1]))
    for measure in toolkit.measures:
        if (other := wanted.measure(measure.key)) is not None:
            changes = changes.with_measure(measure.key, difference(measure, other))
    return changes


@every_merge
def test_the_same_edition_changes_nothing(base: Side, ours: Side) -> None:
    old, wanted = base.toolkit, ours.toolkit
    changes = school(old, wanted)
    merged = merge_school(old, old, changes)
    assert (merged.changes, merged.left_aside, merged.merge.conflicts) == (changes, (), ())


@every_merge
def test_a_school_that_changed_nothing_has_the_new_edition(base: Side, ours: Side) -> None:
    old, new = base.toolkit, ours.toolkit
    merged = merge_school(old, new, SchoolChanges())
    assert merged.changes == SchoolChanges()
    assert with_changes(new, merged.changes) == new
    assert not merged.merge.conflicts


@every_merge
def test_the_schools_own_is_never_lost(base: Side, ours: Side, theirs: Side) -> None:
    old, new, wanted = base.toolkit, theirs.toolkit, ours.toolkit
    changes = school(old, wanted)
    merged = merge_school(old, new, changes)
    ours = with_changes(new, merged.changes)
    assert {one.key for one in merged.changes.own} == {one.key for one in changes.own}
    for key, held in changes.measures:
        now = ours.measure(key)
        if now is None:
            assert key in merged.left_aside
            assert merged.changes.of(key) == held
            continue
        was, wants = old.measure(key), set(held.audiences or ())
        if held.audiences is not None and was is not None:
            assert wants - set(was.audiences) <= set(now.audiences), "whom the school added"
            assert not (set(was.audiences) - wants) & set(now.audiences), "whom the school left out"
        for name in held.changed:
            if name not in ("hours", "audiences") and not isinstance(getattr(held, name), Text):
                assert getattr(now, name) == getattr(held, name), f"{key}.{name} is the school's"
