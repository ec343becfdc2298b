"""A toolkit as places that each hold one value, so that merging and comparing become questions about single places.

A place is a field of an item, or a part of that field: one language of a text, one element of a set, one role among
the people, one measure that comes before. Order is no part of a place, so it can never conflict.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, replace
from typing import Any

from digivuosi.domain.texts import Text
from digivuosi.domain.toolkit.documents import LISTS
from digivuosi.domain.toolkit.package import Package, file_hash, with_hashes
from digivuosi.domain.toolkit.surveys import STEPS, Branch, FrameworkArea, Scale, Section, Statement, Survey
from digivuosi.domain.toolkit.toolkit import (
    After,
    Area,
    Audience,
    Lesson,
    Level,
    Lineage,
    Material,
    Measure,
    Need,
    Part,
    Responsibility,
    Role,
    Service,
    Theme,
    Toolkit,
    Year,
    in_order,
)

SurveyItem = FrameworkArea | Scale | Branch | Survey | Section | Statement
Item = Theme | Audience | Need | Area | Role | Responsibility | Material | Service | Measure | SurveyItem
Value = Any
"""Words, numbers, truth values, enums, a Span, a tuple of those, or a whole item; never None."""
Leaves = dict[tuple[str, str], Value]
"""The values of one item by field and part."""

CLASSES: Mapping[str, type[Item]] = {
    "themes": Theme,
    "audiences": Audience,
    "needs": Need,
    "areas": Area,
    "roles": Role,
    "responsibilities": Responsibility,
    "materials": Material,
    "services": Service,
    "measures": Measure,
    "frameworks": FrameworkArea,
    "scales": Scale,
    "branches": Branch,
    "surveys": Survey,
    "sections": Section,
    "statements": Statement,
}
HEAD = "toolkit"
"""The kind of places of the toolkit's own fields."""
TEXTS = frozenset({"title", "purpose", "description", "text", "steps", "done_when", *STEPS, "unknown"})
SETS = frozenset({"audiences", "needs", "materials", "measures", "levels", "branches", "frameworks"})
PLACE = "place"
"""Where a section or a statement stands: the one field that nobody is ever asked about."""
PEOPLE = "people"
"""Who is responsible and who contributes: one place for each role, also when it moves between the two."""
PARTS = ("responsible", "contributing")
LEARNT = "learnt"
"""What was learnt: one place for each lesson, so that lessons of two sides stand side by side."""
FILE = "file"
ALONE = ("measures/", "surveys/")
"""Folders with one file for each item."""
OWN_LANGUAGE = "own_language"
HEAD_WORDS = ("id", "edition", "publisher", "licence")
HEAD_TEXTS = ("title", "description")
BETWEEN = "\x1f"
"""Between the parts of one line of the lineage; no reader lets it into a text."""
ORDERED = ("languages", "authors", "lineage")
"""The toolkit's lists whose order means something: merged by element, the order kept (orders.py)."""


@dataclass(frozen=True, order=True)
class Place:
    """Where a value stands; with an empty field, the whole item."""

    kind: str
    """`toolkit`, or the name of a list: `measures`, `roles` …"""
    key: str = ""
    field: str = ""
    part: str = ""
    """Language of a text, element of a set, role, path of a file; empty when the field is one value."""

    def __str__(self) -> str:
        return "/".join(word for word in (self.kind, self.key, self.field, self.part) if word)


@dataclass(frozen=True)
class Side:
    """A toolkit with the files that travel with it, by path in the package."""

    toolkit: Toolkit
    files: Mapping[str, bytes]
    """Of all sides of a merge or of none: without bytes, material files are compared by their hashes."""

    def items(self, kind: str) -> dict[str, Item]:
        return {item.key: item for item in getattr(self.toolkit, kind)}

    def paths(self, item: Item) -> tuple[str, ...]:
        """Return the files of an item that are at hand."""
        if not isinstance(item, Material):
            return ()
        return tuple(path for path in item.files(self.toolkit.languages) if path in self.files)


def side_of(source: Package | Toolkit) -> Side:
    """Return a package as a side of a merge, or a toolkit whose files are not at hand."""
    if isinstance(source, Toolkit):
        return Side(source, {})
    own = {"toolkit.yaml", *(f"{kind}.yaml" for kind in LISTS)}
    files = {path: held for path, held in source.files.items() if path not in own and not path.startswith(ALONE)}
    return Side(with_hashes(source.toolkit, files), files)


def leaves_of(item: Item, side: Side) -> Leaves:
    """Return what an item says, place by place; what it does not say is not there."""
    found: Leaves = {}
    for field in fields(item):
        value = getattr(item, field.name)
        if field.name in TEXTS:
            found.update({(field.name, language): words for language, words in value})
        elif field.name in SETS:
            found.update({(field.name, str(element)): True for element in value})
        elif field.name == LEARNT:
            found.update({(LEARNT, lesson_word(lesson)): True for lesson in value})
        elif field.name == "after":
            found.update(_after_leaves(value))
        elif field.name not in ("key", *PARTS) and value is not None and (field.name, value) != ("sha256", ""):
            found[field.name, ""] = value
    if isinstance(item, Measure):
        found.update(_people_leaves(item))
    if isinstance(item, Material):
        _add_files(found, item, side)
    return found


def item_of(kind: str, key: str, leaves: Leaves) -> Item:
    """Return the item that says what the leaves say; its files stand in `files_of`."""
    wanted: dict[str, Any] = {"key": key}
    texts: dict[str, dict[str, str]] = {}
    sets: dict[str, set[str]] = {}
    after: list[After] = []
    people: dict[str, list[Part]] = {}
    learnt: list[Lesson] = []
    for (field, part), value in leaves.items():
        if field in TEXTS:
            texts.setdefault(field, {})[part] = value
        elif field in SETS:
            sets.setdefault(field, set()).add(part)
        elif field == LEARNT:
            learnt.append(lesson_of(part))
        elif field == "after":
            measure, _, year = part.partition(" ")
            after.extend(After(measure, Year(year or Year.THIS), gap) for gap in value)
        elif field == PEOPLE:
            for name, hours in value:
                people.setdefault(name, []).append(Part(part, hours))
        elif field != FILE:
            wanted[field] = value
    cls = CLASSES[kind]
    names = {field.name for field in fields(cls)}
    wanted.update({name: Text.from_mapping(texts.get(name, {})) for name in names & TEXTS})
    wanted.update({name: _in_order(name, sets.get(name, set())) for name in names & SETS})
    if cls is Measure:
        wanted[LEARNT] = in_order(learnt)
        wanted["after"] = tuple(sorted(after, key=lambda one: (one.measure, one.of, one.gap_days)))
        wanted.update({name: tuple(sorted(people.get(name, ()), key=_by_role)) for name in PARTS})
    return cls(**wanted)


def files_of(leaves: Leaves) -> dict[str, str]:
    """Return the hashes of an item's files, by path."""
    return {part: value for (field, part), value in leaves.items() if field == FILE}


def head_leaves(side: Side) -> Leaves:
    """Return what the toolkit says of itself, and the files that belong to no material."""
    toolkit = side.toolkit
    found: Leaves = {(name, ""): getattr(toolkit, name) for name in HEAD_WORDS}
    for name in HEAD_TEXTS:
        found.update({(name, language): words for language, words in getattr(toolkit, name)})
    for name in ORDERED:
        found.update({(name, element): True for element in ordered_elements(toolkit, name)})
    found[OWN_LANGUAGE, ""] = toolkit.language
    owned = {path for item in toolkit.materials for path in side.paths(item)}
    found.update({(FILE, path): hash_of(held) for path, held in side.files.items() if path not in owned})
    return found


def ordered_elements(toolkit: Toolkit, name: str) -> tuple[str, ...]:
    """Return the elements of one of the toolkit's ordered lists, each as one word."""
    if name == "lineage":
        return tuple(dict.fromkeys(lineage_word(line) for line in toolkit.lineage))
    return tuple(dict.fromkeys(getattr(toolkit, name)))


def lineage_word(line: Lineage) -> str:
    return BETWEEN.join((line.id, line.edition, line.hash, line.publisher))


def lineage_of(word: str) -> Lineage:
    identity, edition, content_hash, publisher = word.split(BETWEEN, 3)
    return Lineage(identity, edition, content_hash, publisher)


def lesson_word(lesson: Lesson) -> str:
    return json.dumps(lesson.to_document(), sort_keys=True, ensure_ascii=False)


def lesson_of(word: str) -> Lesson:
    held = json.loads(word)
    return Lesson(Text.from_document(held["text"]), held["from"], held["year"])


def with_head(toolkit: Toolkit, leaves: Leaves, orders: Mapping[str, tuple[str, ...]]) -> Toolkit:
    """Return the toolkit with its own fields as the leaves and the orders of its lists say."""
    fields: dict[str, Any] = {name: leaves[name, ""] for name in HEAD_WORDS}
    for name in HEAD_TEXTS:
        fields[name] = Text.from_mapping({part: words for (field, part), words in leaves.items() if field == name})
    fields.update(orders)
    fields["lineage"] = tuple(lineage_of(word) for word in orders["lineage"])
    return replace(toolkit, **fields, _by_key={})


def hash_of(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _add_files(found: Leaves, item: Material, side: Side) -> None:
    """A file that is at hand speaks for itself, in the place of the hash that was made of it."""
    if file_hash(item, side.toolkit.languages, side.files):
        found.pop(("sha256", ""), None)
    found.update({(FILE, path): hash_of(side.files[path]) for path in side.paths(item)})


def _people_leaves(measure: Measure) -> Leaves:
    found: Leaves = {}
    for name in PARTS:
        for part in getattr(measure, name):
            held = found.get((PEOPLE, part.role), ())
            found[PEOPLE, part.role] = tuple(sorted({*held, (name, part.hours)}, key=_by_name))
    return found


def _after_leaves(after: Iterable[After]) -> Leaves:
    found: Leaves = {}
    for one in after:
        place = ("after", one.measure if one.of is Year.THIS else f"{one.measure} {one.of}")
        found[place] = tuple(sorted({*found.get(place, ()), one.gap_days}))
    return found


def _in_order(name: str, elements: set[str]) -> tuple[str, ...]:
    if name == "levels":
        return tuple(level for level in Level if level in elements)
    return tuple(sorted(elements))


def _by_role(part: Part) -> tuple[str, bool, float]:
    return part.role, part.hours is not None, part.hours or 0


def _by_name(held: tuple[str, float | None]) -> tuple[str, bool, float]:
    return held[0], held[1] is not None, held[1] or 0
