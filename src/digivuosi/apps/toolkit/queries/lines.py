"""The measures of a toolkit in lists: by target group, by theme, by month."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from digivuosi.apps.responsibilities.queries import label_rows
from digivuosi.apps.schools.models import Provider
from digivuosi.domain.schoolyear.calendar import SchoolYear
from digivuosi.domain.schoolyear.rules import Unresolvable
from digivuosi.domain.texts import Text
from digivuosi.domain.toolkit.toolkit import Measure, Part, Role, Theme, Toolkit
from digivuosi.domain.wheel.placing import Place, places_for

FIRST_AUDIENCES = (
    "teachers", "digital-teams", "technical-support", "pedagogical-support", "principals", "administration",
)  # fmt: skip
"""The target groups in the order of the work; others follow by name."""
MONTHS = (8, 9, 10, 11, 12, 1, 2, 3, 4, 5, 6, 7)
NOT_THIS_YEAR = 0


@dataclass(frozen=True)
class Line:
    """A measure in a list."""

    measure: Measure
    theme: Theme | None
    who: tuple[Text, ...]
    """Labels of the responsible roles."""
    places: tuple[Place, ...]
    """When it would stand this year, by the provider's calendar; empty when it is not this year's."""


@dataclass(frozen=True)
class Group:
    key: str
    title: Text | None
    """None for what has no group of its own, and for months, whose names the page knows."""
    lines: tuple[Line, ...]
    theme: Theme | None = None


@dataclass(frozen=True)
class RoleNames:
    """What roles are called here: the municipality's own label, else the toolkit's title."""

    toolkit: Toolkit
    own: Mapping[str, Mapping[str, str]]

    def of(self, role: Role) -> Text:
        return Text.from_mapping({**role.title.to_document(), **self.own.get(role.kind.value, {})})

    def named(self, key: str) -> Text:
        role = self.toolkit.role(key)
        return self.of(role) if role else Text.of(**{self.toolkit.language: key})

    def labels(self, parts: Iterable[Part]) -> tuple[Text, ...]:
        return tuple(self.named(part.role) for part in parts)


def role_names(provider: Provider, toolkit: Toolkit) -> RoleNames:
    return RoleNames(toolkit, label_rows(provider))


def lines_of(measures: Iterable[Measure], names: RoleNames, year: SchoolYear) -> list[Line]:
    toolkit = names.toolkit
    return [Line(m, toolkit.theme(m.theme), names.labels(m.responsible), places_in(m, year)) for m in measures]


def places_in(measure: Measure, year: SchoolYear) -> tuple[Place, ...]:
    """When a measure would stand; nothing for what the year's calendar cannot meet."""
    try:
        return places_for(measure, year)
    except Unresolvable:
        return ()


def by_audience(lines: list[Line], toolkit: Toolkit, language: str) -> list[Group]:
    """A measure stands under each of its target groups; one without any stands last."""
    audiences = sorted(toolkit.audiences, key=lambda one: (_place(one.key), one.title.get(language, toolkit.language)))
    groups = [
        Group(one.key, one.title, tuple(line for line in lines if one.key in line.measure.audiences))
        for one in audiences
    ]
    known = {one.key for one in audiences}
    rest = tuple(line for line in lines if not known & set(line.measure.audiences))
    return _filled([*groups, Group("others", None, rest)])


def by_theme(lines: list[Line], toolkit: Toolkit) -> list[Group]:
    themes = sorted(toolkit.themes, key=lambda theme: (theme.colour, theme.key))
    groups = [
        Group(theme.key, theme.title, tuple(line for line in lines if line.measure.theme == theme.key), theme)
        for theme in themes
    ]
    rest = tuple(line for line in lines if line.theme is None)
    return _filled([*groups, Group("others", None, rest)])


def by_month(lines: list[Line]) -> list[Group]:
    """A measure that is done several times a year stands in each of its months."""
    months: dict[int, list[tuple[Place, Line]]] = {month: [] for month in MONTHS}
    for line in lines:
        seen: set[int] = set()
        for place in line.places:
            if place.first.month not in seen:
                seen.add(place.first.month)
                months[place.first.month].append((place, line))
    groups = [
        Group(str(month), None, tuple(line for _, line in sorted(found, key=lambda pair: pair[0].first)))
        for month, found in months.items()
    ]
    rest = tuple(line for line in lines if not line.places)
    return _filled([*groups, Group(str(NOT_THIS_YEAR), None, rest)])


def in_order(lines: Iterable[Line]) -> list[Line]:
    """By the time of the year, as the work comes."""
    return sorted(lines, key=lambda line: (not line.places, line.places[:1] and line.places[0].first, line.measure.key))


def _filled(groups: list[Group]) -> list[Group]:
    return [group for group in groups if group.lines]


def _place(key: str) -> int:
    return FIRST_AUDIENCES.index(key) if key in FIRST_AUDIENCES else len(FIRST_AUDIENCES)
