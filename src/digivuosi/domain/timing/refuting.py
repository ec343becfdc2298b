"""Quick proofs that no plan exists, without a solver: windows, chains of orders, and intervals that are too full.

Each proof is sound (what it refutes has no plan), none is complete: what passes here may still be impossible.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from digivuosi.domain.timing.demands import Demand, Kind
from digivuosi.domain.timing.grid import Grid
from digivuosi.domain.timing.plan import days_by_week

ROUNDED = 0.0101
"""Hours count to 0.01: a week refutes only what it cannot hold even after rounding."""
MOST_ROUNDS = 3_000
"""What goes in a circle (together, and one after another) loses a start in each round until none is left."""
MOST_SIZES = 3
"""So many different hours of a person's short items are looked at; a round has one or two."""


@dataclass(frozen=True)
class Refutation:
    """Why there is no plan. Indexes are those of the grid."""

    kind: Kind
    """WINDOW and ORDER: an item has no start left, alone or in its order. HOURS, ONE, NEW: an interval is too full."""
    items: tuple[int, ...]
    subject: str = ""
    other: str = ""
    first: int = 0
    last: int = 0
    """First and last week (HOURS, NEW) or day (ONE) of the interval."""
    needed: float = 0
    has: float = 0
    counted: bool = False
    """HOURS: whether `needed` and `has` count items, of which only so many fit into a week; else they are hours."""


class Ties:
    """A grid's items with their demands, made once for many questions."""

    def __init__(self, grid: Grid) -> None:
        self.grid = grid
        problem = grid.problem
        self.groups: dict[str, list[int]] = defaultdict(list)
        self.workers: dict[int, list[tuple[int, float]]] = defaultdict(list)
        self.newcomers: dict[tuple[str, str], list[int]] = defaultdict(list)
        self.later: dict[int, list[tuple[int, int, Demand]]] = defaultdict(list)
        self.before: dict[int, list[tuple[int, int, Demand]]] = defaultdict(list)
        for number, item in enumerate(problem.items):
            if item.together is not None:
                self.groups[item.together].append(number)
            for work in item.work:
                self.workers[grid.people[work.person]].append((number, work.hours))
            if item.school is not None and item.new_for in problem.new_per_week:
                self.newcomers[item.school, item.new_for or ""].append(number)
            for after in item.after:
                other, order = grid.items[after.item], Demand(Kind.ORDER, item.id, after.item)
                self.before[number].append((other, after.gap_days, order))
                self.later[other].append((number, after.gap_days, order))

    def near(self, items: Iterable[int], *, steps: int | None) -> set[int]:
        """The items that orders and groups tie to some, over so many steps (None: all of them)."""
        found = set(items)
        edge = set(found)
        while edge and (steps is None or steps > 0):
            reached: set[int] = set()
            for number in edge:
                ties = (*self.before.get(number, ()), *self.later.get(number, ()))
                reached |= {other for other, _, _ in ties}
                together = self.grid.problem.items[number].together
                reached |= set(self.groups[together]) if together is not None else set()
            edge = reached - found
            found |= edge
            steps = None if steps is None else steps - 1
        return found

    def demands(self, items: Collection[int]) -> list[Demand]:
        """Everything that is demanded of some items, in a fixed order."""
        found: dict[Demand, None] = {}
        problem = self.grid.problem
        for number in sorted(items):
            item = problem.items[number]
            found[Demand(Kind.WINDOW, item.id)] = None
            if item.pinned is not None:
                found[Demand(Kind.PIN, item.id)] = None
            if item.avoid_quiet and self.grid.quiet(item.school):
                found[Demand(Kind.QUIET, item.id)] = None
            if item.together is not None:
                found[Demand(Kind.TOGETHER, item.together)] = None
            for other, _, order in self.before.get(number, ()):
                if other in items:
                    found[order] = None
            for work in item.work:
                found[Demand(Kind.HOURS, work.person)] = None
                if problem.people[self.grid.people[work.person]].one_at_a_time:
                    found[Demand(Kind.ONE, work.person)] = None
            if item.school is not None and item.new_for in problem.new_per_week:
                found[Demand(Kind.NEW, item.school, item.new_for or "")] = None
        # What people agreed, and what concerns many, last: a smallest conflict keeps rather what comes late.
        return sorted(found, key=lambda demand: demand.kind in (Kind.HOURS, Kind.ONE, Kind.NEW))


def refute(
    ties: Ties, items: Collection[int] | None = None, kept: Collection[Demand] | None = None
) -> Refutation | None:
    """Return a quick proof that `items` (else all) have no plan under the demands `kept` (else all), or None."""
    return _Relaxed(ties, range(len(ties.grid.places)) if items is None else items, kept).refuted()


class _Relaxed:
    """The open starts of some items under some demands."""

    def __init__(self, ties: Ties, items: Collection[int], kept: Collection[Demand] | None) -> None:
        self.ties = ties
        self.grid = ties.grid
        self.items = items
        self.kept = kept if kept is None else frozenset(kept)
        self.open: dict[int, Sequence[int]] = {}

    def keeps(self, kind: Kind, subject: str, other: str = "") -> bool:
        return self.kept is None or Demand(kind, subject, other) in self.kept

    def refuted(self) -> Refutation | None:
        for number in self.items:
            self.open[number] = self._alone(number)
            if not self.open[number]:
                return Refutation(Kind.WINDOW, (number,))
        return self._ordered() or self._hours() or self._days() or self._counts() or self._new()

    # --- one item alone ---------------------------------------------------------------------------------------

    def _alone(self, number: int) -> Sequence[int]:
        """The starts of an item that nothing but its own demands and its people's hours leave open."""
        grid, item = self.grid, self.grid.problem.items[number]
        first, last = 0, len(grid.days) - item.days
        if self.keeps(Kind.WINDOW, item.id):
            earliest, latest = grid.bounds(item.window)
            first, last = max(first, earliest), min(last, latest - item.days + 1)
        starts: Sequence[int] = range(first, last + 1)
        if item.pinned is not None and self.keeps(Kind.PIN, item.id):
            pinned = grid.day_number.get(item.pinned, -1)
            starts = [pinned] if pinned in starts else []
        shut = self._shut_weeks(number)
        if shut:
            starts = [start for start in starts if shut.isdisjoint(w for w, _ in days_by_week(grid, start, item.days))]
        return self._fitting(number, starts)

    def _shut_weeks(self, number: int) -> set[int]:
        """Weeks that an item cannot touch: quiet ones, and those in which one of its people is away."""
        grid, item = self.grid, self.grid.problem.items[number]
        names: set[str] = set()
        if item.avoid_quiet and item.school is not None and self.keeps(Kind.QUIET, item.id):
            names |= grid.quiet(item.school)
        shut = {week for week, name in enumerate(grid.weeks) if name in names} if names else set()
        for who, each in grid.places[number].work:
            person = grid.problem.people[who]
            # One of its days in such a week would need more than rounding forgives.
            if each > ROUNDED and person.absent_weeks and self.keeps(Kind.HOURS, person.id):
                shut |= {week for week, name in enumerate(grid.weeks) if name in person.absent_weeks}
        return shut

    def _fitting(self, number: int, starts: Sequence[int]) -> Sequence[int]:
        """The starts at which the item's hours fit into its people's weeks, were they free."""
        grid, days = self.grid, self.grid.places[number].days
        for who, each in grid.places[number].work:
            row = grid.capacity[who]
            if not self.keeps(Kind.HOURS, grid.problem.people[who].id):
                continue
            most = each * min(days, 7)
            tight = {week for week, hours in enumerate(row) if hours + ROUNDED < most}
            if tight:
                starts = [
                    start
                    for start in starts
                    if not any(w in tight and each * n > row[w] + ROUNDED for w, n in days_by_week(grid, start, days))
                ]
        return starts

    # --- orders and groups ------------------------------------------------------------------------------------

    def _ordered(self) -> Refutation | None:
        """Cut starts by orders and groups until nothing changes; an item without starts refutes."""
        changed: set[int] = set(self.items)
        for _ in range(MOST_ROUNDS):
            again: set[int] = set()
            for number in sorted(changed):
                for other in self._cut_around(number):
                    if not self.open[other]:
                        return Refutation(Kind.ORDER, tuple(sorted({number, other})))
                    again.add(other)
            changed = again
            if not changed:
                break
        return None

    def _cut_around(self, number: int) -> list[int]:
        """Cut the starts of the items that follow, precede or accompany one; return those that lost some."""
        cut, starts, days = [], self.open[number], self.grid.places[number].days
        for other, gap, order in self.ties.later.get(number, ()):
            if other in self.open and (self.kept is None or order in self.kept):
                least = starts[0] + days + gap
                if self.open[other][0] < least:
                    self.open[other] = self.open[other][bisect_left(self.open[other], least) :]
                    cut.append(other)
                    if not self.open[other]:
                        return cut
        for other, gap, order in self.ties.before.get(number, ()):
            if other in self.open and (self.kept is None or order in self.kept):
                most = starts[-1] - self.grid.places[other].days - gap
                if self.open[other][-1] > most:
                    self.open[other] = self.open[other][: bisect_right(self.open[other], most)]
                    cut.append(other)
                    if not self.open[other]:
                        return cut
        together = self.grid.problem.items[number].together
        if together is not None and self.keeps(Kind.TOGETHER, together):
            cut += self._cut_group(together, number)
        return cut

    def _cut_group(self, together: str, number: int) -> list[int]:
        own, cut = set(self.open[number]), []
        for other in self.ties.groups[together]:
            if other in self.open and other != number:
                left = [start for start in self.open[other] if start in own]
                if len(left) < len(self.open[other]):
                    self.open[other] = left
                    cut.append(other)
                    if not left:
                        return cut
        return cut

    # --- intervals --------------------------------------------------------------------------------------------

    def _hours(self) -> Refutation | None:
        """A person's hours between two weeks are fewer than those of the items that must lie between them."""
        grid = self.grid
        for who, works in self.ties.workers.items():
            name = grid.problem.people[who].id
            if not self.keeps(Kind.HOURS, name):
                continue
            spans = [
                (grid.week[self.open[n][0]], grid.week[self.open[n][-1] + grid.places[n].days - 1], hours, n)
                for n, hours in works
                if n in self.open and hours > 0
            ]
            found = _fullest(spans, [hours + ROUNDED for hours in grid.capacity[who]])
            if found is not None:
                first, last, needed, items = found
                has = sum(grid.capacity[who][first : last + 1])
                return Refutation(Kind.HOURS, items, name, first=first, last=last, needed=needed, has=has)
        return None

    def _counts(self) -> Refutation | None:
        """Of items of one day and at least so many hours only a whole number fits into a person's week."""
        grid = self.grid
        for who, works in self.ties.workers.items():
            name = grid.problem.people[who].id
            if not self.keeps(Kind.HOURS, name):
                continue
            short = [
                (n, hours) for n, hours in works if n in self.open and grid.places[n].days == 1 and hours > ROUNDED
            ]
            usual = Counter(hours for _, hours in short)
            for least, _ in usual.most_common(MOST_SIZES):
                room = [float((has + ROUNDED) // least) for has in grid.capacity[who]]
                spans = [
                    (grid.week[self.open[n][0]], grid.week[self.open[n][-1]], 1.0, n)
                    for n, hours in short
                    if hours >= least
                ]
                found = _fullest(spans, room)
                if found is not None:
                    first, last, needed, items = found
                    has = sum(room[first : last + 1])
                    return Refutation(Kind.HOURS, items, name, "", first, last, needed, has, counted=True)
        return None

    def _days(self) -> Refutation | None:
        """A person who does one thing at a time has fewer days than the items that must lie among them."""
        grid = self.grid
        for who, works in self.ties.workers.items():
            person = grid.problem.people[who]
            if not person.one_at_a_time or not self.keeps(Kind.ONE, person.id):
                continue
            away = [0.0 if grid.weeks[week] in person.absent_weeks else 1.0 for week in grid.week]
            for least, room in ((-1.0, [1.0] * len(grid.days)), (ROUNDED, away)):
                if least > 0 and not self.keeps(Kind.HOURS, person.id):
                    continue
                spans = [
                    (self.open[n][0], self.open[n][-1] + grid.places[n].days - 1, float(grid.places[n].days), n)
                    for n, hours in works
                    if n in self.open and hours / grid.places[n].days > least
                ]
                found = _fullest(spans, room)
                if found is not None:
                    first, last, needed, items = found
                    has = sum(room[first : last + 1])
                    return Refutation(Kind.ONE, items, person.id, first=first, last=last, needed=needed, has=has)
        return None

    def _new(self) -> Refutation | None:
        """Between two weeks fewer new things may start at a school than must."""
        grid = self.grid
        for (school, audience), newcomers in self.ties.newcomers.items():
            if not self.keeps(Kind.NEW, school, audience):
                continue
            spans = [
                (grid.week[self.open[n][0]], grid.week[self.open[n][-1]], 1.0, n) for n in newcomers if n in self.open
            ]
            most = grid.problem.new_per_week[audience]
            found = _fullest(spans, [float(most)] * len(grid.weeks))
            if found is not None:
                first, last, needed, items = found
                has = most * (last - first + 1)
                return Refutation(Kind.NEW, items, school, audience, first, last, needed, has)
        return None


def _fullest(
    spans: Sequence[tuple[int, int, float, int]], room: Sequence[float]
) -> tuple[int, int, float, tuple[int, ...]] | None:
    """Return the interval that is fullest beyond its room: first, last, what must lie in it, and the items."""
    sums = [0.0]
    for one in room:
        sums.append(sums[-1] + one)
    by_end = sorted(spans, key=lambda span: span[1])
    best = None
    for first in {span[0] for span in spans}:
        total = 0.0
        for begin, last, amount, _ in by_end:
            if begin >= first:
                total += amount
                excess = total - (sums[last + 1] - sums[first])
                # Of equally overfull intervals the shorter one says more.
                if excess > 1e-6 and (best is None or (excess, first - last) > best[0]):
                    best = (excess, first - last), first, last, total
    if best is None:
        return None
    _, first, last, total = best
    items = tuple(sorted(number for begin, end, _, number in spans if begin >= first and end <= last))
    return first, last, total, items
