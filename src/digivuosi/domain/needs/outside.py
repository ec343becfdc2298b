"""What another tool measured at a school: its strongest needs and its change, so that no second survey is needed.

Another tool gives one score for an area and tells neither the spread nor, often, how many answered. So its figures are
never mixed with a survey's own, a change has no interval, and the words say so. A score is told on the tool's own scale
and, for comparing with others, from 0 to 100.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from digivuosi.domain.needs.hiding import LEAST
from digivuosi.domain.needs.strongest import StrongNeed, joined, lowest
from digivuosi.domain.schoolyear.dates import date_text
from digivuosi.domain.texts import Text
from digivuosi.domain.toolkit.toolkit import Toolkit

SCORE = Text.of(
    fi="{source} {day}: {own} asteikolla {low}–{high}, eli {score} sadasta.",
    sv="{source} {day}: {own} på skalan {low}–{high}, det vill säga {score} av hundra.",
    en="{source} {day}: {own} on the scale {low}–{high}, that is {score} of a hundred.",
)
HIGHER = Text.of(
    fi="Parempi kuin viimeksi {day}: {before} → {now} sadasta. Vastausten hajontaa ei tiedetä, joten ero voi olla "
    "sattumaa.",
    sv="Bättre än senast {day}: {before} → {now} av hundra. Svarens spridning är okänd, så skillnaden kan bero på "
    "slumpen.",
    en="Better than last time, {day}: {before} → {now} of a hundred. How the answers vary is not known, so the "
    "difference may be chance.",
)
LOWER = Text.of(
    fi="Huonompi kuin viimeksi {day}: {before} → {now} sadasta. Vastausten hajontaa ei tiedetä, joten ero voi olla "
    "sattumaa.",
    sv="Sämre än senast {day}: {before} → {now} av hundra. Svarens spridning är okänd, så skillnaden kan bero på "
    "slumpen.",
    en="Worse than last time, {day}: {before} → {now} of a hundred. How the answers vary is not known, so the "
    "difference may be chance.",
)
SAME = Text.of(
    fi="Sama kuin viimeksi {day}: {now} sadasta.",
    sv="Samma som senast {day}: {now} av hundra.",
    en="The same as last time, {day}: {now} of a hundred.",
)
OTHER_SCALE = Text.of(
    fi="Viimeksi {day} asteikko oli {low}–{high}, joten tulosta ei verrata siihen.",
    sv="Senast {day} var skalan {low}–{high}, så resultatet jämförs inte med det.",
    en="Last time, {day}, the scale was {low}–{high}, so the result is not compared with it.",
)
NOT_SHOWN = Text.of(
    fi="Ei näytetä: vastauksia on alle viisi.",
    sv="Visas inte: svaren är färre än fem.",
    en="Not shown: there are fewer than five answers.",
)
BESIDE = Text.of(
    fi="Kun tämä tehtiin, {source} näytti {before} sadasta ({day}); nyt {now} ({later}). Vastausten hajontaa ei "
    "tiedetä, ja syy voi olla jokin muu.",
    sv="När det här gjordes visade {source} {before} av hundra ({day}); nu {now} ({later}). Svarens spridning är "
    "okänd, och orsaken kan vara en annan.",
    en="When this was done, {source} showed {before} of a hundred ({day}); now {now} ({later}). How the answers vary "
    "is not known, and there may be other reasons.",
)


@dataclass(frozen=True)
class Measured:
    """One area's score of one school as it was brought in."""

    need: str
    score: float
    """From 0 (poor) to 100 (good)."""
    low: float = 0
    """The worst and the best score that the tool itself can give."""
    high: float = 100
    answers: int | None = None
    """How many answered, when the tool tells it."""

    @property
    def is_shown(self) -> bool:
        return self.answers is None or self.answers >= LEAST

    @property
    def own(self) -> float:
        """The score on the tool's own scale."""
        return self.low + self.score / 100 * (self.high - self.low)


@dataclass(frozen=True)
class OutsideArea:
    """An area now and, when the same tool measured it before, then; None now when it may not be shown."""

    need: str
    now: Measured | None
    before: Measured | None
    words: Text
    """The score with its tool and day, or why it is not shown."""
    change: Text | None
    """What can be said of the change; None when the tool has not measured this before."""


@dataclass(frozen=True)
class OutsideSummary:
    source: str
    """What the tool is called: SELFIE, Opeka …"""
    measured: date
    areas: tuple[OutsideArea, ...]
    """In the order of the toolkit's needs; needs that the toolkit does not know are left out."""
    last: date | None = None

    def area(self, need: str) -> OutsideArea | None:
        return next((area for area in self.areas if area.need == need), None)


def summarise_outside(
    toolkit: Toolkit,
    source: str,
    measured: date,
    now: Iterable[Measured],
    last: date | None = None,
    before: Iterable[Measured] = (),
) -> OutsideSummary:
    """Return what a tool measured at a school, with the change from what it measured `last`."""
    found = {one.need: one for one in now}
    old = {one.need: one for one in before if one.is_shown}
    areas = tuple(_area(source, measured, found[need.key], last, old) for need in toolkit.needs if need.key in found)
    return OutsideSummary(source, measured, areas, last)


def _area(source: str, measured: date, now: Measured, last: date | None, old: Mapping[str, Measured]) -> OutsideArea:
    if not now.is_shown:
        return OutsideArea(now.need, None, None, NOT_SHOWN, None)
    before = old.get(now.need)
    is_alike = before is not None and (before.low, before.high) == (now.low, now.high)
    change = _change(now, before, last, is_alike=is_alike) if before is not None and last is not None else None
    return OutsideArea(now.need, now, before if is_alike else None, score_words(source, measured, now), change)


def score_words(source: str, measured: date, one: Measured) -> Text:
    """Return a score as a sentence that names the tool, the day and the tool's own scale."""
    return SCORE.filled(
        source=source,
        day=date_text(measured),
        own=decimal(one.own),
        low=decimal(one.low),
        high=decimal(one.high),
        score=round(one.score),
    )


def _change(now: Measured, before: Measured, last: date, *, is_alike: bool) -> Text:
    day = date_text(last)
    if not is_alike:
        return OTHER_SCALE.filled(day=day, low=decimal(before.low), high=decimal(before.high))
    then, here = round(before.score), round(now.score)
    words = SAME if then == here else HIGHER if here > then else LOWER
    return words.filled(day=day, before=then, now=here)


def decimal(number: float) -> Text:
    """Return a number with at most one decimal, as each language writes it."""
    words = f"{number:.1f}".removesuffix(".0")
    comma = words.replace(".", ",")
    return Text.of(fi=comma, sv=comma, en=words)


def strongest_outside(summary: OutsideSummary) -> tuple[StrongNeed, ...]:
    """Return the strongest needs by the same rule as a survey's, each with a reason that names the tool."""
    shown = {area.need: (area, area.now) for area in summary.areas if area.now is not None}
    means = ((now.score, need) for need, (_area, now) in shown.items())
    return tuple(
        StrongNeed(need, mean, shown[need][1].answers or 0, "", _reason(shown[need][0])) for mean, need in lowest(means)
    )


def _reason(area: OutsideArea) -> Text:
    return joined([area.words, area.change] if area.change else [area.words])


def beside_words(source: str, day: date, before: float, later: date, now: float) -> Text:
    """Return what became of a need beside a measure, by the same tool before and after."""
    return BESIDE.filled(
        source=source, day=date_text(day), before=round(before), later=date_text(later), now=round(now)
    )


@dataclass(frozen=True)
class OverSchools:
    """A need by another tool over five schools or more, each school alike; no single school stands in it."""

    source: str
    measured: date
    need: str
    schools: int
    mean: float


def over_schools(rows: Iterable[tuple[str, date, Measured]]) -> tuple[OverSchools, ...]:
    """Return the means over schools, given each school's rows; what fewer than five schools have is left out."""
    held: dict[tuple[str, date, str], list[float]] = {}
    for source, measured, one in rows:
        if one.is_shown:
            held.setdefault((source, measured, one.need), []).append(one.score)
    return tuple(
        OverSchools(*name, len(scores), sum(scores) / len(scores))
        for name, scores in sorted(held.items())
        if len(scores) >= LEAST
    )
