from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from django.db.models import Prefetch

from digivuosi.apps.look import clock
from digivuosi.apps.people.models import User
from digivuosi.apps.responsibilities.labels import ADMINISTRATION_KINDS, kinds_at
from digivuosi.apps.responsibilities.queries import holders_of_schools
from digivuosi.apps.schools.models import Membership, MembershipKind, School
from digivuosi.apps.schools.queries import calendar_of, call_as_invited
from digivuosi.apps.toolkit.queries import toolkit_for_school
from digivuosi.apps.wheel.models import Decline, Placement, Status
from digivuosi.apps.wheel.queries.filters import Filters
from digivuosi.domain.schoolyear.calendar import SchoolYear
from digivuosi.domain.texts import Text
from digivuosi.domain.toolkit.toolkit import Level, Measure, Span, Theme, Toolkit
from digivuosi.domain.wheel.problems import Problem, Standing, problems_of

AUDIENCES_OF_KIND = {
    "teachers": "teachers",
    "digital-team": "digital-teams",
    "technical-support": "technical-support",
    "pedagogical-support": "pedagogical-support",
    "principal": "principals",
    "coordinator": "administration",
    "mentor": "administration",
    "it-administration": "administration",
}
"""The target group that a holder of a role belongs to."""
OPEN = (Status.PLANNED, Status.IN_PROGRESS)
LATE = "late"
"""What a reader may ask for as if it were a status."""
GIVEN = "given"
"""Where a placement that is read with its year keeps the people it was given to."""
EMPTY_TOOLKIT = Toolkit(id="empty", edition="", title=Text(), publisher="")


@dataclass(frozen=True)
class PlacedMeasure:
    """A placement with all that a page shows of it."""

    placement: Placement
    measure: Measure
    theme: Theme | None
    holders: tuple[User, ...]
    vacant: tuple[str, ...]
    """Kinds of its responsible roles that nobody holds this year."""
    is_mine: bool
    concerns_me: bool
    year: SchoolsYear = field(repr=False, compare=False)

    @property
    def first(self) -> date:
        return self.placement.first

    @property
    def last(self) -> date:
        return self.placement.last

    @property
    def status(self) -> str:
        return self.placement.status

    @property
    def is_open(self) -> bool:
        return self.placement.status in OPEN

    def is_late(self, today: date) -> bool:
        """Open although its last day has passed."""
        return self.is_open and self.last < today

    @cached_property
    def problems(self) -> tuple[Problem, ...]:
        """What is wrong with where it stands; nothing is said of what is done or off the table."""
        if not self.is_open:
            return ()
        year = self.year
        return problems_of(self.first, self.last, self.measure, year.calendar, year.toolkit, year.standings)


@dataclass
class SchoolsYear:
    """One school's (or the administration's) year."""

    school: School
    starts: int
    calendar: SchoolYear
    toolkit: Toolkit
    filters: Filters
    holders: Mapping[str, list[User]]
    """Who holds each kind of role this year, here or (the coordinator) in the administration."""
    has_toolkit: bool = True
    placed: list[PlacedMeasure] = field(default_factory=list)
    declines: dict[str, Decline] = field(default_factory=dict)

    @property
    def level(self) -> Level:
        return Level.ADMINISTRATION if self.school.is_administration else Level.SCHOOL

    @cached_property
    def kinds_needed(self) -> frozenset[str]:
        """The roles that someone should hold: those of this unit, and at a school the administration's too."""
        here = kinds_at(is_administration=self.school.is_administration)
        return frozenset((*here, *ADMINISTRATION_KINDS))

    @cached_property
    def standings(self) -> dict[str, list[Standing]]:
        """Placements by measure, without the cancelled and postponed, for questions of order."""
        found: dict[str, list[Standing]] = defaultdict(list)
        for one in self.placed:
            if one.status not in (Status.CANCELLED, Status.POSTPONED):
                found[one.measure.key].append(Standing(one.first, one.last))
        return dict(found)

    @cached_property
    def shown(self) -> list[PlacedMeasure]:
        """The placements that pass the filters, in order of time."""
        return [one for one in self.placed if self._passes(one)]

    @property
    def hidden_count(self) -> int:
        return len(self.placed) - len(self.shown)

    @cached_property
    def measures(self) -> list[Measure]:
        """The measures of the toolkit that are for this level."""
        return [measure for measure in self.toolkit.measures if self.level in measure.levels]

    @cached_property
    def untaken(self) -> list[Measure]:
        """Measures that do not stand in this year and were not declined."""
        standing = {one.measure.key for one in self.placed}
        return [m for m in self.measures if m.key not in standing and m.key not in self.declines]

    def find(self, placement_id: int) -> PlacedMeasure | None:
        return next((one for one in self.placed if one.placement.pk == placement_id), None)

    def _passes(self, one: PlacedMeasure) -> bool:
        wanted = self.filters
        roles = {part.role for part in (*one.measure.responsible, *one.measure.contributing)}
        return (
            (not wanted.audience or wanted.audience in one.measure.audiences)
            and (not wanted.role or wanted.role in roles)
            and (not wanted.theme or wanted.theme == one.measure.theme)
            and (not wanted.status or wanted.status == one.status or self._is_asked_late(one))
            and (wanted.whose != "mine" or one.is_mine)
            and (wanted.whose != "concerns" or one.concerns_me)
        )

    def _is_asked_late(self, one: PlacedMeasure) -> bool:
        return self.filters.status == LATE and one.is_late(clock.today())


def year_of(school: School, starts: int, *, user: User | None = None, filters: Filters | None = None) -> SchoolsYear:
    """Read a school's year; with `user`, what is theirs is marked. A fixed number of queries, whatever the size."""
    toolkit = toolkit_for_school(school)
    holders = _holders(school, starts)
    year = SchoolsYear(
        school=school,
        starts=starts,
        calendar=calendar_of(school.provider, starts),
        toolkit=toolkit or EMPTY_TOOLKIT,
        has_toolkit=toolkit is not None,
        filters=filters or Filters(),
        holders=holders,
    )
    my_kinds = _kinds_of(user, year) if user else set()
    rows = Placement.objects.filter(year=starts).order_by("first", "last", "measure_key", "occurrence")
    # As plain lists: a queryset of its own for each placement took a fifth of a page's time.
    placements = list(rows.prefetch_related(Prefetch("holders", to_attr=GIVEN)))
    call_as_invited(school.provider, (person for placement in placements for person in getattr(placement, GIVEN)))
    for placement in placements:
        placement.school = school
        year.placed.append(_placed(placement, year, user, my_kinds))
    year.declines = {row.measure_key: row for row in Decline.objects.filter(year=starts).select_related("by")}
    return year


def _holders(school: School, starts: int) -> dict[str, list[User]]:
    """The holders at the school; of the administration's own roles, the holders there too."""
    administration = School.objects.filter(provider=school.provider, is_administration=True).first()
    units = [school] if administration in (None, school) else [school, administration]
    by_unit = holders_of_schools([unit for unit in units if unit], starts)
    found: dict[str, list[User]] = defaultdict(list)
    for unit_id, holders in by_unit.items():
        for kind, rows in holders.items():
            if unit_id == school.pk or kind in ADMINISTRATION_KINDS:
                found[kind] += [row.user for row in rows if row.user not in found[kind]]
    return dict(found)


def _kinds_of(user: User, year: SchoolsYear) -> set[str]:
    """The person's roles here; someone who is there as a teacher is always one of the teachers."""
    kinds = {kind for kind, people in year.holders.items() if user in people}
    if Membership.objects.filter(user=user, school=year.school, kind=MembershipKind.TEACHER).exists():
        kinds.add("teachers")
    return kinds


def placement_in(school: School, placement_id: int) -> Placement | None:
    """Return the school's placement of this id, or None."""
    placement = Placement.objects.filter(pk=placement_id).first()
    if placement is not None:
        placement.school = school
    return placement


def _placed(placement: Placement, year: SchoolsYear, user: User | None, my_kinds: set[str]) -> PlacedMeasure:
    measure = year.toolkit.measure(placement.measure_key) or _gone(placement.measure_key)
    responsible = [_kind(part.role, year.toolkit) for part in measure.responsible]
    contributing = [_kind(part.role, year.toolkit) for part in measure.contributing]
    given: list[User] = getattr(placement, GIVEN)
    holders = given or _unique([person for kind in responsible for person in year.holders.get(kind, ())])
    # A measure given to people is with them; else it is with whoever holds a responsible role.
    is_mine = user in given if given else bool(my_kinds.intersection(responsible) - {"teachers"})
    audiences = {AUDIENCES_OF_KIND.get(kind) for kind in my_kinds}
    return PlacedMeasure(
        placement=placement,
        measure=measure,
        theme=year.toolkit.theme(measure.theme),
        holders=tuple(holders),
        vacant=() if given else tuple(k for k in responsible if k in year.kinds_needed and not year.holders.get(k)),
        is_mine=is_mine,
        concerns_me=is_mine
        or bool(my_kinds.intersection(responsible + contributing))
        or bool(audiences.intersection(measure.audiences)),
        year=year,
    )


def _kind(role_key: str, toolkit: Toolkit) -> str:
    role = toolkit.role(role_key)
    return role.kind.value if role else role_key


def _unique(people: list[User]) -> list[User]:
    return list({person.pk: person for person in people}.values())


def _gone(key: str) -> Measure:
    """What stands in a year although the toolkit no longer has it is shown, never lost."""
    words = Text.of(fi="Poistettu toimenpide ({key})", sv="Borttagen åtgärd ({key})", en="Removed measure ({key})")
    return Measure(
        key=key,
        title=words.filled(key=key),
        purpose=Text(),
        theme="",
        window=Span("year-start any day", "year-end any day"),
    )
