"""What a talk stands on: a school's reading of a closed round, or what another tool measured at it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import Http404

from digivuosi.apps.look import dates
from digivuosi.apps.look.parts import Crumb
from digivuosi.apps.needs.queries.outside import outside_named
from digivuosi.apps.needs.queries.reasons import finding_of, outside_finding_of
from digivuosi.apps.needs.queries.results import Reading, disagreements_of
from digivuosi.apps.needs.queries.subjects import Subject
from digivuosi.apps.needs.views.addresses import of_school, school_crumbs
from digivuosi.apps.needs.views.summaries import school_reading
from digivuosi.apps.schools.access import AccessRequest
from digivuosi.apps.toolkit.queries import toolkit_of
from digivuosi.domain.needs.hiding import WHOLE
from digivuosi.domain.needs.outside import OutsideSummary, strongest_outside
from digivuosi.domain.needs.strongest import StrongNeed
from digivuosi.domain.needs.summarising import Summary
from digivuosi.domain.needs.talking import AgendaItem, agenda
from digivuosi.domain.toolkit.toolkit import Need, Toolkit


@dataclass(frozen=True)
class Basis:
    """Either `reading` is set, or `outside`."""

    subject: Subject
    toolkit: Toolkit
    """The words of the needs areas."""
    about: dict[str, Any]
    """What an address names it by."""
    strongest: tuple[StrongNeed, ...]
    areas: tuple[Need, ...]
    """What a target can be chosen of."""
    when: str
    first_day: date
    reading: Reading | None = None
    outside: OutsideSummary | None = None

    @property
    def is_shown(self) -> bool:
        """Whether there are figures, not only a discussion sheet."""
        return self.outside is not None or (self.reading is not None and self.reading.summary.is_shown)

    def url(self, request: AccessRequest, name: str, **more: object) -> str:
        """The address of a page about this: `talk` is `outside_talk` where a tool measured."""
        return of_school(request, name if self.reading else f"outside_{name}", **self.about, **more)

    def summary_url(self, request: AccessRequest) -> str:
        return of_school(request, "school_summary" if self.reading else "outside_summary", **self.about)

    def crumbs(self, request: AccessRequest, *more: Crumb) -> list[Crumb]:
        return school_crumbs(request, Crumb(self.subject.title, self.summary_url(request)), *more)

    def finding(self, area: str) -> dict[str, Any]:
        """What is known of an area now, to be kept with a target."""
        if self.outside is not None:
            return outside_finding_of(self.outside, area)
        return finding_of(self.reading, area) if self.reading else {}

    def agenda(self, request: AccessRequest) -> tuple[AgendaItem, ...]:
        """The points of half an hour."""
        if self.reading is None:
            nothing = Summary(self.subject.source, str(request.access.here.pk), WHOLE, 0, ())
            return agenda(self.toolkit, nothing, self.strongest)
        others = tuple(disagreements_of(self.reading, request.access.here))
        return agenda(self.toolkit, self.reading.summary, self.strongest, others)


def basis_or_404(request: AccessRequest, about: dict[str, Any]) -> Basis:
    """What an address names: a round by its number, or a tool's results by the tool and the day."""
    if "round" in about:
        return _of_reading(school_reading(request, about["round"]), about)
    return _of_outside(request, outside_or_404(request, **about), about)


def _of_reading(reading: Reading, about: dict[str, Any]) -> Basis:
    one, needs = reading.round, (reading.questions.need(area.need) for area in reading.summary.areas)
    return Basis(
        subject=Subject(one),
        toolkit=reading.questions,
        about=about,
        strongest=reading.strongest,
        areas=tuple(need for need in needs if need),
        when=dates.span(one.opens, one.closes, year=True),
        first_day=one.opens,
        reading=reading,
    )


def _of_outside(request: AccessRequest, found: OutsideSummary, about: dict[str, Any]) -> Basis:
    toolkit = toolkit_of(request.access.provider)
    if toolkit is None:
        raise Http404
    needs = (toolkit.need(area.need) for area in found.areas)
    return Basis(
        subject=Subject(source=found.source, measured_on=found.measured),
        toolkit=toolkit,
        about=about,
        strongest=strongest_outside(found),
        areas=tuple(need for need in needs if need),
        when=dates.full(found.measured),
        first_day=found.measured,
        outside=found,
    )


def outside_or_404(request: AccessRequest, source: str, day: str) -> OutsideSummary:
    """What a tool measured at this school on a day."""
    try:
        measured = date.fromisoformat(day)
    except ValueError:
        raise Http404 from None
    found = outside_named(request.access.here, source, measured)
    if found is None:
        raise Http404
    return found
