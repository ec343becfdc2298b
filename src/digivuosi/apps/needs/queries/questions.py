"""The questions of a round, as they stood when it opened."""

from __future__ import annotations

import json
from dataclasses import replace
from hashlib import sha256

from digivuosi.apps.needs.models import Round
from digivuosi.apps.schools.models import Provider
from digivuosi.apps.toolkit.queries import toolkit_of
from digivuosi.apps.toolkit.queries.toolkits import Kept
from digivuosi.domain.toolkit.documents import from_document, to_document
from digivuosi.domain.toolkit.surveys import Survey
from digivuosi.domain.toolkit.toolkit import Toolkit

KEPT = 100
_kept: Kept[Toolkit] = Kept(KEPT)


def surveys_offered(provider: Provider) -> list[Survey]:
    """The surveys of the provider's current edition."""
    toolkit = toolkit_of(provider)
    return list(toolkit.surveys) if toolkit else []


def asked_document(toolkit: Toolkit, survey_key: str) -> dict[str, object]:
    """What a round keeps of the toolkit: one survey with its sections, statements, scales, branches and needs."""
    sections = tuple(one for one in toolkit.sections if one.survey == survey_key)
    names = {one.key for one in sections}
    return to_document(
        replace(
            toolkit,
            surveys=tuple(one for one in toolkit.surveys if one.key == survey_key),
            sections=sections,
            statements=tuple(one for one in toolkit.statements if one.section in names),
            measures=(),
            materials=(),
            responsibilities=(),
            roles=(),
            areas=(),
            themes=(),
            stale=(),
            lineage=(),
        )
    )


def questions_of(one: Round) -> Toolkit:
    """The toolkit of a round: its survey alone, read once per content and kept; each row looks once at its content."""
    known: Toolkit | None = one.__dict__.get("_questions")
    if known is None:
        name = sha256(json.dumps(one.document, sort_keys=True).encode()).hexdigest()
        known = one.__dict__["_questions"] = _kept.get(name) or _kept.put(name, from_document(one.document))
    return known


def survey_of(one: Round) -> Survey:
    """The survey of a round."""
    return next(survey for survey in questions_of(one).surveys if survey.key == one.survey_key)
