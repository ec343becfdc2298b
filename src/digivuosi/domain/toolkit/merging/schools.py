"""A school takes a new edition of its municipality: the same merge, with the school's sparse changes as one side.

The old edition is the base, the new one theirs, and the old one with the school's changes ours. What comes out is
sparse again, over the new edition. Nothing of the school's is given up without its word: where both changed a field,
the school's stays until it chooses. One thing cannot stay: hours of a role that the municipality took out of the
measure have nothing to stand on; the conflict tells of them.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from digivuosi.domain.toolkit.changes import SchoolChanges, difference, is_own, with_changes
from digivuosi.domain.toolkit.merging.merge import Merge, merge
from digivuosi.domain.toolkit.merging.places import Place, Side
from digivuosi.domain.toolkit.merging.renames import renames_between
from digivuosi.domain.toolkit.merging.values import Choices
from digivuosi.domain.toolkit.toolkit import Toolkit


@dataclass(frozen=True)
class SchoolMerge:
    """What a school's changes become over a new edition."""

    merge: Merge
    """Its conflicts, stale translations and words: `telling.py` speaks of them as of any merge."""
    changes: SchoolChanges
    """Over the new edition."""
    left_aside: tuple[str, ...]
    """Keys of measures that the school changed and the edition does not have: the changes wait, without effect."""


def merge_school(
    old: Toolkit,
    new: Toolkit,
    changes: SchoolChanges,
    choices: Choices | None = None,
    without: Collection[Place] = (),
) -> SchoolMerge:
    """Carry a school's changes from one edition over to the next.

    A choice of theirs gives the school's change up; of a measure that was taken away, all its changes. A place in
    `without` stays for the school as it was, by a change of its own where a school may have one.
    """
    ours = with_changes(old, changes)
    whole = merge(Side(old, {}), Side(ours, {}), Side(new, {}), choices, without)
    renames = renames_between(whole.base, whole.theirs)
    made = SchoolChanges(own=tuple(one for one in whole.result.toolkit.measures if is_own(one.key)))
    aside = []
    for measure in new.measures:
        if (merged := whole.result.toolkit.measure(measure.key)) is not None:
            made = made.with_measure(measure.key, difference(measure, merged))
    for key, held in changes.measures:
        now = renames.get(("measures", key), key)
        waited = old.measure(key) is None
        if waited or (new.measure(now) is None and whole.result.toolkit.measure(now) is not None):
            made = made.with_measure(now, held)
        if new.measure(now) is None and made.of(now):
            aside.append(now)
    return SchoolMerge(whole, made, tuple(aside))
