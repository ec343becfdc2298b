"""The rules and the cost of docs/timing.md once more, with calendar dates and fractions alone.

Written from the page and without a look at the program's own judge, so that both can be compared. Slow on purpose.
"""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from itertools import combinations

from digivuosi.domain.timing.problem import Item, Person, Problem

Days = tuple[date, ...]


@lru_cache(maxsize=4096)
def number(value: float) -> Fraction:
    return Fraction(Decimal(repr(value)))


@lru_cache(maxsize=4096)
def iso_week(day: date) -> str:
    return day.strftime("%G-W%V")


def monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


class SecondJudge:
    def __init__(self, problem: Problem, starts: dict[str, date]) -> None:
        self.problem = problem
        self.starts = starts
        self.people = {one.id: one for one in problem.people}
        self.schools = {one.id: one for one in problem.schools}
        self.item = {one.id: one for one in problem.items}
        self.days = {key: days for key in self.item if (days := self.days_of(self.item[key]))}
        self.school_days = Counter(iso_week(day) for day in problem.days)

    def days_of(self, item: Item) -> Days:
        """The school days that an item takes; none when it has no day or the year is too short for it."""
        day = self.starts.get(item.id)
        if day not in self.problem.days:
            return ()
        days = tuple(one for one in self.problem.days if one >= day)[: item.days]
        return days if len(days) == item.days else ()

    # --- rules ------------------------------------------------------------------------------------------------

    def r1(self) -> set[object]:
        return {item.id for item in self.problem.items if not self.inside(item)}

    def inside(self, item: Item) -> bool:
        days, window = self.days.get(item.id), item.window
        return bool(days) and (window.earliest or date.min) <= days[0] <= days[-1] <= (window.latest or date.max)

    def r2(self) -> set[object]:
        bad = set()
        for key, days in self.days.items():
            for after in self.item[key].after:
                if after.item not in self.days:
                    continue
                later = [day for day in self.problem.days if day > self.days[after.item][-1]]
                if days[0] not in later[after.gap_days :]:
                    bad.add((key, after.item))
        return bad

    def hours(self, person: Person, week: str) -> Fraction:
        total = Fraction(0)
        for key, days in self.days.items():
            own = [number(work.hours) for work in self.item[key].work if work.person == person.id]
            inside = sum(iso_week(day) == week for day in days) if own else 0
            if inside:
                total += sum(own, Fraction(0)) / len(days) * inside
        return total

    def capacity(self, person: Person, week: str) -> Fraction:
        if week in person.absent_weeks:
            return Fraction(0)
        return number(person.hours_per_week) * self.school_days[week] / 5

    def r3(self) -> set[object]:
        return {
            (person.id, week)
            for person in self.problem.people
            for week in self.school_days
            if round(self.hours(person, week), 2) > round(self.capacity(person, week), 2)
        }

    def r4(self) -> set[object]:
        bad = set()
        for person in self.problem.people:
            if person.one_at_a_time:
                own = [k for k in self.days if person.id in {work.person for work in self.item[k].work}]
                bad |= {person.id for a, b in combinations(own, 2) if set(self.days[a]) & set(self.days[b])}
        return bad

    def r5(self) -> set[object]:
        return {
            (key, iso_week(day))
            for key, days in self.days.items()
            for day in days
            if self.item[key].avoid_quiet
            and self.item[key].school
            and iso_week(day) in self.schools[self.item[key].school].quiet_weeks
        }

    def r6(self) -> set[object]:
        begun: dict[tuple[str, str, str], int] = {}
        for key, days in self.days.items():
            item = self.item[key]
            if item.school and item.new_for:
                place = (item.school, item.new_for, iso_week(days[0]))
                begun[place] = begun.get(place, 0) + 1
        most = self.problem.new_per_week
        return {place for place, count in begun.items() if place[1] in most and count > most[place[1]]}

    def r7(self) -> set[object]:
        bad: set[object] = set()
        for a, b in combinations([self.item[key] for key in self.starts], 2):
            if a.together and a.together == b.together and self.starts[a.id] != self.starts[b.id]:
                bad.add(("together", a.together))
        bad |= {("pinned", k) for k, day in self.starts.items() if (self.item[k].pinned or day) != day}
        return bad

    def broken(self) -> dict[str, set[object]]:
        rules = (self.r1, self.r2, self.r3, self.r4, self.r5, self.r6, self.r7)
        return {rule.__name__.upper(): rule() for rule in rules}

    # --- wishes -----------------------------------------------------------------------------------------------

    def w1(self) -> Fraction:
        points = 0
        for key, days in self.days.items():
            wanted = self.item[key].recommended
            if wanted.earliest:
                points += 10 * sum(days[0] <= day < wanted.earliest for day in self.problem.days)
            if wanted.latest:
                points += 10 * sum(wanted.latest < day <= days[-1] for day in self.problem.days)
        return Fraction(points)

    def w2(self) -> Fraction:
        points = 0
        for key, days in self.days.items():
            stands = self.item[key].stands
            if stands is None or stands == days[0]:
                continue
            # From a day without school the way is counted from the next school day, or from the year's last one.
            base = next((day for day in self.problem.days if day >= stands), self.problem.days[-1])
            low, high = sorted((base, days[0]))
            points += 5 + sum(low < day <= high for day in self.problem.days)
        return Fraction(points)

    def w3(self) -> Fraction:
        points = Fraction(0)
        for person in self.problem.people:
            load = {week: self.hours(person, week) for week in self.school_days}
            over = (hours - Fraction(7, 10) * self.capacity(person, week) for week, hours in load.items())
            points += 20 * max(load.values()) + 10 * sum(max(extra, Fraction(0)) for extra in over)
        return points

    def w4(self) -> Fraction:
        points = Fraction(0)
        visits = [self.item[key] for key in self.days if self.item[key].round and self.item[key].school]
        for a, b in combinations(visits, 2):
            if a.round != b.round:
                continue
            need_a, need_b = (number(self.schools[one.school or ""].need) for one in (a, b))
            late, early = (a, b) if need_a > need_b else (b, a)
            weeks = (monday(self.days[late.id][0]) - monday(self.days[early.id][0])).days // 7
            points += 2 * abs(need_a - need_b) * max(0, weeks)
        return points

    def points(self) -> dict[str, Fraction]:
        return {"W1": self.w1(), "W2": self.w2(), "W3": self.w3(), "W4": self.w4()}
