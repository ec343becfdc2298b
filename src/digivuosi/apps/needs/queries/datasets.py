"""The anonymous dataset of a closed round."""

from __future__ import annotations

from django.utils.crypto import salted_hmac
from django_scopes import scope

from digivuosi.apps.needs.models import Answer, Round
from digivuosi.apps.needs.queries.questions import questions_of
from digivuosi.apps.needs.queries.results import release_of
from digivuosi.apps.needs.queries.sheets import sheets_of
from digivuosi.apps.schools.models import School
from digivuosi.domain.needs.codebook import Dataset, dataset


def dataset_of(one: Round) -> Dataset | None:
    """The rows that may leave the house; None while the round is open, or when its answers are past their time."""
    released = release_of(one)
    with scope(provider=one.provider, school=list(School.objects.filter(provider=one.provider))):
        rows = list(Answer.objects.filter(asked__round=one).only("id", "school_id", "values"))
    if released is None or not rows:
        return None
    # The same code for a school in every round of this provider, and another one elsewhere.
    secret = salted_hmac("digivuosi.needs.dataset", str(one.provider_id), algorithm="sha256").digest()
    return dataset(questions_of(one), released, sheets_of(rows, one.survey_key), secret)
