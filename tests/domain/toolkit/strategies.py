"""Toolkits of every kind, for property-based tests."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import strategies as st

from digivuosi.domain.texts import Text
from digivuosi.domain.toolkit.documents import from_document, to_document
from digivuosi.domain.toolkit.surveys import (
    Branch,
    BranchKind,
    FrameworkArea,
    Scale,
    Section,
    Statement,
    StatementKind,
    Survey,
)
from digivuosi.domain.toolkit.toolkit import (
    After,
    Area,
    Audience,
    Duty,
    Lesson,
    Level,
    Lineage,
    Material,
    MaterialKind,
    Measure,
    Need,
    Part,
    Responsibility,
    Role,
    RoleKind,
    Service,
    Span,
    StaleTranslation,
    Theme,
    Toolkit,
    Year,
)

# "Cc" and "Cs" are refused by the reader; line ends and tabs are allowed in a text, but not of every system.
letters = st.characters(exclude_categories=["Cc", "Cs", "Cn"]) | st.sampled_from("\n\täö: #-'\"|>&*!%@`{}[]~0")
words = st.text(letters, min_size=1, max_size=120).filter(lambda text: bool(text.strip()))
line = st.sampled_from(["2026.1", "no", "yes", "~", "null", "0x10", "1e3", "- a", "a: b", "#", "Åsa", "x" * 40, "a b"])
keys = st.from_regex(r"[a-z0-9][a-z0-9-]{0,8}", fullmatch=True)
texts = st.dictionaries(st.sampled_from(["fi", "sv", "en", "no"]), words, min_size=1).map(Text.from_mapping)
maybe = texts | st.just(Text())
rules = st.sampled_from(["october", "week 42", "school-start + 2 weeks", "2027-02-09", "year-start any day"])
spans = st.builds(Span, rules, rules)
hours = st.none() | st.integers(0, 400).map(float) | st.floats(0, 400).map(lambda number: round(number, 2))
parts = st.lists(st.builds(Part, keys, hours), max_size=3).map(tuple)
some_keys = st.lists(keys, max_size=3, unique=True).map(tuple)
levels = st.lists(st.sampled_from(Level), min_size=1, max_size=3).map(tuple)
afters = st.builds(After, keys, st.sampled_from(Year), st.integers(0, 200))
lessons = st.builds(Lesson, texts, line, st.sampled_from(["2025-2026", "2026-2027", "2026"]))

measures = st.builds(
    Measure,
    key=keys,
    title=texts,
    purpose=texts,
    theme=keys,
    window=spans,
    recommended_time=st.none() | spans,
    audiences=some_keys,
    levels=levels,
    recommended=st.booleans(),
    responsible=parts,
    contributing=parts,
    days=st.integers(1, 200),
    repeat=st.sampled_from(["every year", "monthly", "every 3 years"]),
    after=st.lists(afters, max_size=3).map(tuple),
    needs=some_keys,
    steps=maybe,
    done_when=maybe,
    materials=some_keys,
    learnt=st.lists(lessons, max_size=2).map(tuple),
    guess=st.booleans(),
)
materials = st.builds(
    Material,
    key=keys,
    kind=st.sampled_from(MaterialKind),
    title=texts,
    path=st.sampled_from(["", "a.md"]),
    address=st.sampled_from(["", "https://example.org/"]),
    language=st.sampled_from(["", "fi"]),
    sha256=st.sampled_from(["", "0" * 64]),
)


def _listed(items: st.SearchStrategy[object], most: int = 3) -> st.SearchStrategy[tuple[object, ...]]:
    return st.lists(items, max_size=most, unique_by=lambda item: vars(item)["key"]).map(tuple)


untidy_toolkits = st.builds(
    Toolkit,
    id=keys,
    edition=line,
    title=texts,
    publisher=line,
    languages=st.lists(st.sampled_from(["fi", "sv", "en", "no"]), min_size=1, unique=True).map(tuple),
    licence=line,
    description=maybe,
    authors=st.lists(line, max_size=2).map(tuple),
    lineage=st.lists(st.builds(Lineage, keys, line, st.just(""), line), max_size=2).map(tuple),
    stale=st.lists(
        st.builds(
            StaleTranslation,
            st.sampled_from(["measures", "roles"]),
            keys,
            st.sampled_from(["title", "steps"]),
            st.sampled_from(["fi", "no"]),
            st.from_regex(r"[0-9a-f]{16}", fullmatch=True),
        ),
        max_size=2,
    ).map(tuple),
    themes=_listed(st.builds(Theme, keys, texts, st.integers(1, 8), maybe)),
    audiences=_listed(st.builds(Audience, keys, texts, maybe)),
    needs=_listed(st.builds(Need, keys, texts, maybe)),
    services=_listed(st.builds(Service, keys, texts, st.sampled_from(("", "https://palvelu.example/")), maybe)),
    areas=_listed(st.builds(Area, keys, texts)),
    roles=_listed(st.builds(Role, keys, st.sampled_from(RoleKind), texts, st.sampled_from(Level), maybe)),
    responsibilities=_listed(
        st.builds(Responsibility, keys, st.sampled_from(Level), keys, st.sampled_from(Duty), keys, texts, some_keys)
    ),
    materials=_listed(materials),
    measures=_listed(measures),
    _by_key=st.builds(dict),
)
places = st.integers(0, 100)
scales = st.builds(
    Scale, keys, texts, texts, texts, step_3=maybe, step_4=st.just(Text()), step_5=st.just(Text()), unknown=maybe
)
surveys = st.builds(
    Survey,
    key=keys,
    title=texts,
    purpose=texts,
    audience=keys,
    window=spans,
    minutes=st.integers(1, 60),
    measure=st.just("") | keys,
    description=maybe,
)


@st.composite
def surveyed(draw: st.DrawFn, toolkit: Toolkit) -> Toolkit:
    """A toolkit with surveys in it, each section and statement inside one that is there."""
    asked = draw(_listed(surveys, 2))
    owners = st.sampled_from([vars(one)["key"] for one in asked] or ["none"])
    sections = draw(_listed(st.builds(Section, keys, owners, texts, places, maybe, some_keys), 2)) if asked else ()
    owners = st.sampled_from([vars(one)["key"] for one in sections] or ["none"])
    statements = st.builds(
        Statement,
        *(keys, owners, texts, places, st.sampled_from(StatementKind), st.just("") | keys, st.just("") | keys),
        *(some_keys, some_keys, maybe),
    )
    return replace(
        toolkit,
        surveys=asked,
        sections=sections,
        statements=draw(_listed(statements, 2)) if sections else (),
        scales=draw(_listed(scales, 1)),
        branches=draw(_listed(st.builds(Branch, keys, st.sampled_from(BranchKind), texts, places), 1)),
        frameworks=draw(_listed(st.builds(FrameworkArea, keys, line, keys, texts, some_keys), 1)),
    )


untidy_toolkits = untidy_toolkits.flatmap(surveyed)
toolkits = untidy_toolkits.map(lambda toolkit: from_document(to_document(toolkit)))
"""Toolkits in their normal form, as every reader makes them."""
