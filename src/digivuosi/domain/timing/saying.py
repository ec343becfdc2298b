"""Sentences about a plan: what happened is kept as values, the words come when somebody reads them.

A problem file knows ids only. Whoever shows a sentence gives `Names`, so that a page says a measure's title where the
command line says its id; a judge of 118,000 items makes no words that nobody reads.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from fractions import Fraction
from functools import lru_cache

from digivuosi.domain.schoolyear.dates import date_text
from digivuosi.domain.texts import LANGUAGES, Text

SHOWN = 4
"""So many names are listed; of the rest their number is told."""
_OPEN_LIST = Text.of(fi="{names} ja {more} muuta", sv="{names} och {more} andra", en="{names} and {more} more")


class Kind(StrEnum):
    """What an id of a problem stands for."""

    ITEM = "item"
    PERSON = "person"
    SCHOOL = "school"
    AUDIENCE = "audience"
    GROUP = "group"
    """A `together` or a `round`."""


@dataclass(frozen=True)
class Names:
    """What ids are called; an id without a name is shown as it is."""

    called: Mapping[Kind, Mapping[str, Text]] = field(default_factory=dict)

    def of(self, kind: Kind, key: str) -> Text:
        """Return the name of one thing."""
        name = self.called.get(kind, {}).get(key)
        return name if name else Text.of(fi=key)


IDS = Names()
"""Everything by its id."""


@dataclass(frozen=True, slots=True)
class Named:
    """Things to be called by their names in a sentence."""

    kind: Kind
    ids: tuple[str, ...]

    def told(self, names: Names) -> Text:
        """Return `a, b, c`, in every language; of long lists the first ones."""
        shown = [names.of(self.kind, key) for key in self.ids[:SHOWN]]
        listed = Text.from_mapping({one: ", ".join(name.get(one) for name in shown) for one in LANGUAGES})
        more = len(self.ids) - len(shown)
        return _OPEN_LIST.filled(names=listed, more=more) if more else listed


def item(*ids: str) -> Named:
    """The names of items."""
    return Named(Kind.ITEM, ids)


def person(*ids: str) -> Named:
    """The names of people."""
    return Named(Kind.PERSON, ids)


def school(*ids: str) -> Named:
    """The names of schools."""
    return Named(Kind.SCHOOL, ids)


def audience(key: str) -> Named:
    """The name of a target group."""
    return Named(Kind.AUDIENCE, (key,))


def group(key: str) -> Named:
    """The name of a `together` or a `round`."""
    return Named(Kind.GROUP, (key,))


@dataclass(frozen=True, slots=True)
class Sentence:
    """Words with places such as `{item}`, and the values for them: Named, number, date, Text or plain."""

    words: Text
    facts: Mapping[str, object]

    def told(self, names: Names = IDS) -> Text:
        """Return the sentence in every language."""
        return self.words.filled(**{key: _shown(value, names) for key, value in self.facts.items()})


def say(words: Text, **facts: object) -> Sentence:
    """Make a sentence; no words are put together before it is told."""
    return Sentence(words, facts)


def _shown(value: object, names: Names) -> object:
    if isinstance(value, Named):
        return value.told(names)
    if isinstance(value, Sentence):
        return value.told(names)
    if isinstance(value, (Fraction, float)):
        return number_text(value)
    return date_text(value) if isinstance(value, date) else value


def number_text(value: Fraction | float) -> Text:
    """Return a number with at most two decimals, as each language writes it: 2,5 in Finnish and Swedish."""
    written = f"{float(value):.2f}".rstrip("0").rstrip(".")
    return Text.of(fi=written.replace(".", ","), sv=written.replace(".", ","), en=written)


def week_number(week: str) -> int:
    """Return 40 of `2026-W40`: within one school year the number says which."""
    return int(week[-2:])


@lru_cache(maxsize=65_536)
def exact(value: float) -> Fraction:
    """Return the number as it is written in decimals: 0.1 is a tenth. So sums do not depend on their order."""
    return Fraction(str(value))
