"""The digital talk: an agenda of thirty minutes from a summary, or a discussion sheet where there is none."""

from __future__ import annotations

from dataclasses import dataclass

from digivuosi.domain.needs.answering import statements
from digivuosi.domain.needs.comparing import Disagreement
from digivuosi.domain.needs.strongest import StrongNeed
from digivuosi.domain.needs.summarising import Summary, Verdict
from digivuosi.domain.needs.wording import change_words
from digivuosi.domain.texts import Text
from digivuosi.domain.toolkit.surveys import Statement, StatementKind
from digivuosi.domain.toolkit.toolkit import Toolkit

MINUTES = 30
MOST_STATEMENTS = 4
"""Of one area on a discussion sheet, so that it stays one page."""

WELL = Text.of(
    fi="Mikä toimii? Jokainen sanoo yhden asian.",
    sv="Vad fungerar? Var och en säger en sak.",
    en="What works? Everyone says one thing.",
)
NEED = Text.of(
    fi="{need}: miltä tämä näyttää meidän arjessamme? {reason}",
    sv="{need}: hur ser det här ut i vår vardag? {reason}",
    en="{need}: what does this look like in our everyday? {reason}",
)
CHOOSE = Text.of(
    fi="Valitkaa yhdessä kaksi tai kolme tavoitetta. Kirjoittakaa, mistä keväällä näkee, että tavoite toteutui.",
    sv="Välj tillsammans två eller tre mål. Skriv ner vad som på våren visar att målet har nåtts.",
    en="Choose two or three targets together. Write down what will show in spring that the target was met.",
)
TAKE = Text.of(
    fi="Valitkaa kullekin tavoitteelle toimenpide, tekijä ja aika vuosikelloon.",
    sv="Välj för varje mål en åtgärd, vem som gör den och tiden i årsklockan.",
    en="Choose for each target a measure, who does it, and its time in the year wheel.",
)
CHANGED = Text.of(
    fi="{need}: mitä teimme tämän eteen viime vuonna? {change}",
    sv="{need}: vad gjorde vi för det här i fjol? {change}",
    en="{need}: what did we do for this last year? {change}",
)
QUESTIONS = (
    Text.of(
        fi="Mikä näistä toimii meillä hyvin? Miksi?",
        sv="Vad av det här fungerar bra hos oss? Varför?",
        en="Which of these works well here? Why?",
    ),
    Text.of(
        fi="Mikä näistä haittaa työtä eniten? Ketä se koskee?",
        sv="Vad av det här stör arbetet mest? Vem berör det?",
        en="Which of these hinders work the most? Whom does it concern?",
    ),
    Text.of(
        fi="Mitkä kaksi asiaa otamme tavoitteeksi, ja mistä näemme keväällä, että ne toteutuivat?",
        sv="Vilka två saker tar vi som mål, och vad visar på våren att vi nådde dem?",
        en="Which two things do we take as targets, and what will show in spring that we met them?",
    ),
)


@dataclass(frozen=True)
class AgendaItem:
    minutes: int
    words: Text
    need: str = ""


@dataclass(frozen=True)
class SheetArea:
    need: str
    statements: tuple[Statement, ...]


@dataclass(frozen=True)
class DiscussionSheet:
    """What a unit under five talks about instead of looking at figures."""

    areas: tuple[SheetArea, ...]
    questions: tuple[Text, ...] = QUESTIONS


def agenda(
    toolkit: Toolkit, summary: Summary, needs: tuple[StrongNeed, ...], others: tuple[Disagreement, ...] = ()
) -> tuple[AgendaItem, ...]:
    """Return the points of the talk, MINUTES in all: what works, the needs, who thinks otherwise, targets, measures."""
    talk = [AgendaItem(0, _about(toolkit, one), one.need) for one in needs]
    talk += [AgendaItem(0, one.words, one.need) for one in others[:1]]
    talk += _changed(toolkit, summary, {one.need for one in needs})[:1]
    ends = [AgendaItem(7, CHOOSE), AgendaItem(5, TAKE)]
    left = MINUTES - 3 - sum(one.minutes for one in ends)
    if not talk:
        return AgendaItem(3 + left, WELL), *ends
    shares = [left // len(talk) + (number < left % len(talk)) for number in range(len(talk))]
    timed = (AgendaItem(minutes, one.words, one.need) for minutes, one in zip(shares, talk, strict=True))
    return AgendaItem(3, WELL), *timed, *ends


def discussion_sheet(toolkit: Toolkit, survey: str) -> DiscussionSheet:
    """Return a page of statements of a survey by need, those that everybody is asked first."""
    by_need: dict[str, list[Statement]] = {}
    branched = {section.key for section in toolkit.sections if section.branches}
    asked = [one for one in statements(toolkit.survey_parts(survey)) if one.kind is StatementKind.SCALE]
    for statement in sorted(asked, key=lambda one: bool(one.branches) or one.section in branched):
        by_need.setdefault(statement.need, []).append(statement)
    return DiscussionSheet(
        tuple(
            SheetArea(need.key, tuple(by_need[need.key][:MOST_STATEMENTS]))
            for need in toolkit.needs
            if need.key in by_need
        )
    )


def _changed(toolkit: Toolkit, summary: Summary, told: set[str]) -> list[AgendaItem]:
    """Return the surest changes for the better: they are worth a word, so that a measure is seen to be worth it."""
    found = []
    for area in summary.areas:
        if area.need not in told and area.change is not None and area.change.verdict is Verdict.BETTER:
            words = CHANGED.filled(need=_title(toolkit, area.need), change=change_words(area.change))
            found.append((-area.change.points, AgendaItem(0, words, area.need)))
    return [item for _, item in sorted(found, key=lambda one: (one[0], one[1].need))]


def _about(toolkit: Toolkit, need: StrongNeed) -> Text:
    return NEED.filled(need=_title(toolkit, need.need), reason=need.reason)


def _title(toolkit: Toolkit, key: str) -> Text:
    need = toolkit.need(key)
    return (need.title if need else Text.of(fi=key)).everywhere(toolkit.language)
