"""A school's own changes over an edition: sparse, so that what is not changed follows the next edition.

Only what a school may decide can change: the words, the hours, the time and the steps, not the key or the theme.
A school's own measures have keys of their own (`own-…`), which no edition uses, so they never collide with one.
"""

from __future__ import annotations

import re
from collections.abc import Container, Mapping
from dataclasses import dataclass, fields, replace
from typing import Any

from digivuosi.domain.texts import Text
from digivuosi.domain.toolkit.checks.references import OWN_PREFIX
from digivuosi.domain.toolkit.documents import (
    WRONG,
    Document,
    DocumentProblem,
    item_document,
    measure_from_document,
    parts_document,
    parts_from_document,
    span_document,
    span_from_document,
)
from digivuosi.domain.toolkit.search import plain
from digivuosi.domain.toolkit.toolkit import KEY_PATTERN, Measure, Part, Span, Toolkit

TEXTS = ("title", "purpose", "steps", "done_when")
SPANS = ("window", "recommended_time")


@dataclass(frozen=True)
class MeasureChanges:
    """What a school has changed in one measure; None stands for what it has not."""

    title: Text | None = None
    purpose: Text | None = None
    steps: Text | None = None
    done_when: Text | None = None
    window: Span | None = None
    recommended_time: Span | None = None
    days: int | None = None
    repeat: str | None = None
    audiences: tuple[str, ...] | None = None
    hours: tuple[Part, ...] | None = None
    """New hours of roles that the measure has; other roles keep theirs."""

    @property
    def changed(self) -> tuple[str, ...]:
        """Names of the changed fields, in the order of the measure's page."""
        return tuple(name for name in FIELDS if getattr(self, name) is not None)

    def __bool__(self) -> bool:
        return bool(self.changed)


FIELDS = tuple(field.name for field in fields(MeasureChanges))


@dataclass(frozen=True)
class SchoolChanges:
    """Everything a school has changed, by the measure's key, and the measures it made itself."""

    measures: tuple[tuple[str, MeasureChanges], ...] = ()
    """Sorted by key, without measures in which nothing is changed."""
    own: tuple[Measure, ...] = ()
    """Sorted by key."""

    def of(self, key: str) -> MeasureChanges:
        """Return the changes of one measure; empty when there are none."""
        return dict(self.measures).get(key, MeasureChanges())

    def with_measure(self, key: str, changes: MeasureChanges) -> SchoolChanges:
        """Return the changes with those of one measure put in place of what was there; empty ones take it away."""
        kept = {**dict(self.measures), key: changes}
        return replace(self, measures=tuple(sorted((k, c) for k, c in kept.items() if c)))

    def with_own(self, measure: Measure) -> SchoolChanges:
        """Return the changes with an own measure added or replaced; raises ValueError for a key that is not own."""
        if not is_own(measure.key):
            raise ValueError(measure.key)
        kept = {**{one.key: one for one in self.own}, measure.key: measure}
        return replace(self, own=tuple(kept[key] for key in sorted(kept)))

    def without_own(self, key: str) -> SchoolChanges:
        return replace(self, own=tuple(one for one in self.own if one.key != key))

    def to_document(self) -> Document:
        """Return the sparse document that is stored."""
        document: Document = {}
        if self.measures:
            document["measures"] = {key: _changes_document(changes) for key, changes in self.measures}
        if self.own:
            document["own"] = [item_document(measure) for measure in self.own]
        return document

    @classmethod
    def from_document(cls, document: Mapping[str, Any], language: str = "fi") -> SchoolChanges:
        """Read what `to_document` wrote; raises DocumentProblem."""
        changed, own = document.get("measures", {}), document.get("own", [])
        if not isinstance(changed, Mapping) or not isinstance(own, list) or set(document) - {"measures", "own"}:
            raise DocumentProblem("changes", WRONG)
        changes = cls()
        for key, one in changed.items():
            changes = changes.with_measure(key, _changes_from(one, f"changes.{key}", language))
        for one in own:
            measure = measure_from_document(one, language)
            if not is_own(measure.key):
                raise DocumentProblem(f"changes.own.{measure.key}", WRONG)
            changes = changes.with_own(measure)
        return changes


def with_changes(toolkit: Toolkit, changes: SchoolChanges) -> Toolkit:
    """Return the toolkit as the school has it; changes of measures that the edition no longer has stay aside."""
    if not changes.measures and not changes.own:
        return toolkit
    by_key = dict(changes.measures)
    edition = (changed_measure(one, by_key[one.key]) if one.key in by_key else one for one in toolkit.measures)
    measures = {one.key: one for one in (*edition, *changes.own)}
    return replace(toolkit, measures=tuple(measures[key] for key in sorted(measures)), _by_key={})


def changed_measure(measure: Measure, changes: MeasureChanges) -> Measure:
    """Return the measure with the changes in it."""
    wanted = {name: getattr(changes, name) for name in changes.changed if name != "hours"}
    if changes.hours is not None:
        hours = {part.role: part.hours for part in changes.hours}
        for name in ("responsible", "contributing"):
            parts = getattr(measure, name)
            wanted[name] = tuple(Part(part.role, hours.get(part.role, part.hours)) for part in parts)
    return replace(measure, **wanted)


def difference(measure: Measure, wanted: Measure) -> MeasureChanges:
    """Return the changes that make `wanted` of `measure`, as far as a school may change it."""
    changed: dict[str, Any] = {
        name: getattr(wanted, name)
        for name in FIELDS
        if name != "hours" and getattr(wanted, name) != getattr(measure, name)
    }
    before = _hours(measure)
    hours = {role: new for role, new in _hours(wanted).items() if role in before and new != before[role]}
    if hours:
        changed["hours"] = tuple(Part(role, hours[role]) for role in sorted(hours))
    return MeasureChanges(**changed)


def left_aside(toolkit: Toolkit, changes: SchoolChanges) -> tuple[str, ...]:
    """Return the keys of changed measures that the edition does not have."""
    return tuple(key for key, _ in changes.measures if toolkit.measure(key) is None)


def is_own(key: str) -> bool:
    """Whether a key is one of a school's own measure."""
    return key.startswith(OWN_PREFIX) and KEY_PATTERN.fullmatch(key) is not None


def own_key(title: str, taken: Container[str] = ()) -> str:
    """Return a free key for an own measure, made of its title."""
    words = re.sub(r"[^a-z0-9]+", "-", plain(title)).strip("-")[:40].strip("-") or "measure"
    key, number = f"{OWN_PREFIX}{words}", 2
    while key in taken:
        key, number = f"{OWN_PREFIX}{words}-{number}", number + 1
    return key


def _hours(measure: Measure) -> dict[str, float | None]:
    return {part.role: part.hours for part in (*measure.responsible, *measure.contributing)}


def _changes_document(changes: MeasureChanges) -> Document:
    document: Document = {}
    for name in changes.changed:
        value = getattr(changes, name)
        if name in TEXTS:
            document[name] = value.to_document()
        elif name in SPANS:
            document[name] = span_document(value)
        elif name == "hours":
            document[name] = parts_document(value)
        else:
            document[name] = sorted(value) if isinstance(value, tuple) else value
    return document


def _changes_from(document: object, where: str, language: str) -> MeasureChanges:
    if not isinstance(document, Mapping) or set(document) - set(FIELDS):
        raise DocumentProblem(where, WRONG)
    return MeasureChanges(
        **{name: _field_from(name, value, f"{where}.{name}", language) for name, value in document.items()}
    )


def _field_from(name: str, value: object, where: str, language: str) -> Any:
    if name in TEXTS:
        try:
            return Text.from_document(value, language)
        except ValueError:
            raise DocumentProblem(where, WRONG) from None
    if name in SPANS:
        return span_from_document(value, where)
    if name == "hours":
        return parts_from_document(value, where)
    if name == "audiences" and isinstance(value, list) and all(isinstance(key, str) for key in value):
        return tuple(sorted(set(value)))
    if name == "days" and isinstance(value, int) and not isinstance(value, bool) and value > 0:
        return value
    if name == "repeat" and isinstance(value, str):
        return value
    raise DocumentProblem(where, WRONG)
