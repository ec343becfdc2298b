"""Reading a JSON document value by value: each fault is remembered with its place, and reading goes on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any, TypeVar

from digivuosi.domain.timing import fault_words as words
from digivuosi.domain.timing.faults import MOST, Fault
from digivuosi.domain.timing.fields import Check, Wrong, short, week

Value = TypeVar("Value")
Fields = Mapping[str, Any]
MOST_WEEKS = 500
LONGEST_TYPO = 40


class Enough(Exception):
    """More faults than anybody reads at once."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where in the file one reads; put into words only when something is wrong there."""

    list: str = ""
    number: int = 0
    key: str = ""

    def where(self, field: str) -> str:
        entry = f"{self.list}[{self.number}]" if self.list else ""
        return f"{entry}.{field}" if entry and field else entry or field


class Document:
    """Reads value by value, remembering each fault and going on."""

    def __init__(self) -> None:
        self.faults: list[Fault] = []
        self.unknown: dict[tuple[str, str], tuple[Place, str, int]] = {}

    # --- faults and warnings ---------------------------------------------------------------------------------

    def add(self, fault: Fault) -> None:
        self.faults.append(fault)
        if len(self.faults) > MOST:
            raise Enough

    def unknown_fields(self) -> Iterator[Fault]:
        """Yield a warning for each unknown field, with how often it is there."""
        for (_, field), (place, close, count) in self.unknown.items():
            text = words.CLOSE_FIELD if close else words.UNKNOWN_FIELD
            told = text.filled(field=short(field), count=count, close=close)
            yield Fault(told, place.where(short(field)), place.key)

    def note_unknown(self, raw: Fields, known: Sequence[str], place: Place, prefix: str = "") -> None:
        """Remember fields that are not known: a typo must not pass in silence."""
        for field in sorted(raw.keys() - known):
            key = (place.list, prefix + field)
            if key in self.unknown:
                first, close, count = self.unknown[key]
                self.unknown[key] = first, close, count + 1
            elif len(self.unknown) < MOST:
                # Looked for once: in a country's file the same typo may stand a hundred thousand times.
                near = get_close_matches(field, known, n=1) if len(field) < LONGEST_TYPO else []
                self.unknown[key] = place, near[0] if near else "", 1

    # --- parts of a document ---------------------------------------------------------------------------------

    def mapping(self, value: object, place: Place, field: str = "") -> dict[str, Any] | None:
        if isinstance(value, dict):
            return value
        self.add(Fault(words.MISSING if value is None and field else words.NO_OBJECT, place.where(field), place.key))
        return None

    def entries(self, value: object, most: int, place: Place, field: str) -> list[Any]:
        if value is None:
            return []
        if not isinstance(value, list):
            self.add(Fault(words.NO_LIST, place.where(field), place.key))
            return []
        if len(value) > most:
            self.add(Fault(words.TOO_MANY.filled(count=len(value), most=most), place.where(field), place.key))
            return []
        return value

    def checked(self, value: object, check: Check[Value], place: Place, field: str) -> Value | None:
        try:
            return check(value)
        except Wrong as wrong:
            self.add(Fault(wrong.text, place.where(field), place.key, wrong.of_shape))
            return None

    def needed(self, raw: Fields, field: str, check: Check[Value], place: Place) -> Value | None:
        if raw.get(field) is None:
            self.add(Fault(words.MISSING, place.where(field), place.key))
            return None
        return self.checked(raw[field], check, place, field)

    def given(self, raw: Fields, field: str, check: Check[Value], place: Place) -> Value | None:
        """Read a field that may be left out or null."""
        value = raw.get(field)
        return None if value is None else self.checked(value, check, place, field)

    def weeks(self, raw: Fields, field: str, place: Place) -> frozenset[str]:
        entries = self.entries(raw.get(field), MOST_WEEKS, place, field)
        found = (self.checked(one, week, place, f"{field}[{number}]") for number, one in enumerate(entries))
        return frozenset(name for name in found if name is not None)

    def part(self, raw: Fields, name: str, check: Check[Any], place: Place, field: str) -> Any:
        if raw.get(name) is None:
            self.add(Fault(words.MISSING, place.where(f"{field}.{name}"), place.key))
            return None
        return self.checked(raw[name], check, place, f"{field}.{name}")
