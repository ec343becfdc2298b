"""What the city's edition offers to one school's year, and what came of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from digivuosi.apps.schools.models import School
from digivuosi.apps.wheel.models import Decline
from digivuosi.apps.wheel.queries.years import PlacedMeasure, SchoolsYear
from digivuosi.domain.schoolyear.calendar import SchoolYear
from digivuosi.domain.schoolyear.rules import Unresolvable, print_window
from digivuosi.domain.texts import Text
from digivuosi.domain.toolkit.toolkit import Level, Measure, Theme
from digivuosi.domain.wheel.placing import Place, places_for

NOT_IN_TOOLKIT = Text.of(
    fi="Toimenpidettä ei ole työkalupaketissa.",
    sv="Åtgärden finns inte i verktygslådan.",
    en="The toolkit has no such measure.",
)
LESS_OFTEN = Text.of(
    fi="Toimenpidettä ei tehdä tänä lukuvuonna: se toistuu harvemmin.",
    sv="Åtgärden görs inte detta läsår: den upprepas mera sällan.",
    en="The measure is not done this school year: it is repeated less often.",
)


@dataclass(frozen=True)
class Offer:
    """A measure that could be taken, and where it would stand."""

    measure: Measure
    theme: Theme | None
    window: str
    """The time window in words of the reader's language."""
    places: tuple[Place, ...] = ()
    why_not: Text | None = None
    """Why it cannot be done this year; there are no places then."""


@dataclass(frozen=True)
class ThemedOffers:
    """Offers under their theme."""

    theme: Theme | None
    offers: list[Offer]


@dataclass(frozen=True)
class Declined:
    """A measure that the school said no to."""

    measure: Measure
    theme: Theme | None
    decline: Decline


@dataclass(frozen=True)
class Standing:
    """A measure that stands in the year, with all its doings."""

    measure: Measure
    theme: Theme | None
    placed: list[PlacedMeasure]


@dataclass(frozen=True)
class Offers:
    """All that the page of taking measures shows."""

    recommended: list[ThemedOffers] = field(default_factory=list)
    others: list[ThemedOffers] = field(default_factory=list)
    impossible: list[Offer] = field(default_factory=list)
    declined: list[Declined] = field(default_factory=list)
    standing: list[Standing] = field(default_factory=list)

    @property
    def recommended_keys(self) -> list[str]:
        return [offer.measure.key for group in self.recommended for offer in group.offers]

    @property
    def can_take(self) -> bool:
        return bool(self.recommended or self.others)


def offers_of(year: SchoolsYear, language: str) -> Offers:
    """Sort the toolkit's measures by what this school has made of them."""
    offers = [_offer(measure, year, language) for measure in year.untaken]
    possible = [offer for offer in offers if offer.why_not is None]
    return Offers(
        recommended=_by_theme(offer for offer in possible if offer.measure.recommended),
        others=_by_theme(offer for offer in possible if not offer.measure.recommended),
        impossible=[offer for offer in offers if offer.why_not is not None],
        declined=[
            Declined(measure, year.toolkit.theme(measure.theme), decline)
            for key, decline in year.declines.items()
            if (measure := year.toolkit.measure(key)) is not None
        ],
        standing=_standing(year),
    )


def level_of(school: School) -> Level:
    """The level of the toolkit that is for this unit."""
    return Level.ADMINISTRATION if school.is_administration else Level.SCHOOL


def why_not(measure: Measure, calendar: SchoolYear) -> Text | None:
    """Why the measure has no place in this year; None when it has one."""
    try:
        return None if places_for(measure, calendar) else LESS_OFTEN
    except Unresolvable as problem:
        return problem.text


def _offer(measure: Measure, year: SchoolsYear, language: str) -> Offer:
    theme = year.toolkit.theme(measure.theme)
    window = print_window(measure.window.start, measure.window.end, language, year.calendar)
    try:
        places = places_for(measure, year.calendar)
    except Unresolvable as problem:
        return Offer(measure, theme, window, why_not=problem.text)
    return Offer(measure, theme, window, places) if places else Offer(measure, theme, window, why_not=LESS_OFTEN)


def _by_theme(offers: Iterable[Offer]) -> list[ThemedOffers]:
    """Group by theme in the order of the wheel's colours, within a theme in order of time."""
    groups: dict[str, ThemedOffers] = {}
    for offer in sorted(offers, key=lambda one: (_order(one.theme), one.places[0].first, one.measure.key)):
        key = offer.theme.key if offer.theme else ""
        groups.setdefault(key, ThemedOffers(offer.theme, [])).offers.append(offer)
    return list(groups.values())


def _order(theme: Theme | None) -> tuple[int, str]:
    return (theme.colour, theme.key) if theme else (99, "")


def _standing(year: SchoolsYear) -> list[Standing]:
    found: dict[str, Standing] = {}
    for one in year.placed:
        found.setdefault(one.measure.key, Standing(one.measure, one.theme, [])).placed.append(one)
    return list(found.values())
