"""A school's year as a poster, and what anyone may see of a published wheel."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date

from django_scopes import scope

from digivuosi.apps.responsibilities.queries import role_labels
from digivuosi.apps.schools.models import School
from digivuosi.apps.wheel.models import Status
from digivuosi.apps.wheel.queries.entries import entries_of
from digivuosi.apps.wheel.queries.filters import Filters
from digivuosi.apps.wheel.queries.years import PlacedMeasure, SchoolsYear, year_of
from digivuosi.domain.schoolyear.calendar import SchoolYear
from digivuosi.domain.texts import Text
from digivuosi.domain.toolkit.toolkit import Theme
from digivuosi.domain.wheel.drawing import draw
from digivuosi.domain.wheel.entries import Entry, Ring
from digivuosi.domain.wheel.entries import Theme as WheelTheme
from digivuosi.domain.wheel.rings import letter
from digivuosi.domain.wheel.shapes import Drawing

MOST_ON_POSTER = 240
"""More names than this are not readable on A2, and drawing them would take long."""
PUBLIC_STATUSES = (Status.PLANNED, Status.IN_PROGRESS, Status.DONE)


class TooMany(Exception):
    """There is more to draw than a poster holds; `count` says how much."""

    def __init__(self, count: int) -> None:
        super().__init__(f"{count} entries")
        self.count = count


def poster_of(
    year: SchoolsYear,
    *,
    language: str,
    paper: str = "A3",
    orientation: str = "landscape",
    statuses: Collection[str] = (),
) -> Drawing:
    """Draw the poster of what the filters show, of these statuses (all when none are named)."""
    placed = [one for one in year.shown if not statuses or one.status in statuses]
    if len(placed) > MOST_ON_POSTER:
        raise TooMany(len(placed))
    given = entries_of(year, language, placed=placed)
    return draw(
        given.entries,
        year.calendar,
        given.rings,
        paper=paper,
        orientation=orientation,
        language=language,
        title=f"{year.school.name} {year.starts}–{year.starts + 1}",
        subtitle=year.school.provider.name,
        # With rings by theme the rings themselves say what the colours mean.
        themes=given.themes if year.filters.rings == "audience" else (),
    )


@dataclass(frozen=True)
class PublicMeasure:
    """What anyone may know of a placed measure: no people, no notes, no reasons."""

    title: Text
    purpose: Text
    theme: Theme | None
    first: date
    last: date
    is_done: bool
    roles: tuple[Text, ...]


@dataclass(frozen=True)
class PublicYear:
    """What anyone may see of a published year."""

    school_name: str
    provider_name: str
    starts: int
    language: str
    """The toolkit's own language, which its texts fall back to."""
    calendar: SchoolYear
    measures: list[PublicMeasure]
    drawing: Drawing
    rings: tuple[tuple[str, Ring], ...]
    """The rings by the letter that stands on each, from the outside in."""
    themes: tuple[WheelTheme, ...]
    """What the colours mean, when the rings do not say it."""


def published_school(provider: str, school: str) -> School | None:
    """The school of this address, when it has published its wheel."""
    rows = School.objects.filter(provider__slug=provider, slug=school, is_active=True, is_wheel_public=True)
    return rows.select_related("provider").first()


def public_year_of(school: School, starts: int, *, language: str, today: date, rings: str = "theme") -> PublicYear:
    """Read a published year. The signed-out have no scope, so it is opened here, and only what is public leaves it."""
    with scope(provider=school.provider, school=school):
        year = year_of(school, starts, filters=Filters(rings=rings))
        labels = role_labels(school.provider)
        # What has left the toolkit is called by its key, which is nobody else's business.
        known = [one for one in year.placed if year.toolkit.measure(one.measure.key)]
        placed = [one for one in known if one.status in PUBLIC_STATUSES]
        given = entries_of(year, language, placed=placed)
        drawing = draw(
            [_public_entry(entry) for entry in given.entries],
            year.calendar,
            given.rings,
            paper="screen",
            language=language,
            themes=given.themes,
            today=today if year.calendar.first_day <= today <= year.calendar.last_day else None,
        )
        return PublicYear(
            school_name=school.name,
            provider_name=school.provider.name,
            starts=starts,
            language=year.toolkit.language,
            calendar=year.calendar,
            measures=[_public(one, labels) for one in placed],
            drawing=drawing,
            rings=tuple((letter(index), ring) for index, ring in enumerate(given.rings)),
            themes=given.themes if rings == "audience" else (),
        )


def _public_entry(entry: Entry) -> Entry:
    """Only "done" is told of how it goes, and nothing of the row behind it."""
    return replace(entry, key="", status="done" if entry.status == Status.DONE else "planned")


def _public(one: PlacedMeasure, labels: dict[str, Text]) -> PublicMeasure:
    kinds = [role.kind.value for part in one.measure.responsible if (role := one.year.toolkit.role(part.role))]
    return PublicMeasure(
        title=one.measure.title,
        purpose=one.measure.purpose,
        theme=one.theme,
        first=one.first,
        last=one.last,
        is_done=one.status == Status.DONE,
        roles=tuple(labels[kind] for kind in dict.fromkeys(kinds) if kind in labels),
    )
