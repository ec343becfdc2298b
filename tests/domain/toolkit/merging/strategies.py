"""Toolkits that came from one another, with few keys and few values, so that all kinds of edits meet.

A strategy is made once for each key and kept: to make and check them anew for every draw takes longer than drawing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cache
from typing import Any

from hypothesis import strategies as st

from digivuosi.domain.texts import Text
from digivuosi.domain.toolkit.documents import Document, from_document, to_document
from digivuosi.domain.toolkit.merging.places import Side
from digivuosi.domain.toolkit.surveys import Scale, Section, Statement, Survey
from digivuosi.domain.toolkit.toolkit import (
    After,
    Area,
    Duty,
    Lesson,
    Level,
    Lineage,
    Material,
    MaterialKind,
    Measure,
    Part,
    Responsibility,
    Role,
    RoleKind,
    Span,
    Theme,
    Toolkit,
    Year,
    in_order,
)

KEYS = ["a", "b", "c", "d"]
keys = st.sampled_from(KEYS)
words = st.sampled_from(["kysely", "koonti", "kiitos"])
spans = st.builds(Span, st.sampled_from(["october", "week 42"]), st.sampled_from(["november", "week 47"]))
some_keys = st.sets(keys, max_size=2).map(lambda found: tuple(sorted(found)))
hours = st.sampled_from([None, 1.0, 2.5])
some_spans = st.none() | spans
some_levels = st.sampled_from([(Level.SCHOOL,), (Level.ADMINISTRATION, Level.SCHOOL)])
some_roles = st.lists(keys, unique=True, max_size=3)
years = st.sampled_from(Year)
contents = st.sampled_from([b"one", b"two", b"three", b""])


@cache
def texts(key: str, languages: tuple[str, ...] = ("fi", "sv")) -> st.SearchStrategy[Text]:
    """Texts that say whose they are: two items are never the same, so nothing looks renamed."""
    versions = st.fixed_dictionaries({"fi": words}, optional=dict.fromkeys(languages[1:], words))
    return versions.map(lambda held: Text.from_mapping({lang: f"{word} {key}" for lang, word in held.items()}))


@cache
def maybe(key: str) -> st.SearchStrategy[Text]:
    return texts(key) | st.just(Text())


@st.composite
def parts(draw: st.DrawFn) -> tuple[tuple[Part, ...], tuple[Part, ...]]:
    """Responsible and contributing roles, each once."""
    roles = draw(some_roles)
    held = [(Part(role, draw(hours)), draw(st.booleans())) for role in sorted(roles)]
    return tuple(part for part, first in held if first), tuple(part for part, first in held if not first)


@cache
def lessons(key: str) -> st.SearchStrategy[tuple[Lesson, ...]]:
    """None, one or two lessons, in their order."""
    one = st.builds(Lesson, texts(key), st.sampled_from(["Kuusela", "Lähelä"]), st.just("2026-2027"))
    return st.lists(one, max_size=2).map(in_order)


@st.composite
def measures(draw: st.DrawFn, key: str) -> Measure:
    responsible, contributing = draw(parts())
    return Measure(
        key=key,
        title=draw(texts(key)),
        purpose=draw(texts(key)),
        theme=draw(keys),
        window=draw(spans),
        recommended_time=draw(some_spans),
        audiences=draw(some_keys),
        levels=draw(some_levels),
        recommended=draw(st.booleans()),
        responsible=responsible,
        contributing=contributing,
        days=draw(st.integers(1, 3)),
        after=tuple(After(measure, draw(years), draw(st.integers(0, 1))) for measure in draw(some_keys)),
        steps=draw(maybe(key)),
        materials=draw(some_keys),
        learnt=draw(lessons(key)),
        guess=draw(st.booleans()),
    )


present = st.sampled_from([("a", "b"), ("a", "b"), ("a",), ("a", "c"), ()])
"""Keys of items: most are on all sides of a merge, so that it goes down to their fields."""


def listed(make: Any) -> st.SearchStrategy[tuple[Any, ...]]:
    @cache
    def of(found: tuple[str, ...]) -> st.SearchStrategy[tuple[Any, ...]]:
        return st.tuples(*(make(key) for key in found))

    make = cache(make)
    return present.flatmap(of)


def material(key: str) -> st.SearchStrategy[Material]:
    return st.builds(
        Material,
        st.just(key),
        st.just(MaterialKind.FILE),
        texts(key),
        path=st.sampled_from([f"{key}.pdf", f"new-{key}.pdf"]),
    )


def scale(key: str) -> st.SearchStrategy[Scale]:
    return st.builds(Scale, st.just(key), texts(key), texts(key), texts(key), step_3=maybe(key))


def survey(key: str) -> st.SearchStrategy[Survey]:
    return st.builds(Survey, st.just(key), texts(key), texts(key), keys, spans, st.integers(5, 6), keys)


def section(key: str) -> st.SearchStrategy[Section]:
    return st.builds(Section, st.just(key), keys, texts(key), st.just(10), branches=some_keys)


def statement(key: str) -> st.SearchStrategy[Statement]:
    return st.builds(
        Statement,
        *(st.just(key), keys, texts(key), st.just(10)),
        scale=keys,
        need=keys,
        branches=some_keys,
        frameworks=some_keys,
    )


toolkits = st.builds(
    Toolkit,
    id=st.just("kuusela"),
    edition=st.sampled_from(["1", "2", "3"]),
    title=texts("kuusela"),
    publisher=st.just("Kuusela"),
    languages=st.sampled_from([("fi",), ("fi", "sv"), ("fi", "sv", "en"), ("fi", "en")]),
    licence=st.sampled_from(["CC0", "MIT"]),
    description=maybe("kuusela"),
    authors=st.permutations(["Aino", "Beata", "Cecilia"]).flatmap(
        lambda all: st.integers(0, 3).map(lambda n: tuple(all[:n]))
    ),
    lineage=st.lists(st.builds(Lineage, keys, words), max_size=2, unique=True).map(tuple),
    themes=listed(lambda key: st.builds(Theme, st.just(key), texts(key), st.integers(1, 2), maybe(key))),
    areas=listed(lambda key: st.builds(Area, st.just(key), texts(key))),
    roles=listed(
        lambda key: st.builds(Role, st.just(key), st.sampled_from(RoleKind), texts(key), st.sampled_from(Level))
    ),
    responsibilities=listed(
        lambda key: st.builds(
            Responsibility,
            st.just(key),
            st.sampled_from(Level),
            keys,
            st.sampled_from(Duty),
            keys,
            texts(key),
            some_keys,
        )
    ),
    materials=listed(material),
    measures=listed(measures),
    scales=listed(scale),
    surveys=listed(survey),
    sections=listed(section),
    statements=listed(statement),
    _by_key=st.builds(dict),
).map(lambda toolkit: from_document(to_document(toolkit)))


@st.composite
def sides(draw: st.DrawFn) -> Side:
    """A toolkit with the bytes of most of its files."""
    toolkit = draw(toolkits)
    files = {}
    for one in toolkit.materials:
        if content := draw(contents):
            files[f"materials/{one.path}"] = content
    return Side(toolkit, files)


Flat = dict[tuple[str, ...], Any]


def says(side: Side) -> Flat:
    """What a side says, its files too; made without the code that merges."""
    files = {("files", path): content for path, content in side.files.items()}
    held = flat(replace(side.toolkit, stale=(), materials=tuple(replace(m, sha256="") for m in side.toolkit.materials)))
    return {**held, **files}


def flat(toolkit: Toolkit) -> Flat:
    """A toolkit's document as values by the way to them, made without the code that merges."""
    return dict(_flat(to_document(toolkit), ()))


def _flat(document: Document, way: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], Any]]:
    people: dict[str, Any] = {}
    for name, value in document.items():
        if name in ("responsible", "contributing"):
            people.update({part["role"]: (name, part.get("hours")) for part in value})
        elif name == "after":
            yield from (((*way, name, a["measure"], a.get("of", "")), a.get("gap_days", 0)) for a in value)
        elif name in ("lineage", "authors", "languages", "learnt"):
            yield from (((*way, name, str(one)), True) for one in value)
        elif isinstance(value, list) and value and isinstance(value[0], dict):
            for item in value:
                yield (*way, name, item["key"]), "there"
                yield from _flat({k: v for k, v in item.items() if k != "key"}, (*way, name, item["key"]))
        elif isinstance(value, list):
            yield from (((*way, name, one), True) for one in value)
        elif isinstance(value, Mapping) and name not in ("window", "recommended_time"):
            yield from (((*way, name, language), held) for language, held in value.items())
        else:
            yield (*way, name), str(value)
    yield from (((*way, "people", role), part) for role, part in people.items())
