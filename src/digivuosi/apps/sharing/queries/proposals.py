"""What a new edition proposes to a school, in words, with the weeks as they are and as they would be."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property

from django_scopes import scope

from digivuosi.apps.look import clock
from digivuosi.apps.schools.models import School
from digivuosi.apps.schools.queries import calendar_of, school_year_now
from digivuosi.apps.sharing.models import Answer, Proposal, ProposalKind
from digivuosi.apps.toolkit.models import Edition
from digivuosi.apps.toolkit.queries import local_changes_of, toolkit_in, toolkit_of
from digivuosi.apps.wheel.models import Placement, Status
from digivuosi.domain.schoolyear.calendar import SchoolYear
from digivuosi.domain.schoolyear.rules import Unresolvable
from digivuosi.domain.toolkit.changes import SchoolChanges, changed_measure, with_changes
from digivuosi.domain.toolkit.merging.differences import Change, diff
from digivuosi.domain.toolkit.merging.places import Place, Side, leaves_of
from digivuosi.domain.toolkit.merging.showing import Names, value_words
from digivuosi.domain.toolkit.merging.telling import change_line, place_words
from digivuosi.domain.toolkit.offers import TIMES
from digivuosi.domain.toolkit.toolkit import Measure, Theme, Toolkit
from digivuosi.domain.wheel.placing import Place as Time
from digivuosi.domain.wheel.placing import places_for

KINDS = (ProposalKind.MOVED, ProposalKind.DISPUTED, ProposalKind.NEW, ProposalKind.GONE)
"""In the order they are shown."""


@dataclass(frozen=True)
class Moving:
    """One placement that would move."""

    placement: Placement
    to: Time
    is_own_place: bool
    """The school stands elsewhere than the edition before would have put it: it has moved it itself."""


@dataclass(frozen=True)
class Disputed:
    """A place that the school and the provider both changed."""

    place: Place
    label: str
    ours: str
    theirs: str


@dataclass(frozen=True)
class Proposed:
    """A proposal with all that a page shows of it."""

    row: Proposal
    measure: Measure
    theme: Theme | None
    reasons: tuple[str, ...] = ()
    """What the provider has changed, a line each."""
    moves: tuple[Moving, ...] = ()
    places: tuple[Time, ...] = ()
    """Where a new measure would stand."""
    standing: tuple[Placement, ...] = ()
    """What would leave the year."""
    disputed: tuple[Disputed, ...] = ()

    @property
    def has_meaning(self) -> bool:
        """Whether anything would happen now; a placement may have been moved since it was proposed."""
        return bool(self.moves or self.places or self.standing or self.disputed)


@dataclass
class Asked:
    """One school's proposals of a year."""

    school: School
    year: int
    language: str
    rows: list[Proposal] = field(default_factory=list)
    toolkit: Toolkit | None = None
    changes: SchoolChanges = field(default_factory=SchoolChanges)

    @cached_property
    def calendar(self) -> SchoolYear:
        return calendar_of(self.school.provider, self.year)

    @cached_property
    def mine(self) -> Toolkit:
        """The provider's newest edition with the school's changes over it."""
        assert self.toolkit is not None  # noqa: S101  (whoever has proposals has a toolkit)
        return with_changes(self.toolkit, self.changes)

    @cached_property
    def placements(self) -> list[Placement]:
        rows = list(Placement.objects.filter(school=self.school, year=self.year).order_by("first", "pk"))
        for row in rows:
            row.school = self.school
        return rows

    @cached_property
    def open(self) -> list[Proposed]:
        """What is asked now, by kind and by the time of the year."""
        shown = (self.proposed(row) for row in self.rows if row.answer == Answer.OPEN)
        return sorted((one for one in shown if one is not None and one.has_meaning), key=_in_order)

    @cached_property
    def answered(self) -> list[Proposed]:
        shown = (self.proposed(row) for row in self.rows if row.answer != Answer.OPEN)
        return [one for one in shown if one is not None]

    def proposed(self, row: Proposal) -> Proposed | None:
        """A proposal with its words; None when nothing knows its measure any more."""
        old = toolkit_in(row.since)
        measure = self.mine.measure(row.measure_key) or old.measure(row.measure_key)
        if measure is None:
            return None
        made = Proposed(row, measure, self.mine.theme(measure.theme) or old.theme(measure.theme))
        match row.kind:
            case ProposalKind.NEW:
                return replace(made, places=self._times(measure))
            case ProposalKind.MOVED:
                return replace(made, reasons=self._reasons(row, old), moves=self._moves(measure, old))
            case ProposalKind.GONE:
                standing = tuple(one for one in self.placements if one.measure_key == row.measure_key)
                return replace(made, standing=tuple(one for one in standing if is_movable(one, clock.today())))
            case _:
                return replace(made, disputed=tuple(self._disputed(row)))

    def _times(self, measure: Measure) -> tuple[Time, ...]:
        try:
            return places_for(measure, self.calendar)
        except Unresolvable:
            return ()

    def _moves(self, measure: Measure, old: Toolkit) -> tuple[Moving, ...]:
        to = {place.occurrence: place for place in self._times(measure)}
        was_measure = old.measure(measure.key)
        before = changed_measure(was_measure, self.changes.of(measure.key)) if was_measure else None
        was = {place.occurrence: place for place in self._times(before)} if before else {}
        return tuple(
            Moving(row, to[row.occurrence], _is_elsewhere(row, was.get(row.occurrence)))
            for row in self.placements
            if row.measure_key == measure.key
            and row.occurrence in to
            and is_movable(row, clock.today())
            and (row.first, row.last) != (to[row.occurrence].first, to[row.occurrence].last)
        )

    def _reasons(self, row: Proposal, old: Toolkit) -> tuple[str, ...]:
        assert self.toolkit is not None  # noqa: S101  (whoever has proposals has a toolkit)
        names = Names((self.toolkit, old), self.language)
        return tuple(
            change_line(change, names)
            for change in _of_measure(old, self.toolkit, row.measure_key)
            if change.place.field in TIMES
        )

    def _disputed(self, row: Proposal) -> Iterable[Disputed]:
        assert self.toolkit is not None  # noqa: S101  (whoever has proposals has a toolkit)
        theirs, ours = (toolkit.measure(row.measure_key) for toolkit in (self.toolkit, self.mine))
        if theirs is None or ours is None:
            return
        names = Names((self.mine, self.toolkit), self.language)
        citys, own = (leaves_of(one, Side(self.mine, {})) for one in (theirs, ours))
        for name, part in row.places:
            place = Place("measures", row.measure_key, name, part)
            values = own.get((name, part)), citys.get((name, part))
            if values[0] != values[1]:
                yield Disputed(
                    place, place_words(place, names, label=True), *(_shown(place, one, names) for one in values)
                )


def asked_of(school: School, year: int, language: str) -> Asked:
    """Read the proposals of a school's year, in a fixed number of queries."""
    asked = Asked(school, year, language, toolkit=toolkit_of(school.provider))
    with scope(provider=school.provider, school=school):
        rows = Proposal.objects.filter(school=school, year=year).select_related("answered_by")
        asked.rows = list(rows)
        editions = Edition.objects.in_bulk({row.since_id for row in asked.rows})
    for row in asked.rows:
        row.since = editions[row.since_id]
        row.school = school
    asked.changes = local_changes_of(school)
    return asked


def count_open(school: School) -> int:
    """How many proposals wait for the school this year."""
    with scope(provider=school.provider, school=school):
        year = school_year_now(clock.today())
        return Proposal.objects.filter(school=school, year=year, answer=Answer.OPEN).count()


def is_movable(row: Placement, today: date) -> bool:
    """Whether a proposal may speak of it: what is done, begun, locked or past stays as it is."""
    return row.status == Status.PLANNED and not row.is_pinned and row.first > today


def _of_measure(old: Toolkit, new: Toolkit, key: str) -> Iterable[Change]:
    """The changes of one measure; only it is compared."""
    was, now = old.measure(key), new.measure(key)
    if was is None or now is None:
        return ()
    before, after = (replace(toolkit, measures=(measure,), _by_key={}) for toolkit, measure in ((old, was), (new, now)))
    changes = diff(Side(before, {}), Side(after, {}))
    return tuple(change for change in changes if (change.place.kind, change.place.key) == ("measures", key))


def _is_elsewhere(row: Placement, was: Time | None) -> bool:
    return was is None or (row.first, row.last) != (was.first, was.last)


def _shown(place: Place, value: object, names: Names) -> str:
    """The whole of a text, and everything else as people say it."""
    return value if isinstance(value, str) and place.part else value_words(place, value, names)


def _in_order(one: Proposed) -> tuple[int, date, str]:
    days = [
        *(move.placement.first for move in one.moves),
        *(place.first for place in one.places),
        *(row.first for row in one.standing),
    ]
    return KINDS.index(ProposalKind(one.row.kind)), min(days, default=date.max), one.row.measure_key
