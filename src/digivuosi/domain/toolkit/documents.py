"""The toolkit as one JSON document, and back.

A document is canonical: the same toolkit always gives the same document, whatever order its files had. The only
lists whose order means something are `languages` (the first is the toolkit's own), `authors` and `lineage`.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping
from enum import StrEnum
from typing import Any, TypeVar

from digivuosi.domain.texts import Text
from digivuosi.domain.toolkit import survey_documents
from digivuosi.domain.toolkit.document_reader import MISSING, WRONG, DocumentProblem, Reader
from digivuosi.domain.toolkit.surveys import Survey
from digivuosi.domain.toolkit.toolkit import (
    FORMAT,
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
    in_order,
)

Document = dict[str, Any]
T = TypeVar("T")

LISTS = (
    *("themes", "audiences", "needs", "areas", "roles", "responsibilities", "materials", "services", "measures"),
    *("frameworks", "scales", "branches", "surveys", "sections", "statements"),
)
"""The lists of keyed items, in the order that files and pages show them."""

__all__ = [
    "LISTS",
    "WRONG",
    "Document",
    "DocumentProblem",
    "content_hash",
    "from_document",
    "item_document",
    "measure_from_document",
    "parts_document",
    "parts_from_document",
    "span_document",
    "span_from_document",
    "to_document",
]


TWICE = Text.of(
    fi="avain ”{key}” on kahdesti", sv="nyckeln ”{key}” finns två gånger", en="the key “{key}” is there twice"
)


def to_document(toolkit: Toolkit) -> Document:
    """Return the canonical document of a toolkit: empty fields are left out, keyed lists stand by key."""
    head = _filled(
        format=FORMAT,
        id=toolkit.id,
        edition=toolkit.edition,
        title=toolkit.title.to_document(),
        publisher=toolkit.publisher,
        languages=list(toolkit.languages),
        licence=toolkit.licence,
        description=toolkit.description.to_document(),
        authors=list(toolkit.authors),
        lineage=[_filled(**vars(line)) for line in toolkit.lineage],
        stale=[_stale_document(mark) for mark in sorted(set(toolkit.stale))],
    )
    for name in LISTS:
        items = sorted(getattr(toolkit, name), key=lambda item: item.key)
        if items:
            head[name] = [item_document(item) for item in items]
    return head


def item_document(item: object) -> Document:
    """Return the document of one item: a theme, a role, a measure …"""
    if isinstance(item, Measure):
        return _measure_document(item)
    if isinstance(item, Survey):
        return _filled(**{**_plain_fields(item), "window": span_document(item.window)})
    return _filled(**_plain_fields(item))


def _plain_fields(item: object) -> Document:
    return {name: _plain(value) for name, value in vars(item).items()}


def _measure_document(measure: Measure) -> Document:
    fields = _plain_fields(measure)
    fields["levels"] = [level.value for level in Level if level in measure.levels]
    fields["window"] = span_document(measure.window)
    fields["recommended_time"] = span_document(measure.recommended_time)
    fields["responsible"] = parts_document(measure.responsible)
    fields["contributing"] = parts_document(measure.contributing)
    fields["after"] = sorted((_after_document(after) for after in measure.after), key=_sorting)
    fields["learnt"] = [lesson.to_document() for lesson in in_order(measure.learnt)]
    fields["guess"] = measure.guess or None
    return _filled(**fields)


def _plain(value: object) -> object:
    if isinstance(value, Text):
        return value.to_document()
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, tuple):
        return sorted({one for one in value if isinstance(one, str)})
    return value


def parts_document(parts: Iterable[Part]) -> list[Document]:
    """Return who does what, with whole hours as whole numbers."""
    return sorted((_filled(role=part.role, hours=_number(part.hours)) for part in parts), key=_sorting)


def span_document(span: Span | None) -> str | Document | None:
    """Return a window: one rule as words, two rules as from and to."""
    if span is None:
        return None
    return span.start if span.start == span.end else {"from": span.start, "to": span.end}


def _stale_document(mark: StaleTranslation) -> Document:
    at = f"{mark.kind}/{mark.key}" if mark.key else mark.kind
    return {"at": at, "field": mark.field, "language": mark.language, "words": mark.words}


def _after_document(after: After) -> Document:
    last = after.of.value if after.of is Year.LAST else None
    return _filled(measure=after.measure, of=last, gap_days=after.gap_days or None)


def _number(hours: float | None) -> float | int | None:
    return int(hours) if hours is not None and hours == int(hours) else hours


def _filled(**fields: object) -> Document:
    """Leave out what is empty; zero and false say something and stay."""
    return {name: value for name, value in fields.items() if value not in (None, "", [], {})}


def _sorting(document: Document) -> str:
    return json.dumps(document, sort_keys=True)


def from_document(document: Mapping[str, Any]) -> Toolkit:
    """Return the toolkit of a document; raises DocumentProblem."""
    languages = document.get("languages") if isinstance(document, Mapping) else None
    own = languages[0] if isinstance(languages, list) and languages and isinstance(languages[0], str) else "fi"
    reader = Reader(document, "toolkit", own)
    if reader.take("format", str) != FORMAT:
        raise DocumentProblem("toolkit.format", WRONG)
    toolkit = Toolkit(
        id=reader.take("id", str),
        edition=reader.take("edition", str),
        title=reader.text("title"),
        publisher=reader.take("publisher", str),
        languages=tuple(dict.fromkeys(reader.words("languages"))) or (own,),
        licence=reader.take("licence", str, "CC-BY-4.0"),
        description=reader.text("description"),
        authors=reader.words("authors"),
        lineage=reader.items("lineage", _lineage),
        stale=tuple(sorted(set(reader.items("stale", _stale)))),
        themes=_by_key(reader, "themes", _theme),
        audiences=_by_key(reader, "audiences", lambda r: Audience(**_named(r))),
        needs=_by_key(reader, "needs", lambda r: Need(**_named(r))),
        areas=_by_key(reader, "areas", _area),
        roles=_by_key(reader, "roles", _role),
        responsibilities=_by_key(reader, "responsibilities", _responsibility),
        materials=_by_key(reader, "materials", _material),
        services=_by_key(reader, "services", lambda r: Service(address=r.take("address", str, ""), **_named(r))),
        measures=_by_key(reader, "measures", _measure),
        **_surveys(reader),
    )
    reader.done()
    return toolkit


def _surveys(reader: Reader) -> dict[str, Any]:
    return {name: _by_key(reader, name, read) for name, read in survey_documents.READERS.items()}


def measure_from_document(document: object, language: str = "fi") -> Measure:
    """Return one measure of its document; raises DocumentProblem."""
    reader = Reader(document, "measure", language)
    measure = _measure(reader)
    reader.done()
    return measure


def parts_from_document(document: object, where: str = "parts") -> tuple[Part, ...]:
    """Return parts of their document; raises DocumentProblem."""
    return _parts(Reader({"parts": document}, where, "fi"), "parts")


def span_from_document(document: object, where: str = "window") -> Span | None:
    """Return a window of its document; raises DocumentProblem."""
    return Reader({"span": document}, where, "fi").span("span")


def content_hash(toolkit: Toolkit) -> str:
    """Return the SHA-256 of the canonical document; files are in it by their own hashes."""
    words = json.dumps(to_document(toolkit), sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(words.encode()).hexdigest()


def _by_key(reader: Reader, name: str, read: Callable[[Reader], T]) -> tuple[T, ...]:
    found: dict[str, T] = {}
    for item in reader.items(name, read):
        key = str(vars(item)["key"])
        if key in found:
            raise DocumentProblem(f"{reader.where}.{name}", TWICE.filled(key=key))
        found[key] = item
    return tuple(found[key] for key in sorted(found))


def _named(reader: Reader) -> dict[str, Any]:
    return {
        "key": reader.take("key", str),
        "title": reader.text("title"),
        "description": reader.text("description"),
    }


def _area(reader: Reader) -> Area:
    return Area(reader.take("key", str), reader.text("title"))


def _lineage(reader: Reader) -> Lineage:
    return Lineage(
        id=reader.take("id", str),
        edition=reader.take("edition", str),
        hash=reader.take("hash", str, ""),
        publisher=reader.take("publisher", str, ""),
    )


def _stale(reader: Reader) -> StaleTranslation:
    kind, _, key = reader.take("at", str).partition("/")
    return StaleTranslation(
        kind, key, reader.take("field", str), reader.take("language", str), reader.take("words", str)
    )


def _theme(reader: Reader) -> Theme:
    return Theme(colour=reader.take("colour", int, 1), **_named(reader))


def _role(reader: Reader) -> Role:
    kind = reader.choice("kind", RoleKind)
    return Role(kind=kind, level=reader.choice("level", Level, Level.SCHOOL), **_named(reader))


def _responsibility(reader: Reader) -> Responsibility:
    return Responsibility(
        key=reader.take("key", str),
        level=reader.choice("level", Level),
        actor=reader.take("actor", str),
        duty=reader.choice("duty", Duty),
        about=reader.take("about", str),
        text=reader.text("text"),
        measures=reader.keys("measures"),
    )


def _material(reader: Reader) -> Material:
    return Material(
        key=reader.take("key", str),
        kind=reader.choice("kind", MaterialKind),
        title=reader.text("title"),
        path=reader.take("path", str, ""),
        address=reader.take("address", str, ""),
        language=reader.take("language", str, ""),
        sha256=reader.take("sha256", str, ""),
    )


def _parts(reader: Reader, name: str) -> tuple[Part, ...]:
    parts = reader.items(name, _part)
    return tuple(sorted(set(parts), key=lambda part: (part.role, part.hours is not None, part.hours or 0)))


def _part(reader: Reader) -> Part:
    role = reader.take("role", str)
    hours = float(reader.take("hours", (int, float), -1.0))
    return Part(role, None if hours < 0 else hours)


def _after(reader: Reader) -> After:
    return After(
        measure=reader.take("measure", str),
        of=reader.choice("of", Year, Year.THIS),
        gap_days=reader.take("gap_days", int, 0),
    )


def _measure(reader: Reader) -> Measure:
    window = reader.span("window")
    if window is None:
        raise DocumentProblem(f"{reader.where}.window", MISSING)
    after = set(reader.items("after", _after))
    return Measure(
        key=reader.take("key", str),
        title=reader.text("title"),
        purpose=reader.text("purpose"),
        theme=reader.take("theme", str),
        window=window,
        recommended_time=reader.span("recommended_time"),
        audiences=reader.keys("audiences"),
        levels=reader.levels("levels"),
        recommended=reader.take("recommended", bool, True),
        responsible=_parts(reader, "responsible"),
        contributing=_parts(reader, "contributing"),
        days=reader.take("days", int, 1),
        repeat=reader.take("repeat", str, "every year"),
        after=tuple(sorted(after, key=lambda one: (one.measure, one.of, one.gap_days))),
        needs=reader.keys("needs"),
        steps=reader.text("steps"),
        done_when=reader.text("done_when"),
        materials=reader.keys("materials"),
        learnt=in_order(
            reader.items("learnt", lambda r: Lesson(r.text("text"), r.take("from", str), r.take("year", str)))
        ),
        guess=reader.take("guess", bool, False),
    )
