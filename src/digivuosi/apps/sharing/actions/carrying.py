"""One school is taken over to a new edition of its provider: whole, or not at all.

Its own changes go over by the merge, what stands in its year stays where it is, and what the edition would change
there is proposed.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import cached_property

from django.db import transaction
from django_scopes import scope

from digivuosi.apps.look import clock
from digivuosi.apps.schools.models import Provider, School
from digivuosi.apps.schools.queries import calendar_of, school_year_now
from digivuosi.apps.schools.tenant import guard_all
from digivuosi.apps.sharing.models import Answer, Followed, Proposal, ProposalKind, SchoolsUpdate
from digivuosi.apps.sharing.queries.proposals import is_movable
from digivuosi.apps.toolkit.actions import carry_changes
from digivuosi.apps.toolkit.models import Edition
from digivuosi.apps.toolkit.queries import toolkit_in
from digivuosi.apps.wheel.models import Decline, Placement
from digivuosi.apps.wheel.queries.offers import level_of
from digivuosi.domain.schoolyear.calendar import SchoolYear
from digivuosi.domain.schoolyear.rules import Unresolvable
from digivuosi.domain.toolkit.changes import SchoolChanges, with_changes
from digivuosi.domain.toolkit.merging.places import Place, Side
from digivuosi.domain.toolkit.merging.renames import renames_between
from digivuosi.domain.toolkit.offers import EditedItems, SchoolOffer, SchoolOfferKind, edited_items, school_offers
from digivuosi.domain.toolkit.toolkit import Measure, Toolkit
from digivuosi.domain.wheel.placing import Place as Time
from digivuosi.domain.wheel.placing import places_for


@dataclass(frozen=True)
class Step:
    """From one edition to the next, with what is the same for every school that has changed nothing."""

    old: Edition
    new: Edition

    @cached_property
    def toolkits(self) -> tuple[Toolkit, Toolkit]:
        return toolkit_in(self.old), toolkit_in(self.new)

    @cached_property
    def renames(self) -> dict[str, str]:
        """New keys of measures by their old ones."""
        old, new = (Side(toolkit, {}) for toolkit in self.toolkits)
        return {key: now for (kind, key), now in renames_between(old, new).items() if kind == "measures"}

    @cached_property
    def edited(self) -> EditedItems:
        """What the edition changes."""
        return edited_items(*self.toolkits)

    @cached_property
    def plain(self) -> tuple[SchoolOffer, ...]:
        """What a school without changes of its own would be asked if it had placed everything."""
        old, new = self.toolkits
        everything = {measure.key for toolkit in self.toolkits for measure in toolkit.measures}
        return school_offers(old, new, SchoolChanges(), placed=everything)[1]

    def carried(
        self, changes: SchoolChanges, placed: Collection[str], never: Collection[Place]
    ) -> tuple[SchoolChanges, tuple[SchoolOffer, ...]]:
        """What a school's changes become, and what it is asked with these measures in its year."""
        if changes.measures:
            merged, asked = school_offers(*self.toolkits, changes, placed=placed, never=never, edited=self.edited)
            return merged.changes, asked
        # Own measures alone meet nothing of an edition, so there is nothing to merge.
        names = {now: before for before, now in self.renames.items()}
        here = set(placed)
        return changes, tuple(
            one for one in self.plain if one.kind is SchoolOfferKind.NEW or {one.key, names.get(one.key)} & here
        )


class Carrier:
    """Takes schools of one provider over to an edition; remembers what is the same for all of them."""

    def __init__(self, update: SchoolsUpdate) -> None:
        self.update = update
        self.provider: Provider = update.provider
        self.year = school_year_now(clock.today())
        self.steps: dict[int, Step] = {}
        self.calendars: dict[int, SchoolYear] = {}
        self.times: dict[tuple[int, Measure], tuple[Time, ...]] = {}

    @transaction.atomic
    def carry(self, school: School) -> int:
        """Take one school over; return how many proposals it got. A school that is there already is left alone."""
        with scope(provider=self.provider, school=school):
            School.objects.select_for_update().get(pk=school.pk)
            rows = Followed.objects.filter(school=school).select_related("edition")
            # Without the documents: they are parsed once and kept in memory.
            followed = rows.defer("edition__document", "edition__files").first()
            old = followed.edition if followed else self.update.old
            if old.number >= self.update.new.number:
                return 0
            step = self._step(old)
            asked: list[SchoolOffer] = []

            standing = list(Placement.objects.filter(school=school, year__gte=self.year))

            def carry(changes: SchoolChanges) -> SchoolChanges:
                # Only what a school has changed itself can be settled for good.
                never = _never(school) if changes.measures else ()
                after, offers = step.carried(changes, {row.measure_key for row in standing}, never)
                asked.extend(offers)
                return after

            changes = carry_changes(by=None, school=school, edition=self.update.new.name, carry=carry)
            if step.renames:
                self._rename(school, step.renames)
                standing = list(Placement.objects.filter(school=school, year__gte=self.year))
            made = self._propose(school, step, changes, asked, standing)
            followed = followed or Followed(school=school)
            followed.edition = self.update.new
            followed.save()
        return made

    def _rename(self, school: School, renames: dict[str, str]) -> None:
        """What stands under a measure's old key goes on under its new one."""
        for before, now in renames.items():
            for rows in (Placement.objects.filter(school=school), Decline.objects.filter(school=school)):
                if not rows.filter(measure_key=now).exists():
                    rows.filter(measure_key=before).update(measure_key=now)

    def _propose(
        self,
        school: School,
        step: Step,
        changes: SchoolChanges,
        asked: Iterable[SchoolOffer],
        standing: list[Placement],
    ) -> int:
        toolkit = with_changes(step.toolkits[1], changes)
        years = sorted({self.year, *(row.year for row in standing)})
        known = {
            (row.year, row.kind, row.measure_key): row
            for row in Proposal.objects.filter(school=school, year__gte=self.year)
        }
        declined = set(Decline.objects.filter(school=school).values_list("year", "measure_key"))
        fresh = []
        for year in years:
            rows = [row for row in standing if row.year == year]
            for offer in asked:
                if (year, offer.key) in declined or not self._concerns(school, year, rows, offer, toolkit):
                    continue
                row = known.get((year, offer.kind.value, offer.key))
                if row is None:
                    fresh.append(self._proposal(school, year, offer, step))
                elif row.answer != Answer.LEFT:
                    _ask_again(row, offer, step)
        guard_all(fresh)
        Proposal.objects.bulk_create(fresh)
        self._drop_obsolete(known.values(), toolkit, standing)
        return len(fresh)

    def _concerns(self, school: School, year: int, rows: list[Placement], offer: SchoolOffer, toolkit: Toolkit) -> bool:
        """Whether a school's year has anything to say to an offer."""
        mine = [row for row in rows if row.measure_key == offer.key]
        measure = toolkit.measure(offer.key)
        if offer.kind is SchoolOfferKind.DISPUTED:
            return year == self.year
        if offer.kind is SchoolOfferKind.GONE:
            return any(is_movable(row, clock.today()) for row in mine)
        if measure is None or level_of(school) not in measure.levels:
            return False
        if offer.kind is SchoolOfferKind.NEW:
            return not mine and bool(self._times(measure, year))
        places = {place.occurrence: place for place in self._times(measure, year)}
        return any(
            is_movable(row, clock.today())
            and row.occurrence in places
            and (row.first, row.last) != (places[row.occurrence].first, places[row.occurrence].last)
            for row in mine
        )

    def _proposal(self, school: School, year: int, offer: SchoolOffer, step: Step) -> Proposal:
        return Proposal(
            school=school,
            year=year,
            kind=ProposalKind(offer.kind.value),
            measure_key=offer.key,
            since=step.old,
            edition=step.new,
            places=_disputed(offer),
        )

    def _drop_obsolete(self, rows: Iterable[Proposal], toolkit: Toolkit, standing: list[Placement]) -> None:
        """An open proposal of a measure that has come or gone since says nothing any more."""
        placed = {(row.year, row.measure_key) for row in standing}
        for row in rows:
            is_there = toolkit.measure(row.measure_key) is not None
            over = {
                ProposalKind.GONE: is_there,
                ProposalKind.NEW: not is_there or (row.year, row.measure_key) in placed,
            }.get(ProposalKind(row.kind), not is_there)
            if row.answer == Answer.OPEN and over:
                row.delete()

    def _step(self, old: Edition) -> Step:
        if old.pk not in self.steps:
            self.steps[old.pk] = Step(old, self.update.new)
        return self.steps[old.pk]

    def _times(self, measure: Measure, year: int) -> tuple[Time, ...]:
        if year not in self.calendars:
            self.calendars[year] = calendar_of(self.provider, year)
        if (year, measure) not in self.times:
            try:
                self.times[year, measure] = places_for(measure, self.calendars[year])
            except Unresolvable:
                self.times[year, measure] = ()
        return self.times[year, measure]


def _never(school: School) -> frozenset[Place]:
    """Places that both sides changed, and where the school keeps its own for good."""
    rows = Proposal.objects.filter(school=school, kind=ProposalKind.DISPUTED, answer=Answer.LEFT)
    return frozenset(Place("measures", row.measure_key, field, part) for row in rows for field, part in row.places)


def _disputed(offer: SchoolOffer) -> list[list[str]]:
    return sorted([conflict.place.field, conflict.place.part] for conflict in offer.conflicts)


def _ask_again(row: Proposal, offer: SchoolOffer, step: Step) -> None:
    """What waits goes on from where it began; what was taken before is a new question."""
    if row.answer == Answer.TAKEN:
        row.since, row.answer, row.answered_by, row.answered_at = step.old, Answer.OPEN, None, None
    row.edition = step.new
    row.places = sorted(map(list, {*map(tuple, row.places), *map(tuple, _disputed(offer))}))
    row.save()
