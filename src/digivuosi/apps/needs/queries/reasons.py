"""Why a measure stands in a year, in words that stay true: whose need, how strong, when it was measured."""

from __future__ import annotations

from typing import Any

from digivuosi.apps.needs.models import Target
from digivuosi.apps.needs.queries.results import Reading
from digivuosi.apps.needs.queries.subjects import subject_of
from digivuosi.domain.needs.outside import OutsideSummary
from digivuosi.domain.texts import LANGUAGES, Text

CHOSEN = Text.of(
    fi="Koulu valitsi digikeskustelussa tavoitteekseen tarpeen ”{need}”.",
    sv="Skolan valde i digidialogen behovet ”{need}” som sitt mål.",
    en="In its digital talk the school chose the need “{need}” as its target.",
)
MEASURED = Text.of(
    fi="Kyselyssä ”{survey}” ({when}) vastausten keskiarvo oli {mean} sadasta; vastaajia oli {answers}.",
    sv="I enkäten ”{survey}” ({when}) var svarens medelvärde {mean} av hundra; {answers} svarade.",
    en="In the survey “{survey}” ({when}) the mean of the answers was {mean} of a hundred; {answers} answered.",
)
TALKED = Text.of(
    fi="Kyselyyn ”{survey}” ({when}) tuli alle viisi vastausta, joten tarpeesta keskusteltiin ilman lukuja.",
    sv="Enkäten ”{survey}” ({when}) fick färre än fem svar, så behovet diskuterades utan siffror.",
    en="The survey “{survey}” ({when}) got fewer than five answers, so the need was talked about without figures.",
)
GOAL = Text.of(fi="Tavoite: {goal}", sv="Mål: {goal}", en="Goal: {goal}")


def finding_of(reading: Reading, area: str) -> dict[str, Any]:
    """What the summary shows of an area now, to be kept with the target; empty when nothing may be shown."""
    figure = reading.summary.area(area)
    if figure is None or figure.mean is None:
        return {}
    return {"mean": round(figure.mean), "answers": reading.summary.sheets}


def outside_finding_of(summary: OutsideSummary, area: str) -> dict[str, Any]:
    """What another tool showed of an area, to be kept with the target; empty when nothing may be shown."""
    found = summary.area(area)
    if found is None or found.now is None:
        return {}
    return {"mean": round(found.now.score), "words": found.words.to_document()}


def reason_of(target: Target) -> Text:
    """The reason of what is taken for a target: whose need, by which survey or tool, how strong, when measured."""
    about, found = subject_of(target.talk), target.finding
    words: dict[str, Any] = {"need": about.area_title(target.area, target.school).everywhere()}
    if about.round is None:
        measured = Text.from_document(found.get("words"))
    else:
        closes = about.round.closes
        words |= {"survey": about.title.everywhere(), "when": f"{closes.month}/{closes.year}"}
        measured = MEASURED.filled(**words, **found) if found else TALKED.filled(**words)
    parts = [CHOSEN.filled(**words), measured, GOAL.filled(goal=target.goal)]
    return Text.from_mapping(
        {language: " ".join(part.get(language) for part in parts if part) for language in LANGUAGES}
    )
