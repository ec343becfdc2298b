"""What may be shown of a round. It is counted once, when the round closes, and kept: the answers need not be."""

from __future__ import annotations

from dataclasses import dataclass, replace

from django_scopes import scope

from digivuosi.apps.needs.models import Answer, Round
from digivuosi.apps.needs.queries.questions import questions_of
from digivuosi.apps.needs.queries.rounds import round_before
from digivuosi.apps.needs.queries.sheets import sheets_of
from digivuosi.apps.schools.models import School
from digivuosi.domain.needs.alike import asked_alike
from digivuosi.domain.needs.comparing import Disagreement, disagreements
from digivuosi.domain.needs.counting import count
from digivuosi.domain.needs.hiding import PROVIDER, WHOLE, Release, release
from digivuosi.domain.needs.strongest import StrongNeed, strongest
from digivuosi.domain.needs.summarising import Summary, summarise
from digivuosi.domain.toolkit.survey_changes import ended_comparisons
from digivuosi.domain.toolkit.toolkit import Toolkit


@dataclass(frozen=True)
class Reading:
    """A closed round as one unit reads it."""

    round: Round
    questions: Toolkit
    release: Release
    last: Round | None
    """The round that the changes are counted from."""
    summary: Summary

    @property
    def asked_otherwise(self) -> frozenset[str]:
        """Statements that the last round asked too, but otherwise, so that they are not compared with it."""
        return frozenset(ended_comparisons(questions_of(self.last), self.questions)) if self.last else frozenset()

    @property
    def strongest(self) -> tuple[StrongNeed, ...]:
        return strongest(self.questions, self.summary)


def release_of_answers(one: Round) -> Release:
    """Count the answers of a round; the scope must hold all its schools."""
    rows = list(Answer.objects.filter(asked__round=one).only("id", "school_id", "values"))
    return release(count(questions_of(one), one.survey_key, sheets_of(rows, one.survey_key)))


def release_of(one: Round | None) -> Release | None:
    """The figures of a closed round that may be shown; None while answers may still come."""
    if one is None or one.closed_on is None or not one.summary:
        return None
    return Release.from_document(one.summary)


def unit_of(school: School | None) -> str:
    """What a school (or the whole provider) is called in the figures."""
    return PROVIDER if school is None else str(school.pk)


def read(one: Round, school: School | None = None, group: str = WHOLE) -> Reading | None:
    """A round as one school or the provider reads it, with the change from the last one; None until it is closed."""
    released = release_of(one)
    if released is None:
        return None
    last, questions = round_before(one), questions_of(one)
    summary = summarise(questions, released, unit_of(school), group, release_before(last, one))
    return Reading(one, questions, released, last, summary)


def release_before(last: Round | None, one: Round) -> Release | None:
    """The figures of an earlier round that this one may be compared with: what was asked in the same way."""
    before = release_of(last)
    return asked_alike(before, questions_of(last), questions_of(one)) if last is not None and before else None


def others_of(one: Round) -> list[Round]:
    """The latest closed round of each other survey in the same school year: another target group's view."""
    with scope(provider=one.provider):
        rows = Round.objects.filter(year=one.year, closed_on__isnull=False).exclude(survey_key=one.survey_key)
        found = {row.survey_key: row for row in rows.select_related("provider").order_by("opens", "pk")}
    return list(found.values())


def disagreements_of(reading: Reading, school: School | None = None) -> list[Disagreement]:
    """Where another target group sees the same needs surely otherwise."""
    found: list[Disagreement] = []
    for other in others_of(reading.round):
        second = read(other, school)
        if second is None:
            continue
        both = _together(reading.questions, second.questions)
        found += disagreements(both, reading.summary, second.summary)
    return sorted(found, key=lambda one: -abs(one.difference.points))


def _together(first: Toolkit, second: Toolkit) -> Toolkit:
    """The words of two rounds' questions as one toolkit, so that both surveys have their names."""
    known = {survey.key for survey in first.surveys}
    more = tuple(survey for survey in second.surveys if survey.key not in known)
    return replace(first, surveys=(*first.surveys, *more), _by_key={})


def latest_at(school: School) -> list[Reading]:
    """The newest closed round of each survey, as the school reads it, the newest first."""
    with scope(provider=school.provider):
        rows = Round.objects.filter(closed_on__isnull=False).select_related("provider").order_by("opens", "pk")
        newest = {row.survey_key: row for row in rows}
    readings = [read(one, school) for one in newest.values()]
    found = [reading for reading in readings if reading is not None]
    return sorted(found, key=lambda reading: reading.round.opens, reverse=True)
