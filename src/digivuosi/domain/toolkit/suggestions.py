"""A change that a municipality suggests to the publisher whose toolkit it has copied, as one small JSON document.

It holds the items as they were in the publisher's edition and as they are now, so that the publisher can merge the
change into whatever its draft has become meanwhile (`merging.merge`), and nothing else of the copy travels along.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from digivuosi.domain.texts import Text
from digivuosi.domain.toolkit.checking import check_toolkit
from digivuosi.domain.toolkit.documents import (
    LISTS,
    Document,
    DocumentProblem,
    from_document,
    item_document,
    to_document,
)
from digivuosi.domain.toolkit.merging.places import Item, Side
from digivuosi.domain.toolkit.named_services import listed_in
from digivuosi.domain.toolkit.surveys import Statement
from digivuosi.domain.toolkit.toolkit import KEY_PATTERN, Material, MaterialKind, Measure, Responsibility, Toolkit

FORMAT = "digivuosi-suggestion/1"
LARGEST = 200_000
"""Bytes; a measure in three languages is well under a tenth of it."""
MOST_ITEMS = 20
LONGEST = {"from": 200, "contact": 200, "words": 4_000, "toolkit": 60, "edition": 60}
"""Letters of each of the words about it."""

ADDRESS = re.compile(r"[^\s@?&<>\"']{1,64}@[^\s@?&<>\"']{1,130}")
"""Near enough to an e-mail address to be written to, and nothing but one in a link."""

WRONG = Text.of(
    fi="Tiedosto ei ole muutosehdotus, tai se on vioittunut. Mitään ei otettu vastaan.",
    sv="Filen är inte ett ändringsförslag, eller den är skadad. Ingenting togs emot.",
    en="The file is no suggestion of a change, or it is damaged. Nothing was taken.",
)
TOO_LARGE = Text.of(
    fi="Muutosehdotus on liian suuri. Mitään ei otettu vastaan.",
    sv="Ändringsförslaget är för stort. Ingenting togs emot.",
    en="The suggestion is too large. Nothing was taken.",
)


class SuggestionProblem(ValueError):
    """What came is no suggestion; `message` says so to a person."""

    def __init__(self, message: Text) -> None:
        self.message = message
        super().__init__(message.get("en"))


@dataclass(frozen=True)
class SuggestedItem:
    """One item as it was and as it is to be; None before for a new one."""

    kind: str
    key: str
    before: Item | None
    after: Item


@dataclass(frozen=True)
class Suggestion:
    toolkit: str
    """Id of the publisher's toolkit."""
    edition: str
    """Of the publisher, from which the copy came."""
    author: str
    """The municipality that suggests."""
    contact: str
    """Where it can be asked; an e-mail address or nothing."""
    words: str
    """Why."""
    languages: tuple[str, ...]
    """Of the copy; the first is its own."""
    items: tuple[SuggestedItem, ...]
    """The first is what it is about, the others are new and come along because it needs them."""

    @property
    def title(self) -> Text:
        after = self.items[0].after
        return after.text if isinstance(after, Responsibility | Statement) else after.title

    def to_document(self) -> Document:
        items = [
            {
                "kind": one.kind,
                "before": item_document(one.before) if one.before is not None else None,
                "after": item_document(one.after),
            }
            for one in self.items
        ]
        return {
            "format": FORMAT,
            "toolkit": self.toolkit,
            "edition": self.edition,
            "from": self.author,
            "contact": self.contact,
            "words": self.words,
            "languages": list(self.languages),
            "items": items,
        }

    def to_bytes(self) -> bytes:
        return json.dumps(self.to_document(), ensure_ascii=False, indent=1).encode()


def read_suggestion(content: bytes) -> Suggestion:
    """Read the bytes of a suggestion, which nobody believes before a person has seen it. Raises SuggestionProblem."""
    if len(content) > LARGEST:
        raise SuggestionProblem(TOO_LARGE)
    try:
        return suggestion_from(json.loads(content))
    except (ValueError, RecursionError) as problem:
        if isinstance(problem, SuggestionProblem):
            raise
        raise SuggestionProblem(WRONG) from None


def suggestion_from(document: object) -> Suggestion:
    """Read the document of a suggestion; raises SuggestionProblem."""
    try:
        return _read(document)
    except (DocumentProblem, KeyError, TypeError, ValueError, AttributeError, RecursionError):
        raise SuggestionProblem(WRONG) from None


def suggest(base: Toolkit, ours: Toolkit, key: str, *, author: str, contact: str = "", words: str = "") -> Suggestion:
    """Suggest a measure of one's own to the publisher of `base`; raises KeyError when there is no such measure.

    New themes, roles, needs … that the measure names come along; files do not, and are taken out of the measure.
    """
    found = ours.measure(key)
    if found is None:
        raise KeyError(key)
    there = {(kind, item.key) for kind in LISTS for item in getattr(base, kind)}
    measure = _without_files(found, ours, there)
    items = [SuggestedItem("measures", key, base.measure(key), measure)]
    for kind, other in _named(measure, ours):
        item = next((one for one in getattr(ours, kind) if one.key == other), None)
        if (kind, other) not in there and item is not None:
            items.append(SuggestedItem(kind, other, None, item))
    return Suggestion(base.id, base.edition, author, contact, words, ours.languages, tuple(items))


def is_something(suggestion: Suggestion) -> bool:
    """Whether anything is different from what the publisher has."""
    return any(one.before != one.after for one in suggestion.items)


def sides(draft: Side, suggestion: Suggestion) -> tuple[Side, Side]:
    """Return base and theirs for a merge into the draft: the draft itself, with the items as they were and are to be.

    So the merge asks of nothing but those items, however far the draft has gone since the edition.
    """
    base = _with(draft.toolkit, ((one.kind, one.key, one.before) for one in suggestion.items))
    theirs = _with(draft.toolkit, ((one.kind, one.key, one.after) for one in suggestion.items))
    return Side(base, draft.files), Side(theirs, draft.files)


def _with(toolkit: Toolkit, items: Iterable[tuple[str, str, Item | None]]) -> Toolkit:
    for kind, key, item in items:
        kept = {one.key: one for one in getattr(toolkit, kind) if one.key != key}
        if item is not None:
            kept[key] = item
        changed: Mapping[str, Any] = {kind: tuple(kept[name] for name in sorted(kept)), "_by_key": {}}
        toolkit = replace(toolkit, **changed)
    return toolkit


def _without_files(measure: Measure, ours: Toolkit, there: set[tuple[str, str]]) -> Measure:
    def stays(key: str) -> bool:
        material = ours.material(key)
        return ("materials", key) in there or (material is not None and material.kind is not MaterialKind.FILE)

    after = tuple(one for one in measure.after if ("measures", one.measure) in there or one.measure == measure.key)
    return replace(measure, materials=tuple(key for key in measure.materials if stays(key)), after=after)


def _named(measure: Measure, ours: Toolkit) -> list[tuple[str, str]]:
    roles = sorted({part.role for part in (*measure.responsible, *measure.contributing)})
    return [
        ("themes", measure.theme),
        *(("audiences", key) for key in measure.audiences),
        *(("needs", key) for key in measure.needs),
        *(("roles", key) for key in roles),
        *(("materials", key) for key in measure.materials),
        *(("services", key) for key in listed_in(measure, ours.services)),
    ]


def _read(document: Any) -> Suggestion:
    if document["format"] != FORMAT or not 0 < len(document["items"]) <= MOST_ITEMS:
        raise ValueError("another format")
    said = {name: document.get(name, "") for name in LONGEST}
    for name, words in said.items():
        if not isinstance(words, str) or len(words) > LONGEST[name] or not _is_plain(words):
            raise ValueError(name)
    if said["contact"].strip() and not ADDRESS.fullmatch(said["contact"].strip()):
        raise ValueError("contact")
    if not said["from"].strip() or not said["toolkit"]:
        raise ValueError("from")
    languages = tuple(str(one) for one in document["languages"])[:20]
    items = tuple(_item(one, languages) for one in document["items"])
    if len({(one.kind, one.key) for one in items}) != len(items):
        raise ValueError("twice")
    return Suggestion(
        said["toolkit"], said["edition"], said["from"].strip(), said["contact"].strip(), said["words"], languages, items
    )


def _item(document: Any, languages: tuple[str, ...]) -> SuggestedItem:
    kind = document["kind"]
    after = _alone(kind, document["after"], languages)
    before = None if document["before"] is None else _alone(kind, document["before"], languages)
    if before is not None and before.key != after.key:
        raise ValueError("two keys")
    if isinstance(after, Material) and after.kind is MaterialKind.FILE:
        raise ValueError("a file")
    return SuggestedItem(kind, after.key, before, after)


def _alone(kind: str, document: Any, languages: tuple[str, ...]) -> Item:
    """Read one item by the reader of whole toolkits, and hold it to the published form."""
    if kind not in LISTS:
        raise ValueError(kind)
    frame = Toolkit("suggestion", "1", Text.of(fi="x"), "x", languages or ("fi",))
    toolkit = from_document({**to_document(frame), kind: [document]})
    (item,) = getattr(toolkit, kind)
    if not KEY_PATTERN.fullmatch(item.key):
        raise ValueError(item.key)
    if any(one.is_error and one.code in FORM for one in check_toolkit(toolkit)):
        raise ValueError("form")
    found: Item = item
    return found


FORM = frozenset(
    {"too-long", "wrong-type", "not-allowed", "bad-key", "out-of-range", "empty", "missing-field", "control-character"}
    | {"bad-language", "bad-address", "bad-year", "wrong-form"}
)
"""Findings about an item by itself; what it refers to is asked when it has been merged."""


def _is_plain(words: str) -> bool:
    return all(c.isprintable() or c in "\n\r\t" for c in words)


def fingerprint_of(suggestion: Suggestion) -> str:
    """Return a hash by which the same suggestion sent twice is known."""
    return hashlib.sha256(json.dumps(suggestion.to_document(), sort_keys=True).encode()).hexdigest()
