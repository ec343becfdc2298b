"""A school's year, or a whole provider's, as a timing problem, with all that a page or a sentence needs beside it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from digivuosi.apps.schools.models import Provider, School
from digivuosi.apps.timing.queries.capacity import Capacity
from digivuosi.apps.timing.queries.doers import Doer, Doers
from digivuosi.apps.timing.queries.making import is_visit
from digivuosi.apps.timing.queries.standing import Fast, Stood
from digivuosi.apps.timing.queries.what import Candidate
from digivuosi.domain.schoolyear.calendar import SchoolYear
from digivuosi.domain.texts import Text
from digivuosi.domain.timing.fitting import Cut
from digivuosi.domain.timing.grid import Grid
from digivuosi.domain.timing.loads import loads_of
from digivuosi.domain.timing.problem import Item, Problem
from digivuosi.domain.timing.saying import Kind, Names
from digivuosi.domain.wheel.placing import Place

ELSEWHERE = Text.of(fi="mentorin työ ({school})", sv="mentorns arbete ({school})", en="the mentor's work ({school})")
TEACHERS_WORD = Text.of(fi="opettajat", sv="lärare", en="teachers")
VISITS_WORD = Text.of(fi="koulukäynnit", sv="skolbesök", en="school visits")


@dataclass
class Situation:
    """What stands, what may move, and the problem that this makes.

    `problem` is what searches get: it always has a plan for what stands fast, and hours that can never fit are cut
    (`cuts`). `real` has all hours as they are; `whole` has what is done and past too, for figures of load.
    """

    provider: Provider
    school: School | None
    year: int
    today: date
    calendar: SchoolYear
    capacity: Capacity
    doers: Doers
    items: Mapping[str, Stood]
    """Those in the problem, by id."""
    past: tuple[Stood, ...]
    """What was not done in its window, which is over: people move it by hand, or cancel it."""
    whole: Problem
    real: Problem
    problem: Problem
    cuts: tuple[Cut, ...]
    fast: Mapping[str, Fast]
    """What does not move, and why."""
    labels: Mapping[str, Text] = field(default_factory=dict)

    @property
    def movable(self) -> list[str]:
        return [item for item in self.items if item not in self.fast]

    @cached_property
    def grid(self) -> Grid:
        return Grid(self.problem)

    @cached_property
    def whole_grid(self) -> Grid:
        return Grid(self.whole)

    @cached_property
    def now(self) -> dict[str, date]:
        """Today's plan, as starts by item."""
        return {item.id: item.stands for item in self.real.items if item.stands is not None}

    @cached_property
    def real_items(self) -> dict[str, Item]:
        """The items with all their hours, by id."""
        return {item.id: item for item in self.real.items}

    @property
    def own(self) -> list[str]:
        """The items that the reader's own years hold, without what is here for the sake of shared people."""
        return [item for item in self.items if self.fast.get(item) is not Fast.ELSEWHERE]

    def candidate(self, item: str) -> Candidate:
        """An item as a choice of what may move sees it."""
        one = self.items[item]
        visit = is_visit(self.real_items[item], self.doers)
        return Candidate(item, one.measure.theme, one.measure.key, one.school.slug, one.has_problem, visit)

    # --- names, for sentences ---------------------------------------------------------------------------------

    def item_title(self, item: str) -> Text:
        """The measure's title; of another school only that the mentor is busy there, not with what."""
        stood = self.items[item]
        if self.school is not None and self.fast.get(item) is Fast.ELSEWHERE and not stood.school.is_administration:
            return ELSEWHERE.filled(school=stood.school.name)
        return stood.title

    def person_name(self, person: str) -> Text:
        """The person's name with the role, in the provider's own words."""
        doer = self.doers.found[person]
        label = self.labels.get(doer.kind, Text.of(fi=doer.kind))
        more = VISITS_WORD if doer.is_visiting else Text()
        return Text.from_mapping(
            {
                language: f"{doer.user} ({label.get(language)}{', ' + more.get(language) if more else ''})"
                for language in ("fi", "sv", "en")
            }
        )

    def school_name(self, slug: str) -> str:
        return next((s.school.name for s in self.items.values() if s.school.slug == slug), slug)

    @cached_property
    def names(self) -> Names:
        """What ids are called, for sentences of the domain."""
        return Names(
            {
                Kind.ITEM: {item: self.item_title(item) for item in self.items},
                Kind.PERSON: {person: self.person_name(person) for person in self.doers.found},
                Kind.SCHOOL: {s.school.slug: Text.of(fi=s.school.name) for s in self.items.values()},
                Kind.AUDIENCE: dict.fromkeys(self.problem.new_per_week, TEACHERS_WORD),
            }
        )

    def place(self, item: str, first: date) -> Place:
        """First and last day when the item begins on `first`."""
        return Place(first, self.calendar.end_of(first, self.items[item].days))

    # --- hours ------------------------------------------------------------------------------------------------

    def loads(self, starts: Mapping[str, date] | None = None) -> list[list[float]]:
        """Real hours by person and week of `whole_grid` (see domain/timing/loads.py): of today's plan, or of another
        one, in which what is left out stays where it is."""
        return self._loads_now if not starts else loads_of(self.whole_grid, self._stands | dict(starts))

    @cached_property
    def _stands(self) -> dict[str, date]:
        return {item.id: item.stands for item in self.whole.items if item.stands is not None}

    @cached_property
    def _loads_now(self) -> list[list[float]]:
        return loads_of(self.whole_grid, self._stands)

    def doer(self, person: str) -> Doer:
        return self.doers.found[person]
