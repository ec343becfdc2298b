"""What must hold for every merge, whatever was edited."""

from __future__ import annotations

from dataclasses import replace
from random import Random
from typing import Any

import pytest

from digivuosi.domain.toolkit.documents import LISTS, content_hash, to_document
from digivuosi.domain.toolkit.merging.differences import diff
from digivuosi.domain.toolkit.merging.merge import Merge, merge, resolve
from digivuosi.domain.toolkit.merging.places import HEAD, ORDERED, OWN_LANGUAGE, Place, Side, side_of
from digivuosi.domain.toolkit.merging.values import Taken
from digivuosi.domain.toolkit.package import with_hashes
from tests.domain.toolkit.merging.drawn import every_merge
from tests.domain.toolkit.merging.strategies import Flat, says

ORDERS = {"languages", "authors", "lineage"}


def same(one: Side, other: Side) -> None:
    assert to_document(with_hashes(one.toolkit, one.files)) == to_document(with_hashes(other.toolkit, other.files))
    assert one.files == other.files


@every_merge
def test_what_only_one_side_changed_comes_through_letter_by_letter(base: Side, changed: Side) -> None:
    for merged in (merge(base, changed, base), merge(base, base, changed)):
        same(merged.result, changed)
        assert not merged.conflicts
        assert not merged.stale


@every_merge
def test_what_both_changed_alike_is_no_conflict(base: Side, changed: Side) -> None:
    merged = merge(base, changed, changed)
    same(merged.result, changed)
    assert not merged.conflicts


def in_conflict(merged: Merge) -> set[Place]:
    return {conflict.place for conflict in merged.conflicts}


def is_disputed(way: tuple[str, ...], merged: Merge) -> bool:
    """Whether what stands there was changed on both sides."""
    for place in in_conflict(merged):
        if place.field == "file" and way == ("files", place.part):
            return True
        prefix = (place.kind, place.key) if place.kind != HEAD else ()
        if not place.field and way[:2] == prefix:
            return True
        if place.field == "after":
            measure, _, year = place.part.partition(" ")
            rest: tuple[str, ...] = ("after", measure, year)
        else:
            rest = tuple(word for word in (place.field, place.part) if word)
        if way == (*prefix, *rest):
            return True
    return False


def removed_whole(way: tuple[str, ...], *all_sides: Flat) -> bool:
    """Whether a value belongs to an item that some side does not have: items are settled as a whole."""
    return len(way) > 2 and way[0] in LISTS and any((*way[:2],) not in side for side in all_sides)


@every_merge
def test_every_edit_comes_through_and_no_other(base: Side, ours: Side, theirs: Side) -> None:
    merged = merge(base, ours, theirs)
    was, mine, other, done = says(base), says(ours), says(theirs), says(merged.result)
    for way in {*was, *mine, *other, *done}:
        if way[0] in ORDERS or way[0] == "files" or is_disputed(way, merged):
            continue
        if removed_whole(way, was, mine, other):
            continue
        b, o, t = was.get(way), mine.get(way), other.get(way)
        assert o == t or b in (o, t), f"{way}: changed on both sides and nobody was asked"
        assert done.get(way) == (t if o == b else o), way


@every_merge
def test_items_come_and_go_as_their_side_decided(base: Side, ours: Side, theirs: Side) -> None:
    merged = merge(base, ours, theirs)
    for kind in LISTS:
        was, mine, other, done = (side.items(kind) for side in (base, ours, theirs, merged.result))
        for key in {*was, *mine, *other}:
            held = [key in items for items in (was, mine, other)]
            if held[1] == held[2]:
                assert (key in done) == held[1]
            elif not held[0]:
                assert key in done
            else:
                asked = Place(kind, key) in in_conflict(merged)
                kept, side = (mine[key], ours) if held[1] else (other[key], theirs)
                edited = kept != was[key] or files_of(kept, side) != files_of(was[key], base)
                assert asked == edited, "a removal against an edit is asked about, and nothing else"
                assert (key in done) == (asked and held[1])


def files_of(item: Any, side: Side) -> list[bytes]:
    return [side.files[path] for path in side.paths(item)]


@every_merge
def test_conflicts_are_exactly_the_true_two_sided_edits(base: Side, ours: Side, theirs: Side) -> None:
    for conflict in merge(base, ours, theirs).conflicts:
        assert conflict.ours != conflict.theirs
        # A material whose file was changed is the same item; what it was changed against is that it is gone.
        if conflict.place.field or conflict.place.kind != "materials":
            assert conflict.base not in (conflict.ours, conflict.theirs)


@every_merge
def test_to_swap_the_sides_swaps_the_conflicts(base: Side, ours: Side, theirs: Side) -> None:
    one, other = merge(base, ours, theirs), merge(base, theirs, ours)
    swapped = {(c.place, c.base, c.theirs, c.ours) for c in other.conflicts}
    assert {(c.place, c.base, c.ours, c.theirs) for c in one.conflicts} == swapped
    assert set(one.stale) == set(other.stale) or one.conflicts
    everything_theirs = resolve(other, dict.fromkeys(in_conflict(other), Taken.THEIRS))
    mine, others = says(one.result), says(everything_theirs.result)
    assert {way: held for way, held in mine.items() if way[0] not in ORDERS} == {
        way: held for way, held in others.items() if way[0] not in ORDERS
    }


@every_merge
def test_each_conflict_takes_what_is_chosen(base: Side, ours: Side, theirs: Side, dice: Random) -> None:
    merged = merge(base, ours, theirs)
    if not merged.conflicts:
        return
    conflict, choice = dice.choice(merged.conflicts), dice.choice(list(Taken))
    if replace(conflict, choice=choice).is_hole:
        with pytest.raises(ValueError, match="cannot be empty"):
            resolve(merged, {conflict.place: choice})
        return
    settled = resolve(merged, {conflict.place: choice})
    found = next(one for one in settled.conflicts if one.place == conflict.place)
    assert found.taken == {Taken.OURS: conflict.ours, Taken.THEIRS: conflict.theirs, Taken.BASE: conflict.base}[choice]
    assert in_conflict(settled) == in_conflict(merged)
    assert len(settled.open) < len(merged.open)
    untouched = {way: held for way, held in says(settled.result).items() if not is_disputed(way, merged)}
    assert untouched.items() <= says(merged.result).items() or conflict.place.field in ("file", OWN_LANGUAGE, "")


@every_merge
def test_a_difference_is_told_where_there_is_one(one: Side, other: Side) -> None:
    before, after = one.toolkit, other.toolkit
    changes = diff(side_of(before), side_of(after))
    differ = content_hash(replace(before, stale=())) != content_hash(replace(after, stale=()))
    orders = [getattr(before, name) != getattr(after, name) for name in ORDERED]
    assert bool(changes) == differ or (differ and any(orders))
    assert not diff(side_of(before), side_of(before))


@every_merge
def test_a_result_that_is_not_sound_says_why(base: Side, ours: Side, theirs: Side) -> None:
    merged = merge(base, ours, theirs)
    roles = {role.key for role in merged.result.toolkit.roles}
    used = {part.role for measure in merged.result.toolkit.measures for part in measure.responsible}
    unknown = [finding for finding in merged.findings() if finding.code == "unknown-roles"]
    assert bool(used - roles) <= bool(unknown)
