"""One text in several languages, with an honest fallback."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

LANGUAGES = ("fi", "sv", "en")
"""The languages of the interface; a toolkit may hold others as well."""


@dataclass(frozen=True)
class Shown:
    """What a reader gets: the words, and the language they are really in."""

    text: str
    language: str

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True)
class Text:
    """A text in zero or more languages.

    `versions` are (language, words) pairs sorted by language, without empty words, so that two texts that say
    the same are equal whatever order their file had.
    """

    versions: tuple[tuple[str, str], ...] = ()

    @classmethod
    def of(cls, **versions: str) -> Text:
        """Make a text from keyword arguments: `Text.of(fi="Kysely", sv="Enkät")`."""
        return cls.from_mapping(versions)

    @classmethod
    def from_mapping(cls, versions: Mapping[str, str]) -> Text:
        """Make a text from a mapping of language to words; empty words count as missing."""
        kept = {language: words.strip() for language, words in versions.items()}
        return cls(tuple(sorted((language, words) for language, words in kept.items() if words)))

    @classmethod
    def from_document(cls, document: object, language: str = "fi") -> Text:
        """Read the document form: a mapping by language, or plain words in `language`.

        Raises ValueError when the document is neither.
        """
        if document is None:
            return cls()
        if isinstance(document, str):
            return cls.from_mapping({language: document})
        if isinstance(document, Mapping) and all(
            isinstance(key, str) and isinstance(words, str) for key, words in document.items()
        ):
            return cls.from_mapping(document)
        raise ValueError("a text is words, or words by language")

    def to_document(self) -> dict[str, str]:
        """Return the mapping that `from_document` reads."""
        return dict(self.versions)

    @property
    def languages(self) -> tuple[str, ...]:
        return tuple(language for language, _ in self.versions)

    def __bool__(self) -> bool:
        return bool(self.versions)

    def __iter__(self) -> Iterator[tuple[str, str]]:
        return iter(self.versions)

    def shown(self, language: str, fallback: str = "fi") -> Shown:
        """Return the words in `language`, else in `fallback`, else in whichever language there is."""
        versions = dict(self.versions)
        for wanted in (language, fallback, *LANGUAGES, *versions):
            if wanted in versions:
                return Shown(versions[wanted], wanted)
        return Shown("", language)

    def get(self, language: str, fallback: str = "fi") -> str:
        """Return only the words of `shown`."""
        return self.shown(language, fallback).text

    def everywhere(self, fallback: str = "fi") -> Text:
        """Return the text with words in every language of the interface: what `get` gives where one is missing."""
        return Text.from_mapping({language: self.get(language, fallback) for language in LANGUAGES})

    def filled(self, **values: object) -> Text:
        """Return the text with `{name}` places filled in every language; a Text among the values in its own."""

        def fill(language: str, words: str) -> str:
            return words.format(**{name: v.get(language) if isinstance(v, Text) else v for name, v in values.items()})

        return Text(tuple((language, fill(language, words)) for language, words in self.versions))
