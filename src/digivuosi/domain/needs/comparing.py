"""Who thinks otherwise: two target groups' answers about the same needs, such as teachers and the digital team."""

from __future__ import annotations

from dataclasses import dataclass

from digivuosi.domain.needs.intervals import Sample
from digivuosi.domain.needs.summarising import AreaFigure, Change, Summary, Verdict, change_between
from digivuosi.domain.texts import Text
from digivuosi.domain.toolkit.toolkit import Toolkit

WORTH_TALKING = 10.0
"""Points under which a difference, however certain, is not worth a talk."""

DIFFERENT = Text.of(
    fi="{need}: {first} näkevät tilanteen parempana ({high}) kuin {second} ({low}). Mistä ero tulee?",
    sv="{need}: {first} ser läget som bättre ({high}) än {second} ({low}). Vad beror skillnaden på?",
    en="{need}: {first} see things as better ({high}) than {second} ({low}). Where does the difference come from?",
)


@dataclass(frozen=True)
class Disagreement:
    need: str
    difference: Change
    """`before` is the first summary's mean, `now` the second's."""
    words: Text


def disagreements(toolkit: Toolkit, first: Summary, second: Summary) -> tuple[Disagreement, ...]:
    """Return the needs about which two summaries surely differ, the largest difference first."""
    names = [_respondents(toolkit, summary) for summary in (first, second)]
    found = []
    for area in first.areas:
        other = second.area(area.need)
        difference = change_between(_sample(area), _sample(other)) if other else None
        if difference is None or abs(difference.points) < WORTH_TALKING:
            continue
        if difference.verdict in (Verdict.BETTER, Verdict.WORSE):
            found.append(Disagreement(area.need, difference, _words(toolkit, area.need, difference, names)))
    return tuple(sorted(found, key=lambda one: (-abs(one.difference.points), one.need)))


def _sample(area: AreaFigure | None) -> Sample | None:
    if area is None or area.mean is None or area.answers < 2:
        return None
    return Sample(area.mean, area.spread or 0, area.answers)


def _words(toolkit: Toolkit, need: str, difference: Change, names: list[Text]) -> Text:
    better, worse = (1, 0) if difference.points > 0 else (0, 1)
    title = toolkit.need(need)
    return DIFFERENT.filled(
        need=title.title.everywhere(toolkit.language) if title else need,
        first=_lower(names[better]),
        second=_lower(names[worse]),
        high=round(max(difference.before, difference.now)),
        low=round(min(difference.before, difference.now)),
    )


def _respondents(toolkit: Toolkit, summary: Summary) -> Text:
    survey = toolkit.survey(summary.survey)
    audience = toolkit.audience(survey.audience) if survey else None
    return audience.title.everywhere(toolkit.language) if audience else Text.of(fi="?", sv="?", en="?")


def _lower(text: Text) -> Text:
    return Text.from_mapping({language: f"{words[:1].lower()}{words[1:]}" for language, words in text})
