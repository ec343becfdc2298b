"""The same content under a new key is the same item; anything less is one gone and one come."""

from __future__ import annotations

from digivuosi.domain.toolkit.merging.merge import merge, resolve
from digivuosi.domain.toolkit.merging.places import Place, Side, side_of
from digivuosi.domain.toolkit.merging.renames import renames_between
from digivuosi.domain.toolkit.merging.values import Own, Taken
from digivuosi.domain.toolkit.package import read_package
from tests.domain.toolkit.merging.examples import BASE, edited, files, renamed, without
from tests.domain.toolkit.packages import zipped


def keys(side: Side) -> list[str]:
    return [measure.key for measure in side.toolkit.measures]


def test_a_new_key_is_found_and_taken_with_our_edits() -> None:
    theirs = renamed()
    assert renames_between(BASE, theirs) == {("measures", "survey"): "poll"}
    merged = merge(BASE, edited(("hours: 8", "hours: 10"), ("gap_days: 2", "gap_days: 4")), theirs)
    assert (keys(merged.result), merged.conflicts, merged.findings()) == (["poll", "summary"], (), ())
    poll, summary = merged.result.toolkit.measures
    assert poll.responsible[0].hours == 10
    assert [(one.measure, one.gap_days) for one in summary.after] == [("poll", 4)]
    assert merged.result.toolkit.responsibilities[0].measures == ("poll",)


def test_a_key_can_change_on_our_side_while_they_edit() -> None:
    merged = merge(BASE, renamed(), edited(("week 45", "week 44")))
    poll = merged.result.toolkit.measure("poll")
    assert poll is not None
    assert poll.recommended_time is not None
    assert (poll.recommended_time.start, keys(merged.result), merged.conflicts) == ("week 44", ["poll", "summary"], ())


def test_two_new_keys_for_one_item_are_asked_about() -> None:
    merged = merge(BASE, renamed(to="poll"), renamed(to="inquiry"))
    (conflict,) = merged.conflicts
    assert (conflict.place, conflict.base, conflict.ours, conflict.theirs) == (
        Place("measures", "poll", "key"),
        "survey",
        "poll",
        "inquiry",
    )
    assert keys(merged.result) == ["poll", "summary"]
    for choice, key in ((Taken.THEIRS, "inquiry"), (Taken.BASE, "survey"), (Own("autumn"), "autumn")):
        settled = resolve(merged, {conflict.place: choice})
        assert settled.result.toolkit.measure(key) is not None
        assert settled.findings() == ()
    assert merge(BASE, renamed(), renamed()).conflicts == ()


def test_a_new_key_against_a_removal_is_asked_about() -> None:
    gone = without(
        "measures/survey.yaml", ("after:\n- {measure: survey, gap_days: 2}\n", ""), ("  measures: [survey]\n", "")
    )
    for ours, theirs in ((renamed(), gone), (gone, renamed())):
        assert [str(one.place) for one in merge(BASE, ours, theirs).conflicts] == ["measures/poll"]


def test_a_new_key_with_new_words_is_no_rename() -> None:
    theirs = renamed(("hours: 8", "hours: 9"))
    assert renames_between(BASE, theirs) == {}
    merged = merge(BASE, edited(("week 45", "week 44")), theirs)
    assert [str(one.place) for one in merged.conflicts] == ["measures/survey"]
    assert keys(merged.result) == ["poll", "summary", "survey"]


def test_a_key_that_is_taken_here_is_left_alone() -> None:
    made = files()
    made["measures/poll.yaml"] = (
        made["measures/survey.yaml"].replace("key: survey", "key: poll").replace("days: 5", "days: 1")
    )
    ours = side_of(read_package(zipped(made)))
    merged = merge(BASE, ours, renamed())
    assert [str(one.place) for one in merged.conflicts] == ["measures/poll/days"]
    assert keys(merged.result) == ["poll", "summary"]


def test_roles_and_themes_take_their_measures_with_them() -> None:
    theirs = edited(
        ("key: mentor", "key: tutor"),
        ("role: mentor", "role: tutor"),
        ("key: needs\n  title: {fi: Tarpeet", "key: wants\n  title: {fi: Tarpeet"),
        ("theme: needs", "theme: wants"),
    )
    assert renames_between(BASE, theirs) == {("roles", "mentor"): "tutor", ("themes", "needs"): "wants"}
    merged = merge(BASE, edited(("hours: 8", "hours: 10")), theirs)
    survey = merged.result.toolkit.measure("survey")
    assert survey is not None
    assert (survey.responsible[0].role, survey.responsible[0].hours, survey.theme) == ("tutor", 10, "wants")
    assert (merged.conflicts, merged.findings()) == ((), ())


def test_a_new_key_can_be_refused() -> None:
    merged = merge(BASE, BASE, renamed(), without=[Place("measures", "poll", "key")])
    assert merged.result.toolkit == BASE.toolkit
