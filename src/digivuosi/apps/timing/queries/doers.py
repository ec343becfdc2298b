"""Who does the work of a placement: holders of roles as the people of a timing problem, by id and never by name."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from digivuosi.apps.people.models import User
from digivuosi.apps.responsibilities.labels import ADMINISTRATION_KINDS, SCHOOL_KINDS
from digivuosi.apps.schools.models import School
from digivuosi.apps.timing.queries.capacity import MENTOR, Capacity, Source
from digivuosi.domain.timing.problem import Person, Work
from digivuosi.domain.toolkit.toolkit import Level, Measure, Part, Toolkit

VISITS = "visits"


@dataclass(frozen=True)
class Doer:
    """A person of the problem: someone in one role at one place, or a mentor's hours or visits everywhere."""

    id: str
    user: User
    kind: str
    school: School | None
    """None for mentors, who have many."""
    hours: float
    source: Source
    is_visiting: bool = False

    def person(self, absent: frozenset[str]) -> Person:
        return Person(self.id, self.hours, one_at_a_time=self.is_visiting, absent_weeks=absent)


class Doers:
    """The people of some schools (and of the administration), and which of them do what.

    `mentors` are all of the provider's, in an order that stays; of those in `seen` (all when None) the hours are
    looked at.
    """

    def __init__(
        self,
        capacity: Capacity,
        units: Sequence[School],
        *,
        mentors: Sequence[User],
        home: str,
        seen: Collection[int] | None = None,
    ) -> None:
        self.capacity = capacity
        self.found: dict[str, Doer] = {}
        self.vacant: dict[tuple[int, str], None] = {}
        """Roles (school, kind) that something waits for and nobody holds, in the order they were met."""
        self._units = {unit.pk for unit in units}
        self._by_role: dict[tuple[int, str], list[Doer]] = defaultdict(list)
        self._mentors: dict[int, tuple[Doer, Doer] | None] = {}
        """By person: for all work, and for visits; None for those whose hours are not looked at."""
        for unit in units:
            self._hold(unit)
        for number, user in enumerate(mentors, 1):
            if seen is None or user.pk in seen:
                self._mentor(f"{home}/{MENTOR}-{number}", user)
            else:
                self._mentors[user.pk] = None

    def _hold(self, unit: School) -> None:
        kinds = ADMINISTRATION_KINDS if unit.is_administration else [kind for kind in SCHOOL_KINDS if kind != MENTOR]
        for kind in kinds:
            holders = sorted(self.capacity.holders[unit.pk].get(kind, []), key=lambda holder: holder.pk)
            for number, holder in enumerate(holders, 1):
                hours = self.capacity.hours(holder, unit)
                doer = Doer(f"{unit.slug}/{kind}-{number}", holder.user, kind, unit, hours.value, hours.source)
                self.found[doer.id] = doer
                self._by_role[unit.pk, kind].append(doer)

    def _mentor(self, name: str, user: User) -> None:
        hours = self.capacity.mentor_hours(user)
        usual = Doer(name, user, MENTOR, None, hours.other, hours.source)
        visits = Doer(f"{name}/{VISITS}", user, MENTOR, None, hours.visits, hours.source, is_visiting=True)
        self._mentors[user.pk] = (usual, visits)
        self.found |= {doer.id: doer for doer in (usual, visits) if doer.hours > 0}

    def people(self) -> tuple[Person, ...]:
        return tuple(doer.person(self.capacity.absent_weeks(doer.user)) for doer in self.found.values())

    def work(
        self, measure: Measure, toolkit: Toolkit, unit: School, given: Iterable[User], days: int
    ) -> tuple[Work, ...]:
        """Hours by person of one doing of a measure at a unit.

        Holders of one role share its hours evenly. What was given to people is done by them: the hours of the
        responsible roles are theirs.
        """
        hours: dict[str, float] = defaultdict(float)
        chosen = list(given)
        for part, is_responsible in self._parts(measure, toolkit, unit):
            kind = _kind(part, toolkit)
            doers = self._at(unit, kind, days)
            if chosen and is_responsible:
                doers = [self._of(user, unit, kind, days) for user in chosen]
            elif not doers and unit.pk in self._units:
                self.vacant[unit.pk, kind] = None
            for doer in doers:
                if doer is not None:
                    hours[doer.id] += (part.hours or 0.0) / len(doers)
        return tuple(Work(person, round(amount, 2)) for person, amount in sorted(hours.items()) if round(amount, 2))

    def _parts(self, measure: Measure, toolkit: Toolkit, unit: School) -> list[tuple[Part, bool]]:
        """The parts that are done at this unit. Each role does its part where it works: what a school and the
        administration both have in their years, the administration's people do once, and the mentors at the schools."""
        parts = [(part, True) for part in measure.responsible] + [(part, False) for part in measure.contributing]
        own = set(_expected(unit))
        if unit.is_administration and Level.SCHOOL in measure.levels:
            own.discard(MENTOR)
        return [(part, flag) for part, flag in parts if part.hours and _kind(part, toolkit) in own]

    def _at(self, unit: School, kind: str, days: int) -> list[Doer | None]:
        """Those who share a role's hours at a unit; None for one whose hours are not looked at."""
        if kind != MENTOR:
            return list(self._by_role[unit.pk, kind])
        held = self.capacity.holders[unit.pk].get(MENTOR, [])
        users = self._mentors if unit.is_administration else sorted(holder.user_id for holder in held)
        return [self._mentoring(user, unit, days) for user in users]

    def _mentoring(self, user: int, unit: School, days: int) -> Doer | None:
        """A mentor is at one school at a time when the work is a visit: one day at a school."""
        pair = self._mentors.get(user)
        if pair is None:
            return None
        usual, visits = pair
        doer = visits if days == 1 and not unit.is_administration and visits.hours > 0 else usual
        return doer if doer.hours > 0 else None

    def _of(self, user: User, unit: School, kind: str, days: int) -> Doer | None:
        """In which of their roles someone does what was given to them: the measure's own, else any."""
        if self._mentors.get(user.pk):
            return self._mentoring(user.pk, unit, days)
        kinds = [kind, *(one for one in _expected(unit) if one != kind)]
        return next((doer for one in kinds for doer in self._by_role[unit.pk, one] if doer.user == user), None)


def _expected(unit: School) -> tuple[str, ...]:
    return (*ADMINISTRATION_KINDS, MENTOR) if unit.is_administration else SCHOOL_KINDS


def _kind(part: Part, toolkit: Toolkit) -> str:
    role = toolkit.role(part.role)
    return role.kind.value if role else part.role
