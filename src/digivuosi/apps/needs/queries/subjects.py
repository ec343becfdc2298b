"""What a school talks about: a closed round, or what another tool measured."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from digivuosi.apps.needs.models import Round, Talk
from digivuosi.apps.needs.queries.questions import questions_of, survey_of
from digivuosi.apps.schools.models import School
from digivuosi.apps.toolkit.queries import toolkit_of
from digivuosi.domain.texts import LANGUAGES, Text


@dataclass(frozen=True)
class Subject:
    """Either `round` is set, or `source` with `measured_on`."""

    round: Round | None = None
    source: str = ""
    measured_on: date | None = None

    @property
    def fields(self) -> dict[str, Any]:
        """What a talk stores of it."""
        return {"round": self.round, "source": self.source, "measured_on": self.measured_on}

    @property
    def title(self) -> Text:
        """What the survey or the tool is called."""
        if self.round is not None:
            return survey_of(self.round).title
        return Text.from_mapping(dict.fromkeys(LANGUAGES, self.source))

    def area_title(self, area: str, school: School) -> Text:
        """What a needs area is called there; its key when nobody knows it any more."""
        toolkit = questions_of(self.round) if self.round is not None else toolkit_of(school.provider)
        need = toolkit.need(area) if toolkit else None
        return need.title if need else Text.from_mapping(dict.fromkeys(LANGUAGES, area))


def subject_of(talk: Talk) -> Subject:
    """What a talk is about."""
    return Subject(talk.round, talk.source, talk.measured_on)
