"""How many hours people have for what is timed here, and where the number comes from."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from django_scopes import scope

from digivuosi.apps.people.models import User
from digivuosi.apps.responsibilities.models import RoleHolder
from digivuosi.apps.responsibilities.queries import Holders, holders_of_schools
from digivuosi.apps.schools.models import Provider, School
from digivuosi.apps.timing.models import (
    USUAL_NEW_PER_WEEK,
    Absence,
    HourRule,
    MentorTime,
    ProviderTiming,
    SchoolTiming,
)
from digivuosi.domain.schoolyear.calendar import SchoolYear, Week

MENTOR = "mentor"
USUAL_HOURS = {
    "principal": 3.0,
    "digital-team": 2.0,
    "pedagogical-support": 2.0,
    "technical-support": 2.0,
    "coordinator": 20.0,
    "it-administration": 20.0,
    MENTOR: 20.0,
}
"""Hours a week that are counted with when nobody has given any and no rule says; the page says so openly."""
USUAL_VISIT_SHARE = 0.4
"""The part of a mentor's hours that is for visits when nobody has said."""


class Source(StrEnum):
    """Where a number of hours comes from."""

    GIVEN = "given"
    RULE = "rule"
    USUAL = "usual"


@dataclass(frozen=True)
class Hours:
    """Hours a week of one holder of a role."""

    value: float
    source: Source
    rule: HourRule | None = None
    """The rule that gave them."""
    shared_by: int = 1
    """Between how many holders the rule's hours are shared."""


@dataclass(frozen=True)
class MentorHours:
    """A mentor's hours a week over all their schools."""

    value: float
    visits: float
    """The part that is for visits; the rest is for everything else."""
    source: Source
    from_week: str = ""
    to_week: str = ""

    @property
    def other(self) -> float:
        return max(0.0, self.value - self.visits)


@dataclass
class Capacity:
    """What is known of the hours of a provider's people in one year; read at once for many schools."""

    provider: Provider
    year: int
    calendar: SchoolYear
    holders: Mapping[int, Holders]
    """By school, then by kind."""
    rules: Mapping[str, list[HourRule]]
    mentor_times: Mapping[int, MentorTime]
    absences: Mapping[int, list[Absence]]
    school_timings: Mapping[int, SchoolTiming]
    new_per_week: int = USUAL_NEW_PER_WEEK
    """The provider's."""
    _weeks: list[str] = field(default_factory=list)

    def hours(self, holder: RoleHolder, school: School) -> Hours:
        """Hours of a holder of a school's or the administration's role; mentors have `mentor_hours`."""
        if holder.hours_per_week is not None:
            return Hours(float(holder.hours_per_week), Source.GIVEN)
        rule = self.rule_for(holder.kind, school)
        if rule is None:
            return Hours(USUAL_HOURS.get(holder.kind, 2.0), Source.USUAL)
        # Those whose hours were given have theirs beside the rule; the others share what the rule gives.
        sharing = [one for one in self.holders[school.pk].get(holder.kind, []) if one.hours_per_week is None]
        count = max(1, len(sharing))
        return Hours(round(float(rule.hours) / count, 2), Source.RULE, rule, count)

    def rule_for(self, kind: str, school: School) -> HourRule | None:
        """The rule for a school of this size: the one that begins at the most pupils that it has."""
        if school.pupil_count is None:
            return None
        fitting = [rule for rule in self.rules.get(kind, []) if rule.from_pupils <= school.pupil_count]
        return max(fitting, key=lambda rule: rule.from_pupils, default=None)

    def mentor_hours(self, user: User) -> MentorHours:
        """A mentor's hours: those written for the year, else those given with a role, else the usual ones."""
        time = self.mentor_times.get(user.pk)
        if time is not None:
            return MentorHours(
                float(time.hours_per_week), float(time.visit_hours), Source.GIVEN, time.from_week, time.to_week
            )
        given = [
            float(holder.hours_per_week)
            for holders in self.holders.values()
            for holder in holders.get(MENTOR, [])
            if holder.user_id == user.pk and holder.hours_per_week is not None
        ]
        value = max(given) if given else USUAL_HOURS[MENTOR]
        return MentorHours(value, round(value * USUAL_VISIT_SHARE, 2), Source.GIVEN if given else Source.USUAL)

    def absent_weeks(self, user: User) -> frozenset[str]:
        """The weeks of the year in which a person is away, and those outside a mentor's working weeks."""
        away = {
            week
            for absence in self.absences.get(user.pk, [])
            for week in self.weeks_of(absence.from_week, absence.to_week)
        }
        time = self.mentor_times.get(user.pk)
        if time is not None and (time.from_week or time.to_week):
            away |= set(self.weeks) - set(self.weeks_of(time.from_week, time.to_week))
        return frozenset(away)

    @property
    def weeks(self) -> list[str]:
        """The ISO weeks of the year, as `2026-W50`."""
        if not self._weeks:
            self._weeks = [week_name(week) for week in self.calendar.weeks]
        return self._weeks

    def weeks_of(self, from_week: str, to_week: str) -> list[str]:
        """The weeks of this year from one to another, both counted in; an empty end is the year's own."""
        return [w for w in self.weeks if (not from_week or w >= from_week) and (not to_week or w <= to_week)]

    def quiet_weeks(self, school: School) -> dict[str, str]:
        """The calendar's quiet weeks and the school's own, with the reason of the latter."""
        found = {quiet.week: "" for quiet in self.calendar.quiet_weeks}
        timing = self.school_timings.get(school.pk)
        own = timing.quiet_weeks if timing else []
        return found | {row["week"]: row.get("reason", "") for row in own}

    def new_at(self, school: School) -> int:
        """How many new things a week the teachers of a school are asked to take up."""
        timing = self.school_timings.get(school.pk)
        return self.new_per_week if timing is None or timing.new_per_week is None else timing.new_per_week

    def need(self, school: School) -> float:
        """From 0 to 1."""
        timing = self.school_timings.get(school.pk)
        return timing.need / 10 if timing else 0.0

    def mentors(self) -> list[User]:
        """Everyone who is mentor at any of the schools, in an order that stays."""
        found = {h.user_id: h.user for holders in self.holders.values() for h in holders.get(MENTOR, [])}
        return [user for _pk, user in sorted(found.items())]


def week_name(week: Week) -> str:
    """As `2026-W50`."""
    return f"{week.year}-W{week.number:02d}"


def capacity_of(provider: Provider, schools: Sequence[School], year: int, calendar: SchoolYear) -> Capacity:
    """Read the capacity of schools (the administration may be among them) in a fixed number of queries."""
    holders = holders_of_schools(schools, year)
    with scope(provider=provider, school=list(schools)):
        timings = {row.school_id: row for row in SchoolTiming.objects.filter(year=year)}
        own = ProviderTiming.objects.first()
        return Capacity(
            provider=provider,
            year=year,
            calendar=calendar,
            holders=holders,
            rules=_grouped(HourRule.objects.all()),
            mentor_times={row.user_id: row for row in MentorTime.objects.filter(year=year)},
            absences=_by_user(Absence.objects.all()),
            school_timings=timings,
            new_per_week=own.new_per_week if own else USUAL_NEW_PER_WEEK,
        )


def _grouped(rows: Iterable[HourRule]) -> dict[str, list[HourRule]]:
    found: dict[str, list[HourRule]] = defaultdict(list)
    for row in rows:
        found[row.kind].append(row)
    return dict(found)


def _by_user(rows: Iterable[Absence]) -> dict[int, list[Absence]]:
    found: dict[int, list[Absence]] = defaultdict(list)
    for row in rows:
        found[row.user_id].append(row)
    return dict(found)
