"""Making a timing problem of what stands: windows, order, hours, and what does not move."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from types import MappingProxyType

from digivuosi.apps.schools.models import School
from digivuosi.apps.timing.queries.capacity import MENTOR, Capacity
from digivuosi.apps.timing.queries.doers import Doers
from digivuosi.apps.timing.queries.standing import Fast, Stood
from digivuosi.apps.timing.queries.what import Candidate, What
from digivuosi.domain.timing.fitting import Cut, fit
from digivuosi.domain.timing.grid import Grid
from digivuosi.domain.timing.loads import loads_of
from digivuosi.domain.timing.problem import After, Item, Problem, Window
from digivuosi.domain.timing.problem import School as Unit
from digivuosi.domain.toolkit.toolkit import Measure, Year

TEACHERS = "teachers"
"""The target group whose new things are counted by the week."""
ROOM = 0.005
"""Hours by which a full week may seem overfull for the rounding of its parts."""


@dataclass
class Made:
    """A problem, and what its items are."""

    whole: Problem
    """With what is done and past too, for the hours of all weeks."""
    real: Problem
    problem: Problem
    cuts: tuple[Cut, ...]
    items: dict[str, Stood]
    fast: dict[str, Fast]


@dataclass
class Maker:
    """Makes the problem of `units`; with `school`, only what is that school's own may move."""

    units: Sequence[School]
    stood: Sequence[Stood]
    capacity: Capacity
    doers: Doers
    today: date
    school: School | None = None
    _order: dict[tuple[int, str], list[Stood]] = field(default_factory=lambda: defaultdict(list))
    """What stands of each measure at each unit, in order of time."""

    def make(self, what: What) -> Made:
        for one in self.stood:
            self._order[one.school.pk, one.measure.key].append(one)
        work = {
            one.id: self.doers.work(one.measure, one.toolkit, one.school, one.given, one.days) for one in self.stood
        }
        kept = {one.id: one for one in self.stood if self._counts(one) and (self._is_own(one) or work[one.id])}
        kept |= {one.id: one for one in self._waited_for(kept.values())}
        items = {name: self._item(one, kept, work[name]) for name, one in kept.items()}
        fast = {name: why for name, one in kept.items() if (why := self._fast(one))}
        full = _overfull(self._problem([item for name, item in items.items() if self._has_day(item, fast)]))
        for name, one in kept.items():
            has_problem = one.has_problem or name in full
            candidate = Candidate(
                name,
                one.measure.theme,
                one.measure.key,
                one.school.slug,
                has_problem,
                is_visit(items[name], self.doers),
            )
            if name not in fast and not what.allows(candidate):
                fast[name] = Fast.NOT_CHOSEN
        # What stays on days without school takes nobody's school weeks.
        real = self._problem([item for name, item in items.items() if self._has_day(item, fast)])
        past = [self._item(one, kept, work[one.id]) for one in self.stood if one.id not in kept and work[one.id]]
        whole = self._problem([*real.items, *(item for item in past if self._has_school(item))])
        names = {item.id for item in real.items}
        fast = {name: why for name, why in fast.items() if name in names}
        fitted = fit(real, set(fast))
        return Made(whole, real, fitted.problem, fitted.cuts, {n: one for n, one in kept.items() if n in names}, fast)

    # --- which items ------------------------------------------------------------------------------------------

    def _is_own(self, one: Stood) -> bool:
        return self.school is None or one.school.pk == self.school.pk

    def _counts(self, one: Stood) -> bool:
        """What is done and past asks nothing of anyone; what is past and undone has no day to be put on."""
        return not one.is_past and (one.fast is None or one.last >= self.today)

    def _fast(self, one: Stood) -> Fast | None:
        return one.fast if self._is_own(one) else Fast.ELSEWHERE

    def _waited_for(self, kept: Iterable[Stood]) -> list[Stood]:
        """What the administration does and a school's own measure waits for."""
        waiting = [one for one in kept if self._is_own(one)]
        found = (self._before(one, after.measure) for one in waiting for after in one.measure.after)
        return [one for one in found if one is not None and self._counts(one)]

    def _before(self, one: Stood, key: str) -> Stood | None:
        """The doing that another measure waits for: the unit's own first one, else the administration's."""
        places = [one.school, *(unit for unit in self.units if unit.is_administration)]
        return next((self._order[unit.pk, key][0] for unit in places if self._order.get((unit.pk, key))), None)

    def _has_school(self, item: Item) -> bool:
        return item.stands is not None and self.capacity.calendar.is_school_day(item.stands)

    def _has_day(self, item: Item, fast: Mapping[str, Fast]) -> bool:
        return item.id not in fast or self._has_school(item)

    # --- one item ---------------------------------------------------------------------------------------------

    def _item(self, one: Stood, kept: Mapping[str, Stood], work: tuple) -> Item:  # type: ignore[type-arg]
        after, window = [], one.window
        for rule in one.measure.after:
            before = self._before(one, rule.measure) if rule.of is Year.THIS else None
            if before is None or before.measure.key == one.measure.key:
                continue
            if before.id in kept:
                after.append(After(before.id, rule.gap_days))
            elif before.last >= self.today and window.earliest is not None:
                window = Window(max(window.earliest, before.last + timedelta(days=1)), window.latest)
        is_own = self._is_own(one)
        return Item(
            id=one.id,
            days=one.days,
            school=one.school.slug,
            work=work,
            window=window,
            recommended=one.recommended,
            after=tuple(dict.fromkeys(after)),
            avoid_quiet=True,
            new_for=self._new_for(one) if is_own else None,
            round=self._round(one.measure, one),
            stands=self._stands(one),
        )

    def _stands(self, one: Stood) -> date:
        """Where it stands: on the first of its days that has school; where none has, as it is."""
        days = self.capacity.calendar.school_days_between(one.first, one.last)
        return days[0] if days else one.first

    def _new_for(self, one: Stood) -> str | None:
        if TEACHERS not in one.measure.audiences or one.school.is_administration:
            return None
        return self._limit_name(one.school)

    def _limit_name(self, school: School) -> str:
        """A school that has its own number of new things a week has a limit of its own."""
        own = self.capacity.new_at(school) != self.capacity.new_per_week
        return f"{TEACHERS}/{school.slug}" if own and self.school is None else TEACHERS

    def _round(self, measure: Measure, one: Stood) -> str | None:
        """A mentor's measure is one round over all schools."""
        if one.school.is_administration:
            return None
        roles = [one.toolkit.role(part.role) for part in measure.responsible]
        if not any(role and role.kind.value == MENTOR for role in roles):
            return None
        return measure.key + (f"/{one.occurrence}" if one.occurrence > 1 else "")

    # --- the whole --------------------------------------------------------------------------------------------

    def _problem(self, items: list[Item]) -> Problem:
        known = {item.id for item in items}
        items = [replace(item, after=tuple(a for a in item.after if a.item in known)) for item in items]
        used = {work.person for item in items for work in item.work}
        schools = {item.school for item in items}
        quiet = self.capacity.quiet_weeks
        return Problem(
            days=self.capacity.calendar.school_days,
            items=tuple(items),
            people=tuple(person for person in self.doers.people() if person.id in used),
            schools=tuple(
                Unit(unit.slug, self.capacity.need(unit), frozenset(quiet(unit)))
                for unit in self.units
                if unit.slug in schools
            ),
            new_per_week=MappingProxyType(self._limits()),
        )

    def _limits(self) -> dict[str, int]:
        if self.school is not None:
            return {TEACHERS: self.capacity.new_at(self.school)}
        schools = [unit for unit in self.units if not unit.is_administration]
        limits = {self._limit_name(school): self.capacity.new_at(school) for school in schools}
        return {TEACHERS: self.capacity.new_per_week} | limits


def is_visit(item: Item, doers: Doers) -> bool:
    """Whether an item is a mentor's visit: a day at a school, in a round."""
    return item.round is not None and any(doers.found[work.person].is_visiting for work in item.work)


def _overfull(problem: Problem) -> set[str]:
    """Items that stand in a week in which one of their people has more hours than there are."""
    grid = Grid(problem)
    now = {item.id: item.stands for item in problem.items if item.stands is not None}
    loads = loads_of(grid, now)
    full: set[tuple[int, int]] = {
        (person, week)
        for person, weeks in enumerate(loads)
        for week, hours in enumerate(weeks)
        if hours > grid.capacity[person][week] + ROOM
    }
    return {item.id for number, item in enumerate(problem.items) if _touches(grid, number, now.get(item.id), full)}


def _touches(grid: Grid, number: int, start: date | None, full: Collection[tuple[int, int]]) -> bool:
    if start is None:
        return False
    place, first = grid.places[number], grid.at_or_after(start)
    weeks = {grid.week[day] for day in range(first, min(first + place.days, len(grid.days)))}
    return any((person, week) in full for person, _hours in place.work for week in weeks)
