"""How the schools of a provider get on with their years, for those who oversee them. The number of queries does not
grow with the schools: everything is read for all of them at once.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from digivuosi.apps.people.models import User
from digivuosi.apps.responsibilities.labels import ADMINISTRATION_KINDS, kinds_at
from digivuosi.apps.responsibilities.queries import holders_of_schools
from digivuosi.apps.schools.models import Provider, School
from digivuosi.apps.schools.queries import call_as_invited
from digivuosi.apps.toolkit.queries import toolkit_of
from digivuosi.apps.wheel.models import Decline, Placement, Status
from digivuosi.apps.wheel.queries.overview import MeasureAcrossSchools, across_schools
from digivuosi.apps.wheel.queries.years import OPEN
from digivuosi.domain.toolkit.toolkit import Measure, Theme, Toolkit

MONTHS = (8, 9, 10, 11, 12, 1, 2, 3, 4, 5, 6, 7)
NEEDED = frozenset((*kinds_at(is_administration=False), *ADMINISTRATION_KINDS))
"""The roles that someone should hold for a school."""


@dataclass(frozen=True)
class Cell:
    """What one school has made of one measure."""

    school: School
    placements: Sequence[Placement] = ()
    decline: Decline | None = None

    @property
    def state(self) -> str:
        """A status for all doings together; "declined", or "" for a measure that the school has not taken."""
        if not self.placements:
            return "declined" if self.decline else ""
        found = {placement.status for placement in self.placements}
        if len(found) == 1:
            return str(next(iter(found)))
        if found <= {Status.DONE, Status.CANCELLED}:
            return str(Status.DONE)
        return str(Status.IN_PROGRESS if found & {Status.DONE, Status.IN_PROGRESS} else Status.PLANNED)

    @property
    def done_count(self) -> int:
        return sum(1 for placement in self.placements if placement.status == Status.DONE)

    def is_late(self, today: date) -> bool:
        return any(is_late(placement, today) for placement in self.placements)


@dataclass(frozen=True)
class MeasureRow:
    """One measure with its cell for every school."""

    measure: Measure
    theme: Theme | None
    cells: list[Cell]

    @property
    def taken_count(self) -> int:
        return sum(1 for cell in self.cells if cell.placements)

    @property
    def done_count(self) -> int:
        return sum(1 for cell in self.cells if cell.state == Status.DONE)

    @property
    def declined_count(self) -> int:
        return sum(1 for cell in self.cells if cell.state == "declined")

    def late_count(self, today: date) -> int:
        return sum(1 for cell in self.cells if cell.is_late(today))


@dataclass(frozen=True)
class MonthRow:
    """How many doings of a school stand in each month, August first."""

    school: School
    counts: list[int]

    @property
    def total(self) -> int:
        return sum(self.counts)


@dataclass
class SchoolProgress:
    """How far a school is in its year."""

    school: School
    total: int = 0
    """All that stands, without the cancelled."""
    done: int = 0
    late: int = 0
    vacant: int = 0
    """Open doings that are given to nobody and whose responsible role nobody holds."""


@dataclass(frozen=True)
class SchoolsPart:
    """One school's part in a measure, with who does it."""

    cell: Cell
    placements: list[tuple[Placement, tuple[User, ...]]] = field(default_factory=list)


def measure_rows(
    toolkit: Toolkit, schools: Sequence[School], starts: int, *, theme: str = "", words: str = "", language: str = "fi"
) -> list[MeasureRow]:
    """Rows for the measures of a theme, or whose title has the words in it; by theme, then by title."""
    wanted = words.casefold().strip()
    rows = [
        _row(found, schools, toolkit)
        for found in across_schools(toolkit, schools, starts)
        if (not theme or found.measure.theme == theme)
        and (not wanted or wanted in found.measure.title.get(language, toolkit.language).casefold())
    ]

    def order(row: MeasureRow) -> tuple[int, str]:
        title = row.measure.title.get(language, toolkit.language).casefold()
        return (row.theme.colour if row.theme else 99, title)

    return sorted(rows, key=order)


def measure_row(toolkit: Toolkit, schools: Sequence[School], starts: int, key: str) -> MeasureRow | None:
    """The row of one measure; None when the toolkit has no such measure for schools."""
    found = [row for row in across_schools(toolkit, schools, starts) if row.measure.key == key]
    return _row(found[0], schools, toolkit) if found else None


def parts_in(row: MeasureRow, cells: Sequence[Cell], provider: Provider, starts: int) -> list[SchoolsPart]:
    """The same cells with who does each doing: those it was given to, else the holders of the responsible roles."""
    toolkit = toolkit_of(provider)
    kinds = _kinds(row.measure, toolkit) if toolkit else []
    holders = _holders(provider, [cell.school for cell in cells], starts)
    given = _given(provider, cells)
    return [
        SchoolsPart(
            cell,
            [
                (placement, given.get(placement.pk) or _of_kinds(kinds, holders[cell.school.pk]))
                for placement in cell.placements
            ],
        )
        for cell in cells
    ]


def month_rows(toolkit: Toolkit, schools: Sequence[School], starts: int, *, theme: str = "") -> list[MonthRow]:
    """How the doings of each school spread over the year, by the month that each begins in."""
    ids = [school.pk for school in schools]
    keys = {measure.key for measure in toolkit.measures if not theme or measure.theme == theme}
    counts: dict[int, Counter[int]] = defaultdict(Counter)
    rows = Placement.objects.filter(year=starts, school_id__in=ids).exclude(status=Status.CANCELLED)
    for school_id, key, first in rows.values_list("school_id", "measure_key", "first"):
        if not theme or key in keys:
            counts[school_id][first.month] += 1
    return [MonthRow(school, [counts[school.pk][month] for month in MONTHS]) for school in schools]


def progress_of(provider: Provider, schools: Sequence[School], starts: int, today: date) -> list[SchoolProgress]:
    """How far each school is; those with most late first."""
    toolkit = toolkit_of(provider)
    # A school's own measures are not in the provider's toolkit: their roles are asked on the school's pages.
    kinds = {measure.key: _kinds(measure, toolkit) for measure in toolkit.measures} if toolkit else {}
    unheld = {pk: NEEDED - {k for k, people in held.items() if people}
              for pk, held in _holders(provider, schools, starts).items()}  # fmt: skip
    found = {school.pk: SchoolProgress(school) for school in schools}
    rows = Placement.objects.filter(year=starts, school_id__in=list(found)).exclude(status=Status.CANCELLED)
    # Values, not rows: the front page of a city asks for thousands of them.
    given = set(rows.filter(holders__isnull=False).values_list("pk", flat=True))
    for pk, school_id, key, status, last in rows.values_list("pk", "school_id", "measure_key", "status", "last"):
        one = found[school_id]
        one.total += 1
        one.done += status == Status.DONE
        if status in OPEN:
            one.late += last < today
            one.vacant += pk not in given and not unheld[school_id].isdisjoint(kinds.get(key, ()))
    return sorted(found.values(), key=lambda one: (-one.late, -one.vacant, one.school.name.casefold()))


def _row(found: MeasureAcrossSchools, schools: Sequence[School], toolkit: Toolkit) -> MeasureRow:
    cells = [Cell(s, tuple(found.placements.get(s.pk, ())), found.declines.get(s.pk)) for s in schools]
    return MeasureRow(found.measure, toolkit.theme(found.measure.theme), cells)


def _holders(provider: Provider, schools: Sequence[School], starts: int) -> dict[int, dict[str, list[User]]]:
    """By school: who holds each kind of role there, or (the administration's own roles) in the administration."""
    administration = School.objects.filter(provider=provider, is_administration=True).first()
    units = [*schools, administration] if administration else list(schools)
    found = {
        unit: {kind: [row.user for row in rows] for kind, rows in kinds.items()}
        for unit, kinds in holders_of_schools(units, starts).items()
    }
    central = found.get(administration.pk, {}) if administration else {}
    shared = {kind: central[kind] for kind in ADMINISTRATION_KINDS if kind in central}
    return {
        school.pk: {
            kind: _unique([*found[school.pk].get(kind, ()), *shared.get(kind, ())])
            for kind in (*found[school.pk], *shared)
        }
        for school in schools
    }


def _given(provider: Provider, cells: Iterable[Cell]) -> dict[int, tuple[User, ...]]:
    ids = [placement.pk for cell in cells for placement in cell.placements]
    rows = Placement.objects.filter(pk__in=ids).prefetch_related("holders")
    given = {placement.pk: tuple(placement.holders.all()) for placement in rows}
    call_as_invited(provider, (person for people in given.values() for person in people))
    return given


def _kinds(measure: Measure, toolkit: Toolkit) -> list[str]:
    roles = (toolkit.role(part.role) for part in measure.responsible)
    return [role.kind.value for role in roles if role]


def _of_kinds(kinds: Iterable[str], holders: dict[str, list[User]]) -> tuple[User, ...]:
    return tuple(_unique([person for kind in kinds for person in holders.get(kind, ())]))


def _unique(people: list[User]) -> list[User]:
    return list({person.pk: person for person in people}.values())


def is_late(placement: Placement, today: date) -> bool:
    """Open although its last day has passed."""
    return placement.status in OPEN and placement.last < today
