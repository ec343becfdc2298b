"""Search over measures that knows ä, ö and å.

Every word of the query must be in the measure: begin a word of it, or stand inside one, since Finnish and Swedish
write their compounds together. A query typed without dots and rings finds them too (`maararaha` finds määräraha),
but what is written exactly so always ranks first. Dots that were typed are meant: `sää` does not find saa.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from digivuosi.domain.texts import Text
from digivuosi.domain.toolkit.toolkit import Measure, Toolkit

WORD = re.compile(r"[^\W_]+")
INSIDE_FROM = 4
"""Letters that a query needs before it is also looked for inside of words."""
MOST_WORDS = 8
LONGEST_QUERY = 200

TITLE, NAMES, PURPOSE, REST = 8.0, 4.0, 3.0, 1.0
"""Weights of where a word stands."""
WHOLE, BEGINS, INSIDE = 1.0, 0.8, 0.3
"""Weights of how well a word fits."""
OTHER_LANGUAGE = 0.6


@dataclass(frozen=True)
class Hit:
    measure: Measure
    exact_words: int
    """How many words of the query stand there letter by letter."""
    score: float


@dataclass(frozen=True)
class _Word:
    exact: str
    plain: str
    weight: float
    language: str


def exact(words: str) -> str:
    """Return words in the form in which they are compared letter by letter."""
    return unicodedata.normalize("NFC", words).casefold()


def plain(words: str) -> str:
    """Return words without dots, rings and accents: ä and å as a, ö as o."""
    split = unicodedata.normalize("NFKD", words.casefold())
    return "".join(letter for letter in split if not unicodedata.combining(letter))


class SearchIndex:
    """The words of a toolkit's measures; made once for an edition and kept."""

    def __init__(self, toolkit: Toolkit) -> None:
        self.toolkit = toolkit
        self._words = {measure.key: tuple(_words(measure, toolkit)) for measure in toolkit.measures}

    def find(self, query: str, language: str = "fi", limit: int = 50) -> tuple[Hit, ...]:
        """Return the measures that hold every word of the query, best first."""
        asked = [(exact(word), plain(word)) for word in WORD.findall(exact(query[:LONGEST_QUERY]))[:MOST_WORDS]]
        if not asked:
            return ()
        hits = []
        for measure in self.toolkit.measures:
            scores = [_score(words, self._words[measure.key], language) for words in asked]
            if all(score for _, score in scores):
                exact_words = sum(is_exact for is_exact, _ in scores)
                hits.append(Hit(measure, exact_words, sum(score for _, score in scores)))
        own = self.toolkit.language
        hits.sort(key=lambda hit: (-hit.exact_words, -hit.score, hit.measure.title.get(language, own)))
        return tuple(hits[:limit])


def search(toolkit: Toolkit, query: str, language: str = "fi", limit: int = 50) -> tuple[Measure, ...]:
    """Return the measures that fit a query, best first; keep a `SearchIndex` to ask often."""
    return tuple(hit.measure for hit in SearchIndex(toolkit).find(query, language, limit))


def _score(asked: tuple[str, str], words: tuple[_Word, ...], language: str) -> tuple[bool, float]:
    """Return whether the letters are exactly those, and how good the best place is; exact letters go first."""
    exactly, plainly = asked
    best = max((_fit(exactly, word.exact) * _weight(word, language) for word in words), default=0.0)
    if best or exactly != plainly:
        return bool(best), best
    return False, max((_fit(plainly, word.plain) * _weight(word, language) for word in words), default=0.0)


def _weight(word: _Word, language: str) -> float:
    return word.weight * (1.0 if word.language in (language, "") else OTHER_LANGUAGE)


def _fit(asked: str, word: str) -> float:
    if asked not in word:
        return 0.0
    if word.startswith(asked):
        return WHOLE if word == asked else BEGINS
    return INSIDE if len(asked) >= INSIDE_FROM else 0.0


def _words(measure: Measure, toolkit: Toolkit) -> Iterator[_Word]:
    texts: list[tuple[Text, float]] = [
        (measure.title, TITLE),
        (measure.purpose, PURPOSE),
        (measure.steps, REST),
        (measure.done_when, REST),
        *((lesson.text, REST) for lesson in measure.learnt),
    ]
    named = [
        toolkit.theme(measure.theme),
        *(toolkit.audience(key) for key in measure.audiences),
        *(toolkit.role(part.role) for part in (*measure.responsible, *measure.contributing)),
        *(toolkit.need(key) for key in measure.needs),
    ]
    texts.extend((one.title, NAMES) for one in named if one is not None)
    texts.extend((one.title, REST) for one in map(toolkit.material, measure.materials) if one is not None)
    best: dict[tuple[str, str], float] = {}
    for text, weight in texts:
        for language, content in text:
            for word in WORD.findall(exact(content)):
                best[word, language] = max(weight, best.get((word, language), 0.0))
    for word in WORD.findall(measure.key):
        best.setdefault((word, ""), REST)
    for (word, language), weight in best.items():
        yield _Word(word, plain(word), weight, language)
