"""What may be shown of a round. It is counted once, when the round closes, and kept: the answers need not be."""

from __future__ import annotations

from digivuosi.apps.needs.models import Answer, Round
from digivuosi.apps.needs.queries.questions import questions_of
from digivuosi.apps.needs.queries.sheets import sheets_of
from digivuosi.domain.needs.counting import count
from digivuosi.domain.needs.hiding import Release, release


def release_of_answers(one: Round) -> Release:
    """Count the answers of a round; the scope must hold all its schools."""
    rows = list(Answer.objects.filter(asked__round=one).only("id", "school_id", "values"))
    return release(count(questions_of(one), one.survey_key, sheets_of(rows, one.survey_key)))


def release_of(one: Round) -> Release | None:
    """The figures of a closed round that may be shown; None while answers may still come."""
    return Release.from_document(one.summary) if one.closed_on is not None and one.summary else None
