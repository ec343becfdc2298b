"""What is different between two toolkits, in words: by measure and by field."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from digivuosi.apps.look.languages import NAMES, current
from digivuosi.domain.schoolyear.rules import RuleError, print_repeat, print_window
from digivuosi.domain.texts import Text
from digivuosi.domain.toolkit.matrix import DUTIES
from digivuosi.domain.toolkit.toolkit import After, Lesson, Level, Measure, Part, Span, Toolkit, Year

LABELS: dict[str, Any] = {
    "title": _("Title"),
    "purpose": _("Purpose"),
    "theme": _("Theme"),
    "window": _("Window"),
    "recommended_time": _("Recommended time"),
    "audiences": _("Target groups"),
    "levels": _("Levels"),
    "recommended": _("Recommended to every school"),
    "responsible": _("Responsible"),
    "contributing": _("Contributing"),
    "days": _("School days"),
    "repeat": _("Repeat"),
    "after": _("Comes after"),
    "needs": _("Needs it answers"),
    "steps": _("Steps"),
    "done_when": _("Done when"),
    "materials": _("Materials"),
    "learnt": _("What was learnt"),
    "guess": _("The time is a guess"),
    "hours": _("Hours"),
    "description": _("Description"),
    "colour": _("Colour"),
    "level": _("Level"),
    "actor": _("Who"),
    "duty": _("Duty"),
    "about": _("Area"),
    "text": _("What we do"),
    "measures": _("Measures"),
}
LEVELS: dict[str, Any] = {
    Level.ADMINISTRATION: _("Administration"),
    Level.SCHOOL: _("School"),
    Level.COMMUNITY: _("Wider community"),
}
KINDS_BY_FIELD = {"theme": "themes", "about": "areas", "actor": "roles"}
OTHER_KINDS: dict[str, Any] = {
    "themes": _("Themes"),
    "audiences": _("Target groups"),
    "needs": _("Needs"),
    "areas": _("Areas of responsibility"),
    "roles": _("Roles"),
    "responsibilities": _("Responsibilities"),
    "materials": _("Materials"),
    "scales": _("Scales"),
    "branches": _("Grades and subjects"),
    "frameworks": _("Areas of outer frameworks"),
    "services": _("Services"),
}
SURVEY_KINDS: dict[str, Any] = {
    "surveys": _("Surveys"),
    "sections": _("Sections of surveys"),
    "statements": _("Statements of surveys"),
}
"""A survey and what stands inside it: they have pages of their own."""
LISTS_BY_FIELD = {name: name for name in ("audiences", "needs", "materials", "measures")}
ALL_OTHERS = {**OTHER_KINDS, **SURVEY_KINDS}
NOTHING = "–"


@dataclass(frozen=True)
class Difference:
    """One field of a measure, as it was and as it is."""

    label: str
    before: str
    after: str


@dataclass(frozen=True)
class ChangedMeasure:
    measure: Measure
    fields: tuple[Difference, ...]


@dataclass(frozen=True)
class OtherChange:
    """What has changed in a list that is not of measures: titles only."""

    label: Any
    added: tuple[Text, ...] = ()
    removed: tuple[Text, ...] = ()
    changed: tuple[Text, ...] = ()


@dataclass(frozen=True)
class Differences:
    added: tuple[Measure, ...] = ()
    removed: tuple[Measure, ...] = ()
    changed: tuple[ChangedMeasure, ...] = ()
    others: tuple[OtherChange, ...] = ()
    head: bool = False
    """Whether the toolkit's own words (title, description, languages …) are different."""

    def __bool__(self) -> bool:
        return bool(self.added or self.removed or self.changed or self.others or self.head)


def differences(before: Toolkit | None, after: Toolkit) -> Differences:
    """Tell what makes `after` of `before`; without `before` everything is new."""
    if before is None:
        return Differences(added=after.measures, head=True)
    old, new = ({one.key: one for one in toolkit.measures} for toolkit in (before, after))
    changed = tuple(
        ChangedMeasure(new[key], tuple(measure_differences(old[key], new[key], after)))
        for key in sorted(old.keys() & new.keys())
        if old[key] != new[key]
    )
    others = (_other(kind, getattr(before, kind), getattr(after, kind)) for kind in ALL_OTHERS)
    return Differences(
        added=tuple(new[key] for key in sorted(new.keys() - old.keys())),
        removed=tuple(old[key] for key in sorted(old.keys() - new.keys())),
        changed=changed,
        others=tuple(one for one in others if one is not None),
        head=any(
            getattr(before, name) != getattr(after, name)
            for name in ("title", "publisher", "languages", "licence", "description", "authors")
        ),
    )


def changed_keys(before: Toolkit | None, after: Toolkit) -> dict[str, str]:
    """The measures of `after` that are `new` or `changed`, by key."""
    if before is None:
        return {one.key: "new" for one in after.measures}
    old = {one.key: one for one in before.measures}
    return {one.key: "changed" if one.key in old else "new" for one in after.measures if one != old.get(one.key)}


def measure_differences(before: Any, after: Any, toolkit: Toolkit) -> Iterator[Difference]:
    """The fields of a measure (or another item) that are different, each language by itself."""
    for field in fields(before):
        old, new = getattr(before, field.name), getattr(after, field.name)
        if old == new:
            continue
        label = str(LABELS.get(field.name, field.name))
        if isinstance(old, Text):
            yield from _text_differences(label, old, new)
        else:
            yield Difference(label, value_words(field.name, old, toolkit), value_words(field.name, new, toolkit))


def value_words(name: str, value: Any, toolkit: Toolkit) -> str:
    """A field's value as people read it."""
    if isinstance(value, Text):
        return value.get(current(), toolkit.language) or NOTHING
    if isinstance(value, bool):
        return gettext("yes") if value else gettext("no")
    if isinstance(value, Span):
        return span_words(value)
    if name == "repeat":
        return _said(lambda: print_repeat(value, current()), value)
    if name in KINDS_BY_FIELD:
        return _titles(KINDS_BY_FIELD[name], (value,), toolkit)
    if name == "level":
        return str(LEVELS[value])
    if name == "duty":
        return DUTIES[value].get(current())
    if isinstance(value, tuple):
        return _list_words(name, value, toolkit) or NOTHING
    return NOTHING if value is None else str(value)


def span_words(span: Span) -> str:
    """A window in the reader's language, or the rules themselves when they cannot be read."""
    return _said(lambda: print_window(span.start, span.end, current()), f"{span.start} – {span.end}")


def _said(say: Any, otherwise: str) -> str:
    try:
        return str(say())
    except RuleError:
        return otherwise


def _list_words(name: str, values: tuple[Any, ...], toolkit: Toolkit) -> str:
    if name == "levels":
        return ", ".join(str(LEVELS[level]) for level in values)
    if name in LISTS_BY_FIELD:
        return _titles(LISTS_BY_FIELD[name], values, toolkit)
    return ", ".join(_item_words(value, toolkit) for value in values)


def _item_words(value: Any, toolkit: Toolkit) -> str:
    if isinstance(value, Part):
        title = _titles("roles", (value.role,), toolkit)
        return title if value.hours is None else f"{title} {value.hours:g} h"
    if isinstance(value, After):
        title = _titles("measures", (value.measure,), toolkit)
        year = " ({})".format(gettext("of last year")) if value.of is Year.LAST else ""
        return f"{title}{year}"
    if isinstance(value, Lesson):
        return f"{value.text.get(current(), toolkit.language)} ({value.author} {value.year})"
    return str(value)


def _titles(kind: str, keys: Iterable[str], toolkit: Toolkit) -> str:
    found = {one.key: one.title.get(current(), toolkit.language) for one in getattr(toolkit, kind)}
    return ", ".join(found.get(key, key) for key in keys)


def _text_differences(label: str, before: Text, after: Text) -> Iterator[Difference]:
    old, new = before.to_document(), after.to_document()
    for language in sorted(old.keys() | new.keys(), key=lambda code: (code != current(), code)):
        if old.get(language) != new.get(language):
            name = f"{label} ({NAMES.get(language, language).lower()})"
            yield Difference(name, old.get(language, NOTHING), new.get(language, NOTHING))


def _other(kind: str, before: Iterable[Any], after: Iterable[Any]) -> OtherChange | None:
    old, new = ({one.key: one for one in items} for items in (before, after))

    def titles(keys: Iterable[str], items: dict[str, Any]) -> tuple[Text, ...]:
        return tuple(getattr(items[key], "title", None) or items[key].text for key in sorted(keys))

    both = [key for key in old.keys() & new.keys() if old[key] != new[key]]
    found = OtherChange(
        ALL_OTHERS[kind],
        titles(new.keys() - old.keys(), new),
        titles(old.keys() - new.keys(), old),
        titles(both, new),
    )
    return found if found.added or found.removed or found.changed else None
