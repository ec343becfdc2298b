"""A new edition as an offer: what it would change, item by item and field by field, to take or to leave.

The base is the edition up to which everything has been answered. Taking some and refusing some moves it on: what was
answered is in it, what was not is not, and so is offered again. What was refused for ever stays unasked also when a
later edition changes it once more.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from digivuosi.domain.texts import Text
from digivuosi.domain.toolkit.changes import SchoolChanges
from digivuosi.domain.toolkit.merging.differences import Change, by_item, diff
from digivuosi.domain.toolkit.merging.lineage import taken_in
from digivuosi.domain.toolkit.merging.merge import IDENTITY, Merge, merge
from digivuosi.domain.toolkit.merging.places import HEAD, PEOPLE, Place, Side, leaves_of
from digivuosi.domain.toolkit.merging.schools import SchoolMerge, merge_school
from digivuosi.domain.toolkit.merging.showing import Names
from digivuosi.domain.toolkit.merging.telling import Told, change_line, title_of
from digivuosi.domain.toolkit.merging.values import Choices, Conflict, Taken
from digivuosi.domain.toolkit.surveys import NAMED, Section, Statement
from digivuosi.domain.toolkit.toolkit import Toolkit

NAMES_OF = {
    **{"theme": "themes", "about": "areas", PEOPLE: "roles", "after": "measures"},
    **{name: name for name in ("audiences", "needs", "materials", "measures")},
    **{field: kind for named in NAMED.values() for field, kind in named.items()},
}
NO_FILES = Toolkit(id="", edition="", title=Text(), publisher="")
TIMES = frozenset({"window", "recommended_time", "days", "repeat"})


@dataclass(frozen=True)
class Offer:
    """What a new edition would change in one item."""

    kind: str
    key: str
    changes: tuple[Change, ...]
    """From the base to the new edition; each place can be taken or left by itself."""
    conflicts: tuple[Conflict, ...] = ()
    """Those of the changes that meet a change of one's own, or the whole item when one of the two took it away."""

    @property
    def places(self) -> tuple[Place, ...]:
        return tuple(change.place for change in self.changes)


@dataclass(frozen=True)
class Answered:
    """What became of an offer."""

    merge: Merge
    """With its findings, stale translations and words."""
    draft: Side
    """The next state of ours, to look at before it is published."""
    base: Side
    """From now on the base: everything that was answered is in it."""


def offers(base: Side, ours: Side, theirs: Side, never: Collection[Place] = ()) -> tuple[Offer, ...]:
    """Return what the new edition offers; what ours says already, and what was refused for ever, is left out."""
    conflicts: dict[tuple[str, str], list[Conflict]] = {}
    for conflict in merge(base, ours, theirs, without=never).conflicts:
        conflicts.setdefault((conflict.place.kind, conflict.place.key), []).append(conflict)
    mine = set(_known(diff(base, ours)))
    found = []
    for (kind, key), group in by_item(diff(base, theirs)).items():
        wanted = tuple(
            change
            for change in group
            if not _is_in(change.place, never) and not _is_name(change.place) and _known([change])[0] not in mine
        )
        if wanted:
            found.append(Offer(kind, key, wanted, tuple(conflicts.get((kind, key), ()))))
    return tuple(found)


def answer(
    base: Side,
    ours: Side,
    theirs: Side,
    *,
    taken: Collection[Place],
    never: Collection[Place] = (),
    choices: Choices | None = None,
) -> Answered:
    """Take what was accepted, with what it names; leave the rest for later, or for ever.

    Where a taken change meets a change of one's own, theirs is taken, unless `choices` says otherwise.
    """
    offered = offers(base, ours, theirs, never)
    places = {place for offer in offered for place in offer.places}
    accepted = with_named(taken, offered) & places
    all_places = {change.place for change in diff(base, theirs)}
    left = (places - accepted) | {place for place in all_places if _is_in(place, never)}
    wanted = {conflict.place: Taken.THEIRS for offer in offered for conflict in offer.conflicts}
    wanted = {place: choice for place, choice in wanted.items() if _is_taken(place, accepted)}
    merged = merge(base, ours, theirs, {**wanted, **(choices or {})}, without=left)
    later = places - accepted - {place for place in places if _is_in(place, never)}
    moved_on = merge(base, base, theirs, without=later)
    return Answered(merged, taken_in(merged.result, ours.toolkit, theirs.toolkit), moved_on.result)


def with_named(taken: Collection[Place], offered: Iterable[Offer]) -> set[Place]:
    """Return the places with the new items that they name, and that stand inside them.

    A measure brings its new role along, a new survey its sections and their statements.
    """
    changes = {change.place: change for offer in offered for change in offer.changes}
    new = {place for place, change in changes.items() if not place.field and change.before is None}
    inside: dict[Place, set[Place]] = {}
    for place in new:
        item = changes[place].after
        if isinstance(item, Section | Statement):
            inside.setdefault(_owner(item), set()).add(place)
    done: set[Place] = set()
    waiting = list(taken)
    while waiting:
        place = waiting.pop()
        if place not in done:
            done.add(place)
            if place in changes:
                waiting.extend(new & set(_named(changes[place])))
            if place in new:
                waiting.extend(inside.get(place, ()))
    return done


def _owner(item: Section | Statement) -> Place:
    """Return what a section or a statement stands inside."""
    return Place("surveys", item.survey) if isinstance(item, Section) else Place("sections", item.section)


def offer_in_words(offer: Offer, base: Toolkit, theirs: Toolkit, language: str) -> Told:
    """Tell of one offer: a line for each change, in the order of its places."""
    names = Names((theirs, base), language)
    lines = tuple(change_line(change, names) for change in offer.changes)
    return Told(offer.kind, offer.key, title_of(offer.kind, offer.key, names), lines)


class SchoolOfferKind(StrEnum):
    NEW = "new"
    """A measure that the school may take into its year."""
    MOVED = "moved"
    """A measure that the school has placed, and whose time is another now: a proposal, nothing moves by itself."""
    GONE = "gone"
    """A measure that the school has placed or changed, and that the municipality took away."""
    DISPUTED = "disputed"
    """Fields that both the school and the municipality changed: the school's stay until it chooses."""


@dataclass(frozen=True)
class SchoolOffer:
    kind: SchoolOfferKind
    key: str
    changes: tuple[Change, ...] = ()
    conflicts: tuple[Conflict, ...] = ()


EditedItems = Mapping[tuple[str, str], Sequence[Change]]


def edited_items(old: Toolkit, new: Toolkit) -> EditedItems:
    """Return what an edition changes, by the list and the key of the item."""
    return by_item(diff(Side(old, {}), Side(new, {})))


def school_offers(
    old: Toolkit,
    new: Toolkit,
    changes: SchoolChanges,
    *,
    placed: Collection[str],
    declined: Collection[str] = (),
    never: Collection[Place] = (),
    edited: EditedItems | None = None,
) -> tuple[SchoolMerge, tuple[SchoolOffer, ...]]:
    """Return a school's changes over a new edition, and what the school is asked about it.

    `placed` and `declined` are keys of measures; what was declined stays so, whatever becomes of the measure.
    `edited` is what `edited_items` says of the two editions: the same for every school, so it can be asked once.
    """
    edited = edited_items(old, new) if edited is None else edited
    merged = merge_school(old, new, changes, choices=dict.fromkeys(never, Taken.OURS))
    asked = (one for one in _asked(merged, changes, edited, set(placed), never) if one.key not in declined)
    return merged, tuple(sorted(asked, key=lambda one: (one.key, one.kind)))


def _asked(
    merged: SchoolMerge, changes: SchoolChanges, edited: EditedItems, placed: set[str], never: Collection[Place]
) -> Iterator[SchoolOffer]:
    whole = merged.merge
    changed = dict(changes.measures)
    disputed: dict[str, list[Conflict]] = {}
    for conflict in whole.open:
        if conflict.place.kind == "measures" and conflict.place.field:
            disputed.setdefault(conflict.place.key, []).append(conflict)
    for key, conflicts in disputed.items():
        yield SchoolOffer(SchoolOfferKind.DISPUTED, key, conflicts=tuple(conflicts))
    for (kind, key), group in edited.items():
        if kind != "measures":
            continue
        item = next((change for change in group if not change.place.field), None)
        if item is not None and item.before is None:
            yield SchoolOffer(SchoolOfferKind.NEW, key, (item,))
        elif item is not None and (key in placed or key in changed):
            yield SchoolOffer(SchoolOfferKind.GONE, key, (item,))
        own = {conflict.place for conflict in whole.conflicts}
        times = [one for one in group if one.place.field in TIMES and one.place not in own and one.place not in never]
        before = next((str(change.before) for change in group if change.place.field == "key"), key)
        mine = changed[before].changed if before in changed else ()
        moved = tuple(change for change in times if change.place.field not in mine)
        if moved and {key, before} & placed:
            yield SchoolOffer(SchoolOfferKind.MOVED, key, moved)


def _known(changes: Iterable[Change]) -> list[tuple[Place, str]]:
    """Return what can be compared of changes, whatever their values are."""
    return [(change.place, repr(change.after)) for change in changes]


def _is_in(place: Place, never: Collection[Place]) -> bool:
    return place in never or Place(place.kind, place.key) in never


def _is_taken(conflict: Place, accepted: Collection[Place]) -> bool:
    """Whether a conflict is about something that was accepted; one of a whole item is about any of its places."""
    if conflict.field:
        return conflict in accepted
    return any((place.kind, place.key) == (conflict.kind, conflict.key) for place in accepted)


def _is_name(place: Place) -> bool:
    """Whether a place is how a toolkit names itself, which is no offer."""
    return place.kind == HEAD and place.field in {*IDENTITY, "lineage"}


def _named(change: Change) -> Iterator[Place]:
    """Give the items that a change names; of a text or a number, none."""
    if change.after is None:
        return
    if change.place.field:
        leaves = {(change.place.field, change.place.part): change.after}
    else:
        leaves = leaves_of(change.after, Side(NO_FILES, {}))
    for (field, part), value in leaves.items():
        if field == "actor":
            yield from (Place(kind, str(value)) for kind in ("roles", "audiences"))
        elif field in NAMES_OF:
            key = part.partition(" ")[0] or str(value)
            yield Place(NAMES_OF[field], key)
