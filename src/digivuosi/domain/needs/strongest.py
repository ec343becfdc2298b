"""The two or three strongest needs of a summary, each with its reason in words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from digivuosi.domain.needs.counting import Distribution
from digivuosi.domain.needs.summarising import AreaFigure, StatementFigure, Summary, Verdict
from digivuosi.domain.texts import Text
from digivuosi.domain.toolkit.toolkit import Toolkit

MOST = 3
WELL = 75.0
"""An area whose mean is this or more is no need."""
NEAR = 5.0
"""The third is told only when it is within these points of the second: two targets are easier to reach than three."""

REASON = Text.of(
    fi="Keskiarvo on {mean} sadasta, ja {share} % vastauksista on asteikon huonommalla puolella.",
    sv="Medelvärdet är {mean} av hundra, och {share} % av svaren ligger på skalans sämre sida.",
    en="The mean is {mean} of a hundred, and {share} % of the answers are on the worse side of the scale.",
)
WEAKEST = Text.of(fi="Heikoin: ”{words}”", sv="Svagast: ”{words}”", en="Weakest: “{words}”")
GREW = Text.of(
    fi="Tarve on kasvanut viime kerrasta.",
    sv="Behovet har vuxit sedan senast.",
    en="The need has grown since last time.",
)
SPLIT = Text.of(
    fi="Vastaukset hajoavat paljon: osalla asia on hyvin, osalla ei.",
    sv="Svaren är mycket olika: för en del fungerar det, för andra inte.",
    en="The answers vary a lot: for some it works, for others it does not.",
)
VARIED = 33.0
"""A spread from which answers are called very different: more than a step of a four-step scale."""


@dataclass(frozen=True)
class StrongNeed:
    need: str
    mean: float
    answers: float
    weakest: str
    """Key of the statement with the lowest mean; empty where there are no statements."""
    reason: Text


def strongest(toolkit: Toolkit, summary: Summary) -> tuple[StrongNeed, ...]:
    """Return the strongest needs, the strongest first; none when nothing is shown or all is well."""
    areas = {area.need: area for area in summary.areas}
    means = ((area.mean, area.need) for area in summary.areas if area.mean is not None)
    return tuple(_told(toolkit, areas[need], mean) for mean, need in lowest(means))


def lowest(means: Iterable[tuple[float, str]]) -> list[tuple[float, str]]:
    """Return the two or three lowest of some areas' means, each with its need; none that is well."""
    found = sorted(one for one in means if one[0] < WELL)[:MOST]
    return found[:2] if len(found) == MOST and found[2][0] - found[1][0] > NEAR else found


def _told(toolkit: Toolkit, area: AreaFigure, mean: float) -> StrongNeed:
    weakest = min((one for one in area.statements if one.distribution), key=_mean)
    sentences = [_level(area, mean)]
    statement = toolkit.statement(weakest.statement)
    if statement is not None and len(area.statements) > 1:
        sentences.append(WEAKEST.filled(words=statement.text.everywhere(toolkit.language)))
    if area.change is not None and area.change.verdict is Verdict.WORSE:
        sentences.append(GREW)
    if area.spread is not None and area.spread >= VARIED:
        sentences.append(SPLIT)
    return StrongNeed(area.need, mean, area.answers, weakest.statement, joined(sentences))


def _level(area: AreaFigure, mean: float) -> Text:
    share = low_share([one.distribution for one in area.statements if one.distribution])
    return REASON.filled(mean=round(mean), share=round(100 * share))


def low_share(distributions: Iterable[Distribution]) -> float:
    """Return which part of the answers is below the middle of its scale, from 0 to 1."""
    held = list(distributions)
    low = sum(sum(one.counts[: len(one.counts) // 2]) for one in held)
    return low / max(1, sum(one.answers for one in held))


def _mean(figure: StatementFigure) -> tuple[float, str]:
    mean = figure.distribution.mean if figure.distribution else None
    return (101.0 if mean is None else mean), figure.statement


def joined(sentences: list[Text]) -> Text:
    """Return sentences one after another, language by language."""
    languages = {language for one in sentences for language in one.languages}
    return Text.from_mapping({language: " ".join(one.get(language) for one in sentences) for language in languages})
