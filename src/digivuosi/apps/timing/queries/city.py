"""All schools of a provider at once: hours by school and week, and each mentor's weeks."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from digivuosi.apps.people.models import User
from digivuosi.apps.schools.models import School
from digivuosi.apps.timing.queries.capacity import MentorHours
from digivuosi.apps.timing.queries.doers import Doer
from digivuosi.apps.timing.queries.loads import Cell
from digivuosi.apps.timing.queries.situations import Situation
from digivuosi.apps.timing.queries.standing import Fast, Stood
from digivuosi.domain.schoolyear.parts import monday_of_written_week
from digivuosi.domain.timing.problem import week_of


@dataclass(frozen=True)
class SchoolRow:
    """The hours that a school's own people have and need, week by week."""

    school: School
    cells: list[Cell]

    @property
    def over(self) -> list[int]:
        """Indexes of the overfull weeks."""
        return [number for number, cell in enumerate(self.cells) if cell.is_over]


@dataclass(frozen=True)
class Visit:
    """A mentor at a school."""

    stood: Stood
    day: date
    with_another: bool
    """Whether the mentor is at another school on the same day."""


@dataclass(frozen=True)
class MentorWeek:
    """One week of one mentor: the visits, and the hours of the visits."""

    monday: date
    visits: list[Visit]
    cell: Cell
    is_absent: bool


@dataclass(frozen=True)
class MentorYear:
    """A mentor's visits by week, and what does not fit."""

    user: User
    hours: MentorHours
    weeks: list[MentorWeek]
    """Every week that has school."""
    absent: list[str]
    """Weeks of absences, as they are written (not those outside the mentor's working weeks)."""
    misfits: list[Stood]
    """Visits that stand in a week in which the mentor is away."""
    other_work: list[Stood]
    """Other work that stands in such a week."""
    doubled: int
    """Visits on a day on which the mentor is at another school too."""
    overfull: list[date]
    """Mondays of the weeks with more hours of visits than there are."""
    stuck: int
    """How many of what does not fit stands fast, so that a proposal leaves it."""


def school_rows(situation: Situation, schools: Iterable[School]) -> list[SchoolRow]:
    """The hours of each school's own people by week of `whole_grid`; mentors are not among them."""
    grid, loads = situation.whole_grid, situation.loads()
    people: dict[int, list[int]] = defaultdict(list)
    for doer in situation.doers.found.values():
        number = grid.people.get(doer.id)
        if doer.school is not None and number is not None:
            people[doer.school.pk].append(number)
    return [
        SchoolRow(school, [_cell(grid.capacity, loads, people[school.pk], week) for week in range(len(grid.weeks))])
        for school in schools
    ]


def _cell(
    capacity: Sequence[Sequence[float]], loads: Sequence[Sequence[float]], people: Sequence[int], week: int
) -> Cell:
    hours = sum(loads[person][week] for person in people)
    return Cell(round(hours, 2), round(sum(capacity[person][week] for person in people), 2))


def mentor_years(situation: Situation, only: Collection[int] | None = None) -> list[MentorYear]:
    """The years of the mentors (those with a number in `only`, when given), in the order of their names."""
    reader = _Mentors(situation)
    users = {
        doer.user.pk: doer.user
        for doer in situation.doers.found.values()
        if doer.school is None and (only is None or doer.user.pk in only)
    }
    return [reader.year(user) for user in sorted(users.values(), key=lambda user: str(user).casefold())]


class _Mentors:
    """Reads the mentors' work once for all of them."""

    def __init__(self, situation: Situation) -> None:
        self.situation, self.grid = situation, situation.whole_grid
        self.loads = situation.loads()
        self.mondays = [monday_of_written_week(week) for week in self.grid.weeks]
        self.work: dict[str, list[Stood]] = defaultdict(list)
        """What each person does and is in the problem still, by the person's id."""
        known = {**{one.id: one for one in situation.past}, **situation.items}
        for item in situation.whole.items:
            if item.id in known:
                for work in item.work:
                    self.work[work.person].append(known[item.id])

    def year(self, user: User) -> MentorYear:
        situation = self.situation
        doers = [one for one in situation.doers.found.values() if one.user == user and one.school is None]
        away = situation.capacity.absent_weeks(user)
        visiting = next((one for one in doers if one.is_visiting), None)
        usual = next((one for one in doers if not one.is_visiting), None)
        visits = self.work[visiting.id] if visiting else []
        misfits = self._misfits(visits, away)
        other = self._misfits(self.work[usual.id], away) if usual else []
        weeks = self._weeks(visiting, visits, away)
        double = [visit for week in weeks for visit in week.visits if visit.with_another and self._is_open(visit.stood)]
        return MentorYear(
            user=user,
            hours=situation.capacity.mentor_hours(user),
            weeks=weeks,
            absent=sorted(
                {
                    week
                    for absence in situation.capacity.absences.get(user.pk, [])
                    for week in situation.capacity.weeks_of(absence.from_week, absence.to_week)
                }
            ),
            misfits=misfits,
            other_work=other,
            doubled=len(double),
            overfull=[week.monday for week in weeks if week.cell.is_over and not week.is_absent],
            stuck=sum(one.id in situation.fast for one in [*misfits, *other]),
        )

    def _is_open(self, one: Stood) -> bool:
        """Whether it is still to be done, so that it matters whether it fits."""
        return one.last >= self.situation.today and one.fast is not Fast.DONE

    def _misfits(self, work: Iterable[Stood], away: Collection[str]) -> list[Stood]:
        days = self.situation.calendar.school_days_between
        return [
            one for one in work if self._is_open(one) and any(week_of(day) in away for day in days(one.first, one.last))
        ]

    def _weeks(self, visiting: Doer | None, visits: Iterable[Stood], away: Collection[str]) -> list[MentorWeek]:
        by_week: dict[str, list[Stood]] = defaultdict(list)
        by_day: dict[date, int] = defaultdict(int)
        for one in visits:
            by_week[week_of(one.first)].append(one)
            by_day[one.first] += 1
        people = [self.grid.people[visiting.id]] if visiting and visiting.id in self.grid.people else []
        return [
            MentorWeek(
                monday,
                [
                    Visit(one, one.first, by_day[one.first] > 1)
                    for one in sorted(by_week[week], key=lambda one: (one.first, one.school.name))
                ],
                _cell(self.grid.capacity, self.loads, people, number),
                week in away,
            )
            for number, (week, monday) in enumerate(zip(self.grid.weeks, self.mondays, strict=True))
        ]
