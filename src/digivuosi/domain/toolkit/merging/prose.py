"""Three-way merge of long texts, by paragraph and line.

merge3 (the diff3 of the version control system Breezy) finds what both sides left alone. Between those stretches it
is enough for diff3 that two edits touch to call them a conflict; in a list of one-line steps nearly all edits touch.
So the stretches that both sides changed are looked at again, edit by edit: only edits of the same unit, or two
insertions at the same point, conflict.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import pairwise
from typing import Any

from merge3 import Merge3

from digivuosi.domain.toolkit.merging.units import Unit, is_counted, renumbered, text_of, units_of

MOST_UNITS = 1_000
MOST_EQUAL = 3_000
"""Of one text, and pairs of units of two texts that are the same. Texts come from strangers: the time that comparing
takes grows with the product of the two, which in real texts, where hardly a line stands twice, is small."""
MOST_COMPARED = 100
LONGEST_COMPARED = 300
"""Pairs of changed units that are compared letter by letter, and how many letters of each."""
ALIKE = 0.5
"""From here on a unit counts as another one reworded."""


@dataclass(frozen=True)
class Prose:
    """A merged text, once with each side's words in the places that conflict; else all three are the same."""

    with_base: str
    with_ours: str
    with_theirs: str
    conflicts: int
    """How many places were changed on both sides."""


Units = Sequence[Unit]
Piece = tuple[Units, Units, Units]
"""One stretch of the merged text: with the base's words, with ours, with theirs; the same units when it is settled."""


@dataclass(frozen=True)
class _Edit:
    """`units` in the place of `base[start:end]`."""

    start: int
    end: int
    units: tuple[Unit, ...]
    ours: bool

    @property
    def says(self) -> tuple[int, int, tuple[str, ...]]:
        return self.start, self.end, tuple(unit.key for unit in self.units)


def merge_prose(base: str, ours: str, theirs: str) -> Prose:
    """Merge two changed texts that were one; both must differ from `base`."""
    sides = tuple(units_of(text) for text in (base, ours, theirs))
    if not all(is_comparable(sides[0], side) for side in sides[1:]):
        return Prose(base, ours, theirs, 1)
    pieces = _pieces(*sides)
    counted = all(map(is_counted, sides))
    told = []
    for number in range(3):
        units = [unit for piece in pieces for unit in piece[number]]
        told.append(text_of(renumbered(units) if counted else units))
    return Prose(told[0], told[1], told[2], sum(piece[1] is not piece[2] for piece in pieces))


def is_comparable(one: Units, other: Units) -> bool:
    """Whether two texts can be compared unit by unit in a time that anybody would wait."""
    if max(len(one), len(other)) > MOST_UNITS:
        return False
    often = Counter(_keys(other))
    return sum(often[key] for key in _keys(one)) <= MOST_EQUAL


class _Matcher(SequenceMatcher):  # type: ignore[type-arg]
    """Without the shortcut for long texts, in which lines that stand there often count as noise."""

    def __init__(self, isjunk: None, a: Sequence[str], b: Sequence[str]) -> None:
        super().__init__(isjunk, a, b, autojunk=False)


def _keys(units: Units) -> list[str]:
    return [unit.key for unit in units]


def _pieces(base: Units, ours: Units, theirs: Units) -> list[Piece]:
    # merge3's type asks for a matcher with `autojunk` among its arguments, but never gives it.
    matcher: Any = _Matcher
    merging = Merge3(_keys(base), _keys(ours), _keys(theirs), sequence_matcher=matcher)
    found: list[Piece] = []
    at = (0, 0, 0)
    for b, b_end, o, o_end, t, t_end in merging.find_sync_regions():
        found.extend(_between(base[at[0] : b], ours[at[1] : o], theirs[at[2] : t]))
        same = [_form(*units) for units in zip(base[b:b_end], ours[o:o_end], theirs[t:t_end], strict=True)]
        found.append((same, same, same))
        at = (b_end, o_end, t_end)
    return found


def _form(base: Unit, ours: Unit, theirs: Unit) -> Unit:
    """Of a unit that says the same on all sides, return the one whose form somebody changed."""
    return theirs if ours == base else ours


def _between(base: Units, ours: Units, theirs: Units) -> list[Piece]:
    """Merge a stretch between two that everyone left alone."""
    if _keys(ours) == _keys(base):
        return [(theirs, theirs, theirs)]
    if _keys(theirs) == _keys(base) or _keys(theirs) == _keys(ours):
        return [(ours, ours, ours)]
    edits = sorted((*_edits(base, ours, True), *_edits(base, theirs, False)), key=lambda e: (e.start, e.end, e.ours))
    found: list[Piece] = []
    at = 0
    for group in _grouped(edits):
        start, end = min(edit.start for edit in group), max(edit.end for edit in group)
        found.append((base[at:start],) * 3)
        found.append(_settled(base[start:end], start, group))
        at = end
    found.append((base[at:],) * 3)
    return found


def _edits(base: Units, side: Units, ours: bool) -> list[_Edit]:
    """Return what a side changed: each unit that was changed, put in or taken out by itself."""
    found: list[_Edit] = []
    for tag, start, end, first, last in _Matcher(None, _keys(base), _keys(side)).get_opcodes():
        if tag == "equal":
            continue
        for i, i_end, j, j_end in _paired(base[start:end], side[first:last]):
            found.append(_Edit(start + i, start + i_end, tuple(side[first + j : first + j_end]), ours))
    return found


def _paired(old: Units, new: Units) -> Iterator[tuple[int, int, int, int]]:
    """Say which new units stand for which old ones, as stretches of both.

    As many as there were stand one for one. Else the likest pairs are looked for, in order, so that a step that was
    reworded and a step that was put in beside it stay two things.
    """
    if len(old) == len(new):
        yield from ((n, n + 1, n, n + 1) for n in range(len(old)))
        return
    at_old = at_new = 0
    for i, j in (*_likest(old, new), (len(old), len(new))):
        common = min(i - at_old, j - at_new)
        yield from ((at_old + n, at_old + n + 1, at_new + n, at_new + n + 1) for n in range(common))
        if i - at_old != j - at_new:
            yield at_old + common, i, at_new + common, j
        if i < len(old):
            yield i, i + 1, j, j + 1
        at_old, at_new = i + 1, j + 1


def _likest(old: Units, new: Units) -> list[tuple[int, int]]:
    """Return the pairs of units, in order, that are most alike in all; none when there is too much to compare."""
    if not old or not new or len(old) * len(new) > MOST_COMPARED:
        return []
    best: list[list[tuple[float, list[tuple[int, int]]]]] = [[(0.0, [])] * (len(new) + 1) for _ in range(len(old) + 1)]
    for i, one in enumerate(old):
        for j, other in enumerate(new):
            alike = _likeness(one.key, other.key)
            score, pairs = best[i][j]
            options = [best[i][j + 1], best[i + 1][j]]
            if alike >= ALIKE:
                options.append((score + alike, [*pairs, (i, j)]))
            best[i + 1][j + 1] = max(options, key=lambda option: option[0])
    return best[-1][-1][1]


def _likeness(one: str, other: str) -> float:
    """Return how much of two units is the same, by their runs of three letters: 0 nothing, 1 all."""
    runs = [Counter(words[n : n + 3] for n in range(len(words))) for words in (_letters(one), _letters(other))]
    return 2 * (runs[0] & runs[1]).total() / max(1, runs[0].total() + runs[1].total())


def _letters(key: str) -> str:
    return key[:LONGEST_COMPARED].casefold()


def _grouped(edits: Sequence[_Edit]) -> list[list[_Edit]]:
    """Put edits that get in each other's way together."""
    groups: list[list[_Edit]] = []
    for edit in edits:
        if groups and any(_clash(other, edit) for other in groups[-1]):
            groups[-1].append(edit)
        else:
            groups.append([edit])
    return groups


def _clash(one: _Edit, other: _Edit) -> bool:
    if max(one.start, other.start) < min(one.end, other.end):
        return True
    if one.ours == other.ours:
        return False
    for point, edit in ((one, other), (other, one)):
        if point.start == point.end:
            # More units than there were means that something was put in there too.
            grown = len(edit.units) > edit.end - edit.start
            if edit.start < point.start < edit.end or (grown and point.start in (edit.start, edit.end)):
                return True
    return False


def _settled(base: Units, start: int, group: Sequence[_Edit]) -> Piece:
    ours, theirs = ([edit for edit in group if edit.ours is side] for side in (True, False))
    if not ours or not theirs or [edit.says for edit in ours] == [edit.says for edit in theirs]:
        done = _applied(base, start, ours or theirs)
        return done, done, done
    return base, _applied(base, start, ours), _applied(base, start, theirs)


def _applied(base: Units, start: int, edits: Sequence[_Edit]) -> list[Unit]:
    assert all(one.end <= other.start for one, other in pairwise(edits))  # noqa: S101 - edits of one side never overlap
    done: list[Unit] = []
    at = start
    for edit in edits:
        done.extend((*base[at - start : edit.start - start], *edit.units))
        at = edit.end
    done.extend(base[at - start :])
    return done
