"""Talks, targets and reasons as pages read them."""

from __future__ import annotations

from digivuosi.apps.needs.models import Round, Talk, Target, Why
from digivuosi.apps.schools.models import School


def talk_of(school: School, one: Round) -> Talk | None:
    """The talk of a school about a round, if anything has been written of it."""
    return Talk.objects.filter(school=school, round=one).first()


def targets_of(school: School, one: Round) -> list[Target]:
    """What the school chose, in the order of choosing."""
    rows = list(Target.objects.filter(school=school, talk__round=one).select_related("talk"))
    for row in rows:
        row.school, row.talk.round, row.talk.school = school, one, school
    return rows


def target_of(school: School, one: Round, area: str) -> Target | None:
    return next((target for target in targets_of(school, one) if target.area == area), None)


def why_of(school: School, placement: int) -> Why | None:
    """The reason that was given when a measure was taken into the year."""
    return Why.objects.filter(school=school, placement_id=placement).select_related("target", "round").first()


def measures_for(target: Target) -> set[str]:
    """Keys of the measures that were taken for a target."""
    return set(Why.objects.filter(target=target).values_list("placement__measure_key", flat=True))
