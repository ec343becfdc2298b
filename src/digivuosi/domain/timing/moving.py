"""What would happen if one item stood on another day and all others stayed: what stops it, what it would cost.

Items that start together are one block here: they move together or not at all.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from digivuosi.domain.timing.grid import CROWDED, CROWDED_HOUR, HIGHEST_WEEK, OUTSIDE, WAITING, Grid
from digivuosi.domain.timing.plan import Plan, capacity, days_by_week, hundredths, share
from digivuosi.domain.timing.problem import Starts
from digivuosi.domain.timing.rules import Rule
from digivuosi.domain.timing.wishes import Wish, days_outside, points_of_move

Block = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Stop:
    """One thing that keeps a block from a start. All indexes are those of the grid."""

    rule: Rule
    item: int
    """The item of the block that is stopped."""
    person: int | None = None
    week: int | None = None
    others: tuple[int, ...] = ()
    """The items that are in the way."""
    before: bool = False
    """R1 and R2: whether the start is too early (else too late)."""


class Surroundings:
    """A plan, ready to be asked about moves. Making it takes as long as judging; each question is quick."""

    def __init__(self, grid: Grid, starts: Starts) -> None:
        self.grid = grid
        self.plan = Plan(grid, starts)
        self.careful = {number for number, person in enumerate(grid.problem.people) if person.one_at_a_time}
        self.later: dict[int, list[tuple[int, int]]] = defaultdict(list)
        self.taken: dict[tuple[int, int], list[int]] = defaultdict(list)
        self.begun: dict[tuple[str, str, int], list[int]] = defaultdict(list)
        self.weekly: dict[int, dict[int, float]] = defaultdict(dict)
        self.visits: dict[str, list[int]] = defaultdict(list)
        self.groups: dict[str, list[int]] = defaultdict(list)
        self.bounds = [grid.bounds(item.window) for item in grid.problem.items]
        self._needs_now: dict[Block, dict[tuple[int, int], Fraction]] = {}
        self._gather_ties()
        self._gather_places()
        for (who, week), hours in self.plan.hours.items():
            self.weekly[who][week] = float(hours)

    def _gather_ties(self) -> None:
        """What ties items to each other, wherever they stand."""
        grid = self.grid
        for number, (item, place) in enumerate(zip(grid.problem.items, grid.places, strict=True)):
            for other, gap in place.after:
                self.later[other].append((number, gap))
            if item.together is not None:
                self.groups[item.together].append(number)
            if item.round is not None and item.school is not None:
                self.visits[item.round].append(number)

    def _gather_places(self) -> None:
        """What the placed items take up: days of the careful, new things of a week."""
        grid, problem = self.grid, self.grid.problem
        for number, start in self.plan.placed():
            item, place = problem.items[number], grid.places[number]
            for who, _ in place.work:
                if who in self.careful:
                    for day in range(start, start + place.days):
                        self.taken[who, day].append(number)
            if item.school is not None and item.new_for in problem.new_per_week:
                self.begun[item.school, item.new_for or "", grid.week[start]].append(number)

    def block(self, number: int) -> Block:
        """The items that move with an item, itself included."""
        together = self.grid.problem.items[number].together
        return (number,) if together is None else tuple(self.groups[together])

    # --- rules ------------------------------------------------------------------------------------------------

    def stops(self, block: Block, start: int) -> list[Stop]:
        """Everything that keeps a block from a start; nothing when every rule would hold for it."""
        found: list[Stop] = []
        for number in block:
            found += self._own(number, start)
            found += self._order(number, start, block)
        if any(stop.rule is Rule.WINDOW for stop in found):
            # That is reason enough, and beyond the end of the year there are no days to look at.
            return found
        return found + self._hours(block, start) + self._days(block, start) + self._new(block, start)

    def _own(self, number: int, start: int) -> list[Stop]:
        """R1, R5 and the pin of R7: what depends on nobody else."""
        grid = self.grid
        item = grid.problem.items[number]
        found = []
        first, last = self.bounds[number]
        if start < first:
            found.append(Stop(Rule.WINDOW, number, before=True))
        if start + item.days - 1 > last or start + item.days > len(grid.days):
            found.append(Stop(Rule.WINDOW, number))
        if item.pinned is not None and item.pinned != grid.days[start]:
            found.append(Stop(Rule.TOGETHER, number))
        if item.avoid_quiet and item.school is not None and start + item.days <= len(grid.days):
            hushed = grid.quiet(item.school)
            weeks = (week for week, _ in days_by_week(grid, start, item.days) if grid.weeks[week] in hushed)
            found += [Stop(Rule.QUIET, number, week=week) for week in weeks]
        return found

    def _order(self, number: int, start: int, block: Block) -> list[Stop]:
        found = []
        for other, gap in self.grid.places[number].after:
            ready = self.plan.start[other]
            if other not in block and ready is not None and start < ready + self.grid.places[other].days + gap:
                found.append(Stop(Rule.ORDER, number, others=(other,), before=True))
        end = start + self.grid.places[number].days
        for other, gap in self.later.get(number, ()):
            begins = self.plan.start[other]
            if other not in block and begins is not None and begins < end + gap:
                found.append(Stop(Rule.ORDER, number, others=(other,)))
        return found

    def needs(self, block: Sequence[int], start: int | None) -> dict[tuple[int, int], Fraction]:
        """Hours by person and week of a block at a start; none without one."""
        found: dict[tuple[int, int], Fraction] = defaultdict(Fraction)
        for number in block if start is not None else ():
            item = self.grid.problem.items[number]
            if item.work and start is not None:
                for week, days in days_by_week(self.grid, start, item.days):
                    for work in item.work:
                        found[self.grid.people[work.person], week] += share(work.hours, days, item.days)
        return found

    def _hours(self, block: Block, start: int) -> list[Stop]:
        own = self.needs_now(block)
        found = []
        for (who, week), hours in self.needs(block, start).items():
            others = self.plan.hours.get((who, week), Fraction(0)) - own.get((who, week), Fraction(0))
            if hours and hundredths(others + hours) > hundredths(capacity(self.grid, who, week)):
                busy = tuple(number for number in self.plan.at.get((who, week), ()) if number not in block)
                found.append(Stop(Rule.HOURS, self._worker(block, who), who, week, busy))
        return found

    def needs_now(self, block: Block) -> dict[tuple[int, int], Fraction]:
        """Hours by person and week of a block where it stands."""
        if block in self._needs_now:
            return self._needs_now[block]
        own: dict[tuple[int, int], Fraction] = defaultdict(Fraction)
        for number in block:
            for place, hours in self.needs((number,), self.plan.start[number]).items():
                own[place] += hours
        self._needs_now[block] = own
        return own

    def _worker(self, block: Block, person: int) -> int:
        return next(number for number in block if any(who == person for who, _ in self.grid.places[number].work))

    def _days(self, block: Block, start: int) -> list[Stop]:
        found = []
        for number in block:
            place = self.grid.places[number]
            for who, _ in place.work:
                if who not in self.careful:
                    continue
                busy: dict[int, None] = {}
                for day in range(start, start + place.days):
                    busy.update(dict.fromkeys(self.taken.get((who, day), ())))
                others = tuple(other for other in busy if other not in block)
                if others:
                    found.append(Stop(Rule.ONE_AT_A_TIME, number, who, self.grid.week[start], others))
        return found

    def _new(self, block: Block, start: int) -> list[Stop]:
        problem, week = self.grid.problem, self.grid.week[start]
        counted: dict[tuple[str, str, int], int] = defaultdict(int)
        found = []
        for number in block:
            item = problem.items[number]
            if item.school is None or item.new_for not in problem.new_per_week:
                continue
            place = (item.school, item.new_for or "", week)
            counted[place] += 1
            others = tuple(other for other in self.begun.get(place, ()) if other not in block)
            if len(others) + counted[place] > problem.new_per_week[item.new_for or ""]:
                found.append(Stop(Rule.NEW, number, week=week, others=others))
        return found

    # --- wishes -----------------------------------------------------------------------------------------------

    def added(self, block: Block, start: int) -> dict[Wish, float]:
        """Points by wish that the plan would cost more with the block at `start`, all of it being placed now."""
        places = [(self.grid.places[number], self.plan.start[number] or 0) for number in block]
        return {
            Wish.RECOMMENDED: OUTSIDE * sum(days_outside(p, start) - days_outside(p, now) for p, now in places),
            Wish.STANDS: sum(points_of_move(p, start) - points_of_move(p, now) for p, now in places),
            Wish.LOAD: sum(self.added_load(block, start).values()),
            Wish.EQUITY: sum(self._added_equity(number, start) for number in block),
        }

    def added_load(self, block: Block, start: int) -> dict[int, float]:
        """Points of W3 more, by person. In floating point: many days are compared, hundredths are told."""
        change: dict[int, dict[int, float]] = defaultdict(lambda: defaultdict(float))
        for number in block:
            for sign, day in ((1, start), (-1, self.plan.start[number])):
                place = self.grid.places[number]
                if day is not None and place.work:
                    for week, days in days_by_week(self.grid, day, place.days):
                        for who, each in place.work:
                            change[who][week] += sign * each * days
        found = {}
        for who, weeks in change.items():
            now = self.weekly[who]
            then = {**now, **{week: now.get(week, 0.0) + hours for week, hours in weeks.items()}}
            over = 0.0
            for week in weeks:
                most = CROWDED * self.grid.capacity[who][week]
                over += max(0.0, then[week] - most) - max(0.0, now.get(week, 0.0) - most)
            peak = max(then.values(), default=0.0) - max(now.values(), default=0.0)
            found[who] = HIGHEST_WEEK * peak + CROWDED_HOUR * over
        return found

    def _added_equity(self, number: int, start: int) -> float:
        grid, item, now = self.grid, self.grid.problem.items[number], self.plan.start[number]
        if item.round is None or item.school is None or now is None:
            return 0.0
        total = 0.0
        for other in self.visits[item.round]:
            its = self.plan.start[other]
            if other != number and its is not None:
                more = self._need(number) - self._need(other)
                apart = [grid.mondays[grid.week[day]] - grid.mondays[grid.week[its]] for day in (start, now)]
                # Who is in greater need pays for each week that it comes later than the other.
                then, before = (max(0, weeks if more > 0 else -weeks) for weeks in apart)
                total += WAITING * abs(more) * (then - before)
        return total

    def _need(self, number: int) -> float:
        school = self.grid.problem.items[number].school
        return self.grid.problem.schools[self.grid.schools[school]].need if school is not None else 0.0
