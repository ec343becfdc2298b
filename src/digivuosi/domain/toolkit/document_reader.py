"""Takes the fields of a toolkit's document, one by one, and says where one is not what it should be."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import TypeVar

from digivuosi.domain.texts import Text
from digivuosi.domain.toolkit.toolkit import Level, Span

T = TypeVar("T")
E = TypeVar("E", bound=StrEnum)


class DocumentProblem(ValueError):
    """A document that is not a toolkit; `where` is the way to the value, `message` says why."""

    def __init__(self, where: str, message: Text) -> None:
        self.where, self.message = where, message
        super().__init__(f"{where}: {message.get('en')}")


WRONG = Text.of(fi="arvo on väärän muotoinen", sv="värdet har fel form", en="the value has the wrong form")
MISSING = Text.of(fi="arvo puuttuu", sv="värdet saknas", en="the value is missing")
UNKNOWN = Text.of(fi="tuntematon kenttä ”{name}”", sv="okänt fält ”{name}”", en="unknown field “{name}”")


class Reader:
    """Takes fields out of one mapping and knows where it stands."""

    def __init__(self, value: object, where: str, language: str) -> None:
        if not isinstance(value, Mapping):
            raise DocumentProblem(where, WRONG)
        self.fields, self.where, self.language = dict(value), where, language

    def take(self, name: str, kind: type[T] | tuple[type[T], ...], default: T | None = None) -> T:
        value = self.fields.pop(name, None)
        if value is None:
            if default is None:
                raise DocumentProblem(f"{self.where}.{name}", MISSING)
            return default
        if not isinstance(value, kind) or (isinstance(value, bool) and kind is not bool):
            raise DocumentProblem(f"{self.where}.{name}", WRONG)
        return value

    def text(self, name: str) -> Text:
        try:
            return Text.from_document(self.fields.pop(name, None), self.language)
        except ValueError:
            raise DocumentProblem(f"{self.where}.{name}", WRONG) from None

    def choice(self, name: str, kind: type[E], default: E | None = None) -> E:
        words = self.take(name, str, default.value if default else None)
        return self._chosen(kind, words, name)

    def _chosen(self, kind: type[E], words: str, name: str) -> E:
        try:
            return kind(words)
        except ValueError:
            raise DocumentProblem(f"{self.where}.{name}", WRONG) from None

    def words(self, name: str) -> tuple[str, ...]:
        """Return a list of words in its own order."""
        values = self.take(name, list, [])
        if not all(isinstance(value, str) for value in values):
            raise DocumentProblem(f"{self.where}.{name}", WRONG)
        return tuple(values)

    def keys(self, name: str) -> tuple[str, ...]:
        return tuple(sorted(set(self.words(name))))

    def levels(self, name: str) -> tuple[Level, ...]:
        chosen = {self._chosen(Level, words, name) for words in self.words(name)} or {Level.SCHOOL}
        return tuple(level for level in Level if level in chosen)

    def items(self, name: str, read: Callable[[Reader], T]) -> tuple[T, ...]:
        values = self.take(name, list, [])
        found = []
        for number, value in enumerate(values):
            reader = Reader(value, f"{self.where}.{name}[{number}]", self.language)
            found.append(read(reader))
            reader.done()
        return tuple(found)

    def span(self, name: str) -> Span | None:
        value = self.fields.pop(name, None)
        if value is None:
            return None
        if isinstance(value, str):
            return Span(value.strip(), value.strip())
        reader = Reader(value, f"{self.where}.{name}", self.language)
        span = Span(reader.take("from", str).strip(), reader.take("to", str).strip())
        reader.done()
        return span

    def done(self) -> None:
        """Refuse what nothing has taken: silence would lose it."""
        for name in self.fields:
            raise DocumentProblem(self.where, UNKNOWN.filled(name=name))
