"""Three values of one place: what becomes of them, and when nobody but a person can say."""

from __future__ import annotations

from collections.abc import Collection, Mapping, MutableMapping
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import PurePosixPath

from digivuosi.domain.toolkit.merging.places import FILE, PLACE, TEXTS, Leaves, Place, Value, hash_of
from digivuosi.domain.toolkit.merging.prose import merge_prose
from digivuosi.domain.toolkit.merging.units import says_the_same

TEXT_FILES = frozenset({".md", ".txt"})


NEVER_EMPTY = frozenset(
    {"theme", "window", "kind", "level", "actor", "duty", "about", "days", "repeat", "colour", "key"}
    | {"audience", "survey", "section", "framework", "code", "minutes", "place"}
    | {"recommended", "guess", "id", "edition", "publisher", "licence", "own_language"}
)


class Taken(StrEnum):
    """Whose value is taken where both sides changed one."""

    OURS = "ours"
    THEIRS = "theirs"
    BASE = "base"


@dataclass(frozen=True)
class Own:
    """A value that is nobody's yet; None takes away what can be away. Of a file the bytes, of an item the item."""

    value: Value | None


Choice = Taken | Own
Choices = Mapping[Place, Choice]


@dataclass(frozen=True)
class Conflict:
    """One place that both sides changed, each in its own way; None stands for a value that is not there.

    Of a long text, `with_ours` has all that both sides changed in other paragraphs, and ours only where they meet;
    of every other value it is `ours`. A file's values are the hashes of its content (`Merge.content`).
    """

    place: Place
    base: Value | None
    ours: Value | None
    theirs: Value | None
    with_base: Value | None
    with_ours: Value | None
    with_theirs: Value | None
    choice: Choice | None = None
    """What was chosen; None while it is open, and then ours stands in the result."""

    @property
    def taken(self) -> Value | None:
        """The value that stands in the result."""
        if isinstance(self.choice, Own):
            return self.choice.value
        return {Taken.BASE: self.with_base, Taken.THEIRS: self.with_theirs}.get(
            self.choice or Taken.OURS, self.with_ours
        )

    @property
    def is_hole(self) -> bool:
        """Whether the choice leaves nothing at a place that cannot be empty, such as a measure's theme."""
        return self.taken is None and self.place.field in NEVER_EMPTY

    @property
    def is_removal(self) -> bool:
        """Whether one side took away what the other changed."""
        return self.base is not None and (self.ours is None or self.theirs is None)


def is_text_file(path: str) -> bool:
    """Whether a file is merged as a text, by paragraph, and not as one value."""
    return PurePosixPath(path).suffix.lower() in TEXT_FILES


class Settling:
    """Settles places one by one, and remembers those that only a person can settle."""

    def __init__(self, choices: Choices, contents: MutableMapping[str, bytes], without: Collection[Place] = ()) -> None:
        self.choices = choices
        self.without = without
        """Places whose change on the other side is not taken; nobody is asked about them."""
        # A file that several materials name is one file: what is chosen for it in one place holds in all.
        self.file_choices = {place.part: choice for place, choice in choices.items() if place.field == FILE}
        self.contents = contents
        """Files by their hash; merged ones are added."""
        self.conflicts: list[Conflict] = []

    def leaves(self, kind: str, key: str, base: Leaves, ours: Leaves, theirs: Leaves) -> Leaves:
        """Return the merged places of one item."""
        merged: Leaves = {}
        for field, part in dict.fromkeys((*ours, *theirs, *base)):
            place = Place(kind, key, field, part)
            value = self.value(place, *(side.get((field, part)) for side in (base, ours, theirs)))
            if value is not None and (value != "" or not part):
                merged[field, part] = value
        return merged

    def value(self, place: Place, base: Value | None, ours: Value | None, theirs: Value | None) -> Value | None:
        """Return the merged value of a place."""
        if theirs in (base, ours) or place in self.without:
            return ours
        if ours == base:
            return theirs
        if place.field == PLACE and ours is not None:
            # Two who each put something in between have both moved what follows: that is no disagreement.
            return ours
        if place.field in TEXTS:
            return self._text(place, base, ours, theirs)
        if place.field == FILE and is_text_file(place.part):
            return self._file(place, base, ours, theirs)
        return self.conflict(Conflict(place, base, ours, theirs, base, ours, theirs))

    def conflict(self, conflict: Conflict) -> Value | None:
        """Return what was chosen for a conflict, or ours; raises ValueError for a choice that leaves a hole."""
        choice = self.choices.get(conflict.place)
        if choice is None and conflict.place.field == FILE:
            choice = self.file_choices.get(conflict.place.part)
        if isinstance(choice, Own) and isinstance(choice.value, bytes):
            self.contents[hash_of(choice.value)] = choice.value
            choice = Own(hash_of(choice.value))
        settled = replace(conflict, choice=choice)
        if settled.is_hole:
            raise ValueError(f"{conflict.place}: this place cannot be empty")
        self.conflicts.append(settled)
        return settled.taken

    def _text(self, place: Place, base: str | None, ours: str | None, theirs: str | None) -> str | None:
        if says_the_same(theirs, base) or says_the_same(theirs, ours):
            return ours
        if says_the_same(ours, base):
            return theirs
        if ours is None or theirs is None:
            return self.conflict(Conflict(place, base, ours, theirs, base, ours, theirs))
        merged = merge_prose(base or "", ours, theirs)
        if not merged.conflicts:
            return merged.with_ours
        was = None if base is None else merged.with_base
        return self.conflict(Conflict(place, base, ours, theirs, was, merged.with_ours, merged.with_theirs))

    def _file(self, place: Place, base: str | None, ours: str | None, theirs: str | None) -> str | None:
        """Merge Markdown and plain text as texts; what cannot be read as such is one value."""
        plain = Conflict(place, base, ours, theirs, base, ours, theirs)
        try:
            words = [self.contents[value].decode() if value else None for value in (base, ours, theirs)]
        except UnicodeDecodeError:
            return self.conflict(plain)
        written, mine, other = words
        if says_the_same(other, written) or says_the_same(other, mine):
            return ours
        if says_the_same(mine, written):
            return theirs
        if mine is None or other is None:
            return self.conflict(plain)
        merged = merge_prose(written or "", mine, other)
        if not merged.conflicts:
            return self._kept(merged.with_ours, mine)
        was = None if base is None else self._kept(merged.with_base, mine)
        told = self._kept(merged.with_ours, mine), self._kept(merged.with_theirs, mine)
        return self.conflict(Conflict(place, base, ours, theirs, was, *told))

    def _kept(self, text: str, like: str) -> str:
        content = (text.rstrip("\n") + "\n" if like.endswith("\n") else text).encode()
        self.contents[hash_of(content)] = content
        return hash_of(content)
