"""The values of places in words, with the titles that the toolkit's people know."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from babel import Locale

from digivuosi.domain.schoolyear.rules import RuleError, print_repeat, print_window
from digivuosi.domain.texts import LANGUAGES, Text
from digivuosi.domain.toolkit.documents import LISTS
from digivuosi.domain.toolkit.matrix import DUTIES, LEVELS, actor_title
from digivuosi.domain.toolkit.merging import wording
from digivuosi.domain.toolkit.merging.places import (
    FILE,
    HEAD,
    LEARNT,
    PEOPLE,
    TEXTS,
    Item,
    Place,
    Value,
    lesson_of,
    lineage_of,
)
from digivuosi.domain.toolkit.surveys import Statement
from digivuosi.domain.toolkit.toolkit import Duty, Level, Responsibility, Span, Toolkit

LONGEST = 80
"""Letters of a value inside a sentence; the whole of it stands elsewhere."""
ELEMENTS = {name: name for name in ("audiences", "needs", "materials", "measures", "branches", "frameworks")}
ONE_OF = {
    **{"theme": "themes", "about": "areas", "audience": "audiences", "measure": "measures", "survey": "surveys"},
    **{"section": "sections", "scale": "scales", "need": "needs"},
}


@dataclass(frozen=True)
class Names:
    """Knows what things are called: first as the first toolkit has it, else as the next."""

    toolkits: tuple[Toolkit, ...]
    language: str

    @cached_property
    def _items(self) -> dict[tuple[str, str], tuple[Item, Toolkit]]:
        """Every item, as the first toolkit that has it has it."""
        return {
            (kind, item.key): (item, toolkit)
            for toolkit in reversed(self.toolkits)
            for kind in LISTS
            for item in getattr(toolkit, kind)
        }

    def title(self, kind: str, key: str) -> str:
        """Return an item's title, or its key when no toolkit has it."""
        if (kind, key) not in self._items:
            return key
        found, toolkit = self._items[kind, key]
        if isinstance(found, Responsibility):
            who, what = (self._get(text, toolkit) for text in (actor_title(toolkit, found.actor), found.text))
            return f"{who}: {shortened(what)}"
        if isinstance(found, Statement):
            return shortened(self._get(found.text, toolkit))
        return self._get(found.title, toolkit)

    def actor(self, key: str) -> str:
        kind = "roles" if ("roles", key) in self._items else "audiences"
        return self.title(kind, key)

    def say(self, text: Text, **values: object) -> str:
        return text.filled(**values).get(self.language, "en")

    def quoted(self, words: str) -> str:
        return self.say(wording.QUOTED, words=words)

    def language_name(self, code: str) -> str:
        """Return the name of a language in the reader's own."""
        reader = self.language if self.language in LANGUAGES else "en"
        return str(Locale.parse(reader).languages.get(code, code))

    def _get(self, text: Text, toolkit: Toolkit) -> str:
        return text.get(self.language, toolkit.language)


def value_words(place: Place, value: Value | None, names: Names) -> str:
    """Return one value as people say it; a whole item by its title."""
    if value is None:
        return names.say(wording.NOTHING)
    if isinstance(value, bool):
        return names.say(wording.YES if value else wording.NO)
    if isinstance(value, Span):
        return said(lambda: print_window(value.start, value.end, names.language), f"{value.start} – {value.end}")
    if place.field == "repeat":
        return said(lambda: print_repeat(str(value), names.language), str(value))
    if place.field == PEOPLE:
        return ", ".join(_part_words(name, hours, names) for name, hours in value)
    if place.field in (FILE, "sha256"):
        return str(value)[:12]
    if place.field in ONE_OF:
        return names.quoted(names.title(ONE_OF[place.field], str(value)))
    if place.field == "actor":
        return names.quoted(names.actor(str(value)))
    return _simple_words(place, value, names)


def _simple_words(place: Place, value: Value, names: Names) -> str:
    if isinstance(value, Level):
        return names.say(LEVELS[value])
    if isinstance(value, Duty):
        return names.say(DUTIES[value])
    if isinstance(value, StrEnum):
        return str(value.value)
    if isinstance(value, tuple):
        return ", ".join(map(str, value))
    if place.field in TEXTS:
        return names.quoted(shortened(str(value)))
    return str(value)


def part_words(place: Place, names: Names) -> str:
    """Return the name of the part that a place is of: a role, an element of a set, a language, a file."""
    if place.field in ELEMENTS and place.kind != HEAD:
        return names.title(ELEMENTS[place.field], place.part)
    if place.field == PEOPLE:
        return names.title("roles", place.part)
    if place.field == "after":
        measure, _, last = place.part.partition(" ")
        title = names.title("measures", measure)
        return names.say(wording.OF_LAST_YEAR, measure=title) if last else title
    if place.field in TEXTS or place.field == "languages":
        return names.language_name(place.part)
    if place.field == "levels":
        return names.say(LEVELS[Level(place.part)])
    if place.field == LEARNT:
        lesson = lesson_of(place.part)
        return f"{lesson.author} {lesson.year}: {shortened(lesson.text.get(names.language))}"
    if place.field == "lineage":
        line = lineage_of(place.part)
        return f"{line.id} {line.edition}"
    return place.part


def shortened(words: str) -> str:
    plain = " ".join(words.split())
    return plain if len(plain) <= LONGEST else f"{plain[: LONGEST - 1].rstrip()}…"


def said(say: Callable[[], str], otherwise: str) -> str:
    """Return a rule in words, or as it is written when it cannot be read."""
    try:
        return say()
    except RuleError:
        return otherwise


def _part_words(name: str, hours: float | None, names: Names) -> str:
    words = names.say(wording.RESPONSIBLE if name == "responsible" else wording.CONTRIBUTING)
    return words if hours is None else f"{words} {hours:g} h"
